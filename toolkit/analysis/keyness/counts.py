"""Counts behind keyness: each group's uses of each word, and the places where they occur."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.concordance import find, lines
from toolkit.analysis.keyness.listed import Matches, TermPlaces, matches_of, touched
from toolkit.analysis.keyness.masks import Masks, masks_of
from toolkit.analysis.keyness.stories import in_shared_stories, story_codes
from toolkit.analysis.scope import Scope, grouping, groups, selected, selected_tokens
from toolkit.corpus.clusters import clusters_among
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.results import opens
from toolkit.stats.sides import LEAST_ARTICLES, Side, dispersion, side
from toolkit.text.dfm import Dfm, dfm
from toolkit.text.segments import segmented
from toolkit.text.tokens import tokens

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Contrast = tuple[list[int], list[int]]  # positions of the groups of target and reference

OTHERS = "(others)"  # the reference of a comparison with all other groups


@dataclass(frozen=True, eq=False)
class Counted:
    """Counts of a scope, by article and by group.

    Attributes
    ----------
    dfm : Dfm
        Articles by features in scope.
    group : ndarray
        Position of each article's group in `names`, -1 for none.
    names : list of str
        The groups, in alphabetical order.
    sides : list of Side
        The sums of each group.
    outlet : ndarray
        Number of each article's outlet, -1 for none.
    story : ndarray
        Story of each article, or a number of its own: the units of the tests (`toolkit.corpus.clusters`).
    masks : Masks
        The tokens that were counted, and what else is asked of them.
    matches : Matches or None
        Where the features occur, if they are terms of the analyst's own; None for all words and pairs.
    """

    dfm: Dfm
    group: np.ndarray
    names: list[str]
    sides: list[Side]
    outlet: np.ndarray
    story: np.ndarray
    masks: Masks
    matches: Matches | None = None

    def places(self) -> Places | TermPlaces:
        """Return what counts the features in any part of the text."""
        if self.matches is None:
            return Places(self)
        shape = len(self.names), len(self.dfm.features)
        return TermPlaces(self.matches, self.masks.tokens, self.group, shape)

    def outlets(self, wanted: list[int]) -> ByOutlet:
        """Return how several groups' uses of each feature fall to their outlets."""
        from scipy.sparse import csr_matrix  # noqa: PLC0415 - SciPy is slow to load

        rows = np.flatnonzero(np.isin(self.group, wanted) & (self.outlet >= 0))
        shape = (int(self.outlet.max(initial=-1)) + 1, len(rows))
        members = csr_matrix((np.ones(len(rows)), (self.outlet[rows], np.arange(len(rows)))), shape=shape)
        words = members @ self.dfm.totals[rows]
        uses = (members @ self.dfm.counts[rows]).tocoo()
        used = np.bincount(uses.col, minlength=self.dfm.shape[1])
        order = np.lexsort((-uses.row, uses.data, uses.col))  # the last of each column uses it most
        last = order[np.cumsum(used)[used > 0] - 1]
        top, top_words = np.zeros(self.dfm.shape[1]), np.zeros(self.dfm.shape[1])
        top[used > 0], top_words[used > 0] = uses.data[last], words[uses.row[last]]
        within = pd.DataFrame({"group": self.group[rows], "outlet": self.outlet[rows]})
        several = bool((within.groupby("group")["outlet"].nunique() > 1).any())
        return ByOutlet(used, top, top_words, several)

    def pooled(self, wanted: list[int]) -> Side:
        """Return the sums of several groups together."""
        total = self.sides[wanted[0]]
        for index in wanted[1:]:
            total = total + self.sides[index]
        return total

    def by_story(self, rows: np.ndarray) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
        """Return counts, words and group of some articles, those of one story in one group in one row."""
        from scipy.sparse import csr_matrix  # noqa: PLC0415 - SciPy is slow to load

        counts, words, group = self.dfm.counts[rows], self.dfm.totals[rows], self.group[rows]
        each = np.column_stack([self.story[rows], group])
        _, first, place = np.unique(each, axis=0, return_index=True, return_inverse=True)
        if len(first) == len(rows):
            return counts, words, group
        members = (np.ones(len(rows), dtype=counts.dtype), (place.ravel(), np.arange(len(rows))))
        joined = csr_matrix(members, shape=(len(first), len(rows)))
        return joined @ counts, joined @ words, group[first]

    @cached_property
    def _units(self) -> list[tuple[Side, np.ndarray]]:
        """Sums of each group with stories for articles, and their words."""
        made = []
        for index in range(len(self.names)):
            counts, words, _ = self.by_story(np.flatnonzero(self.group == index))
            made.append((side(counts, words), words))
        return made

    def units(self, wanted: list[int]) -> tuple[Side, np.ndarray]:
        """Return what tests are made of: sums of groups with stories for articles, and the words of each."""
        total, words = self._units[wanted[0]]
        for index in wanted[1:]:
            total, words = total + self._units[index][0], np.concatenate([words, self._units[index][1]])
        return total, words

    def within(self, keep: np.ndarray) -> Counted:
        """Return the counts of some of the articles; the others belong to no group."""
        group = np.where(keep, self.group, -1)
        return replace(self, group=group, sides=sides_by(self.dfm, group, len(self.names)))

    def lengths(self, wanted: list[int]) -> np.ndarray:
        """Return the words in scope of each article of several groups."""
        return self.dfm.totals[np.isin(self.group, wanted)]

    def spread(self, wanted: list[int]) -> np.ndarray:
        """Return DPnorm of every feature over the articles of several groups together."""
        rows = np.flatnonzero(np.isin(self.group, wanted))
        return dispersion(self.dfm.counts[rows], self.dfm.totals[rows])


