"""What a dependency parse says of a quotation: the verb above it and that verb's subject."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from toolkit.analysis.quotes.verbs import Verb, Verbs
from toolkit.analysis.quotes.words import Span
from toolkit.text.parser import Parse

SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_INHERITS = frozenset(("xcomp", "advcl", "conj", "acl", "prep", "pcomp", "ccomp"))
_CUT = frozenset(("relcl", "acl", "appos", "advcl", "punct", "parataxis", "advmod", "npadvmod"))


@dataclass(frozen=True)
class Tree:
    """A parsed paragraph with its text; all spans count in the paragraph."""

    text: str
    parse: Parse

    @cached_property
    def children(self) -> list[list[int]]:
        """Numbers of the tokens that depend on each token."""
        made: list[list[int]] = [[] for _ in self.parse.head]
        for i, head in enumerate(self.parse.head):
            if head != i:
                made[head].append(i)
        return made

    def word(self, i: int) -> str:
        """Return a token in lower case."""
        return self.text[self.parse.start[i] : self.parse.end[i]].lower()

    def span(self, i: int) -> Span:
        """Return the span of one token."""
        return self.parse.start[i], self.parse.end[i]

    def inside(self, span: Span) -> range:
        """Return the numbers of the tokens that begin inside a span."""
        return range(bisect_left(self.parse.start, span[0]), bisect_left(self.parse.start, span[1]))

    def subtree(self, i: int, cut: frozenset[str] = frozenset()) -> list[int]:
        """Return a token and all that depends on it, in order, without branches of a relation in `cut`."""
        found, stack = [], [i]
        while stack:
            at = stack.pop()
            found.append(at)
            stack.extend(child for child in self.children[at] if self.parse.dep[child] not in cut)
        return sorted(found)

    def phrase(self, i: int) -> Span:
        """Return the span of the noun phrase a token heads, without relative clauses and appositions."""
        near = [i]
        numbers = self.subtree(i, _CUT)
        at = numbers.index(i)
        for step in (-1, 1):
            k = at + step
            while 0 <= k < len(numbers) and abs(numbers[k] - numbers[k - step]) <= 2:
                near.append(numbers[k])
                k += step
        return self.parse.start[min(near)], self.parse.end[max(near)]

    def subject(self, i: int) -> int | None:
        """Return the subject of a verb, taken from the verb above it where it has none of its own."""
        for _ in range(4):
            for child in self.children[i]:
                if self.parse.dep[child] in SUBJECTS:
                    return child
            head = self.parse.head[i]
            if head == i or self.parse.dep[i] not in _INHERITS:
                return None
            if self.parse.dep[i] == "acl":
                return head
            i = head
        return None

    def speaker(self, subject: int, verb: int) -> tuple[Span | None, Span | None]:
        """Return the span of a subject, and for "who" also that of the noun it stands for."""
        word = self.word(subject)
        if word not in ("who", "which", "that"):
            return self.phrase(subject), None
        head = self.antecedent(verb)
        referent = self.phrase(head) if head is not None else None
        return (referent, None) if word == "that" else (self.span(subject), referent)

    def antecedent(self, i: int) -> int | None:
        """Return the noun that the relative clause of verb `i` describes."""
        while self.parse.head[i] != i:
            if self.parse.dep[i] == "relcl":
                return self.parse.head[i]
            i = self.parse.head[i]
        return None


@dataclass(frozen=True)
class Governor:
    """The verb that governs a quotation and its subject; spans count in the paragraph."""

    mention: Span
    cue: Span
    verb: Verb | None
    referent: Span | None = None


def governor(tree: Tree, quote: Span, quoted: list[Span], verbs: Verbs) -> Governor | None:
    """Return the nearest verb of the lexicon above a quotation that has a subject, else the first verb."""
    hidden = {i for span in quoted for i in tree.inside(span)}
    best: Governor | None = None
    for i in _above(tree, quote, hidden):
        verb = verbs.forms.get(tree.word(i)) if tree.parse.tag[i][:2] == "VB" else None
        if tree.parse.tag[i][:2] != "VB":
            continue
        made = _governed(tree, i, verb, hidden)
        if made is not None and verb is not None:
            return made
        best = best or made
    return best


def _governed(tree: Tree, i: int, verb: Verb | None, hidden: set[int]) -> Governor | None:
    subject = tree.subject(i)
    if verb is not None and verb.lemma == "quote" and subject is not None:
        active = tree.parse.dep[subject] != "nsubjpass"
        subject = (
            next((c for c in tree.children[i] if tree.parse.dep[c] == "dobj"), None) if active else subject
        )
    if subject is None or subject in hidden:
        return None
    passive = tree.parse.dep[subject] == "nsubjpass" and tree.parse.tag[i] == "VBN"
    if passive and (verb is None or verb.lemma != "quote"):
        return None
    mention, referent = tree.speaker(subject, i)
    return Governor(mention, tree.span(i), verb, referent) if mention else None


def _above(tree: Tree, quote: Span, hidden: set[int]) -> list[int]:
    """Return the tokens outside quotations above a quotation's own tokens, nearest first."""
    inside = set(tree.inside(quote))
    tops = [i for i in sorted(inside) if tree.parse.head[i] not in inside]
    found: list[int] = []
    for top in tops:
        at = tree.parse.head[top]
        for _ in range(len(tree.parse.head)):
            if at not in hidden and at not in found:
                found.append(at)
            if tree.parse.head[at] == at:
                break
            at = tree.parse.head[at]
    return found
