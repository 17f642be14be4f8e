import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.tables import conform
from toolkit.text.dfm import dfm, voices


def corpus_of(*texts: str, **columns: list) -> Corpus:
    return Corpus(conform(pd.DataFrame({"text": list(texts), **columns}), "articles"))


def as_dict(counts) -> dict[str, list[int]]:
    return dict(zip(counts.features, counts.counts.toarray().T.tolist(), strict=True))


def test_counts_by_voice():
    corpus = corpus_of("Rebels fled. “The rebels are not an army,” he said.")
    assert as_dict(dfm(corpus, voice="narrator")) == {"fled": [1], "he": [1], "rebels": [1], "said": [1]}
    assert as_dict(dfm(corpus, voice="quoted"))["rebels"] == [1]
    assert as_dict(dfm(corpus))["rebels"] == [2]


def test_headlines_are_the_narrators():
    corpus = corpus_of("Rain.", title=["Storm"])
    assert set(dfm(corpus, voice="narrator").features) == {"rain", "storm"}
    assert set(dfm(corpus, voice=["narrator"]).features) == {"rain"}


def test_pairs_and_the_least_number_of_articles():
    corpus = corpus_of("Armed men came.", "Armed men left.", "Men slept.")
    counts = dfm(corpus, ngrams=2, min_articles=2)
    assert as_dict(counts) == {"armed": [1, 1, 0], "men": [1, 1, 1], "armed men": [1, 1, 0]}
    assert counts.totals.tolist() == [3, 3, 2]
    assert counts.articles().tolist() == [2, 3, 2]


def test_repeated_lines_are_not_counted():
    corpus = corpus_of(*[f"Day {i}. Sign up today." for i in range(3)], outlet=["Post"] * 3)
    assert "sign" not in dfm(corpus).features


def test_single_words_come_first():
    counts = dfm(corpus_of("Armed men came.", "Armed men left."), ngrams=2)
    assert counts.features[: counts.singles].tolist() == ["armed", "came", "left", "men"]
    assert counts.features[counts.singles :].tolist() == ["armed men", "men came", "men left"]


def test_unknown_voice():
    with pytest.raises(TableError, match="did you mean 'narrator'"):
        voices("narator")


def test_empty_corpus():
    assert dfm(corpus_of("")).shape == (1, 0)
