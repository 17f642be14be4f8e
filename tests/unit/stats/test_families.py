"""Families of tests against the example of Benjamini & Hochberg (1995) and SciPy."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from toolkit.errors import ToolkitError
from toolkit.stats import families
from toolkit.stats.families import benjamini_hochberg, with_q

PAPER = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
PAPER += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]


def test_the_papers_example() -> None:
    """Four of the fifteen hypotheses are rejected at .05."""
    q = benjamini_hochberg(PAPER)
    assert (q <= 0.05).sum() == 4
    assert q[3:8] == pytest.approx([0.035625, 0.0603, 0.0638571, 0.0638571, 0.0645], abs=1e-6)
    assert q == pytest.approx(stats.false_discovery_control(PAPER))


def test_order_and_ties_and_untested() -> None:
    p = np.array([0.04, np.nan, 0.01, 0.04, 0.9, np.nan, 1.0])
    q = benjamini_hochberg(p)
    tested = ~np.isnan(p)
    assert q[tested] == pytest.approx(stats.false_discovery_control(p[tested]))
    assert np.isnan(q[~tested]).all()
    assert benjamini_hochberg([]).tolist() == []
    assert benjamini_hochberg([0.0, 1.0]).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("wrong", [-1e-9, 1 + 1e-9])
def test_a_p_value_outside_0_to_1_is_refused(wrong: float) -> None:
    with pytest.raises(ToolkitError, match="outside 0 to 1"):
        benjamini_hochberg([0.5, wrong])


@pytest.mark.parametrize("at_once", [3, 1_000])
@pytest.mark.parametrize("low", [0.0, 0.05, 0.4])
def test_others_of_a_family_count_though_nobody_asks_for_theirs(
    monkeypatch, at_once: int, low: float
) -> None:
    monkeypatch.setattr(families, "AT_ONCE", at_once)
    rng = np.random.default_rng(4)
    for n, more in ((12, 40), (1, 30), (5, 0), (0, 8)):
        p = np.round(rng.random(n) ** 2, 2)  # with ties, within and with the others
        others = np.sort(np.round(low + (1 - low) * rng.random(more), 2))
        whole = stats.false_discovery_control(np.concatenate([p, others]))
        assert benjamini_hochberg(p, others) == pytest.approx(whole[:n], rel=1e-12)
    with pytest.raises(ToolkitError, match="outside 0 to 1"):
        benjamini_hochberg([0.1], [0.2, 1.2])


def test_a_hypothesis_counts_once_however_many_rows_it_has() -> None:
    table = pd.DataFrame(
        {"actor": list("aaabbc"), "voice": list("nnqnnn"), "p": [0.01, 0.01, 0.5, 0.02, 0.02, np.nan]}
    )
    found = with_q(table, ["actor", "voice"])
    assert found["q"].tolist() == pytest.approx([0.03, 0.03, 0.5, 0.03, 0.03, np.nan], nan_ok=True)
    assert found["p"].tolist() == pytest.approx(table["p"].tolist(), nan_ok=True)
