"""Figures of readability: words for those who do not see them, the table with them, errors for nothing."""

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import ToolkitError
from toolkit.figures.readability import lede_profile, measure_agreement, outlet_readability, score_by_length

OUTLETS = pd.DataFrame(
    {
        "outlet": ["Herald", "Post", "Sun"],
        "measure": ["flesch"] * 3,
        "n": [9, 8, 0],
        "estimate": [52.1, 61.4, np.nan],
        "low": [49.0, 57.0, np.nan],
        "high": [55.2, 65.8, np.nan],
    }
)
SCORES = pd.DataFrame(
    {
        "outlet": ["Herald", "Post", None],
        "measure": ["flesch_kincaid"] * 3,
        "estimate": [9.0, 12.0, 10.0],
        "se": [1.0, 0.5, np.nan],
        "n_words": [120, 800, 300],
    }
)
LABELS = pd.DataFrame(
    {"measure": ["flesch"], "label": ["Flesch reading ease"], "unit": ["points"], "harder": ["lower"]}
)


def test_outlets_are_named_with_their_values() -> None:
    figure = outlet_readability(OUTLETS, labels=LABELS)
    assert "Herald 52.1, Post 61.4" in figure.alt
    assert "Flesch reading ease (points; lower is harder)" in figure.svg()
    assert figure.data is OUTLETS


def test_length_needs_no_interval_and_no_outlet() -> None:
    figure = score_by_length(SCORES)
    assert figure.alt.startswith("3 articles of 120 to 800 words; median 10.0")
    assert "unknown" in figure.svg()
    assert "nan" not in score_by_length(SCORES.assign(se=np.nan)).svg().lower().replace("nano", "")


def test_a_study_without_flesch_kincaid_has_its_first_measure_drawn() -> None:
    figure = score_by_length(SCORES.assign(measure="rix"))
    assert figure.data is not None
    assert figure.data["measure"].unique().tolist() == ["rix"]
    with pytest.raises(ToolkitError, match="there are no scores in flesch_kincaid to draw"):
        score_by_length(SCORES.head(0))


def test_agreement_names_the_lowest() -> None:
    table = pd.DataFrame(
        {"measure": ["a", "a", "b", "b"], "other": ["a", "b", "a", "b"], "n": 5, "rho": [1, 0.4, 0.4, 1]}
    )
    assert "0.40 (a and b)" in measure_agreement(table).alt


def test_profile_leaves_out_what_has_no_interval() -> None:
    table = pd.DataFrame(
        {
            "outlet": ["A", "A", "B", "B"],
            "part": [1, 2, 1, 2],
            "measure": "flesch_kincaid",
            "n": [4, 4, 1, 1],
            "estimate": [1.0, -1.0, 3.0, -3.0],
            "low": [0.5, -1.5, np.nan, np.nan],
            "high": [1.5, -0.5, np.nan, np.nan],
        }
    )
    figure = lede_profile(table)
    assert "A opens at +1.0" in figure.alt
    assert "B opens" not in figure.alt
    assert figure.data is table


@pytest.mark.parametrize("draw", [outlet_readability, score_by_length, measure_agreement, lede_profile])
def test_nothing_to_draw_is_an_error(draw: object) -> None:
    empty = pd.DataFrame({"measure": [], "estimate": [], "outlet": [], "rho": []})
    with pytest.raises(ToolkitError, match="there are no"):
        draw(empty)  # type: ignore[operator]
