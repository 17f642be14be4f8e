"""Subjects and periods of articles, and what tables say of differences that they explain."""

from __future__ import annotations

from random import Random

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix

from toolkit import compare_outlets, hedging, keyness, labels, quotes, sources, strata_of, verb_profile
from toolkit.analysis.readability.compare import readability_by_outlet
from toolkit.analysis.strata import is_house_style, largest, lengths, number_of_subjects, told
from toolkit.analysis.topics.find import topics
from toolkit.corpus.corpus import Corpus
from toolkit.stats.strata import COLUMNS
from toolkit.tables import conform

RIVER = ["flood", "river", "rain", "water", "dam", "embankment", "canal", "drought", "monsoon", "reservoir"]
COURT = ["judge", "trial", "verdict", "lawyer", "appeal", "hearing", "witness", "bail", "tribunal", "custody"]


def article(draw: Random, theme: list[str], side: str, extra: str = "") -> str:
    lines = [f"The {' '.join(draw.sample(theme, 4))} near {draw.choice('abcdefgh') * 4}." for _ in range(12)]
    lines.insert(3, f"The {side} left the {draw.choice(theme)} on day {draw.randrange(9999)}.")
    lines.insert(6, f"“{' '.join(draw.sample(theme, 5))},” police chief {draw.choice(theme).title()} said.")
    return " ".join([*lines, extra])


def mixed(seed: int, share: float, side: dict[str, str] | None = None, **more: str) -> Corpus:
    """Herald writes of courts with a chance, Post of rivers; courts speak of terrorists, rivers of rebels."""
    draw, rows = Random(seed), []
    for outlet, chance in (("Herald", share), ("Post", 1 - share)):
        for i in range(40):
            court = draw.random() < chance
            word = (side or {}).get(outlet) or ("terrorists" if court else "rebels")
            text = article(draw, COURT if court else RIVER, word, more.get(outlet, ""))
            row = {"outlet": outlet, "text": text, "article_id": f"{outlet}{i}", "language": "en"}
            rows.append(row | {"published": f"2024-0{1 + i % 4}-1{i % 9}", "n_words": len(text.split())})
    return Corpus(conform(pd.DataFrame(rows), "articles"))


def test_subjects_are_found_and_do_not_depend_on_the_labels() -> None:
    made = mixed(1, 0.8)
    strata = strata_of(made)
    court = made.articles["text"].str.contains("judge|trial|verdict|lawyer|tribunal").to_numpy()
    table = pd.crosstab(strata.subject, court)
    assert (table.min(axis=1) / table.sum(axis=1)).max() <= 0.1
    assert not any("terrorist" in name or "rebel" in name for name in strata.subjects)
    assert len(strata.periods) == 4
    assert strata_of(made) is strata


def test_wording_of_one_outlet_is_no_subject() -> None:
    style = "notwithstanding considerable interdepartmental recriminations"
    strata = strata_of(mixed(2, 0.5, Herald=f"{style} {style}"))
    assert not any("recrimination" in name or "considerable" in name for name in strata.subjects)


def test_a_label_that_goes_with_the_subject_is_explained_by_it() -> None:
    table = labels(mixed(3, 0.85), voice=["narrator"])
    row = table.query("label == 'terrorist' and outlet == 'Herald'").iloc[0]
    assert row["q"] < 0.01
    assert row["explained_by"] == "subject"
    assert abs(row["adjusted"]) < 0.2
    assert 0.5 < row["overlap"] <= 1


def test_a_label_that_goes_with_the_outlet_holds() -> None:
    made = mixed(4, 0.8, side={"Herald": "terrorists", "Post": "rebels"})
    rows = labels(made, voice=["narrator"]).query("label in ['terrorist', 'rebel']")
    assert rows["explained_by"].tolist() == [""] * 4
    assert rows["adjusted"].abs().min() > 0.9
    word = keyness(made).set_index("feature").loc["the terrorists"]
    assert word["explained_by"] == ""
    assert word["adjusted"] > 2


