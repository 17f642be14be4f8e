"""Short articles in any number, made of sentences of real news, for what is measured at a million.

    python benchmarks/large_corpus.py 1000000 folder            a saved corpus
    python benchmarks/large_corpus.py 1000000 file.parquet      a table to be read (.csv and .jsonl too)

Some 60 words each: following sentences of one AllSides article, of whose words nearly half are exchanged for
others of that article. So words and subjects are those of news, while phrases do not come again and again, as they
would where a million articles are drawn from a few thousand. One article in twenty is a copy of an earlier one, one in
twenty a copy with one word in fifteen changed; half of either are in another outlet.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.syndication import LINKS
from toolkit.pages.record import count_words
from toolkit.tables import conform

SHARED = Path(__file__).parents[1] / ".." / "shared" / "benchmarks"
SHORTEST, LONGEST = 52, 74  # words; the toolkit leaves out articles of fewer than 50
CHANGED, EDITED = 0.45, 1 / 15  # of the words of a new article, and of a copy that was worked over
COPIES = EDITIONS = 0.05
RECENT = 5_000  # a copy is of one of so many articles before it
AT_ONCE = 20_000
UNKNOWN = (*LINKS, "story_id", "affair_id")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[A-Z“\"])")


class Source:
    """The sentences and words of real articles."""

    def __init__(self) -> None:
        real = pd.read_csv(SHARED / "allsides_dev.csv.gz").dropna(subset=["text", "title", "outlet"])
        real = real.reset_index(drop=True)
        self.title, self.published = real["title"].tolist(), real["published"].tolist()
        self.outlets = real["outlet"].value_counts().index[:40].to_numpy()
        self.weights = 1 / np.arange(1, len(self.outlets) + 1)
        self.weights /= self.weights.sum()
        self.words: list[list[str]] = []
        self.starts: list[np.ndarray] = []
        for text in real["text"]:
            sentences = [sentence.split() for sentence in _SENTENCE.split(text)]
            self.words.append([word for sentence in sentences for word in sentence] or ["Rain."])
            self.starts.append(np.cumsum([0, *map(len, sentences)])[:-1])

    def article(self, rng: np.random.Generator) -> tuple[int, list[str]]:
        """Return the number of a real article and some of its words, nearly half exchanged."""
        number = int(rng.integers(len(self.words)))
        words = self.words[number]
        size = int(rng.integers(SHORTEST, LONGEST + 1))
        starts = self.starts[number]
        start = min(int(starts[rng.integers(len(starts))]), max(len(words) - size, 0))
        some = words[start : start + size]
        return number, exchanged(some, words, CHANGED, rng)


def exchanged(some: list[str], others: list[str], share: float, rng: np.random.Generator) -> list[str]:
    """Exchange a share of words without marks for others of their kind."""
    at = np.flatnonzero(rng.random(len(some)) < share).tolist()
    made = list(some)
    for place, other in zip(at, rng.integers(0, len(others), len(at)).tolist(), strict=True):
        if made[place].isalpha() and others[other].isalpha() and place:
            made[place] = others[other].lower() if made[place].islower() else others[other]
    return made


def frames(n: int, seed: int = 7) -> Iterator[pd.DataFrame]:
    """Yield articles, some thousand at a time; the first of a larger number are those of a smaller one."""
    source, rng = Source(), np.random.default_rng(seed)
    recent: list[tuple[int, list[str], str]] = []
    for low in range(0, n, AT_ONCE):
        rows = []
        drawn = rng.choice(source.outlets, AT_ONCE, p=source.weights)
        for row in range(low, min(low + AT_ONCE, n)):
            kind, outlet = rng.random(), drawn[row - low]
            if kind < COPIES + EDITIONS and recent:
                number, words, first = recent[int(rng.integers(len(recent)))]
                outlet = first if rng.random() < 0.5 else outlet
                if kind < EDITIONS:
                    words = exchanged(words, source.words[number], EDITED, rng)
            else:
                number, words = source.article(rng)
                recent.append((number, words, outlet))
                del recent[: -2 * RECENT if len(recent) > 3 * RECENT else 0]
            text = f"{' '.join(words[: len(words) // 2])}\n\n{' '.join(words[len(words) // 2 :])}"
            rows.append((f"a{row:07}", outlet, source.title[number], source.published[number], text))
        yield pd.DataFrame(rows, columns=["article_id", "outlet", "title", "published", "text"])


def save(n: int, place: Path) -> None:
    """Save a corpus of n articles; copies and stories are not looked for."""
    made = []
    unknown = {name: pd.Series(pd.NA, range(AT_ONCE), dtype="str") for name in UNKNOWN}
    for frame in frames(n):
        words = [count_words(text) for text in frame["text"]]
        made.append(
            conform(frame.assign(language="en", kind="article", n_words=words, **unknown), "articles")
        )
    Corpus(conform(pd.concat(made, ignore_index=True), "articles")).save(place)


def export(n: int, file: Path) -> None:
    """Write a table of n articles, without identifiers, as an export of a database would be."""
    writer: pq.ParquetWriter | None = None
    for number, frame in enumerate(frames(n)):
        own = frame.drop(columns="article_id")
        if file.suffix == ".csv":
            own.to_csv(file, mode="a" if number else "w", header=not number, index=False)
        elif file.suffix == ".jsonl":
            own.to_json(file, mode="a" if number else "w", orient="records", lines=True)
        else:
            table = pa.Table.from_pandas(own, preserve_index=False)
            writer = writer or pq.ParquetWriter(file, table.schema, compression="zstd")
            writer.write_table(table)
    if writer is not None:
        writer.close()


def main() -> None:
    """Make what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("articles", type=int)
    parser.add_argument("place", type=Path, help="a folder, or a file ending in .parquet, .csv or .jsonl")
    given = parser.parse_args()
    (export if given.place.suffix else save)(given.articles, given.place)


if __name__ == "__main__":
    main()
