"""Numbers corrected by codes: shares of frames, and result tables beside what people found in a sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.coding.checks import CHECKS, INSTEAD, IS, NONE, RIGHT, check_of, row_keys, wholes_of
from toolkit.analysis.coding.codings import Coding, read_coding
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError, nearest
from toolkit.results import contract, group_column, make, origin
from toolkit.stats.correction import (
    Corrected,
    Method,
    Target,
    Units,
    corrected_share,
    difference_of_shares,
    units_of,
)

NAN = float("nan")


def frame_shares(
    coding: Coding,
    predictions: pd.DataFrame | None = None,
    *,
    method: Method = "ppi",
    target: Target = "articles",
) -> pd.DataFrame:
    """Return the share of articles with each frame, in each group, from codes and a machine's predictions.

    Parameters
    ----------
    coding : Coding
        From `read_coding`. Where several people coded an item their mean counts.
    predictions : DataFrame, optional
        From `predict_frames`: a number from 0 to 1 for every article, coded or not. Without it the codes
        stand alone.
    method : {"ppi", "design", "codes"}
        How far the predictions are trusted: see `toolkit.stats.correction.corrected_share`.
    target : {"articles", "outlet"}
        What the interval is of: the articles that could have been drawn, or the output they are a sample of,
        clustered by story.

    Returns
    -------
    DataFrame
        One row a frame and group: `n` articles, `coded` of them, `positives` (codes of the rarer kind),
        `raw` (what the predictions alone say), `share` with `low` and `high` (95 %), `effective` (codes of a
        simple random sample that would be as precise), `method` used, `target`, and `reason` where there is
        no share: under ten codes in a group.

    Raises
    ------
    TableError
        If the codes are of a checked table, or predictions are missing for an article.
    """
    rows = [
        {"variable": variable, "group": group, "target": target, **_told(found, units)}
        for variable, group, units, found in _estimates(coding, predictions, method, target)
    ]
    table = pd.DataFrame(rows)
    if predictions is None and len(table):
        table["raw"] = NAN
    return make("frame_shares", table, by=coding.sheet.by)


def frame_differences(
    coding: Coding,
    predictions: pd.DataFrame | None = None,
    *,
    method: Method = "ppi",
    target: Target = "articles",
) -> pd.DataFrame:
    """Return the difference between any two groups in the share of each frame, with its 95 % interval.

    Parameters
    ----------
    coding, predictions, method, target
        As for `frame_shares`.

    Returns
    -------
    DataFrame
        One row a frame and pair: `a`, `b`, `difference` (share of `a` less share of `b`), `low`, `high`,
        `n_a` and `n_b` articles, and `reason` where one of them has no share.
    """
    known: dict[str, list[tuple[str, Corrected, int]]] = {}
    for variable, group, units, found in _estimates(coding, predictions, method, target):
        known.setdefault(variable, []).append((group, found, len(units.machine)))
    rows = [
        {"variable": variable, **_difference(one, two)}
        for variable, sides in known.items()
        for one, two in combinations(sides, 2)
    ]
    columns = ["variable", "a", "b", "difference", "low", "high", "n_a", "n_b", "reason"]
    return make("frame_differences", pd.DataFrame(rows, columns=columns), by=coding.sheet.by)


def _estimates(
    coding: Coding, predictions: pd.DataFrame | None, method: Method, target: Target
) -> Iterator[tuple[str, str, Units, Corrected]]:
    """Yield the share of each frame in each group; a frame without predictions has its codes alone."""
    for variable, group, units in _groups(coding, predictions):
        asked: Method = "codes" if predictions is None or variable not in predictions else method
        yield variable, group, units, corrected_share(units, method=asked, target=target)


def _difference(one: tuple[str, Corrected, int], two: tuple[str, Corrected, int]) -> dict[str, object]:
    (a, first, n_a), (b, second, n_b) = one, two
    difference, low, high = difference_of_shares(first, second)
    why = [f"{name}: {side.reason}" for name, side in ((a, first), (b, second)) if side.reason]
    made = {"a": a, "b": b, "difference": difference, "low": low, "high": high}
    return made | {"n_a": n_a, "n_b": n_b, "reason": "; ".join(why) or None}


def _told(found: Corrected, units: Units) -> dict[str, object]:
    made = found._asdict()
    made["effective"] = min(found.effective, float(len(units.machine)))
    del made["factor"]
    return made | {"n": len(units.machine), "method": found.method or None}


def frame_variables(coding: Coding) -> list[str]:
    """Return the names of the frames that were coded.

    Raises
    ------
    TableError
        If the codes check a table.
    """
    if coding.sheet.of not in ("articles", "sentences"):
        raise TableError(
            f"these codes check a table of kind '{coding.sheet.of}'; use corrected(table, coding)"
        )
    return [frame.name for frame in coding.codebook.frames if any(one.answers for one in frame.questions)]


def truth_of(coding: Coding, variable: str) -> pd.Series:
    """Return the code of every unit of the sheet, 0 to 1, NaN where nobody coded it; index ``unit_id``."""
    own = coding.codes[coding.codes["variable"] == variable]
    mean = own["code"].astype("float64").groupby(own["item_id"]).mean()
    frame = coding.sheet.frame
    return pd.Series(frame["item_id"].map(mean).to_numpy(dtype=np.float64), index=frame["unit_id"])


def _groups(coding: Coding, predictions: pd.DataFrame | None) -> Iterator[tuple[str, str, Units]]:
    """Yield each frame and group with its units."""
    frame = coding.sheet.frame
    story = frame["story_id"].where(frame["story_id"].notna(), frame["article_id"])
    for variable in frame_variables(coding):
        truth = truth_of(coding, variable).to_numpy()
        machine = _machine(frame, predictions, variable)
        for group in sorted(frame["group"].unique()):
            own = (frame["group"] == group).to_numpy()
            units = units_of(truth[own], machine[own], frame["stratum"][own], clusters=story[own])
            yield variable, str(group), units


def _machine(frame: pd.DataFrame, predictions: pd.DataFrame | None, variable: str) -> np.ndarray:
    """Return the predictions for all units; nothing where there are none."""
    if predictions is None or variable not in predictions:
        return np.zeros(len(frame))
    found = frame["unit_id"].map(predictions.set_index("unit_id")[variable])
    if found.isna().any():
        raise TableError(f"the predictions lack {int(found.isna().sum())} of the units that could be drawn")
    return np.asarray(found, dtype=np.float64)


def corrected(
    table: pd.DataFrame, coding: Coding, *, method: Method = "design", target: Target = "articles"
) -> pd.DataFrame:
    """Return a result table with the numbers corrected by people's checks beside the raw ones.

    Parameters
    ----------
    table : DataFrame
        The table, or the rows of it, that `check_sheet` drew from.
    coding : Coding
        The checks, from `read_coding`.
    method, target
        As for `frame_shares`. What was counted is taken at its word but for the errors that people found:
        where they found none, the number stays as it is.

    Returns
    -------
    DataFrame
        The table with ``corrected``, ``corrected_low``, ``corrected_high`` (95 %; of the table's share, rate
        or number), ``checked`` (items behind the whole the row is part of) and ``corrected_reason`` where
        there is none: under ten checks. A share is of what people say belongs to the whole.

    Raises
    ------
    TableError
        If the checks are of another table.
    """
    kind, check = check_of(table)
    if coding.sheet.of != kind:
        raise TableError(f"the checks are of '{coding.sheet.of}', the table is of '{kind}'")
    rows = table.reset_index(drop=True)
    keys = row_keys(rows, check)
    if not coding.sheet.frame["row"].isin(keys).any():
        raise TableError("the checks were drawn from other rows: none of this table is among them")
    known, wholes = _classes(coding), row_keys(rows, check, whole=True)
    frame = coding.sheet.frame.assign(whole=wholes_of(coding.sheet.frame["row"], check))
    counts = rows[contract(kind).counts].astype("int64")
    counted = counts.groupby(wholes.to_numpy()).sum()
    made = []
    for number, (_, row) in enumerate(rows.iterrows()):
        inside = frame[frame["whole"] == wholes[number]]
        own = int((frame["row"] == keys[number]).sum())
        scale = 1.0 if check.estimate == "share" else float(row[check.estimate])
        total = int(counted[wholes[number]])
        if check.estimate == "share" and kind != "topics" and row["share"] > 0:
            total = round(int(counts[number]) / float(row["share"]))  # where the table has only some rows
        asked = _Row(str(row[check.value]), inside, total, int(counts[number]) - own, scale)
        made.append(_row(asked, known, check.estimate == "share", (method, target)))
    out = pd.concat([rows, pd.DataFrame(made, columns=list(CORRECTED), index=rows.index)], axis=1)
    known_as = origin(table)
    scope, note = (known_as.scope, known_as.note) if known_as else (None, "")
    return make(kind, out, by=group_column(table), scope=scope, note=note)


CORRECTED = ("corrected", "corrected_low", "corrected_high", "checked", "corrected_reason")


def _classes(coding: Coding) -> Mapping[str, Mapping[str, float]]:
    """Return for each item the classes that coders gave it, with the share of coders."""
    codes = coding.codes
    machine = coding.sheet.items.set_index("item_id")["machine"]
    wide = codes.pivot(index=["item_id", "coder"], columns="variable", values="code")
    out: dict[str, dict[str, float]] = {}
    for key, row in wide.iterrows():
        item = str(key[0])  # type: ignore[index]
        value = _class(row, str(machine[item]))
        if value is not None:
            own = out.setdefault(item, {})
            own[value] = own.get(value, 0.0) + 1
    return {item: {k: v / sum(own.values()) for k, v in own.items()} for item, own in out.items()}


def _class(row: pd.Series, machine: str) -> str | None:
    """Return what one coder says an item is; None where the coder did not say."""
    if IS in row:
        return str(row[IS]) if pd.notna(row[IS]) else None
    if pd.isna(row.get(RIGHT)):
        return None
    if row[RIGHT] == "yes":
        return machine
    instead = row.get(INSTEAD)
    return str(instead) if isinstance(instead, str) and instead else NONE


class _Row(NamedTuple):
    """A row to be corrected: value, units of its whole, how many it has now, how many it lacks, number."""

    value: str
    inside: pd.DataFrame
    counted: int
    lacks: int
    scale: float


def _row(
    row: _Row, known: Mapping[str, Mapping[str, float]], of_whole: bool, how: tuple[Method, Target]
) -> dict[str, object]:
    """Return the corrected number of one row."""
    reason = None
    if not len(row.inside):
        reason = "not checked" if row.counted else "nothing was counted"
    elif len(row.inside) != row.counted or row.lacks:
        reason = "the checks are not of all that is counted here"
    if reason:
        return dict.fromkeys(CORRECTED[:3], NAN) | {"checked": 0, "corrected_reason": reason}
    given = [known.get(str(item)) if isinstance(item, str) else None for item in row.inside["item_id"]]
    truth = [NAN if one is None else one.get(row.value, 0.0) for one in given]
    whole = [NAN if one is None else 1 - one.get(NONE, 0.0) for one in given]
    units = units_of(
        truth,
        row.inside["machine"].eq(row.value).astype("float64"),
        row.inside["stratum"],
        whole=whole if of_whole else None,
        clusters=row.inside["article_id"],
    )
    found = corrected_share(units, method=how[0], target=how[1])
    numbers = [number * row.scale for number in found[:3]]
    return dict(zip(CORRECTED, [*numbers, found.coded, found.reason], strict=True))


def with_checks(corpus: Corpus, table: pd.DataFrame) -> pd.DataFrame:
    """Return a result table with numbers corrected by the study's checks, where it names checks of the table.

    Parameters
    ----------
    corpus : Corpus
        Its settings name the files, under ``[coding] checks``.
    table : DataFrame
        A result table; returned as it is where nothing of it was checked.
    """
    known = origin(table)
    if known is None or known.kind not in CHECKS or not len(table):
        return table
    keys = row_keys(table, CHECKS[known.kind])
    for file in corpus.settings.coding.checks:
        coding = read_coding(file)
        if coding.sheet.of == known.kind and coding.sheet.frame["row"].isin(keys).any():
            return corrected(table, coding)
    return table


def dictionary_accuracy(
    coding: Coding, matches: pd.DataFrame, variable: str, *, target: Target = "articles"
) -> pd.DataFrame:
    """Return precision and recall of a word list against people's codes, in each group.

    Parameters
    ----------
    coding : Coding
        Codes of articles.
    matches : DataFrame
        ``article_id`` of every article in which the list finds something, once or more, for example
        ``concordance(corpus, pattern)``.
    variable : str
        The frame the list should find.
    target : {"articles", "outlet"}
        As for `frame_shares`.

    Returns
    -------
    DataFrame
        One row a group and `measure`: ``precision`` (of what the list finds, the part that people call so)
        and ``recall`` (of what people call so, the part the list finds); `estimate`, `low`, `high` (95 %),
        `n` articles, `coded` of them in the denominator, `reason`. Higher is better.

    Raises
    ------
    TableError
        If there is no such frame.

    Notes
    -----
    Weighted by how the items were drawn. A list that is good in one outlet and poor in another finds
    differences that are its own.
    """
    names = frame_variables(coding)
    if variable not in names:
        raise TableError(f"no frame is called '{variable}'; {nearest(variable, names)}")
    frame = coding.sheet.frame
    hit = frame["article_id"].isin(matches["article_id"]).to_numpy(dtype=np.float64)
    truth = truth_of(coding, variable).to_numpy()
    rows = []
    for group in sorted(frame["group"].unique()):
        own = (frame["group"] == group).to_numpy()
        for measure in ("precision", "recall"):
            found, n = _accuracy(measure, truth[own], hit[own], frame[own], target)
            rows.append({"variable": variable, "group": group, "measure": measure, "n": n, **found})
    return make("dictionary_accuracy", rows, by=coding.sheet.by)


def _accuracy(
    measure: str, truth: np.ndarray, hit: np.ndarray, frame: pd.DataFrame, target: Target
) -> tuple[dict[str, object], int]:
    whole = np.where(np.isnan(truth), np.nan, hit) if measure == "precision" else truth
    if not np.nansum(whole) > 0:
        what = "finds nothing" if measure == "precision" else "has nothing to find"
        return {"estimate": NAN, "low": NAN, "high": NAN, "coded": 0, "reason": f"the list {what} here"}, len(
            hit
        )
    both = np.minimum(truth, hit)
    if measure == "precision":
        some = hit > 0
        units = units_of(
            both[some], np.zeros(int(some.sum())), frame["stratum"][some], clusters=frame["article_id"][some]
        )
    else:
        units = units_of(
            both, np.zeros(len(hit)), frame["stratum"], whole=truth, clusters=frame["article_id"]
        )
    found = corrected_share(units, method="codes", target=target)
    coded = int((np.nan_to_num(whole) >= 0.5).sum())
    made = {"estimate": found.share, "low": found.low, "high": found.high}
    return made | {"coded": coded, "reason": found.reason}, len(hit)
