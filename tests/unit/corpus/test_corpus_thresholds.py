"""Thresholds of story terms, copies, passages and the audit: a case on each side of every one."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toolkit.corpus.audit import audit, doubtful, remarks
from toolkit.corpus.check import check
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.duplicates import duplicates, relation
from toolkit.corpus.load import load_corpus
from toolkit.corpus.passages import Overlap, overlap
from toolkit.corpus.prepare import prepare
from toolkit.corpus.stock import without_stock
from toolkit.corpus.story_terms import READ, WORDS, read_tokens
from toolkit.corpus.syndication import syndication
from toolkit.settings import make_settings
from toolkit.tables import conform


def corpus_of(*texts: str, **columns: object) -> Corpus:
    frame = pd.DataFrame({"article_id": [f"a{i}" for i in range(len(texts))], "text": texts})
    settings = make_settings({"corpus": {"min_words": 1}})
    return Corpus(conform(frame.assign(**columns), "articles"), settings=settings)


def weights(text: str, *, title: bool = False) -> dict[str, float]:
    tokens = read_tokens(*(([text], [""]) if title else ([""], [text])))
    return dict(zip(tokens.names.of(tokens.key), tokens.weight.tolist(), strict=True))


def test_four_hundred_words_are_read_and_eighty_count_double() -> None:
    names = ["".join("abcdefghij"[int(digit)] for digit in f"{i:03}") for i in range(401)]
    found = weights(" ".join(names))
    assert names[399] in found
    assert names[400] not in found
    assert (found[names[79]], found[names[80]]) == (2.0, 1.0)


@pytest.mark.parametrize("gap", [1, 2 * READ])
def test_four_hundred_words_are_read_however_far_they_reach(gap: int) -> None:
    """With the wide gaps all of them lie behind the characters that are looked at first, but for half."""
    names = ["".join("abcdefghij"[int(digit)] for digit in f"{i:03}") for i in range(WORDS + 1)]
    found = weights((" " * gap).join(names))
    assert names[WORDS - 1] in found
    assert f"{names[WORDS - 2]} {names[WORDS - 1]}" in found
    assert not any(names[WORDS] in name for name in found)


def test_names_and_numbers_count_double_and_titles_three_times() -> None:
    before = " ".join(["rain"] * 80)
    found = weights(f"{before} Oskelo 41 river")
    assert (found["oskelo"], found["41"], found["river"]) == (2.0, 2.0, 1.0)
    assert weights("the Oskelo river", title=True) == dict.fromkeys(
        ["the", "oskelo", "the oskelo", "river", "oskelo river"], 3.0
    )


def test_stock_phrases_are_cut_where_they_are_half_of_an_article_at_most() -> None:
    stock = "read by our own staff"
    texts = [f"{stock} the river rose last night", f"{stock} pay rose once again"]
    assert [stock in text for text in without_stock(texts, ["Post", "Post"])] == [False, True]
    assert [stock in text for text in without_stock(texts, ["Post", "Herald"])] == [True, True]


def words(name: str, count: int) -> str:
    return " ".join(f"{name}{i}" for i in range(count))


def sharing(shared: int, *, of: int = 100) -> list[str]:
    """Return a text of so many words, a number of which open a longer text."""
    common = words("same", shared)
    return [f"{common} {words('one', of - shared)}", f"{common} {words('two', 2 * of)}"]


def test_half_of_the_words_make_a_duplicate() -> None:
    assert duplicates(corpus_of(*sharing(50)))["share_b"].tolist() == [0.5]
    assert duplicates(corpus_of(*sharing(49))).empty


def test_seven_tenths_of_the_words_make_a_copy_in_another_outlet() -> None:
    outlets = {"outlet": ["Post", "Herald"]}
    assert syndication(corpus_of(*sharing(70), **outlets))["share"].tolist() == [1.0, 0.7]
    assert syndication(corpus_of(*sharing(69), **outlets)).empty


def test_seven_tenths_of_the_words_make_a_repeat_in_one_outlet() -> None:
    assert prepare(corpus_of(*sharing(70), outlet="Post")).dropped["article_id"].tolist() == ["a0"]
    assert prepare(corpus_of(*sharing(69), outlet="Post")).dropped.empty


def test_an_article_of_the_least_length_is_kept() -> None:
    corpus = corpus_of("one two three four", "one two three four five")
    corpus = replace(corpus, settings=make_settings({"corpus": {"min_words": 5}}))
    assert prepare(corpus).articles["article_id"].tolist() == ["a1"]


@pytest.mark.parametrize(
    ("share_a", "share_b", "name"),
    [
        (0.9, 0.9, "copy"),
        (0.89, 0.93, "version"),
        (0.6, 0.8, "excerpt"),
        (0.5, 0.79, "version"),
        (0.62, 0.8, "version"),
        (0.4, 0.6, "version"),
        (0.39, 0.6, "part"),
        (0.74, 0.89, "excerpt"),
        (0.75, 0.875, "excerpt"),
    ],
)
def test_copies_excerpts_and_versions(share_a: float, share_b: float, name: str) -> None:
    """Nine tenths of both; eight tenths of one, and twice as many own words in the other; two fifths of both."""
    assert relation(share_a, share_b, 200) == relation(share_b, share_a, 200) == name


@pytest.mark.parametrize(("shared", "name"), [(60, "version"), (59, "part")])
def test_a_version_shares_more_words_than_a_note_of_a_site(shared: int, name: str) -> None:
    """Two texts of eighty words: what they share is sixty words of a report, or a note and a line more."""
    common = words("same", shared)
    texts = [f"{common} {words(own, 80 - shared)}" for own in ("one", "two")]
    assert duplicates(corpus_of(*texts))["relation"].tolist() == [name]


@pytest.mark.parametrize(("length", "name"), [(250, "version"), (251, "part")])
def test_a_version_shares_two_fifths_of_the_longer_text(length: int, name: str) -> None:
    common = words("same", 100)
    texts = [f"{common} {words('one', 80)}", f"{common} {words('two', length - 100)}"]
    assert duplicates(corpus_of(*texts))["relation"].tolist() == [name]


def test_a_digest_that_holds_a_brief_of_four_is_no_version_of_any() -> None:
    """Each brief has a line of its own; a live page that holds an older one whole has an excerpt of it."""
    briefs = [words(f"brief{i}", 70) for i in range(4)]
    page = " ".join([*briefs, words("live", 40)])
    cut = [f"{brief} {words(f'own{i}', 20)}" for i, brief in enumerate(briefs)]
    found = duplicates(corpus_of(page, *cut, briefs[0]))
    with_page = found[found["article_id_a"] == "a0"].set_index("article_id_b")["relation"]
    assert with_page.to_dict() == {f"a{i}": "part" for i in range(1, 5)} | {"a5": "excerpt"}


@pytest.mark.parametrize(("length", "pairs"), [(8, 0), (9, 1)])
def test_texts_of_eight_words_are_copies_only_with_one_title(length: int, pairs: int) -> None:
    text = words("more", length)
    assert len(duplicates(corpus_of(text, text, title=["Rain", "Sun"]))) == pairs
    assert len(duplicates(corpus_of(text, text, title="Rain"))) == 1


@pytest.mark.parametrize(("copies", "pairs"), [(50, 50 * 49 // 2), (51, 50)])
def test_fifty_identical_texts_are_paired_each_with_each(copies: int, pairs: int) -> None:
    assert len(duplicates(corpus_of(*[words("same", 20)] * copies))) == pairs


@pytest.mark.parametrize(("length", "found"), [(104, 1), (105, 0)])
def test_pairs_are_compared_from_one_shared_shingle_in_twenty(length: int, found: int) -> None:
    """Five shared shingles of a hundred are compared, five of a hundred and one are not."""
    assert len(duplicates(corpus_of(*sharing(9, of=length)), threshold=0.01)) == found


FIRST, LAST = [f"first{i}" for i in range(5)], [f"last{i}" for i in range(5)]


def compared(middle_a: list[str], middle_b: list[str], *, ends: bool = True) -> Overlap:
    """Compare two stretches between passages that both texts hold."""
    number: dict[str, int] = {}
    both = [[*FIRST, *middle, *(LAST if ends else [])] for middle in (middle_a, middle_b)]
    a, b = (np.array([number.setdefault(w, len(number)) for w in one], dtype=np.uint64) for one in both)
    return overlap(a, b)


def every_second(count: int, *, equal: int | None = None) -> tuple[list[str], list[str]]:
    """Return two stretches whose words are equal in every second place within, as often as wanted."""
    same = set(range(1, count - 1, 2)[:equal])
    a = [f"same{i}" if i in same else f"one{i}" for i in range(count)]
    return a, [f"same{i}" if i in same else f"two{i}" for i in range(count)]


@pytest.mark.parametrize(("length", "shared"), [(100, 49), (101, 0)])
def test_a_hundred_words_between_shared_passages_are_compared_one_by_one(length: int, shared: int) -> None:
    found = compared(*every_second(length))
    assert found.words_a.sum() == found.words_b.sum() == 10 + shared


def test_a_hundred_words_after_the_last_and_before_the_first_passage_are_compared() -> None:
    a, b = every_second(103)
    assert compared(a, b, ends=False).words_a.sum() == 5 + 50, "places 0 to 99: fifty of them"
    number: dict[str, int] = {}
    turned = [[*one, *LAST] for one in (a, b)]
    one, two = (np.array([number.setdefault(w, len(number)) for w in t], dtype=np.uint64) for t in turned)
    assert overlap(one, two).words_a.sum() == 5 + 50, "places 3 to 102"
    assert not overlap(one, two).words_a[1], "equal, and too far before"


@pytest.mark.parametrize(("length", "shared"), [(12, 1), (13, 0)])
def test_a_lone_word_counts_in_a_stretch_of_twelve(length: int, shared: int) -> None:
    a, b = (words(name, length + extra).split() for name, extra in (("one", 0), ("two", 1)))
    a[2] = b[7] = "lone"
    assert compared(a, b).words_a.sum() == 10 + shared


@pytest.mark.parametrize(("equal", "shared"), [(40, 40), (39, 0)])
def test_two_fifths_in_place_show_an_exchange_of_single_words(equal: int, shared: int) -> None:
    assert compared(*every_second(100, equal=equal)).words_a.sum() == 10 + shared


BODY = "The river rose on Monday, the ministry said, and the old dam above the valley held. " * 8


@pytest.fixture
def page(tmp_path: Path) -> Corpus:
    (tmp_path / "page.txt").write_text(f"River floods valley\n\nBy Jo Day\n\n{BODY}\n", encoding="utf-8")
    return load_corpus(tmp_path)


@pytest.mark.parametrize(("sure", "count"), [(0.8, 0), (0.79, 1)])
def test_a_boundary_under_eight_tenths_is_doubtful(page: Corpus, sure: float, count: int) -> None:
    made = replace(page, articles=page.articles.assign(confidence=sure))
    assert len(doubtful(made)) == count
    assert audit(made)["doubtful"].tolist() == [count]


@pytest.mark.parametrize(("files", "named"), [(3, "3 files (a, b, c)"), (4, "4 files (a, b, c ...)")])
def test_three_files_are_named(files: int, named: str) -> None:
    corpus = corpus_of(*["Rain."] * files, file=list("abcd"[:files]), truncated=True)
    assert remarks(corpus) == [f"in {named} an article breaks off"]


@pytest.mark.parametrize(("end", "right"), [(80, 1), (79, 0)])
def test_an_article_is_found_whose_span_shares_eight_tenths(tmp_path: Path, end: int, right: int) -> None:
    gold = {"file": "page.txt", "title": "Rain", "body_start": 0, "body_end": 100}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    corpus = corpus_of("Rain.", file="page.txt", body_start=0, body_end=end)
    table = check(corpus.articles, tmp_path / "gold.jsonl").set_index("what")
    assert table.loc["articles", "right"] == right
