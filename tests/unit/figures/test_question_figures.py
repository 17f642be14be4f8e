"""Figures over time and of one's own questions: gaps, events, what is not drawn."""

import re

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.question import collocations, compare, over_time, term_rates
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.periods import LEAST_DAYS, LEAST_PERIODS, calendar, course_over
from toolkit.errors import TableError, ToolkitError
from toolkit.figures import collocation_figure, comparison_figure, over_time_figure, rates_figure
from toolkit.report.page.draw import draw
from toolkit.settings import make_settings
from toolkit.tables import conform

EVENTS = make_settings(
    {"events": [{"date": "2024-03-05", "name": "The $5 dam"}, {"date": "2020-01-01", "name": "Long ago"}]}
).events


def corpus_of(days, outlets=("Post",)):
    texts = [f"Rain fell on village {at}, the river rose by {at} feet." for at in range(len(days))]
    names = [outlets[at % len(outlets)] for at in range(len(days))]
    return Corpus(conform(pd.DataFrame({"text": texts, "published": days, "outlet": names}), "articles"))


def months(*counts):
    """Days of publication: so many articles in each month from January 2024."""
    return [f"2024-{month:02}-{day % 28 + 1:02}" for month, n in enumerate(counts, 1) for day in range(n)]


def test_a_line_breaks_where_a_month_has_too_few_articles():
    table = term_rates(corpus_of(months(8, 2, 0, 8, 8)), "rain", by=None)
    figure = over_time_figure(table, EVENTS)
    drawn = figure.mpl.axes[0].lines[0].get_ydata()
    assert np.isnan(np.asarray(drawn, dtype=float)).tolist() == [False, True, True, False, False]
    assert "lines break" in figure.caption
    assert "Marked: 1 The $5 dam (2024-03-05)." in figure.caption
    assert "Outside the periods drawn: Long ago (2020-01-01)." in figure.caption
    marks = [text.get_text() for text in figure.mpl.axes[0].texts]
    assert marks == ["1"]


def test_months_without_articles_keep_their_place():
    found = calendar(pd.to_datetime(pd.Series(["2023-11-02", "2024-02-01"])))
    assert found.names == ("2023-11", "2023-12", "2024-01", "2024-02")
    assert calendar(pd.Series([], dtype="datetime64[s]")).names == ()
    with pytest.raises(TableError, match="no period 'fortnight'"):
        calendar(pd.to_datetime(pd.Series(["2024-01-01"])), "fortnight")


@pytest.mark.parametrize(
    ("over", "first"), [("week", "2024-01-01"), ("month", "2024-01"), ("quarter", "2024-Q1")]
)
def test_names_of_periods_sort_as_time_does(over, first):
    days = pd.Series(pd.date_range("2024-01-01", "2026-06-30", freq="5D"))
    names = calendar(days, over).names
    assert list(names) == sorted(names)
    assert len(set(names)) == len(names)
    assert names[0] == ("2024-W01" if over == "week" else first)


def test_a_week_belongs_to_the_year_of_its_thursday():
    names = calendar(pd.to_datetime(pd.Series(["2020-12-31", "2021-01-03", "2021-01-04"])), "week").names
    assert names == ("2020-W53", "2021-W01")


@pytest.mark.parametrize("days", [LEAST_DAYS - 1, LEAST_DAYS])
def test_a_handful_of_dates_is_no_course(days):
    """Three months with enough articles each, on few different days."""
    each = [pd.Timestamp("2024-01-10") + pd.Timedelta(9 * (at % days), "D") for at in range(90)]
    over, why = course_over(pd.Series(each), "month")
    assert (over == "month") == (days == LEAST_DAYS)
    assert ("different days" in why) == (days < LEAST_DAYS)


@pytest.mark.parametrize("n", [LEAST_PERIODS["month"] - 1, LEAST_PERIODS["month"]])
def test_two_months_are_no_course(n):
    corpus = corpus_of(months(*[12] * n))
    table = over_time(corpus, "articles", over="month")
    if n == LEAST_PERIODS["month"]:
        assert over_time_figure(table).alt
        return
    assert "2 months with 5 dated articles or more, where 3 are needed" in table.attrs["not_drawn"]
    with pytest.raises(ToolkitError, match="no course over time is drawn"):
        over_time_figure(table)
    assert repr(draw(over_time_figure, table)).startswith("No course over time is drawn: there are 2 months")


