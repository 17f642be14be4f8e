"""Intervals of findings that were picked out: how often they hold the true difference, plain and as stated.

Two outlets of n articles, four quotations each on average. Shares of kinds of sources differ between
articles (intra-article correlation .3); officials are quoted in .50 and .25 of the quotations (or alike: the
null), verbs are alike. Run as ``python benchmarks/bench_selected.py [runs]``; a thin copy is in the tests.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from toolkit.analysis.sources.shares import sources
from toolkit.report.wording.stated import families_in, stated

KINDS = ("official", "expert", "witness", "media", "military", "opposition")
REST = np.array([0.3, 0.25, 0.2, 0.15, 0.1])
VERBS = ("neutral", "assertion", "doubt")  # alike in both
CORRELATION = 0.3
SIZES = (10, 15, 25, 40)


def quotations(rng: np.random.Generator, shares: tuple[float, float], n: int) -> pd.DataFrame:
    """Return quotations of two outlets; each article's own shares are drawn around the outlet's."""
    rows = []
    for outlet, share in zip(("Herald", "Post"), shares, strict=True):
        mean = np.array([share, *(REST * (1 - share))])
        for article in range(n):
            own = rng.dirichlet(mean * (1 / CORRELATION - 1))
            kinds = rng.choice(KINDS, size=1 + rng.poisson(3), p=own)
            verbs = rng.choice(VERBS, size=len(kinds), p=(0.7, 0.2, 0.1))
            name = f"{outlet}{article}"
            rows += [(name, outlet, "direct", 20, *pair, "x") for pair in zip(kinds, verbs, strict=True)]
    columns = ["article_id", "outlet", "kind", "n_words", "source_type", "verb_class", "speaker"]
    return pd.DataFrame(rows, columns=columns)


def true_difference(what: str, shares: tuple[float, float]) -> float:
    """Return Herald's true share of a kind less the Post's."""
    if what in VERBS:
        return 0.0
    if what == KINDS[0]:
        return shares[0] - shares[1]
    return float(REST[KINDS.index(what) - 1] * (shares[1] - shares[0]))


def measured(shares: tuple[float, float], n: int, runs: int, seed: int = 1) -> dict[str, float]:
    """Return how many reports state anything, how often either interval holds, and the exaggeration."""
    rng = np.random.default_rng(seed)
    plain, held, ratio, reports = [], [], [], 0
    for _ in range(runs):
        said = quotations(rng, shares, n)
        tables = {"source_types": "source_type", "verb_classes": "verb_class"}
        families = families_in({name: sources(said, of=of) for name, of in tables.items()})
        told = stated(families)
        reports += bool(told)
        for family, finding in told:
            raw = next(c for c in family.contrasts if c.sentence == finding.sentence)
            truth = true_difference(finding.what, shares) * (1 if finding.who == "Herald" else -1)
            plain.append(raw.low <= truth <= raw.high)
            held.append(finding.low <= truth <= finding.high)
            ratio.append(finding.difference / truth if truth else np.nan)
    count = max(1, len(held))
    return {
        "n": n,
        "reports": reports / runs,
        "findings": len(held),
        "plain": sum(plain) / count,
        "stated": sum(held) / count,
        "exaggeration": float(np.nanmedian(ratio)) if np.isfinite(ratio).any() else float("nan"),
    }


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    for name, shares in (("difference .50 v .25", (0.5, 0.25)), ("no difference", (0.4, 0.4))):
        print(name)
        print(pd.DataFrame([measured(shares, n, runs) for n in SIZES]).round(3).to_string(index=False))


if __name__ == "__main__":
    main()
