"""Names and dates as pages print them: the kinds that readers of other tools reported, and variants of each."""

import datetime as dt

import pytest

from toolkit.pages.fields.bylines import names_beside, read_byline, split_names
from toolkit.pages.fields.dates import find_date, read_date
from toolkit.pages.fields.scripts import count_words, size_of

SAVED = dt.datetime(2024, 3, 31, 9, 0)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("the 4th of July 2024", "2024-07-04"),
        ("the 1st of May 2023", "2023-05-01"),
        ("November 9, 2015 Monday", "2015-11-09"),
        ("9 November 2015, Monday", "2015-11-09"),
        ("November 9, 2015 Monday 10:05 AM GMT", "2015-11-09"),
        ("Sat, 29 Jun 2024 10:55:08 +0000", "2024-06-29"),
        ("Tue, 5 Mar 2024 23:10:00 -0500", "2024-03-05"),
        ("Fri Apr 03 17:00:00 UTC 2020", "2020-04-03"),
        ("Mon Apr 20 20:05:30 +0000 2009", "2009-04-20"),
        ("Tue Mar 05 2024 10:00:00 GMT+0000 (Coordinated Universal Time)", "2024-03-05"),
        ("2024-01-15T10:00:00.000Z", "2024-01-15"),
        ("2014-04-30T16:03:48.136015Z", "2014-04-30"),
        ("2024-01-15 10:00:00+05:00", "2024-01-15"),
        ("02 Apr 05 16:13 -0500", "2005-04-02"),
        ("15-Jan-24", "2024-01-15"),
        ("7 Dec 99 10:00", "1999-12-07"),
        ("First published 5 March 2024; updated 7 March 2024", "2024-03-05"),
        ("Updated March 7, 2024, Published March 5, 2024", "2024-03-05"),
        ("5 March 2024 (updated 7 March 2024)", "2024-03-05"),
        ("Gepubliceerd op 21 september 20206 januari 2021", "2020-09-21"),
    ],
)
def test_dates_with_words_clocks_and_zones_around(line, day):
    assert str(read_date(line).day) == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("12 de março de 2024", "2024-03-12"),
        ("1er mars 2024", "2024-03-01"),
        ("5 de marzo de 2024", "2024-03-05"),
        ("Dienstag, 5. März 2024, 10:30 Uhr", "2024-03-05"),
        ("5 maart 2024", "2024-03-05"),
        ("5 марта 2024 г.", "2024-03-05"),
        ("5 Mart 2024 Salı", "2024-03-05"),
        ("٥ مارس ٢٠٢٤", "2024-03-05"),
        ("5 मार्च 2024, 10:30 AM IST", "2024-03-05"),
        ("৫ মার্চ ২০২৪", "2024-03-05"),
        ("Senin, 5 Maret 2024 | 10:05 WIB", "2024-03-05"),
        ("2024年3月5日 10:05", "2024-03-05"),
        ("2024년 3월 5일", "2024-03-05"),
        ("投稿日: 2016年3月10日", "2016-03-10"),
    ],
)
def test_dates_in_other_languages(line, day):
    assert str(read_date(line).day) == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("1 week ago at 12 am", "2024-03-24"),
        ("3 days, 2 hours ago", "2024-03-28"),
        ("vor 3 Tagen", "2024-03-28"),
        ("hace 2 días", "2024-03-29"),
        ("2 giorni fa", "2024-03-29"),
        ("3時間前", "2024-03-31"),
    ],
)
def test_dates_told_from_the_moment_of_saving(line, day):
    assert str(read_date(line, captured=SAVED).day) == day
    assert read_date(line).day is None


