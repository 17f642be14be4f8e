import pandas as pd
import pytest
from test_duplicates import OTHER, WORDS

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.prepare import nothing_left, prepare
from toolkit.settings import make_settings
from toolkit.tables import conform

LONG = " ".join(WORDS + OTHER + WORDS[::-1])


def corpus_of(rows: list[dict[str, object]], least: int = 20) -> Corpus:
    frame = pd.DataFrame([{"article_id": f"a{i}", **row} for i, row in enumerate(rows)])
    return Corpus(conform(frame, "articles"), settings=make_settings({"corpus": {"min_words": least}}))


def test_repeats_within_an_outlet_are_dropped_and_across_outlets_are_linked() -> None:
    rows = [
        {"outlet": "Post", "text": LONG},
        {"outlet": "Post", "text": LONG},
        {"outlet": "Herald", "text": LONG},
    ]
    ready = prepare(corpus_of(rows))
    assert ready.articles["outlet"].tolist() == ["Post", "Herald"]
    assert ready.dropped["stage"].tolist() == ["duplicates"]
    assert ready.articles["syndicated_id"].nunique() == 1
    assert ready.articles["syndicated_id"].notna().all()


def test_a_video_takes_part_in_duplicates_before_kinds_are_filtered() -> None:
    rows = [
        {"outlet": "Post", "text": " ".join(WORDS), "kind": "video"},
        {"outlet": "Post", "text": LONG, "kind": "article"},
        {"outlet": "Post", "text": "A talk with two poets of the border towns.", "kind": "video"},
    ]
    dropped = prepare(corpus_of(rows)).dropped.set_index("article_id")
    assert dropped["stage"].to_dict() == {"a0": "duplicates", "a2": "filter"}
    assert dropped["kept_id"]["a0"] == "a1"
    assert dropped["reason"]["a2"] == "blurb of a video, a kind that is not analysed"


def test_short_articles_are_dropped_with_their_length() -> None:
    ready = prepare(
        corpus_of([{"outlet": "Post", "text": "Only four words here."}, {"outlet": "Post", "text": LONG}])
    )
    assert ready.dropped["reason"].tolist() == ["fewer than 20 words (4)"]


@pytest.mark.parametrize(
    "text",
    [
        "台风昨夜登陆，沿海三个县停电，学校停课两天。市长说，救援队已经出发。",
        "台風が昨夜上陸し、三つの町で停電が続いている。学校は二日間休みになった。",
        "พายุขึ้นฝั่งเมื่อคืนนี้ ไฟฟ้าดับในสามอำเภอ โรงเรียนปิดสองวัน",
    ],
    ids=["Chinese", "Japanese", "Thai"],
)
def test_scripts_without_spaces_are_counted_by_their_characters(text: str) -> None:
    short = text[:10]
    ready = prepare(corpus_of([{"outlet": "Post", "text": text}, {"outlet": "Post", "text": short}]))
    assert ready.articles["text"].tolist() == [text]
    assert 25 <= ready.articles["n_words"].iloc[0] <= len(text)
    assert len(ready.dropped) == 1


def test_a_number_of_words_that_is_given_stays() -> None:
    ready = prepare(corpus_of([{"outlet": "Post", "text": "四个字词", "n_words": 30}]))
    assert ready.articles["n_words"].tolist() == [30]


def test_every_article_is_kept_or_accounted_for() -> None:
    rows = [
        {"outlet": o, "text": t} for o in ("Post", "Herald") for t in (LONG, LONG, " ".join(WORDS), "Short.")
    ]
    corpus = corpus_of(rows)
    ready = prepare(corpus)
    assert len(ready) + len(ready.dropped) == len(corpus)
    assert ready.articles["story_id"].notna().all()


def test_an_empty_corpus_stays_empty() -> None:
    assert len(prepare(Corpus(conform(pd.DataFrame({"text": []}), "articles")))) == 0


def test_what_is_said_where_nothing_is_left_counts_copies_too():
    rows = [
        {"article_id": f"a{i}", "outlet": "Post", "kind": "article", "text": "Rain fell here."}
        for i in range(3)
    ]
    ready = prepare(Corpus(conform(pd.DataFrame(rows), "articles")))
    assert nothing_left(ready).startswith(
        "none of the 3 articles read is left: fewer than 50 words (1); copies of others (2); the settings"
    )
