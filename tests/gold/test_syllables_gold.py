"""Syllables: labelled South Asian names, and dictionary words the counter has not seen."""

import csv
import random
from pathlib import Path

from toolkit.analysis.readability.words import COLUMNS, measure
from toolkit.text.syllables import by_rule, lookup, syllable_table


def test_south_asian_names(reaches) -> None:
    with (Path(__file__).parent / "south_asian_names.csv").open(encoding="utf-8") as file:
        names = {row["name"]: int(row["syllables"]) for row in csv.DictReader(file)}
    place = COLUMNS.index("syllables")
    wrong = {name: found for name, n in names.items() if (found := measure(name)[place]) != n}
    assert len(names) >= 100
    reaches("syllables.names", 1 - len(wrong) / len(names), wrong)


def test_held_out_dictionary_words(reaches) -> None:
    first, least = syllable_table(), syllable_table(shortest=True)
    words = sorted(word for word in first if "'" not in word and len(word) > 2)
    random.Random(5).shuffle(words)
    held_out = words[20_000:30_000]  # the first 20,000 were looked at when the rule was written
    unseen = set(held_out)
    known = {word: n for word, n in least.items() if word not in unseen}
    right = 0
    for word in held_out:
        found = lookup(word, known)
        right += (by_rule(word) if found is None else found) in {first[word], least[word]}
    reaches("syllables.held_out", right / len(held_out))
