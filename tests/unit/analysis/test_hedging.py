import numpy as np
import pandas as pd
import pytest
from framing_corpora import make_corpus

from toolkit.analysis.evidence import evidence
from toolkit.analysis.framing.hedges import SCARE, hedging
from toolkit.analysis.framing.voices import voice_shares
from toolkit.corpus.corpus import Corpus
from toolkit.stats.permutation import omnibus_rates
from toolkit.stats.rates import rate_interval
from toolkit.tables import conform


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    made = make_corpus({"Herald": 8, "Post": 8, "Times": 4}).articles.copy()
    post = made["outlet"] == "Post"
    made.loc[post, "text"] += [
        f"\n\nIt may rain in week {i}, allegedly. In May it will." for i in range(post.sum())
    ]
    return Corpus(made)


def test_every_row_opens_what_it_counted(corpus):
    for voice in ("narrator", "all"):
        for _, row in hedging(corpus, voice=voice).iterrows():
            assert len(evidence(corpus, row)) == row["uses"]


def test_rates_and_the_planted_difference(corpus):
    table = hedging(corpus).set_index(["kind", "outlet"])
    assert table.loc[("hedge", "Post"), "uses"] == 8  # "may", not "May"
    assert table.loc[("hedge", "Herald"), "uses"] == 0
    assert table.loc[("hedge", "Herald"), "high"] > 0
    assert table.loc[("hedge", "Post"), "q"] < 0.05
    assert table.loc[(SCARE, "Herald"), "uses"] > 0
    assert table.loc[("hedge", "Times"), "reason"].startswith("under 5 articles")


def test_rate_intervals_cover():
    rng = np.random.default_rng(2)
    words = rng.integers(200, 900, 12)
    inside = []
    for _ in range(500):
        uses = rng.poisson(0.004 * words * rng.gamma(2, 0.5, 12))
        found = rate_interval(uses, words)
        inside.append(found["low"] <= 4 <= found["high"])
    assert 0.90 <= np.mean(inside) <= 0.985


def test_the_omnibus_test_is_level_under_the_null():
    rng = np.random.default_rng(3)
    words, group = np.full(18, 400), np.repeat([0, 1, 2], 6)
    p = [
        omnibus_rates(rng.poisson(rng.gamma(1, 2, 18)), words, group, permutations=99, seed=k)
        for k in range(150)
    ]
    assert np.mean(np.array(p) <= 0.05) < 0.11


def test_no_use_and_one_group_have_no_test():
    assert np.isnan(omnibus_rates(np.zeros(10), np.full(10, 9), np.repeat([0, 1], 5)))
    assert np.isnan(omnibus_rates(np.ones(10), np.full(10, 9), np.zeros(10, dtype=int)))


def test_voice_shares_add_up(corpus):
    table = voice_shares(corpus)
    assert np.allclose(
        table[[c for c in table if c.endswith("_share") and c != "boilerplate_share"]].sum(axis=1), 1
    )
    assert table["reason"].isna().all()


def test_lost_marks_are_said():
    plain = " ".join(f"The men entered the town on day {i}, he said." for i in range(150))
    quoted = " ".join(f"“The men entered the town on day {i},” he said." for i in range(150))
    frame = pd.DataFrame({"outlet": ["Lost", "Kept"], "text": [plain, quoted]})
    table = voice_shares(Corpus(conform(frame, "articles"))).set_index("outlet")
    assert "most likely lost them" in table.loc["Lost", "reason"]
    assert pd.isna(table.loc["Kept", "reason"])
