r"""Fit the confidence of the page reader to what it makes of pages of sites it has not learnt from.

    python training/calibrate.py --real ../shared/real_pages --fields crossval

``--fields`` names what `crossval.py` wrote: the fields of each fold. Of every article found, four
probabilities of the second field are gathered; a logistic regression tells right ones from wrong. Its
coefficients belong into `toolkit/pages/text/split.py`; the curve printed is of sites that neither fields nor
regression have learnt from.
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import crossval
import numpy as np
import real_pages
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from toolkit.pages.text import split

BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0)
Array = NDArray[np.float64]


def gather(real: Path, fields: Path, count: int) -> tuple[Array, NDArray[np.bool_], NDArray[Any]]:
    """Return the log-odds of each article found, whether it is one, and its site."""
    scored = real_pages.read_gold(real / "text", real / "gold_text.jsonl")
    learnt = real_pages.read_training(real / "train.jsonl.gz")
    fold = real_pages.folds([page.site for page in [*scored, *learnt]], count)
    odds: list[Array] = []
    rows: list[tuple[int, bool, str]] = []

    def keep(*given: Any) -> int:
        odds.append(split.log_odds(*given))
        return len(odds) - 1

    for page in scored:
        with patch.object(split, "_confidence", keep):
            found = crossval.read(page, fields / str(fold[page.site]))
        _, right = crossval.tally(page, found)
        rows += [(row["confidence"], ok, page.site) for row, ok in zip(found, right, strict=True)]
    numbers, right, sites = zip(*rows, strict=True)
    return np.array(odds)[list(numbers)], np.array(right), np.array(sites)


def main() -> None:
    """Fit and print as the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--real", type=Path, required=True)
    parser.add_argument("--fields", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=5)
    given = parser.parse_args()
    odds, right, sites = gather(given.real, given.fields, given.folds)
    model = LogisticRegression().fit(odds, right)
    print(f"{len(right)} articles: weights {model.coef_[0].round(3)}, constant {model.intercept_[0]:.3f}")
    chance = np.zeros(len(right))
    for site in np.unique(sites):
        own = sites == site
        chance[own] = LogisticRegression().fit(odds[~own], right[~own]).predict_proba(odds[own])[:, 1]
    for low, high in pairwise(BINS):
        own = (chance >= low) & (chance < high + (high == 1))
        share = right[own].mean() if own.any() else np.nan
        print(f"{low:.1f} to {high:.1f}: {own.sum()} found, {share:.2f} right")


if __name__ == "__main__":
    main()
