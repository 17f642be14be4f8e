"""The hard cases of saved pages, each as a small page of its own."""

import datetime as dt

import pytest

from toolkit.pages.read.files import Page
from toolkit.pages.record import plain
from toolkit.pages.text import split
from toolkit.pages.text.articles import mark_blurbs, split_page
from toolkit.pages.text.lines import Line
from toolkit.pages.text.split import Stretch
from toolkit.pages.themes import load_furniture
from toolkit.settings import PagesSettings

RIVER = [
    "The river Orle rose again on Monday, and the water ministry said that the old dam above Tessin would hold.",
    "Farmers along the river had moved their cattle to higher ground, and the water stood a metre deep in the barns.",
    "The dam was built in 1961, and engineers of the water ministry have asked for new gates since the last flood.",
]
COURT = [
    "A judge in the capital sent the newspaper editor Lidia Moran to prison for four years on charges of libel.",
    "Her lawyer called the verdict a warning to every reporter, and colleagues stood outside the court in silence.",
    "The editor Moran had printed the accounts of a company that belongs to the brother of the interior minister.",
]
PORT = [
    "Dock workers walked out of the port of Varna Bay at noon, and forty container ships waited outside the harbour.",
    "The union wants seventeen per cent more pay, while the port company has offered six per cent over two years.",
    "Shipping firms said that each day of the strike at the port costs them three million dollars in fees and fuel.",
]


def read(*lines, **settings):
    text = "\n".join(lines)
    page = Page("page.txt", "test-post", text, "utf-8", "")
    found = split_page(page, load_furniture(), PagesSettings(**settings))
    assert "".join(text[block["start"] : block["end"]] for block in found.blocks) == text
    for row in found.articles:
        for block in found.blocks:
            if block["text_start"] is not None and block["article_id"] == row["article_id"]:
                size = block["end"] - block["start"]
                assert row["text"][block["text_start"] :][:size] == plain(text[block["start"] : block["end"]])
    return found.articles


def spaced(*paragraphs):
    return "\n\n".join(paragraphs)


def titles(rows):
    return [row["title"] for row in rows]


def test_one_blank_line_between_everything():
    page = spaced(
        "River floods valley for the second time",
        *RIVER,
        "Editor sent to prison for libel",
        *COURT,
        "Port strike halts ships",
        *PORT,
    )
    rows = read(page)
    assert titles(rows) == [
        "River floods valley for the second time",
        "Editor sent to prison for libel",
        "Port strike halts ships",
    ]
    assert [row["text"] for row in rows] == ["\n\n".join(text) for text in (RIVER, COURT, PORT)]


def test_sub_heads_questions_and_lists_do_not_split():
    page = spaced(
        "River floods valley for the second time",
        "By Jo Day",
        RIVER[0],
        "'GRAVE BREACH OF THE DAM'",
        RIVER[1],
        "Question # 3: Will the dam hold in the next flood?",
        RIVER[2],
        "  1. Move the cattle to higher ground",
        "  2. Open the gates of the dam",
        "Farmers and the dam",
        "The farmers along the river want the ministry to pay for the cattle that the flood took from their barns.",
    )
    (row,) = read(page)
    assert "Question # 3" in row["text"]
    assert row["text"].endswith("their barns.")


def test_captions_pointers_and_pull_quotes_do_not_split():
    page = spaced(
        "River floods valley for the second time",
        "By Jo Day",
        RIVER[0],
        "Farmers with their cattle above the dam. Source: Orle Monitoring Desk",
        RIVER[1],
        "Read more on the dam: Who will pay for the gates?",
        "“The dam will hold.”",
        RIVER[2],
    )
    (row,) = read(page)
    assert row["text"] == "\n\n".join([RIVER[0], RIVER[1], "“The dam will hold.”", RIVER[2]])
    assert row["credit"] is None


def test_a_related_card_inside_a_text_does_not_split():
    page = spaced(
        "River floods valley for the second time",
        "By Jo Day",
        *RIVER[:2],
        "Related",
        "Old dam above the river needs new gates",
        "By Al Roe",
        "4 March 2024",
        RIVER[2],
        "The ministry said that the dam and the gates would be looked at once the river had gone down in the valley.",
    )
    (row,) = read(page)
    assert row["authors"] == ["Jo Day"]


