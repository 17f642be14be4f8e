from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from toolkit.errors import TableError, ToolkitError
from toolkit.report.page.display import show, text

PROBE = '"><script>alert(1)</script>{{7*7}} $5 and $3'


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "outlet": ["Herald", "Post"],
            "share": [0.25, None],
            "low": [0.125, None],
            "high": [0.375, None],
            "n": [40, 3],
            "reason": [None, "fewer than 5 articles"],
        }
    )


def test_an_interval_is_one_column_and_takes_after_its_estimate() -> None:
    html = show(table(), "Shares").html
    assert "25.0 %" in html
    assert "12.5 % to 37.5 %" in html
    assert "High" not in html
    plain = show(table().rename(columns={"share": "estimate"}), "Levels").html
    assert "0.125 to 0.375" in plain


def test_a_dash_carries_its_reason() -> None:
    html = show(table(), "Shares").html
    assert html.count('title="fewer than 5 articles"><span>–') == 2
    assert "reason" not in html.lower().replace("reasonable", "")


def test_every_place_of_a_table_is_escaped() -> None:
    frame = pd.DataFrame({PROBE: [PROBE], "reason": [PROBE]})
    html = show(frame, PROBE, columns={PROBE: f"{PROBE}: {PROBE}"}, note=PROBE).html
    assert "<script>" not in html
    assert "49" not in html
    assert "$5 and $3" in html


def test_prose_is_escaped_after_the_values_are_in() -> None:
    html = text("{a} wrote {n:,} articles.\n\nEnd.", a=PROBE, n=1234).html
    assert "<script>" not in html
    assert "1,234 articles" in html
    assert html.count("<p>") == 2
    with pytest.raises(ToolkitError, match="did you mean 'note'"):
        text("x", kind="notes")


def test_the_whole_table_is_written_whatever_is_shown(tmp_path: Path) -> None:
    frame = pd.DataFrame({"n": range(100), "share": 1 / 3})
    view = show(frame, "Many", rows=5, name="many", out=tmp_path)
    assert "5 of 100 rows; the file has all." in view.html
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "tables" / "many.parquet"), frame)
    assert view._repr_mimebundle_()[1]["toolkit"]["name"] == "many"


def test_wrong_names_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="did you mean 'outlet'"):
        show(table(), "Shares", columns=["outlt"])
    for name in ("../up", "Big", "a b", "x\n"):
        with pytest.raises(ToolkitError, match="cannot name a table's file"):
            show(table(), "Shares", name=name, out=tmp_path)


def test_counts_named_shared_are_no_shares_and_reasons_of_their_own_are_shown() -> None:
    html = show(pd.DataFrame({"reason": ["copy"], "shared": [7], "quoted_share": [0.5]}), "Left out").html
    assert ">7<" in html
    assert "50.0 %" in html
    assert ">copy<" in html


def test_a_table_without_rows_can_say_why_and_its_file_is_written(tmp_path) -> None:
    table = pd.DataFrame({"outlet": ["Post"]})
    said = "No {term} <b>of</b> its own."
    view = show(table.head(0), "Terms", empty=said, name="terms", out=tmp_path)
    assert (
        view.html
        == '<div class="tk-text mathjax_ignore"><p>No {term} &lt;b&gt;of&lt;/b&gt; its own.</p></div>'
    )
    assert pd.read_parquet(tmp_path / "tables" / "terms.parquet").empty
    assert "its own" not in show(table, "Terms", empty=said).html


def test_an_empty_table_is_one_line() -> None:
    html = show(table().head(0), "Shares", note="Why.").html
    assert "<table" not in html
    assert "<b>Shares:</b> none." in html
    assert "Why." in html


def test_differences_of_shares_are_points_and_codes_have_names() -> None:
    table = pd.DataFrame({"measure": ["dale_chall"], "difference": [-0.242], "low": [-0.5], "high": [0.1]})
    html = show(table, "Differences", columns={"measure": "", "difference": "", "low": "", "high": ""}).html
    assert "\u221224.2 points" in html
    assert "\u221250.0 points to 10.0 points" in html
    assert "New Dale-Chall" in html
