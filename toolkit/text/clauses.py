"""Clauses of a parsed sentence: active or passive, who acts, who is acted upon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.text.parser import Parse

Form = Literal["active", "passive_with_agent", "passive_without_agent", "reduced_passive"]

_OWN_SUBJECT = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass", "expl"))


@dataclass(frozen=True)
class Clause:
    """A verb with its form and the tokens of its parties; -1 for none.

    Attributes
    ----------
    verb : int
        Number of the token.
    form : str
        ``active``, ``passive_with_agent`` (a by-phrase names who did it), ``passive_without_agent``, or
        ``reduced_passive`` ("men killed on Monday"), which is given on request only.
    agent, patient : int
        Heads of who acts and who is acted upon.
    shared : bool
        Whether the subject is that of an earlier verb ("was arrested and beaten").
    """

    verb: int
    form: Form
    agent: int
    patient: int
    shared: bool = False


def clauses(parse: Parse, *, reduced: bool = False) -> list[Clause]:
    """Return the clauses of a parsed sentence or paragraph that have a subject or are passive.

    Parameters
    ----------
    parse : Parse
        The parse.
    reduced : bool
        Whether participles behind a noun ("men killed on Monday") count as clauses of a form of their own.

    Examples
    --------
    >>> # Police were attacked by rebels .
    >>> parse = Parse((0,) * 6, (0,) * 6, (2, 2, 2, 2, 3, 2),
    ...     ("nsubjpass", "auxpass", "ROOT", "agent", "pobj", "punct"),
    ...     ("NNS", "VBD", "VBN", "IN", "NNS", "."))
    >>> clauses(parse)
    [Clause(verb=2, form='passive_with_agent', agent=4, patient=0, shared=False)]
    """
    children: list[list[int]] = [[] for _ in parse.head]
    for token, head in enumerate(parse.head):
        if head != token:
            children[head].append(token)
    found: dict[int, Clause] = {}
    for verb, tag in enumerate(parse.tag):
        if tag.startswith("VB") and parse.dep[verb] not in ("aux", "auxpass"):
            clause = _own(parse, verb, children) or _shared(parse, verb, children, found)
            if clause is None and reduced and parse.dep[verb] == "acl" and tag == "VBN":
                clause = Clause(verb, "reduced_passive", _by(parse, verb, children), parse.head[verb])
            if clause is not None:
                found[verb] = clause
    return list(found.values())


def _own(parse: Parse, verb: int, children: list[list[int]]) -> Clause | None:
    """Return the clause of a verb with its own marks: a subject, or an auxiliary of the passive."""
    deps = {parse.dep[child]: child for child in reversed(children[verb])}
    if "auxpass" in deps or "nsubjpass" in deps or "csubjpass" in deps:
        agent = _by(parse, verb, children)
        form: Form = "passive_without_agent" if agent < 0 and "agent" not in deps else "passive_with_agent"
        return Clause(verb, form, agent, deps.get("nsubjpass", -1))
    if "nsubj" in deps:
        return Clause(verb, "active", deps["nsubj"], deps.get("dobj", -1))
    return None


def _by(parse: Parse, verb: int, children: list[list[int]]) -> int:
    """Return the token that a by-phrase of a verb names, -1 for none."""
    for child in children[verb]:
        if parse.dep[child] == "agent":
            return next((t for t in children[child] if parse.dep[t] in ("pobj", "pcomp")), -1)
    return -1


def _shared(parse: Parse, verb: int, children: list[list[int]], found: dict[int, Clause]) -> Clause | None:
    """Return the clause of a verb joined to an earlier one whose subject it shares."""
    first = found.get(parse.head[verb])
    deps = {parse.dep[child] for child in children[verb]}
    if parse.dep[verb] != "conj" or first is None or deps & _OWN_SUBJECT or "aux" in deps:
        return None
    if first.form == "active":
        if parse.tag[verb] == "VBN" and parse.tag[first.verb] != "VBN":
            return None
        patient = next((t for t in children[verb] if parse.dep[t] == "dobj"), -1)
        return Clause(verb, "active", first.agent, patient, shared=True)
    if parse.tag[verb] != "VBN":
        return None
    agent = _by(parse, verb, children)
    form: Form = "passive_with_agent" if agent >= 0 else "passive_without_agent"
    return Clause(verb, form, agent, first.patient, shared=True)


_LEAVES_OUT = frozenset(("in", "at", "on", "near", "after", "during", "as", "for", "over", "amid", "outside"))
_LEAVES_OUT |= frozenset(
    ("inside", "along", "across", "while", "when", "before", "since", "from", "with", "dead")
)
_LEAVES_OUT |= frozenset(
    ("to", "under", "off", "down", "by", "and", "or", "again", "daily", "yesterday", "today")
)
_HELPS = frozenset(
    ("has", "have", "had", "was", "were", "is", "are", "be", "been", "being", "get", "gets", "got")
)
_HELPS |= frozenset(("who", "which", "that", "not", "to"))
_NOUN_AHEAD = frozenset(("a", "an", "the", "another", "long", "big", "direct"))  # "takes another hit"
_IRREGULAR = frozenset(("shot", "slain", "hurt", "beaten", "blown", "burnt", "hit", "struck", "hung", "set"))


def headline_clauses(parse: Parse, words: Sequence[str]) -> list[Clause]:
    """Return the clauses of a headline, its bare participles read as passives.

    Headlines leave out "are" and write what is done now in the present: "Two men killed in blast", "Senator
    attacked by press". A participle with no object behind it is a passive; with one it stays as parsed.

    Parameters
    ----------
    parse : Parse
        The parsed headline.
    words : sequence of str
        Its tokens as written.

    Examples
    --------
    >>> # Officers shot in five states
    >>> parse = Parse((0, 9, 14, 17, 22), (8, 13, 16, 21, 28), (1, 1, 1, 4, 2),
    ...     ("nsubj", "ROOT", "prep", "nummod", "pobj"), ("NNS", "VBD", "IN", "CD", "NNS"))
    >>> headline_clauses(parse, ["Officers", "shot", "in", "five", "states"])
    [Clause(verb=1, form='passive_without_agent', agent=-1, patient=0, shared=False)]
    """
    found = {clause.verb: clause for clause in clauses(parse)}
    low = [word.lower() for word in words]
    for i, word in enumerate(low):
        if (word.endswith("ed") or word in _IRREGULAR) and _bare(low, i):
            known = found.get(i)
            patient = max(known.patient, known.agent) if known else -1
            patient = patient if 0 <= patient < i else _noun_before(parse, i)
            if patient >= 0:
                found[i] = _headline_passive(parse, low, i, patient)
    return [found[verb] for verb in sorted(found)]


def _bare(low: list[str], i: int) -> bool:
    """Tell whether a participle has a word before it that is no auxiliary, and no object behind it."""
    if i == 0 or low[i - 1] in _HELPS or low[i - 1] in _NOUN_AHEAD:
        return False
    if i + 1 == len(low) or not low[i + 1][:1].isalnum():
        return True
    return low[i + 1] in _LEAVES_OUT or low[i + 1].endswith("ing")  # "killed battling a fire"


def _noun_before(parse: Parse, i: int) -> int:
    return next((k for k in range(i - 1, -1, -1) if parse.tag[k][:2] in ("NN", "PR", "CD")), -1)


def _headline_passive(parse: Parse, low: list[str], i: int, patient: int) -> Clause:
    """Return the passive clause of a headline's participle; "by" is sought among the words behind it."""
    stop = next((k for k in range(i + 1, len(low)) if low[k] in (",", ";", ":", "as", "after")), len(low))
    by = next((k for k in range(i + 1, stop) if low[k] == "by"), -1)
    if by < 0 or by + 1 >= len(low):
        return Clause(i, "passive_without_agent", -1, patient)
    nouns = [k for k in range(by + 1, stop) if parse.tag[k].startswith("NN")]
    last = by + 1
    while nouns and last in nouns and last + 1 in nouns:
        last += 1
    agent = next((k for k in nouns if k >= last), nouns[0] if nouns else -1)
    return Clause(i, "passive_with_agent", agent, patient)


def noun_tokens(parse: Parse, head: int) -> Iterator[int]:
    """Yield the head of a noun phrase and the nouns joined to it or renaming it ("police and troops").

    Modifiers are not among them: in "a militant attack" the party is the attack.
    """
    if head < 0:
        return
    yield head
    for token, other in enumerate(parse.head):
        if other == head and token != head and parse.dep[token] in ("conj", "appos"):
            yield from noun_tokens(parse, token)
