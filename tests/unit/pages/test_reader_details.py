"""Small decisions of the page readers, each from both of its sides."""

from types import SimpleNamespace

import pytest

from toolkit.pages.exports import fields, nexis
from toolkit.pages.exports.document import Document
from toolkit.pages.fields.datelines import read_opening
from toolkit.pages.fields.dates import read_date
from toolkit.pages.html import body, bylines, parts, prose
from toolkit.pages.html.lines import parse, read_lines
from toolkit.pages.html.names import with_byline
from toolkit.pages.html.source import Source
from toolkit.pages.read import pdf, tables
from toolkit.pages.read.dates import stated_date
from toolkit.pages.read.limits import LIMITS
from toolkit.pages.read.paragraphs import from_text
from toolkit.pages.text import articles, blocks
from toolkit.pages.text import lines as text_lines
from toolkit.pages.text.split import Stretch

PROSE = "The council of the harbour met again on Monday and said that the crane would stay where it is. "


@pytest.mark.parametrize(
    ("given", "published"),
    [
        ({"year": "2030"}, "2030"),
        ({"year": "2030", "published": "8 May 2030"}, "8 May 2030"),
        ({"year": "2030", "published": "Monday"}, "Monday"),  # as printed, though it is no date
        ({}, None),
    ],
)
def test_the_year_of_an_export_stands_in_for_a_date(given, published):
    assert fields._finished(Document(fields=dict(given))).fields.get("published") == published


COVERED = "Documents (2)\n\n1. Dam gives way\n\n2. Crane stands idle\n\n{}\n\nThe Post\n\nMay 8, 2030 Friday\n\nBody\n\nIt rained."


@pytest.mark.parametrize(
    ("title", "first"), [("Dam gives way", "Dam gives way"), ("Dam has given way", "Dam has given way")]
)
def test_the_first_document_of_nexis_begins_at_its_listed_headline_or_two_lines_above_its_date(title, first):
    paragraphs = [part for part in from_text(COVERED.format(title)) if part.text]
    assert paragraphs[nexis._cover(paragraphs)].text == first


def test_without_a_list_or_a_date_nexis_has_no_cover_page():
    assert (
        nexis._cover(
            [part for part in from_text("Dam gives way\n\nThe Post\n\nBody\n\nIt rained.") if part.text]
        )
        == 0
    )
    undated = COVERED.format("Dam has given way").replace("May 8, 2030 Friday", "Some day")
    assert nexis._cover([part for part in from_text(undated) if part.text]) == 0


def shapes(html):
    found = read_lines(parse(html), Source(html))
    return body._lists(found, {line for line in found if line.tag == "p"})


ITEM = f"<li>{PROSE}</li>"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (f"<div><p>{PROSE}</p><ul>{ITEM * 3}</ul></div>", True),
        (f"<div><p>{PROSE}</p><div><ul>{ITEM * 3}</ul></div></div>", True),
        (f"<div><div><p>{PROSE}</p></div><ul>{ITEM * 3}</ul></div>", False),
        (f"<div><p>{PROSE}</p></div><div><ul>{ITEM * 3}</ul></div>", False),
        (f"<div><p>{PROSE}</p><ul>{'<li>A crane</li>' * 3}</ul></div>", False),
    ],
)
def test_items_beside_paragraphs_of_the_text_belong_to_it(html, found):
    assert bool(shapes(html)) is found


def test_headings_are_looked_at_by_level_and_the_sixth_is_none():
    html = "".join(f"<h{n}>Rain falls again</h{n}>" for n in (1, 3, 3, 5, 6)) + "<p class='title'>Rain</p>"
    levels = parts._levels(read_lines(parse(html), Source(html)))
    assert [[line.tag for line in level] for level in levels] == [["h1"], ["h3", "h3"], ["h5"], ["p"]]


@pytest.mark.parametrize(("words", "named"), [(parts.POINTER_WORDS - 1, False), (parts.POINTER_WORDS, True)])
def test_words_of_an_element_that_calls_itself_title(words, named):
    (line,) = read_lines(parse(f"<p class='title'>{' '.join(['rain'] * words)}</p>"), Source(""))
    assert parts._named_title(line) is named


