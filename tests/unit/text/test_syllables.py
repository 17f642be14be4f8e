"""Syllables: folding, inflection, compounds, abbreviations and the empty case."""

import pytest

from toolkit.text.syllables import fold, lookup, syllable_table, syllables_of


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("the", 1),
        ("policymakers", 5),
        ("Balochistan's", 4),
        ("church's", 2),
        ("Boko", 2),
        ("don’t", 1),
        ("Erdoğan", 3),
        ("PTI", 3),
        ("NATO", 2),
        ("2019", 1),
        ("", 0),
        ("'", 0),
    ],
)
def test_counts(word: str, expected: int) -> None:
    assert syllables_of(word) == expected


def test_typographic_and_straight_apostrophes_count_alike() -> None:
    assert fold("don’t") == fold("don't")


def test_inflections_of_known_words() -> None:
    known = {"zork": 1, "blat": 1, "grape": 1}
    found = {w: lookup(w, known) for w in ("zorks", "blatted", "blated", "grapes", "zorking", "zorker's")}
    assert found == {"zorks": 1, "blatted": None, "blated": 2, "grapes": 1, "zorking": 2, "zorker's": None}


def test_first_and_shortest_pronunciation() -> None:
    first, least = syllable_table(), syllable_table(shortest=True)
    assert first.keys() == least.keys()
    assert all(least[word] <= n for word, n in first.items())
    assert first != least


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *(("rosé", 2), ("exposé", 3), ("pâté", 2), ("café", 2), ("résumé", 3)),
        *(("noösphere", 3), ("coöperate", 4), ("naïve", 2), ("Zoë", 2), ("Müller", 2)),
        *(("didn’t", 2), ("couldn’t", 2), ("wasn’t", 2), ("hadn’t", 2), ("don’t", 1), ("aren’t", 1)),
        *(("BBC", 3), ("WHO", 3), ("IMF", 3), ("MP", 2), ("NATO", 2), ("WAR", 1)),
    ],
)
def test_accents_contractions_and_initials(word: str, expected: int) -> None:
    assert syllables_of(word) == expected
