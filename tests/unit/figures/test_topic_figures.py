import numpy as np
import pandas as pd
import pytest

from toolkit.errors import ToolkitError
from toolkit.figures.topic_model import article_map, number_of_topics, topic_terms
from toolkit.figures.topics import topic_shares


@pytest.fixture
def prevalence():
    rows = [
        ("Post", 1, "rain, flood", 20, 0.6, 0.4, 0.8),
        ("Herald", 1, "rain, flood", 9, 0.2, 0.1, 0.3),
        ("Post", 2, "vote <b>", 20, 0.4, np.nan, np.nan),
        ("Herald", 2, "vote <b>", 9, 0.8, 0.7, 0.9),
    ]
    return pd.DataFrame(rows, columns=["group", "topic", "label", "n", "share", "low", "high"])


def test_shares_are_spoken_with_their_intervals_where_there_are_any(prevalence):
    alt = topic_shares(prevalence).alt
    assert "rain, flood: Herald 20 % (10 to 30 %), Post 60 % (40 to 80 %)." in alt
    assert "Post 40 %." in alt


def test_number_of_articles_stands_in_the_legend(prevalence):
    svg = topic_shares(prevalence).svg()
    assert "Post (20 articles)" in svg
    assert "Herald (9 articles)" in svg
    assert "<b>" not in svg


def test_without_other_numbers_the_figure_says_why():
    with pytest.raises(ToolkitError, match="the settings give the number"):
        number_of_topics(pd.DataFrame())


def test_terms_say_which_topics_are_not_stable():
    terms = pd.DataFrame(
        {
            "topic": [1, 1, 2],
            "rank": [1, 2, 1],
            "term": ["rain", "flood", "vote"],
            "distinctiveness": [3.0, 2.0, 1.0],
        }
    )
    topics = pd.DataFrame(
        {"topic": [1, 2], "label": ["a", "b"], "n": [5, 3], "stability": [0.72, 0.3], "stable": [True, False]}
    )
    figure = topic_terms(terms, topics)
    assert "72 % of terms kept" in figure.svg()
    assert "not stable" in figure.svg()
    assert figure.alt == "Topic 1: rain, flood. Topic 2: vote."


def test_band_and_suggestion_are_spoken():
    k = pd.DataFrame(
        {
            "k": [2, 3, 4],
            "excess": [0.1, 0.5, 0.45],
            "in_band": [False, True, True],
            "suggested": [False, True, False],
        }
    )
    figure = number_of_topics(k)
    assert "around 3" in figure.alt
    assert "3 to 4 lie in the band" in figure.alt


def test_map_counts_its_articles():
    places = pd.DataFrame(
        {"article_id": ["a", "b"], "label": ["rain", "vote"], "x": [0.0, 1.0], "y": [0.0, 1.0]}
    )
    assert article_map(places).alt == "Map of 2 articles by their largest topic: rain 1, vote 1."


def test_same_table_same_bytes(prevalence):
    assert topic_shares(prevalence).svg() == topic_shares(prevalence).svg()
