"""Corrected shares beside the formulas of the papers, one unit at a time, on samples with every complication."""

import math

import numpy as np
import pytest
from scipy import stats

from toolkit.stats.correction import corrected_share, units_of, wilson_interval


def study(seed, *, strata=1, wholes=False, share=0.4, stories=False, few=False, faint=False, tiny=False):
    """Codes and a machine of 240 units: coded unevenly over strata, of part of them, in stories of unlike size."""
    rng = np.random.default_rng(seed)
    n = 240
    y = (rng.random(n) < share) * 1.0
    f = y.copy() if few else np.clip(0.2 + 0.6 * y + rng.normal(0, 0.3, n), 0, 1)
    f = 0.2 * y if faint else f
    stratum = (
        np.where(np.arange(n) < 2, strata, rng.integers(0, strata, n)) if tiny else rng.integers(0, strata, n)
    )
    truth = np.full(n, np.nan)
    for code in np.unique(stratum):
        own = np.flatnonzero(stratum == code)
        chosen = rng.choice(own, max(1, len(own) // (2 + code)), replace=False)
        truth[chosen] = y[chosen]
        if few:
            f[chosen[:4]] = 1 - f[chosen[:4]]
    whole = np.where(y == 1, 1.0, (rng.random(n) < 0.7) * 1.0) if wholes else None
    machine_whole = np.where(f > 0.5, 1.0, (rng.random(n) < 0.7) * 1.0) if wholes else None
    if wholes:
        f = np.minimum(f, machine_whole)
    cluster = rng.integers(0, 60, n) if stories else None
    return truth, f, stratum if strata > 1 or tiny else None, whole, machine_whole, cluster


class ByHand:
    """The estimator written out: sums over units, no vector and no helper of the package."""

    def __init__(self, truth, f, stratum, whole, machine_whole, cluster):
        n = len(f)
        ones = [1.0] * n
        self.n, self.y, self.f = n, list(truth), list(f)
        self.w = ones if whole is None else list(whole)
        self.m = ones if machine_whole is None else list(machine_whole)
        self.cluster = list(range(n)) if cluster is None else list(cluster)
        codes = [0] * n if stratum is None else list(stratum)
        self.parts = []
        for code in sorted(set(codes)):
            own = [i for i in range(n) if codes[i] == code]
            seen = [i for i in own if not math.isnan(self.y[i])]
            self.parts.append((len(own) / n, own, seen, [i for i in own if math.isnan(self.y[i])]))

    def total(self, code, machine, factor):
        out = 0.0
        for weight, own, seen, _ in self.parts:
            gap = sum(machine[i] for i in own) / len(own) - sum(machine[i] for i in seen) / len(seen)
            out += weight * (sum(code[i] for i in seen) / len(seen) + factor * gap)
        return out

    def share(self, factor):
        return self.total(self.y, self.f, factor) / self.total(self.w, self.m, factor)

    def residuals(self, share):
        code = [y - share * w for y, w in zip(self.y, self.w, strict=True)]
        return code, [f - share * m for f, m in zip(self.f, self.m, strict=True)]

    def tuned(self):
        """Angelopoulos, Duchi & Zrnic (2023), equation 6, summed over strata."""
        code, machine = self.residuals(self.share(0.0))
        top = bottom = 0.0
        most = 0.0
        for weight, own, seen, rest in self.parts:
            lever = weight**2 * len(rest) / (len(own) * len(seen))
            mean_e = sum(code[i] for i in seen) / len(seen)
            mean_g = sum(machine[i] for i in seen) / len(seen)
            mean_all = sum(machine[i] for i in own) / len(own)
            top += lever * sum((code[i] - mean_e) * (machine[i] - mean_g) for i in seen) / len(seen)
            bottom += lever * sum((machine[i] - mean_all) ** 2 for i in own) / (len(own) - 1)
            most = max(most, len(own) / len(rest))
        return min(max(top / bottom, 0.0), most)

    def design(self, share, factor):
        """Variance of a stratified difference estimator, without and with one error more."""
        code, machine = self.residuals(share)
        seen_variance = widened = 0.0
        for weight, own, seen, rest in self.parts:
            e = [code[i] - factor * machine[i] for i in seen]
            mean = sum(e) / len(e)
            squares = [(x - mean) ** 2 for x in e]
            one = weight**2 * (1 - len(seen) / len(own)) * sum(squares) / (len(e) - 1) / len(e)
            errors = sum(squares) ** 2 / sum(x * x for x in squares) if factor > 0 else math.inf
            if len(self.parts) > 1:
                yes = sum(self.y[i] >= 0.5 for i in seen)
                errors = min(errors, yes, len(seen) - yes)
            seen_variance += one
            widened += one * (1 + 1 / max(errors, 1) if errors < 10 else 1)
            assert rest
        return seen_variance, widened

    def clustered(self, share, factor):
        """Each unit's part in the estimate, summed by story; squares of the sums."""
        code, machine = self.residuals(share)
        added = dict.fromkeys(self.cluster, 0.0)
        for weight, own, seen, rest in self.parts:
            lam = factor * len(rest) / len(own)
            mean_e = sum(code[i] - lam * machine[i] for i in seen) / len(seen)
            mean_rest = sum(machine[i] for i in rest) / len(rest)
            for i in seen:
                added[self.cluster[i]] += weight * (code[i] - lam * machine[i] - mean_e) / len(seen)
            for i in rest:
                added[self.cluster[i]] += weight * lam * (machine[i] - mean_rest) / len(rest)
            for i in own:
                added[self.cluster[i]] += (mean_e + lam * mean_rest) / self.n
        return sum(x * x for x in added.values()) * len(added) / (len(added) - 1)

    def freedom(self, share, factor):
        groups = {self.cluster[i] for _, _, seen, _ in self.parts for i in seen}
        most = len(groups) - len(self.parts)
        if factor == 0 and len(self.parts) == 1:
            return most
        code, machine = self.residuals(share)
        squares = []
        for weight, _, seen, _ in self.parts:
            e = [code[i] - factor * machine[i] for i in seen]
            squares += [(weight / len(e) * (x - sum(e) / len(e))) ** 2 for x in e]
        kurtosis = sum(x * x for x in squares) / sum(squares) ** 2 - 1 / len(squares)
        return min(most, max(2 / kurtosis, 1.0))


STUDIES = {
    "plain": {},
    "ratio": {"wholes": True},
    "strata": {"strata": 3},
    "strata of a rare code": {"strata": 3, "share": 0.2},
    "strata of a common code": {"strata": 3, "share": 0.8},
    "a machine that says too little": {"strata": 2, "faint": True},
    "ratio in strata and stories": {"strata": 3, "wholes": True, "stories": True},
    "few errors": {"few": True},
    "few errors in strata and stories": {"few": True, "strata": 2, "stories": True},
}


@pytest.mark.parametrize("target", ["articles", "outlet"])
@pytest.mark.parametrize("method", ["ppi", "design", "codes"])
@pytest.mark.parametrize("kind", STUDIES)
def test_share_and_interval_are_those_written_out(kind, method, target):
    given = study(3, **STUDIES[kind])
    truth, f, stratum, whole, machine_whole, cluster = given
    units = units_of(truth, f, stratum, whole=whole, whole_machine=machine_whole, clusters=cluster)
    found, hand = corrected_share(units, method=method, target=target), ByHand(*given)
    rare = found.positives < 10
    factor = {"ppi": 0.0 if rare else hand.tuned(), "design": 1.0, "codes": 0.0}[method]
    share = hand.share(factor)
    seen, widened = hand.design(share, factor)
    variance = widened if target == "articles" else hand.clustered(share, factor) + widened - seen
    variance /= hand.total(hand.w, hand.m, factor) ** 2
    effective = share * (1 - share) / variance
    t = stats.t.ppf(0.975, hand.freedom(share, factor))
    assert not (rare and method == "design")  # that case has its own test
    assert (found.share, found.factor) == pytest.approx((share, factor))
    assert found.effective == pytest.approx(effective)
    # Wilson (1927): the two shares that a score test of size t would just allow
    ends = np.roots([effective + t * t, -(2 * effective * share + t * t), effective * share**2])
    assert (found.low, found.high) == pytest.approx(tuple(sorted(ends.real)))
    assert found.raw == pytest.approx(sum(hand.f) / sum(hand.m))
    assert found.coded == int((~np.isnan(truth)).sum())


@pytest.mark.parametrize("kind", STUDIES)
def test_the_studies_are_what_they_are_called(kind):
    truth, f, stratum, *_ = study(3, **STUDIES[kind])
    stratum = np.zeros(len(f)) if stratum is None else stratum
    errors, yes = [], []
    for code in set(stratum):
        error = (truth - f)[stratum == code]
        error = error - np.nanmean(error)
        errors.append(np.nansum(error**2) ** 2 / np.nansum(error**4))
        yes.append(np.nansum(truth[stratum == code]))
    assert (max(errors) < 10) == ("few" in kind)
    assert "rare" not in kind or min(yes) < 10 <= sum(yes)


def test_a_stratum_of_two_units_counts_like_any_other():
    """One of two coded: the machine's spread over two units is known, the residuals' over one is not."""
    given = study(5, tiny=True)
    truth, f, stratum, *_ = given
    hand = ByHand(*given)
    sizes = [len(own) for _, own, _, _ in hand.parts]
    assert min(sizes) == 2
    found = corrected_share(units_of(truth, f, stratum))
    assert found.factor == pytest.approx(hand.tuned())
    assert found.share == pytest.approx(hand.share(hand.tuned()))


@pytest.mark.parametrize("strata", [1, 2])
def test_a_machine_that_never_erred_is_taken_to_err_once_in_two_more_codes(strata):
    y, stratum = np.tile([1.0, 0.0], 100), np.repeat(np.arange(2), 100)
    truth = np.where(np.arange(200) % 5 < 2, y, np.nan)
    found = corrected_share(units_of(truth, y, stratum if strata == 2 else None), method="design")
    n = 80 // strata
    variance = strata * (1 / strata) ** 2 * (1 - 80 / 200) / n * (n + 1) / (n + 2) ** 2
    assert found.effective == pytest.approx(0.25 / variance)
    t = stats.t.ppf(0.975, 80 - strata)  # no error makes the spread up, so all codes count
    assert [
        (p - 0.5) ** 2 / (p * (1 - p) / found.effective) for p in (found.low, found.high)
    ] == pytest.approx([t * t, t * t])


@pytest.mark.parametrize("method", ["codes", "design", "ppi"])
@pytest.mark.parametrize("p", [0.0, 0.3])
def test_noes_mirror_yeses(p, method):
    rng = np.random.default_rng(6)
    y = (rng.random(200) < p) * 1.0
    f = np.clip(y + rng.normal(0, 0.2, 200), 0, 1)
    truth = np.where(np.arange(200) % 2, y, np.nan)
    one, two = (corrected_share(units_of(*pair), method=method) for pair in ((truth, f), (1 - truth, 1 - f)))
    assert (two.share, two.low, two.high) == pytest.approx((1 - one.share, 1 - one.high, 1 - one.low))
    assert one.low <= one.share < one.high < 1


def test_wilsons_interval_at_another_level():
    low, high = wilson_interval(0.3, 50, level=0.9)
    z = stats.norm.ppf(0.95)
    assert [(p - 0.3) ** 2 / (p * (1 - p) / 50) for p in (low, high)] == pytest.approx([z * z, z * z])


@pytest.mark.parametrize("strata", [1, 2])
def test_under_ten_positives_a_trusted_machine_has_the_freedom_of_its_codes(strata):
    """One stratum: as the codes alone. Several: that of the few errors, as elsewhere."""
    y = np.zeros(400)
    y[:16] = 1
    f = y.copy()
    f[[20, 21, 22, 23]] = 1  # four errors among the codes
    order = np.r_[np.arange(0, 8), np.arange(16, 108)]
    truth = np.full(400, np.nan)
    truth[order] = y[order]
    stratum = np.arange(400) % 2 if strata == 2 else None
    found = corrected_share(units_of(truth, f, stratum), method="design")
    assert found.positives == 8
    hand = ByHand(truth, f, stratum, None, None, None)
    df = 100 - 1 if strata == 1 else hand.freedom(hand.share(1.0), 1.0)
    assert (df == 99) == (strata == 1)
    t = stats.t.ppf(0.975, df)
    p, n = found.share, found.effective
    ends = np.roots([n + t * t, -(2 * n * p + t * t), n * p * p])
    assert (found.low, found.high) == pytest.approx(tuple(sorted(ends.real)))
