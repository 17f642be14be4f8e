"""Corrected shares: what decides, on both sides of each threshold; clusters, strata, refusals; coverage."""

import numpy as np
import pytest

from toolkit.errors import ToolkitError
from toolkit.stats.correction import (
    FEW_POSITIVES,
    FEWEST_CODES,
    _strata,
    _tuned,
    corrected_share,
    difference_of_shares,
    naive_share,
    units_of,
)


def sampled(y, chosen):
    truth = np.full(len(y), np.nan)
    truth[chosen] = y[chosen]
    return truth


def population(rng, n, p, kappa):
    """Codes, and a machine's with the same share and a given kappa."""
    y = (rng.random(n) < p) * 1.0
    hit = p + kappa * (1 - p)
    f = np.where(y == 1, rng.random(n) < hit, rng.random(n) < (1 - hit) * p / (1 - p)) * 1.0
    return y, f


@pytest.mark.parametrize(("p", "kappa", "n"), [(0.05, 0.5, 50), (0.2, 0.7, 100), (0.5, 0.3, 50)])
def test_intervals_cover_and_naive_ones_do_not(p, kappa, n):
    """A thin copy of benchmarks/bench_correction.py: 200 studies of two outlets of 1,000 articles."""
    rng = np.random.default_rng(7)
    held = {"share": 0, "difference": 0, "naive": 0}
    for _ in range(200):
        sides, true = [], []
        for share in (p, min(1.5 * p, 0.6)):
            y, f = population(rng, 1000, share, kappa)
            f = np.maximum(f, (rng.random(1000) < 0.1) * 1.0)  # the machine also sees what is not there
            units = units_of(sampled(y, rng.choice(1000, n, replace=False)), f)
            sides.append(corrected_share(units))
            true.append(y.mean())
        held["share"] += sides[0].low <= true[0] <= sides[0].high
        held["naive"] += naive_share(units)[1] <= true[1] <= naive_share(units)[2]
        low, high = difference_of_shares(sides[1], sides[0])[1:]
        held["difference"] += low <= true[1] - true[0] <= high
    assert 0.9 <= held["share"] / 200 <= 1
    assert 0.9 <= held["difference"] / 200 <= 1
    assert held["naive"] / 200 < 0.7


def test_a_good_machine_makes_it_narrower_and_a_poor_one_no_wider():
    rng = np.random.default_rng(8)
    y, good = population(rng, 1000, 0.3, 0.8)
    chosen = rng.choice(1000, 150, replace=False)
    noise = (rng.random(1000) < 0.3) * 1.0
    width = {}
    for name, f, method in [("alone", good, "codes"), ("good", good, "ppi"), ("poor", noise, "ppi")]:
        found = corrected_share(units_of(sampled(y, chosen), f), method=method)
        width[name] = found.high - found.low
    assert width["good"] < 0.7 * width["alone"]
    assert width["poor"] == pytest.approx(width["alone"], rel=0.05)


@pytest.mark.parametrize(("positives", "method"), [(FEW_POSITIVES - 1, "codes"), (FEW_POSITIVES, "ppi")])
def test_under_ten_positives_the_codes_stand_alone(positives, method):
    y = np.zeros(400)
    y[: 2 * positives] = 1
    chosen = np.arange(positives, positives + 100)
    found = corrected_share(units_of(sampled(y, chosen), y))
    assert (found.positives, found.method) == (positives, method)
    assert (found.factor == 0) == (method == "codes")


def test_under_ten_positives_a_machine_taken_at_its_word_is_no_surer_than_the_codes():
    y = np.zeros(400)
    y[:20] = 1
    found = {
        p: corrected_share(units_of(sampled(y, np.arange(20 - p, 120 - p)), y), method="design")
        for p in (9, 10)
    }
    alone = corrected_share(units_of(sampled(y, np.arange(11, 111)), y), method="codes")
    assert found[9].share == found[10].share == 0.05
    assert found[9].effective == pytest.approx(100 / (1 - 100 / 400))
    assert found[9].effective <= alone.effective * 1.1
    assert found[10].effective > 1.3 * found[9].effective


@pytest.mark.parametrize(("errors", "widened"), [(8, True), (10, False)])
def test_a_variance_made_of_few_errors_is_widened(errors, widened):
    y = np.tile([1.0, 0.0], 300)
    f = y.copy()
    f[:errors] = 1 - f[:errors]
    found = corrected_share(units_of(sampled(y, np.arange(200)), f), method="design")
    seen = (1 - 200 / 600) * np.var((y - f)[:200], ddof=1) / 200
    ratio = found.share * (1 - found.share) / found.effective / seen
    assert ratio == pytest.approx(1 + 1 / errors if widened else 1, rel=0.02)


@pytest.mark.parametrize(("n", "given"), [(FEWEST_CODES - 1, False), (FEWEST_CODES, True)])
def test_under_ten_codes_there_is_no_share(n, given):
    y = np.tile([1.0, 0.0], 50)
    found = corrected_share(units_of(sampled(y, np.arange(n)), y))
    assert np.isfinite(found.share) == given
    assert found.reason == (None if given else "fewer than 10 coded (9)")
    assert found.raw == 0.5


