"""Duplicates of very many articles: read and measured in parts, so that memory is that of their shingles.

Texts are read in parts by whatever engine there is. A part's words and the shingles that stand for its texts
are files where the engine keeps files. Shared shingles are found one range of their hashes at a time, and the
pairs that share enough of them are measured in parts again. The rules are those of `toolkit.corpus.shingles`
and `toolkit.corpus.passages`; what differs from few articles is that shingles are sampled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import overload

import numpy as np
import pandas as pd

from toolkit.corpus.anchors import ranges as spans
from toolkit.corpus.passages import Measured, measure
from toolkit.corpus.shingles import Ids, Rows, Words, joint_pairs, read_words, sample, shared, shingles
from toolkit.parts import Tables, ranges, run, run_tables
from toolkit.room import bands

BAND = 4_000_000  # shingles that are sorted at once: 100 MB


def printed_size(text: str) -> int:
    r"""Return the characters of a text without white space.

    Examples
    --------
    >>> printed_size("It \n rained.")
    9
    """
    return len("".join(text.split()))


def read_part(part: Tables, short: int) -> Tables:
    """Return the words of some texts, what tells equal ones apart from others, and their shingles.

    Parameters
    ----------
    part : mapping
        ``articles`` with ``text`` and ``title``.
    short : int
        Words up to which texts are equal only under one title.

    Returns
    -------
    mapping
        ``texts``: ``words``, ``size`` (`printed_size`) and a digest (``one``, ``two``) of each; ``words``;
        ``shingles`` in order of their hashes, with the ``text`` each occurs in.
    """
    texts = part["articles"]["text"].fillna("").tolist()
    titles = part["articles"]["title"].fillna("").tolist()
    words = read_words(texts)
    digests = np.zeros((len(texts), 2), dtype=np.uint64)
    held = []
    for row, (title, length) in enumerate(zip(titles, words.lengths.tolist(), strict=True)):
        name = title.casefold() if length <= short else ""
        made = blake2b(words[row].tobytes() + name.encode(), digest_size=16).digest()
        digests[row] = np.frombuffer(made, dtype="<u8")
        held.append(sample(shingles(words[row]), every=False) if length > short else words.flat[:0])
    text = np.repeat(np.arange(len(texts), dtype=np.int32), [len(own) for own in held])
    values = np.concatenate([words.flat[:0], *held])
    order = np.argsort(values, kind="stable")
    size = np.array([printed_size(text) for text in texts], dtype=np.int64)
    return {
        "texts": pd.DataFrame(
            {"words": words.lengths, "size": size, "one": digests[:, 0], "two": digests[:, 1]}
        ),
        "words": pd.DataFrame({"word": words.flat}),
        "shingles": pd.DataFrame({"shingle": values[order], "text": text[order]}),
    }


def measure_part(part: Tables, least: float) -> pd.DataFrame:
    """Return the pairs of a part that share so many words, under the names they have outside, as measured."""
    stops = np.cumsum(part["texts"]["words"].to_numpy())
    words = Words(part["words"]["word"].to_numpy(), np.concatenate([[0], stops[:-1]])[: len(stops)], stops)
    one, two = (part["pairs"][name].to_numpy() for name in ("one", "two"))
    rows = part["texts"]["row"].to_numpy()
    found = [
        {"first": rows[one[part.pair]], "second": rows[two[part.pair]], **part._asdict()}
        for part in measure(words, one, two, least)
    ]
    columns = ["first", "second", *Measured._fields]
    return pd.concat(map(pd.DataFrame, found)) if found else pd.DataFrame(columns=columns, dtype="float64")


class Groups(Sequence[list[int]]):
    """Lists of numbers, kept as two arrays: a million lists of Python take ten times the memory.

    Parameters
    ----------
    members : array of int
        The numbers, list after list.
    stops : array of int
        Where each list ends.

    Examples
    --------
    >>> groups = Groups(np.array([4, 7, 9]), np.array([2, 3]))
    >>> list(groups), groups.heads.tolist(), groups.sizes.tolist()
    ([[4, 7], [9]], [4, 9], [2, 1])
    """

    def __init__(self, members: Rows, stops: Rows) -> None:
        self.members, self.stops = members, stops
        self.sizes = np.diff(stops, prepend=0)

    @property
    def heads(self) -> Rows:
        """The first number of each list."""
        return self.members[self.stops - self.sizes]

    def chosen(self, which: Rows) -> Groups:
        """Return some of the lists."""
        sizes = self.sizes[which]
        return Groups(
            self.members[spans((self.stops - self.sizes)[which], self.stops[which])], np.cumsum(sizes)
        )

    def __len__(self) -> int:
        return len(self.stops)

    @overload
    def __getitem__(self, at: int) -> list[int]: ...
    @overload
    def __getitem__(self, at: slice) -> list[list[int]]: ...
    def __getitem__(self, at: int | slice) -> list[int] | list[list[int]]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        made: list[int] = self.members[self.stops[at] - self.sizes[at] : self.stops[at]].tolist()
        return made


@dataclass(frozen=True)
class Many:
    """Very many texts as words, in parts; ``texts`` has a row for each, as `read_part` made it."""

    texts: pd.DataFrame
    parts: Sequence[Tables]

    @classmethod
    def read(cls, articles: pd.DataFrame, short: int) -> Many:
        """Read the texts of articles, some at a time."""
        columns = [name for name in ("title", "text") if name in articles]
        cut = (articles[columns].iloc[low:high].reset_index(drop=True) for low, high in ranges(len(articles)))
        titled = (part if "title" in part else part.assign(title="") for part in cut)
        parts = list(run_tables(read_part, ({"articles": part} for part in titled), short))
        return cls(pd.concat([part["texts"] for part in parts], ignore_index=True), parts)

    def groups(self, order: Rows) -> Groups:
        """Group texts of the same words, by their places in an order; texts without a word are in none."""
        texts = self.texts.iloc[order].reset_index(drop=True)
        texts = texts[texts["words"] > 0]
        group = texts.groupby(["one", "two"], sort=False).ngroup().to_numpy()
        members = np.argsort(group, kind="stable")
        stops = np.cumsum(np.bincount(group))
        return Groups(texts.index.to_numpy()[members], stops)

    def measured(self, rows: Rows, share: float, least: float) -> Iterator[pd.DataFrame]:
        """Yield the pairs of some texts that share a part of their shingles and so many words.

        Parameters
        ----------
        rows : array of int
            Texts, the longest first.
        share, least : float
            Least share of the shingles, and of the words of one of the two, 0 to 1.

        Yields
        ------
        DataFrame
            ``first`` and ``second``, places in `rows`, and what `toolkit.corpus.passages.measure` says.
        """
        place = np.full(len(self.texts), -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        held = shared(self._bands(place), len(rows))
        cut = (self._cut(rows, first, second) for first, second in joint_pairs(held, share) if len(first))
        yield from run(measure_part, cut, least)

    def _bands(self, place: Rows) -> Iterator[tuple[Ids, Rows]]:
        """Yield the shingles of the texts that have a place, one range of hashes after the other."""
        tables = [part["shingles"] for part in self.parts]
        opens = self._opens()
        for cut in bands([table["shingle"].to_numpy() for table in tables], BAND):
            values, holders = [], []
            for table, within, low in zip(tables, cut, opens[:-1], strict=True):
                some = table.iloc[within]
                own = place[low + some["text"].to_numpy()]
                values.append(some["shingle"].to_numpy()[own >= 0])
                holders.append(own[own >= 0])
            yield np.concatenate(values), np.concatenate(holders)

    def _opens(self) -> Rows:
        """Return the row of the first text of each part, and one past the last."""
        return np.cumsum([0, *(len(part["texts"]) for part in self.parts)])

    def _words(self, rows: Rows) -> list[Ids]:
        """Return the words of some texts; they stay where they are."""
        opens = self._opens()
        part = np.searchsorted(opens, rows, "right") - 1
        stops = np.cumsum(self.texts["words"].to_numpy())
        before = np.concatenate([[0], stops])[opens]  # words in the parts before each
        lows, highs = (
            stops[rows] - self.texts["words"].to_numpy()[rows] - before[part],
            stops[rows] - before[part],
        )
        flats = [one["words"]["word"].to_numpy() for one in self.parts]
        where = zip(part.tolist(), lows.tolist(), highs.tolist(), strict=True)
        return [flats[number][low:high] for number, low, high in where]

    def _cut(self, rows: Rows, first: Rows, second: Rows) -> Tables:
        """Return the pairs of a part with the words of their texts."""
        places, at = np.unique(np.concatenate([first, second]), return_inverse=True)
        flat = self._words(rows[places])
        texts = pd.DataFrame({"row": places, "words": [len(words) for words in flat]})
        pairs = pd.DataFrame({"one": at[: len(first)], "two": at[len(first) :]})
        return {"pairs": pairs, "texts": texts, "words": pd.DataFrame({"word": np.concatenate(flat)})}
