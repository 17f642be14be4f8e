"""Text, titles and authors of 80 single-article pages, next to trafilatura in the same run."""

import re
from pathlib import Path

import html_score as score
import pytest
import trafilatura

from toolkit.pages.html.articles import decode_html, split_html
from toolkit.pages.read.files import Page
from toolkit.pages.themes import load_furniture
from toolkit.settings import PagesSettings


@pytest.fixture(scope="module")
def runs(shared: Path) -> tuple[score.Scores, score.Scores]:
    """Return the scores of this toolkit and of trafilatura."""
    gold = score.author_gold()
    ours, theirs = score.Scores(), score.Scores()
    furniture = load_furniture()
    for name, data, body in score.pages(shared / "benchmarks" / "article_html"):
        text, encoding = decode_html(data)
        found = split_html(
            Page(name, name.rpartition("_")[0], text, encoding, ""), furniture, PagesSettings()
        )
        assert "".join(text[block["start"] : block["end"]] for block in found.blocks) == text, name
        assert len(found.articles) == 1, f"{name} is one article: {[row['title'] for row in found.articles]}"
        (row,) = found.articles
        other = trafilatura.bare_extraction(data, include_comments=False, with_metadata=True)
        h1 = score.headlines(text)
        for result, words, title, authors in (
            (ours, row["text"], row["title"], row["authors"]),
            (theirs, other.text, other.title, (other.author or "").split(";")),
        ):
            result.body.append(score.body_f1(words, body))
            result.titles += title in h1
            result.authors += score.authors_right(list(filter(None, authors)), gold[name])
    assert len(ours.body) == 80, "the gold is not the one the floors were measured on"
    return ours, theirs


def test_body_not_below_trafilatura(runs: tuple[score.Scores, score.Scores], reaches) -> None:
    ours, theirs = runs
    reaches("html.body_f1", ours.f1)
    assert ours.f1 >= theirs.f1, f"body F1 {ours.f1:.4f}, trafilatura {theirs.f1:.4f}"


def test_titles(runs: tuple[score.Scores, score.Scores], reaches) -> None:
    ours, theirs = runs
    reaches("html.titles", ours.titles / 80)
    assert ours.titles >= theirs.titles + 8, f"{ours.titles}, trafilatura {theirs.titles}"


def test_authors(runs: tuple[score.Scores, score.Scores], reaches) -> None:
    ours, theirs = runs
    reaches("html.authors", ours.authors / 80)
    assert ours.authors >= theirs.authors + 8, f"{ours.authors}, trafilatura {theirs.authors}"


_META = re.compile(r"<meta\b(?![^>]*charset)[^>]*>|<script\b[^>]*ld\+json[^>]*>.*?</script>", re.I | re.S)


def test_without_metadata_the_page_itself_tells(shared: Path, reaches) -> None:
    """Of what the whole page gives, its text alone gives nearly all; five pages print no date."""
    furniture = load_furniture()
    dates = authors = 0
    for name, data, _ in score.pages(shared / "benchmarks" / "article_html"):
        text, _ = decode_html(data)
        outlet = name.rpartition("_")[0]
        whole, bare = (
            split_html(Page(name, outlet, html, "", ""), furniture, PagesSettings()).articles[0]
            for html in (text, _META.sub("", text))
        )
        dates += whole["published"] == bare["published"]
        authors += whole["authors"] == bare["authors"]
    reaches("html.dates_without_metadata", dates / 80)
    reaches("html.authors_without_metadata", authors / 80)
