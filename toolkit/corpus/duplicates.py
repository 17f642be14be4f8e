"""Articles that say the same in the same words: copies, excerpts, versions, and parts of one in the other.

The relation has a direction: a cut wire report lies inside the full one, not the other way round. Each
pair is measured both ways, as the share of the words of each article that occur in the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, islice, pairwise, product
from typing import Any

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.many import Many, printed_size
from toolkit.corpus.passages import measure
from toolkit.corpus.shingles import SAMPLE_ABOVE, Rows, Words, candidates, read_words
from toolkit.results import make

SHARED = 0.5  # least share of either article's words for a pair to be a duplicate of any kind
COPY = 0.9  # nearly all of both
INSIDE = 0.8  # nearly all of the shorter one
VERSION = (
    0.4  # of either: of 31 pairs read by hand (docs/methods/corpus.md) reworked reports share .47 and more
)
MEANT = 60  # words; notes and buttons of a site have 52 at most, the shortest reworked report shares 503
SEED = 0.05  # least containment of shingles for a pair to be compared word by word
SHORT = 8  # words; texts as short as this ("Read more") count as copies only with the same title
AT_ONCE = 50_000  # pairs that are put into a table together
SPELLED_OUT = 50  # of more identical texts not every pair is listed

DESCRIBED = ("article_id", "outlet", "title", "file")
_MEASURES = ("relation", "share_a", "share_b", "containment_a", "containment_b", "shared_words")
_MEASURED = ("first", "second", "share_a", "share_b", "containment_a", "containment_b", "shared_words")
_Pair = tuple[int, int, str, float, float, float, float, int]


def duplicates(corpus: Corpus, *, threshold: float = SHARED) -> pd.DataFrame:
    """Find pairs of articles that share most of their words.

    Articles are compared with each other, never whole pages. Titles play no part, except for texts of
    a few words.

    Parameters
    ----------
    corpus : Corpus
    threshold : float
        Least share, 0 to 1, of either article's words that must occur in the other. At 0.5 pairs of
        real reports are copies, earlier or later versions, digests, and articles that consist mostly of
        one statement; below 0.3 also different articles that share a quotation.

    Returns
    -------
    DataFrame
        One row a pair: ``article_id_a`` is the more complete article (longer, not cut off, earlier),
        ``article_id_b`` the other, each with outlet, title, file and ``row`` in `corpus.articles`;
        ``relation``, as `relation` names it: *copy*, *excerpt* (``b`` lies inside ``a``, a truncated
        copy too), *version* or *part*; ``share_a``, ``share_b``: share of the words of each that occur
        in the other; ``containment_a``, ``containment_b``: the same in five-word shingles (Broder
        1997); ``shared_words``; ``same_outlet``.

    See Also
    --------
    shared_passages : the words two articles share, with their places.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> long = "The river rose by two metres in the night and the bridge was closed. Nobody was hurt."
    >>> frame = pd.DataFrame({"article_id": ["a", "b"], "text": [long[:68], long]})
    >>> duplicates(Corpus(conform(frame, "articles")))[["article_id_a", "article_id_b", "relation"]]
      article_id_a article_id_b relation
    0            b            a  excerpt
    """
    return _described(pairs_of(corpus, threshold=threshold), corpus.articles)


def pairs_of(corpus: Corpus, *, threshold: float = SHARED) -> pd.DataFrame:
    """Return the pairs of `duplicates` by their rows alone, for what needs no names.

    Returns
    -------
    DataFrame
        ``row_a, row_b, relation, share_a, share_b, containment_a, containment_b, shared_words, same_outlet``.
    """
    articles = corpus.articles
    order, rows = (_of_many if len(articles) > SAMPLE_ABOVE else _of_few)(articles, threshold)
    table = _table(rows)
    table[["row_a", "row_b"]] = order[table[["row_a", "row_b"]].to_numpy(dtype=np.int64)]
    outlet = pd.factorize(articles["outlet"].fillna(""))[0]
    table["same_outlet"] = outlet[table["row_a"].to_numpy()] == outlet[table["row_b"].to_numpy()]
    return table.sort_values(["row_a", "row_b"], kind="stable", ignore_index=True)


def _table(rows: Iterable[_Pair]) -> pd.DataFrame:
    """Return pairs as a table, made of some at a time: pairs by themselves take several times the memory."""
    columns, left = ["row_a", "row_b", *_MEASURES], iter(rows)
    made = iter(lambda: list(islice(left, AT_ONCE)), [])
    tables = [pd.DataFrame(some, columns=columns) for some in made]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame([], columns=columns)


def _of_few(articles: pd.DataFrame, threshold: float) -> tuple[Rows, Iterator[_Pair]]:
    """Return the order of completeness and the pairs, by their places in it: all words are held at once."""
    order = completeness(articles)
    words = read_words(articles["text"].fillna("").iloc[order].tolist())
    groups = _identical(words, articles["title"].fillna("").iloc[order].tolist())
    outlets = articles["outlet"].fillna("").iloc[order].tolist()
    long = [group for group in groups if words.lengths[group[0]] > SHORT]
    chosen = words.select([group[0] for group in long])
    measured = (
        (first[part.pair], second[part.pair], *part[1:])
        for first, second in candidates(chosen, SEED)
        for part in measure(chosen, first, second, threshold)
    )
    return order, chain(_alike(groups, words.lengths, outlets), _near(measured, long, outlets))


def _of_many(articles: pd.DataFrame, threshold: float) -> tuple[Rows, Iterator[_Pair]]:
    """Return the same of so many articles that they are read in parts."""
    many = Many.read(articles, SHORT)
    order = completeness(articles, many.texts["size"].to_numpy())
    lengths = many.texts["words"].to_numpy()[order]
    groups = many.groups(order)
    long = groups.chosen(np.flatnonzero(lengths[groups.heads] > SHORT))
    outlets = articles["outlet"].fillna("").iloc[order].tolist()
    found = many.measured(order[long.heads], SEED, threshold)
    measured = ([table[name].to_numpy() for name in _MEASURED] for table in found)
    several = groups.chosen(np.flatnonzero(groups.sizes > 1))
    return order, chain(_alike(several, lengths, outlets), _near(measured, long, outlets))


def completeness(articles: pd.DataFrame, size: Rows | None = None) -> Rows:
    """Return the rows of articles, the most complete first: not truncated, longer, earlier, as read.

    The order does not depend on the order of files unless two articles are alike in all of this.

    Parameters
    ----------
    articles : DataFrame
    size : array of int, optional
        `toolkit.corpus.many.printed_size` of the texts, if it is at hand.

    Examples
    --------
    >>> completeness(pd.DataFrame({"text": ["a b", "a b c"], "truncated": [False, False]})).tolist()
    [1, 0]
    """
    if size is None:
        size = np.array([printed_size(text) for text in articles["text"].fillna("")], dtype=np.int64)
    keys = pd.DataFrame({"size": -size}, index=articles.index)
    keys["published"] = articles.get("published", pd.NaT)
    keys["cut"] = articles.get("truncated", False)
    for name in ("file", "start"):
        keys[name] = articles.get(name, 0)
    ranked = keys.reset_index(drop=True).sort_values(
        ["size", "cut", "published", "file", "start"], kind="stable"
    )
    return ranked.index.to_numpy(dtype=np.int64)


def relation(share_a: float, share_b: float, words: int) -> str:
    """Name how two texts are related.

    Parameters
    ----------
    share_a, share_b : float
        Shares of the words of each that occur in the other, 0 to 1.
    words : int
        Words that are shared.

    Returns
    -------
    str
        *copy*: nearly all of both. *excerpt*: nearly all of one, and the other has twice as many words of its
        own. *version*: much of both. *part*: the rest: a brief, a digest, a live page or an article that
        takes over a passage or a statement.

    Examples
    --------
    >>> relation(0.98, 0.97, 400), relation(0.4, 1.0, 200), relation(0.7, 0.75, 300), relation(0.1, 0.6, 200)
    ('copy', 'excerpt', 'version', 'part')
    """
    low, high = sorted((share_a, share_b))
    if low >= COPY:
        return "copy"
    if high >= INSIDE and (1 - low) >= 2 * (1 - high):
        return "excerpt"
    return "version" if low >= VERSION and words >= MEANT else "part"


def _identical(words: Words, titles: list[str]) -> list[list[int]]:
    """Group texts of exactly the same words."""
    groups: dict[bytes, list[int]] = {}
    for row, length in enumerate(words.lengths):
        if not length:
            continue
        title = titles[row].casefold() if length <= SHORT else ""
        groups.setdefault(words[row].tobytes() + title.encode(), []).append(row)
    return list(groups.values())


def _alike(groups: Sequence[list[int]], lengths: Rows, outlets: list[str]) -> Iterator[_Pair]:
    """Yield the pairs of identical texts; of very many, each with the first and with its outlet's first."""
    for group in groups:
        size = int(lengths[group[0]])
        if len(group) <= SPELLED_OUT:
            pairs = list(combinations(group, 2))
        else:
            heads = _heads(group, outlets)
            pairs = [(group[0], row) for row in group[1:]]
            others = (row for row in group if heads[outlets[row]] not in (row, group[0]))
            pairs += [(heads[outlets[row]], row) for row in others]
        yield from ((a, b, "copy", 1.0, 1.0, 1.0, 1.0, size) for a, b in pairs)


