import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.duplicates import clusters, completeness, duplicates, relation
from toolkit.tables import conform

WORDS = [
    "the",
    "river",
    "rose",
    "by",
    "two",
    "metres",
    "in",
    "the",
    "night",
    "and",
    "the",
    "only",
    "bridge",
    "of",
    "the",
    "town",
    "was",
    "closed",
    "to",
    "traffic",
    "while",
    "soldiers",
    "carried",
    "sacks",
    "of",
    "sand",
    "to",
    "the",
    "hospital",
    "where",
    "patients",
    "had",
    "been",
    "moved",
    "to",
    "the",
    "upper",
    "floor",
]
OTHER = [
    "a",
    "court",
    "in",
    "the",
    "capital",
    "heard",
    "the",
    "case",
    "of",
    "three",
    "editors",
    "charged",
    "with",
    "printing",
    "secrets",
    "last",
    "spring",
]


def corpus_of(*texts: str, **columns: object) -> Corpus:
    frame = pd.DataFrame({"article_id": [f"a{i}" for i in range(len(texts))], "text": texts})
    return Corpus(conform(frame.assign(**columns), "articles"))


def test_type_setting_does_not_tell_copies_apart() -> None:
    one = "“It’s over,” she said.\nThe river had fallen by a metre overnight."
    two = '"IT\'S over" she said. The river had\u00a0fallen by a metre over\u00adnight.'
    found = duplicates(corpus_of(one, two))
    assert found[["relation", "share_a", "share_b"]].to_numpy().tolist() == [["copy", 1.0, 1.0]]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_whole_text_comes_first_and_the_cut_one_is_an_excerpt(order: tuple[int, int]) -> None:
    texts = [" ".join(WORDS), " ".join(WORDS[:20])]
    found = duplicates(corpus_of(*(texts[i] for i in order))).iloc[0]
    assert found["article_id_a"] == f"a{order.index(0)}"
    assert found["relation"] == "excerpt"
    assert found["share_b"] == 1.0
    assert found["share_a"] == pytest.approx(20 / len(WORDS))


def test_both_with_words_of_their_own_is_a_version() -> None:
    second = [f"{word}s" for word in WORDS]
    texts = [" ".join(WORDS + second + OTHER[:9]), " ".join(WORDS + second + OTHER[9:])]
    found = duplicates(corpus_of(*texts)).iloc[0]
    assert found["relation"] == "version"


def test_same_title_is_not_enough() -> None:
    assert duplicates(corpus_of(" ".join(WORDS), " ".join(OTHER), title="The same headline")).empty


def test_short_texts_need_the_same_title() -> None:
    same = duplicates(corpus_of("Read more.", "Read more.", title=["Floods", "Floods"]))
    apart = duplicates(corpus_of("Read more.", "Read more.", title=["Floods", "Strike"]))
    assert len(same) == 1
    assert apart.empty


def test_empty_texts_are_no_copies_of_each_other() -> None:
    assert duplicates(corpus_of("", "", "  ")).empty
    assert duplicates(corpus_of()).empty


def test_every_pair_of_several_copies_is_listed() -> None:
    text = " ".join(WORDS)
    found = duplicates(corpus_of(text, text, text, " ".join(WORDS[:20])))
    assert len(found) == 6


def test_many_copies_of_one_page_are_paired_with_the_first_alone() -> None:
    found = duplicates(corpus_of(*[" ".join(WORDS)] * 80))
    assert len(found) == 79


def test_clusters_do_not_chain() -> None:
    """b shares half with a and half with c; a and c share nothing and must not be one."""
    text_a = "Boats were brought from the coast. " + " ".join(WORDS)  # the longest: it stands for itself
    text_b = " ".join(WORDS[-18:] + OTHER)
    text_c = " ".join(OTHER) + " and were acquitted by a jury of nine after two days of talk"
    corpus = corpus_of(text_a, text_b, text_c)
    found = duplicates(corpus, threshold=0.4)
    assert len(found) == 2
    joined = clusters(corpus.articles, found)
    assert len(joined) == 1
    assert set(joined["row"]) == {1} or set(joined["row"]) == {2}


def test_completeness_prefers_length_then_whole_then_date() -> None:
    frame = pd.DataFrame(
        {
            "text": ["a b", "a b", "a b", "a b c"],
            "truncated": [True, False, False, True],
            "published": pd.to_datetime(["2024-01-01", "2024-01-03", "2024-01-02", None]),
        }
    )
    assert completeness(frame).tolist() == [3, 2, 1, 0]


@pytest.mark.parametrize(
    ("share_a", "share_b", "name"),
    [
        (1, 1, "copy"),
        (0.9, 0.95, "copy"),
        (0.2, 1, "excerpt"),
        (0.85, 0.85, "version"),
        (0.8, 0.5, "excerpt"),
        (0.03, 0.57, "part"),
    ],
)
def test_relation(share_a: float, share_b: float, name: str) -> None:
    assert relation(share_a, share_b, 100) == name
