"""What each reader of a line says of real lines is what it said before.

Dates, bylines, places, credits, captions, languages, names of cells: each function is asked about every line of the
pages of the repository, as it is and changed a little, and about a grid of dates. `pinned_lines.json` has a digest for
each function. Who changes one and means it looks at what changed, measures `tests/gold`, and writes the digests anew:
``python tests/unit/pages/test_pinned_lines.py``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from itertools import pairwise, product
from pathlib import Path

import pytest

from toolkit.pages.exports.document import word_counts
from toolkit.pages.fields import bylines, datelines, dates, language, scripts
from toolkit.pages.html.bylines import read_imprint
from toolkit.pages.normal import normal
from toolkit.pages.read.cells import cell_text
from toolkit.pages.read.dates import has_date, stated_date
from toolkit.pages.read.files import garbled
from toolkit.pages.read.jsons import whole
from toolkit.pages.read.pdf import Line, paragraphs_of
from toolkit.pages.read.unwrap import unwrap, wrap_width
from toolkit.pages.read.values import is_nothing, language_code, names_in, number_in

ROOT = Path(__file__).resolve().parents[3]
KEPT = Path(__file__).with_name("pinned_lines.json")
SAVED = dt.datetime(2024, 3, 4, 12, 30)
Ask = Callable[[str], object]


@cache
def pages() -> tuple[str, ...]:
    paths = [
        *(ROOT / "data/sample/pages").rglob("*.txt"),
        *(ROOT / "tests/gold").glob("layouts*/pages/*/*.txt"),
    ]
    return tuple(path.read_bytes().decode("utf-8", "replace") for path in sorted(paths))


def broken(text: str, width: int, divided: bool) -> Iterator[str]:
    """Yield the printed lines of a paragraph, words divided at their ends or not."""
    line = ""
    for word in text.split():
        room = width - len(line) - 1
        if len(word) > room and divided and room >= 4 and len(word) - room >= 2 and word.isalpha():
            yield f"{line} {word[: room - 1]}-".strip()
            line = word[room - 1 :]
        elif len(word) > room:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def printed(text: str) -> list[str]:
    """Return the paragraphs of a text after it was printed in columns, under running heads, on numbered pages."""
    chosen = len(text)
    width, columns, divided = (38, 2, True) if chosen % 3 else (80, 1, chosen % 2 == 0)
    step, gap, indent = 12.0, (0.0, 4.0, 4.9, 6.0)[chosen % 4], (0, 12)[chosen % 2]
    y, column, sheet = 740.0, 0, [[]]  # type: tuple[float, int, list[list[Line]]]
    for paragraph in text.split("\n"):
        size = 14 if len(paragraph) < 60 and not paragraph.endswith(".") else 10
        for at, line in enumerate(filter(None, broken(paragraph, width * 10 // size, divided))):
            if y < 60:
                y, column = 740.0, (column + 1) % columns
                sheet += [] if column else [[]]
            left = 50 + 260 * column + indent * (at == 0)
            pieces = (line[:9], line[9:]) if at % 5 == 1 else (line,)
            for piece in pieces:
                sheet[-1].append(Line(left, left + 5.0 * size / 10 * len(piece), y, size, piece))
                left += 5.0 * size / 10 * len(piece)
            y -= step
        y -= gap
    head = ("The Post", "Chapter {}: Rain", "")[chosen % 3]
    for number, page in enumerate(sheet, 1):
        page.append(Line(250, 340, 780, 9, head.format(number // 3)))
        page.append(Line(290, 300, 20, 9, ("{}", "- {} -", "Page {} of 9")[chosen % 3].format(number)))
    return paragraphs_of(sheet)


@cache
def lines() -> tuple[str, ...]:
    """Each line of the pages once."""
    return tuple(dict.fromkeys(line.strip() for page in pages() for line in page.split("\n") if line.strip()))


@cache
def changed() -> tuple[str, ...]:
    """Short lines, each as a byline, in other letters, beside others, in brackets or with a piece behind it."""
    short = [line for line in lines() if len(line) <= 90]
    ways: tuple[Ask, ...] = (
        "By {}".format, "Reported by {}".format, "Source: {}".format, "({})".format, "{} | 4 March 2024".format,
        "{}, Reuters".format, "{} (AP) — The river rose.".format, str.upper, str.lower, str.title, "{}:".format,
        "{}; Jo Day".format, "Karim, {}".format, "{} and Ann Lee, staff writer".format, "Photo: {}".format,
        "3 {} 2024".format, "{} 12:30".format, "['{}', 'Ann Lee']".format,
    )  # fmt: skip
    return tuple(str(ways[at % len(ways)](line)) for at, line in enumerate(short)) + tuple(
        f"{above} {below}" for above, below in pairwise(short[::3])
    )


@cache
def grid() -> tuple[str, ...]:
    """Dates in many shapes, on either side of each border of the calendar."""
    shapes = (
        "{d} {n} {y}", "{n} {d}, {y}", "{y}-{m:02}-{d:02}", "{d}/{m}/{y}", "{m}/{d}/{y}", "{d}.{m}.{y}", "{y}/{m}/{d}",
        "{y}{m:02}{d:02}", "{d}-{n}-{s:02}", "{d:02}-{m:02}-{s:02}", "{n} {d}", "Updated: {d} {n} {y} 14:05",
        "{d}th of {n} {y}", "Posted {n} {d}, {y} at 9:20 AM", "{y}年{m}月{d}日", "{y}-{m:02}-{d:02}T10:00:00+05:00",
        "Published {d} {n}, {y} | Updated {d} {n} {y}", "{n} {y}", "{d} {n}", "{d}/{m}", "{y}", "{d} {n} {y} - {d} {n} {y}",
    )  # fmt: skip
    names = "Nil January Feb March Mars Mai June juillet Aug. Sept October noviembre Dezember Nil".split()  # noqa: SIM905
    days = product((1899, 1900, 1969, 2024, 2099, 2100), (0, 1, 2, 7, 12, 13), (0, 1, 12, 13, 29, 30, 31, 32))
    made = [
        shapes[at % len(shapes)].format(y=y, m=m, d=d, n=names[m], s=y % 100)
        for at, (y, m, d) in enumerate(days)
    ]
    made += [
        shape.format(y=2023, m=m, d=d, n=names[m], s=23)
        for shape in shapes
        for m, d in ((4, 3), (11, 25), (12, 12))
    ]
    counts, units = (
        (0, 1, 2, 12, 23, 24, 48, 99),
        ("second", "minute", "hour", "day", "week", "month", "year"),
    )
    made += [f"{n} {unit}{'s' * (n != 1)} ago" for n, unit in product(counts, units)]
    made += [
        "today",
        "Yesterday",
        "yesterday at 9:00",
        "just now",
        "Monday",
        "last Friday",
        "an hour ago",
        "a day ago",
    ]
    stamps = (
        0,
        99_999_999,
        100_000_000,
        999_999_999,
        1_700_000_000,
        9_999_999_999,
        10_000_000_000,
        1_700_000_000_000,
    )
    return (*made, *map(str, stamps))


ASKED: Mapping[str, tuple[Ask, Callable[[], tuple[str, ...]]]] = {
    **{
        f"{ask.__name__} {of.__name__}": (ask, of)
        for ask, of in product(
            (
                bylines.is_person, bylines.read_byline, bylines.split_names, bylines.names_beside, bylines.is_role,
                datelines.is_place, datelines.is_caption, datelines.is_read_more, datelines.read_credit,
                datelines.read_opening, datelines.infer_credit, dates.read_date, dates.find_date, stated_date, has_date,
                names_in, language_code, number_in, cell_text, word_counts, is_nothing, normal, garbled,
                language.language_of, language.is_roman_urdu, scripts.count_words, scripts.size_of,
            ),
            (lines, changed),
        )
    },
    **{f"{ask.__name__} grid": (ask, grid) for ask in (dates.read_date, dates.find_date, stated_date, has_date, read_imprint)},
    "read_imprint": (read_imprint, lambda: changed()[::4]),
    "read_date grid, months first": (partial(dates.read_date, order="month", captured=SAVED), grid),
    "find_date grid, saved": (partial(dates.find_date, captured=SAVED), grid),
    "stated_date grid, months first": (partial(stated_date, order="month", captured=SAVED), grid),
    "read_imprint grid, saved": (partial(read_imprint, captured=SAVED), grid),
    "names_beside without By": (partial(bylines.names_beside, bare=False), changed),
    "is_person in capitals": (partial(bylines.is_person, capitals=True), changed),
    "openings in German": (partial(datelines.read_opening, language="de"), lines),
    "openings in Urdu": (partial(datelines.read_opening, language="ur"), lines),
    "language of pages": (language.language_of, pages),
    "English passages": (language.is_english_passage, lines),
    "width of pages": (lambda page: wrap_width(page.split("\n")), pages),
    "pages unwrapped": (unwrap, pages),
    "pages printed": (printed, pages),
    "half characters": (whole, lines),
}  # fmt: skip


def answers(name: str) -> Iterator[str]:
    ask, of = ASKED[name]
    for said in of():
        yield repr(ask(said))


def digest(name: str) -> str:
    return hashlib.sha256("\n".join(answers(name)).encode("utf-8", "backslashreplace")).hexdigest()[:12]


@pytest.mark.parametrize("name", ASKED)
def test_each_line_is_read_as_before(name: str) -> None:
    assert digest(name) == json.loads(KEPT.read_text(encoding="utf-8"))[name]


if __name__ == "__main__":
    KEPT.write_text(json.dumps({name: digest(name) for name in ASKED}, indent=0) + "\n", encoding="utf-8")