def test_words_of_a_subject_are_explained_by_it() -> None:
    table = keyness(mixed(5, 0.85)).set_index("feature").loc[["judge", "river", "flood", "verdict"]]
    assert (table["q"] < 0.05).all()
    assert set(table["explained_by"]) <= {"subject", "no overlap"}
    assert table["explained_by"].eq("subject").any()


def test_every_comparison_has_the_columns() -> None:
    made = mixed(6, 0.6)
    said, strata = quotes(made), strata_of(made)
    tables = {
        "words": keyness(made),
        "labels": labels(made),
        "hedging": hedging(made),
        "source_types": sources(said, of="source_type", strata=strata),
        "verbs": verb_profile(said, strata=strata),
        "groups": readability_by_outlet(made, measures=["rix"], min_words=20),
        "pairs": compare_outlets(made, measures=["rix"], min_words=20),
        "topics": topics(made, 2, method="nmf").differences,
    }
    for name, table in tables.items():
        assert set(COLUMNS) <= set(table.columns), name
        assert table["explained_by"].notna().all(), name
        known = table.dropna(subset=["adjusted_low"])
        assert (known["adjusted_low"] <= known["adjusted"]).all(), name
        assert (known["adjusted"] <= known["adjusted_high"]).all(), name
        assert table["overlap"].dropna().between(0, 1).all(), name
    assert not set(COLUMNS) & set(sources(said, of="source_type").columns)


def test_two_groups_mirror_each_other() -> None:
    table = labels(mixed(7, 0.7), voice=["narrator"]).query("label == 'rebel'").set_index("outlet")
    assert table.loc["Herald", "adjusted"] == pytest.approx(-table.loc["Post", "adjusted"])
    assert table.loc["Herald", "adjusted_p"] == pytest.approx(table.loc["Post", "adjusted_p"])
    assert table["overlap"].nunique() == 1


def split_in_time(made: Corpus | None = None) -> Corpus:
    made = made or mixed(8, 0.5, side={"Herald": "terrorists", "Post": "rebels"})
    late = (made.articles["outlet"] == "Post").to_numpy()
    days = made.articles["published"] + pd.to_timedelta(np.where(late, 400, 0), unit="D")
    return Corpus(made.articles.assign(published=days))


def test_without_a_common_period_nothing_is_compared_and_that_is_said() -> None:
    table = labels(split_in_time(), voice=["narrator"])
    assert set(table["explained_by"]) == {"no overlap"}
    assert table["overlap"].eq(0).all()
    assert table["adjusted"].isna().all()
    differences = topics(split_in_time(mixed(8, 0.5)), 2, method="nmf").differences
    assert set(differences.loc[differences["p"].notna(), "explained_by"]) == {"no overlap"}


def test_months_are_not_held_equal_where_they_are_compared() -> None:
    made = split_in_time()
    month = made.articles["published"].dt.strftime("%Y-%m")
    table = labels(Corpus(made.articles.assign(month=month)), by="month", voice=["narrator"])
    assert table["overlap"].gt(0.5).all()


@pytest.mark.parametrize(("n", "k"), [(31, 1), (32, 2), (47, 2), (48, 3), (191, 11), (192, 12), (900, 12)])
def test_number_of_subjects(n: int, k: int) -> None:
    assert number_of_subjects(n) == k


@pytest.mark.parametrize(("others", "kept"), [(5, 2), (4, 1)])
def test_subjects_under_five_articles_are_given_up(others: int, kept: int) -> None:
    shares = np.array([[0.7, 0.3]] * 20 + [[0.3, 0.7]] * others)
    codes, topics_kept = largest(shares)
    assert len(topics_kept) == kept == codes.max() + 1


