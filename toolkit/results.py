"""The contract of result tables: for each kind its columns, their meaning and unit, and what opens a count.

``results.toml`` declares every kind once. An analysis ends with `make`, which puts its rows into that
shape and notes in ``attrs["toolkit"]`` what the table is; `origin` reads the note from a table or from one
of its rows. The headings of a page, the data dictionary and `toolkit.evidence` all come from here.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, cast

import pandas as pd

from toolkit.errors import TableError, nearest
from toolkit.tables import CONTRACTS, DTYPES, KEY, Kind

BY = "{by}"  # stands for the column of the groups in results.toml

Opens = Literal["articles", "sentences", "quotations", "rows", "nothing"]


@dataclass(frozen=True)
class Column:
    """One column of result tables.

    Attributes
    ----------
    name, kind : str
        Its name, and the kind of its values as in `toolkit.tables`; *any* where tables differ.
    heading, meaning : str
        What is above it on a page, and what it means in one sentence.
    unit : str
        What is counted, or ``share`` (0 to 1, shown in per cent) or ``points`` (a difference of shares).
    plain : bool
        Whether the heading says it all, so that a legend need not.
    """

    name: str
    kind: Kind | Literal["any"] = "str"
    heading: str = ""
    meaning: str = ""
    unit: str = ""
    plain: bool = False

    def worded(self, words: str) -> Column:
        """Return the column with a heading and meaning of a table's own: ``"Heading: what it means."``.

        Examples
        --------
        >>> made = Column("n").worded("Cases: labelled by hand.")
        >>> made.heading, made.meaning
        ('Cases', 'Labelled by hand.')
        """
        heading, _, meaning = words.partition(": ")
        return replace(
            self,
            heading=heading or self.heading,
            meaning=meaning[:1].upper() + meaning[1:] or self.meaning,
            plain=not meaning and (bool(heading) or self.plain),
        )


@dataclass(frozen=True)
class Contract:
    """What a kind of result table holds.

    Attributes
    ----------
    kind, title, made_by : str
        Its name, what it holds in one line, and the public function that returns it.
    columns, optional : tuple of Column
        Columns every such table has, and those some have; in order.
    show : tuple of str
        The columns a page shows.
    opens : str
        What `toolkit.evidence` returns for a row: articles, sentences, quotations, what the rows it was made
        from return, or nothing.
    why : str
        Why there is nothing to open.
    counts : str
        The column that says how many there are; empty where the row names them.
    """

    kind: str
    title: str
    made_by: str
    columns: tuple[Column, ...]
    optional: tuple[Column, ...]
    show: tuple[str, ...]
    opens: Opens
    why: str = ""
    counts: str = ""

    def column(self, name: str) -> Column | None:
        """Return a column by its name, or None where the contract does not know it."""
        return next((column for column in (*self.columns, *self.optional) if column.name == name), None)


# Units in tables of shares: differences are percentage points, corrected shares are shares.
OF_SHARES = dict.fromkeys(("adjusted", "adjusted_low", "adjusted_high"), "points") | dict.fromkeys(
    ("corrected", "corrected_low", "corrected_high"), "share"
)
NOISE = 1e-12  # what sums of floats leave of a zero; no measure here is meant as finely
_PROBABILITY = re.compile(r"^[pq](_|$)|_p$")  # these can be as small as they like

Opener = Callable[[Any, pd.Series, str], pd.DataFrame]

_OPENERS: dict[str, Opener] = {}


def opens(*kinds: str) -> Callable[[Opener], Opener]:
    """Register what opens the counts of some kinds of tables.

    The function takes the corpus, a row and the side (``target``, ``reference`` or ``both``), and returns
    one row for each thing that was counted.

    Raises
    ------
    TableError
        If there is no such kind, or it opens nothing.
    """
    for kind in kinds:
        if contract(kind).opens == "nothing":
            raise TableError(f"tables of kind '{kind}' open nothing: {contract(kind).why}")

    def register(opener: Opener) -> Opener:
        _OPENERS.update(dict.fromkeys(kinds, opener))
        return opener

    return register


def opener(kind: str) -> Opener:
    """Return what opens a kind of table.

    Raises
    ------
    TableError
        If such a table opens nothing, with the reason.
    """
    known = contract(kind)
    if known.opens == "nothing":
        raise TableError(f"a row of '{kind}' has no evidence to open: {known.why}")
    return _OPENERS[kind]


@lru_cache(maxsize=1)
def _declared() -> Mapping[str, Any]:
    text = (files("toolkit") / "results.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def kinds() -> tuple[str, ...]:
    """Return the names of all kinds of result tables.

    Examples
    --------
    >>> "labels" in kinds()
    True
    """
    return tuple(_declared()["tables"])


@lru_cache(maxsize=512)
def column(name: str) -> Column:
    """Return what a column means wherever it is; a column of the user's own is its name in words.

    Examples
    --------
    >>> column("log_ratio").heading, column("mood_of_day").heading
    ('Log ratio', 'Mood of day')
    """
    known = _declared()["columns"].get(name, {"plain": True})
    return replace(Column(name, **known), heading=known.get("heading") or spaced(name))


def spaced(name: str) -> str:
    """Return a name with spaces and a capital.

    Examples
    --------
    >>> spaced("mood_of_day")
    'Mood of day'
    """
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def code_names() -> Mapping[str, str]:
    """Return the codes that have a name of their own, such as ``dale_chall``."""
    return cast("Mapping[str, str]", _declared()["names"])


@lru_cache(maxsize=512)
def contract(kind: str, by: str = "outlet") -> Contract:
    """Return the contract of a kind of table, with the group column as the user named it.

    Raises
    ------
    TableError
        If there is no such kind.

    Examples
    --------
    >>> contract("hedging", by="desk").show[:3]
    ('kind', 'desk', 'uses')
    """
    declared = _declared()["tables"]
    if kind not in declared:
        raise TableError(f"there is no kind of table '{kind}'; {nearest(kind, declared)}")
    own = declared[kind]
    words = {_named(key, by): text for key, text in own.get("words", {}).items()}

    shares = OF_SHARES if "share" in own.get("columns", ()) else {}

    def made(found: Iterable[Column]) -> tuple[Column, ...]:
        units = (replace(one, unit=shares.get(one.name, one.unit)) for one in found)
        return tuple(one.worded(words[one.name]) if one.name in words else one for one in units)

    def named(key: str) -> tuple[Column, ...]:
        return made(_group(by) if name == BY else column(_named(name, by)) for name in own.get(key, ()))

    plain = CONTRACTS.get(kind, ())
    columns = named("columns") or made(Column(c.name, c.kind, spaced(c.name), c.meaning) for c in plain)
    return Contract(
        kind=kind,
        title=own["title"].replace(BY, spaced(by).lower()),
        made_by=own["made_by"],
        columns=columns,
        optional=named("optional"),
        show=tuple(_named(name, by) for name in own.get("show", ())) or tuple(c.name for c in columns),
        opens=own["opens"],
        why=own.get("why", ""),
        counts=own.get("counts", ""),
    )


def _named(name: str, by: str) -> str:
    return name.replace(BY, by)


def _group(by: str) -> Column:
    """Return the column of the groups, which holds names even where a column of that name holds numbers."""
    known = column(by)
    return known if known.kind in ("str", "any") else replace(known, kind="str", unit="")


def make(
    kind: str,
    rows: pd.DataFrame | Sequence[Mapping[str, object]],
    *,
    by: str = "outlet",
    scope: Mapping[str, object] | None = None,
    note: str = "",
    **attrs: object,
) -> pd.DataFrame:
    """Return rows in the shape of their kind, with a note of what they are.

    Parameters
    ----------
    kind : str
        A kind in ``results.toml``.
    rows : DataFrame or sequence of mappings
        The rows. A column ``group`` takes the name in `by`.
    by : str
        The column whose values are compared.
    scope : mapping, optional
        What `toolkit.evidence` needs to find again what was counted; plain values that JSON can hold.
    note : str
        What a reader of the table must know, such as articles that it cannot count; printed under it.
    **attrs
        Further notes for ``DataFrame.attrs``.

    Returns
    -------
    DataFrame
        Columns in the contract's order and of its kinds; a number nearer to zero than `NOISE` is zero, unless
        it is a probability. ``attrs["toolkit"]`` has kind, by and scope.

    Raises
    ------
    TableError
        If a column is missing, or one is there that the contract does not know.

    Examples
    --------
    >>> table = make("coverage", [{"group": "Post", "month": "2024-05", "n": 3}])
    >>> list(table), origin(table.iloc[0]).kind
    (['outlet', 'month', 'n'], 'coverage')
    """
    by = _free(kind, by)
    known = contract(kind, by)
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    frame = frame.rename(columns={"group": by})
    if frame.empty and not len(frame.columns):
        frame = frame.reindex(columns=[one.name for one in known.columns])
    order = [one for one in (*known.columns, *known.optional) if one.name in frame]
    _check(frame, known)
    table = frame[[one.name for one in order]].reset_index(drop=True)
    table = table.astype({one.name: cast(Any, dtype) for one in order if (dtype := _dtype(table, one))})
    for name in table.select_dtypes("float"):
        if not _PROBABILITY.search(str(name)):
            table[name] = table[name].mask(table[name].abs() < NOISE, 0.0)
    known_as: dict[str, object] = {"kind": kind, "by": by}
    if scope is not None:
        known_as["scope"] = json.dumps(scope, ensure_ascii=False)  # text: attrs are copied with each step
    if note:
        known_as["note"] = note
    table.attrs = {**attrs, KEY: known_as}  # type: ignore[dict-item]
    return table


def _free(kind: str, by: str) -> str:
    """Return the name of the group column: the user's own, unless the table needs that name for another."""
    taken = {one.name for one in (*contract(kind, BY).columns, *contract(kind, BY).optional)}
    return "group" if by in taken else by


