import pandas as pd
import pytest
from test_duplicates import OTHER, WORDS

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.syndication import link_syndicated, resolve_syndication, syndication, who_copies
from toolkit.errors import SettingsError
from toolkit.tables import conform

TEXT = " ".join(WORDS)


def corpus_of(**columns: object) -> Corpus:
    frame = pd.DataFrame({"outlet": ["Post", "Herald"], "text": TEXT}).assign(article_id=["a0", "a1"])
    return Corpus(conform(frame.assign(**columns), "articles"))


def only(corpus: Corpus, column: str) -> object:
    values = syndication(corpus)[column].drop_duplicates().tolist()
    assert len(values) == 1
    return values[0]


def test_a_credit_names_the_original() -> None:
    corpus = corpus_of(credit=["The Herald", None], published=["2024-01-01", "2024-01-02"])
    assert only(corpus, "original_outlet") == "Herald"
    assert only(corpus, "certainty") == "stated"


def test_an_agency_is_the_source_but_no_outlet() -> None:
    corpus = corpus_of(credit=["Reuters", "Reuters"])
    assert only(corpus, "source") == "Reuters"
    assert only(corpus, "certainty") == "stated"
    assert who_copies(syndication(corpus))[["source", "outlet", "n"]].to_numpy().tolist() == [
        ["Reuters", "Herald", 1],
        ["Reuters", "Post", 1],
    ]


def test_agency_wording_is_inferred() -> None:
    text = "OSKELO (Reuters) - " + TEXT
    assert only(corpus_of(text=text), "source") == "Reuters"
    assert only(corpus_of(text=text), "certainty") == "inferred"


def test_the_outlet_mentioned_in_the_other_text_is_the_original() -> None:
    corpus = corpus_of(text=[TEXT + " the Herald reported", TEXT])
    assert only(corpus, "original_outlet") == "Herald"
    assert only(corpus, "reason") == "Post mentions Herald in the text"


def test_the_earliest_date_decides_where_all_are_dated() -> None:
    assert only(corpus_of(published=["2024-01-02", "2024-01-01"]), "original_outlet") == "Herald"
    assert only(corpus_of(published=["2024-01-02", None]), "certainty") == "unknown"
    assert only(corpus_of(published=["2024-01-01", "2024-01-01"]), "certainty") == "unknown"


def test_different_texts_and_copies_within_an_outlet_are_not_syndicated() -> None:
    assert syndication(corpus_of(text=[TEXT, " ".join(OTHER)])).empty
    assert syndication(corpus_of(outlet="Post")).empty


def test_the_three_ways_of_counting() -> None:
    corpus = link_syndicated(corpus_of(credit=["Herald", None]))
    assert resolve_syndication(corpus, "keep").articles["outlet"].tolist() == ["Post", "Herald"]
    once = resolve_syndication(corpus, "count_once")
    assert once.articles["outlet"].tolist() == ["Herald"]
    assert once.dropped[["stage", "kept_id"]].to_numpy().tolist() == [["syndication", "a1"]]
    assert resolve_syndication(corpus, "drop").articles["outlet"].tolist() == ["Herald"]
    agency = link_syndicated(corpus_of(credit=["AP", "AP"]))
    assert len(resolve_syndication(agency, "drop")) == 0


def test_a_copy_counts_where_its_original_was_filtered_away() -> None:
    corpus = link_syndicated(corpus_of(credit=["Herald", None])).filter(outlet="Post")
    assert len(resolve_syndication(corpus)) == 1


def test_an_unknown_way_is_refused() -> None:
    with pytest.raises(SettingsError, match="did you mean 'count_once'"):
        resolve_syndication(corpus_of(), "count_onse")  # type: ignore[arg-type]
