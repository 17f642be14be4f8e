"""What a page says of itself: JSON-LD in its shapes, meta names, titles without the site, names, bylines."""

import datetime as dt
import json

import pytest

from toolkit.pages.html.bylines import read_imprint
from toolkit.pages.html.head import iso_day
from toolkit.pages.html.jsonld import read_jsonld
from toolkit.pages.html.lines import parse
from toolkit.pages.html.metadata import Metadata, same_title, strip_site
from toolkit.pages.html.names import clean_names, is_person


def said(value):
    return read_jsonld(parse(f'<script type="application/ld+json">{json.dumps(value)}</script><p>x</p>'))


@pytest.mark.parametrize(
    "author",
    [
        "Jo Day",
        ["Jo Day"],
        {"name": "Jo Day"},
        [{"@type": "Person", "name": "Jo Day", "url": "/jo"}],
        {"@type": "Person", "name": ["Jo Day"]},
    ],
)
def test_shapes_of_an_author(author):
    assert said({"@type": "NewsArticle", "headline": "Rain", "author": author})[0].authors == ("Jo Day",)


@pytest.mark.parametrize(
    "wrap", [lambda it: it, lambda it: [it], lambda it: {"@graph": [it]}, lambda it: {"mainEntity": it}]
)
def test_shapes_of_a_script(wrap):
    it = {"@type": ["Thing", "OpinionNewsArticle"], "headline": "Rain &amp; sun"}
    assert [found.headline for found in said(wrap(it))] == ["Rain & sun"]


def test_author_by_reference_and_organisation_as_author():
    graph = {
        "@graph": [
            {"@type": "Article", "headline": "Rain", "author": {"@id": "#jo"}},
            {"@type": "Person", "@id": "#jo", "name": "Jo Day"},
            {"@type": "Article", "headline": "Sun", "author": {"@type": "Organization", "name": "The Wire"}},
        ]
    }
    first, second = said(graph)
    assert first.authors == ("Jo Day",)
    assert (second.authors, second.organisations) == ((), ("The Wire",))


@pytest.mark.parametrize("text", ["{", "null", "[[[[[[[[[[[[]]]]]]]]]]]]", '{"@type": 3}', "[" * 50_000])
def test_broken_json_ld_is_nothing(text):
    assert read_jsonld(parse(f'<script type="application/ld+json">{text}</script><p>x</p>')) == []


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Rain in May | The Port Courier", "Rain in May"),
        ("Rain in May - Port Courier", "Rain in May"),
        ("The Port Courier: Rain in May", "Rain in May"),
        ("Port Courier | Rain in May", "Rain in May"),
        ("Rain in May | Weather | Port Courier", "Rain in May"),
        ("Rain - a history of the north", "Rain - a history of the north"),
        ("Rain", "Rain"),
    ],
)
def test_site_name_off_the_title(title, bare):
    assert strip_site(title, {"portcourier"}) == bare


def test_titles_alike():
    assert same_title("Rain in May, again", "Rain in May again | Courier")
    assert not same_title("Rain in May", "Sun in June and no rain at all")
    assert not same_title("", "")


@pytest.mark.parametrize(
    ("sources", "names"),
    [
        ([["By Jo Day and Al Ben"]], ["Jo Day", "Al Ben"]),
        ([["Staff"], ["Jo Day"]], ["Jo Day"]),
        ([["The Port Courier"]], []),
        ([["https://example.org/jo"], ["@joday"], ["jo@example.org"]], []),
        ([["Staff Reporter"]], ["Staff Reporter"]),
        ([["Jo Day", "JO DAY"]], ["Jo Day"]),
        ([["Reuters"]], ["Reuters"]),
    ],
)
def test_names(sources, names):
    assert clean_names(sources, {"portcourier"}) == names


@pytest.mark.parametrize("name", ["News Desk", "Agence France-Presse", "Reuters", "March 4", "5 minutes"])
def test_not_a_person(name):
    assert not is_person(name)


@pytest.mark.parametrize(
    ("line", "names", "day"),
    [
        ("By Jo Day | 5 March 2024", ("Jo Day",), dt.date(2024, 3, 5)),
        ("Posted on March 5, 2024 by Jo Day", ("Jo Day",), dt.date(2024, 3, 5)),
        ("5 March 2024 • By Jo Day and Al Ben • 3 min read", ("Jo Day", "Al Ben"), dt.date(2024, 3, 5)),
        ("Jo Day | 5 March 2024", ("Jo Day",), dt.date(2024, 3, 5)),
        ("Von Jo Day, 5. März 2024", ("Jo Day",), dt.date(2024, 3, 5)),
    ],
)
def test_imprint(line, names, day):
    found = read_imprint(line)
    assert (found.names, found.date.day) == (names, day)


@pytest.mark.parametrize(
    "line", ["By noon on 5 March 2024 the rain had stopped.", "Rain in the north", "World | Sport", ""]
)
def test_no_imprint(line):
    assert read_imprint(line) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-02-29T04:20:17+00:00", dt.date(2024, 2, 29)),
        ("20240229", dt.date(2024, 2, 29)),
        ("2024-02-30", None),
        ("soon", None),
    ],
)
def test_machine_dates(text, day):
    assert iso_day(text) == day


def test_meta_names_of_a_sites_own():
    page = '<meta name="xyz.author" content="Jo Day"><meta name="twitter:site" content="@a"><p>x</p>'
    data = Metadata(parse(page), "Courier")
    import re

    assert data.named(("author",), re.compile(r"(?:^|[.:_-])author$")) == ["Jo Day"]