@pytest.mark.parametrize(
    ("own", "below", "named"),
    [
        ({}, {}, True),
        ({"words": parts.NAME + 1}, {}, False),
        ({}, {"words": parts.NAMED - 1}, False),
        ({}, {"signs": 0}, False),
        ({"linked": True}, {}, False),
        ({"linked": True}, {"linked": True}, True),
        ({"words": None}, {}, False),
        ({}, {"words": None}, False),
    ],
)
def test_a_few_words_above_a_headline_with_a_byline_name_a_section(own, below, named):
    def part(words, signs=1, linked=False):
        title = None if words is None else SimpleNamespace(words=words)
        return SimpleNamespace(title=title, signs=signs, linked=linked)

    section, article = part(**{"words": parts.NAME} | own), part(**{"words": parts.NAMED} | below)
    assert parts._names_section(section, article) is named
    assert not parts._names_section(section, section)


@pytest.mark.parametrize(("at", "beside"), [(-1, True), (1, True), (-2, False), (2, False)])
def test_a_name_right_above_or_below_a_date_is_a_byline(at, beside):
    line = SimpleNamespace(number=5, text="Mara Quill")
    assert bylines._beside_date(line, {5 + at: "date"}) is beside
    assert not bylines._beside_date(line, {5 + at: "byline"})
    assert not bylines._beside_date(SimpleNamespace(number=5, text="PARIS, France"), {6: "date"})


@pytest.mark.parametrize(
    ("names", "printed", "kept"),
    [
        (["Jo Day"], ["JO DAY", "Al Ben"], ["JO DAY", "Al Ben"]),
        (["Jo Day", "Al Ben"], ["Jo Day", "Al Ben"], ["Jo Day", "Al Ben"]),
        (["Jo Day", "Al Ben"], ["Jo Day", "Cy Fox", "Lu Orr"], ["Jo Day", "Al Ben"]),
        ([], ["Jo Day"], ["Jo Day"]),
    ],
)
def test_a_byline_adds_names_where_it_holds_all_of_them(names, printed, kept):
    assert with_byline(names, printed) == kept


def test_a_text_that_opens_with_nothing_special_begins_at_once():
    found = read_opening("It rained on Monday.")
    assert (found.dateline, found.credit, found.authors, found.byline_end, found.end) == (
        None,
        None,
        (),
        0,
        0,
    )


@pytest.mark.parametrize(
    ("size", "role"), [(text_lines._LONGEST_CAPTION - 1, "caption"), (text_lines._LONGEST_CAPTION, "prose")]
)
def test_letters_of_a_long_caption(size, role):
    text = "Photo: " + PROSE * 9
    assert text_lines._long_role(text[:size])[0] == role


def test_lines_of_json_are_counted_from_the_first_though_it_is_empty():
    table = tables.json_lines('\n{"text": "a"}\n\n{"text": "b"}\nbad\n', LIMITS)
    assert [place for place, _ in table.rows] == ["line 2", "line 4"]
    assert [place for place, _ in table.aside] == ["line 5"]


def test_rows_of_parquet_are_counted_through_all_its_batches(monkeypatch):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(tables, "_BATCH", 2)
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"text": list("abcde")}), sink)
    table = tables.parquet_table(sink.getvalue().to_pybytes(), LIMITS)
    assert [place for place, _ in table.rows] == [f"row {n}" for n in range(1, 6)]


def test_a_line_that_is_not_in_the_source_has_no_place():
    (line,) = read_lines(parse("<p>It rained.</p>"), Source("<p>It snowed.</p>"))
    assert (line.start, line.end) == (-1, -1)


class FakePage:
    """A page of a PDF that hands out one piece of text under two matrices."""

    def __init__(self, cm, tm, size):
        self.given = cm, tm, size

    def extract_text(self, visitor_text):
        cm, tm, size = self.given
        visitor_text("Rain ", cm, tm, None, size)
        visitor_text("  ", cm, tm, None, size)


@pytest.mark.parametrize(
    ("cm", "tm", "place"),
    [
        ([1, 0, 0, 1, 0, 0], [1, 0, 0, 1, 30, 40], (30, 40, 10)),
        ([2, 0, 0, 3, 5, 7], [1, 0, 0, 1, 30, 40], (65, 127, 30)),  # x: 30 * 2 + 5, y: 40 * 3 + 7
        ([0, 1, 1, 0, 5, 7], [0, 1, 1, 0, 30, 40], (45, 37, 10)),  # turned: x is 40 + 5, y 30 + 7
    ],
)
def test_text_of_a_pdf_is_where_both_matrices_put_it(cm, tm, place):
    (line,) = pdf._lines(FakePage(cm, tm, 10))
    assert (line.left, line.y, line.size, line.text) == (*place, "Rain")


