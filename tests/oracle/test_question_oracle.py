"""Rates, collocations, comparisons and courses over time against counts and formulas made elsewhere."""

import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from toolkit import (
    collocations,
    compare,
    evidence,
    hedging,
    labels,
    over_time,
    quotes,
    sources,
    strata_of,
    term_rates,
    topics,
    topics_by,
    verb_profile,
)
from toolkit.analysis.readability import readability_by_outlet
from toolkit.corpus.corpus import Corpus
from toolkit.settings import make_settings
from toolkit.stats.rates import rate_interval
from toolkit.tables import conform

NOUNS = ("army", "river", "court", "school", "market", "village", "bridge", "harvest")
VERBS = ("reached", "left", "watched", "passed", "crossed")


def make_corpus(n=120, seed=3):
    """Articles of random sentences, dated over half a year, of two outlets; ten without a date."""
    rng = np.random.default_rng(seed)
    frames = []
    for number in range(n):
        outlet = "Post" if number % 2 else "Herald"
        nouns = [*NOUNS, *(["army", "river"] if outlet == "Post" else [])]
        body = [
            f"The {rng.choice(nouns)} {rng.choice(VERBS)} the {rng.choice(NOUNS)} number {number * 31 + line}."
            for line in range(int(rng.integers(3, 9)))
        ]
        day = pd.Timestamp("2024-01-03") + pd.Timedelta(int(rng.integers(0, 170)), "D")
        frames.append(
            {"outlet": outlet, "text": " ".join(body), "published": None if number % 12 == 0 else day}
        )
    return Corpus(conform(pd.DataFrame(frames), "articles"))


@pytest.fixture(scope="module")
def corpus():
    return make_corpus()


def words_of(text):
    return re.findall(r"[A-Za-z]+|\d+", text.lower())


def test_rates_are_the_counts_of_a_plain_loop(corpus):
    table = term_rates(corpus, ["army", "river*"], over="month")
    articles = corpus.articles.assign(month=corpus.articles["published"].dt.strftime("%Y-%m"))
    for row in table.to_dict("records"):
        missing = pd.isna(row["period"])
        when = articles["month"].isna() if missing else articles["month"] == row["period"]
        own = articles[(articles["outlet"] == row["outlet"]) & when]
        stem = row["term"].rstrip("*")
        uses = np.array([sum(w.startswith(stem) for w in words_of(text)) for text in own["text"]])
        size = np.array([len(words_of(text)) for text in own["text"]])
        assert (row["uses"], row["words"], row["n"]) == (uses.sum(), size.sum(), len(own))
        if len(own) >= 5:
            assert row["rate"] == pytest.approx(1000 * uses.sum() / size.sum())
            found = rate_interval(uses, size)
            assert (row["low"], row["high"]) == pytest.approx((found["low"], found["high"]))
    assert set(table["period"].dropna()) == {f"2024-{month:02}" for month in range(1, 7)}
    assert table["uses"].sum() == sum(
        w.startswith(("army", "river")) for text in articles["text"] for w in words_of(text)
    )


