"""Topics by month and week: shares, first and last days, changes, and events beside them."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from topic_corpora import article, planted

from toolkit import evidence, over_time
from toolkit.analysis.topics.find import topics
from toolkit.analysis.topics.over_time import period_of, topic_changes
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError, TableError
from toolkit.figures import over_time_figure

EVENTS = pd.DataFrame(
    {"date": ["2024-03-12", "2024-03-13", "2031-01-01"], "name": ["Dam breaks", "Vote", "Later"]}
)


@pytest.fixture(scope="module")
def rising():
    """Ninety articles of six months; floods are rare before March and usual from then on."""
    frame = planted(90, themes=("flood", "vote", "match")).articles
    days = pd.Series(pd.Timestamp("2024-01-03") + pd.to_timedelta(np.arange(90) * 2, unit="D"), frame.index)
    rng, late = np.random.default_rng(2), days >= "2024-03-01"
    other = rng.choice(["vote", "match"], 90)
    themes = np.where(rng.random(90) < np.where(late, 0.6, 0.05), "flood", other)
    text = [article(theme, rng) for theme in themes]
    frame = frame.assign(published=days.astype(frame["published"].dtype), text=text, theme=themes)
    return topics(Corpus(frame), k=3, method="nmf")


def test_a_rise_is_named_with_its_month_and_what_happened(rising) -> None:
    table = topic_changes(rising, events=EVENTS)
    flood = rising.terms.loc[rising.terms["term"] == "river", "topic"].iloc[0]
    row = table[table["topic"] == flood].iloc[0]
    assert row["period"] == "2024-03"
    assert row["finding"]
    assert 0 < row["low"] < row["difference"] < row["high"]
    assert row["share_after"] - row["share_before"] == pytest.approx(row["difference"])
    assert row["events"] == "Dam breaks | Vote"
    assert "; its share rises from " in row["statement"]
    assert row["statement"].endswith("At that time: Dam breaks | Vote.")
    fallen = table[table["finding"] & (table["topic"] != flood)]
    assert fallen["statement"].str.contains("; its share falls from ").all()


def test_first_and_last_are_days_of_the_topics_own_articles(rising) -> None:
    table = topic_changes(rising)
    for row in table.to_dict("records"):
        own = evidence(rising.found.corpus, table.iloc[row["topic"] - 1])
        days = rising.found.corpus.articles.set_index("article_id").loc[own["article_id"], "published"]
        assert (row["n"], row["n_dated"]) == (len(own), len(own))
        assert (row["first"], row["last"]) == (days.min(), days.max())


def test_articles_without_a_date_are_counted_but_in_no_period(rising) -> None:
    corpus = rising.found.corpus
    undated = corpus.articles["published"].where(np.arange(90) % 3 != 0)
    found = replace(rising.found, corpus=replace(corpus, articles=corpus.articles.assign(published=undated)))
    table = topic_changes(replace(rising, found=found))
    assert table["n"].sum() == 90
    assert table["n_dated"].sum() == 60
    thin = replace(rising, found=found)
    dated = over_time(found.corpus, "topics", topics=thin, over="month").dropna(subset=["period"])
    assert dated.groupby("value")["n"].sum().tolist() == [60] * 3
    none = replace(found, corpus=replace(corpus, articles=corpus.articles.assign(published=pd.NaT)))
    table = topic_changes(replace(rising, found=none))
    assert table[["first", "last", "period", "difference", "p"]].isna().all(axis=None)
    assert table["reason"].str.contains("fewer than two periods").all()
    assert table["statement"].str.contains("none of its").all()
    course = over_time(none.corpus, "topics", topics=replace(rising, found=none), over="month")
    assert course["period"].isna().all()


def test_where_nothing_changes_the_statement_says_so() -> None:
    found = topics(planted(48), k=4, method="nmf")
    table = topic_changes(found, events=EVENTS)
    assert not table["finding"].any()
    assert table["events"].isna().all()
    assert table["statement"].str.endswith("no change of its share is certain.").all()


@pytest.mark.parametrize(
    ("day", "week"), [("2024-12-29", "2024-W52"), ("2024-12-30", "2025-W01"), ("2021-01-03", "2020-W53")]
)
def test_weeks_are_those_of_the_standard(day: str, week: str) -> None:
    assert period_of(pd.to_datetime(pd.Series([day])), "week").tolist() == [week]


def test_events_come_from_the_settings_where_none_are_given(rising) -> None:
    corpus = rising.found.corpus
    events = (SimpleNamespace(date=dt.date(2024, 3, 2), name="Inquiry"),)
    settings = SimpleNamespace(
        events=events, comparison=corpus.settings.comparison, seed=corpus.settings.seed
    )
    found = replace(rising, found=replace(rising.found, corpus=replace(corpus, settings=settings)))
    changes = topic_changes(found)
    assert changes.loc[changes["period"] == "2024-03", "events"].dropna().unique().tolist() == ["Inquiry"]


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (pd.DataFrame({"day": ["2024-01-01"], "name": ["A"]}), "no date"),
        (pd.DataFrame({"date": ["2024-13-45"], "name": ["A"]}), "events: a date is none"),
    ],
)
def test_events_that_cannot_be_placed_are_an_error(rising, events: pd.DataFrame, words: str) -> None:
    with pytest.raises(TableError, match=words):
        topic_changes(rising, events=events)


def test_an_unknown_length_of_a_period_is_an_error(rising) -> None:
    with pytest.raises(InputError, match="must be 'month' or 'week', not 'day'"):
        topic_changes(rising, "day")


def test_the_figure_of_topics_numbers_the_events_and_has_a_panel_a_topic(rising) -> None:
    corpus, labels = rising.found.corpus, rising.topics["label"].tolist()
    events = [SimpleNamespace(date=dt.date(2024, 3, 12), name="Dam breaks")]
    figure = over_time_figure(over_time(corpus, "topics", topics=rising, over="month"), events)
    assert "Marked: 1 Dam breaks (2024-03-12)." in figure.caption
    titles = [ax.get_title(loc="left").replace("\n", " ") for ax in figure.mpl.axes if ax.get_visible()]
    assert sorted(titles) == sorted(labels)
    assert all(f"{label}: " in figure.alt for label in labels)
