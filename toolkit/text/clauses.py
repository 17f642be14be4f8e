"""Clauses of a parsed sentence: active or passive, who acts, who is acted upon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from toolkit.text.parser import Parse

Form = Literal["active", "passive_with_agent", "passive_without_agent"]

_OWN_SUBJECT = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass", "expl"))


@dataclass(frozen=True)
class Clause:
    """A verb with its form and the tokens of its parties; -1 for none.

    Attributes
    ----------
    verb : int
        Number of the token.
    form : str
        ``active``, ``passive_with_agent`` (a by-phrase names who did it) or ``passive_without_agent``.
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


def clauses(parse: Parse) -> list[Clause]:
    """Return the clauses of a parsed sentence or paragraph that have a subject or are passive.

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