def test_every_rate_opens_what_it_counted(corpus):
    table = term_rates(corpus, ["army"], over="week")
    for _, row in table.iloc[:: max(1, len(table) // 15)].iterrows():
        found = evidence(corpus, row)
        assert len(found) == row["uses"]
        assert set(found["outlet"]) <= {row["outlet"]}


def test_collocations_are_the_counts_of_a_plain_loop(corpus):
    table = collocations(corpus, "army", window=3).set_index("feature")
    near, every, nodes, windows, size = Counter(), Counter(), 0, 0, 0
    for text in corpus.articles["text"]:
        for line in re.split(r"(?<=\.) ", text):
            words = words_of(line)
            at = [place for place, word in enumerate(words) if word == "army"]
            nodes += len(at)
            for place, word in enumerate(words):
                if word == "army":
                    continue
                every[word] += 1
                size += 1
                if any(abs(place - other) <= 3 for other in at):
                    near[word] += 1
                    windows += 1
    for word in ("reached", "passed", "crossed", "river"):
        row = table.loc[word]
        assert (row["uses"], row["elsewhere"]) == (near[word], every[word] - near[word])
        assert row["expected"] == pytest.approx(every[word] * windows / size)
        assert row["log_dice"] == pytest.approx(14 + np.log2(2 * near[word] / (nodes + every[word])))
        assert row["pmi"] == pytest.approx(np.log2(near[word] / row["expected"]))
    _, first = next(iter(collocations(corpus, "army", window=3).iterrows()))
    assert len(evidence(corpus, first)) == first["uses"]


@pytest.fixture(scope="module")
def sample():
    from toolkit import load_corpus

    return load_corpus()


HELD = ["adjusted", "adjusted_low", "adjusted_high", "adjusted_p", "overlap"]


def same(found, other, pairs, keys):
    """Check that two tables say the same of the rows they share."""
    both = found.merge(other, on=keys, suffixes=("", "_own"))
    assert len(both) == len(found)
    for left, right in pairs.items():
        own = both[f"{right}_own" if f"{right}_own" in both else right]
        np.testing.assert_allclose(both[left].astype(float), own.astype(float), rtol=1e-9, atol=1e-12)


def test_a_comparison_has_the_numbers_of_each_measures_own_table(sample):
    held = dict(zip(HELD, HELD, strict=True))
    ends = {"low": "low", "high": "high", "n": "n"}
    found = compare(sample, "hedges").rename(columns={"value": "kind"})
    own = hedging(sample)
    same(
        found, own, {"estimate": "rate", "count": "uses", "p_omnibus": "p"} | ends | held, ["kind", "outlet"]
    )
    found = compare(sample, "names").rename(columns={"measure": "actor", "value": "label"})
    own = labels(sample).query("voice == 'narrator'")
    wanted = {"estimate": "share", "count": "uses", "whole": "uses_actor", "p_omnibus": "p"} | ends | held
    same(found, own, wanted, ["actor", "label", "outlet"])
    said, strata = quotes(sample), strata_of(sample)
    found = compare(sample, "sources")
    own = sources(said, of="source_type", strata=strata)
    same(found, own, {"estimate": "share", "count": "quotes"} | ends | held, ["value", "outlet"])
    found, own = compare(sample, "verbs"), verb_profile(said, strata=strata)
    same(found, own, {"estimate": "share", "count": "quotes"} | ends | held, ["value", "outlet"])
    found, own = compare(sample, "flesch_kincaid"), readability_by_outlet(sample, measures=["flesch_kincaid"])
    same(found.drop(columns="measure").rename(columns={"value": "measure"}), own,
         {"estimate": "estimate"} | ends | held, ["measure", "outlet"])  # fmt: skip


def test_a_crude_difference_of_means_is_welchs(sample):
    """Two means with their own variances; degrees of freedom as for equal ones."""
    from toolkit import readability
    from toolkit.corpus.copies import counted_articles

    plain = counted_articles(sample)
    own = plain.articles.drop(
        columns=[name for name in plain.articles if name.startswith(("story", "syndicated"))]
    )
    plain = Corpus(own, settings=plain.settings)  # every article is its own cluster
    scores = readability(plain, measures=["rix"])
    scores = scores[scores["n_words"] >= 150]
    for row in compare(plain, "rix", adjust=()).to_dict("records"):
        a, b = (
            scores.loc[side, "estimate"]
            for side in (scores["outlet"] == row["outlet"], scores["outlet"] != row["outlet"])
        )
        assert row["crude"] == pytest.approx(a.mean() - b.mean())
        error = np.sqrt(a.var() / len(a) + b.var() / len(b))
        v = np.array([1 / len(a), 1 / len(b)])
        df = v.sum() ** 2 / (v**2 / (np.array([len(a), len(b)]) - 1)).sum()
        half = stats.t.ppf(0.975, df) * error
        assert (row["crude_low"], row["crude_high"]) == pytest.approx(
            (row["crude"] - half, row["crude"] + half)
        )


def test_a_crude_difference_of_rates_is_that_of_the_pooled_rates(corpus):
    for row in compare(corpus, ["army"]).to_dict("records"):
        rate = {}
        for outlet, own in corpus.articles.groupby("outlet"):
            words = [word for text in own["text"] for word in words_of(text)]
            rate[outlet] = 1000 * words.count("army") / len(words)
        (other,) = set(rate) - {row["outlet"]}
        assert row["estimate"] == pytest.approx(rate[row["outlet"]])
        assert row["crude"] == pytest.approx(rate[row["outlet"]] - rate[other])


@pytest.mark.parametrize("found_in", ["contrasts", "contrasts in half the articles"])
def test_names_found_by_looking_are_treated_as_in_their_own_table(sample, tmp_path, found_in):
    """Not tested where all articles were searched, counted in the other half where half were."""
    file = tmp_path / "names.csv"
    rows = [f"men,{name}*,{name},{found_in}" for name in ("militant", "rebel", "terrorist")]
    file.write_text("\n".join(["actor,pattern,class,found_in", *rows]), encoding="utf-8")
    settings = make_settings({"lexicons": {"actor_labels": str(file)}})
    corpus = Corpus(sample.articles, settings=settings)
    found = compare(corpus, "names").rename(columns={"measure": "actor", "value": "label"})
    own = labels(corpus).query("voice == 'narrator'")
    wanted = {"estimate": "share", "count": "uses", "whole": "uses_actor", "p_omnibus": "p", "n": "n"}
    wanted |= {"low": "low", "high": "high"} | dict(zip(HELD, HELD, strict=True))
    same(found, own, wanted, ["actor", "label", "outlet"])
    assert found["reason"].str.startswith("found by looking").all() == (found_in == "contrasts")
    row = found.rename(columns={"actor": "measure", "label": "value"}).iloc[0]
    assert len(evidence(corpus, row)) == row["count"]


@pytest.mark.parametrize("measure", [["people", "army*"], "names", "sources", "verbs", "hedges", "smog"])
def test_every_comparison_opens_what_it_counted(sample, measure):
    table = compare(sample, measure, adjust=())
    _, first = next(iter(table.iterrows()))
    assert len(evidence(sample, first)) == first["count"]
    own = table[(table["value"] == first["value"]) & (table["measure"] == first["measure"])]
    if measure != "hedges":  # the same code, and slow
        assert len(evidence(sample, first, side="both")) == own["count"].sum()


def test_what_is_not_asked_to_be_held_equal_is_left_out(sample):
    none = compare(sample, ["people"], adjust=())
    assert none["adjusted"].isna().all()
    assert (none["explained_by"] == "").all()
    both = compare(sample, ["people"])
    np.testing.assert_allclose(none["crude"], both["crude"])
    subject, time = (compare(sample, ["people"], adjust=name)["adjusted"] for name in (["subject"], "time"))
    assert not np.allclose(subject, time)


def test_courses_are_those_of_each_measures_own_table(sample):
    months = sample.articles["published"].dt.strftime("%Y-%m")
    wanted = ["share", "low", "high", "n"]
    dated = Corpus(
        sample.articles.assign(month=months).dropna(subset="month").reset_index(drop=True),
        settings=sample.settings,
    )
    own = (
        labels(dated, by="month", voice=["narrator"])
        .query("actor == 'armed groups'")
        .set_index(["label", "month"])
    )
    found = over_time(sample, "names", actor="armed groups", over="month").set_index(["value", "period"])
    checked = 0
    for key, row in own[own["uses"] > 0].iterrows():
        if row["high"] - row["low"] <= 0.9 or pd.isna(row["low"]):
            np.testing.assert_allclose(found.loc[key, wanted].astype(float), row[wanted].astype(float))
            checked += 1
        assert found.loc[key, "count"] == row["uses"]
    assert checked > 3
    said = quotes(sample).merge(sample.articles[["article_id"]].assign(month=months), on="article_id")
    own = sources(said.dropna(subset="month"), of="source_type", by="month").set_index(["value", "month"])
    found = over_time(sample, "sources", over="month").set_index(["value", "period"])
    for key, row in own.iterrows():
        assert (found.loc[key, "count"], found.loc[key, "n"]) == (row["quotes"], row["n"])
        if row["n"] >= 5 and row["high"] - row["low"] <= 0.9:
            np.testing.assert_allclose(found.loc[key, wanted].astype(float), row[wanted].astype(float))


def test_the_course_of_topics_is_that_of_topics_by():
    themes = ("flood river rain water dam", "party vote poll seat campaign")
    days = pd.date_range("2024-01-01", periods=40, freq="2D").repeat(2)
    frame = {
        "text": [f"{themes[at % 2]} {'a' * (3 + at // 2)}" for at in range(80)],
        "published": days,
        "outlet": "Post",
    }
    corpus = Corpus(conform(pd.DataFrame(frame), "articles"))
    found = topics(corpus, k=2, method="nmf")
    own = topics_by(found, "month").shares.set_index(["label", "month"])
    table = over_time(corpus, "topics", topics=found, over="month").set_index(["value", "period"])
    for key, row in own.iterrows():
        mine = table.loc[key]
        assert (mine["share"], mine["n"]) == pytest.approx((row["share"], row["n"]))
        if pd.notna(mine["low"]):
            assert (mine["low"], mine["high"]) == pytest.approx((row["low"], row["high"]))
    row = over_time(corpus, "topics", topics=found, over="month").iloc[0]
    assert len(evidence(corpus, row)) == row["count"]
