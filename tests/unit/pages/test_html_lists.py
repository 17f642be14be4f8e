"""Pages of several articles: what repeats is an article or a card, and which kind each is."""

import pytest
from html_pages import FOOT, NAV, TOPICS, page, paragraphs, prose

from toolkit.pages.html.articles import split_html
from toolkit.pages.html.kinds import CARD, EXCERPT
from toolkit.pages.html.lines import Line, count_words, parse, read_lines
from toolkit.pages.html.source import Source
from toolkit.pages.read.files import Page
from toolkit.pages.themes import load_furniture
from toolkit.settings import PagesSettings

TITLES = [title for title, _, _ in TOPICS.values()]


def read(body: str, head: str = "") -> list[dict[str, object]]:
    html = page(body, head)
    found = split_html(Page("a.html", "Port Courier", html, "", ""), load_furniture(), PagesSettings())
    assert "".join(html[block["start"] : block["end"]] for block in found.blocks) == html
    return found.articles


def items(form: str, sentences: int = 1) -> str:
    return "".join(
        form.format(title=title, author=author, day=day, url=f"/{key}", text=paragraphs(key, sentences))
        for key, (title, author, day) in TOPICS.items()
    )


CARD_FORM = "<article class='post-7 post hentry'><h2><a href='{url}'>{title}</a></h2><time>{day}</time>{text}</article>"


@pytest.mark.parametrize(
    "wrap",
    [
        "<main><h1>Local news</h1>{}</main>",
        "<div class='site'><header><h1>Category: Harbour</h1></header><div class='list'>{}</div></div>",
        "<h1>News &amp; events | Port office</h1><section>{}</section>",
    ],
)
def test_a_lists_own_heading_does_not_swallow_its_cards(wrap):
    for head in (
        "",
        '<meta property="og:type" content="article"><meta property="og:title" content="Local news">',
    ):
        rows = read(NAV + wrap.format(items(CARD_FORM)) + FOOT, head)
        assert [row["title"] for row in rows] == TITLES
        assert {row["kind"] for row in rows} == {"teaser"}


@pytest.mark.parametrize(
    "form",
    [
        "<article class='hentry'><h2><a href='{url}'>{title}</a></h2><p>{day}</p><div>{text}<h2>What is next</h2>{text}</div></article>",
        "<div class='post'><h1>{title}</h1><p>By {author}</p>{text}<h2>What is next</h2>{text}<h2>And then</h2>{text}</div>",
        "<li><h3><a href='{url}'>{title}</a></h3><p>{day}</p>{text}<h4>Background</h4>{text}</li>",
    ],
)
def test_full_posts_with_subheads_are_not_cut_at_them(form):
    rows = read(f"{NAV}<main><h1>Blog</h1><div>{items(form, 4)}</div></main>")
    assert [row["title"] for row in rows] == TITLES
    assert {row["kind"] for row in rows} == {"article"}
    assert all(prose("harbour")[0] in row["text"] for row in rows[:1])


def test_the_articles_own_page_with_cards_below_stays_one_article():
    cards = "".join(
        f"<article class='card'><h3><a href='/{k}'>{t}</a></h3><p>{prose(k)[0]}</p></article>"
        for k, (t, _, _) in TOPICS.items()
    )
    own = f"<article><h1>Ferry runs aground</h1><p>By Mara Quill</p>{paragraphs('ferry')}</article>"
    head = (
        '<meta property="og:type" content="article"><meta property="og:title" content="Ferry runs aground">'
    )
    for given in (head, ""):
        (row,) = read(f"<main>{own}<section><h2>More</h2>{cards}</section></main>", given)
        assert (row["title"], row["kind"]) == ("Ferry runs aground", "article")


@pytest.mark.parametrize("clock", ["7.35pm BST", "16:05", "4:16 p.m."])
def test_posts_with_times_of_day_are_one_live_blog(clock):
    posts = "".join(
        f"<div class='entry'><time>{clock}</time><h3>{title}</h3>{paragraphs(key, 2)}</div>"
        for key, (title, _, _) in TOPICS.items()
    )
    assert (
        len(read(f"<main><h1>Storm over the port</h1>{paragraphs('port', 2)}<div>{posts}</div></main>")) == 1
    )


WORDS = {
    "ja": (
        "退路を断つ",
        "知り合いの人が友人の付き合いでセミナーに行ったそうです。",
        "電車の中で上品な老夫婦が話をしていました。",
    ),
    "zh": (
        "港口起重机停工",
        "市议会星期二表示，港口的工程将在一个月内开始，并持续到秋天。",
        "附近的居民要求更多的时间，并给市长写了信。",
    ),
    "th": (
        "ปั้นจั่นท่าเรือหยุดทำงาน",
        "สภาเมืองกล่าวเมื่อวันอังคารว่างานที่ท่าเรือจะเริ่มขึ้นภายในหนึ่งเดือน",
        "ชาวบ้านใกล้ท่าเรือขอเวลาเพิ่มและเขียนจดหมายถึงนายกเทศมนตรี",
    ),
}