def test_titles_printed_twice_with_a_caption_between():
    page = "\n".join(
        [
            "River floods valley for the second time",
            "",
            "A farmer with his cattle above the dam at Tessin on Monday.",
            "Short Url",
            "Updated 14 November 2024",
            "Follow",
            "",
            "River floods valley for the second time",
            "",
            "  • Water stands a metre deep in the barns",
            "  • Ministry says the dam will hold",
            "",
            "TESSIN: " + RIVER[0],
            *RIVER[1:],
            " ",
            "",
            "Editor sent to prison for libel",
            "",
            "Updated 12 sec ago",
            "Follow",
            "",
            "Editor sent to prison for libel",
            "",
            "CAPITAL: " + COURT[0],
            *COURT[1:],
        ]
    )
    first, second = read(page)
    assert first["published"] == dt.date(2024, 11, 14)
    assert first["date_kind"] == "updated"
    assert first["dateline"] == "TESSIN"
    assert "metre deep" in first["standfirst"]
    assert "A farmer with" not in first["text"]
    assert (second["published"], second["date_kind"], second["date_raw"]) == (
        None,
        "relative",
        "Updated 12 sec ago",
    )


def test_relative_dates_are_resolved_with_the_moment_of_saving():
    page = spaced("Editor sent to prison for libel", "Updated 3 hours ago", *COURT)
    (row,) = read(page, captured=dt.datetime(2024, 11, 15, 1, 0))
    assert row["published"] == dt.date(2024, 11, 14)


def test_empty_labels_section_names_and_continue_reading():
    page = spaced(
        "Connect with us",
        "World News",
        "River floods valley for the second time",
        "Published",
        "on",
        "By",
        *RIVER,
        "Continue Reading",
        "World News",
        "Editor sent to prison for libel",
        "Published",
        "on",
        "By",
        "Lina Farah Aziz",
        "Lyon (FRANCE)",
        *COURT,
        "Continue Reading",
        "World News",
        "Port strike halts ships",
        "Published",
        "on",
        *PORT,
        "Continue Reading",
        "Trending",
    )
    rows = read(page)
    assert titles(rows) == [
        "River floods valley for the second time",
        "Editor sent to prison for libel",
        "Port strike halts ships",
    ]
    assert [row["authors"] for row in rows] == [[], ["Lina Farah Aziz"], []]
    assert rows[1]["dateline"] == "Lyon (FRANCE)"
    assert rows[0]["published"] is None


def test_an_item_without_a_title():
    page = spaced(
        "Port strike halts ships",
        "Published",
        "on",
        "By",
        *PORT,
        "Continue Reading",
        "Published",
        "on",
        "By",
        *COURT,
    )
    first, second = read(page)
    assert first["text"] == "\n\n".join(PORT)
    assert second["title"] is None
    assert second["text"] == "\n\n".join(COURT)


def test_two_line_video_items_are_records():
    page = spaced(
        "River floods valley for the second time",
        "",
        *RIVER,
        "Strike in focus: a talk with the union leader",
        "",
        "We discuss the strike at the port of Varna Bay with the leader of the dock workers. Watch our talk here:",
        "Why was the editor jailed?",
        "",
        "We look at the case of the newspaper editor Lidia Moran and what it means for reporters in our latest video:",
    )
    rows = read(page)
    assert [row["kind"] for row in rows] == ["article", "video", "video"]


TALKS = [
    ("Can the port be saved? Harbour Talk", "Two engineers and a union leader on silt, cranes and money."),
    ("What the flood left behind", "We speak with a mill owner of Tessin about wet flour and an empty till."),
    ("The judge who said no", "On courts under pressure. Guests: Odile Brandt and Al Roe."),
    ("After the vote", "Four mayors in an online talk on budgets, moderated by Lidia Moran."),
]