def _heads(group: list[int], outlets: list[str]) -> dict[str, int]:
    """Return the first text of each outlet, its head."""
    return {outlets[row]: row for row in reversed(group)}


def _near(
    measured: Iterable[Sequence[Any]], groups: Sequence[list[int]], outlets: list[str]
) -> Iterator[_Pair]:
    """Yield the pairs of different texts as measured; a pair stands for all texts alike to it."""
    for columns in measured:
        for one, two, a, b, in_b, in_a, shared in zip(*(c.tolist() for c in columns), strict=True):
            values = (relation(a, b, shared), a, b, in_b, in_a, shared)
            yield from ((*rows, *values) for rows in _stood_for(groups[one], groups[two], outlets))


def _stood_for(group_a: list[int], group_b: list[int], outlets: list[str]) -> list[tuple[int, int]]:
    """Return the pairs of texts that a measured pair stands for; of very many, those with heads."""
    if len(group_a) * len(group_b) <= SPELLED_OUT**2:
        return list(product(group_a, group_b))
    heads_a, heads_b = _heads(group_a, outlets), _heads(group_b, outlets)
    pairs = {(group_a[0], two) for two in group_b} | {(one, group_b[0]) for one in group_a}
    pairs |= {(heads_a[outlets[two]], two) for two in group_b if outlets[two] in heads_a}
    pairs |= {(one, heads_b[outlets[one]]) for one in group_a if outlets[one] in heads_b}
    return sorted(pairs)


