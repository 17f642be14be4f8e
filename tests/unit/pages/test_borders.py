"""Either side of each border of the readers of sources, broken lines and printed pages."""

from __future__ import annotations

import pytest

from toolkit.pages.html.source import Source
from toolkit.pages.read.pdf import Line, paragraphs_of
from toolkit.pages.read.unwrap import paragraphs, wrap_width

ENDS = 24  # letters of a text's end by which it is found where something inside is odd
WINDOW = 4_000


def said(length: int, stop: str = "") -> str:
    """A line of words of some length."""
    return f"{'rain ' * 50}"[: length - 1 - len(stop)] + "x" + stop


@pytest.mark.parametrize(
    ("lines", "width"),
    [
        ([100, 99, 98, 4], 100),
        ([101, 99, 98, 98, 4], 99),  # one in five is wider
        ([101, 99, 98, 4], None),  # one in four
        ([101, 0, 99, 0, 98, 4], None),  # blank lines are none
        ([40, 39, 4], 40),
        ([39, 38, 4], None),
        ([80, 60, 4], 80),
        ([80, 59, 4], None),
        ([80, 80, 80, 59, 59, 4], 80),  # three full lines of five
        ([80, 80, 80, 59, 59, 59, 4], None),
        ([80, 4], 80),
        ([80], None),
        ([80, 0, 4], None),
        ([], None),
    ],
)
def test_width_at_which_lines_were_broken(lines: list[int], width: int | None) -> None:
    assert wrap_width([said(length) if length else "" for length in lines]) == width


@pytest.mark.parametrize(("stops", "width"), [(1, 80), (2, 80), (3, None)])
def test_broken_lines_do_not_end_sentences(stops: int, width: int | None) -> None:
    lines = [said(80, "." if at < stops else "") for at in range(4)]
    assert wrap_width([*lines, "end"]) == width


@pytest.mark.parametrize(
    ("above", "below", "width", "together"),
    [("one two", "x y", 9, False), ("one two", "xy z", 9, True), ("one two  ", "xy z", 9, True), ("one two", "xyz", None, False),
     (said(100), "x", 100, True), (said(101), "x", 100, False), ("one two", "  xy", 9, True)],
)  # fmt: skip
def test_a_line_goes_on_where_the_next_word_had_no_room(
    above: str, below: str, width: int | None, together: bool
) -> None:
    assert paragraphs([above, below], width) == ([[0, 1]] if together else [[0], [1]])
    assert paragraphs([above, "", below], width) == [[0], [2]]


def lines(*given: tuple[float, float, float, float, str]) -> list[str]:
    return paragraphs_of([[Line(*line) for line in given]])


@pytest.mark.parametrize(
    ("left", "y", "read"),
    [(50.9, 100, ["Rainfall"]), (51, 100, ["Rain fall"]), (64.9, 100, ["Rain fall"]), (65, 100, ["Rain", "Fall"]),
     (60, 95.1, ["Rain fall"]), (60, 95, ["Rain", "Fall"]), (60, 104.9, ["Rain fall"])],
)  # fmt: skip
def test_pieces_at_one_height_are_a_line(left: float, y: float, read: list[str]) -> None:
    second = read[-1] if len(read) > 1 else "fall"
    assert lines((0, 50, 100, 10, "Rain"), (left, 90, y, 10, second)) == read


@pytest.mark.parametrize(("first", "read"), [("Rain ", "Rain fall"), ("Rain", "Rain fall")])
def test_a_blank_between_pieces_is_one(first: str, read: str) -> None:
    assert lines((0, 50, 100, 10, first), (55, 90, 100, 10, " fall")) == [read]


@pytest.mark.parametrize(("right", "together"), [(80, True), (79.9, False)])
def test_a_short_line_ends_a_paragraph(right: float, together: bool) -> None:
    read = lines((0, right, 100, 10, "Rain fell in"), (0, 100, 88, 10, "The valley"))
    assert read == (["Rain fell in The valley"] if together else ["Rain fell in", "The valley"])


def test_a_short_line_with_a_divided_word_ends_none() -> None:
    assert lines((0, 40, 100, 10, "It was hun-"), (0, 100, 88, 10, "dred days.")) == ["It was hundred days."]


@pytest.mark.parametrize(("gap", "together"), [(14, True), (14.1, False)])
def test_lines_further_apart_are_paragraphs(gap: float, together: bool) -> None:
    given = [
        (0, 100, 100 - 10 * at, 10, word) for at, word in enumerate(("One", "Two", "Three", "Four", "Five"))
    ]
    read = lines(*given, (0, 100, 60 - gap, 10, "Six"))
    assert read == (["One Two Three Four Five Six"] if together else ["One Two Three Four Five", "Six"])


