"""The rules of what holds: which table, which columns, how large a difference, which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from toolkit.report.wording.contrasts import DifferenceRule, LevelRule, other_group
from toolkit.report.wording.numbers import grades, number, percent, points, times, times_used

Row = Mapping[str, Any]


def topic(row: Row) -> str:
    """Return a topic difference in words."""
    word = "more" if row["difference"] > 0 else "less"
    return (
        f"{row['group']} writes {word} about “{row['label']}” than {other_group(row)}: on average "
        f"{percent(row['share'])} of an article, beside {percent(row['share_other'])}."
    )


def word_use(row: Row) -> str:
    """Return a difference in the use of a word in words: rates, which were compared, and then the counts."""
    other = other_group(row, "target")
    word = "more" if row["log_ratio"] > 0 else "less"
    return (
        f"In its own voice {row['target']} uses “{row['feature']}” {word} often than {other}: "
        f"{_use(row, 'target')}; {other} {_use(row, 'reference')}."
    )


def _use(row: Row, side: str) -> str:
    """Return how often one side uses a word: for 10,000 words, and in how many of its articles."""
    uses, articles, size = (int(row[f"{name}_{side}"]) for name in ("uses", "articles", "n"))
    if not uses:
        return f"not once in {number(size, 'article')}"
    where = f"{articles:,} of {number(size, 'article')}" if size > 1 else "its one article"
    return f"{_rate(row[f'rate_{side}'])} in 10,000 words ({times_used(uses)} in {where})"


def _rate(rate: float) -> str:
    """Return a rate with two places that say something.

    Examples
    --------
    >>> _rate(12.34), _rate(1.234), _rate(0.0123)
    ('12 times', '1.2 times', '0.012 times')
    """
    return f"{rate:.0f} times" if rate >= 10 else f"{float(f'{rate:.2g}'):g} times"


def label(more: Row, less: Row) -> str:
    """Return a difference in the choice of a label in words."""
    return (
        f"Writing of {more['actor']}, {more['group']} says “{more['label']}” in {percent(more['share'])} of "
        f"its mentions in its own voice ({_of(more)}), {less['group']} in {percent(less['share'])} "
        f"({_of(less)})."
    )


def _of(row: Row) -> str:
    return f"{int(row['uses']):,} of {int(row['uses_actor']):,}"


def source_type(more: Row, less: Row) -> str:
    """Return a difference in who is quoted in words."""
    return (
        f"{more['group']} gives {percent(more['share'])} of its quotations to speakers of the kind "
        f"“{more['value']}”, {less['group']} {percent(less['share'])}."
    )


def verb_class(more: Row, less: Row) -> str:
    """Return a difference in reporting verbs in words."""
    return (
        f"{more['group']} introduces {percent(more['share'])} of its quotations with {more['value']} "
        f"verbs, {less['group']} {percent(less['share'])}."
    )


def reading_grade(row: Row) -> str:
    """Return a difference in readability in words."""
    harder, easier = (row["a"], row["b"]) if row["estimate"] > 0 else (row["b"], row["a"])
    return (
        f"{harder} is harder to read than {easier}: by {abs(row['estimate']):.1f} US school grades "
        "(Flesch-Kincaid)."
    )


_WORDS = DifferenceRule(
    section="outlet-framing",
    measure="words",
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
        measure="topics",
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
    DifferenceRule(
        section="readability",
        measure="readability",
        table="readability_pairs",
        who="a",
        what="measure",
        difference="estimate",
        n=("n_a", "n_b"),
        minimum=0.5,
        sentence=reading_grade,
        interval=grades,
        only=(("measure", "flesch_kincaid"),),
        pairs=True,
    ),
)

LEVELS = (
    LevelRule(
        section="outlet-framing",
        measure="names",
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
        measure="sources",
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
        measure="verbs",
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
)