def _check(frame: pd.DataFrame, known: Contract) -> None:
    """Refuse a frame that lacks a column of its kind, or has one that its kind does not know."""
    names = [one.name for one in (*known.columns, *known.optional)]
    missing = [one.name for one in known.columns if one.name not in frame]
    strange = [str(name) for name in frame.columns if name not in names]
    if missing or strange:
        what = f"lacks '{missing[0]}'" if missing else f"has '{strange[0]}', which results.toml does not name"
        raise TableError(f"a table of kind '{known.kind}' {what}; its columns are {', '.join(names)}")


def _dtype(table: pd.DataFrame, one: Column) -> str | None:
    """Return the type a column is brought to; whole numbers that are all there stay plain integers."""
    values = table[one.name]
    if one.kind in ("any", "list") or (
        values.dtype == object and any(isinstance(v, list | tuple) for v in values)
    ):
        return None
    if one.kind == "int" and not values.isna().any():
        return "int64"
    if one.kind == "date" and pd.api.types.is_datetime64_any_dtype(values):
        return None
    return DTYPES[cast("Kind", one.kind)]


@dataclass(frozen=True)
class Origin:
    """What a table or one of its rows is: its kind, the column of its groups, what was counted, a note."""

    kind: str
    by: str = "outlet"
    scope: Mapping[str, Any] | None = None
    note: str = ""


