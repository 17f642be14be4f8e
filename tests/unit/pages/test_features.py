"""What is seen of the lines of a page."""

import numpy as np
import pytest

from toolkit.pages.text.features import KINDS, View, shift
from toolkit.pages.text.line_states import FIRST, SECOND
from toolkit.pages.text.lines import read_lines
from toolkit.pages.text.sequence import Templates, parse_template
from toolkit.pages.themes import load_furniture

RIVER = (
    "The river Orle rose again on Monday, and the water ministry said that the dam above Tessin would hold. "
    * 3
)
COURT = (
    "A judge sent the editor Lidia Moran to prison for libel; her lawyer called the verdict a warning to reporters. "
    * 3
)


def view(*paragraphs, gap=1):
    return View(read_lines(("\n" * (gap + 1)).join(paragraphs), load_furniture()))


def test_kinds_are_roles_or_places_of_furniture():
    found = view("Share this", "River floods valley again", "By Jo Day", RIVER)
    assert [KINDS[kind] for kind in found.kind] == ["bar", "short", "byline", "prose"]


def test_gaps_are_told_against_those_between_paragraphs():
    text = "\n\n".join([RIVER] * 4) + "\n\n\n\nEditor sent to prison for libel\n" + COURT
    found = View(read_lines(text, load_furniture()))
    assert found.gap.tolist() == [1, 2, 2, 2, 4, 1]


def test_a_headline_that_recurs_behind_it_gains():
    paragraphs = [RIVER, RIVER.replace("Monday", "Tuesday"), "Editor Moran sent to prison for libel", COURT]
    told = view(*paragraphs).columns["gain"]
    other = view(*paragraphs[:2], "River ministry says the water of Tessin will hold", COURT).columns["gain"]
    assert told[2] > other[2] > 0
    assert told[0] == 0  # not asked of prose


def test_a_note_on_the_author_is_signed():
    found = view(
        "River floods valley again",
        "By Jo Daynard",
        RIVER,
        "Daynard is a writer in Tessin.",
        "It rained again.",
    )
    assert found.columns["signed"].tolist()[3:] == [3, 2]


def test_repeated_lines_know_how_near_they_are():
    title = "River floods valley for the second time"
    assert view(title, "A picture", title, RIVER).columns["repeated"].tolist() == [4, 1, 3, 1]


@pytest.mark.parametrize("template", sorted({term for look in SECOND for term, _ in parse_template(look)}))
def test_levels_fit_the_code(template):
    paragraphs = ["Home", "1. List", "JO DAY", "Read more: x", "By Jo Day", "5 May 2024"] * 5 + [
        RIVER,
        COURT,
    ] * 5
    columns = view(*paragraphs).columns
    if template in columns:
        assert 0 <= columns[template].min() <= columns[template].max() < 64


def test_every_look_can_be_coded():
    found = view("River floods valley again", "By Jo Day", RIVER)
    assert Templates(FIRST).codes(found.columns).shape == (len(FIRST), 3)


def test_beyond_the_page_is_the_edge():
    assert shift(np.array([4, 5]), 3).tolist() == [0, 0]
    assert shift(np.array([4, 5]), -5).tolist() == [0, 0]


def test_lines_between_texts_know_how_often_the_page_has_them():
    post = ["Posted in news", "River floods valley again", RIVER, "Read the rest"]
    columns = view(*post, *post, *post).columns
    # One, two, three or more lines from the text above; seen once, twice, or three times and more.
    assert columns["foot"].tolist()[:8] == [1, 5, 0, 3, 6, 10, 0, 3]
    assert columns["brow"].tolist()[:4] == [7, 3, 0, 10]
    assert columns["brow"].tolist()[-2:] == [0, 1]


def test_a_line_that_ends_with_the_words_of_another_names_it():
    title = "River floods valley again"
    found = view(title, RIVER, f"Continue reading {title} →", "Court frees editor", COURT, "By Jo Day")
    assert found.columns["cite"].tolist() == [2, 1, 4, 1, 1, 1]
    found = view(f"Next: {title}", "Court frees editor", COURT, title, RIVER)
    assert found.columns["cite"].tolist() == [5, 1, 1, 3, 1]


def test_a_page_that_names_its_headlines_three_times_is_told_apart():
    lines = [
        line
        for n in ("Arn", "Orle", "Tess")
        for line in (f"The {n} floods", RIVER, f"Read more: the {n} floods")
    ]
    assert view(*lines).columns["cite"].tolist() == [6, 1, 8] * 3


def test_text_with_a_character_of_zeros_has_all_its_lines():
    assert len(view("River\0floods valley", RIVER, "By\0Jo Day").columns["echo"]) == 3


@pytest.mark.parametrize(("names", "role"), [(8, "short"), (7, "prose")])
def test_a_long_line_of_names_lists_the_tags_of_a_post(names, role):
    line = ", ".join(["Constitutional arrangements"] * names).ljust(200, "s")
    assert read_lines(line, load_furniture())[0].role == role


def test_tags_behind_a_date_are_a_byline_and_sentences_are_none():
    tags = ", ".join(["Constitutional arrangements"] * 9)
    assert read_lines(f"March 20, 2013{tags}", load_furniture())[0].role == "byline"
    assert read_lines(f"{tags}. It rained.", load_furniture())[0].role == "prose"
