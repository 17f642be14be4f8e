"""Words as the articles print them: capitals of names, not those of first words and headlines."""

from __future__ import annotations

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform
from toolkit.text.printed import as_printed


def _corpus(*texts: str, title: str = "") -> Corpus:
    return Corpus(conform(pd.DataFrame({"title": [title] * len(texts), "text": list(texts)}), "articles"))


def test_a_first_word_and_a_headline_tell_nothing():
    corpus = _corpus("Rain fell. Rain fell. They saw rain.", title="RAIN AND SMOG: Rain")
    assert as_printed(corpus, ["rain", "smog"]) == {"rain": "rain", "smog": "SMOG"}


def test_a_name_keeps_its_capitals_without_the_possessive():
    corpus = _corpus("He left Delhi’s courts and Delhi's jails for the U.S. and AT&T.")
    forms = as_printed(corpus, ["delhi", "u.s.", "at&t"])
    assert forms == {"delhi": "Delhi", "u.s.": "U.S.", "at&t": "AT&T"}


def test_a_phrase_is_looked_up_whole():
    corpus = _corpus("In the Supreme Court a supreme idea met a tennis court.")
    assert as_printed(corpus, ["supreme court"]) == {"supreme court": "Supreme Court"}


def test_the_more_frequent_form_counts_and_of_equals_the_first_in_order():
    corpus = _corpus("Now Army men met army men and army cooks, the Board, the board.")
    assert as_printed(corpus, ["army", "board"]) == {"army": "army", "board": "Board"}


def test_a_word_that_only_begins_sentences_has_no_capital_of_its_own_and_an_absent_one_is_unchanged():
    corpus = _corpus("Militants fled. FATF met.", "Militants hid. FATF left.")
    assert as_printed(corpus, ["militants", "fatf", "fog"]) == {
        "militants": "militants",
        "fatf": "FATF",
        "fog": "fog",
    }


def test_a_word_that_follows_a_quotation_is_no_first_word():
    corpus = _corpus("“We won,” Khan said. “You lost,” khan said, said Khan.")
    assert as_printed(corpus, ["khan"])["khan"] == "Khan"


def test_a_word_beside_a_capital_may_be_part_of_a_name():
    corpus = _corpus("He met Prime Minister Khan, then Minister Ali and Minister Roy, and told the minister.")
    assert as_printed(corpus, ["minister", "khan", "ali"]) == {
        "minister": "minister",
        "khan": "Khan",
        "ali": "Ali",
    }
