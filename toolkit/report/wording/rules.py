"""The rules of the findings: which table, which columns, how large a difference, which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from toolkit.report.wording.contrasts import DifferenceRule, LevelRule

Row = Mapping[str, Any]


MANY = 100  # times as often; a higher end of an interval only says that one side hardly has the word


def points(low: float, high: float) -> str:
    """Return an interval of a difference of shares.

    Examples
    --------
    >>> points(0.0512, 0.2)
    '5 to 20 percentage points'
    """
    return f"{low * 100:.0f} to {high * 100:.0f} percentage points"


def times(low: float, high: float) -> str:
    """Return an interval of a log ratio (base 2), clear of 0, as factors.

    Examples
    --------
    >>> times(1, 2), times(-2, -1), times(2, 9)
    ('2.0 to 4.0 times as often', '2.0 to 4.0 times less often', '4.0 times as often or more')
    """
    less, more = sorted((2 ** abs(low), 2 ** abs(high)))
    word = "as" if low > 0 else "less"
    if more > MANY:
        return f"{_factor(less)} times {word} often or more"
    return f"{_factor(less)} to {_factor(more)} times {word} often"


def _factor(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def grades(low: float, high: float) -> str:
    """Return an interval of a difference of school grades."""
    return f"{low:.1f} to {high:.1f} school years"


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def topic(row: Row) -> str:
    """Return a topic difference in words."""
    word = "more" if row["difference"] > 0 else "less"
    return (
        f"{row['group']} writes {word} about “{row['label']}” than the others: {_percent(row['share'])} of "
        f"the text of its articles, beside {_percent(row['share_other'])}."
    )


def word_use(row: Row) -> str:
    """Return a difference in the use of a word in words: counts first, they can be opened and read."""
    other = "the others" if str(row["reference"]).startswith("(") else str(row["reference"])
    here, there = _uses(row, "target"), f"{other} {_uses(row, 'reference')}"
    word = "more" if row["log_ratio"] > 0 else "less"
    return (
        f"In its own voice {row['target']} uses “{row['feature']}” {word} often than {other}: {here}, "
        f"{there}."
    )


def _uses(row: Row, side: str) -> str:
    uses, articles, size = (int(row[f"{name}_{side}"]) for name in ("uses", "articles", "n"))
    if not uses:
        return f"not once in {size:,} articles"
    return f"{uses:,} {'time' if uses == 1 else 'times'} in {articles:,} of {size:,} articles"


def label(more: Row, less: Row) -> str:
    """Return a difference in the choice of a label in words."""
    return (
        f"Writing of {more['actor']}, {more['group']} says “{more['label']}” in {_percent(more['share'])} of "
        f"its mentions in its own voice, {less['group']} in {_percent(less['share'])}."
    )


def source_type(more: Row, less: Row) -> str:
    """Return a difference in who is quoted in words."""
    return (
        f"{more['group']} gives {_percent(more['share'])} of its quotations to speakers of the kind "
        f"“{more['value']}”, {less['group']} {_percent(less['share'])}."
    )


def verb_class(more: Row, less: Row) -> str:
    """Return a difference in reporting verbs in words."""
    return (
        f"{more['group']} introduces {_percent(more['share'])} of its quotations with {more['value']} "
        f"verbs, {less['group']} {_percent(less['share'])}."
    )


def reading_grade(more: Row, less: Row) -> str:
    """Return a difference in readability in words."""
    return (
        f"{more['group']} is harder to read than {less['group']}: about {more['estimate']:.1f} school "
        f"years (Flesch-Kincaid), beside {less['estimate']:.1f}."
    )


_WORDS = DifferenceRule(
    section="outlet-framing",
    table="framing_words",
    who="target",
    what="feature",
    difference="log_ratio",
    n=("n_target", "n_reference"),
    minimum=1.0,
    sentence=word_use,
    interval=times,
)

DIFFERENCES = (
    DifferenceRule(
        section="topics",
        table="topic_differences",
        who="group",
        what="label",
        difference="difference",
        n=("n", "n_other"),
        minimum=0.05,
        sentence=topic,
        interval=points,
    ),
    _WORDS,
    replace(_WORDS, table="framing_terms"),  # the study's own terms, a family of their own
)

LEVELS = (
    LevelRule(
        section="outlet-framing",
        table="framing_labels",
        who="group",
        what=("actor", "label"),
        level="share",
        n="n",
        minimum=0.15,
        sentence=label,
        interval=points,
        only=(("voice", "narrator"),),
    ),
    LevelRule(
        section="source-framing",
        table="source_types",
        who="group",
        what=("value",),
        level="share",
        n="n",
        minimum=0.1,
        sentence=source_type,
        interval=points,
        adds_up=True,
    ),
    LevelRule(
        section="source-framing",
        table="verb_classes",
        who="group",
        what=("value",),
        level="share",
        n="n",
        minimum=0.1,
        sentence=verb_class,
        interval=points,
        adds_up=True,
    ),
    LevelRule(
        section="readability",
        table="readability_outlets",
        who="group",
        what=("measure",),
        level="estimate",
        n="n",
        minimum=0.5,
        sentence=reading_grade,
        interval=grades,
        only=(("measure", "flesch_kincaid"),),
    ),
)
