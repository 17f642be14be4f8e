"""Text a page hides, cuts or keeps back; names of boxes that most of the text goes by; comments in the markup."""

import pytest
from html_pages import NAV, page, paragraphs, prose

import toolkit.pages.html.body as body_module
from toolkit.cli import main
from toolkit.corpus.audit import audit, remarks
from toolkit.corpus.load import read_articles
from toolkit.pages.html.articles import split_html
from toolkit.pages.html.walls import HIDDEN
from toolkit.pages.read.files import Page
from toolkit.pages.text.articles import PageArticles
from toolkit.pages.themes import load_furniture
from toolkit.settings import PagesSettings

FULL = "\n\n".join(prose("harbour"))


def split(body: str) -> PageArticles:
    return split_html(Page("a.html", "Post", page(body), "", ""), load_furniture(), PagesSettings())


def story(text: str) -> str:
    return f"{NAV}<main><article><h1>Harbour crane stands idle</h1><div>{text}</div></article></main>"


@pytest.mark.parametrize(
    "box",
    [
        "<div class='subscriber-only' style='display:none'>{}</div>",
        "<div class='premium-content' hidden>{}</div>",
        "<div class='paywall' style='DISPLAY: none;'>{}</div>",
    ],
)
def test_paragraphs_hidden_from_those_who_do_not_pay_are_text(box):
    first, *rest = [f"<p>{text}</p>" for text in prose("harbour")]
    (row,) = split(story(first + "".join(map(box.format, rest)))).articles
    assert row["text"] == FULL


@pytest.mark.parametrize("name", ["subscribe-modal", "newsletter-popup premium", "draft"])
def test_other_hidden_text_is_left_out_and_told_of(name):
    hidden = f"<div class='{name}' style='display:none'><p>{'Become a member of the port today and pay less. ' * 4}</p></div>"
    found = split(story(paragraphs("harbour", 2) + hidden + paragraphs("bridge", 2)))
    assert "member" not in found.articles[0]["text"]
    assert found.notes == ("40 words of hidden text left out",)


def test_a_few_hidden_words_are_not_told_of():
    for words, told in ((HIDDEN - 1, 0), (HIDDEN, 1)):
        hidden = f"<p style='display:none'>{' '.join(['draft'] * words)}</p>"
        assert len(split(story(paragraphs("harbour") + hidden)).notes) == told


@pytest.mark.parametrize(
    "end",
    [
        "<p>The council will meet again …</p>",
        "<p>The council will meet again on Friday.</p><div>Subscribe to continue reading</div>",
        "<p>The council will meet again on Friday.</p><div><h3>Log in to read the full article</h3></div>",
        "<p>The council will meet again on Friday.</p><div>Jetzt abonnieren und weiterlesen</div>",
    ],
)
def test_an_article_that_breaks_off(end):
    assert split(story(paragraphs("harbour") + end)).articles[0]["truncated"]
    assert not split(story(paragraphs("harbour") + "<p>Subscribe to our newsletter.</p>")).articles[0][
        "truncated"
    ]


@pytest.mark.parametrize(
    "mark", ["<!-- x -->", "<!--[if IE]><p>old</p><![endif]-->", "<!--googleoff: all-->"]
)
def test_comments_in_the_markup_change_nothing(mark):
    text = "".join(f"<p>{mark}{sentence}{mark}</p>{mark}" for sentence in prose("harbour"))
    assert split(story(text)).articles[0]["text"] == FULL


@pytest.mark.parametrize("name", ["paywall", "widget", "share"])
def test_a_name_that_most_of_the_text_goes_by_says_nothing(name):
    text = "".join(f"<p class='{name}'>{sentence}</p>" for sentence in prose("harbour"))
    assert split(story(text)).articles[0]["text"] == FULL


@pytest.mark.parametrize("name", ["comments", "related", "disqus"])
def test_comments_are_never_the_text_however_many(name):
    remarks_ = "".join(f"<div>{paragraphs(key)}</div>" for key in ("crane", "bridge", "market"))
    (row,) = split(story(paragraphs("harbour")) + f"<section class='{name}'>{remarks_}</section>").articles
    assert row["text"] == FULL


@pytest.mark.parametrize("mark", ["\u200b", "\u2060", "\ufeff"])
def test_characters_without_width(mark):
    (row,) = split(story(paragraphs("harbour").replace(" ", f" {mark}"))).articles
    assert row["text"] == FULL


def test_questions_and_answers_are_all_text():
    talk = "".join(
        f"<p>Why {key}?</p><p>{prose(key)[0]}</p><p>And now?</p><p>{prose(key)[1]}</p>" for key in ("a", "b")
    )
    assert split(story(talk)).articles[0]["text"].count("\n\n") == 7


def test_a_page_of_lists_alone():
    winners = "".join(
        f"<h2>Best {c}</h2><ul>{''.join(f'<li>Singer {c}{i}</li>' for i in range(6))}</ul>" for c in "abc"
    )
    assert "Singer a0\n\nSinger a1" in split(story(f"<p>Winners in bold</p>{winners}")).articles[0]["text"]


def test_the_second_extractor_is_asked_only_in_doubt(monkeypatch):
    asked = []
    monkeypatch.setattr(body_module, "_second", lambda root, prose_: asked.append(root) or set())
    split(story(paragraphs("harbour")))
    assert not asked
    many = "".join(
        f"<section class='comments'>{paragraphs(key)}</section>" for key in ("crane", "bridge", "market")
    )
    (row,) = split(story(paragraphs("harbour", 2)) + many).articles
    assert asked
    assert row["text"] == "\n\n".join(prose("harbour", 2))


def test_what_pages_lack_is_told_where_it_is_looked_for(tmp_path, capsys):
    outlet = tmp_path / "post"
    outlet.mkdir()
    (outlet / "empty.html").write_text(page("<h1>Log in</h1>"))
    (outlet / "full.html").write_text(page(story(paragraphs("harbour") * 3)))
    (outlet / "cut.html").write_text(
        page(story(paragraphs("bridge") * 3 + "<p>Subscribe to continue reading</p>"))
    )
    corpus = read_articles(tmp_path)
    assert remarks(corpus) == [
        "in 1 file (post/empty.html) no article was found",
        "in 1 file (post/cut.html) an article breaks off",
    ]
    rows = audit(corpus).set_index("file")
    assert rows["cut"].to_dict() == {"post/cut.html": 1, "post/empty.html": 0, "post/full.html": 0}
    assert rows.loc["post/empty.html", "notes"] == "no article found"
    assert (
        rows.loc["post/cut.html", "notes"]
        == "1 article cut short (save the page again, in whole, if there is more of it)"
    )
    assert main(["articles", str(tmp_path), "-o", str(tmp_path / "out.csv")]) == 0
    told = "".join(capsys.readouterr())
    assert "post/empty.html: no article found" in told
    assert "post/cut.html: 1 article cut short" in told
