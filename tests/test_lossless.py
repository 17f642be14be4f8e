"""Nothing of a page is lost: its blocks join back to it, character for character, whatever it holds."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.pages.read.files import Page, read_page
from toolkit.pages.record import plain
from toolkit.pages.text.articles import split_page
from toolkit.pages.themes import load_furniture
from toolkit.settings import PagesSettings

LINES = st.sampled_from(
    [
        "",
        " ",
        "\u00a0",
        "Home",
        "Trending",
        "By Jo Day",
        "4 March 2024",
        "PARIS, France",
        "Source: The Post",
        "Read more on it: The dam",
        "River floods valley again",
        "River floods valley again",
        "'GRAVE BREACH'",
        "The dam held.",
        "  • Ministry says the dam will hold",
        "TESSIN: " + "The river rose again on Monday, the ministry said. " * 4,
        "“They told us,” she said. " * 6,
        "یہ دریا کی کہانی ہے۔",
    ]
)


def check(page: Page) -> None:
    found = split_page(page, load_furniture(), PagesSettings())
    assert "".join(page.text[block["start"] : block["end"]] for block in found.blocks) == page.text
    at = 0
    for block in found.blocks:
        assert block["start"] == at < block["end"]
        at = block["end"]
    for row in found.articles:
        own = [b for b in found.blocks if b["article_id"] == row["article_id"]]
        running = [
            b
            for b in own
            if b["text_start"] is not None and b["start"] >= row["start"] and b["end"] <= row["end"]
        ]
        if own and running:
            assert row["start"] <= row["body_start"] < row["body_end"] <= row["end"]
            for block in running:
                piece = plain(page.text[block["start"] : block["end"]])
                assert row["text"][block["text_start"] :].startswith(piece)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=30))
def test_pages_made_of_likely_lines(lines):
    check(Page("page.txt", "post", "\n".join(lines), "utf-8", ""))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=600))
def test_any_text(text):
    check(Page("page.txt", "post", text, "utf-8", ""))


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parents[1].glob("data/sample/pages/*/*.txt")), ids=lambda p: p.name
)
def test_sample_pages(path):
    check(read_page(path.read_bytes(), file=path.name, outlet="sample"))


def test_real_pages(shared):
    pages = sorted(shared.glob("pages/*/*.txt"))
    assert len(pages) >= 5
    for path in pages:
        check(read_page(path.read_bytes(), file=path.name, outlet=path.parent.name))
