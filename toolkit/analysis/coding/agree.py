"""How far coders agree: coefficients by variable, drift over the coding, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.errors import TableError
from toolkit.lexicons.codebook import Codebook, Frame, Level
from toolkit.results import expect, make
from toolkit.settings import LEAST
from toolkit.stats.agreement import agreement_coefficients

CODES = "read_coding(folder).codes"
PARTS = 3  # thirds of the coding: fewer hide drift, more leave too few items in each


def coder_agreement(
    codes: pd.DataFrame, codebook: Codebook | None = None, *, least: int = LEAST, seed: int = 1
) -> pd.DataFrame:
    """Return how far coders agree on each variable, beyond chance and in per cent.

    Parameters
    ----------
    codes : DataFrame
        One row an item, coder and variable: ``item_id``, ``coder``, ``variable``, ``code``; with
        ``article_id`` the bootstrap draws whole articles.
    codebook : Codebook, optional
        Says the order of the answers and whether they are names, ranks or numbers; names by default.
    least : int
        Fewer articles coded twice have no interval.
    seed : int
        Of the bootstrap.

    Returns
    -------
    DataFrame
        One row a variable and `measure`: ``percent`` (share of pairs of codes that are the same), ``alpha``
        (Krippendorff), ``ac1`` (Gwet; steadier where one answer is rare), ``kappa`` (Cohen, mean over pairs
        of coders; weighted for ranks and numbers). Higher is better; 1 is full agreement, 0 chance. `n`
        articles, `items` coded by two coders or more, `low` and `high` (95 %). Questions of the codebook that
        take any text are left out.

    Raises
    ------
    TableError
        If a column is missing, a coder coded an item twice, or a code of numbers is none.

    Examples
    --------
    >>> rows = [(i, coder, "conflict", "yes" if i % 2 or (i == 4 and coder == "b") else "no")
    ...     for i in range(8) for coder in "ab"]
    >>> table = coder_agreement(pd.DataFrame(rows, columns=["item_id", "coder", "variable", "code"]))
    >>> table[["measure", "estimate", "items"]].round(2).values.tolist()
    [['percent', 0.88, 8], ['alpha', 0.76, 8], ['ac1', 0.75, 8], ['kappa', 0.75, 8]]
    """
    expect(codes, ["item_id", "coder", "variable", "code"], CODES)
    names = [name for name in variables(codes) if not _free(name, codebook)]
    rows = [row for name in names for row in _rows(codes, name, codebook, least, seed)]
    return make("coder_agreement", pd.DataFrame(rows, columns=_COLUMNS))


_COLUMNS = ["variable", "measure", "estimate", "low", "high", "n", "items", "coders", "reason"]


def _free(variable: str, codebook: Codebook | None) -> bool:
    """Tell whether a variable takes any text: words of one's own agree by chance of wording alone."""
    question = None if codebook is None else codebook.questions.get(variable)
    return question is not None and not question.answers


def variables(codes: pd.DataFrame) -> list[str]:
    """Return the variables of some codes in the order in which they come."""
    return [str(name) for name in codes["variable"].dropna().unique()]


def _rows(
    codes: pd.DataFrame, name: str, codebook: Codebook | None, least: int, seed: int
) -> Iterator[tuple[object, ...]]:
    table, level, categories = ratings(codes, name, codebook)
    found = agreement_coefficients(
        table.to_numpy(),
        articles_of(codes, table),
        level=level,
        categories=categories,
        least=least,
        seed=seed,
    )
    for measure, one in found.items():
        yield (
            name,
            measure,
            one.estimate,
            one.low,
            one.high,
            one.n,
            one.clusters,
            table.shape[1],
            one.reason,
        )


def ratings(
    codes: pd.DataFrame, variable: str, codebook: Codebook | None = None
) -> tuple[pd.DataFrame, Level, int]:
    """Return the codes of one variable as numbers, items by coders, with their level and number of values.

    Names become their place in the codebook's answers (or in the alphabet); numbers stay numbers.

    Raises
    ------
    TableError
        If a coder coded an item twice, or a code is not among the answers.
    """
    own = codes[(codes["variable"] == variable) & codes["code"].notna()]
    twice = own[own.duplicated(["item_id", "coder"])]
    if len(twice):
        row = twice.iloc[0]
        raise TableError(f"{row['coder']} coded '{variable}' of item {row['item_id']} twice; keep one code")
    answers, level = _answers(own, variable, codebook)
    if level == "interval":
        numbers = pd.to_numeric(own["code"], errors="coerce")
    else:
        numbers = own["code"].astype("str").map({answer: place for place, answer in enumerate(answers)})
    if numbers.isna().any():
        wrong = own["code"][numbers.isna()].iloc[0]
        raise TableError(f"'{wrong}' is not among the answers to '{variable}': {', '.join(answers)}")
    wide = own.assign(number=numbers.astype("float64")).pivot(
        index="item_id", columns="coder", values="number"
    )
    return wide, level, len(answers)


def _answers(own: pd.DataFrame, variable: str, codebook: Codebook | None) -> tuple[tuple[str, ...], Level]:
    """Return the answers to a variable, lowest first, and what they are."""
    if codebook is not None and (question := codebook.questions.get(variable)) and question.answers:
        return question.answers, question.level
    if codebook is not None and any(frame.name == variable for frame in codebook.frames):
        return ("0", "1"), "nominal"
    return tuple(sorted(own["code"].astype("str").unique())), "nominal"


def articles_of(codes: pd.DataFrame, table: pd.DataFrame) -> npt.NDArray[np.object_] | None:
    """Return the article of each row of `ratings`, where the codes name it."""
    if "article_id" not in codes:
        return None
    first = codes.drop_duplicates("item_id").set_index("item_id")["article_id"]
    return np.asarray(first.reindex(table.index), dtype=object)


