"""A call as it is shown and as it is made: one thing, so that what is copied does what was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.corpus.corpus import Corpus

KEPT = 4  # corpora of a choice that are kept, so that a word typed anew does not read the texts anew


@dataclass(frozen=True)
class Call:
    """A function of a corpus with its arguments.

    Attributes
    ----------
    name : str
        Name of the function, as the notebook imports it.
    function : callable
    args : tuple
        What follows the corpus.
    options : mapping
        By keyword.
    chosen : mapping
        What `Corpus.filter` is asked for; empty for all articles.
    """

    name: str
    function: Callable[..., Any]
    args: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    chosen: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        parts = [
            self.corpus,
            *map(repr, self.args),
            *(f"{key}={value!r}" for key, value in self.options.items()),
        ]
        return f"{self.name}({', '.join(parts)})"

    @property
    def corpus(self) -> str:
        """The corpus of the call, as it is written."""
        if not self.chosen:
            return "corpus"
        return f"corpus.filter({', '.join(f'{key}={value!r}' for key, value in self.chosen.items())})"

    def run(self, corpora: Corpora) -> Any:
        """Make the call."""
        return self.function(corpora.of(self.chosen), *self.args, **self.options)


class Corpora:
    """A corpus and the parts of it that were asked for last."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._parts: dict[str, Corpus] = {}

    def of(self, chosen: Mapping[str, Any]) -> Corpus:
        """Return the articles that meet the conditions."""
        if not chosen:
            return self.corpus
        key = repr(sorted(chosen.items()))
        if key not in self._parts:
            self._parts[key] = self.corpus.filter(**chosen)
        made = self._parts.pop(key)
        self._parts[key] = made  # asked for last
        for old in list(self._parts)[:-KEPT]:
            del self._parts[old]
        return made
