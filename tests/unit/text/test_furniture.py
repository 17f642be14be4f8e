"""Furniture by phrase: lines that change, opened or closed by the same words in article after article."""

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.keyness.find import keyness
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform
from toolkit.text import furniture
from toolkit.text.segments import segments

CLIPS = [
    "Senator on gun control",
    "Mayor: laws alone won't do",
    "Sobbing father speaks",
    "A town in mourning",
]
PROSE = [
    f"The {who} {did} the plan for district {n}."
    for n in range(8)
    for who, did in (("mayor", "read"), ("board", "saw"))
]


def formula_lines(text: pd.Series, outlet: np.ndarray, document: np.ndarray) -> np.ndarray:
    """Return which lines are furniture, all in one part."""
    lines = furniture.edges(text, outlet, document)
    phrases = furniture.suspects(furniture.edge_counts(lines))
    return furniture.is_furniture(lines, furniture.furniture(phrases, furniture.uses(text, outlet, phrases)))


def told(
    lines: list[str], prose: list[str] = PROSE, *, outlet: int = 0, articles: int | None = None
) -> np.ndarray:
    """Return which of the lines are furniture, each in an article of its own, beside prose of two outlets."""
    text = pd.Series([*lines, *prose, *prose])
    outlets = np.array([outlet] * (len(lines) + len(prose)) + [1] * len(prose))
    document = np.arange(len(text)) % (articles or len(text))
    return formula_lines(text, outlets, document)[: len(lines)]


@pytest.mark.parametrize(
    "line",
    [
        "JUST WATCHED {} Replay More Videos ...",
        "MUST WATCH {} 02:30",
        "Story highlights {}",
        "Enlarge this image toggle caption {}",
        "{} Read more",
        "Photos: {} (hide caption",
        "See also: {}",
    ],
)
def test_lines_of_one_phrase_are_furniture_whatever_they_hold(line):
    assert told([line.format(clip) for clip in CLIPS]).all()


def test_three_articles_are_the_least():
    lines = [f"MUST WATCH {clip} 02:30" for clip in CLIPS]
    assert told(lines[:3]).all()
    assert not told(lines[:2]).any()
    assert not told(lines, articles=2).any()  # four lines, in two articles
    assert furniture.REPEATED_IN == 3


@pytest.mark.parametrize(
    "lines",
    [
        [f"In addition, {clip.lower()}." for clip in CLIPS],  # prose that opens alike has its full stop
        [f"Illegal immigrants came to town {n}." for n in range(30)],
        [f"President Obama spoke on day {n}." for n in range(12)],
        [f"{clip}، شہر میں۔" for clip in CLIPS],
        [f"¿{clip}?" for clip in CLIPS],
        ["Rain", "Sun", "Wind"],
    ],
)
def test_prose_that_opens_alike_is_none(lines):
    assert not told(lines).any()


def test_a_phrase_used_inside_prose_is_none():
    """Twelve lines without a full stop; the phrase also stands within prose: nine in ten at the edge decide."""
    lines = [f"Gun notes {CLIPS[n % 4]} of {chr(97 + n) * 4}" for n in range(12)]
    inside = ["They want gun notes in every town."]
    prose = PROSE * 4
    for extra, found in ((inside, True), (inside * 2, False)):
        text = pd.Series([*lines, *extra, *prose])
        made = formula_lines(text, np.zeros(len(text), int), np.arange(len(text)))
        assert made[: len(lines)].all() == found
        assert not made[len(lines) :].any()
    assert furniture.AT_EDGE == 0.9


def test_half_of_the_lines_without_a_full_stop():
    ended = [f"Story notes {clip}." for clip in CLIPS]
    open_ = [f"Story notes {clip}" for clip in CLIPS]
    assert told([*open_, *ended]).all()
    assert not told([*open_[:3], *ended]).any()


def test_an_outlet_that_never_ends_its_sentences_has_no_furniture_for_that():
    """Stops may be lost where the text was saved: then a line without one tells nothing."""
    prose = [line.rstrip(".") for line in PROSE]
    assert not told([f"In addition {clip.lower()}" for clip in CLIPS], prose).any()


@pytest.mark.parametrize(("n", "expected"), [(20, True), (19, False)])
def test_many_lines_with_capitals_that_no_other_outlet_has(n, expected):
    captions = [f"Hide Caption {i} of {n} Photos: mourners gather in the town." for i in range(n)]
    assert told(captions).all() == expected
    assert not told([line.replace("Hide Caption", "He said") for line in captions]).any()
    alone = formula_lines(
        pd.Series([*captions, *PROSE]), np.zeros(n + len(PROSE), int), np.arange(n + len(PROSE))
    )
    assert not alone.any()  # with no other outlet there is nothing to compare with
    text = pd.Series([*captions, *PROSE, *captions])
    outlets = np.array([0] * (n + len(PROSE)) + [1] * n)
    assert not formula_lines(text, outlets, np.arange(len(text))).any()


@pytest.fixture(scope="module")
def video() -> Corpus:
    """One outlet of two on the left prints clips; the others do not."""
    rng, rows = np.random.default_rng(3), []
    for outlet, side in (("Vid", "left"), ("Quill", "left"), ("Spur", "right"), ("Nag", "right")):
        for i in range(12):
            sentences = [
                f"The {rng.choice(['mayor', 'board', 'clerk', 'judge'])} "
                f"{rng.choice(['read', 'saw', 'kept', 'sent'])} the plan of day {rng.integers(99)}."
                for _ in range(8)
            ]
            if outlet == "Vid":
                sentences[3] = f"JUST WATCHED {CLIPS[i % 4]} on day {i} Replay More Videos ..."
                sentences[5] = f"Some called it a boondoggle on day {i}."
            text = "\n\n".join(sentences)
            rows.append({"article_id": f"{outlet}{i}", "outlet": outlet, "leaning": side, "text": text})
    return Corpus(conform(pd.DataFrame(rows), "articles"))


def test_segments_mark_the_whole_line(video):
    table = segments(video)
    marked = table.loc[table["boilerplate"], "text"]
    assert len(marked) == 12
    assert marked.str.startswith("JUST WATCHED").all()


def test_furniture_is_hidden_whatever_groups_are_compared(video):
    for by in ("outlet", "leaning"):
        shown = keyness(video, by=by)["feature"]
        assert not shown.str.contains("watched|replay|videos").any()


def test_a_word_of_one_outlet_of_a_group_is_flagged_and_hidden(video):
    table = keyness(video, by="leaning", hidden=True).set_index("feature")
    assert "one_outlet" in table.loc["boondoggle", "flags"]
    assert "boondoggle" not in set(keyness(video, by="leaning")["feature"])
    assert keyness(video, by="leaning").attrs["hidden"]["one_outlet"] > 0
    each = keyness(video, by="outlet", hidden=True).set_index("feature")  # a group of one outlet
    assert not each["flags"].str.contains("one_outlet").any()


def test_a_word_of_both_outlets_of_a_group_is_not(video):
    rows = video.articles.assign(
        text=[
            text + (f"\n\nIt was a fiasco on day {i}." if side == "left" else "")
            for i, (text, side) in enumerate(
                zip(video.articles["text"], video.articles["leaning"], strict=True)
            )
        ]
    )
    table = keyness(Corpus(rows), by="leaning", hidden=True).set_index("feature")
    assert "one_outlet" not in table.loc["fiasco", "flags"]
