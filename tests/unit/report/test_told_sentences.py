"""Sentences say what the numbers say: the cases that once said something else, and others of their kind."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.framing.find import framing
from toolkit.analysis.keyness.stories import story_codes
from toolkit.corpus.corpus import Corpus
from toolkit.report.wording.contrasts import other_group
from toolkit.report.wording.numbers import grades, percent, points, times
from toolkit.report.wording.rules import label, topic, word_use
from toolkit.tables import conform

WORDS = {"target": "Herald", "reference": "(others)", "feature": "migrants", "groups": ["Herald", "Post"]}


def words(target: tuple[int, int, int, float], other: tuple[int, int, int, float], ratio: float) -> str:
    row: dict[str, object] = dict(WORDS) | {"log_ratio": ratio}
    for side, given in (("target", target), ("reference", other)):
        row |= dict(zip((f"{n}_{side}" for n in ("uses", "articles", "n", "rate")), given, strict=True))
    return word_use(row)


def test_rates_are_told_before_counts_that_seem_to_say_the_opposite() -> None:
    said = words((32, 32, 40, 31.0), (37, 37, 40, 7.9), 1.9)
    assert said == (
        "In its own voice Herald uses “migrants” more often than Post: 31 times in 10,000 words (32 times in 32 "
        "of 40 articles); Post 7.9 times in 10,000 words (37 times in 37 of 40 articles)."
    )


@pytest.mark.parametrize("seed", range(40))
def test_the_rate_told_as_more_is_the_larger_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sides = [(int(rng.integers(1, 90)), 1, 40, float(rng.uniform(0.01, 40))) for _ in range(2)]
    said = words(*sides, float(np.log2(sides[0][3] / sides[1][3])))
    first, second = (float(x) for x in re.findall(r"([\d.]+) times in 10,000", said))
    assert (first >= second) == ("more often" in said)


@pytest.mark.parametrize(
    ("side", "told"),
    [
        ((0, 0, 1, 0.0), "Post not once in 1 article."),
        ((0, 0, 38, 0.0), "Post not once in 38 articles."),
        ((1, 1, 1, 5.0), "Post 5 times in 10,000 words (once in its one article)."),
        ((2, 1, 9, 5.0), "Post 5 times in 10,000 words (twice in 1 of 9 articles)."),
    ],
)
def test_a_single_article_and_none(side: tuple[int, int, int, float], told: str) -> None:
    assert words((9, 9, 9, 9.0), side, 1.0).endswith(told)


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (-0.2, -0.004, "0.4 to 20"),
        (0.0004, 0.2, "0.04 to 20"),
        (0.111, 0.114, "11.1 to 11.4"),
        (0.05, 0.2, "5 to 20"),
        (0.1, 0.1, "10"),
        (0.0, 0.3, "up to 30"),
    ],
)
def test_ranges_of_points_do_not_collapse(low: float, high: float, told: str) -> None:
    assert points(low, high) == f"{told} percentage points"


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (-2, -0.07, "1.05 to 4.00 times less often"),
        (0.07, 2, "1.05 to 4.00 times as often"),
        (-9, -7, "over 100 times less often"),
        (-9, -1, "2.0 times less often or more"),
        (3.31, 3.35, "9.9 to 10 times as often"),
    ],
)
def test_ranges_of_factors_never_begin_at_one(low: float, high: float, told: str) -> None:
    assert times(low, high) == told


@pytest.mark.parametrize("seed", range(60))
def test_no_range_says_none_or_twice_the_same(seed: int) -> None:
    rng = np.random.default_rng(seed)
    low, high = sorted(10 ** rng.uniform(-4, -0.01, 2))
    for told in (points(low, high), points(-high, -low), grades(low, high), times(low, high)):
        ends = [float(x) for x in re.findall(r"\d+(?:\.\d+)?", told)]
        assert min(ends) > 0, told
        assert len(ends) == 1 or ends[0] < ends[1] or high - low < 0.002, told


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.004, "0.4 %"), (0.996, "99.6 %"), (0.0001, "0.01 %"), (0.0, "0 %"), (1.0, "100 %"), (0.5, "50 %")],
)
def test_few_is_not_none_and_nearly_all_not_all(share: float, told: str) -> None:
    assert percent(share) == told
    row = {"actor": "armed groups", "label": "rebel", "share": share, "uses": 1, "uses_actor": 250}
    assert told in label(row | {"group": "Herald"}, row | {"group": "Post"})


def test_two_outlets_are_called_by_their_names_and_three_are_the_others() -> None:
    row = {"group": "Herald", "label": "rain", "difference": 0.2, "share": 0.3, "share_other": 0.1}
    assert "than Post:" in topic(row | {"groups": ["Herald", "Post"]})
    assert "than the others:" in topic(row | {"groups": ["Herald", "Post", "Times"]})
    assert other_group({"target": "A", "reference": "B", "groups": ["A", "B", "C"]}, "target") == "B"


TEXTS = [f"The flood in Oskelo reached house number {i}, the mayor said." for i in range(4)]


def told_stories(sure: float) -> Corpus:
    frame = pd.DataFrame(
        {"outlet": ["Herald", "Post"] * 2, "text": TEXTS, "story_id": ["s1", "s1", "s2", "s3"]}
    )
    return Corpus(conform(frame.assign(story_confidence=[sure, sure, None, None]), "articles"))


@pytest.mark.parametrize(("sure", "shared"), [(0.5, 1), (0.499, 0), (0.37, 0), (0.99, 1)])
def test_a_doubtful_story_matches_nothing_and_is_not_told_as_sure(sure: float, shared: int) -> None:
    codes = story_codes(told_stories(sure))
    assert (codes[:2] >= 0).all() == bool(shared)
    assert (codes[2:] >= 0).all()
    line = framing(told_stories(sure)).matched_line
    assert line.startswith(
        f"{shared} {'story is' if shared else 'stories are'} surely reported by two outlets"
    )


def test_stories_of_ones_own_are_taken_as_they_are() -> None:
    frame = pd.DataFrame({"outlet": ["Herald", "Post"], "text": TEXTS[:2], "story": ["a", "a"]})
    assert story_codes(Corpus(conform(frame, "articles"))).tolist() == [0, 0]
