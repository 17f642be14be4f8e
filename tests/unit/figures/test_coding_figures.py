"""The figure of frames: whatever the groups are called, nothing where nothing is known."""

import pytest

from toolkit.errors import ToolkitError
from toolkit.figures import frame_figure
from toolkit.results import make

NUMBERS = {"raw": 0.5, "low": 0.2, "high": 0.6, "n": 30, "coded": 12, "positives": 10, "effective": 12.0}
WORDS = {"method": "ppi", "target": "articles", "reason": None}


def shares(*rows, by="outlet"):
    return make(
        "frame_shares",
        [{"variable": v, "group": g, "share": s, **NUMBERS, **WORDS} for v, g, s in rows],
        by=by,
    )


def test_each_group_is_said_with_its_most_frequent_frame():
    table = shares(
        ("human_interest", "Herald", 0.3), ("conflict", "Herald", 0.4), ("conflict", "Post", 0.2), by="desk"
    )
    figure = frame_figure(table)
    assert figure.alt == "Share of articles with each frame. Herald: conflict 40 %; Post: conflict 20 %."
    assert len(figure.data) == 3


def test_groups_without_a_share_are_left_out_and_none_at_all_is_refused():
    table = shares(("conflict", "Herald", 0.4), ("conflict", "Post", float("nan")))
    assert "Post" not in frame_figure(table).alt
    with pytest.raises(ToolkitError, match="no group has enough codes"):
        frame_figure(table.iloc[1:])