def _described(table: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Add to each pair of rows what tells the reader which articles they are."""
    for side in ("a", "b"):
        rows = table[f"row_{side}"].to_numpy(dtype=np.int64)
        for name in DESCRIBED:
            values = articles[name] if name in articles else pd.Series(pd.NA, articles.index, dtype="str")
            table[f"{name}_{side}"] = values.take(rows).array
    named = [f"{name}_{side}" for name in DESCRIBED for side in ("a", "b")]
    return make("duplicates", table[[*named[:2], *_MEASURES, "same_outlet", *named[2:], "row_a", "row_b"]])


def clusters(articles: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Gather duplicates around the most complete articles.

    The most complete article stands for itself; each further one joins the one it shares most words
    with, if that one heads a group of its own, and else stands for itself. Nothing is joined through a third
    article: chains of partly alike reports would end in one heap (Helsinki set of wire copies: 138 of
    612 reports in one cluster with single linkage).

    Parameters
    ----------
    articles : DataFrame
        The articles `pairs` was made from.
    pairs : DataFrame
        What `duplicates` returned, all of it or the pairs that count for the purpose.

    Returns
    -------
    DataFrame
        One row an article that joined another: ``row``, ``kept_row`` (rows of `articles`),
        ``relation``, ``share`` (share of its words that occur in the kept one).
    """
    both = pairs[["row_a", "row_b"]].to_numpy(dtype=np.int64)
    rows, at = np.unique(both, return_inverse=True)
    order = completeness(articles.iloc[rows])  # of those in question: to order all takes long
    rank = np.empty(len(rows), dtype=np.int64)
    rank[order] = np.arange(len(rows))
    first, second = rank[at.reshape(both.shape)].T
    keep, join = np.minimum(first, second), np.maximum(first, second)
    share = np.where(first < second, pairs["share_b"], pairs["share_a"]).astype(np.float64)
    name = pairs["relation"].to_numpy(dtype=object)
    by = np.lexsort((np.unique(name.astype(str), return_inverse=True)[1], keep, -share, join))
    is_head, chosen = np.ones(len(rows), dtype=bool), []
    edges = [*np.flatnonzero(np.diff(join[by], prepend=-1)).tolist(), len(by)]
    for low, high in pairwise(edges):  # the most complete first, so that what an article may join is settled
        heads = by[low:high][is_head[keep[by[low:high]]]]
        if len(heads):
            is_head[join[heads[0]]] = False
            chosen.append(int(heads[0]))
    table = pd.DataFrame(
        {
            "row": rows[order[join[chosen]]],
            "kept_row": rows[order[keep[chosen]]],
            "relation": pd.Series(name[chosen], dtype="str"),
            "share": share[chosen],
        }
    )
    return table.sort_values("row", ignore_index=True)