@pytest.mark.parametrize("language", WORDS)
def test_scripts_without_spaces(language):
    title, *sentences = WORDS[language]
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences * 2)
    (row,) = read(f"<main><article><h1>{title}</h1>{text}</article></main>")
    assert (row["title"], row["text"]) == (title, "\n\n".join(sentences * 2))
    posts = "".join(f"<article><h2><a href='/{i}'>{title}{i}</a></h2>{text}</article>" for i in range(3))
    assert [row["title"] for row in read(f"<main>{posts}</main>")] == [f"{title}{i}" for i in range(3)]


def test_words_of_mixed_scripts():
    assert count_words("") == 1
    assert count_words("昨日は") == 1
    assert count_words("昨日は雨") == 2
    assert count_words("The word 雨 is rain") == 5


@pytest.mark.parametrize(
    "more",
    [
        "<p><a href='{url}'>Weiterlesen</a></p>",
        "<a class='more-link' href='{url}#more-12'>→ Continue reading</a>",
        "<div><a href='{url}'>और पढ़ें</a></div>",
    ],
)
def test_a_link_that_leads_on_makes_a_teaser(more):
    form = "<article><h2><a href='{url}'>{title}</a></h2><p>By {author}</p>{text}" + more + "</article>"
    assert {row["kind"] for row in read(f"<main>{items(form, 2)}</main>")} == {"teaser"}
    assert {row["kind"] for row in read(f"<main>{items(form, EXCERPT + 1)}</main>")} == {"article"}


@pytest.mark.parametrize(
    "other",
    ["<a href='{url}'>Permalink</a>", "<a href='{url}#comments'>3 remarks</a>", "<a href='{url}'>{day}</a>"],
)
def test_other_links_to_the_article_do_not(other):
    form = (
        "<article><h2><a href='{url}'>{title}</a></h2><p>By {author}</p>{text}<p>" + other + "</p></article>"
    )
    assert {row["kind"] for row in read(f"<main>{items(form, 2)}</main>")} == {"article"}


def test_a_short_article_among_full_ones_is_an_article():
    full = items("<article><h2><a href='{url}'>{title}</a></h2><p>{day}</p>{text}</article>", 4)
    short = "<article><h2><a href='/s'>Ferry late</a></h2><p>4 March 2024</p><p>The ferry is late again today, says the port:</p></article>"
    rows = read(f"<main>{full}{short}</main>")
    assert [row["kind"] for row in rows] == ["article"] * 4


def test_a_long_card_is_an_article():
    for n, kind in ((CARD, "teaser"), (CARD + 1, "article")):
        text = "<p>" + " ".join(["rain"] * (n - 1)) + " fell.</p>"
        cards = "".join(
            f"<article><h3><a href='/{i}'>Rain again {i}</a></h3>{text}</article>" for i in range(3)
        )
        assert {row["kind"] for row in read(f"<main>{cards}</main>")} == {kind}


@pytest.mark.parametrize(
    ("player", "kind"),
    [
        ("<video src='x.mp4'></video>", "video"),
        ("<iframe src='https://www.youtube.com/embed/x'></iframe>", "video"),
        ("<iframe src='https://maps.example/x'></iframe>", "article"),
        ("<p>Watch our video of the talk.</p>", "article"),
    ],
)
def test_a_video_has_a_player(player, kind):
    (row,) = read(
        f"<main><article><h1>Crane falls</h1><div>{paragraphs('harbour', 2)}{player}</div></article></main>"
    )
    assert row["kind"] == kind


def lines(html: str) -> list[Line]:
    return read_lines(parse(html), Source(html))


def test_tables_of_data_are_read_row_by_row():
    table = "<table><tr><td>Dundee</td><td>2½</td></tr><tr><td>Perth</td><td><p>1½</p></td></tr></table>"
    assert [line.text for line in lines(table)] == ["Dundee 2½", "Perth 1½"]
    layout = "<table><tr><td><h2>Rain</h2></td><td>x</td></tr><tr><td>y</td><td>z</td></tr></table>"
    assert [line.text for line in lines(layout)] == ["Rain", "x", "y", "z"]
    column = "<table><tr><td>a</td></tr><tr><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td></tr></table>"
    assert len(lines(column)) == 4


def test_a_table_among_paragraphs_is_text():
    table = "<figure><table><tr><td>Dundee</td><td>2½</td></tr><tr><td>Perth</td><td>1½</td></tr></table></figure>"
    (row,) = read(
        f"<main><article><h1>Chess</h1>{paragraphs('club', 2)}{table}{paragraphs('match', 2)}</article></main>"
    )
    assert "Dundee 2½\n\nPerth 1½" in str(row["text"])


def test_a_short_headline_is_not_the_name_of_a_section():
    form = (
        "<article class='hentry'><h1><a href='{url}'>Fest 2016</a></h1><time>{day}</time>{text}"
        "<h2>Watch the fest of last year</h2>{text}</article>"
    )
    assert [row["title"] for row in read(f"<main>{items(form, 2)}</main>")] == ["Fest 2016"] * 3