@pytest.mark.parametrize(
    ("own", "elsewhere", "style"), [(12, 1, True), (11, 1, False), (12, 2, False), (20, 0, True)]
)
def test_house_style_is_most_of_one_outlet_and_hardly_any_other(
    own: int, elsewhere: int, style: bool
) -> None:
    held = np.concatenate([np.arange(20) < own, np.arange(20) < elsewhere])[:, None]
    assert is_house_style(csr_matrix(held * 1), np.repeat([0, 1], 20)).tolist() == [style]


def test_a_small_corpus_or_one_without_words_has_one_subject() -> None:
    frame = pd.DataFrame({"text": [f"{'q' * (i + 3)}." for i in range(40)], "outlet": "Post"})
    strata = strata_of(Corpus(conform(frame, "articles")))
    assert strata.subjects == ("all",)
    assert strata.line == "Compared like with like: one subject, one period and articles of like length."


def test_subjects_of_a_large_corpus_are_found_in_a_part_of_it(monkeypatch) -> None:
    made = mixed(1, 0.8)
    court = made.articles["text"].str.contains("judge|trial|verdict|lawyer|tribunal").to_numpy()
    monkeypatch.setattr("toolkit.analysis.strata.SAMPLE", 50)
    table = pd.crosstab(strata_of(made).subject, court)
    assert table.to_numpy().sum() == len(made)
    assert (table.min(axis=1) / table.sum(axis=1)).max() <= 0.1


def test_one_outlet_has_nothing_to_explain() -> None:
    made = mixed(9, 0.5).filter(outlet="Post")
    table = readability_by_outlet(made, measures=["rix"], min_words=20)
    assert table["explained_by"].tolist() == [""]


def test_outlets_of_a_group_are_its_clusters() -> None:
    """Each outlet has its own word: with outlets as clusters that is no difference between the groups."""
    made = mixed(10, 0.5, side={"Herald": "terrorists", "Post": "rebels"})
    place = np.arange(80) % 4
    desk = pd.Series(
        [f"{side}{i}" for side, i in zip(made.articles["outlet"], place, strict=True)], dtype="str"
    )
    word = np.where(place < 2, "rebels", "terrorists")
    text = [
        t.replace("terrorists", w).replace("rebels", w)
        for t, w in zip(made.articles["text"], word, strict=True)
    ]
    grouped = Corpus(made.articles.assign(side=made.articles["outlet"], outlet=desk, text=text))
    alone = Corpus(made.articles.assign(side=made.articles["outlet"], text=text))
    clustered, plain = (
        labels(one, by="side", voice=["narrator"]).query("label == 'rebel'").iloc[0]
        for one in (grouped, alone)
    )
    assert np.isnan(clustered["adjusted_p"])  # four outlets a side are under five
    assert np.isnan(clustered["low"])
    assert clustered["reason"].startswith("in effect 4.0 independent")
    assert plain["adjusted_p"] > 0.5


def test_a_row_that_was_never_compared_has_nothing_to_explain() -> None:
    table = pd.DataFrame({"adjusted_p": [np.nan] * 2, "cause": ["no overlap"] * 2, "reason": [None, "few"]})
    assert told(table)["explained_by"].tolist() == ["no overlap", ""]


def test_told_is_one_family_of_the_rows_that_are_asked_about() -> None:
    table = pd.DataFrame(
        {"adjusted_p": [0.03, 0.9, 0.9, np.nan], "cause": ["time", "time", "", "no overlap"]}
    )
    assert told(table)["explained_by"].tolist() == ["time", "time", "", "no overlap"]
    asked = pd.Series([True, False, False, False])
    assert told(table, asked)["explained_by"].tolist() == ["", "", "", "no overlap"]


def test_length_counts_characters_where_a_script_has_no_blanks():
    texts = pd.DataFrame({"text": ["水位在夜里上升了两米。", "It rained."]})
    assert np.exp(lengths(texts)).round().tolist() == [10, 2]
