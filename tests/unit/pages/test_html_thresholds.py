"""Each threshold of the HTML reader from both of its sides."""

import pytest
from html_pages import page, paragraphs

from toolkit.pages.html import body, flat, kinds, lines, metadata, parts, prose, region
from toolkit.pages.html.articles import split_html
from toolkit.pages.html.prose import Prose
from toolkit.pages.html.source import Source
from toolkit.pages.read.files import Page
from toolkit.pages.themes import load_furniture
from toolkit.settings import PagesSettings


def read(html: str) -> list[dict[str, object]]:
    return split_html(Page("a.html", "Post", page(html), "", ""), load_furniture(), PagesSettings()).articles


def read_lines(html: str) -> list[lines.Line]:
    return lines.read_lines(lines.parse(html), Source(html))


def words(n: int, end: str = ".") -> str:
    return "Rain " + " ".join(["fell"] * (n - 1)) + end


@pytest.mark.parametrize(("n", "full"), [(parts.FULL_WORDS - 1, False), (parts.FULL_WORDS, True)])
def test_words_of_a_full_article(n, full):
    cards = "".join(
        f"<article><h2><a href='/{i}'>Rain again {i}</a></h2><p>{words(n)}</p></article>" for i in range(2)
    )
    assert len(read(f"<main>{cards}</main>")) == (2 if full else 1)  # two cards do not make a list


@pytest.mark.parametrize(("n", "is_prose"), [(prose.LEAST_WORDS - 1, False), (prose.LEAST_WORDS, True)])
def test_words_of_prose(n, is_prose):
    (line,) = read_lines(f"<p>{' '.join(['rainfall'] * n)}</p>")
    assert prose.is_prose(line) is is_prose


@pytest.mark.parametrize(
    ("n", "end", "votes"),
    [
        (body.VOTE - 1, ".", 0),
        (body.VOTE, ".", 1),
        (body.UNENDED - 1, "", 0),
        (body.UNENDED, "", 1),
    ],
)
def test_words_of_a_vote(n, end, votes):
    assert len(body._votes(Prose(read_lines(f"<div><p>{words(n, end)}</p></div>")))) == votes


@pytest.mark.parametrize(("linked", "votes"), [(4, 1), (6, 0)])
def test_links_of_a_vote(linked, votes):
    text = f"<a href='/x'>{'abcd ' * linked}</a>{'abcd ' * (10 - linked)}".strip()
    found = body._votes(Prose(read_lines(f"<p>{text}.</p>")))
    assert len(found) == votes


@pytest.mark.parametrize(("outside", "n"), [(10, 3), (200, 1)])
def test_prose_outside_the_parts(outside, n):
    cards = "".join(
        f"<article><h3><a href='/{i}'>Rain again {i}</a></h3><p>{words(20)}</p></article>" for i in range(3)
    )
    assert len(read(f"<main><div><p>{words(outside)}</p></div><div>{cards}</div></main>")) == n
    assert 10 < parts.OUTSIDE * 60 < 200


@pytest.mark.parametrize(("n", "kind"), [(kinds.BLURB, "video"), (kinds.BLURB + 1, "article")])
def test_words_of_a_blurb_beside_a_player(n, kind):
    half = n // 2
    text = f"<p>{words(half)}</p><p>{words(n - half)}</p>"
    (row,) = read(f"<main><article><h1>Crane falls</h1><div>{text}<video></video></div></article></main>")
    assert (row["n_words"], row["kind"]) == (n, kind)


@pytest.mark.parametrize(("letters", "rows"), [(lines.CELL, 2), (lines.CELL * 2, 4)])
def test_letters_of_a_cell(letters, rows):
    cell = f"<td>{'x' * letters}</td>"
    assert len(read_lines(f"<table><tr>{cell}{cell}</tr><tr>{cell}{cell}</tr></table>")) == rows


@pytest.mark.parametrize(("cells", "rows"), [(lines.LEAST_CELLS - 1, 3), (lines.LEAST_CELLS, 1)])
def test_cells_of_a_table_of_data(cells, rows):
    assert len(read_lines(f"<table><tr>{'<td>x</td>' * cells}</tr></table>")) == rows


@pytest.mark.parametrize(("n", "authors"), [(region.POINTER - 1, ["Mara Quill"]), (region.POINTER, [])])
def test_words_of_a_link_in_an_aside(n, authors):
    aside = f"<aside><p>By Mara Quill</p><a href='/x'>{' '.join(['Port'] * n)}</a></aside>"
    (row,) = read(f"<main><article><h1>Crane falls</h1>{aside}<div>{paragraphs('x')}</div></article></main>")
    assert row["authors"] == authors


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a b c d e", "a b c x y", True),  # three of five words
        ("a b c d e", "a b x y z", False),
        ("rain", "rainfall", True),  # holds it, half as long
        ("rain", "rainfalls", False),
        ("雨雨雨雨", "雨雨雨雨雨雨", True),
    ],
)
def test_titles_alike(one, other, same):
    assert metadata.same_title(one, other) is same


def test_a_box_is_no_box_when_most_of_the_prose_is_in_it():
    small = f"<div class='widget'><p>{words(20)}</p></div><p>{words(40)}</p>"
    large = f"<div class='widget'><p>{words(30)}</p></div><p>{words(40)}</p>"
    boxed = [Prose(found).boxed(found[0]) for found in map(read_lines, (small, large))]
    assert boxed == [True, False]
    assert 20 / 60 < prose.BOX < 30 / 70


def test_comments_are_a_box_unless_nearly_all_is_in_them():
    few = f"<div class='comments'><p>{words(80)}</p></div><p>{words(20)}</p>"
    all_ = f"<div class='comments'><p>{words(95)}</p></div><p>{words(6)}</p>"
    assert [Prose(found).boxed(found[0]) for found in map(read_lines, (few, all_))] == [True, False]
    assert 80 / 100 < prose.ALWAYS < 95 / 101


@pytest.mark.parametrize(("n", "cut"), [(1, 0), (2, 2)])
def test_articles_of_a_page_without_boxes(n, cut):
    html = "".join(
        f"<p>Rain again in Torvik {i}</p><p>By Jo Day</p><p>8 May 203{i}</p>{paragraphs(str(i), 8)}"
        for i in range(n)
    )
    said = page(f"<div>{html}</div>")
    found = flat.read_flat(
        Page("a.html", "Post", said, "", ""),
        lines.read_lines(lines.parse(said), Source(said)),
        load_furniture(),
        PagesSettings(),
    )
    assert len(found) == cut


def test_what_a_page_says_of_its_title_is_not_passed_over_for_a_heading_above_the_text():
    text = f"<div><h2>From our own correspondents</h2>{paragraphs('a', 6)}</div>"
    said = ("<title>Dam gives way</title>", "<title> </title>")
    named, bare = (
        split_html(
            Page("a.html", "Post", page(text, head), "", ""), load_furniture(), PagesSettings()
        ).articles
        for head in said
    )
    assert [row["title"] for row in named] == ["Dam gives way"]
    assert [row["title"] for row in bare] == ["From our own correspondents"]


@pytest.mark.parametrize(("more", "asked"), [(0, True), (1, False)])
def test_elements_of_a_page_for_which_the_second_extractor_is_asked(monkeypatch, more, asked):
    seen = []
    monkeypatch.setattr(body, "_second", lambda root, page: seen.append(root) or set())
    root = lines.parse(f"<div>{'<i>b</i>' * (body.LARGEST - 1 + more)}</div>").find(".//div")
    assert body.find_body(root, Prose(read_lines("<p>Rain</p>")), load_furniture()) is None
    assert bool(seen) is asked
