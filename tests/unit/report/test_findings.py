from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from toolkit.errors import TableError
from toolkit.report.wording.contrasts import Contrast, LevelRule, from_levels
from toolkit.report.wording.findings import findings_in
from toolkit.report.wording.numbers import points
from toolkit.report.wording.rules import DIFFERENCES, LEVELS
from toolkit.report.wording.stated import is_supported


def contrast(**changes: object) -> Contrast:
    fields: dict[str, object] = {
        "who": "Post",
        "what": "rain",
        "difference": 0.3,
        "low": 0.2,
        "high": 0.4,
        "n": (40, 40),
        "q": 0.001,
        "minimum": 0.05,
        "sentence": "",
    }
    return Contrast(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "thin",
    [
        {"low": -0.01},
        {"difference": 0.04, "low": 0.01},
        {"n": (40, 9)},
        {"q": 0.06},
        {"q": float("nan")},
    ],
)
def test_thin_evidence_is_never_stated(thin: dict[str, object]) -> None:
    assert is_supported(contrast())
    assert not is_supported(contrast(**thin))
    assert is_supported(contrast(difference=-0.3, low=-0.4, high=-0.2))


def levels(shares: dict[str, list[float]], half: float = 0.05) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "outlet": outlet,
                "value": value,
                "share": share,
                "low": share - half,
                "high": share + half,
                "n": 30,
                "quotes": round(share * 90),
            }
            for value, row in shares.items()
            for outlet, share in zip(("Herald", "Post", "Times"), row, strict=True)
        ]
    )


def rule(**changes: object) -> LevelRule:
    fields = {
        "section": "s",
        "measure": "m",
        "table": "t",
        "who": "group",
        "what": ("value",),
        "level": "share",
        "n": "n",
    }
    words = {
        "minimum": 0.1,
        "sentence": lambda more, less: f"{more['group']} > {less['group']}",
        "interval": points,
    }
    return LevelRule(**{**fields, **words, **changes})  # type: ignore[arg-type]


def test_levels_are_compared_as_welch_does() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(0.5, 0.2, 30), rng.normal(0.3, 0.1, 30)
    rows = []
    for name, x in (("Herald", a), ("Post", b)):
        reach = stats.t.ppf(0.975, 29) * x.std(ddof=1) / np.sqrt(30)
        rows.append(
            {
                "outlet": name,
                "value": "v",
                "share": x.mean(),
                "low": x.mean() - reach,
                "high": x.mean() + reach,
                "n": 30,
            }
        )
    made = from_levels(pd.DataFrame(rows), rule())[0]
    welch = stats.ttest_ind(a, b, equal_var=False)
    assert made.difference == pytest.approx(a.mean() - b.mean())
    reaches = [stats.t.ppf(0.975, 29) * stats.sem(x) for x in (a, b)]
    assert (made.low, made.high) == pytest.approx(
        (made.difference - np.hypot(*reaches), made.difference + np.hypot(*reaches))
    )
    assert made.strength == pytest.approx(abs(welch.statistic) * 1.959964 / stats.t.ppf(0.975, 29))
    assert made.q == pytest.approx(welch.pvalue)


def test_the_larger_group_is_named_first_and_the_tables_own_q_counts() -> None:
    table = levels({"official": [0.2, 0.6, 0.2]})
    made = from_levels(table, rule())
    assert len(made) == 3
    assert {c.sentence for c in made if c.difference > 0.1} == {"Post > Herald", "Post > Times"}
    assert max(c.q for c in from_levels(table.assign(q=0.5), rule()) if c.difference > 0.1) == 0.5


def held(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    found = findings_in(tables)
    return found[found["tier"] == "holds"]


def topic_rows(groups: tuple[str, ...]) -> pd.DataFrame:
    first = {"share": 0.4, "share_other": 0.1, "difference": 0.3, "low": 0.2, "high": 0.4}
    other = {"share": 0.1, "share_other": 0.4, "difference": -0.3, "low": -0.4, "high": -0.2}
    rows = [{"group": g, **(first if g == "Herald" else other)} for g in groups]
    return pd.DataFrame(rows).assign(label="river, flood", n=40, n_other=45, q=0.0001)


def test_the_page_states_one_finding_for_each_thing_in_the_right_direction() -> None:
    tables = {"source_types": levels({"officials": [0.7, 0.3, 0.3], "witnesses": [0.2, 0.2, 0.21]})}
    made = held(tables | {"topic_differences": topic_rows(("Herald", "Post"))})
    assert made["section"].tolist() == ["source-framing", "topics"]
    assert (
        "Herald gives 70 % of its quotations to speakers of the kind “officials”" in made["statement"].iloc[0]
    )
    assert (
        made["statement"].iloc[1].startswith("Herald writes more about “river, flood” than Post: on average")
    )
    assert (made["low"] > 0).all()
    assert made["groups"].tolist() == ["Herald | Post", "Herald | Post"]


def test_no_tables_no_findings_and_a_missing_column_is_said() -> None:
    assert findings_in({}).empty
    with pytest.raises(TableError, match="column 'n' of the table source_types"):
        findings_in({"source_types": levels({"officials": [0.7, 0.3, 0.3]}).drop(columns="n")})


def test_no_section_fills_the_page() -> None:
    many = levels({f"kind {i}": [0.9, 0.1, 0.1] for i in range(9)})
    assert len(held({"source_types": many, "verb_classes": many})) == 4


def test_the_rules_name_sections_of_the_report(root: Path) -> None:
    known = {f.stem.partition("_")[2].replace("_", "-") for f in (root / "notebooks").glob("*.ipynb")}
    assert {r.section for r in (*DIFFERENCES, *LEVELS)} <= known


def test_of_several_outlets_the_extremes_are_named() -> None:
    level = {"Middle": 8.6, "Easy": 2.3, "Hard": 18.4}
    rows = [
        {"a": one, "b": two, "measure": "flesch_kincaid", "n_a": 14, "n_b": 14, "q": 1e-6}
        | {"estimate": (gap := level[one] - level[two]), "low": gap - 0.5, "high": gap + 0.5}
        for one, two in (("Easy", "Hard"), ("Easy", "Middle"), ("Hard", "Middle"))
    ]
    (found,) = held({"readability_pairs": pd.DataFrame(rows)})["statement"]
    assert found == "Hard is harder to read than Easy: by 16.1 US school grades (Flesch-Kincaid)."
