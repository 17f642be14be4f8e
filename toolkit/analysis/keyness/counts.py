"""Counts behind keyness: each group's uses of each word, and the places where they occur."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
import pandas as pd

from toolkit.analysis.concordance import find, lines
from toolkit.analysis.keyness.by_article import terms_of, words_of
from toolkit.analysis.keyness.gathered import MOST, gathered, listed, vocabulary_of
from toolkit.analysis.keyness.masks import names_of
from toolkit.analysis.keyness.stories import in_shared_stories, story_codes
from toolkit.analysis.scope import Scope, grouping, groups, selected, selected_tokens
from toolkit.corpus.clusters import clusters_among
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.results import opens
from toolkit.room import kept
from toolkit.stats.sides import LEAST_ARTICLES, Groups, Side, dispersion, side
from toolkit.text.by_parts import in_parts
from toolkit.text.dfm import Dfm
from toolkit.text.segments import segmented
from toolkit.text.tokens import tokens

if TYPE_CHECKING:
    from scipy.sparse import csc_matrix, csr_matrix

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
    outlet : ndarray
        Number of each article's outlet, -1 for none.
    story : ndarray
        Story of each article, or a number of its own: the units of the tests (`toolkit.corpus.clusters`).
    types : int
        Different single words, also where these are counts of some features only.
    beside : DataFrame
        `document`, `column`, and the uses that flags and shares are made of: see
        `toolkit.analysis.keyness.by_article`.
    off_words : ndarray or None
        Words of each article off the subject; None for a scope without one.
    listed : bool
        Whether the features are terms of the analyst's own.
    """

    dfm: Dfm
    group: np.ndarray
    names: list[str]
    outlet: np.ndarray
    story: np.ndarray
    types: int
    beside: pd.DataFrame
    off_words: np.ndarray | None = None
    listed: bool = False

    def uses_beside(self, kind: str) -> np.ndarray:
        """Return groups by features: uses of one of the kinds of `beside`."""
        group = self.group[self.beside["document"].to_numpy()]
        at = np.flatnonzero((group >= 0) & (self.beside[kind].to_numpy() > 0))
        shape = len(self.names), len(self.dfm.features)
        flat = group[at] * shape[1] + self.beside["column"].to_numpy()[at]
        uses = np.bincount(flat, self.beside[kind].to_numpy()[at], minlength=shape[0] * shape[1])
        return np.asarray(uses.reshape(shape), dtype=np.float64)

    def outlets(self, wanted: list[int], features: np.ndarray) -> ByOutlet:
        """Return how several groups' uses of some features fall to their outlets."""
        from toolkit.stats.columns import members  # noqa: PLC0415 - SciPy is slow to load

        group, outlet, counts, each = self._cells
        rows = np.flatnonzero(np.isin(group, wanted))
        of_outlet = members(outlet[rows])
        words = of_outlet @ each[rows]
        uses = (of_outlet @ counts[:, features][rows]).tocoo()
        used = np.bincount(uses.col, minlength=len(features))
        order = np.lexsort((-uses.row, uses.data, uses.col))  # the last of each column uses it most
        last = order[np.cumsum(used)[used > 0] - 1]
        top, top_words = np.zeros(len(features)), np.zeros(len(features))
        top[used > 0], top_words[used > 0] = uses.data[last], words[uses.row[last]]
        within = pd.DataFrame({"group": group[rows], "outlet": outlet[rows]})
        several = bool((within.groupby("group")["outlet"].nunique() > 1).any())
        return ByOutlet(used, top, top_words, several)

    @cached_property
    def _cells(self) -> tuple[np.ndarray, np.ndarray, csr_matrix, np.ndarray]:
        """Group and outlet of each pair of both, and the uses and words of its articles."""
        from scipy.sparse import csr_matrix  # noqa: PLC0415 - SciPy is slow to load

        rows = np.flatnonzero((self.group >= 0) & (self.outlet >= 0))
        outlets = int(self.outlet.max(initial=-1)) + 1
        pairs, place = np.unique(self.group[rows] * outlets + self.outlet[rows], return_inverse=True)
        members = csr_matrix((np.ones(len(rows)), (place, rows)), shape=(len(pairs), self.dfm.shape[0]))
        group, outlet = divmod(pairs, max(outlets, 1))
        return group, outlet, members @ self.dfm.counts, members @ self.dfm.totals

    @cached_property
    def by_feature(self) -> csc_matrix:
        """The counts, feature by feature: some are read without looking through the others."""
        from scipy.sparse import csc_matrix  # noqa: PLC0415 - SciPy is slow to load

        made = self.dfm.counts.tocsc()
        return csc_matrix((kept(made.data), kept(made.indices), kept(made.indptr)), shape=made.shape)

    @cached_property
    def sides(self) -> Groups:
        """The sums of each group."""
        return Groups(sides_by(self.dfm, self.group, len(self.names)))

    @property
    def articles(self) -> list[int]:
        """Articles of each group that have words in scope."""
        held = self.group[(self.group >= 0) & (self.dfm.totals > 0)]
        return [int(n) for n in np.bincount(held, minlength=len(self.names))]

    def stories(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the unit of each of some articles, and each unit's first: one story in one group is one."""
        each = self.story[rows] * (int(self.group.max(initial=0)) + 1) + self.group[rows]
        _, first, place = np.unique(each, return_index=True, return_inverse=True)
        own = np.arange(len(rows))
        return (own, own) if len(first) == len(rows) else (place, first)

    def by_story(self, rows: np.ndarray) -> tuple[csr_matrix, np.ndarray]:
        """Return counts and words of some articles, those of one story in one group in one row."""
        from toolkit.stats.columns import members  # noqa: PLC0415 - SciPy is slow to load

        counts, words, (place, first) = self.dfm.counts[rows], self.dfm.totals[rows], self.stories(rows)
        if len(first) == len(rows):
            return counts, words
        joined = members(place, counts.dtype)
        return joined @ counts, joined @ words

    @cached_property
    def _units(self) -> tuple[Groups, list[np.ndarray]]:
        """Sums of each group with stories for articles, and their words."""
        made, each = [], []
        for index in range(len(self.names)):
            rows = np.flatnonzero(self.group == index)
            counts, words = self.by_story(rows)
            made.append(side(counts, words))
            each.append(words)
        return Groups(made), each

    def units(self, wanted: list[int]) -> tuple[Side, np.ndarray]:
        """Return what tests are made of: sums of groups with stories for articles, and the words of each."""
        sums, words = self._units
        return sums.of(wanted), np.concatenate([words[index] for index in wanted])

    def within(self, keep: np.ndarray) -> Counted:
        """Return the counts of some of the articles; the others belong to no group."""
        return replace(self, group=np.where(keep, self.group, -1))

    def lengths(self, wanted: list[int]) -> np.ndarray:
        """Return the words in scope of each article of several groups."""
        return self.dfm.totals[np.isin(self.group, wanted)]

    def spread(self, wanted: list[int], features: np.ndarray) -> np.ndarray:
        """Return DPnorm of some features over the articles of several groups together."""
        rows = np.flatnonzero(np.isin(self.group, wanted))
        return dispersion(self.dfm.counts[:, features][rows], self.dfm.totals[rows])


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
    [whole] = count_in_blocks(corpus, scope, ngrams=ngrams, min_articles=min_articles, most=None)
    return whole


def count_in_blocks(
    corpus: Corpus,
    scope: Scope,
    *,
    ngrams: int = 2,
    min_articles: int = LEAST_ARTICLES,
    most: int | None = MOST,
) -> list[Counted]:
    """Count the words of a scope in each group, some features after the other: `count` in blocks.

    Parameters
    ----------
    most : int, optional
        About how many numbers a block has; None for one block.
    """
    names, group = grouping(corpus, scope.by)
    given = (scope, names, names_of(corpus, group), 1 if scope.window else ngrams)
    parts = list(in_parts(corpus, words_of, *given))
    vocabulary = vocabulary_of([part["features"] for _, part in parts], min_articles)
    words = pd.concat([part["words"] for _, part in parts], ignore_index=True)
    edges = vocabulary.edges(most, len(names))
    blocks = gathered(parts, vocabulary, edges, len(corpus))
    outlet = np.asarray(pd.factorize(corpus.articles["outlet"])[0])
    documents = cast(pd.Index, pd.Index(corpus.articles["article_id"]))
    totals, story = words["words"].to_numpy(), clusters_among(corpus)
    off_words = None if scope.about is None else words["off_words"].to_numpy()
    made = []
    for (first, last), (counts, beside) in zip(pairwise(edges), blocks, strict=True):
        features = cast(pd.Index, pd.Index(vocabulary.features[first:last], dtype="str"))
        singles = int(np.clip(vocabulary.singles - first, 0, last - first))
        counted = Dfm(counts, documents, features, totals, singles)
        made.append(Counted(counted, group, names, outlet, story, vocabulary.singles, beside, off_words))
    return made


def count_terms(corpus: Corpus, scope: Scope, terms: tuple[str, ...]) -> Counted:
    """Count the analyst's own terms in each group: `count` with the terms in place of all words.

    Rates and the weight of the prior are those of all words, so that a single word has the row it has there.
    """
    counted = count(corpus, scope, ngrams=1)
    given = (scope, counted.names, names_of(corpus, counted.group), terms)
    parts = [(first, {"counts": table}) for first, table in in_parts(corpus, terms_of, *given)]
    [(counts, beside)] = gathered(parts, listed(terms), [0, len(terms)], len(corpus))
    made = replace(counted.dfm, counts=counts, features=pd.Index(list(terms), dtype="str"), singles=0)
    return replace(counted, dfm=made, beside=beside, listed=True)


def sides_by(counted: Dfm, group: np.ndarray, n: int) -> list[Side]:
    """Return the sums of each of n groups."""
    rows = [np.flatnonzero(group == index) for index in range(n)]
    return [side(counted.counts[at], counted.totals[at]) for at in rows]


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
