"""Renders HTML pages, the CSV and the JSON lines file."""

import csv
import io
import json
from html import escape
from typing import Any

from sample_builder.pages import Page
from sample_builder.source import Article, plain

SITE = "https://meridian-daily.example"
NAV = "".join(
    f'<li><a href="/{name.lower()}">{name}</a></li>' for name in ("World", "Business", "Rivers", "Opinion")
)
COOKIES = (
    '<div id="cookie-notice" role="dialog"><p>We and our 114 partners use cookies to remember what you '
    "read. You can change your mind at any time.</p><button>Accept all</button><button>Choose</button></div>"
)
FOOT = (
    "<footer><p>© 2024 The Meridian Daily. All rights reserved.</p>"
    '<p><a href="/terms">Terms</a> · <a href="/corrections">Corrections</a></p></footer>'
)
COMMENTS = (
    ("Brennick 1967", "Published the file, then? Asking for a hydrologist friend."),
    ("totally_a_reader", "<script>alert(1)</script> great article!!"),
    ("O. Sand", "The fax number is still out of use. I tried it this morning."),
)
RELATED = (
    "Donors pledge $412 million for Tarsuna flood relief, ask for accounts",
    "Scores drown as Tarsuna dam opens gates in night of heavy rain",
    "Explainer: What is the Zaghrand Liberation Front, and why is it fighting now?",
)


def slug(article: Article) -> str:
    """Address of an article on its site."""
    return f"{SITE}/world/{article.meta['date']:%Y/%m/%d}/{article.id}"


def paragraphs(article: Article) -> str:
    """Return the running text as HTML."""
    tags = {"p": "p", "h": "h3"}
    return "\n".join(
        f"<{tags[piece.kind]}>{escape(piece.text, quote=False)}</{tags[piece.kind]}>"
        for piece in article.prose
    )


def record(page: Page, article: Article) -> None:
    """Note an article of a page without character offsets."""
    meta = article.meta
    placed = page.begin(
        article, author=meta.get("author") or None, date=meta["date"], dateline=meta.get("dateline")
    )
    placed.start = None
    placed.pieces = [(piece, -1) for piece in article.prose]


def html_article(spec: dict[str, Any], articles: dict[str, Article]) -> Page:
    """One article with JSON-LD and OpenGraph metadata, amid the furniture of a site."""
    page = Page(spec["file"])
    article = articles[spec["items"][0]["id"]]
    record(page, article)
    meta, title = article.meta, escape(article.title)
    standfirst = escape(plain(meta["standfirst"], "double"))
    when = f"{meta['date']}T14:05:00+03:00"
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": when,
        "author": [{"@type": "Person", "name": meta["author"]}],
        "publisher": {"@type": "Organization", "name": article.outlet},
    }
    related = "".join(f'<li><a href="/world/{n}">{escape(t)}</a></li>' for n, t in enumerate(RELATED))
    comments = "".join(f"<li><b>{escape(who)}</b><p>{escape(said)}</p></li>" for who, said in COMMENTS)
    page.text = f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title} | {article.outlet}</title>
<link rel="canonical" href="{slug(article)}">
<meta name="author" content="{escape(meta["author"])}">
<meta property="og:type" content="article">
<meta property="og:title" content="{title}">
<meta property="og:site_name" content="{article.outlet}">
<meta property="og:description" content="{standfirst}">
<meta property="article:published_time" content="{when}">
<script type="application/ld+json">{json.dumps(linked, ensure_ascii=False)}</script>
<style>body {{ font-family: Georgia, serif; }}</style>
</head>
<body>
{COOKIES}
<header><a href="/">{article.outlet}</a><nav><ul>{NAV}</ul></nav></header>
<main>
<article>
<h1>{title}</h1>
<p class="standfirst">{standfirst}</p>
<p class="byline">By <a rel="author" href="/by/tome-agarwal">{escape(meta["author"])}</a></p>
<time datetime="{when}">2 October 2024, 14:05</time>
<figure><img src="/img/sole.jpg" alt=""><figcaption>{escape(meta["caption"])}</figcaption></figure>
<div class="article-body">
{paragraphs(article)}
</div>
</article>
<aside class="related"><h2>Related stories</h2><ul>{related}</ul></aside>
<section id="comments"><h2>3 comments</h2><ul>{comments}</ul></section>
</main>
{FOOT}
</body>
</html>
"""
    return page


def html_index(spec: dict[str, Any], articles: dict[str, Article]) -> Page:
    """Section page with several articles in full."""
    page = Page(spec["file"])
    blocks = []
    for item in spec["items"]:
        article = articles[item["id"]]
        record(page, article)
        blocks.append(index_block(article))
    name = articles[spec["items"][0]["id"]].outlet
    page.text = f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>Tarsuna: latest news | {name}</title>
<meta property="og:site_name" content="{name}">
</head>
<body>
{COOKIES}
<header><a href="/">{name}</a><nav><ul>{NAV}</ul></nav></header>
<main>
<h1>Tarsuna</h1>
{"".join(blocks)}</main>
<aside><h2>Most read</h2><ol><li>Why is the river named Ashru?</li><li>Crossword 14,022</li></ol></aside>
{FOOT}
</body>
</html>
"""
    return page


def index_block(article: Article) -> str:
    """One <article> of a section page."""
    meta = article.meta
    day = meta["date"]
    byline = f'<p class="byline">By {escape(meta["author"])}</p>\n' if meta.get("author") else ""
    credit = f'\n<p class="credit">{escape(meta["endnote"])}</p>' if "endnote" in meta else ""
    return f"""<article id="{article.id}">
<h2><a href="{slug(article)}">{escape(article.title)}</a></h2>
{byline}<time datetime="{day}">{day.day} {day:%B %Y}</time>
<div class="body">
{paragraphs(article)}
</div>{credit}
<p class="share"><a href="#">Share</a> <a href="#">Save</a></p>
</article>
"""


def table(spec: dict[str, Any], articles: dict[str, Article]) -> Page:
    """Export of a press database as CSV."""
    page, out = Page(spec["file"]), io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["publisher", "headline", "byline", "date", "body", "url"])
    for item in spec["items"]:
        article = articles[item["id"]]
        record(page, article)
        meta = article.meta
        row = [article.outlet, article.title, meta["author"], meta["date"], article.text, slug(article)]
        writer.writerow(row)
    page.text = out.getvalue()
    return page


def feed(spec: dict[str, Any], articles: dict[str, Article]) -> Page:
    """Articles of several outlets as JSON lines."""
    page, rows = Page(spec["file"]), []
    for item in spec["items"]:
        article = articles[item["id"]]
        record(page, article)
        meta = article.meta
        row = {
            "outlet": article.outlet,
            "title": article.title,
            "authors": [name for name in str(meta.get("author", "")).split(" and ") if name],
            "published": str(meta["date"]),
            "text": article.text,
        }
        rows.append(json.dumps(row, ensure_ascii=False))
    page.text = "\n".join(rows) + "\n"
    return page


FAMILIES = {"html-article": html_article, "html-index": html_index, "csv": table, "jsonl": feed}
