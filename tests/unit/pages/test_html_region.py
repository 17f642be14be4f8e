"""Whose name and date stand on a page: the article's own region, structured data, printed days and stamps."""

import pytest
from html_pages import FOOT, page, paragraphs

from toolkit.pages.html.articles import split_html
from toolkit.pages.html.lines import parse
from toolkit.pages.html.metadata import Metadata
from toolkit.pages.read.files import Page
from toolkit.pages.themes import load_furniture
from toolkit.settings import PagesSettings

TITLE = "Harbour crane stands idle"
H1 = f"<h1>{TITLE}</h1>"
TEXT = paragraphs("harbour")
OWN = "<p>By Mara Quill</p><p>5 March 2024</p>"


def fields(body: str, head: str = "") -> tuple[list[str], str]:
    found = split_html(
        Page("a.html", "Port Courier", page(body, head), "", ""), load_furniture(), PagesSettings()
    )
    (row,) = found.articles
    return row["authors"], str(row["published"])


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


MASTHEADS = [
    "<header><div>Monday, 1 July 2024</div><nav><a href='/'>Home</a></nav></header>",
    "<header><time datetime='2024-07-01'>Monday, July 1, 2024</time></header>",
    "<div class='top'><span>Weather in Port Vell</span><p>1 July 2024</p></div>",
]


@pytest.mark.parametrize("masthead", MASTHEADS)
def test_the_day_in_the_masthead_is_not_the_articles(masthead):
    assert fields(f"{masthead}<main><article>{H1}{OWN}{TEXT}</article></main>") == (
        ["Mara Quill"],
        "2024-03-05",
    )
    assert fields(f"{masthead}<main><article>{H1}{TEXT}</article></main>") == ([], "None")


OTHERS = [
    "<section id='comments'><h2>Comments</h2><p>Ines Okoro</p><p>1 April 2024</p><p>Thank you for this.</p></section>",
    "<div class='comment-list'><div class='comment-author vcard'><b class='fn'>Ines Okoro</b></div>"
    "<time datetime='2024-04-01T10:00:00Z'>1 April 2024</time><p>Thank you for this.</p></div>",
    "<aside><h3>Related</h3><a href='/x'>Ferry late again this week</a><p>By Ines Okoro</p><p>1 April 2024</p></aside>",
    "<div class='related-posts'><h4><a href='/x'>Ferry late again</a></h4><span class='author'>By Ines Okoro</span>"
    "<time datetime='2024-04-01'>1 April</time></div>",
    "<article class='card'><h3><a href='/x'>Ferry late again</a></h3><p>By Ines Okoro</p><p>1 April 2024</p></article>",
]


@pytest.mark.parametrize("other", OTHERS)
def test_names_and_days_behind_the_text_are_anothers(other):
    assert fields(f"<main><article>{H1}{TEXT}</article>{other}</main>{FOOT}") == ([], "None")
    assert fields(f"<main><article>{H1}{OWN}{TEXT}</article>{other}</main>") == (["Mara Quill"], "2024-03-05")


@pytest.mark.parametrize(
    "advert",
    [
        "<div class='event'>Join us on 12 June 2024</div>",
        "<div class='promo'><p>By Ines Okoro</p><p>12 June 2024</p></div>",
        "<div class='ad-slot'>Sale ends <time datetime='2024-06-12'>12 June</time></div>",
    ],
)
def test_an_advertisement_between_headline_and_text(advert):
    assert fields(f"<main><article>{H1}{advert}{TEXT}</article></main>") == ([], "None")


@pytest.mark.parametrize(
    "around",
    [
        f"<article>{H1}{TEXT}<footer class='entry-footer'>Posted by <a rel='author' href='#'>Mara Quill</a> on "
        "<time datetime='2024-03-05'>5 March</time></footer></article>",
        f"<div><header><div class='eyebrow'>Politics / March 5, 2024</div>{H1}<p>By Mara Quill</p></header>{TEXT}</div>",
        f"<div class='lead'>{H1}</div><main><article class='story'><aside class='meta'><span>By Mara Quill</span>"
        f"<details><summary>Tue 5 Mar 2024 17.00 CET</summary></details></aside><h2>What is known</h2>{TEXT}</article></main>",
    ],
)
def test_where_the_articles_own_byline_and_date_may_be(around):
    assert fields(around) == (["Mara Quill"], "2024-03-05")