@pytest.mark.parametrize(
    "line",
    [
        "Rebuilding better after Covid-19, part 1",
        "Profits up again; fees to rise in 2000 um 4,5 percent",
        "Set 5",
        "5 out",
        "24/7",
        "In March 5 people died",
        "31 February 2024, 10:00",
    ],
)
def test_headlines_are_no_dates(line):
    assert read_date(line, captured=SAVED) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Leigh :) Voss", ["Leigh Voss"]),
        ("By Nadia Karim, Omar Reis, and Lena Voss", ["Nadia Karim", "Omar Reis", "Lena Voss"]),
        ("By Nadia Karim, Omar Reis, & Lena Voss", ["Nadia Karim", "Omar Reis", "Lena Voss"]),
        ("Von Nadia Karim, Omar Reis und Lena Voss", ["Nadia Karim", "Omar Reis", "Lena Voss"]),
        ("By Abd al-Rahman al-Rashed", ["Abd al-Rahman al-Rashed"]),
        ("By Zia ul-Haq Reis", ["Zia ul-Haq Reis"]),
        ("By Karim el-Sayed and Omar ibn Reis", ["Karim el-Sayed", "Omar ibn Reis"]),
        ("By Sofia della Reis", ["Sofia della Reis"]),
        ("Por María de los Ángeles", ["María de los Ángeles"]),
        ("Por João dos Santos", ["João dos Santos"]),
        ("By Ali Khan, Sana and Bilal", ["Ali Khan", "Sana", "Bilal"]),
        ("By Rebecca and Omar", ["Rebecca", "Omar"]),
        ("By Ali Khan, Karachi", ["Ali Khan"]),
        ("By Nadia Karim / Omar Reis", ["Nadia Karim", "Omar Reis"]),
        ("By Nadia Karim, USA TODAY", ["Nadia Karim"]),
        ("By Nadia Karim, Special to the Valley Post", ["Nadia Karim"]),
        ("By Nadia Karim, Ph.D., and Omar Reis", ["Nadia Karim", "Omar Reis"]),
        ("Oleh Budi Santoso", ["Budi Santoso"]),
        ("Pewarta: Budi Santoso", ["Budi Santoso"]),
        ("作者：张三", ["张三"]),
        ("Автор: Иван Иванов", ["Иван Иванов"]),
    ],
)
def test_names(line, names):
    assert read_byline(line) == names


def test_lists_with_the_surname_first_and_notes_on_authors():
    assert split_names("Karim, Nadia; Reis, Omar") == ["Nadia Karim", "Omar Reis"]
    assert split_names("Nadia Karim is a writer in Torvik") == ["Nadia Karim"]


@pytest.mark.parametrize(
    ("line", "day", "names"),
    [
        ("Publiziert am 5. März 2024 von Nadia Karim", "2024-03-05", ["Nadia Karim"]),
        ("Posted by Nadia Karim at Thursday, Mar 10, 2016", "2016-03-10", ["Nadia Karim"]),
        ("February 28, 2016 Nadia Karim 3 Comments", "2016-02-28", ["Nadia Karim"]),
        ("Politics Nadia Karim - March 17, 2017", "2017-03-17", ["Nadia Karim"]),
        ("por José Kuiava | 2 out 2019 | Blog", "2019-10-02", ["José Kuiava"]),
        ("カテゴリー: 絵 | 投稿日: 2016年3月10日 | 投稿者: hiroko", "2016-03-10", ["hiroko"]),
        ("Auteur JosienGepubliceerd op 21 september 2020", "2020-09-21", ["Josien"]),
        ("26th of February 2007 by admin", "2007-02-26", []),
    ],
)
def test_a_line_with_a_date_and_a_name(line, day, names):
    found, rest = find_date(line)
    assert (str(found.day), names_beside(rest)) == (day, names)


def test_lengths_where_words_are_not_spaced():
    assert count_words("昨日は雨が降った") == 4
    assert count_words("ฝนตกหนัก") == 2
    assert count_words("It rained 雨が") == 3
    assert size_of("雨が") == 3 * size_of("no") == 6


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("24/06/202618/03/2026 por Ana Roux", "2026-03-18"),
        ("April 21, 2024February 24, 2024 by Jo Day", "2024-02-24"),
        ("7 May 2024 | 5 March 2024 | Jo Day", "2024-03-05"),
        ("5 March 2024 | 7 May 2024 | Jo Day", "2024-03-05"),
        ("5 May 2024 | First published 7 March 2023", "2023-03-07"),
        ("17 tammikuun, 2019 Ana Roux", "2019-01-17"),
    ],
)
def test_of_two_days_without_a_word_the_earlier_is_of_publication(line, day):
    assert str(find_date(line)[0].day) == day
