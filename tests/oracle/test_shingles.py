"""Shingles, candidates and word shares against plain Python on made texts."""

import random
from difflib import SequenceMatcher
from itertools import combinations

import numpy as np
import pytest

from toolkit.corpus import shingles as module
from toolkit.corpus.passages import overlap
from toolkit.corpus.shingles import candidates, read_words, shingles


def made(count: int, seed: int) -> list[list[str]]:
    """Texts of a small vocabulary, some with stretches of earlier ones; the longest first."""
    rng = random.Random(seed)
    texts: list[list[str]] = []
    for _ in range(count):
        words = [f"w{rng.randrange(400)}" for _ in range(rng.randrange(6, 80))]
        if texts and rng.random() < 0.5:
            source = rng.choice(texts)
            start = rng.randrange(len(source))
            words[: len(words) // 2] = source[start : start + rng.randrange(5, 60)]
        texts.append(words)
    return sorted(texts, key=len, reverse=True)


def grams(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + 5]) for i in range(max(len(words) - 4, 1))}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_candidates_are_exactly_the_pairs_that_share_enough(seed: int) -> None:
    texts = made(120, seed)
    sets = [grams(words) for words in texts]
    expected = {
        (i, j)
        for i, j in combinations(range(len(texts)), 2)
        if sets[i] & sets[j] and len(sets[i] & sets[j]) >= 0.2 * min(len(sets[i]), len(sets[j]))
    }
    words = read_words([" ".join(text) for text in texts])
    found = {
        (int(i), int(j))
        for first, second in candidates(words, 0.2)
        for i, j in zip(first, second, strict=True)
    }
    assert len(expected) > 20
    assert found == expected


def test_the_sample_of_shingles_misses_few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above 50,000 texts one shingle in four stands for long texts; here the limit is set to nothing."""
    rng = random.Random(4)
    base = [[f"w{rng.randrange(5000)}" for _ in range(400)] for _ in range(60)]
    texts = sorted([*base, *(text[: rng.randrange(280, 400)] for text in base)], key=len, reverse=True)
    words = read_words([" ".join(text) for text in texts])
    monkeypatch.setattr(module, "SAMPLE_ABOVE", 0)
    found = sum(len(first) for first, _ in candidates(words, 0.05))
    assert found == 60


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_containment_is_the_share_of_common_five_grams(seed: int) -> None:
    texts = made(40, seed)
    words = read_words([" ".join(text) for text in texts])
    for i, j in combinations(range(0, 40, 3), 2):
        common = len(grams(texts[i]) & grams(texts[j]))
        found = overlap(words[i], words[j])
        assert found.containment_a == pytest.approx(common / len(grams(texts[i])))
        assert found.containment_b == pytest.approx(common / len(grams(texts[j])))


def test_share_of_edited_copies_follows_the_longest_match_of_difflib() -> None:
    rng = random.Random(5)
    for rate in (0.05, 0.1, 0.2, 0.3):
        one = [f"w{rng.randrange(3000)}" for _ in range(300)]
        two = [f"w{rng.randrange(3000)}" if rng.random() < rate else word for word in one]
        words = read_words([" ".join(one), " ".join(two)])
        blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
        expected = sum(block.size for block in blocks) / len(one)
        assert overlap(words[0], words[1]).share_a == pytest.approx(expected, abs=0.02)


def test_shares_do_not_depend_on_the_order_of_the_two() -> None:
    texts = made(30, 6)
    words = read_words([" ".join(text) for text in texts])
    for i, j in combinations(range(30), 2):
        one, two = overlap(words[i], words[j]), overlap(words[j], words[i])
        assert one.containment_a == two.containment_b
        assert one.share_a == pytest.approx(two.share_b, abs=0.1)


def test_hashes_are_the_same_in_every_run() -> None:
    """A fixed value: hashes must not depend on the process, the machine or the order of reading."""
    words = read_words(["zero", "one two three four five"])
    again = read_words(["one two three four five"])
    assert np.array_equal(shingles(words[1]), shingles(again[0]))
    assert hex(int(read_words(["river"])[0][0])) == "0x9f647f3ce8039a96"