def origin(table: pd.DataFrame | pd.Series) -> Origin | None:
    """Return what a table or a row of it is, or None for a table that no analysis made.

    Examples
    --------
    >>> origin(pd.DataFrame({"n": [1]})) is None
    True
    """
    note = table.attrs.get(KEY)
    if note is None:
        return None
    scope = note.get("scope")
    read = None if scope is None else json.loads(scope)
    return Origin(note["kind"], note.get("by", "outlet"), read, note.get("note", ""))


def scope_of(row: pd.DataFrame | pd.Series) -> dict[str, Any]:
    """Return what was counted for a table or a row, as it was given to `make`.

    Raises
    ------
    TableError
        If the row is not of a table that an analysis returned.

    Examples
    --------
    >>> scope_of(make("left_out", [], scope={"by": "desk"}))
    {'by': 'desk'}
    """
    known = origin(row)
    if known is None or known.scope is None:
        raise TableError("the row does not say what was counted; take a row of a table as it was returned")
    return dict(known.scope)


def expect(table: object, columns: Iterable[str], made_by: str) -> None:
    """Refuse a first argument that is not the table a function works on, and say what makes one.

    Examples
    --------
    >>> expect(pd.DataFrame({"n": [1]}), ["quotes"], "sources(quotes)")
    Traceback (most recent call last):
    toolkit.errors.TableError: a table from sources(quotes) is needed; this one has no column 'quotes'
    """
    if not isinstance(table, pd.DataFrame):
        raise TableError(f"a table from {made_by} is needed, not a {type(table).__name__}")
    missing = [name for name in columns if name not in table]
    if missing:
        raise TableError(f"a table from {made_by} is needed; this one has no column '{missing[0]}'")


