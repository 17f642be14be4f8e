import re

import pandas as pd
import pytest

from toolkit import patterns
from toolkit.errors import ToolkitError
from toolkit.patterns import Bounded, contains, pattern


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("militant*", "Militants and a militant’s demilitantised", ["Militants", "militant"]),
        ("freedom fighter*", "freedom-fighters, freedom\nfighter", ["freedom-fighters", "freedom\nfighter"]),
        ("so-called", "the so‑called and so called", ["so‑called"]),
        ("people's army", "the People’s Army", ["People’s Army"]),
        ("armed|armed group*", "armed groups", ["armed groups"]),
        ("/kill(?:ed|ing)/", "killed, killing", ["killed", "killing"]),
        ("a.b", "a.b axb", ["a.b"]),
    ],
)
def test_matches(query, text, found):
    assert pattern(query).findall(text) == found


@pytest.mark.parametrize("query", ["", " | ", "*", "/(/", "/x*/"])
def test_refused(query):
    with pytest.raises(ToolkitError):
        pattern(query)


@pytest.mark.parametrize("query", ["/(a+)+$/", "/(?:a|aa)+$/", r"/(a+)+\1$/", "*a*a*a*a*b"])
def test_a_pattern_that_could_run_away_is_given_up_with_its_name(query, monkeypatch):
    monkeypatch.setattr(patterns, "SECONDS", 0.05)
    made = pattern(query)
    for ask in (made.search, made.findall, made.finditer):
        with pytest.raises(ToolkitError, match=r"takes over 0\.05 s on one text of 5,001 characters"):
            ask("a" * 5_000 + "!")


@pytest.mark.parametrize(
    "query", ["/(?:a*)*b/", r"/(?:\w+\s?){3,}!/", "/a*a*a*a*a*a*b/", "/(?P<x>a+)(?P=x)/"]
)
def test_a_pattern_that_could_run_away_is_bounded(query):
    assert isinstance(pattern(query), Bounded)


@pytest.mark.parametrize(
    "query", ["kill*|murder*", "freedom fighter*", "*a*a*a*a", "/kill(?:ed|ing)?/", r"/\d+ (?:men|women)/"]
)
def test_usual_patterns_are_plain(query):
    assert isinstance(pattern(query), re.Pattern)


def test_a_bounded_pattern_finds_what_a_plain_one_finds():
    text = "Ab ab abab, ba AB-ab"
    bounded, plain = pattern("/(?:ab)+/"), re.compile("(?:ab)+", re.IGNORECASE)
    assert isinstance(bounded, Bounded)
    assert bounded.findall(text) == plain.findall(text)
    assert [m.span() for m in bounded.finditer(text)] == [m.span() for m in plain.finditer(text)]
    assert bounded.search(text).span() == (0, 2)
    assert bounded.match("xab") is None
    assert contains(pd.Series([text, "x", None]), bounded).tolist() == [True, False, False]
