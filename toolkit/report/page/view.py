"""What a notebook shows and the report keeps: HTML of our own templates, in which every value is escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from toolkit.errors import TableError, ToolkitError, nearest

NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
TEMPLATES = Path(__file__).parent / "template"


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Return the templates, in which every value is escaped unless a template says otherwise."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )


@lru_cache(maxsize=1)
def live_style() -> str:
    """Return the style that goes before a view in a live notebook; the report has its own."""
    return f"<style>{(TEMPLATES / 'live.css').read_text(encoding='utf-8')}</style>"


@dataclass(frozen=True)
class View:
    """Something to look at in a notebook, and the same in the report.

    ``about`` tells the report what it is: its kind, its name and its caption.
    """

    html: str
    plain: str
    about: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return self.plain

    def html_safe(self) -> Markup:
        """Return the HTML marked as safe to put in a page."""
        return Markup(self.html)  # noqa: S704 - made by the autoescaped templates

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        data = {"text/html": live_style() + self.html, "text/plain": self.plain}
        return data, {"toolkit": dict(self.about)}


def write_whole(table: pd.DataFrame, name: str | None, out: str | Path | None) -> None:
    """Write a whole table to the folder of the run, where there is one.

    Raises
    ------
    ToolkitError
        If `name` cannot be a file's name.
    """
    if name is None:
        return
    if not NAME.match(name):
        raise ToolkitError(f"'{name}' cannot name a table's file; use a-z, 0-9, - and _")
    if out is not None:
        folder = Path(out) / "tables"
        folder.mkdir(parents=True, exist_ok=True)
        table.reset_index(drop=True).to_parquet(folder / f"{name}.parquet", index=False)


def need(table: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse a table that lacks a column, with the nearest one it has."""
    for column in columns:
        if column not in table:
            raise TableError(
                f"the table has no column '{column}'; {nearest(column, map(str, table.columns))}"
            )
