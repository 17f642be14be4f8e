"""Keyness on real news: no false alarms on random halves of one outlet, honest intervals, known contrasts."""

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.evidence import evidence
from toolkit.analysis.keyness.find import keyness
from toolkit.corpus.corpus import Corpus
from toolkit.stats import sides as stats
from toolkit.stats.families import benjamini_hochberg
from toolkit.stats.presence import presence_test
from toolkit.tables import conform
from toolkit.text.dfm import Dfm, dfm

OUTLETS = ("CNN (Web News)", "Fox News", "Washington Times")
SPLITS = 20
TERMS = ("illegal immigrants", "undocumented", "border", "amnesty", "deportation")


@pytest.fixture(scope="module")
def allsides(shared) -> pd.DataFrame:
    return pd.read_csv(shared / "benchmarks" / "allsides_dev.csv.gz")


@pytest.fixture(scope="module")
def counted(allsides) -> dict[str, Dfm]:
    """Narrator's words and pairs of three outlets."""
    out = {}
    for outlet in OUTLETS:
        corpus = Corpus(conform(allsides[allsides["outlet"] == outlet], "articles"))
        out[outlet] = dfm(corpus, voice="narrator", ngrams=2)
    return out


def false_words(counts: Dfm, a: np.ndarray, b: np.ndarray) -> dict[str, int]:
    """Return how many words each procedure calls different between two sets of articles."""
    one, two = (stats.side(counts.counts[rows], counts.totals[rows]) for rows in (a, b))
    keep = np.flatnonzero((one + two).articles >= 3)
    one, two = one.only(keep), two.only(keep)
    total = 0.1 * float((~counts.features[keep].str.contains(" ")).sum())
    prior = total * (one.count + two.count) / (one.words + two.words)
    p_presence = presence_test(one, two, (counts.totals[a], counts.totals[b]))
    p = stats.combined(stats.rate_test(one, two, prior, total), p_presence, one, two)
    from scipy.stats import chi2, norm

    g2 = chi2.sf(np.abs(stats.g2(one, two)), 1)
    z = 2 * norm.sf(np.abs(stats.log_odds(one, two, prior, total)[1]))
    return {
        name: int((benjamini_hochberg(values) < 0.05).sum())
        for name, values in (("ours", p), ("g2", g2), ("log-odds z", z))
    }


@pytest.mark.parametrize(("side", "most"), [(10, 0.1), (20, 0.1), (150, 0.5)])
def test_random_halves_of_one_outlet_do_not_differ(counted, side, most):
    rng = np.random.default_rng(1)
    found = []
    for counts in counted.values():
        for _ in range(SPLITS):
            order = rng.permutation(counts.shape[0])[: 2 * side]
            found.append(false_words(counts, order[: len(order) // 2], order[len(order) // 2 :]))
    mean = pd.DataFrame(found).mean()
    assert mean["ours"] <= most, mean.to_dict()
    assert mean["g2"] > 10, "the classic test should fail here, else the splits are not what they should be"


def test_shorter_articles_alone_do_not_differ(allsides):
    """Random halves, one of which keeps two sentences in five: Fisher's test alone reports over fifty words."""
    from toolkit.text.dfm import in_scope
    from toolkit.text.segments import segmented
    from toolkit.text.tokens import tokens

    corpus = Corpus(conform(allsides[allsides["outlet"] == OUTLETS[2]], "articles"))
    rng, found = np.random.default_rng(1), []
    for _ in range(3):
        order = rng.permutation(len(corpus))
        a, b = order[:150], order[150:300]
        cut = segmented(corpus)
        thin = np.isin(cut.document, b) & (rng.random(len(cut.document)) > 0.4)
        chosen = (in_scope(corpus, voice="narrator") & ~thin)[tokens(corpus).segment]
        counts = dfm(corpus, ngrams=2, chosen=chosen)
        found.append(false_words(counts, a, b)["ours"])
    assert np.mean(found) <= 1, found


@pytest.fixture(scope="module")
def immigration(allsides) -> Corpus:
    return Corpus(conform(allsides[allsides["topic"] == "immigration"], "articles"))


@pytest.mark.parametrize("side", [10, 20, 40, 100])
def test_intervals_cover(immigration, allsides, side):
    counts = dfm(immigration, voice="all", ngrams=2)
    columns = counts.features.get_indexer(TERMS)
    small = counts.counts[:, columns].tocsr()
    lean = immigration.articles["outlet_leaning"].to_numpy()
    left, right = (np.flatnonzero(lean == value) for value in (lean_values(lean)))
    truth, _, _ = stats.rate_ratio(*(stats.side(small[rows], counts.totals[rows]) for rows in (left, right)))
    rng, inside = np.random.default_rng(2), []
    for _ in range(150):
        a, b = (rng.choice(rows, side, replace=False) for rows in (left, right))
        _, low, high = stats.rate_ratio(*(stats.side(small[rows], counts.totals[rows]) for rows in (a, b)))
        inside.append((low <= truth) & (truth <= high))
    covered = np.mean(inside)
    assert 0.90 <= covered <= 0.98, dict(zip(TERMS, np.mean(inside, axis=0), strict=True))


def lean_values(lean: np.ndarray) -> tuple[str, str]:
    names = sorted({str(value) for value in lean})
    left = next(name for name in names if name.lower().startswith("l") or name == "0")
    right = next(name for name in names if name.lower().startswith("r") or name == "2")
    return left, right


def test_every_row_opens_what_it_counted(immigration):
    three = immigration.filter(outlet=["Vox", "Politico", "Fox News"])
    table = keyness(three, hidden=True)
    for _, row in table.sample(25, random_state=1).iterrows():
        for side in ("target", "reference"):
            assert len(evidence(three, row, side=side)) == row[f"uses_{side}"]


def test_known_contrasts_are_found(immigration):
    """Vox writes "unauthorized", Fox News "illegal immigrants": both outlets say so in their style rules."""
    table = keyness(immigration.filter(outlet=["Vox", "Politico", "Fox News"])).set_index(
        ["target", "feature"]
    )
    assert table.loc[("Vox", "unauthorized"), "low"] > 1
    assert table.loc[("Fox News", "illegal immigrants"), "low"] > 1
    assert (table.loc[[("Vox", "unauthorized"), ("Fox News", "illegal immigrants")], "q"] < 1e-6).all()


def test_alien_stands_in_quotes_on_one_side_only(immigration):
    """Left outlets quote "illegal alien(s)", right outlets mostly say it themselves."""
    from toolkit.analysis.concordance import concordance

    found = concordance(immigration, "illegal alien|illegal aliens").merge(
        immigration.articles[["article_id", "outlet_leaning"]], on="article_id"
    )
    left, right = lean_values(immigration.articles["outlet_leaning"].to_numpy())
    quoted = found["voice"].isin(["direct_quote", "scare_quote"]).groupby(found["outlet_leaning"]).mean()
    assert quoted[left] >= 0.6
    assert quoted[right] <= 0.35
