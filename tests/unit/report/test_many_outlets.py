"""What cannot be concluded is a sentence, not a list of every small outlet."""

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.report.wording.answers import limits
from toolkit.report.wording.front import unread
from toolkit.tables import conform


def of_small(outlets: int) -> str:
    names = [f"Paper {k:02}" for k in range(outlets)] + ["Post"] * 5
    frame = pd.DataFrame({"outlet": names, "text": [f"Rain fell on {k} roofs." for k in range(len(names))]})
    corpus = Corpus(conform(frame, "articles"))
    return next(line for line in limits(corpus, unread(corpus)) if "too few for any" in line)


def test_twelve_small_outlets_are_named_and_more_are_counted() -> None:
    assert of_small(1) == "Paper 00 has fewer than 5 articles, too few for any comparison."
    assert of_small(12).startswith("Paper 00, Paper 01, ")
    assert "Paper 10 and Paper 11 have fewer than 5 articles" in of_small(12)
    assert of_small(13) == (
        "13 of the 14 outlets have fewer than 5 articles, too few for any comparison. They are Paper 00, "
        "Paper 01, Paper 02, Paper 03, Paper 04, Paper 05 and 7 more."
    )
