import pandas as pd
import pytest
from framing_corpora import make_corpus

from toolkit.analysis.concordance import concordance
from toolkit.analysis.evidence import evidence
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError, ToolkitError
from toolkit.tables import conform


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


@pytest.mark.parametrize("width", [1, 5, 9, 20, 60])
def test_no_word_of_a_context_is_cut(corpus, width):
    """Every word of a context is a word of the sentence, and the context touches the match."""
    for row in concordance(corpus, "bridge|militant*", width=width).itertuples():
        words = row.text.split()
        before, after = row.text[: row.match_start], row.text[row.match_end :]
        assert before.endswith(row.left) or before.rstrip().endswith(row.left.rstrip())
        assert after.startswith(row.right)
        assert len(row.left) <= width >= len(row.right)
        cut = (row.left + row.node + row.right).split()
        assert all(word in words or word == cut[-1] or word == cut[0] for word in cut)
        assert row.left == "" or row.left.split()[0] in before.split()
        assert row.right.strip() == "" or after.startswith(row.right.rstrip())
        assert not after[len(row.right) :][:1].isalnum() or row.right == "" or row.right[-1].isspace()


def test_the_first_word_of_a_sentence_is_kept_where_a_mark_stands_before_it():
    """Only the window may drop a word: a sentence that opens right after a quotation mark keeps its own."""
    text = "He left. “Bridges fell in the night,” she said."
    made = Corpus(conform(pd.DataFrame({"text": [text]}), "articles"))
    (row,) = concordance(made, "fell").itertuples()
    assert row.left.lstrip("“") == "Bridges "
