"""Segments that could match: no match is lost, whatever the pattern begins with."""

import numpy as np
import pandas as pd
import pytest

from toolkit import load_corpus
from toolkit.corpus.corpus import Corpus
from toolkit.lexicons import read_lexicon
from toolkit.patterns import first_words, pattern
from toolkit.tables import conform
from toolkit.text.segments import segmented
from toolkit.text.word_index import word_index

ODD = [
    "The U.S. army’s so-called ‘rebels’ won; REBELS fled.",
    "Freedom-fighters and freedom\xa0fighters met in Łódź, in KAŞIN and in Straße 5.",
    "Ｆｕｌｌ width, naïve cafe\u0301, the ﬁle and the ſword.",
    "@army #terror $5 terror_attack anti-terror 9/11 Kelvin \u212aelvin",
    "باغی فوج 人民解放军 आतंकवादी",
]
PATTERNS = [
    *(
        "rebel*",
        "so-called",
        "freedom fighter*",
        "u.s.",
        "u.s. army",
        "*terror",
        "*terror*",
        "terror",
        "/rebels?/",
    ),
    *(
        "łódź",
        "kaşin",
        "kelvin",
        "sword",
        "ſword",
        "strasse",
        "straße",
        "naïve",
        "café",
        "@army",
        "#terror",
        "5",
        "9/11",
    ),
    *(
        "army's",
        "army",
        "باغی*",
        "人民*",
        "आतंक*",
        "file|snow|won",
        "fighters",
        "fled",
        "'rebels'",
        "terror_*",
    ),
]


@pytest.mark.parametrize("query", PATTERNS)
def test_no_match_is_lost(query):
    corpus = Corpus(conform(pd.DataFrame({"text": ODD}), "articles"))
    texts = segmented(corpus).table["text"].tolist()
    found = [row for row, text in enumerate(texts) if pattern(query).search(text)]
    assert set(found) <= set(word_index(corpus).rows([query]).tolist())


def test_all_patterns_of_the_lists_over_the_sample():
    corpus = load_corpus()
    index, texts = word_index(corpus), segmented(corpus).table["text"].tolist()
    skipped = 0
    for name in ("actor_labels", "hedges", "harm_verbs", "agents"):
        for entry in read_lexicon(name):
            rows = index.rows([entry.pattern])
            found = np.array([pattern(entry.pattern).search(text) is not None for text in texts])
            assert found.sum() == found[rows].sum(), entry
            skipped += len(texts) - len(rows)
    assert skipped > 100_000  # most of the work is saved


def test_what_a_pattern_begins_with():
    assert first_words("U.S. army|so-called|*stan*") == ("U", "so", "*stan*")
    assert first_words("/rebels?/") is None
    assert first_words("rebel|@army") is None


def test_a_corpus_without_words():
    corpus = Corpus(conform(pd.DataFrame({"text": ["", "…"]}), "articles"))
    assert word_index(corpus).rows(["rebel*"]).tolist() == []
