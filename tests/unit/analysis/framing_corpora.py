"""Invented corpora for the tests of outlet framing."""

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform

PLACES = ["the town", "the old bridge", "the border post", "the market", "the school", "the valley road"]
VERBS = ["entered", "left", "watched", "reached", "searched", "crossed"]


def make_corpus(sizes: dict[str, int], *, seed: int = 1, words: dict[str, list[str]] | None = None) -> Corpus:
    """Return articles of invented outlets; `words` are the actors each outlet names."""
    rng = np.random.default_rng(seed)
    actors = words or {}
    rows = []
    for outlet, n in sizes.items():
        for i in range(n):
            sentences = [
                _sentence(rng, actors.get(outlet, ["The men"])) for _ in range(int(rng.integers(5, 12)))
            ]
            rows.append(
                {
                    "article_id": f"{outlet}-{i}",
                    "outlet": outlet,
                    "title": f"Report {i} on {rng.choice(PLACES)}",
                    "authors": ["Sana Mir"],
                    "published": pd.Timestamp("2024-01-01") + pd.Timedelta(days=int(rng.integers(0, 90))),
                    "text": "\n\n".join(" ".join(sentences[k : k + 3]) for k in range(0, len(sentences), 3)),
                }
            )
    return Corpus(conform(pd.DataFrame(rows), "articles"))


def _sentence(rng: np.random.Generator, actors: list[str]) -> str:
    actor, verb, place = (str(rng.choice(pool)) for pool in (actors, VERBS, PLACES))
    day = int(rng.integers(1, 400))
    if rng.random() < 0.25:
        return f"“{actor} {verb} {place} on day {day},” the governor said."
    if rng.random() < 0.15:
        return f"The so-called ‘{actor.lower()}’ {verb} {place} on day {day}."
    return f"{actor} {verb} {place} on day {day}."