@pytest.mark.parametrize(
    "note", ["{} is a writer for The Port Courier.", "About {} covers the port.", "{} was a pilot."]
)
def test_a_note_on_the_author_names_the_author(note):
    line = f"<p class='author-bio'>{note.format('Mara Quill')}</p>"
    assert fields(f"<main><article>{H1}{TEXT}{line}</article></main>") == (["Mara Quill"], "None")


SAID = f'"@type":"NewsArticle","headline":"{TITLE}","datePublished":"2024-03-05"'
AUTHOR = '"author":{"@type":"Person","name":"Mara Quill"}'


@pytest.mark.parametrize(
    "text",
    [
        f"{{{SAID},{AUTHOR},}}",
        f"[{{{SAID},{AUTHOR}}},]",
        f'{{"@graph":[{{"@type":"WebPage"}},{{{SAID},"author":{{"@type":"Person","givenName":"Mara","familyName":"Quill"}}}}]}}',
        '{"@type":"NewsArticle","headline":"The "big" crane","datePublished":"2024-03-05",' + AUTHOR + "}",
        f'{{{SAID},"author":[{{"@id":"#m"}}]}}]'.removesuffix("]").replace(
            '[{"@id":"#m"}', '[{"name":"Mara Quill"}'
        ),
    ],
)
def test_shapes_of_json_ld(text):
    assert fields(f"<main><article>{H1}{TEXT}</article></main>", ld(text)) == (["Mara Quill"], "2024-03-05")


OTHER_SAID = '{"@type":"NewsArticle","headline":"Cat rescued from a tree","author":"Ines Okoro","datePublished":"2020-01-01"}'


@pytest.mark.parametrize(
    "other",
    [
        OTHER_SAID,
        f'{{"@type":"ItemList","itemListElement":[{{"@type":"ListItem","item":{OTHER_SAID}}}]}}',
        OTHER_SAID.replace("NewsArticle", "Review"),
    ],
)
def test_json_ld_of_another_article(other):
    assert fields(f"<main><article>{H1}{TEXT}</article></main>", ld(other)) == ([], "None")
    both = ld(other) + ld(f"{{{SAID},{AUTHOR}}}")
    assert fields(f"<main><article>{H1}{TEXT}</article></main>", both) == (["Mara Quill"], "2024-03-05")


@pytest.mark.parametrize(
    ("stamp", "printed", "day"),
    [
        ("2024-03-06T03:20:17+00:00", "March 5, 2024 10:20 pm", "2024-03-05"),
        ("2024-03-04T20:30:00Z", "5 March 2024", "2024-03-05"),
        ("2024-03-06T23:59:00.000Z", "7 March 2024", "2024-03-07"),
        ("2024-03-06T03:20:17-05:00", "5 March 2024", "2024-03-06"),  # with its own offset the stamp is local
        ("2024-03-06", "5 March 2024", "2024-03-06"),  # a day without a time is no stamp
        ("2024-03-08T03:20:17Z", "5 March 2024", "2024-03-08"),  # three days are no time zone
    ],
)
def test_the_printed_day_beats_a_stamp_in_utc(stamp, printed, day):
    meta = f'<meta property="article:published_time" content="{stamp}">'
    assert fields(f"<main><article>{H1}<p>{printed}</p>{TEXT}</article></main>", meta)[1] == day


@pytest.mark.parametrize(
    "marks",
    [
        "<span itemprop='author' itemscope><span itemprop='name'>Mara Quill</span></span><meta itemprop='datePublished' content='2024-03-05'>",
        "<p><a class='p-author h-card' href='#'>Mara Quill</a> <time class='dt-published' datetime='2024-03-05'>Tuesday</time></p>",
        "<p><span class='author vcard'>by <a class='fn' rel='author' href='#'>Mara Quill</a></span> "
        "<time class='entry-date published' datetime='2024-03-05'>5.3.</time><time class='updated' datetime='2024-04-01'>1.4.</time></p>",
    ],
)
def test_microdata_and_microformats(marks):
    body = f"<main><article itemscope itemtype='https://schema.org/NewsArticle'>{H1}{marks}{TEXT}</article></main>"
    assert fields(body) == (["Mara Quill"], "2024-03-05")


def test_properties_of_another_item_on_the_page():
    card = "<div itemscope><h4><a href='/x'>Ferry late</a></h4><meta itemprop='datePublished' content='2020-01-01'></div>"
    assert fields(f"<main><article itemscope>{H1}{TEXT}</article>{card}</main>")[1] == "None"


def test_an_address_that_is_none():
    assert Metadata(parse('<link rel="canonical" href="http://[x"><p>Rain</p>'), "Post").outlets == {"post"}
