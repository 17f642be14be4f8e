"""Small reaches and lengths of the page readers, from both of their sides, and lines that few pages reach."""

import datetime as dt
import json

import pytest
from html_pages import paragraphs

from toolkit.errors import InputError
from toolkit.pages.exports.factiva_xml import read_factiva_xml
from toolkit.pages.fields.bylines import _is_house
from toolkit.pages.fields.datelines import is_place
from toolkit.pages.html import lines, region
from toolkit.pages.html.articles import split_html
from toolkit.pages.html.bylines import _marked
from toolkit.pages.html.prose import Prose
from toolkit.pages.html.source import Source
from toolkit.pages.read.dates import has_date, stated_date
from toolkit.pages.read.files import Page
from toolkit.pages.read.records import read_records
from toolkit.pages.rows import Rows
from toolkit.pages.themes import load_furniture
from toolkit.settings import PagesSettings, Settings


def read_lines(html: str) -> list[lines.Line]:
    return lines.read_lines(lines.parse(html), Source(html))


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("4 Januar 69", dt.date(1969, 1, 4)),
        ("4 Januar 68", dt.date(2068, 1, 4)),
        ("4 May 69", dt.date(1969, 5, 4)),
        ("4 May 68", dt.date(2068, 5, 4)),
        ("4 May 2069", dt.date(2069, 5, 4)),
        ("13/12/2024", dt.date(2024, 12, 13)),
        ("12/13/2024", dt.date(2024, 12, 13)),
        ("12/11/2024", dt.date(2024, 11, 12)),
    ],
)
def test_years_of_two_figures_and_days_that_are_no_month(raw: str, day: dt.date) -> None:
    found = stated_date(raw, order="day")
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(("length", "found"), [(200, True), (201, False)])
def test_the_longest_line_with_a_date(length: int, found: bool) -> None:
    assert has_date("4 May 2024".ljust(length)) is found


@pytest.mark.parametrize(("letters", "place"), [(40, True), (41, False)])
def test_the_longest_place(letters: int, place: bool) -> None:
    assert is_place(f"{'P' + 'a' * (letters - 1)}, France") is place


@pytest.mark.parametrize(
    ("part", "name", "house"),
    [
        ("TORVIK", "Jo Day", True),
        ("TORVIK", "JO DAY", False),  # all is in capitals
        ("USA", "Jo Day", False),  # three letters may be initials
        ("Rain", "Jo Day", False),
        ("Special to the Post", "JO DAY", True),
    ],
)
def test_where_an_author_works(part: str, name: str, house: bool) -> None:
    assert _is_house(part, name) is house


@pytest.mark.parametrize(("n", "marked"), [(region.IMPRINT, True), (region.IMPRINT + 1, False)])
def test_the_longest_line_that_is_marked_as_author_or_date(n: int, marked: bool) -> None:
    (line,) = read_lines(f"<p>{'rain ' * (n - 1)}<time>Monday</time></p>")
    assert region.is_marked(line) is marked


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<p>By <a rel=author>Jo Day</a></p>", ["Jo Day"]),
        ("<p>By <a rel=author>Jo Day and the newsroom team</a></p>", ["Jo Day"]),
        ("<p class=author>Jo Day</p>", ["Jo Day"]),
        ("<p>Jo Day</p>", []),
    ],
)
def test_names_that_are_marked_as_authors(html: str, names: list[str]) -> None:
    (line,) = read_lines(html)
    assert _marked(line, ()) == names


@pytest.mark.parametrize("behind", ["", "\n", "</p>", "</p></article>"])
def test_the_blocks_of_a_page_are_never_empty(behind: str) -> None:
    text = paragraphs("a").removesuffix("</p>")
    said = f"<html><body><article><h1>Rain at Torvik</h1>{text}{behind}"
    found = split_html(Page("a.html", "Post", said, "", ""), load_furniture(), PagesSettings())
    assert all(block["start"] < block["end"] for block in found.blocks)
    assert found.blocks[-1]["end"] == len(said)


@pytest.mark.parametrize(("share", "idle"), [(3, True), (1, False)])
def test_a_name_that_most_of_the_prose_goes_by_says_nothing(share: int, idle: bool) -> None:
    text = f"<p>{'The rain fell on the hills all day and night. ' * 3}</p>"
    found = Prose(read_lines(f"<div>{f'<div class=paywall>{text}</div>' * share}{text * (4 - share)}</div>"))
    assert ("paywall" in found.idle) is idle


def test_rows_in_parts() -> None:
    rows = Rows([{"a": n} for n in range(5)])
    assert [[row["a"] for row in part] for part in rows.parts(2)] == [[0, 1], [2, 3], [4]]
    assert [len(part) for part in rows.parts(5)] == [5]
    assert [len(part) for part in Rows([]).parts(2)] == [0]
    assert [list(part.values("a", 1)) for part in rows.parts(3)] == [[1, 2], [4]]


def test_indented_paragraphs_of_factiva_xml() -> None:
    lead = "First it rained.\n   Then it <i>snowed</i>."
    text = "<article><headline>Rain</headline><leadParagraph><para>First it rained.\n   Then it snowed.\n\nAll day.</para></leadParagraph></article>"
    (document,) = read_factiva_xml("<x>" + text + "</x>").documents
    assert [part.text.strip() for part in document.body] == [
        "First it rained.",
        "Then it snowed.",
        "All day.",
    ]
    for part in document.body:
        said = ("<x>" + text)[part.start : part.end]
        assert said.strip() == part.text.strip()
    (marked,) = read_factiva_xml(
        f"<article><leadParagraph><para>{lead}</para></leadParagraph></article>"
    ).documents
    assert len(marked.body) == 1  # with marks inside it is left as it is


@pytest.mark.parametrize(("depth", "found"), [(0, True), (5, True), (6, False)])
def test_how_deep_a_list_of_articles_may_lie(depth: int, found: bool) -> None:
    data: object = [{"title": "Rain", "text": "It rained on the hills. " * 20}]
    for _ in range(depth):
        data = {"page": data}
    given = json.dumps(data).encode()
    if not found:
        with pytest.raises(InputError, match="no column 'text'"):
            read_records(given, name="a.json", outlet="Post", settings=Settings())
        return
    assert len(read_records(given, name="a.json", outlet="Post", settings=Settings()).articles) == 1
