import pandas as pd
import pytest
from framing_corpora import make_corpus

from toolkit.analysis.concordance import concordance
from toolkit.analysis.evidence import evidence
from toolkit.errors import TableError, ToolkitError


@pytest.fixture(scope="module")
def corpus():
    return make_corpus({"Herald": 5, "Post": 5}, words={"Herald": ["Militants"], "Post": ["Rebels"]})


def test_every_match_with_its_context(corpus):
    found = concordance(corpus, "militant*|rebel*")
    text = " ".join(corpus.articles["text"]) + " ".join(corpus.articles["title"])
    assert len(found) == text.lower().count("militants") + text.lower().count("rebels")
    assert all(n.lower() in ("militants", "rebels") for n in found["node"])
    assert all(
        t[a:b] == n
        for t, a, b, n in zip(
            found["text"], found["match_start"], found["match_end"], found["node"], strict=True
        )
    )


def test_by_voice(corpus):
    everything = len(concordance(corpus, "rebels"))
    parts = sum(len(concordance(corpus, "rebels", voice=v)) for v in ("narrator", "quoted"))
    assert everything == parts


def test_sorted_by_context(corpus):
    right = (
        concordance(corpus, "rebels", sort="right")["right"].str.lower().str.split().map(" ".join).tolist()
    )
    assert right == sorted(right)
    left = (
        concordance(corpus, "bridge", sort="left")["left"]
        .str.lower()
        .str.split()
        .map(lambda w: " ".join(w[::-1]))
    )
    assert left.tolist() == sorted(left)


def test_a_sample_has_a_seed(corpus):
    one, two = (concordance(corpus, "rebels", sample=4, seed=9) for _ in range(2))
    assert len(one) == 4
    pd.testing.assert_frame_equal(one, two)


def test_no_match_is_an_empty_table_of_the_same_columns(corpus):
    none = concordance(corpus, "unicorn")
    assert len(none) == 0
    assert list(none.columns) == list(concordance(corpus, "rebels").columns)


def test_errors(corpus):
    with pytest.raises(TableError, match="which table it is from"):
        evidence(corpus, pd.Series({"feature": "x"}))
    with pytest.raises(ToolkitError, match="regular expression"):
        concordance(corpus, "/(/")
    with pytest.raises(TableError, match="'text', 'left' or 'right'"):
        concordance(corpus, "rebels", sort="up")
