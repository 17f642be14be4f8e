"""For live notebooks: look through articles, words in context and labelled pages.

Each function makes a `View`; `live` puts controls above one, so that it follows what is typed or chosen.
Without ipywidgets the controls are missing and the view shows the first choice::

    live(lambda word: words_in_context(corpus, word), word="govern*")
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from importlib.util import find_spec
from typing import Any

import pandas as pd

from toolkit.analysis.concordance import concordance
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError, ToolkitError, nearest
from toolkit.report.display import show
from toolkit.report.view import View, environment

ALL = "all outlets"
PALETTE = {
    "title": "#ffd54f",
    "byline": "#ce93d8",
    "date": "#90caf9",
    "dateline": "#80deea",
    "standfirst": "#ffcc80",
    "caption": "#bcaaa4",
    "credit": "#f48fb1",
    "subhead": "#e6ee9c",
    "body": "#c8e6c9",
    "furniture": "#cfd8dc",
    "blank": "#ffffff",
}


def browse(corpus: Corpus, contains: str = "", outlet: str = ALL, *, rows: int = 20) -> View:
    """Show the articles whose title or text contains some words.

    Parameters
    ----------
    corpus : Corpus
    contains : str
        Words as they stand in the text, capitals or not; all articles where it is empty.
    outlet : str
        Name of an outlet, or `ALL`.
    rows : int
        Articles shown, the newest first.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"title": ["Rain", "Sun"], "text": ["It rained.", "It shone."]})
    >>> browse(Corpus(conform(frame, "articles")), "RAINED")
    Articles: 1 row
    """
    articles = corpus.articles
    written = articles["title"].fillna("") + "\n" + articles["text"].fillna("")
    found = articles[written.str.contains(contains, case=False, regex=False)]
    found = found[found["outlet"] == outlet] if outlet != ALL else found
    columns = ["title", "outlet", "published", "authors", "n_words", "file"]
    newest = found.sort_values("published", ascending=False, kind="stable", na_position="last")
    return show(newest[columns], "Articles", columns=columns, rows=rows, note="Newest first.")


def words_in_context(corpus: Corpus, query: str, *, voice: str = "all", rows: int = 25) -> View:
    """Show a word, phrase or pattern in its context, one line an occurrence (KWIC).

    Parameters
    ----------
    corpus : Corpus
    query : str
        As for `toolkit.analysis.concordance.concordance`: ``"freedom fighter*|martyr"``.
    voice : str
        ``"all"``, ``"narrator"`` or ``"quoted"``.
    rows : int
        Occurrences shown, sorted by the words that follow.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": ["It rained. The rain fell."], "outlet": "Post"})
    >>> words_in_context(Corpus(conform(frame, "articles")), "rain*")
    rain*: 2 rows
    """
    found = concordance(corpus, query, voice=voice, sort="right") if query.strip() else pd.DataFrame()
    if not len(found):
        return show(pd.DataFrame({"found": []}), query or "Nothing asked for")
    columns = {"left": "Before", "node": "Word", "right": "After", "outlet": "", "voice": ""}
    return show(found, query, columns=columns, rows=rows, note="Sorted by the words that follow.")


def labelled_page(corpus: Corpus, file: str) -> View:
    """Show a page as it was saved, each part in the colour of its label; markup is left out.

    Parameters
    ----------
    corpus : Corpus
        Read from the pages, not from a table.
    file : str
        As in ``corpus.blocks["file"]``.

    Raises
    ------
    InputError
        If the corpus has no blocks of this file.

    Examples
    --------
    >>> from toolkit.corpus.load import load_corpus
    >>> repr(labelled_page(load_corpus(), "ashru-notebook/notebook-home.txt")).split(":")[0]
    'ashru-notebook/notebook-home.txt'
    """
    blocks = corpus.blocks[corpus.blocks["file"] == file]
    if blocks.empty:
        known = sorted(corpus.blocks["file"].unique())
        raise InputError(f"there are no blocks of a page '{file}'; {nearest(file, known)}")
    parts = [
        {
            "text": text if isinstance(text, str) else "\n",
            "label": label,
            "colour": PALETTE.get(label, "#ffffff"),
        }
        for text, label in blocks[["text", "label"]].itertuples(index=False)
    ]
    used = [(label, colour) for label, colour in PALETTE.items() if label in set(blocks["label"])]
    html = environment().get_template("page_view.html.j2").render(file=file, blocks=parts, legend=used)
    return View(html, f"{file}: {len(blocks)} blocks", {"kind": "page", "name": None})


def live(make: Callable[..., View], **choices: str | list[str]) -> Any:
    """Show a view under controls that it follows.

    Parameters
    ----------
    make : callable
        Takes the choices by name and returns a `View`.
    **choices : str or list of str
        A text box with its first text, or a list to choose from.

    Returns
    -------
    widget or View
        The view alone where ipywidgets is not installed.

    Examples
    --------
    >>> from toolkit.report.display import text
    >>> type(live(lambda name: text("Hello {n}", n=name), name="you")).__name__ in {"VBox", "View"}
    True
    """
    first = {name: value if isinstance(value, str) else value[0] for name, value in choices.items()}
    if find_spec("ipywidgets") is None:
        return make(**first)
    import ipywidgets  # noqa: PLC0415 - only in live notebooks, and only where it is installed

    controls = {name: _control(ipywidgets, name, value) for name, value in choices.items()}
    shown = ipywidgets.HTML(make(**first).html)

    def follow(_change: object) -> None:
        try:
            shown.value = make(**{name: control.value for name, control in controls.items()}).html
        except ToolkitError as error:
            shown.value = f"<p>{escape(str(error))}</p>"

    for control in controls.values():
        control.observe(follow, names="value")
    return ipywidgets.VBox([ipywidgets.HBox(list(controls.values())), shown])


def _control(widgets: Any, name: str, value: str | list[str]) -> Any:
    """Return a control with its name beside it; a text box answers at Enter, not at every letter."""
    if isinstance(value, str):
        return widgets.Text(value=value, description=name, continuous_update=False)
    return widgets.Dropdown(options=value, description=name)
