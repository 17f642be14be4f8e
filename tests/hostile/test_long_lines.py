"""A long line takes time in step with its length: what a pattern finds at the end is not sought from everywhere.

Each shorter way is held against the plain one it stands for, on lines drawn from the characters it looks at.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

import pandas as pd
import pytest

from toolkit.analysis.concordance import concordance
from toolkit.analysis.names import entities, entity_lists
from toolkit.analysis.names.country_names import named_countries
from toolkit.analysis.quotes import resolve
from toolkit.analysis.quotes.find import quotes
from toolkit.analysis.readability import words
from toolkit.analysis.readability.prose import prose_spans
from toolkit.analysis.readability.scores import readability
from toolkit.corpus.corpus import Corpus
from toolkit.pages.exports import europresse
from toolkit.pages.fields import bylines, dates
from toolkit.pages.read import cells
from toolkit.pages.read.tables import _Lines
from toolkit.pages.record import breaks_off
from toolkit.tables import conform
from toolkit.text import furniture
from toolkit.text.recogniser import Marked
from toolkit.text.segments import segments

LONG = 300_000  # characters


def corpus(text: str) -> Corpus:
    return Corpus(conform(pd.DataFrame({"text": [text], "language": ["en"]}), "articles"))


def last_speaker(text: str) -> object:
    return quotes(corpus(text))["speaker"].iloc[-1]


LINES: list[tuple[Callable[[str], object], str, object]] = [
    (bylines.split_names, "Jo Day" + ", " * (LONG // 2) + "5 Comments", ["Jo Day"]),
    (bylines.split_names, "Jo Day, " + "-" * LONG + ". Comments", ["Jo Day"]),
    (bylines.split_names, "Jo Day " + "In Town " * (LONG // 8), ["Jo Day"]),
    (breaks_off, "..." * LONG + "y", False),
    (cells.cell_text, "It" + " " * LONG + "rained … [+12 chars]", ("It rained", True)),
    (lambda text: len(segments(corpus(text))), "-" * LONG + "y", 1),
    (lambda text: len(segments(corpus(text))), "'" * LONG + "y", 1),
    (lambda text: words._EDGES.sub("", text), "a" + "-" * LONG + "b", "a" + "-" * LONG + "b"),
    (lambda text: len(concordance(corpus(text), "rain")), "RAIN\n" * (LONG // 5), LONG // 5),
    (lambda text: len(prose_spans(text)), "The rain fell on the town. " * 40_000, 40_000),
    (lambda text: len([*_Lines(text)]), "\r" * (3 * LONG) + "y", 3 * LONG + 1),
    (lambda text: len(list(named_countries(text))), "U.S. " * 20_000, 20_000),
    (
        lambda text: readability(corpus(text))["n_words"].iloc[0] > 0,
        "It rained on " + "a." * LONG + "b c.",
        True,
    ),
    (
        lambda text: [*entity_lists._lines(text)],
        "Jo" + " " * LONG + "\n" + " " * LONG,
        [(0, "Jo" + " " * LONG)],
    ),
    (lambda text: len(entities.repaired(text, [Marked(0, 6, "person")])), "Jo Day " * LONG, LONG),
    (
        lambda text: len(
            entities.repaired(text, [Marked(at, at + 8, "person") for at in range(0, len(text), 9)])
        ),
        "".join(f"Jo {number:05} " for number in range(LONG // 9)),
        LONG // 9,
    ),
    (last_speaker, "“a,” the mayor said. " * 30_000, "the mayor"),
]


@pytest.mark.parametrize("case", range(len(LINES)))
def test_a_long_line_is_read_in_time(case: int) -> None:
    read, line, right = LINES[case]
    before = time.process_time()
    assert read(line) == right
    assert time.process_time() - before < 30  # takes a second or two; its square takes minutes to days


def drawn(letters: str, n: int = 3_000, longest: int = 9) -> list[str]:
    draw = random.Random(11)
    pieces = letters.split("|") if "|" in letters else list(letters)
    return ["".join(draw.choices(pieces, k=draw.randrange(longest))) for _ in range(n)]


@pytest.mark.parametrize(
    ("pattern", "plain", "letters"),
    [
        (
            bylines._AFTER_NAMES,
            r"(?:\s+at)?\s+\d{1,2}[:.]\d\d\b.*$"
            r"|[\s|,/·•–-]*\b(?:\d+\s+|no\s+|(?:leave|add|post)\s+a\s+)?comments?(?:\s+off)?:?\s*$"
            r"|\s+\d{1,4}$|\s*\+ ?bio$",
            "Jo| |,|-|/| 12:30|comments|no |4 | at| off|:|+ bio| 77|x",
        ),
        (dates._TAIL_COUNT, r"[\s|•·\]]+\d{1,5}\s*$", "• ]·1a"),
        (words._EDGES, r"^[^\w]+|[^\w]+$", "a-.’b "),
        (europresse._ISSUE, r"(?:,\s*|\s+)(?:no|n°|nº|vol|#)\.? ?\d.*$", "Le Monde|,| |  |no. |no|#|5|a"),
    ],
)
def test_a_pattern_finds_what_the_plain_one_finds(pattern: re.Pattern[str], plain: str, letters: str) -> None:
    slow = re.compile(plain, re.I)
    found = [(pattern.sub("_", line), slow.sub("_", line)) for line in drawn(letters)]
    assert [a for a, _ in found] == [b for _, b in found]
    assert len({"_" in a for a, _ in found}) == 2  # some lines hold it, some do not


def test_a_text_breaks_off_where_an_ellipsis_with_its_bracket_is_its_end() -> None:
    slow = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\(…\)|\(\.\.\.\))\W*$")
    for line in drawn("a…|...|.|[|]|(|)| |a|”"):
        assert breaks_off(line) is bool(slow.search(line))


def test_a_stub_is_cut_as_by_one_pattern() -> None:
    slow = re.compile(r"\s*(?:…|\.{3})?\s*\[\+\d+ chars\]\s*$")
    for line in drawn("a| |…|...|.| [+12 chars]|[+7 chars]|\n|chars]"):
        assert cells._without_stub(line) == (slow.sub("", line) if line.rstrip().endswith("chars]") else line)


def test_the_edges_of_a_line_hold_the_phrases_of_the_whole() -> None:
    for line in (one.strip() for one in drawn("ab|’c-d| | |.|“", longest=200)):
        for edge, cut in (("opening", furniture._beginning), ("closing", furniture._end)):
            whole = furniture._EDGES[edge].search(line)
            if whole is None or len(whole.group()) < 100:
                short = furniture._EDGES[edge].search(cut(line))
                assert (short and short[1]) == (whole and whole[1])


def test_the_speaker_a_role_means_is_the_one_whose_name_ends_in_it() -> None:
    draw = random.Random(3)
    for _ in range(2_000):
        names = ["".join(draw.choices(["baloch ", "editor", "an ", "editor "], k=2)) for _ in range(3)]
        before: dict[str, set[str]] = {}
        for name in names:
            resolve._remember(before, name)
        fitting = {name for name in names if name.endswith(" editor")}
        assert resolve._introduced("the editor", before) == (fitting.pop() if len(fitting) == 1 else None)


def test_the_lines_whose_names_are_marked_are_those_that_hold_something() -> None:
    for line in drawn("a| |\u00a0|\n|\r|\u2028"):
        whole = re.finditer(r"[^\n]*\S[^\n]*", line)
        assert [*entity_lists._lines(line)] == [(found.start(), found.group()) for found in whole]


def test_names_are_found_again_as_by_one_pattern() -> None:
    for line in drawn("Jo| |Day|-|Jo Day|’s|x|\n|É|.", longest=14):
        for names in (("Jo", "Jo Day"), ("Day", "Jo-Day", "Jo Day-Jo"), ("É", "Jo’s", "Jo. Day", "Jo")):
            union = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
            whole = re.finditer(rf"(?<![\w-])(?:{union})(?![\w-])", line)
            assert [*entities._named(line, names)] == [(found.start(), found.group()) for found in whole]
