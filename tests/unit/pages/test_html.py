"""HTML pages: several articles, one article with everything around it, cards, nothing; blocks and spans."""

from itertools import pairwise

import pytest
from html_pages import FOOT, LAYOUTS, NAV, TOPICS, page, paragraphs, prose

from toolkit.errors import InputError
from toolkit.pages.html.articles import decode_html, split_html
from toolkit.pages.read.files import Page
from toolkit.pages.themes import load_furniture
from toolkit.settings import PagesSettings

METADATA = """<meta property="og:title" content="Harbour crane stands idle | The Port Courier"><meta property="og:type"
content="article"><meta property="og:site_name" content="The Port Courier"><script type="application/ld+json">{"@graph":[
{"@type":"WebSite","name":"The Port Courier"},{"@type":"ReportageNewsArticle","headline":"Harbour crane stands idle",
"author":["Mara Quill",{"@type":"Person","name":"Al Ben"},{"@type":"Organization","name":"The Port Courier"}],
"datePublished":"2024-03-05T10:00:00Z"}]}</script>"""

STORY = f"""<main><article class="story"><p class="kicker">Port</p><h1>Harbour crane stands idle</h1>
<p class="standfirst">A tale of rust and patience.</p><div class="byline">By Mara Quill and Al Ben</div>
<time datetime="2024-03-05">5 March 2024</time>
<figure><img src="x"><figcaption>The crane at dusk, seen from the quay. Photo: City archive</figcaption></figure>
<p>PORT VELL (Reuters) - {prose("harbour")[0]}</p><p>{prose("harbour")[1]}</p><h2>What went wrong</h2>
<aside class="related"><h3><a href="/a">Another story altogether</a></h3><p>By Jo Other</p><p>4 March 2024</p>
<p>A blurb about another story that should not be in the body at all, ever.</p></aside>
<p>{prose("harbour")[2]}</p><div class="newsletter-signup"><p>Sign up and get the best of the port every morning.</p></div>
<h2>What comes next</h2><p>{prose("bridge")[1]}</p><p>{prose("bridge")[3]}</p><p>Source: The Wire Desk</p></article>
<section class="comments"><h2>2 comments</h2><div><h3>Anna</h3><p>A very good article about cranes and all around
them, thanks a lot.</p></div><div><h3>Bert</h3><p>I do not agree, since the crane has been idle for years.</p></div></section>
<section><h2>More stories</h2>{{cards}}</section></main>"""
CARDS = "".join(
    f"<article><h3><a href='/{key}'>{title}</a></h3><p>{prose(key)[0]}</p></article>"
    for key, (title, _, _) in list(TOPICS.items())[1:]
)


def read(html, **settings):
    """Return the articles of a page, having checked that its blocks join to it and its spans slice it."""
    found = split_html(
        Page("a.html", "Port Courier", html, "utf-8", ""), load_furniture(), PagesSettings(**settings)
    )
    assert "".join(html[block["start"] : block["end"]] for block in found.blocks) == html
    for block in found.blocks:
        row = next((row for row in found.articles if row["article_id"] == block["article_id"]), None)
        if row is not None:
            assert row["start"] <= block["start"] < block["end"] <= row["end"]
            if block["text_start"] is not None:
                assert row["text"][block["text_start"] :][:5] == html[block["start"] :][:5]
    return found.articles


@pytest.mark.parametrize("name", LAYOUTS)
def test_several_articles(name):
    rows = read(LAYOUTS[name])
    assert [row["title"] for row in rows] == [title for title, _, _ in TOPICS.values()]
    assert [row["text"] for row in rows] == ["\n\n".join(prose(key)) for key in TOPICS]
    assert [row["authors"] for row in rows] == [[author] for _, author, _ in TOPICS.values()]
    assert [str(row["published"]) for row in rows] == [day for _, _, day in TOPICS.values()]
    assert {row["kind"] for row in rows} == {"article"}
    assert all(a["end"] <= b["start"] for a, b in pairwise(rows))


def test_one_article_with_everything_around_it():
    (row,) = read(page(NAV + STORY.format(cards=CARDS) + FOOT, METADATA))
    assert row["title"] == "Harbour crane stands idle"
    assert row["authors"] == ["Mara Quill", "Al Ben"]
    assert (str(row["published"]), row["date_kind"], row["date_raw"]) == (
        "2024-03-05",
        "published",
        "5 March 2024",
    )
    assert row["standfirst"] == "A tale of rust and patience."
    assert (row["credit"], row["credit_kind"], row["dateline"]) == ("The Wire Desk", "explicit", "PORT VELL")
    texts = row["text"].split("\n\n")
    assert texts[2] == "What went wrong"
    assert texts[-1] == prose("bridge")[3]
    assert len(texts) == 7


def test_labels_of_one_article():
    html = page(NAV + STORY.format(cards="") + FOOT, METADATA)
    blocks = split_html(Page("a", "o", html, "utf-8", ""), load_furniture(), PagesSettings()).blocks
    said = {(block["label"], html[block["start"] : block["end"]]) for block in blocks}
    assert ("title", "Harbour crane stands idle") in said
    assert ("byline", "By Mara Quill and Al Ben") in said
    assert ("date", "5 March 2024") in said
    assert ("subhead", "What comes next") in said
    assert ("credit", "Source: The Wire Desk") in said
    assert any(label == "caption" and text.startswith("The crane at dusk") for label, text in said)


