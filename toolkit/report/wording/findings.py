"""Findings: what these pages say, and what holds beyond them, as one table of sentences.

Of tier *describes*: a complete description, with counts, that needs no inference. Of tier *holds*:
differences that are certain over all comparisons of the report at once; their intervals allow for their
having been picked out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.report.wording.contrasts import Contrast
from toolkit.report.wording.describes import described
from toolkit.report.wording.gather import tables_of
from toolkit.report.wording.printed import outlet_names
from toolkit.report.wording.said import Names, Said, Tables
from toolkit.report.wording.stated import Family, Rule, families_in, is_told, stated
from toolkit.results import make
from toolkit.settings import FEW
from toolkit.stats.families import LIKELY, certainty
from toolkit.tables import KEY

DESCRIBED = "these articles are described; nothing is inferred from them"


def findings(corpus: Corpus) -> pd.DataFrame:
    """Return the sentences of the opening page as a table, each with what is behind it.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        Rows of tier *describes* (true of these articles) and *holds* (differences that chance does not
        explain), in the order of the page: `section`, `measure`, `groups` it speaks of, the sentence as
        `statement`, `n` articles, `estimate` with `low` and `high` (allowing for selection), `adjusted` for
        subject, time and length with its interval, `q` over the whole report, `certainty` (*certain*,
        *likely*, *seen here*), `explained_by`. `evidence(corpus, row)` opens the rows of the table it was
        made from.

    Notes
    -----
    `q`: Benjamini & Bogomolov (2014) over the tables. Intervals: false coverage rate, Benjamini & Yekutieli
    (2005).

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> texts = ["Rebels fled. " * 5, "Militants fled. " * 5]
    >>> frame = pd.DataFrame({"outlet": ["Post", "Herald"], "text": texts})
    >>> findings(Corpus(conform(frame, "articles")))["statement"].iloc[0].partition("; ")[0]
    'Armed groups: in its own voice Herald writes “militant” 5 times, never “rebel”'
    """
    return findings_in(
        tables_of(corpus), enough=corpus.settings.comparison.few_articles, names=outlet_names(corpus)
    )


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of a report's folder that findings are made from."""
    return {file.stem: pd.read_parquet(file) for file in sorted(folder.glob("*.parquet"))}


def findings_in(tables: Tables, *, enough: int = FEW, names: Names | None = None) -> pd.DataFrame:
    """Return the findings that the tables of a report support.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The report's tables by name; a rule whose table is not there is skipped.
    enough : int
        Fewest articles on the smaller side: ``[comparison] few_articles``.
    names : mapping, optional
        How outlets are called in sentences, where that is not their name in the tables.

    Raises
    ------
    TableError
        If a table lacks a column that its rule reads.
    """
    families = families_in(tables)
    rows = [_described(said, families, enough) for said in described(tables, names)]
    rows += [_held(family.rule, contrast, names or {}) for family, contrast in stated(families, enough)]
    used = {name for row in rows for name, _ in json.loads(str(row["rows"]))}
    notes = {name: dict(tables[name].attrs.get(KEY, {})) for name in sorted(used)}
    return make("findings", rows, scope={"tables": notes})


def _held(rule: Rule, contrast: Contrast, names: Names) -> dict[str, object]:
    one, low, high = contrast.adjusted
    return {
        "tier": "holds",
        "section": rule.section,
        "measure": rule.measure,
        "groups": " | ".join((contrast.who, contrast.other)),
        "statement": f"{_renamed(contrast.sentence, contrast, names)} {_told(contrast)}".rstrip(),
        "n": sum(contrast.n),
        "estimate": contrast.difference,
        "low": contrast.low,
        "high": contrast.high,
        "adjusted": one,
        "adjusted_low": low,
        "adjusted_high": high,
        "q": contrast.q,
        "certainty": certainty(contrast.q, contrast.explained_by),
        "explained_by": contrast.explained_by,
        "table": rule.table,
        "rows": json.dumps([[rule.table, key] for key in contrast.rows], ensure_ascii=False),
        "reason": None,
    }


def _renamed(sentence: str, contrast: Contrast, names: Names) -> str:
    for group in (contrast.who, contrast.other):
        sentence = sentence.replace(group, names.get(group, group))
    return sentence


def _told(contrast: Contrast) -> str:
    """Return a sentence on what explains a difference, where subject, time and length were held fixed."""
    if not contrast.explained_by:
        return ""
    what = {
        "length": "among articles of like length",
        "subject": "on the same subjects",
        "time": "in the same months",
    }
    held = " ".join(words for name, words in what.items() if name in contrast.explained_by)
    return (
        f"This is a difference of {contrast.explained_by}, not of framing: {held} it is not there, or not "
        "certain."
    )


def _described(said: Said, families: Sequence[Family], enough: int) -> dict[str, object]:
    nothing = float("nan")
    missing = ("estimate", "low", "high", "adjusted", "adjusted_low", "adjusted_high")
    best = _best_q(said, families, enough)
    return {
        "tier": "describes",
        "section": said.section,
        "measure": said.measure,
        "groups": " | ".join(said.groups),
        "statement": said.statement,
        "n": said.n,
        **dict.fromkeys(missing, nothing),
        "q": best,
        "certainty": certainty(best),
        "explained_by": None,
        "table": said.table,
        "rows": json.dumps([list(behind) for behind in said.rows], ensure_ascii=False),
        "reason": DESCRIBED,
    }


def _best_q(said: Said, families: Sequence[Family], enough: int) -> float:
    """Return the smallest q of a difference, large and broad enough, in what a description speaks of."""
    actors = {str(key.get("actor")) for _, key in said.rows if "actor" in key}
    found = [
        contrast.q
        for family in families
        if family.rule.measure == said.measure
        for contrast in family.contrasts
        if (not actors or contrast.what in actors)
        and is_told(contrast, enough)
        and not contrast.explained_by
        and contrast.q < LIKELY
    ]
    return min(found, default=float("nan"))