@pytest.mark.parametrize("n", [LEAST_PERIODS["week"] - 1, LEAST_PERIODS["week"]])
def test_weeks_are_taken_where_they_are_enough(n):
    days = pd.Series(pd.date_range("2024-01-01", periods=7 * n))
    assert course_over(days)[0] == ("week" if n == LEAST_PERIODS["week"] else "")


@pytest.mark.parametrize("least", [4, 5, 6])
def test_a_month_counts_from_the_fewest_articles_of_the_settings(least):
    days = pd.to_datetime(pd.Series(months(5, 5, 5, 30)))
    assert bool(course_over(days, "month", least=least)[0]) == (least <= 5)


def test_a_name_of_two_months_is_not_drawn_though_the_articles_are():
    texts = [f"Militants left village {at}." if at < 20 else f"Rain fell on {at}." for at in range(40)]
    frame = pd.DataFrame({"text": texts, "published": months(10, 10, 10, 10), "outlet": "Post"})
    corpus = Corpus(conform(frame, "articles"))
    assert over_time(corpus, "articles").attrs["not_drawn"] == ""
    assert (
        over_time(corpus, "names").attrs["not_drawn"].startswith("2 months have enough of it for an interval")
    )
    none = over_time(corpus_of(months(10, 10, 10)), "names")
    assert none.empty
    with pytest.raises(ToolkitError, match="no course over time is drawn"):
        over_time_figure(none)


def test_undated_articles_are_counted_and_said():
    table = over_time(corpus_of([*months(9, 9, 9), None, None]), "articles", over="month")
    assert table["count"].sum() == 29
    assert "Without a date and not drawn: 2 articles." in over_time_figure(table).caption


def test_articles_have_a_panel_an_outlet_in_its_colour_and_counts_of_zero():
    days = months(12, 0, 12, 12)
    table = over_time(corpus_of(days, ("Post", "Herald")), "articles", by="outlet", over="month")
    figure = over_time_figure(table)
    assert {ax.get_title(loc="left") for ax in figure.mpl.axes if ax.get_visible()} == {"Post", "Herald"}
    assert table[table["outlet"] == "Post"]["count"].tolist() == [6, 0, 6, 6]
    assert "2024-02" not in re.findall(r"Post: (.*)", figure.alt)[0].split(";")[0]


def test_a_table_of_something_else_is_refused():
    with pytest.raises(TableError, match="over_time"):
        over_time_figure(pd.DataFrame({"n": [1]}))
    with pytest.raises(TableError, match="cannot be followed over time; did you mean 'names'"):
        over_time(corpus_of(months(3)), "name")


def test_what_cannot_be_drawn_says_why():
    corpus = corpus_of(months(2, 2), ("Post", "Herald"))
    with pytest.raises(ToolkitError, match="no group has enough articles"):
        rates_figure(term_rates(corpus, "rain", over=None))
    with pytest.raises(ToolkitError, match="over_time_figure draws it"):
        rates_figure(term_rates(corpus, "rain"))
    with pytest.raises(ToolkitError, match="no word occurs near it"):
        collocation_figure(collocations(corpus, "unicorn"))


def test_crude_and_like_for_like_are_told_apart():
    corpus = corpus_of(months(20, 20), ("Post", "Herald"))
    figure = comparison_figure(compare(corpus, ["rain", "feet"]))
    assert "like for like" in figure.alt
    assert "Hollow" in figure.caption
    assert len(figure.svg()) > 1000


@pytest.mark.parametrize(("uses", "articles", "listed"), [(3, 2, True), (2, 2, False), (3, 1, False)])
def test_a_collocate_needs_three_uses_in_two_articles(uses, articles, listed):
    texts = [f"The army marched north on {at}." for at in range(8)]
    for use in range(uses):
        texts[use % articles] += f" Army scouts number {use}."
    corpus = Corpus(conform(pd.DataFrame({"text": texts}), "articles"))
    table = collocations(corpus, "army")
    assert ("scouts" in set(table["feature"])) == listed
    assert table.attrs["left_out"]["rare"] > 0


@pytest.mark.parametrize("n", [4, 5])
def test_association_has_an_interval_from_five_articles(n):
    texts = [f"The army marched north on {at}. Rain fell on {at}." for at in range(n)]
    table = collocations(Corpus(conform(pd.DataFrame({"text": texts}), "articles")), "army")
    assert table["low"].notna().all() == (n == 5)
    assert table["reason"].isna().all() == (n == 5)
