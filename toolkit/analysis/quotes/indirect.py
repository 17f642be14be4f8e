"""Reported speech without quotation marks: "X said that ...", "..., police said", "according to X".

Only verbs of saying count (`core` in the lexicon): what somebody believes, wants or expects is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.analysis.quotes.tree import Tree
from toolkit.analysis.quotes.verbs import Verb, Verbs
from toolkit.analysis.quotes.words import Span

_SHORTEST = 2  # words of a reported clause
_NOT_BY_NOUN = frozenset(
    ("maintain", "pledge", "tell", "claim", "promise", "write")
)  # "maintained the peace"


@dataclass(frozen=True)
class Reported:
    """A reported clause: its span, its speaker and its cue; spans count in the paragraph."""

    content: Span
    mention: Span
    cue: Span
    verb: Verb
    referent: Span | None = None


def reported(tree: Tree, quoted: list[Span], verbs: Verbs) -> list[Reported]:
    """Return the reported clauses of a paragraph outside its quotations.

    Parameters
    ----------
    tree : Tree
        The parsed paragraph.
    quoted : list of spans
        Its quotations, so that what a speaker quotes is not taken for the outlet's report.
    verbs : Verbs
        The lexicon; only its core verbs count.
    """
    hidden = {i for span in quoted for i in tree.inside(span)}
    found = []
    for i in range(len(tree.parse.head)):
        if i in hidden:
            continue
        if tree.word(i) == "according":
            made = _according(tree, i, verbs)
        else:
            verb = verbs.forms.get(tree.word(i))
            tagged = tree.parse.tag[i][:2] == "VB"
            made = _clause(tree, i, verb) if verb is not None and verb.core and tagged else None
        if made is not None:
            found.append(made)
    return found


def _clause(tree: Tree, i: int, verb: Verb) -> Reported | None:
    """Return the clause a verb of saying reports."""
    subject = tree.subject(i)
    if subject is None or (tree.parse.dep[subject] == "nsubjpass" and verb.lemma not in ("quote", "tell")):
        return None
    numbers = _content(tree, i, subject, verb.lemma)
    if len(numbers) < _SHORTEST:
        return None
    content = tree.parse.start[numbers[0]], tree.parse.end[numbers[-1]]
    mention, referent = tree.speaker(subject, i)
    return Reported(content, mention, tree.span(i), verb, referent) if mention else None


def _content(tree: Tree, i: int, subject: int, lemma: str) -> list[int]:
    """Return the tokens of the clause that depends on a verb of saying, or that it is inserted into."""
    own = [c for c in tree.children[i] if tree.parse.dep[c] in ("ccomp", "xcomp") and c != subject]
    if own:
        return _whole(tree, tree.subtree(own[-1] if own[-1] > i else own[0]), i)
    if tree.parse.dep[i] in ("parataxis", "ccomp") and tree.parse.head[i] != i:
        inserted = set(tree.subtree(i))
        return _whole(tree, [k for k in tree.subtree(tree.parse.head[i]) if k not in inserted], i)
    things = [c for c in tree.children[i] if tree.parse.dep[c] == "dobj" and tree.parse.tag[c][:2] == "NN"]
    return tree.subtree(things[0]) if things and lemma not in _NOT_BY_NOUN else []


def _whole(tree: Tree, numbers: list[int], i: int) -> list[int]:
    """Return the larger part of a clause that lies on one side of its cue, without marks at its ends."""
    left, right = [k for k in numbers if k < i], [k for k in numbers if k > i]
    side = left if len(left) > len(right) else right
    while side and tree.parse.dep[side[-1]] == "punct":
        side = side[:-1]
    while side and tree.parse.dep[side[0]] in ("punct", "mark"):
        side = side[1:]
    return side


def _according(tree: Tree, i: int, verbs: Verbs) -> Reported | None:
    """Return the clause that "according to X" reports."""
    verb = verbs.phrases.get("according", {}).get(("to",))
    to = next((c for c in tree.children[i] if tree.word(c) == "to"), None)
    name = (
        next((c for c in tree.children[to] if tree.parse.dep[c] == "pobj"), None) if to is not None else None
    )
    if verb is None or to is None or name is None:
        return None
    own = set(tree.subtree(i))
    top = tree.parse.head[i]
    while tree.parse.tag[top][:2] != "VB" and tree.parse.head[top] != top:
        top = tree.parse.head[top]
    numbers = _whole(tree, [k for k in tree.subtree(top) if k not in own], i)
    if len(numbers) < _SHORTEST:
        return None
    content = tree.parse.start[numbers[0]], tree.parse.end[numbers[-1]]
    return Reported(content, tree.phrase(name), (tree.parse.start[i], tree.parse.end[to]), verb)
