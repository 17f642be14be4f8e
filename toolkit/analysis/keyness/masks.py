"""Which tokens of a corpus a comparison of words looks at, told once for a scope."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from toolkit.analysis.scope import Scope, selected, selected_tokens
from toolkit.corpus.corpus import Corpus
from toolkit.text.dfm import in_scope
from toolkit.text.segments import segments
from toolkit.text.tokens import Tokens, forms, tokens

_ASIDE = re.compile(
    r"\s*\(.*?\)|\s+-\s+(?:News|Opinion|Editorial|Online)\b.*|\.(?:com|org|net|pk|in|co\.uk)\Z"
)

OwnName = tuple[int, tuple[str, ...]]  # position of a group, and the words of a name it prints about itself
COUNTRY = "country"  # a column of the user's own: where each outlet is


@dataclass(frozen=True, eq=False)
class Masks:
    """The tokens of a corpus, and for each of them what it belongs to.

    Attributes
    ----------
    tokens : Tokens
        All tokens of the corpus.
    here, everywhere : ndarray of bool
        In scope; in scope if every voice were.
    quoted, repeated, named : ndarray of bool
        Between quotation marks; in a repeated line of the scope's voices; in a name that the group of
        the article prints about itself.
    off : ndarray of bool or None
        In the scope's voices, where its subject is not mentioned; None for a scope without a subject.
    """

    tokens: Tokens
    here: np.ndarray
    everywhere: np.ndarray
    quoted: np.ndarray
    repeated: np.ndarray
    named: np.ndarray
    off: np.ndarray | None


def masks_of(corpus: Corpus, scope: Scope, group: np.ndarray, own: Iterable[OwnName]) -> Masks:
    """Return the masks of a scope.

    Parameters
    ----------
    group : ndarray of int
        Position of each article's group, -1 for none.
    own : iterable of tuple
        Names that groups print about themselves: see `names_of`.
    """
    table, cut = tokens(corpus), segments(corpus)
    here = selected_tokens(corpus, scope)
    aside = replace(scope, about=None, boilerplate=False)
    quoted = cut["voice"].isin(["direct_quote", "scare_quote"]).to_numpy()
    repeated = in_scope(corpus, voice=scope.voice, boilerplate=True) & cut["boilerplate"].to_numpy()
    return Masks(
        tokens=table,
        here=here,
        everywhere=selected_tokens(corpus, scope.with_voice("all")),
        quoted=np.asarray(quoted[table.segment], dtype=bool),
        repeated=np.asarray(repeated[table.segment], dtype=bool),
        named=own_names(corpus, group, own),
        off=None if scope.about is None else selected(corpus, aside)[table.segment] & ~here,
    )


def names_of(corpus: Corpus, group: np.ndarray) -> tuple[OwnName, ...]:
    """Return the names each group prints about itself: outlets, bylines, credits; and their countries.

    Who writes at home need not name the country, who writes abroad must: that is no choice of words, so the
    countries of all outlets are names of every group.
    """
    articles = corpus.articles
    found: set[OwnName] = set()
    for index, outlet, authors, credit in zip(
        group, articles["outlet"], articles["authors"], articles["credit"], strict=True
    ):
        for name in (outlet, credit):
            if isinstance(name, str):
                plain = _ASIDE.sub("", name)
                found.add((int(index), tuple(forms(plain))))
                found.add((int(index), tuple(forms(re.sub(r"(?i)\Athe\s+", "", plain)))))
        found.update((int(index), words) for name in authors if len(words := tuple(forms(name))) > 1)
    countries = articles[COUNTRY].dropna().unique() if COUNTRY in articles else ()
    found.update((int(index), tuple(forms(str(name)))) for name in countries for index in np.unique(group))
    return tuple(sorted((index, words) for index, words in found if index >= 0 and words))


def own_names(corpus: Corpus, group: np.ndarray, own: Iterable[OwnName]) -> np.ndarray:
    """Tell which tokens are part of a name that the group of their article prints about itself."""
    table = tokens(corpus)
    named = np.zeros(len(table), dtype=bool)
    belongs = group[table.document]
    by_name: dict[tuple[str, ...], set[int]] = {}
    for index, words in own:
        by_name.setdefault(words, set()).add(index)
    for words, owners in by_name.items():
        at = table.phrase(words)
        at = at[np.isin(belongs[at], list(owners))]
        for step in range(len(words)):
            named[at + step] = True
    return named
