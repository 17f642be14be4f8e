"""Figures of source framing: what they say, that they refuse empty tables, that they survive odd values."""

import numpy as np
import pandas as pd
import pytest

from toolkit.errors import ToolkitError
from toolkit.figures.sources import source_shares, speaker_heatmap, verb_shares


def shares(groups: int = 2) -> pd.DataFrame:
    rows = [
        {
            "outlet": f"Outlet {g}",
            "value": v,
            "quotes": 4,
            "n": 9,
            "share": s,
            "low": s - 0.1,
            "high": s + 0.1,
        }
        for g in range(groups)
        for v, s in (("official", 0.5), ("$5 <b>witness</b>", 0.3))
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize("draw", [source_shares, verb_shares])
def test_alt_names_outlets_and_numbers(draw) -> None:  # type: ignore[no-untyped-def]
    figure = draw(shares(9))
    assert "Outlet 0" in figure.alt
    assert "50 %" in figure.alt
    assert "<b>" not in figure.svg()


@pytest.mark.parametrize("draw", [source_shares, speaker_heatmap, verb_shares])
def test_nothing_to_draw_is_said(draw) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ToolkitError, match="nothing to draw"):
        draw(shares().head(0))


def test_undefined_intervals_and_residuals_are_drawn_without_harm() -> None:
    table = shares().assign(low=np.nan, high=np.nan)
    assert source_shares(table).svg()
    residual = pd.DataFrame({"outlet": ["A", "B"], "value": "x", "quotes": [1, 2], "residual": [1.0, np.nan]})
    assert "x in A" in speaker_heatmap(residual).alt
