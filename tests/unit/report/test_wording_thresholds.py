"""Thresholds of the findings: a case on each side of every one."""

import numpy as np
import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.report.wording.answers import answers
from toolkit.report.wording.contrasts import (
    Contrast,
    DifferenceRule,
    LevelRule,
    from_differences,
    from_levels,
)
from toolkit.report.wording.findings import findings_in
from toolkit.report.wording.front import Front
from toolkit.report.wording.numbers import times
from toolkit.report.wording.rules import DIFFERENCES, LEVELS
from toolkit.report.wording.stated import is_supported
from toolkit.tables import conform

STATED = {
    "topic_differences": 0.05,
    "framing_words": 1.0,
    "framing_terms": 1.0,
    "framing_labels": 0.15,
    "source_types": 0.1,
    "verb_classes": 0.1,
    "readability_pairs": 0.5,
}


def test_more_than_a_hundred_times_as_often_is_said_without_an_upper_end() -> None:
    assert times(1, np.log2(99)) == "2.0 to 99 times as often"
    assert times(1, np.log2(101)) == "2.0 times as often or more"
    assert times(-np.log2(99), -1) == "2.0 to 99 times less often"
    assert times(-np.log2(101), -1) == "2.0 times less often or more"


def differences(difference: float, things: int = 1) -> pd.DataFrame:
    """Return rows that both rules of differences can read."""
    one = {"group": "Post", "target": "Post", "reference": "Herald", "a": "Post", "b": "Herald"}
    one |= dict.fromkeys(["n", "n_other", "n_target", "n_reference", "n_a", "n_b", "articles_target"], 40)
    one |= {"uses_target": 90, "uses_reference": 9, "articles_reference": 9}
    one |= {"rate_target": 20.0, "rate_reference": 2.0, "measure": "flesch_kincaid"}
    one |= {"share": 0.4, "share_other": 0.1, "q": 1e-6}
    one |= {"difference": difference, "log_ratio": difference, "estimate": difference}
    one |= {"low": 0.9 * difference, "high": 1.1 * difference}
    return pd.DataFrame([{**one, "label": f"label {i}", "feature": f"word {i}"} for i in range(things)])


def levels(*above: float, things: int = 1) -> pd.DataFrame:
    """Return rows that every rule of levels can read: groups that lie so far above the Herald."""
    same = {"voice": "narrator", "label": "rebels", "n": 40, "uses": 9, "uses_actor": 30, "articles": 9}
    same |= {"top_article": 1, "quotes": 9}
    rows = [
        {**same, "group": group, "value": f"kind {i}", "actor": f"actor {i}", "at": 0.2 + more}
        for i in range(things)
        for group, more in zip(("Herald", "Post", "Times"), (0.0, *above), strict=False)
    ]
    table = pd.DataFrame(rows)
    at = table["at"]
    return table.assign(share=at, estimate=at, low=at - 1e-3, high=at + 1e-3)


def contrasts(rule: DifferenceRule | LevelRule, difference: float) -> list[Contrast]:
    if isinstance(rule, DifferenceRule):
        return from_differences(differences(difference), rule)
    return from_levels(levels(difference), rule)


@pytest.mark.parametrize("rule", [*DIFFERENCES, *LEVELS], ids=lambda rule: rule.table)
def test_what_is_smaller_than_the_least_difference_is_not_stated(rule: DifferenceRule | LevelRule) -> None:
    least = STATED[rule.table]
    for factor, stated in ((1.01, True), (0.99, False)):
        (made,) = contrasts(rule, factor * least)
        assert made.difference == pytest.approx(factor * least)
        assert is_supported(made) is stated


@pytest.mark.parametrize(
    ("field", "enough", "too_little"),
    [
        ("difference", 0.05, 0.0499),
        ("low", 0.0001, 0.0),
        ("n", (40, 10), (40, 9)),
        ("q", 0.0499, 0.05),
    ],
)
def test_each_condition_of_a_finding(field: str, enough: object, too_little: object) -> None:
    whole = {"who": "Post", "what": "rain", "difference": 0.3, "low": 0.02, "high": 0.4, "n": (40, 40)}
    whole |= {"q": 0.001, "minimum": 0.05, "sentence": ""}
    assert is_supported(Contrast(**{**whole, field: enough}))  # type: ignore[arg-type]
    assert not is_supported(Contrast(**{**whole, field: too_little}))  # type: ignore[arg-type]


def test_three_findings_of_a_rule_four_of_a_section_ten_on_the_page() -> None:
    tables = {"topic_differences": differences(2.0, things=5)}
    assert len(held(tables)) == 3
    tables |= {"framing_words": differences(2.0, things=5), "framing_labels": levels(0.5, things=5)}
    assert held(tables)["section"].value_counts().to_dict() == {"outlet-framing": 4, "topics": 3}
    tables |= {name: levels(0.3, 0.6, things=5) for name in ("source_types", "verb_classes")}
    assert len(held(tables)) == 10


def held(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    found = findings_in(tables)
    return found[found["tier"] == "holds"]


@pytest.mark.parametrize(("confidence", "said"), [(0.5, "is reported"), (0.499, "is perhaps reported")])
def test_a_story_is_sure_from_a_confidence_of_one_half(
    confidence: float, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = pd.DataFrame({"outlets": [["Herald", "Post"]], "confidence": confidence})
    monkeypatch.setattr("toolkit.report.wording.answers.stories", lambda _: told)
    frame = pd.DataFrame({"outlet": ["Herald", "Post"], "text": "Rain."})
    corpus = Corpus(conform(frame, "articles"))
    assert answers(corpus, Front("News"))["corpus"][1].startswith(f"1 story {said} by several outlets")
