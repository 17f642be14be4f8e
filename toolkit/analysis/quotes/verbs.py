"""The lexicon of reporting verbs: forms, lemmas and what each verb says about the words it reports."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

from toolkit.errors import InputError, nearest

CLASSES = ("neutral", "doubt", "assertion", "attack", "concession", "reveal", "denial", "emotion")


@dataclass(frozen=True)
class Verb:
    """A reporting verb: `strong` verbs introduce speech by themselves, `core` ones take a that-clause."""

    lemma: str
    verb_class: str
    strong: bool
    core: bool


@dataclass(frozen=True)
class Verbs:
    """All forms of the lexicon's verbs.

    Attributes
    ----------
    forms : mapping of str to Verb
        Single words, lower case ("said").
    phrases : mapping of str to mapping
        First word, then the words that follow it, of verbs of several words ("put it").
    """

    forms: Mapping[str, Verb]
    phrases: Mapping[str, Mapping[tuple[str, ...], Verb]]

    @cached_property
    def starts(self) -> frozenset[str]:
        """First words of all forms: nearly every word of a text can be passed over by them."""
        return frozenset((*self.forms, *self.phrases))


@lru_cache(maxsize=8)
def reporting_verbs(path: str | None = None) -> Verbs:
    """Read the lexicon of reporting verbs, the toolkit's own or a user's in the same form.

    Parameters
    ----------
    path : str, optional
        A CSV file with the columns lemma, class, strength, core and forms (separated by ``|``). Lines that
        begin with ``#`` are comments.

    Raises
    ------
    InputError
        If a column is missing, a class is unknown or a form stands twice; the message names the line.

    Examples
    --------
    >>> reporting_verbs().forms["claimed"].verb_class
    'doubt'
    """
    text = Path(path).read_text("utf-8-sig") if path else _own("reporting_verbs.csv")
    return _parse(text, path or "reporting_verbs.csv")


def _own(name: str) -> str:
    return (files("toolkit") / "lexicons" / name).read_text(encoding="utf-8")


def _parse(text: str, where: str) -> Verbs:
    """Return the verbs of a lexicon's text."""
    forms: dict[str, Verb] = {}
    phrases: dict[str, dict[tuple[str, ...], Verb]] = {}
    for line, row in read_rows(text, where, ("lemma", "class", "strength", "core", "forms")):
        if row["class"] not in CLASSES:
            raise InputError(
                f"{where}, line {line}: class '{row['class']}'; {nearest(row['class'], CLASSES)}"
            )
        verb = Verb(row["lemma"], row["class"], row["strength"] == "strong", row["core"] == "yes")
        for form in row["forms"].lower().split("|"):
            first, *rest = form.split()
            known = phrases.setdefault(first, {}) if rest else forms
            key = tuple(rest) if rest else form
            if key in known:
                raise InputError(f"{where}, line {line}: the form '{form}' stands in two rows")
            known[key] = verb  # type: ignore[index]
    return Verbs(forms, phrases)


def read_rows(text: str, where: str, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a lexicon in CSV form, each with its line in the file; ``#`` lines are comments.

    Raises
    ------
    InputError
        If a column is missing or a row has too few fields.
    """
    numbered = [(i, line) for i, line in enumerate(text.splitlines(), 1) if line and line[0] != "#"]
    reader = csv.DictReader(line for _, line in numbered)
    missing = [name for name in columns if name not in (reader.fieldnames or [])]
    if missing:
        found = ", ".join(reader.fieldnames or []) or "none"
        raise InputError(f"{where} has no column '{missing[0]}' (found: {found}); the first line names them")
    rows = []
    for (line, _), row in zip(numbered[1:], reader, strict=True):
        if any(row[name] is None for name in columns):
            raise InputError(f"{where}, line {line}: fewer than {len(columns)} fields")
        rows.append((line, row))
    return rows
