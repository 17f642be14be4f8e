import numpy as np
import pandas as pd
import pytest

from toolkit.corpus import stories as module
from toolkit.corpus.affairs import affairs
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.stories import assign_stories, confidence, same_story_pairs, stories
from toolkit.corpus.story_evidence import Evidence
from toolkit.errors import TableError
from toolkit.tables import conform

FLOOD = "On Monday the Ilmaz dam flooded Oskelo and 41 people drowned, said the mayor, Otto Sand."
FLOOD_TOO = "At least 41 drowned in Oskelo when water came from the Ilmaz, mayor Otto Sand told us on Monday."
STRIKE = "Dockers at Port Calder walked out for 19 days until Yusra Benning won them 17 per cent more pay."


def corpus_of(texts: list[str], **columns: object) -> Corpus:
    frame = pd.DataFrame({"article_id": [f"a{i}" for i in range(len(texts))], "text": texts})
    return Corpus(conform(frame.assign(**columns), "articles"))


def three(**columns: object) -> Corpus:
    return corpus_of([FLOOD, STRIKE, FLOOD_TOO], **{"outlet": ["Post", "Post", "Herald"], **columns})


def test_reports_of_one_event_are_one_story() -> None:
    ids = assign_stories(three()).articles["story_id"].tolist()
    assert ids[0] == ids[2] != ids[1]


def test_dates_far_apart_part_what_words_tie() -> None:
    ids = assign_stories(three(published=["2024-01-01", "2024-01-01", "2024-03-01"])).articles["story_id"]
    assert ids.nunique() == 3


def test_stories_say_who_tells_them_and_what_ties_them() -> None:
    table = stories(three())
    first = table.iloc[0]
    assert first["outlets"] == ["Herald", "Post"]
    assert first["coverage"] == "all"
    assert "Otto Sand" in first["terms"]
    assert 0 < first["confidence"] <= 1
    assert np.isnan(table.iloc[1]["confidence"])
    assert table.iloc[1]["reason"] == "one article"


def test_terms_are_read_once_for_a_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    made, calls = three(), []
    of = Evidence.of
    monkeypatch.setattr(Evidence, "of", lambda *parts: calls.append(1) or of(*parts))
    first, pairs = stories(made), same_story_pairs(made)
    pd.testing.assert_frame_equal(stories(made), first)
    assert len(calls) == 1
    assert len(pairs) == 1
    stories(three())
    assert len(calls) == 2, "another corpus has evidence of its own"


def test_pairs_are_of_different_outlets_unless_asked_otherwise() -> None:
    same = corpus_of([FLOOD, STRIKE, FLOOD_TOO], outlet="Post")
    assert same_story_pairs(same, least=0).empty
    assert len(same_story_pairs(same, across=None, least=0)) == 1
    pair = same_story_pairs(three(published=["2024-01-01", None, "2024-01-03"])).iloc[0]
    assert pair[["outlet_a", "outlet_b", "days_apart"]].tolist() == ["Post", "Herald", 2]


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(TableError, match="did you mean 'outlet'"):
        same_story_pairs(three(), across="outlt")


def test_the_order_of_articles_does_not_matter() -> None:
    forward, backward = three(), corpus_of([FLOOD_TOO, STRIKE, FLOOD], outlet=["Herald", "Post", "Post"])
    one = assign_stories(forward).articles["story_id"].tolist()
    two = assign_stories(backward).articles["story_id"].tolist()[::-1]
    assert [a == b for a in one for b in one] == [a == b for a in two for b in two]


def test_confidence_rises_and_is_a_share() -> None:
    steps = np.linspace(0, 1, 21)
    fixed = np.full(21, 0.3)
    for values in (confidence(steps, fixed, 2.0), confidence(fixed, steps, 2.0)):
        assert (np.diff(values) >= 0).all()
        assert ((values > 0) & (values < 1)).all()


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["Sun."]])
def test_empty_and_lone_articles(texts: list[str]) -> None:
    corpus = corpus_of(texts, outlet="Post")
    assert len(stories(corpus)) == len(texts)
    assert assign_stories(corpus).articles["story_id"].nunique() == len(texts)


def test_articles_without_a_story_are_passed_over() -> None:
    given = three(story_id=["s1", None, "s1"])
    table = stories(given)
    assert table[["story_id", "n"]].to_numpy().tolist() == [["s1", 2]]
    assert len(same_story_pairs(given, least=0)) == 1


def test_a_heap_larger_than_the_limit_is_still_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.corpus.story_groups.LARGEST", 2)
    ids = assign_stories(three()).articles["story_id"].tolist()
    assert ids[0] == ids[2] != ids[1]


@pytest.mark.parametrize("most", [3, 2])
def test_stories_of_very_many_articles_are_not_looked_for(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(module, "MOST", most)
    made = assign_stories(three(published="2024-05-06"))
    found = [stories(made), same_story_pairs(made), affairs(made)]
    notes = [table.attrs["toolkit"].get("note", "") for table in found]
    assert made.articles["story_id"].notna().all() == (most == 3)
    assert [len(table) for table in found[:2]] == ([2, 1] if most == 3 else [0, 0])
    assert all(("takes hours" in note) == (most == 2) for note in notes)
    monkeypatch.setattr(module, "MOST", 3)
    assert len(stories(made.filter(after="2024-05-01"))) == 2, "fewer are looked at anew"
