"""Corpora with known frames, and coders who err at a known rate."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.analysis.coding.files import _rows
from toolkit.corpus.corpus import Corpus
from toolkit.lexicons.codebook import Codebook, parse_codebook
from toolkit.tables import conform

QUARREL = ["quarrel", "accuse", "rival", "dispute", "opponent"]
PLAIN = ["river", "school", "market", "train", "garden", "bridge", "harvest", "museum"]
BOOK = """
title = "Quarrels"
source = "made for a test"
[[frames]]
name = "quarrel"
label = "Quarrel"
what = "Somebody is at odds with somebody."
patterns = ["quarrel*|accuse*|rival*|dispute*|opponent*"]
[[frames.questions]]
name = "there"
text = "Is somebody at odds with somebody?"
"""


def book() -> Codebook:
    return parse_codebook(BOOK)


def corpus_of(
    n: int = 120, shares: tuple[float, float] = (0.2, 0.5), seed: int = 1
) -> tuple[Corpus, pd.Series]:
    """Two outlets whose articles have the frame at given rates; the truth by article."""
    rng = np.random.default_rng(seed)
    rows, truth = [], {}
    for outlet, share in zip(("Herald", "Post"), shares, strict=True):
        for number in range(n):
            yes = bool(rng.random() < share)
            pool = PLAIN + (QUARREL * 2 if yes else []) + (["rival"] if rng.random() < 0.1 else [])
            words = " ".join(rng.choice(pool, 60))
            key = f"{outlet[0].lower()}{number:03}"
            rows.append((key, outlet, f"{outlet} reports day {number}", f"{words} on day {number}."))
            truth[key] = yes
    frame = pd.DataFrame(rows, columns=["article_id", "outlet", "title", "text"])
    return Corpus(conform(frame, "articles")), pd.Series(truth)


def fill(path, answers) -> None:
    """Fill in a coder's CSV file: `answers` gives a mapping of columns for a row."""
    header, rows = _rows(path)
    table = pd.DataFrame([dict(zip(header, cells, strict=False)) for _, cells in rows], columns=header)
    for place, row in enumerate(table.to_dict("records")):
        for name, value in answers(row).items():
            table.loc[place, name] = value
    table.to_csv(path, index=False)
