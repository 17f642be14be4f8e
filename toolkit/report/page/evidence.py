"""The sentences behind a number, folded until the reader opens them.

In a notebook (`out` is the folder of the run, None when the notebook is read live)::

    show_evidence(sentences, "Sentences behind the table", by="feature", name="keyness_evidence", out=out)
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.report.page.view import View, environment, need, write_whole


def show_evidence(
    sentences: pd.DataFrame,
    caption: str = "Sentences",
    *,
    by: str | None = None,
    rows: int = 5,
    name: str | None = None,
    out: str | Path | None = None,
) -> View:
    """Show sentences behind a number, folded until the reader opens them.

    Parameters
    ----------
    sentences : DataFrame
        ``text``, and where known ``outlet``, ``published``, ``title``, ``speaker``; ``match_start`` and
        ``match_end`` (characters in ``text``) are marked.
    caption : str
        Line that opens the fold; with `by`, the group's value follows it.
    by : str, optional
        Column whose values get a fold each, in order of appearance.
    rows : int
        Sentences shown in each fold; the file holds all.
    name, out
        As in `show`.

    Examples
    --------
    >>> found = pd.DataFrame({"text": ["Rain <i>fell</i>."], "outlet": ["Post"], "feature": ["rain"]})
    >>> view = show_evidence(found, "Sentences with", by="feature")
    >>> "Sentences with rain" in view.html, "<i>" in view.html
    (True, False)
    """
    write_whole(sentences, name, out)
    need(sentences, ["text", *([by] if by else [])])
    groups = (
        [(f"{caption} {value}", part) for value, part in sentences.groupby(by, sort=False)]
        if by
        else [(caption, sentences)]
    )
    shown = [
        {"title": title, "count": len(part), "sentences": [_sentence(row) for row in _records(part, rows)]}
        for title, part in groups
        if len(part)
    ]
    html = environment().get_template("evidence.html.j2").render(groups=shown)
    about = {"kind": "evidence", "name": name, "caption": caption, "rows": len(sentences)}
    return View(html, f"{caption}: {len(sentences)}", about)


def _records(table: pd.DataFrame, rows: int) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in table.head(rows).to_dict("records")]


def _sentence(row: Mapping[str, Any]) -> dict[str, str]:
    """Return a sentence in three parts (before, match, after) with the words that say where it occurs."""
    words = str(row["text"])
    known = {key: value for key, value in row.items() if isinstance(value, list) or pd.notna(value)}
    start, end = int(known.get("match_start", 0)), int(known.get("match_end", 0))
    published = known.get("published")
    source = [
        str(known.get("speaker", "")),
        str(known.get("outlet", "")),
        published.strftime("%Y-%m-%d") if isinstance(published, pd.Timestamp) else str(published or ""),
        f"“{known['title']}”" if "title" in known else "",
    ]
    return {
        "before": words[:start],
        "match": words[start:end],
        "after": words[end:] if end > start else words[start:],
        "source": ", ".join(part for part in source if part),
        "language": str(known.get("language", "")),
    }
