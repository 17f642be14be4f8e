"""A text that two outlets carry counts once in every analysis, unless the settings say otherwise."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

import pandas as pd
import pytest

import toolkit
from toolkit.analysis import framing
from toolkit.analysis import readability as scored
from toolkit.corpus.copies import counted_articles
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.syndication import LINKS, resolve_syndication
from toolkit.settings import make_settings
from toolkit.tables import conform

# These take no sum over articles, or one article, or a table that was made from counted articles; topics give
# each copy a part of one article's weight.
# `evidence` asks the family of the row, which honours it; `over_time` settles copies itself, topics apart.
APART = {
    "about_actor",
    "article_scores",
    "check_sheet",
    "concordance",
    "evidence",
    "explain",
    "over_time",
    "quote_evidence",
    "topics",
}

FAMILIES = ("framing", "keyness", "quotes", "readability", "sources", "topics")

PLACES = ["Oskelo", "Dalmin", "Sehran", "Gharan", "Calder", "Ilmaz"]


def article(number: int, word: str) -> str:
    place, other = PLACES[number % 6], PLACES[(number + 1) % 6]
    return (
        f"The {word} near {place} were attacked on Monday night, allegedly by men from {other}, and {number + 3} "
        f"houses burned down before help came.\n\n“We saw it all from the {number + 1} hills above {place} "
        f"that night,” said Otto Sand, the mayor of {other}. The army claimed that the {word} had been killed in "
        f"an operation against the dam at kilometre {number * 7 + 1} of the road to {other}.\n\n"
        + " ".join(
            f"House {house} of {place} had {house * number + 2} rooms and a roof." for house in range(30)
        )
    )


def corpus_of(*, copy: bool, how: str = "count_once") -> Corpus:
    rows = [
        {"outlet": outlet, "text": article(number + shift, word), "title": f"{word.title()} at {number}"}
        for outlet, word, shift in (("Herald", "rebels", 0), ("Post", "terrorists", 20))
        for number in range(6)
    ]
    if copy:
        rows.append({"outlet": "Post", "text": rows[0]["text"], "title": "Fire at night", "credit": "Herald"})
    frame = pd.DataFrame(rows).assign(article_id=[f"a{number}" for number in range(len(rows))])
    links = {name: pd.Series(None, index=frame.index, dtype="str") for name in LINKS}
    if copy:
        links["syndicated_id"].iloc[[0, -1]] = "a0"
        links["syndicated_from"].iloc[[0, -1]] = "Herald"
    settings = make_settings({"corpus": {"syndicated": how}})
    return Corpus(conform(frame.assign(**links), "articles"), settings=settings)


ANALYSES: dict[str, Callable[[Corpus], pd.DataFrame]] = {
    "keyness": toolkit.keyness,
    "collocates": lambda corpus: toolkit.collocates(corpus, "army"),
    "labels": toolkit.labels,
    "lexicon_report": framing.lexicon_report,
    "hedging": toolkit.hedging,
    "agency": toolkit.agency,
    "passives": toolkit.passives,
    "voice_shares": toolkit.voice_shares,
    "quotes": toolkit.quotes,
    "sources": lambda corpus: toolkit.sources(toolkit.quotes(corpus), of="source_type"),
    "readability": toolkit.readability,
    "readability_by_outlet": lambda corpus: scored.readability_by_outlet(corpus, min_words=1),
    "compare_outlets": lambda corpus: toolkit.compare_outlets(corpus, min_words=1),
    "lede_to_end": scored.lede_to_end,
    "variety": scored.variety,
    "agreement": scored.agreement,
}


@pytest.mark.parametrize("name", ANALYSES)
def test_a_copy_counts_once(name: str) -> None:
    once = ANALYSES[name](corpus_of(copy=True))
    pd.testing.assert_frame_equal(once, ANALYSES[name](corpus_of(copy=False)))
    assert not once.equals(ANALYSES[name](corpus_of(copy=True, how="keep")))


def test_every_public_analysis_honours_the_setting() -> None:
    rooms = [toolkit, *(import_module(f"toolkit.analysis.{name}") for name in FAMILIES)]
    taking = {
        name
        for room in rooms
        for name in room.__all__
        if inspect.isfunction(found := getattr(room, name))
        and found.__module__.startswith("toolkit.analysis.")
        and next(iter(inspect.signature(found).parameters), None) == "corpus"
        and not hasattr(found, "__wrapped__")
    }
    assert taking == APART


def test_all_rows_stay_in_the_corpus_and_one_object_is_counted() -> None:
    corpus = corpus_of(copy=True)
    counted = counted_articles(corpus)
    assert (len(corpus), len(counted)) == (13, 12)
    assert counted_articles(corpus) is counted is counted_articles(counted)
    unlinked = replace(corpus, articles=corpus.articles.drop(columns="syndicated_id"))
    assert counted_articles(unlinked) is unlinked


def test_what_was_chosen_by_hand_is_not_decided_again() -> None:
    corpus = corpus_of(copy=True)
    assert len(counted_articles(resolve_syndication(corpus, "keep"))) == 13
    dropped = resolve_syndication(corpus.filter(outlet="Post"), "drop")
    assert len(dropped) == len(counted_articles(dropped)) == 6


def test_a_copy_counts_where_its_original_was_filtered_away() -> None:
    assert len(counted_articles(corpus_of(copy=True).filter(outlet="Post"))) == 7


def test_a_course_over_time_counts_a_copy_once() -> None:
    def followed(corpus: Corpus) -> pd.DataFrame:
        days = pd.date_range("2024-05-01", periods=len(corpus), freq="9D")
        dated = replace(corpus, articles=corpus.articles.assign(published=days))
        return toolkit.over_time(dated, "sources", over="month")

    once = followed(corpus_of(copy=True))
    pd.testing.assert_frame_equal(once, followed(corpus_of(copy=False)))
    assert once["count"].sum() > 0
    assert not once.equals(followed(corpus_of(copy=True, how="keep")))
