"""Contested terms: how many keyness finds, blind and from the analyst's list, and on which side.

    python benchmarks/bench_terms.py [articles.csv.gz] [--draws 10] [--blind]

`contested_terms.csv` was written before any result was seen: a term, and which leaning is expected to use
it more. A term is found where q < .05 (blind: for any word or pair the term matches as a whole); it is
wrong where the other side uses it more; `unflagged` counts those that do not rest on one outlet. Outlets of
the left against those of the right, all articles of a subject and draws of 40 articles a side. Last, the
words of each subject's list of twenty, to count page furniture by eye.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.analysis.keyness.find import keyness
from toolkit.analysis.keyness.top import top_terms
from toolkit.corpus.corpus import Corpus
from toolkit.patterns import pattern
from toolkit.tables import conform

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
SIDE = 40
KEPT = ["q", "log_ratio", "flags"]


def blind(corpus: Corpus, terms: pd.DataFrame) -> pd.DataFrame:
    """Return for each term the row of the most certain word or pair that it matches as a whole."""
    table = keyness(corpus, by="outlet_leaning", hidden=True).sort_values("p", kind="stable")
    rows = []
    for term in terms["term"]:
        made = pattern(term)
        whole = [bool(found := made.match(name)) and found.end() == len(name) for name in table["feature"]]
        hit = table[whole]
        rows.append(hit.iloc[0][KEPT].to_dict() if len(hit) else dict.fromkeys(KEPT, np.nan))
    return pd.DataFrame(rows).reset_index(drop=True)


def listed(corpus: Corpus, terms: pd.DataFrame) -> pd.DataFrame:
    """Return for each term its row of the family of the list."""
    table = keyness(corpus, by="outlet_leaning", terms=list(terms["term"]), hidden=True)
    return table.set_index("feature").reindex(terms["term"])[KEPT].reset_index(drop=True)


def score(found: pd.DataFrame, terms: pd.DataFrame) -> dict[str, int]:
    """Return how many terms are found on the expected side, and how many on the other."""
    side = np.where(found["log_ratio"] > 0, "left", "right")
    sure = found["q"].to_numpy() < 0.05
    right = side == terms["expected"].to_numpy()
    flagged = found["flags"].fillna("").astype("str").str.contains("one_outlet").to_numpy()
    return {
        "found": int((sure & right).sum()),
        "wrong": int((sure & ~right).sum()),
        "unflagged": int((sure & right & ~flagged).sum()),
        "unflagged wrong": int((sure & ~right & ~flagged).sum()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", nargs="?", default=SHARED / "benchmarks" / "allsides_dev.csv.gz")
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--blind", action="store_true", help="leave out the analyst's list")
    given = parser.parse_args()
    articles = pd.read_csv(given.source)
    listing = pd.read_csv(HERE / "contested_terms.csv")
    ways = {"blind": blind} | ({} if given.blind else {"terms=": listed})
    rng, rows, tops = np.random.default_rng(1), [], {}
    for topic, terms in listing.groupby("topic"):
        part = articles[(articles["topic"] == topic) & articles["outlet_leaning"].isin(["left", "right"])]
        corpus = Corpus(conform(part, "articles"))
        sides = [np.flatnonzero(corpus.articles["outlet_leaning"] == side) for side in ("left", "right")]
        drawn = [
            np.concatenate([rng.choice(rows_, SIDE, replace=False) for rows_ in sides])
            for _ in range(given.draws)
        ]
        for design, chosen in [("all articles", None), *(("40 a side", at) for at in drawn)]:
            studied = corpus
            if chosen is not None:
                studied = Corpus(corpus.articles.iloc[np.sort(chosen)].reset_index(drop=True))
            for name, way in ways.items():
                rows.append(
                    {"topic": topic, "design": design, "way": name} | score(way(studied, terms), terms)
                )
        tops[topic] = top_terms(keyness(corpus, by="outlet_leaning"), n=10)
    table = pd.DataFrame(rows)
    each = table.groupby(["design", "way", "topic"], sort=False)[["found", "wrong"]].mean().unstack("topic")
    print(each.round(1).to_string())
    counts = ["found", "wrong", "unflagged", "unflagged wrong"]
    total = table.groupby(["design", "way"])[counts].mean().mul(listing["topic"].nunique())
    print(total.round(1).to_string())
    print(f"of {len(listing)} terms")
    for topic, top in tops.items():
        for direction, part in top.groupby("direction", sort=False):
            print(f"{topic}, {direction}:", ", ".join(part["feature"]))


if __name__ == "__main__":
    main()