def drift(
    codes: pd.DataFrame, codebook: Codebook | None = None, *, parts: int = PARTS, seed: int = 1
) -> pd.DataFrame:
    """Return agreement in each part of the coding, in the order in which it was done.

    Parameters
    ----------
    codes : DataFrame
        As for `coder_agreement`, with ``place``: the item's place in the coding, from 0.
    codebook : Codebook, optional
    parts : int
        Parts of as nearly the same number of items as can be.

    Returns
    -------
    DataFrame
        One row a variable and part: `percent` and `alpha` with `low` and `high`, `n` articles, `items`, and
        `spread`: the largest difference between coders in the share of the last answer in order (a code used
        ever more by one coder shows here first).

    Raises
    ------
    TableError
        If a column is missing.
    """
    expect(codes, ["item_id", "coder", "variable", "code", "place"], CODES)
    order = codes.groupby("item_id")["place"].min().sort_values(kind="stable")
    part = pd.Series(np.arange(len(order)) * parts // max(len(order), 1) + 1, index=order.index)
    rows = []
    for name in variables(codes):
        for number in range(1, parts + 1):
            some = codes[codes["item_id"].map(part) == number]
            rows.append({"variable": name, "part": number, **_part(some, name, codebook, seed)})
    return make("coding_drift", rows)


def _part(codes: pd.DataFrame, name: str, codebook: Codebook | None, seed: int) -> dict[str, object]:
    table, level, categories = ratings(codes, name, codebook)
    found = agreement_coefficients(
        table.to_numpy(), articles_of(codes, table), level=level, categories=categories, seed=seed
    )
    both = table.dropna()
    last = both.max().max() if level == "interval" else categories - 1
    shares = (both == last).mean()
    return {
        "percent": found["percent"].estimate,
        "alpha": found["alpha"].estimate,
        "low": found["alpha"].low,
        "high": found["alpha"].high,
        "spread": float(shares.max() - shares.min()) if len(both) and len(shares) > 1 else float("nan"),
        "n": found["alpha"].n,
        "items": found["alpha"].clusters,
        "reason": found["alpha"].reason,
    }


def disagreements(codes: pd.DataFrame, items: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return every item and variable on which coders differ, with the text, to be talked over.

    Parameters
    ----------
    codes : DataFrame
        As for `coder_agreement`.
    items : DataFrame, optional
        The items of the sheet, with ``item_id``, ``title`` and ``text``.

    Returns
    -------
    DataFrame
        `item_id`, `variable`, `codes` ("anna: yes; ben: no"), `title`, `text`; the variable with most
        disagreements first.

    Examples
    --------
    >>> rows = [("1", "anna", "conflict", "yes"), ("1", "ben", "conflict", "no")]
    >>> disagreements(pd.DataFrame(rows, columns=["item_id", "coder", "variable", "code"]))["codes"].tolist()
    ['anna: yes; ben: no']
    """
    expect(codes, ["item_id", "coder", "variable", "code"], CODES)
    given = codes[codes["code"].notna()].sort_values("coder", kind="stable")
    told = given["coder"].astype("str") + ": " + given["code"].astype("str")
    groups = given.assign(told=told).groupby(["variable", "item_id"], sort=False)
    table = groups.agg(codes=("told", "; ".join), different=("code", "nunique")).reset_index()
    table = table[table["different"] > 1]
    often = table.groupby("variable")["item_id"].transform("size")
    table = table.assign(often=-often).sort_values(["often", "variable", "item_id"], kind="stable")
    for name in ("title", "text"):
        known = None if items is None else items.set_index("item_id")[name]
        table[name] = (
            pd.Series(None, index=table.index, dtype="str") if known is None else table["item_id"].map(known)
        )
    return make("disagreements", table[["item_id", "variable", "codes", "title", "text"]])


def frame_codes(codes: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the codes of whole frames: "1" where enough questions were answered with a yes.

    A frame with an unanswered question has a code only where the others settle it.

    Parameters
    ----------
    codes : DataFrame
        Codes of the questions (``frame.question``).
    codebook : Codebook

    Returns
    -------
    DataFrame
        Rows as in `codes`; the variable is the frame's name, the code "0" or "1".
    """
    keys = [name for name in codes.columns if name not in ("variable", "code")]
    parts = [codes.head(0), *(_frame(codes, frame, keys) for frame in codebook.frames)]
    kept = [part for part in parts if len(part)] or parts[:1]
    return pd.concat(kept, ignore_index=True)[list(codes.columns)]


def _frame(codes: pd.DataFrame, frame: Frame, keys: list[str]) -> pd.DataFrame:
    present = {f"{frame.name}.{one.name}": one.present for one in frame.questions if one.answers}
    if not present:
        return codes.head(0)
    own = codes[codes["variable"].isin(present) & codes["code"].notna()]
    yes = [str(code) in present[str(name)] for name, code in zip(own["variable"], own["code"], strict=True)]
    made = (
        own.assign(yes=np.array(yes, dtype=bool))
        .groupby(["item_id", "coder"], sort=False)
        .agg(yes=("yes", "sum"), answered=("yes", "size"))
    )
    enough = made["yes"] >= frame.least
    settled = made[enough | (made["yes"] + len(present) - made["answered"] < frame.least)]
    about = own.drop_duplicates(["item_id", "coder"])[keys]
    joined = about.merge(settled.reset_index()[["item_id", "coder", "yes"]], on=["item_id", "coder"])
    code = np.where(joined["yes"] >= frame.least, "1", "0")
    return joined.drop(columns="yes").assign(variable=frame.name, code=pd.Series(code, dtype="str"))