def printed(*sizes):
    return [pdf.Line(0, 100, 100 - 12 * i, size, f"line {i}") for i, size in enumerate(sizes)]


@pytest.mark.parametrize(
    ("sizes", "n"),
    [((10, 10, 10), 1), ((10, 10, 11.4), 1), ((10, 10, 11.9), 2), ((10, 8.8, 8.8), 1), ((10, 8.6, 8.6), 2)],
)
def test_letters_of_another_size_begin_a_paragraph(sizes, n):
    assert len(list(pdf._split(printed(*sizes)))) == n


@pytest.mark.parametrize(
    ("raw", "order", "day"),
    [
        ("03/04/2024", "day", "2024-04-03"),
        ("03/04/2024", "month", "2024-03-04"),
        ("25/04/2024", "month", "2024-04-25"),
        ("04/25/2024", "day", "2024-04-25"),
        ("12/12/2024", "day", "2024-12-12"),
        ("04/12/2024", "day", "2024-12-04"),
        ("04/13/2024", "day", "2024-04-13"),
    ],
)
def test_day_and_month_in_figures(raw, order, day):
    assert str(stated_date(raw, order=order).day)[:10] == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("13/12/2024", "2024-12-13"),
        ("12/12/2024", "2024-12-12"),
        ("01/13/2024", "2024-01-13"),
        ("11/12/2024", "2024-12-11"),
    ],
)
def test_a_date_line_in_figures(line, day):
    assert str(read_date(line, order="day").day) == day


@pytest.mark.parametrize(
    ("names", "rows"),
    [(("title", "text"), 1), (("title", "x"), 0), (("x", "y"), 0), (("title", "text", "x"), 1)],
)
def test_json_by_columns_needs_two_names_that_are_known(names, rows):
    data = {name: {"0": "a"} for name in names}
    assert len(tables._turned(data, lambda found: len({"title", "text"} & set(found)))) == rows


def test_a_byline_glued_to_the_text_is_a_block_of_its_own():
    text = "By Jo DayIt rained on Monday."
    line = SimpleNamespace(text=text, start=100, end=100 + len(text))
    found = [(block.start, block.end, block.label) for block in blocks._blocks_of(line, "body", True)]
    assert found == [(100, 109, "byline"), (109, line.end, "body")]
    assert len(blocks._blocks_of(line, "body", False)) == 1


@pytest.mark.parametrize(
    ("letters", "tag", "links", "found"),
    [
        (prose.LEAST_LETTERS, "p", 0.0, True),
        (prose.LEAST_LETTERS - 1, "p", 0.0, False),
        (prose.LEAST_LETTERS, "h2", 0.0, False),
        (prose.LEAST_LETTERS, "p", prose.MOST_LINKED, False),
    ],
)
def test_letters_links_and_tag_of_prose(letters, tag, links, found):
    line = SimpleNamespace(text="a" * letters, tag=tag, links=links, words=prose.LEAST_WORDS)
    assert prose.is_prose(line) is found
    short = SimpleNamespace(text="é", tag="p", links=0.0, words=prose.LEAST_WORDS)
    assert prose.is_prose(short)  # other scripts say more with fewer letters


def test_lines_below_a_text_keep_what_they_are_and_a_name_below_by_is_the_author():
    said = {
        "prose": PROSE,
        "date": "8 May 2030",
        "credit": "Reuters",
        "byline": "By Jo Day",
        "short": "Jo Day",
    }
    rows = [SimpleNamespace(role=role, text=text) for role, text in said.items()]
    assert blocks._end_labels(rows, Stretch(0, 0, 0, 5)) == ["date", "credit", "byline", "byline"]
    assert blocks._end_labels(rows, Stretch(0, 0, 0, 2)) == ["date"]


def test_authors_are_those_of_the_first_zone_that_names_any():
    head, above, behind = (
        articles._Imprint(zone, f"By {name}", None)
        for zone, name in enumerate(("Jo Day", "Ann Lee", "Bo Hill"))
    )
    blank = articles._Imprint(0, "", None)
    assert articles._Reader._authors([head, above, behind]) == ["Jo Day"]
    assert articles._Reader._authors([blank, above, behind]) == ["Ann Lee"]
    assert articles._Reader._authors([blank, behind]) == ["Bo Hill"]
    assert articles._Reader._authors([blank]) == []
