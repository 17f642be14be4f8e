"""What changed between two reports, in ten sentences an editor understands; `diff` has every change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from toolkit.report.run.diff import articles_of, diff
from toolkit.report.run.matched import Matched
from toolkit.report.wording.numbers import listed, number, written

MOST = 10  # sentences
EACH = 2  # sentences of one kind, after which the rest is counted
RENAMED = 4  # changes of the same articles told in one sentence
MARKS = ("actor", "label", "role", "voice", "value", "kind", "measure", "feature", "target", "reference")


def changes(old: str | Path, new: str | Path) -> tuple[list[str], pd.DataFrame]:
    """Return what changed from one report to another: at most ten sentences, and a table of every change.

    Parameters
    ----------
    old, new : str or Path
        Folders of reports.

    Returns
    -------
    list of str
        The most important first: articles, findings gained and lost, the number of topics, what the pages
        say, then what may explain it all. Empty where nothing changed.
    DataFrame
        As from `toolkit.report.run.diff.diff`.

    Raises
    ------
    ReportError
        If a folder is not a report, or one holds a report for each group and the other does not.
    """
    every, folders = diff(old, new), (Path(old), Path(new))
    if every.empty:
        return [], every
    same = articles_of(*folders)
    renamed = same.renamed if same else {}
    told = [
        *(_articles(same) if same else []),
        *_findings(*folders, renamed),
        *_topics(*folders),
        *_said(*folders, renamed),
    ]
    causes = [*_settings(every), *_causes(every), *_sections(every)]
    told = [*told[: MOST - len(causes) - 1], *causes]
    return [*told, _rest(every)][:MOST], every


def _table(folder: Path, name: str) -> pd.DataFrame:
    file = folder / "tables" / f"{name}.parquet"
    return pd.read_parquet(file) if file.is_file() else pd.DataFrame()


def _articles(same: Matched) -> Iterator[str]:
    now, before = (len(same.both) + len(part) for part in (same.fresh, same.gone))
    changed = [change for _, change in same.changes()]
    if same.fresh.empty and same.gone.empty:
        yield f"The articles are the same: {now:,}."
    else:
        size = f"{number(now, 'article')} " + ("as before" if now == before else f"instead of {before:,}")
        parts = [
            f"{len(part):,} {'is' if len(part) == 1 else 'are'} {word} ({_by_outlet(part)})"
            for part, word in ((same.fresh, "new"), (same.gone, "gone"))
            if len(part)
        ]
        yield f"{size}: {listed(parts)}."
    if changed:
        more = f"; and {len(changed) - RENAMED} more" if len(changed) > RENAMED else ""
        told = "; ".join(changed[:RENAMED])
        yield f"{told[0].upper()}{told[1:]}{more}."


def _by_outlet(articles: pd.DataFrame) -> str:
    counts = articles["outlet"].value_counts()
    if len(articles) == 1:
        title = articles["title"].iloc[0] or "no title"
        return f"{counts.index[0]}, “{title}”"
    named = [f"{outlet} {n:,}" for outlet, n in counts.head(4).items()]
    more = [f"{len(counts) - 4} more outlets"] if len(counts) > 4 else []
    return listed([*named, *more])


def _tier(folder: Path, tier: str, renamed: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the statements of a tier by what they are about: measure, outlets as they are now, words."""
    table = _table(folder, "findings")
    if table.empty:
        return {}
    rows = table[table["tier"] == tier].astype("object").to_dict("records")
    return {_about(row, renamed or {}): str(row["statement"]) for row in rows}


def _about(row: Mapping[object, object], renamed: Mapping[str, str]) -> str:
    """Return what a finding is about: what stays the same while its numbers change."""
    if row["tier"] == "describes":
        actors = {str(key.get("actor")) for _, key in json.loads(str(row["rows"])) if "actor" in key}
        return json.dumps([row["measure"], sorted(actors)[:1] if row["measure"] == "names" else []])
    marks = [
        {name: renamed.get(key[name], key[name]) for name in MARKS if name in key}
        for _, key in json.loads(str(row["rows"]))
    ]
    groups = [renamed.get(name, name) for name in str(row["groups"]).split(" | ")]
    return json.dumps([row["measure"], groups, marks], sort_keys=True)


def _findings(old: Path, new: Path, renamed: Mapping[str, str]) -> Iterator[str]:
    """Yield the findings that were gained and lost."""
    before, after = _tier(old, "holds", renamed), _tier(new, "holds")
    for found, other, words in ((after, before, "Now certain"), (before, after, "No longer certain")):
        only = [text for key, text in found.items() if key not in other]
        yield from (f"{words}: {text}" for text in only[:EACH])
        if len(only) > EACH:
            yield f"{words}, {written(len(only) - EACH)} more."


def _topics(old: Path, new: Path) -> Iterator[str]:
    before, after = (_table(folder, "topics") for folder in (old, new))
    if before.empty or after.empty:
        return
    same = set(before["label"]) & set(after["label"])
    if len(before) != len(after):
        yield f"{number(len(after), 'topic')} instead of {len(before)}; {len(same)} are known from before."
    elif len(same) < len(after):
        yield f"{number(len(after), 'topic')} as before; {len(same)} of the same words."


def _said(old: Path, new: Path, renamed: Mapping[str, str]) -> Iterator[str]:
    """Yield what the pages now say otherwise; another name of an outlet alone is nothing else."""
    before, after = _tier(old, "describes"), _tier(new, "describes")
    for name, now in renamed.items():
        before = {key: re.sub(rf"\b{re.escape(name)}\b", now, text) for key, text in before.items()}
    moved = [text for key, text in after.items() if before.get(key) != text]
    yield from (f"The pages now say: {text}" for text in moved[:EACH])
    if len(moved) > EACH:
        yield f"{written(len(moved) - EACH).capitalize()} more sentences of the opening have changed."


def _settings(every: pd.DataFrame) -> Iterator[str]:
    told = every.loc[every["what"] == "settings", "change"].tolist()
    if told:
        more = f"; and {len(told) - EACH} more" if len(told) > EACH else ""
        yield f"The settings differ: {'; '.join(told[:EACH])}{more}."


def _causes(every: pd.DataFrame) -> Iterator[str]:
    """Yield, in one sentence, which code and word lists are others."""
    told = every.loc[every["what"] == "versions", "change"].tolist()
    if told:
        more = f"; and {len(told) - EACH} more" if len(told) > EACH else ""
        yield f"Made with other code or word lists: {'; '.join(told[:EACH])}{more}."


def _sections(every: pd.DataFrame) -> Iterator[str]:
    told = every.loc[every["what"].isin(["sections", "reports"]), "change"].tolist()
    if told:
        more = f"; and {len(told) - EACH} more" if len(told) > EACH else ""
        yield f"Of the sections: {'; '.join(told[:EACH])}{more}."


def _rest(every: pd.DataFrame) -> str:
    numbers = every[every["what"] == "numbers"]
    where = number(numbers["item"].nunique(), "table")
    return f"{number(len(every), 'change')} in all, {len(numbers):,} of them in {where}."
