"""Shingles, candidates and word shares against plain Python on made texts."""

import random
from difflib import SequenceMatcher
from itertools import combinations, pairwise

import numpy as np
import pytest

from toolkit.corpus import passages
from toolkit.corpus import shingles as module
from toolkit.corpus.passages import measure, overlap
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


def plainly(one: list[str], two: list[str]) -> tuple[list[bool], list[bool]]:
    """Mark the shared words of two texts, one pair at a time, with nothing but lists and difflib."""
    own, other = (["".join(f"{w} " for w in t[i : i + 5]) for i in range(len(t) - 4)] for t in (one, two))
    marks = [False] * len(one), [False] * len(two)
    places = [other.index(run) if run in other else -1 for run in own]
    for held, mark in ((places, marks[0]), ([own.index(r) if r in own else -1 for r in other], marks[1])):
        for i, place in enumerate(held):
            mark[i : i + 5] = [True] * 5 if place >= 0 else mark[i : i + 5]
    anchors: list[list[int]] = []  # start in one, start in two, words
    for i, place in enumerate(places):
        if place < 0:
            continue
        if anchors and [i, place] == [anchors[-1][side] + anchors[-1][2] - 4 for side in (0, 1)]:
            anchors[-1][2] += 1
        else:
            anchors.append([i, place, 5])
    for a, a_stop, b, b_stop in between(anchors, len(one), len(two)):
        if min(a_stop - a, b_stop - b) > 0 and max(a_stop - a, b_stop - b) <= 100:
            for i, j, size in equal(one[a:a_stop], two[b:b_stop]):
                marks[0][a + i : a + i + size] = marks[1][b + j : b + j + size] = [True] * size
    return marks


def between(anchors: list[list[int]], length_a: int, length_b: int) -> list[tuple[int, int, int, int]]:
    if not anchors:
        return []
    first, last = anchors[0], anchors[-1]
    ends = last[0] + last[2], last[1] + last[2]
    out = [(max(first[0] - 100, 0), first[0], max(first[1] - 100, 0), first[1])]
    for left, right in pairwise(anchors):
        out.append((left[0] + left[2], right[0], left[1] + left[2], right[1]))
    return [*out, (ends[0], min(ends[0] + 100, length_a), ends[1], min(ends[1] + 100, length_b))]


def equal(one: list[str], two: list[str]) -> list[tuple[int, int, int]]:
    in_place = [i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a == b]
    if len(one) == len(two) and len(in_place) >= 0.4 * len(one):
        return [(i, i, 1) for i in in_place]
    least = 1 if min(len(one), len(two)) <= 12 else 2
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size >= least]


def reworked(count: int, seed: int) -> list[list[str]]:
    """Texts of a small vocabulary that reuse, repeat, move and edit stretches of each other."""
    rng = random.Random(seed)
    texts: list[list[str]] = []
    for _ in range(count):
        words: list[str] = []
        while len(words) < rng.randrange(9, 400):
            if texts and rng.random() < 0.8:
                source = rng.choice([*texts, words or texts[0]])
                start = rng.randrange(len(source))
                piece = source[start : start + rng.randrange(1, 120)]
            else:
                piece = [f"w{rng.randrange(60)}" for _ in range(rng.randrange(1, 120))]
            edits = rng.choice([0, 0, 0.05, 0.3])
            words += [f"w{rng.randrange(60)}" if rng.random() < edits else word for word in piece]
        texts.append(words)
    return sorted(texts, key=len, reverse=True)


@pytest.mark.parametrize("seed", [1, 2])
def test_many_pairs_at_once_are_measured_as_one_by_one(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = reworked(40, seed)
    words = read_words([" ".join(text) for text in texts])
    first, second = np.array(list(combinations(range(len(texts)), 2))).T
    expected = {}
    for pair, (i, j) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        marks = plainly(texts[i], texts[j])
        if any(marks[0]) and max(sum(marks[0]) / len(marks[0]), sum(marks[1]) / len(marks[1])) >= 0.3:
            expected[pair] = (sum(marks[0]) / len(marks[0]), sum(marks[1]) / len(marks[1]), sum(marks[1]))
            found = overlap(words[i], words[j])
            assert [found.words_a.tolist(), found.words_b.tolist()] == list(marks)
    assert len(expected) > 100
    for at_once in (5000, passages.AT_ONCE):
        monkeypatch.setattr(passages, "AT_ONCE", at_once)
        parts = list(measure(words, first, second, 0.3))
        rows = [row for part in parts for row in zip(*(column.tolist() for column in part), strict=True)]
        assert {row[0]: (row[1], row[2], row[5]) for row in rows} == expected
        for pair, _, _, in_b, in_a, _ in rows:
            sets = grams(texts[first[pair]]), grams(texts[second[pair]])
            common = len(sets[0] & sets[1])
            assert (in_b, in_a) == (common / len(sets[0]), common / len(sets[1]))


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
