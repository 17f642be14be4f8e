"""Duplicates of very many articles are those that few articles have, read and measured in parts."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toolkit import parts
from toolkit.corpus import duplicates as few
from toolkit.corpus import many, shingles
from toolkit.corpus import prepare as module
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.duplicates import completeness, duplicates
from toolkit.engine import Local, using
from toolkit.tables import conform

N = 240
POOL = [f"w{number}" for number in range(900)]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Return texts of 0 to 700 words: copies, cut ones, edited ones, notes, and none."""
    rng = np.random.default_rng(3)
    texts: list[str] = []
    for number in range(N):
        kind = number % 6
        if kind == 0 or number < 12:
            words = rng.choice(POOL, int(rng.integers(20, 700))).tolist()
        else:
            words = texts[int(rng.integers(len(texts)))].split()
            if kind == 2:
                words = words[: len(words) * 2 // 3]
            elif kind == 3:
                words = [word if rng.random() > 0.05 else "new" for word in words]
            elif kind == 4:
                words = words[:6]
            elif kind == 5:
                words = words[len(words) // 3 :] + rng.choice(POOL, 40).tolist()
        texts.append(" ".join(words))
    texts[50] = texts[51] = ""
    frame = pd.DataFrame({"article_id": [f"a{n}" for n in range(N)], "text": texts})
    frame["outlet"] = rng.choice(["Post", "Sun", "Mail"], N)
    frame["title"] = [f"Title {n % 7}" for n in range(N)]
    frame["published"] = pd.to_datetime("2024-01-01") + pd.to_timedelta(rng.integers(0, 9, N), unit="D")
    return Corpus(conform(frame, "articles"))


@pytest.fixture
def sampled(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """Return the pairs found when all words are held at once, and have them found in parts from then on."""
    monkeypatch.setattr(shingles, "SAMPLE_ABOVE", 0)  # shingles are sampled, as they are of many texts
    found = duplicates(corpus)
    monkeypatch.setattr(few, "SAMPLE_ABOVE", 0)
    monkeypatch.setattr(parts, "PART", 37)
    monkeypatch.setattr(many, "BAND", 2_000)
    monkeypatch.setattr(shingles, "BLOCK", 50)
    return found


def test_many_articles_have_the_pairs_of_few(corpus: Corpus, sampled: pd.DataFrame) -> None:
    assert len(sampled) > 200
    assert set(sampled["relation"]) == {"copy", "excerpt", "version", "part"}
    pd.testing.assert_frame_equal(duplicates(corpus), sampled)


def test_and_so_have_processes(corpus: Corpus, sampled: pd.DataFrame, tmp_path: Path) -> None:
    with Local(workers=2, work=tmp_path) as here, using(here):
        pd.testing.assert_frame_equal(duplicates(corpus), sampled)


def test_many_articles_are_prepared_alike(
    corpus: Corpus, sampled: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = module.prepare(corpus)
    monkeypatch.setattr(module, "SAMPLE_ABOVE", 0)  # pairs are not looked for again among those that are left
    again = module.prepare(corpus)
    assert found.articles["syndicated_id"].notna().sum() > 20
    pd.testing.assert_frame_equal(again.articles, found.articles)
    pd.testing.assert_frame_equal(again.dropped, found.dropped)


def test_titles_tell_short_texts_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few, "SAMPLE_ABOVE", 0)
    frame = pd.DataFrame({"title": ["A", "a", "B", "C"], "text": ["Read more"] * 3 + ["Read more here"]})
    found = duplicates(Corpus(conform(frame, "articles")))
    assert found[["row_a", "row_b"]].values.tolist() == [[0, 1]]
    long = pd.DataFrame({"title": ["A", "B"], "text": ["One two three four five six seven eight nine"] * 2})
    assert len(duplicates(Corpus(conform(long, "articles")))) == 1


def test_articles_without_words_have_no_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few, "SAMPLE_ABOVE", 0)
    assert duplicates(Corpus(conform(pd.DataFrame({"text": ["", "...", None]}), "articles"))).empty


def test_groups_are_lists() -> None:
    groups = many.Groups(np.array([4, 7, 9, 1]), np.array([2, 3, 4]))
    assert groups[-1] == [1]
    assert groups[:2] == [[4, 7], [9]]
    assert list(groups.chosen(np.array([2, 0]))) == [[1], [4, 7]]
    with pytest.raises(IndexError):
        groups[3]


def test_the_order_of_some_is_that_among_all(corpus: Corpus) -> None:
    whole = completeness(corpus.articles)
    rows = np.arange(0, N, 3)
    assert rows[completeness(corpus.articles.iloc[rows])].tolist() == [row for row in whole if row % 3 == 0]
