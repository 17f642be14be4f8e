import datetime as dt

import pytest

from toolkit.pages.fields.dates import read_date

CAPTURED = dt.datetime(2024, 11, 15, 9, 30)


@pytest.mark.parametrize(
    ("line", "day", "kind"),
    [
        ("Updated 14 November 2024", "2024-11-14", "updated"),
        ("Fri 25 Dec, 2020", "2020-12-25", "published"),
        ("Published March 3, 2031", "2031-03-03", "published"),
        ("Publiziert am 13. Januar 2014", "2014-01-13", "published"),
        ("2024-03-01T10:00:00Z", "2024-03-01", "published"),
        ("March 3, 2031 at 5:04 pm", "2031-03-03", "published"),
        ("Monday, 3 March 2025 | 10:15", "2025-03-03", "published"),
        ("Last updated: 5 Mar 2020, 11:02 GMT", "2020-03-05", "updated"),
        ("10:30 AM, March 3, 2020", "2020-03-03", "published"),
        ("5th February 2022", "2022-02-05", "published"),
        ("2031年3月4日", "2031-03-04", "published"),
    ],
)
def test_real_dates(line, day, kind):
    found = read_date(line)
    assert (str(found.day), found.kind, found.raw) == (day, kind, line)


@pytest.mark.parametrize(
    "line",
    [
        "on",
        "May",
        "November 2024",
        "In 2010, a man said so",
        "14 November 2024 was a bad day for the valley",
        "7 questions the minister must answer",
        "51 years after the war",
        "31/31/2020",
        "2 killed",
        "30 February 2020",
    ],
)
def test_no_date(line):
    assert read_date(line) is None


@pytest.mark.parametrize(
    "line", ["Updated 12 sec ago", "3 hours ago", "yesterday", "Apr 21", "just now", "6:14 a.m.", "10:22"]
)
def test_relative_dates_stay_null_without_the_moment_of_saving(line):
    found = read_date(line)
    assert found.day is None
    assert found.kind == "relative"
    assert found.raw == line


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("12 sec ago", "2024-11-15"),
        ("10 hours ago", "2024-11-14"),
        ("yesterday", "2024-11-14"),
        ("6:14 a.m.", "2024-11-15"),
        ("2 weeks ago", "2024-11-01"),
        ("Apr 21", "2024-04-21"),
        ("21 December", "2023-12-21"),
    ],
)
def test_relative_dates_with_the_moment_of_saving(line, day):
    assert str(read_date(line, captured=CAPTURED).day) == day


def test_day_first_and_month_first():
    assert str(read_date("03/04/2024").day) == "2024-04-03"
    assert str(read_date("03/04/2024", order="month").day) == "2024-03-04"
    assert str(read_date("25/04/2024", order="month").day) == "2024-04-25"
