"""Tables of a kind: what `make` does to their numbers."""

from __future__ import annotations

import pytest

from toolkit.results import NOISE, contract, make

ROW = {"target": "Post", "reference": "Herald", "n_target": 5, "n_reference": 5, "fold": 3.0, "reason": None}


@pytest.mark.parametrize(("given", "kept"), [(-NOISE / 2, 0.0), (2 * NOISE, 2 * NOISE), (-0.5, -0.5)])
def test_the_noise_of_rounding_is_zero(given, kept):
    """A difference of two equal shares is zero, and no -1.6e-15 in a file."""
    rest = {"power": 0.1, "power_listed": 0.1, "level": 1, "level_listed": 1}
    table = make("power", [ROW | rest | {"rate": given}])
    assert table["rate"].tolist() == [kept]


def test_a_probability_can_be_as_small_as_it_likes():
    row = dict.fromkeys([column.name for column in contract("keyness", "outlet").columns], 0)
    table = make("keyness", [row | {"p": 1e-20, "q": 1e-19, "p_rate": 1e-21, "log_ratio": 1e-17}])
    assert table[["p", "q", "p_rate", "log_ratio"]].iloc[0].tolist() == [1e-20, 1e-19, 1e-21, 0.0]