def kinds_of(*items):
    """Return the kinds of items, each a headline, a text and what else is known of it."""
    rows = [
        {"kind": "article", "dateline": None, "date_raw": None, "authors": [], "title": title, "text": text,
         "n_words": len(text.split()), **dict(known)}
        for title, text, *known in items
    ]  # fmt: skip
    mark_blurbs(rows)
    return [row["kind"] for row in rows]


LONG = ("River floods valley for the second time", "\n\n".join(["It rained all night in the valley."] * 40))
BARE = "The council has no money for the quay, and the ships are too long for the old one."


@pytest.mark.parametrize(("title", "text"), TALKS)
def test_a_short_item_that_announces_a_talk_is_a_blurb(title, text):
    assert kinds_of(LONG, (title, text), LONG) == ["article", "video", "article"]


@pytest.mark.parametrize(
    "known", [("authors", ["Jo Daynard"]), ("date_raw", "5 May"), ("dateline", "TESSIN")]
)
def test_a_signed_or_dated_item_that_mentions_a_talk_is_no_blurb(known):
    text = "We speak with a mill owner of Tessin about wet flour and an empty till. " * 5
    assert kinds_of(LONG, ("A mill is empty", text.strip(), known)) == ["article", "article"]


@pytest.mark.parametrize(("n", "kind"), [(80, "video"), (81, "article")])
def test_a_bare_item_beside_a_blurb_is_one_if_it_is_short(n, kind):
    text = " ".join((BARE * 9).split()[:n])
    assert kinds_of(LONG, TALKS[0], ("Who pays for the quay?", text))[-1] == kind


@pytest.mark.parametrize(("n", "kind"), [(150, "video"), (151, "article")])
def test_a_bare_item_beside_blurbs_is_as_long_as_they_on_a_page_of_several(n, kind):
    text = " ".join((BARE * 20).split()[:n])
    assert kinds_of(TALKS[1], LONG, TALKS[0], ("Who pays for the quay?", text))[-1] == kind
    assert kinds_of(LONG, TALKS[0], ("Who pays for the quay?", text))[-1] == "article"


def test_a_teaser():
    page = spaced(
        "Port strike halts ships",
        "By Al Roe",
        PORT[0] + " The union wants more pay while the company…",
        "Read more",
    )
    (row,) = read(page)
    assert row["kind"] == "teaser"


def test_a_date_below_the_text_belongs_to_the_text_above():
    page = spaced(
        "River floods valley for the second time",
        *RIVER,
        "4 March 2024",
        "",
        "Editor sent to prison for libel",
        *COURT,
        "5 March 2024",
    )
    rows = read(page)
    assert [str(row["published"]) for row in rows] == ["2024-03-04", "2024-03-05"]


def test_a_date_above_the_headline_belongs_to_the_headline_below():
    page = spaced(
        "4 March 2024",
        "River floods valley for the second time",
        *RIVER,
        "5 March 2024",
        "Editor sent to prison for libel",
        *COURT,
    )
    rows = read(page)
    assert [str(row["published"]) for row in rows] == ["2024-03-04", "2024-03-05"]


def test_a_page_cut_in_mid_word():
    (row,) = read(spaced("Port strike halts ships", *PORT)[:-6])
    assert row["truncated"]
    (row,) = read(spaced("Port strike halts ships", *PORT))
    assert not row["truncated"]


def test_a_hard_wrapped_page():
    import textwrap

    wrapped = ["\n".join(textwrap.wrap(text, 72)) for text in (*RIVER, *PORT)]
    (row,) = read(spaced("River floods valley for the second time", *wrapped))
    assert row["text"].count("\n\n") == 5


