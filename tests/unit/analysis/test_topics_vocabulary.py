import pytest

from toolkit.analysis.topics.vocabulary import (
    VocabularyRules,
    count_known,
    count_terms,
    stop_words,
    terms_of,
    words_of,
)
from toolkit.errors import InputError


def test_numbers_short_words_and_function_words_are_left_out():
    assert [w for w in words_of("In 2024 the EU said 3.5 million tonnes of wheat rotted") if w] == [
        "tonnes",
        "wheat",
        "rotted",
    ]


def test_possessives_and_typographic_apostrophes_fold_to_the_word():
    assert words_of("minister’s minister's ministers'") == ["minister", "minister", "ministers", None]


def test_phrases_do_not_cross_punctuation_stop_words_or_numbers():
    found = terms_of("Prime minister. Court of appeal; tax 5 cuts")
    assert "prime minister" in found
    assert not {"minister court", "court appeal", "tax cuts"} & set(found)


def test_a_phrase_enters_only_where_its_words_mostly_stand_together():
    texts = [
        "climate change harms",
        "climate change helps",
        "change weather",
        "weather helps",
        "change harms",
    ]
    _, terms = count_terms(texts * 2, VocabularyRules(max_share=1.0))
    assert "climate change" in terms
    _, strict = count_terms(
        ["red car", "red car", "red house", "car house", "red lamp", "car lamp", "car hat", "red hat"] * 2,
        VocabularyRules(),
    )
    assert "red car" not in strict


def test_document_frequency_limits_hold():
    texts = ["alpha beta"] * 3 + ["alpha gamma"] * 1 + ["alpha delta"] * 4
    _, terms = count_terms(texts, VocabularyRules(min_articles=2, max_share=0.5, phrases=False))
    assert list(terms) == ["beta", "delta"]


def test_no_surviving_word_is_an_error_with_a_remedy():
    with pytest.raises(InputError, match="lower min_articles"):
        count_terms(["one two", "three four"], VocabularyRules())


def test_unknown_words_of_new_texts_are_ignored():
    counts = count_known(["rain snow"], ["rain", "wind"], VocabularyRules())
    assert counts.toarray().tolist() == [[1, 0]]


def test_stop_words_are_lower_case_and_keep_content_words():
    words = stop_words()
    assert all(word == word.lower() for word in words)
    assert not {"fire", "bill", "system", "interest", "government", "war"} & words
