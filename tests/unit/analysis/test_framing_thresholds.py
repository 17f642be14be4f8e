"""Thresholds of voices and names: a case on each side of every one."""

import pandas as pd
import pytest

from toolkit.analysis.framing.naming import names_used
from toolkit.analysis.framing.voices import voice_shares
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform

QUOTED = "“We will hold the dam,” said Otto Sand."  # eight words


def warning(words: int, quoted: str = "") -> object:
    text = f"{quoted} " + "rain " * (words - len(quoted.split())) + "."
    frame = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["Post", "Herald"], "text": [text, QUOTED]})
    row = voice_shares(Corpus(conform(frame, "articles"))).set_index("outlet").loc["Post"]
    assert row["words"] == words
    return row["reason"]


@pytest.mark.parametrize(("words", "warned"), [(10_000, False), (10_001, True)])
def test_marks_are_lost_under_one_quotation_in_ten_thousand_words(words: int, warned: bool) -> None:
    """Two marks in 10,000 words are 0.2 per 1,000."""
    assert pd.notna(warning(words, QUOTED)) is warned


@pytest.mark.parametrize(("words", "warned"), [(999, False), (1000, True)])
def test_lost_marks_are_said_from_a_thousand_words(words: int, warned: bool) -> None:
    assert pd.notna(warning(words)) is warned


@pytest.mark.parametrize(
    ("uses", "top", "n", "said"),
    [
        (5, 3, 2, "militant 5 (3 in one article), rebel 1"),
        (4, 3, 2, "militant 4, rebel 1"),
        (6, 3, 2, "militant 6 (3 in one article), rebel 1"),
        (7, 3, 2, "militant 7, rebel 1"),
        (5, 5, 1, "militant 5, rebel 1"),
    ],
)
def test_half_of_five_uses_in_one_of_several_articles_is_said(uses: int, top: int, n: int, said: str) -> None:
    rows = pd.DataFrame({"actor": "men", "label": ["rebel", "militant"], "outlet": "Post", "uses": [1, uses]})
    rows = rows.assign(voice="narrator", uses_actor=uses + 1, n=n, top_article=[1, top], q=float("nan"))
    assert names_used(rows)["names"].tolist() == [said]