def test_an_article_without_metadata_is_not_split_at_its_subheads():
    sections = "".join(f"<h2>{title}</h2>{paragraphs(key)}" for key, (title, _, _) in TOPICS.items())
    (row,) = read(
        page(
            f"{NAV}<div><h1>Three ports in trouble</h1><div>By Mara Quill</div><div>{paragraphs('port', 1)}{sections}</div></div>"
        )
    )
    assert row["title"] == "Three ports in trouble"
    assert row["text"].count("\n\n") == 15


def test_cards_are_teasers():
    rows = read(
        page(
            f"{NAV}<main>{CARDS}<article><h3><a href='/x'>Ferry late</a></h3><p>{prose('ferry')[0]}</p></article></main>"
        )
    )
    assert [row["kind"] for row in rows] == ["teaser"] * 3
    assert rows[2]["text"] == prose("ferry")[0]


def test_links_with_blurbs_are_teasers():
    items = "".join(f"<li><a href='/{k}'>{t[0]}</a><p>{prose(k)[0]}</p></li>" for k, t in TOPICS.items())
    rows = read(page(f"{NAV}<ul>{items}</ul>{FOOT}"))
    assert [(row["kind"], row["title"]) for row in rows] == [("teaser", t[0]) for t in TOPICS.values()]


def test_a_lead_among_cards():
    lead = f"<article><h2><a href='/l'>Lead story of the day</a></h2><p>By Mara Quill</p>{paragraphs('lead')}</article>"
    rows = read(page(f"{NAV}<main>{lead}<div>{CARDS}</div></main>"))
    assert [row["kind"] for row in rows] == ["article", "teaser", "teaser"]
    assert rows[0]["title"] == "Lead story of the day"


def test_a_section_page_with_related_articles_inside_its_stories():
    card = "<aside><article class='card'><a href='/r'><h5>Who are the pilots?</h5></a></article></aside>"
    stories = "".join(
        f"<article><header><h2><a href='/{key}'>{title}</a></h2></header>{paragraphs(key, 2)}{card}{paragraphs(key)}</article>"
        for key, (title, _, _) in TOPICS.items()
    )
    rows = read(page(f"{NAV}<main><h1>World</h1>{stories}</main>"))
    assert [row["title"] for row in rows] == [title for title, _, _ in TOPICS.values()]
    assert all("pilots" not in row["text"] for row in rows)


def test_live_updates_are_one_article():
    posts = "".join(
        f"<article><time datetime='2024-03-05T0{i}:00'>0{i}:00</time><h2>{title}</h2>{paragraphs(key)}</article>"
        for i, (key, (title, _, _)) in enumerate(TOPICS.items())
    )
    head = (
        '<meta property="og:type" content="article"><meta property="og:title" content="Storm over the port">'
    )
    (row,) = read(page(f"<main><h1>Storm over the port</h1>{posts}</main>", head))
    assert row["title"] == "Storm over the port"


@pytest.mark.parametrize(
    "body", ["", "<script>var x = '<p>no</p>'</script>", "<h1>Log in</h1><form><label>Name</label></form>"]
)
def test_nothing_found(body):
    assert read(page(body)) == []


def test_metadata_of_the_page_is_not_given_to_parts():
    head = '<meta name="author" content="Web Master"><meta property="article:published_time" content="2001-01-01">'
    html = LAYOUTS["article elements"].replace("</head>", head + "</head>")
    assert [row["authors"] for row in read(html)] == [[author] for _, author, _ in TOPICS.values()]
    assert "2001-01-01" not in {str(row["published"]) for row in read(html)}


def test_languages():
    german = "<p>Der Rat der Stadt sagte, die Arbeiten am Hafen begännen binnen eines Monats und dauerten bis zum Herbst.</p>"
    body = f"<article><h1>Kran steht still</h1><p>Von Jana Fels</p><p>5. März 2024</p>{german * 5}</article>"
    (row,) = read(page(body, lang="en"))
    assert (row["language"], row["authors"], str(row["published"])) == ("de", ["Jana Fels"], "2024-03-05")


def test_day_and_month_order():
    body = f"<article><h1>Crane stands idle</h1><p>03/04/2024</p>{paragraphs('harbour')}</article>"
    assert str(read(page(body))[0]["published"]) == "2024-04-03"
    assert str(read(page(body), date_order="month")[0]["published"]) == "2024-03-04"


def test_encodings():
    html = '<meta charset="windows-1251"><p>Дождь'
    assert decode_html(html.encode("cp1251")) == (html, "cp1251")
    assert decode_html(html.encode("utf-8")) == (html, "utf-8")  # bytes that are UTF-8 are read as such
    assert decode_html(html.encode("utf-16"))[0] == html
    broken = b'<meta charset="utf-8"><p>' + "Café ".encode() * 500 + b"\xff</p>"
    text, encoding = decode_html(broken)
    assert text.count("Café") == 500
    assert encoding == "utf-8 (1 broken characters)"


def test_untrusted_input_ends():
    for html in ("<div>" * 100_000 + "text", "<p>" * 700_000, "x" * 21_000_000):
        with pytest.raises(InputError, match=r"deep|tags|MB"):
            read(html)
    for html in (
        "<!--" * 100_000,
        "<script>" * 50_000,
        "<a title='" * 50_000,
        "&amp" * 100_000,
        "<" * 50_000,
    ):
        assert read(page(html)) == []


def test_markup_in_text_stays_text():
    body = f"<article><h1>On &lt;script&gt; and &amp;amp;</h1>{paragraphs('harbour')}<p>Tags such as &lt;b&gt; are text here, they say.</p></article>"
    (row,) = read(page(body))
    assert row["title"] == "On <script> and &amp;"
    assert row["text"].endswith("Tags such as <b> are text here, they say.")
