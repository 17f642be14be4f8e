"""The "Data and methods" of a paper, drafted from a finished report: its numbers, settings and versions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from toolkit.corpus.store import saved_table
from toolkit.errors import ReportError, shown
from toolkit.report.page.view import TEMPLATES
from toolkit.report.run.folder import MANIFEST
from toolkit.report.run.manifest import read_manifest
from toolkit.versions import digest

PACKAGES = ("numpy", "scipy", "pandas", "scikit-learn")  # those that compute, named in the text


def methods_text(report: str | Path) -> str:
    """Return a draft of the "Data and methods" section of a paper about a report.

    Parameters
    ----------
    report : str or Path
        The folder of a report. Only sections that were made are described.

    Returns
    -------
    str
        Markdown with the report's own numbers of articles and words, dates, what was left out, settings,
        versions and references.

    Raises
    ------
    ReportError
        If the folder holds no report, reports of several groups (``--each``), or no table of its outlets.
    """
    folder = Path(report)
    manifest = read_manifest(folder)
    if manifest.get("each"):
        raise ReportError(
            f"{folder} holds a report for each {manifest['each']}; name the folder of one of them"
        )
    sections = {section["name"] for section in manifest["sections"] if not section["failure"]}
    tables = {file.stem: file for file in (folder / "tables").glob("*.parquet")}
    if "outlets_read" not in tables:
        raise ReportError(f"{folder} has no table of its outlets; make the report anew")
    text = _template().render(
        title=_line(manifest["settings"]["title"]),
        settings=manifest["settings"],
        versions=manifest["versions"],
        packages=PACKAGES,
        manifest=digest(folder / MANIFEST),
        sections=sections,
        files=_files_read(folder),
        lists=[_line(name) for name in manifest["study_files"] if name.startswith("[lexicons]")],
        **_data(_read(tables, "outlets_read"), _read(tables, "left_out")),
        **_measured(tables),
    )
    return text.strip() + "\n"


def _files_read(folder: Path) -> int:
    """Return the number of files that articles were found in; settings and lists are not among them."""
    files = saved_table(folder / "corpus", "files")
    return 0 if files is None else int((files["n_articles"] > 0).sum())


def _template() -> jinja2.Template:
    """Return the template; what it makes is Markdown, so nothing is turned into HTML."""
    loader = jinja2.FileSystemLoader(TEMPLATES)
    made = jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined, trim_blocks=False)  # noqa: S701
    return made.get_template("methods.md.j2")


def _read(tables: Mapping[str, Path], name: str) -> pd.DataFrame:
    return pd.read_parquet(tables[name]) if name in tables else pd.DataFrame()


def _data(outlets: pd.DataFrame, left: pd.DataFrame) -> dict[str, Any]:
    """Return numbers of articles and words, by outlet and in all, and what was left out."""
    rows = [
        {
            "name": _line(row["outlet"]),
            "n": int(row["n"]),
            "words": f"{row['words']:,}",
            "first": "" if pd.isna(row["first"]) else f"{row['first']:%Y-%m-%d}",
            "last": "" if pd.isna(row["last"]) else f"{row['last']:%Y-%m-%d}",
            "undated": int(row["undated"]),
        }
        for row in outlets.to_dict("records")
    ]
    return {
        "outlets": rows,
        "articles": int(outlets["n"].sum()),
        "words": f"{int(outlets['words'].sum()):,}",
        "left": [{"why": _line(row["why"]), "n": int(row["n"])} for row in left.to_dict("records")],
    }


def _measured(tables: Mapping[str, Path]) -> dict[str, Any]:
    """Return what the sections' own tables say of their methods: topics, error rates, measures."""
    errors = _read(tables, "quote_errors")
    measures = _read(tables, "readability_measures")
    return {
        "topics": len(_read(tables, "topics")),
        "quotations": _rate(errors, "quotations in marks found"),
        "speakers": _rate(errors, "quotation found with its right speaker"),
        "coded": len(_read(tables, "frame_shares")) > 0,
        "checked": len(_read(tables, "check_agreement")) > 0,
        "measures": [f"{row.label} ({row.source})" for row in measures.itertuples()],
    }


def _rate(errors: pd.DataFrame, measure: str) -> dict[str, str] | None:
    """Return a measured rate and the data it was measured on, or None where the table has none."""
    found = errors[errors["measure"].str.startswith(measure)] if len(errors) else errors
    if found.empty:
        return None
    return {"share": f"{float(found['share'].iloc[0]):.3f}", "data": str(found["data"].iloc[0]).split(",")[0]}


def _line(text: object) -> str:
    """Return a name of the user's pages as one line without marks of Markdown."""
    plain = shown(" ".join(str(text).split()))
    return "".join(f"\\{mark}" if mark in "\\`*_[]<>#" else mark for mark in plain)