@pytest.mark.parametrize(
    ("title", "paragraphs", "language"),
    [
        (
            "Hochwasser im Tal",
            [
                "Das Hochwasser im Tal hat am Montag wieder viele Höfe erreicht, und die Bauern brachten ihr Vieh auf die Weiden.",
                "Das Ministerium teilte mit, der alte Damm werde halten, doch die Ingenieure fordern seit Jahren neue Tore.",
            ],
            "de",
        ),
        (
            "دریا میں سیلاب سے وادی متاثر",
            [
                "حکومت نے کہا کہ دریا کا پانی پیر کے روز پھر بڑھ گیا ہے اور وزارت کے مطابق پرانا ڈیم محفوظ ہے اور لوگ پریشان نہ ہوں۔",
                "کسانوں نے اپنے مویشی اونچی جگہوں پر منتقل کر دیے ہیں اور گوداموں میں ایک میٹر تک پانی کھڑا ہے جس سے نقصان ہوا۔",
            ],
            "ur",
        ),
        (
            "فيضان النهر يغمر الوادي للمرة الثانية",
            [
                "ارتفع منسوب النهر مرة أخرى يوم الاثنين وقالت وزارة المياه إن السد القديم فوق المدينة سيصمد أمام الفيضان هذا العام.",
                "ونقل المزارعون ماشيتهم إلى أماكن مرتفعة وبلغ ارتفاع المياه مترا واحدا في الحظائر على طول مجرى النهر في الوادي.",
            ],
            "ar",
        ),
    ],
)
def test_other_languages_and_scripts(title, paragraphs, language):
    (row,) = read(spaced(title, *paragraphs))
    assert (row["title"], row["language"]) == (title, language)
    assert row["text"] == "\n\n".join(paragraphs)


def test_a_page_with_nothing_in_it_gives_no_article():
    assert read("Home", "News", "Menu", "Search") == []


def test_a_page_without_a_headline_gives_one_article():
    (row,) = read(spaced(*RIVER))
    assert row["title"] is None
    assert row["text"] == "\n\n".join(RIVER)


def lines_of(*roles):
    """Return lines by role; a text after a colon is what the line says."""
    words = {"prose": RIVER[0], "short": "Floods in two valleys"}
    parts = [role.partition(":") for role in roles]
    return [Line(i, i + 1, text or words[role], 1, role=role) for i, (role, _, text) in enumerate(parts)]


POST = ("short", "prose")
OTHERS = ("date:5 May 2024", "short:5 May 2024 | News", "furniture:Posted on 5 May 2024 by Jo Day")


@pytest.mark.parametrize("day", OTHERS)
def test_dates_behind_every_text_of_a_page_are_its_own(day):
    lines = lines_of(*POST, day, *POST, day, *POST, day)
    found = [Stretch(i, i + 1, i + 1, i + 2, [i]) for i in (0, 3, 6)]
    split._reach_dates(found, lines)
    assert [(it.first, it.stop) for it in found] == [(0, 3), (3, 6), (6, 9)]


@pytest.mark.parametrize("day", OTHERS)
def test_dates_above_every_headline_of_a_page_are_its_own(day):
    lines = lines_of(day, *POST, day, *POST, day, *POST)
    found = [Stretch(i, i + 1, i + 1, i + 2, [i]) for i in (1, 4, 7)]
    split._reach_dates(found, lines)
    assert [(it.first, it.stop) for it in found] == [(0, 3), (3, 6), (6, 9)]


def test_dates_that_may_be_of_either_neighbour_are_of_none():
    lines = lines_of(*POST, OTHERS[0], *POST, OTHERS[0], *POST, OTHERS[0], *POST)
    found = [Stretch(i, i + 1, i + 1, i + 2, [i]) for i in (0, 3, 6, 9)]
    split._reach_dates(found, lines)
    assert [(it.first, it.stop) for it in found] == [(0, 2), (3, 5), (6, 8), (9, 11)]


@pytest.mark.parametrize(("between", "stop"), [(2, 5), (3, 2)])
def test_a_date_is_near_its_article(between, stop):
    post = (*POST, *["short:Share"] * between, OTHERS[0])
    size = len(post)
    lines = lines_of(*post, *post, *post)
    found = [Stretch(i, i + 1, i + 1, i + 2, [i]) for i in (0, size, 2 * size)]
    split._reach_dates(found, lines)
    assert found[0].stop == stop


def test_two_articles_have_no_place_for_dates_in_common():
    lines = lines_of(*POST, OTHERS[0], *POST, OTHERS[0])
    found = [Stretch(i, i + 1, i + 1, i + 2, [i]) for i in (0, 3)]
    split._reach_dates(found, lines)
    assert [it.stop for it in found] == [2, 5]