class ByOutlet(NamedTuple):
    """How a side's uses of each feature fall to its outlets.

    Attributes
    ----------
    used : ndarray of int
        Outlets that use it.
    top, top_words : ndarray
        Uses of the outlet that uses it most, and the words of that outlet.
    several : bool
        Whether a group of the side holds more than one outlet.
    """

    used: np.ndarray
    top: np.ndarray
    top_words: np.ndarray
    several: bool


def count(corpus: Corpus, scope: Scope, *, ngrams: int = 2, min_articles: int = LEAST_ARTICLES) -> Counted:
    """Count the words of a scope in each group.

    Parameters
    ----------
    min_articles : int
        Features in fewer articles of all groups together are left out.
    """
    names, group = grouping(corpus, scope.by)
    masks = masks_of(corpus, scope, group)
    chosen = masks.here & (group[masks.tokens.document] >= 0)
    counted = dfm(corpus, ngrams=1 if scope.window else ngrams, min_articles=min_articles, chosen=chosen)
    outlet = np.asarray(pd.factorize(corpus.articles["outlet"])[0])
    story = clusters_among(corpus)
    return Counted(counted, group, names, sides_by(counted, group, len(names)), outlet, story, masks)


def count_terms(corpus: Corpus, scope: Scope, terms: tuple[str, ...]) -> Counted:
    """Count the analyst's own terms in each group: `count` with the terms in place of all words.

    Rates and the weight of the prior are those of all words, so that a single word has the row it has there.
    """
    counted = count(corpus, scope, ngrams=1)
    matches = matches_of(corpus, terms)
    used = touched(matches, counted.masks.here)
    document = counted.masks.tokens.document[matches.first[used]]
    made = replace(
        counted.dfm,
        counts=_cross(document, matches.term[used], (len(corpus), len(terms))),
        features=pd.Index(list(terms), dtype="str"),
        codes=np.full(len(terms), -1),
    )
    sides = sides_by(made, counted.group, len(counted.names))
    return replace(counted, dfm=made, sides=sides, matches=matches)


def _cross(row: np.ndarray, column: np.ndarray, shape: tuple[int, int]) -> csr_matrix:
    """Return how often each row and column meet."""
    from scipy.sparse import coo_matrix  # noqa: PLC0415 - SciPy is slow to load

    return coo_matrix((np.ones(len(row), dtype=np.int32), (row, column)), shape=shape).tocsr()


def sides_by(counted: Dfm, group: np.ndarray, n: int) -> list[Side]:
    """Return the sums of each of n groups."""
    rows = [np.flatnonzero(group == index) for index in range(n)]
    return [side(counted.counts[at], counted.totals[at]) for at in rows]