@pytest.mark.parametrize(("size", "together"), [(8.7, True), (8.69, False), (11.76, True), (11.77, False)])
def test_letters_of_another_size_are_another_paragraph(size: float, together: bool) -> None:
    assert len(lines((0, 100, 100, 10, "Rain fell"), (0, 100, 88, size, "Over it"))) == 2 - together


@pytest.mark.parametrize(
    ("pages", "times", "stays"),
    [(2, 2, 2), (3, 1, 1), (3, 2, 0), (4, 2, 0), (5, 2, 2), (5, 3, 0), (20, 2, 2), (20, 3, 0)],
)
def test_lines_at_the_edge_of_half_the_pages_are_running_heads(pages: int, times: int, stays: int) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    made = [
        [Line(0, 90, 780, 10, "The Post" if at < times else f"Over {letters[at]}.")]
        + [
            Line(0, 100, 700 - 30 * n, 10, f"{word} {letters[at]}.")
            for n, word in enumerate(("One", "Two", "Three", "Four"))
        ]
        for at in range(pages)
    ]
    assert sum("The Post" in part for part in paragraphs_of(made)) == stays


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [("It rained", "and rained.", True), ("It rained,", "and rained.", True), ("It rained.", "and rained.", False),
     ("It rained", "And rained.", False), ("It rained in 2024", "and rained.", False), ("A hun-", "dred.", True), ("In 20-", "and.", False)],
)  # fmt: skip
def test_paragraphs_go_on_on_the_next_page(first: str, second: str, together: bool) -> None:
    assert len(paragraphs_of([[Line(0, 90, 100, 10, first)], [Line(0, 90, 100, 10, second)]])) == 2 - together


@pytest.mark.parametrize(("least", "columns"), [(4, 2), (3, 1)])
def test_two_columns_have_four_lines_each(least: int, columns: int) -> None:
    left = [Line(0, 100, 700 - 12 * n, 10, f"Left {n} words") for n in range(8 - least)]
    right = [Line(150, 250, 700 - 12 * n, 10, f"right {n} words") for n in range(least)]
    read = " ".join(paragraphs_of([[*left, *right]]))
    assert (read.index("right 0") > read.index("Left 3")) == (columns == 2)


@pytest.mark.parametrize(("lines_of_page", "columns"), [(8, 2), (7, 1)])
def test_columns_are_looked_for_from_eight_lines_on(lines_of_page: int, columns: int) -> None:
    left = [Line(0, 100, 700 - 12 * n, 10, f"Left {n} words") for n in range(4)]
    right = [Line(150, 250, 700 - 12 * n, 10, f"right {n} words") for n in range(lines_of_page - 4)]
    read = " ".join(paragraphs_of([[*left, *right]]))
    assert (read.index("right 0") > read.index("Left 3")) == (columns == 2)


HTML = "<p>{}</p>\n<p>The end.</p>"


@pytest.mark.parametrize(
    ("inside", "found"), [("", True), ("x" * (2 * ENDS + 1), True), ("x" * (2 * ENDS + 2), False)]
)
@pytest.mark.parametrize("length", [3 * ENDS, 3 * ENDS - 1])
def test_a_text_with_something_odd_inside_is_placed_by_its_ends(
    inside: str, found: bool, length: int
) -> None:
    """The tree has a character that the source lacks, and the source more than the tree."""
    ends = "abcdefghijklmnopqrstuvwx", "ABCDEFGHIJKLMNOPQRSTUVWX"
    middle = "m" * (length - 2 * ENDS - 1)
    source = Source(HTML.format(f"{ends[0]}{inside}{middle}{ends[1]}"))
    there = (3, 3 + length - 1 + len(inside)) if found and length == 3 * ENDS else None
    assert source.take(f"{ends[0]}ä{middle}{ends[1]}") == there
    at = len(HTML) - len("The end.</p>") + length - 3 + len(inside)
    assert source.take("Theend.") == (at, at + 8)


@pytest.mark.parametrize(("length", "reach"), [(ENDS - 1, 200), (ENDS, WINDOW)])
@pytest.mark.parametrize("more", [0, 1])
def test_how_far_a_text_is_looked_for(length: int, reach: int, more: int) -> None:
    wanted = "q" * length
    source = Source(f"<p>{'a' * (reach + more)}</p><b>{wanted}</b>")
    at = 3 + reach + more + len("</p><b>")
    assert source.take(wanted) == (None if more else (at, at + length))
    assert source.take("a") == (None if not more else (3, 4))


def test_an_entity_is_placed_whole() -> None:
    html = "<p>A &amp; B&nbsp;C &copy; 5 & 6 < 7</p>"
    source = Source(html)
    spans = [source.take(word) for word in ("A", "&", "B", "C", "©", "5", "&", "6", "<", "7")]
    assert [html[slice(*span)] for span in spans if span] == [
        "A",
        "&amp;",
        "B",
        "C",
        "&copy;",
        "5",
        "&",
        "6",
        "<",
        "7",
    ]
    assert source.take("8") is None