def group_column(table: pd.DataFrame | pd.Series) -> str:
    """Return the name of the column of the groups.

    Examples
    --------
    >>> group_column(make("coverage", [{"group": "a", "month": "b", "n": 1}], by="desk"))
    'desk'
    """
    known = origin(table)
    return known.by if known else "outlet"


MARKS = (  # columns that mark a row, whatever its kind; `row_key` adds the groups and the count
    *("actor", "label", "role", "voice", "value", "of", "kind", "measure", "topic", "target", "reference"),
    *("feature", "affair_id", "story_id", "article_id", "a", "b", "slot", "key", "code"),
)


def row_key(table: pd.DataFrame, row: pd.Series) -> dict[str, Any]:
    """Return what marks a row of a result table, as plain values: enough for `toolkit.evidence` to open it.

    Examples
    --------
    >>> table = make("coverage", [{"group": "a", "month": "b", "n": 1}], by="desk")
    >>> row_key(table, table.iloc[0])
    {'desk': 'a', 'n': 1}
    """
    known = origin(table)
    count = contract(known.kind, known.by).counts if known else ""
    names = [group_column(table), *MARKS, count]
    return {name: _plain(row[name]) for name in dict.fromkeys(names) if name in row and _is_told(row[name])}


def _is_told(value: object) -> bool:
    return not pd.isna(value)  # type: ignore[call-overload]


def _plain(value: Any) -> object:
    """Return a value that JSON can hold."""
    return value if isinstance(value, str) else value.item() if hasattr(value, "item") else value


SPAN = 0.8  # of the scale: an interval of a share that covers so much leaves nothing out


def says_nothing(low: float, high: float, *, scale: float = 1.0) -> bool:
    """Return whether an interval covers four fifths of its scale or more; it is not shown then.

    The files keep it. `scale` is 1 for shares and 2 for their differences.

    Examples
    --------
    >>> says_nothing(0.006, 0.728), says_nothing(0.0, 0.9), says_nothing(-0.5, 0.4, scale=2)
    (False, True, False)
    """
    return bool(high - low >= SPAN * scale)


def grouped(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose group column is called ``group``, for code that serves any grouping.

    Examples
    --------
    >>> list(grouped(make("coverage", [{"group": "a", "month": "b", "n": 1}], by="desk")))
    ['group', 'month', 'n']
    """
    return table.rename(columns={group_column(table): "group"})