class Places:
    """Which counted feature each token of the corpus is, so that any part of the text can be counted.

    Parameters
    ----------
    counted : Counted
        Its features; every voice and line of the corpus can be counted for them.
    """

    def __init__(self, counted: Counted) -> None:
        self._table = counted.masks.tokens
        self._group = counted.group[self._table.document]
        self._shape = (len(counted.names), len(counted.dfm.features))
        codes, singles = counted.dfm.codes, counted.dfm.singles
        self._single = _columns(codes[:singles], 0, len(self._table.vocabulary))[self._table.word]
        pairs = self._table.pairs
        self._double = _columns(codes[singles:], singles, len(pairs.first))[pairs.code]

    def count(self, chosen: np.ndarray) -> np.ndarray:
        """Return groups by features: uses of which any word is among the chosen tokens.

        Parameters
        ----------
        chosen : ndarray of bool
            Over the tokens of the corpus.
        """
        before = np.concatenate([[False], chosen[:-1]]) if len(chosen) else chosen
        return np.asarray(self._sum(self._single, chosen) + self._sum(self._double, chosen | before))

    def words(self, chosen: np.ndarray) -> np.ndarray:
        """Return how many of the chosen tokens each group has."""
        group = self._group[chosen]
        return np.bincount(group[group >= 0], minlength=self._shape[0])

    def _sum(self, column: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        at = np.flatnonzero(chosen & (column >= 0) & (self._group >= 0))
        flat = self._group[at] * self._shape[1] + column[at]
        size = self._shape[0] * self._shape[1]
        return np.bincount(flat, minlength=size).reshape(self._shape).astype(np.float64)


def _columns(codes: np.ndarray, first: int, size: int) -> np.ndarray:
    """Return the column of each code, -1 for one that is not counted and, at the end, for none."""
    out = np.full(size + 1, -1, dtype=np.int32)
    out[codes] = np.arange(first, first + len(codes), dtype=np.int32)
    return out


def occurrences(corpus: Corpus, row: pd.Series, scope: Scope, which: str) -> pd.DataFrame:
    """Return where the feature of a keyness row occurs on one side or both: `segment`, `start`, `end`."""
    table = tokens(corpus)
    target, reference = sides_of(corpus, row, scope)
    wanted = {"target": target, "reference": reference, "both": target | reference}[which]
    if "terms" in (scope.given or {}):
        inside = selected(corpus, scope) & wanted[segmented(corpus).document]
        return find(corpus, str(row["feature"]), np.flatnonzero(inside))
    words = tuple(str(row["feature"]).split(" "))
    at = table.phrase(words)
    at = at[selected_tokens(corpus, scope)[at]]
    at = at[wanted[table.document[at]]]
    return pd.DataFrame(
        {"segment": table.segment[at], "start": table.start[at], "end": table.end[at + len(words) - 1]}
    )


@opens("keyness")
@copies_settled
def open_keyness(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the sentences in which a row of `keyness` or `collocates` counted its feature."""
    return lines(corpus, occurrences(corpus, row, scope_of_row(row), side))


def scope_of_row(row: pd.Series) -> Scope:
    """Return the scope of a row of keyness; in a table of several actors each has its own names."""
    scope = Scope.of(row)
    names = scope.given or {}
    return replace(scope, about=names[str(row["actor"])]) if "actor" in row else scope


def sides_of(corpus: Corpus, row: pd.Series, scope: Scope) -> tuple[np.ndarray, np.ndarray]:
    """Tell which articles are on either side of a row; ``(others)`` is every other group."""
    values = groups(corpus, scope.by).to_numpy()
    target = np.asarray(values == str(row["target"]), dtype=bool)
    reference = np.asarray(~target & ~pd.isna(values), dtype=bool)
    if row["reference"] != OTHERS:
        reference = np.asarray(values == str(row["reference"]), dtype=bool)
    if scope.matched:
        shared = in_shared_stories(story_codes(corpus), target, reference)
        target, reference = target & shared, reference & shared
    return target, reference