def test_the_more_is_coded_of_these_articles_the_narrower_down_to_nothing():
    y = np.tile([1.0, 0.0, 0.0], 40)
    f = np.roll(y, 1)
    width = []
    for n in (30, 90, 120):
        found = corrected_share(units_of(sampled(y, np.arange(n)), f))
        width.append(found.high - found.low)
    assert width[0] > width[1] > width[2] == 0
    of_outlet = corrected_share(units_of(y, f), target="outlet")
    assert of_outlet.high - of_outlet.low > 0.1


def test_stories_count_once_for_the_outlet_and_do_not_matter_for_these_articles():
    rng = np.random.default_rng(9)
    story = np.repeat(np.arange(100), 6)
    y = ((rng.random(100) < 0.4) * 1.0)[story]
    f = np.where(rng.random(600) < 0.8, y, 1 - y)
    truth = sampled(y, rng.choice(600, 200, replace=False))
    plain, clustered = (
        corrected_share(units_of(truth, f, clusters=c), target="outlet") for c in (None, story)
    )
    assert clustered.effective < 0.6 * plain.effective
    one, two = (corrected_share(units_of(truth, f, clusters=c)) for c in (None, story))
    assert one.effective == pytest.approx(two.effective)


def test_intervals_for_the_outlet_cover_with_stories():
    rng = np.random.default_rng(10)
    story, held = np.repeat(np.arange(100), 5), 0
    for _ in range(200):
        mood = rng.beta(1.2, 1.8, 100)  # true share .4
        y = (rng.random(500) < mood[story]) * 1.0
        f = np.where(rng.random(500) < 0.8, y, 1 - y)
        truth = sampled(y, rng.choice(500, 120, replace=False))
        found = corrected_share(units_of(truth, f, clusters=story), target="outlet")
        held += found.low <= 0.4 <= found.high
    assert 0.91 <= held / 200 <= 0.99


def test_a_rare_frame_drawn_by_prediction_is_unbiased_and_covered():
    rng = np.random.default_rng(11)
    shares, held = [], 0
    for _ in range(200):
        y, f = population(rng, 1000, 0.05, 0.5)
        truth = np.full(1000, np.nan)
        for value, n in ((0, 150), (1, 30)):
            own = np.flatnonzero(f == value)
            chosen = rng.choice(own, min(n, len(own)), replace=False)
            truth[chosen] = y[chosen]
        found = corrected_share(units_of(truth, f, f))
        shares.append(found.share - y.mean())
        held += found.low <= y.mean() <= found.high
    assert abs(np.mean(shares)) < 0.004
    assert held / 200 >= 0.91


def test_strata_without_codes_are_refused():
    y = np.tile([1.0, 0.0], 50)
    found = corrected_share(units_of(sampled(y, np.arange(20)), y, np.repeat([0, 1], 50)))
    assert found.reason == "a stratum of the sample has no code"
    assert np.isnan(found.share)


def test_no_error_seen_is_not_no_error():
    y = np.tile([1.0, 0.0], 100)
    found = corrected_share(units_of(sampled(y, np.arange(40)), y), method="design")
    assert found.share == 0.5
    assert found.high - found.low > 0.03


def test_mistakes_are_named():
    y = np.tile([1.0, 0.0], 20)
    with pytest.raises(ToolkitError, match="did you mean 'design'"):
        corrected_share(units_of(y, y), method="desing")
    with pytest.raises(ToolkitError, match="target is 'outlets'"):
        corrected_share(units_of(y, y), target="outlets")
    with pytest.raises(ToolkitError, match="between 0 and 1"):
        units_of(2 * y, y)
    with pytest.raises(ToolkitError, match="no value for 40 units"):
        units_of(y, y * np.nan)
    with pytest.raises(ToolkitError, match="codes for 40 units"):
        units_of(y[:3], y)


@pytest.mark.parametrize(("rest", "most"), [((10,), 5.0), ((1,), 41.0), ((10, 40), 5.0)])
def test_a_machine_is_not_trusted_beyond_its_full_weight(rest, most):
    """Its values lie so near each other that least variance alone would ask for a factor of a hundred.

    Full weight is N / (N - n), of the stratum where it is largest: 40 coded and so many not.
    """
    rng = np.random.default_rng(4)
    stratum = np.repeat(np.arange(len(rest)), [40 + more for more in rest])
    y = (rng.random(len(stratum)) < 0.5) * 1.0
    coded = np.concatenate([np.arange(40) + np.flatnonzero(stratum == s)[0] for s in range(len(rest))])
    units = units_of(sampled(y, coded), 0.495 + 0.01 * y, stratum)
    assert _tuned(units, list(_strata(units)), 0.5) == pytest.approx(most)


def test_the_raw_share_of_one_unit_and_of_none():
    one = units_of([np.nan, np.nan], [0.25, 0.0], whole_machine=[1.0, 0.0])
    assert corrected_share(one).raw == 0.25
    none = units_of([np.nan, np.nan], [0.25, 0.5], whole_machine=[0.0, 0.0])
    assert np.isnan(corrected_share(none).raw)
