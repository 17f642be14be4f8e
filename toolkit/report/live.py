"""For live notebooks: look through articles, words in context and labelled pages.

Each function makes a `View`; `live` puts controls above one, so that it follows what is typed or chosen::

    live(lambda word: words_in_context(corpus, word), word="govern*")
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from toolkit.analysis.concordance import concordance
from toolkit.corpus.audit import doubtful
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError, ToolkitError, nearest
from toolkit.report.page.display import show, text
from toolkit.report.page.view import View, environment, live_style
from toolkit.report.widgets import bundle, control, widgets
from toolkit.report.wording.numbers import listed
from toolkit.text.marks import quoted_spans

ALL = "all outlets"
ENDS = 110  # characters shown of the beginning and the end of a long paragraph
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
        Words as they are in the text, capitals or not; all articles where it is empty.
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
    newest = found.sort_values("published", ascending=False, kind="stable", na_position="last")
    return show(newest, "Articles", rows=rows, note="Newest first.")


def open_article(corpus: Corpus, title: str = "") -> View:
    """Show one article as it is analysed, what it quotes marked.

    Parameters
    ----------
    corpus : Corpus
    title : str
        Words of its title, capitals or not; the first article that has them is shown.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"title": ["Rain"], "text": ["“It rained,” she said."], "outlet": "Post"})
    >>> open_article(Corpus(conform(frame, "articles")), "rai")
    Rain: Post, without a date
    """
    titles = corpus.articles["title"].fillna("")
    found = corpus.articles[titles.str.contains(title, case=False, regex=False)]
    if found.empty:
        return text("No title has the words “{words}”.", words=title)
    more = f"The first of {len(found)} titles with these words." if len(found) > 1 else ""
    return article_view(found.iloc[0], note=more)


def article_view(row: pd.Series, found: tuple[int, int] | None = None, *, note: str = "") -> View:
    """Show one article, what it quotes marked, and where given, a passage that was looked for.

    Parameters
    ----------
    row : Series
        A row of ``corpus.articles``.
    found : (int, int), optional
        First character and one past the last of the passage, in the article's text.
    note : str
        A line under it.
    """
    day = row["published"].strftime("%Y-%m-%d") if pd.notna(row["published"]) else "without a date"
    authors = row["authors"] if isinstance(row["authors"], list) else []
    known = [row["outlet"], day, ", ".join(authors), row["file"]]
    about = ", ".join(str(part) for part in known if isinstance(part, str) and part)
    paragraphs, at = [], 0
    for paragraph in str(row["text"]).split("\n\n"):
        paragraphs.append(_pieces(paragraph, (found[0] - at, found[1] - at) if found else (0, 0)))
        at += len(paragraph) + 2
    template = environment().get_template("article.html.j2")
    name = row["title"] if isinstance(row["title"], str) else "Without a title"
    html = template.render(title=name, about=about, paragraphs=paragraphs, note=note)
    return View(html, f"{name}: {about}", {"kind": "article", "name": None})


def _pieces(paragraph: str, found: tuple[int, int]) -> list[dict[str, object]]:
    """Return a paragraph cut where quotations begin and end, and the passage that was looked for."""
    spans = quoted_spans(paragraph)
    low, high = (min(max(end, 0), len(paragraph)) for end in found)
    cuts = sorted({0, len(paragraph), low, high, *(end for span in spans for end in span)})
    return [
        {
            "text": paragraph[a:b],
            "quoted": any(start <= a and b <= end for start, end in spans),
            "found": low <= a and b <= high,
        }
        for a, b in pairwise(cuts)
    ]


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
    return show(found, query, rows=rows, note="Sorted by the words that follow.")


def labelled_page(corpus: Corpus, file: str | None = None, *, whole: bool = False) -> View:
    """Show a page as it was saved, each part in the colour of its label; markup is left out.

    Parameters
    ----------
    corpus : Corpus
        Read from the pages, not from a table.
    file : str, optional
        As in ``corpus.blocks["file"]``; by default the page with the most doubtful boundaries of articles.
    whole : bool
        Show long paragraphs whole, not only how they begin and end.

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
    if file is None:
        if corpus.blocks.empty:
            return text("These articles come from tables or exports, which have no page to show.")
        least = doubtful(corpus)["file"].mode()
        file = str(least.iloc[0] if len(least) else corpus.blocks["file"].iloc[0])
    blocks = corpus.blocks[corpus.blocks["file"] == file]
    if blocks.empty:
        known = sorted(corpus.blocks["file"].unique())
        raise InputError(f"there are no blocks of a page '{file}'; {nearest(file, known)}")
    parts = [
        {
            "text": (words if whole else _short(words)) if isinstance(words, str) else "\n",
            "label": label,
            "colour": PALETTE.get(label, "#ffffff"),
        }
        for words, label in blocks[["text", "label"]].itertuples(index=False)
    ]
    used = [(label, colour) for label, colour in PALETTE.items() if label in set(blocks["label"])]
    html = environment().get_template("page_view.html.j2").render(file=file, blocks=parts, legend=used)
    return View(html, f"{file}: {len(blocks)} blocks", {"kind": "page", "name": None})


def _short(words: str) -> str:
    """Return how a long paragraph begins and ends, in whole words: enough to see where an article is cut."""
    if len(words) <= 2 * ENDS:
        return words
    return f"{_whole(words, ENDS)} […] {_whole(words[::-1], ENDS)[::-1]}"


def _whole(words: str, size: int) -> str:
    """Return the whole words at the beginning of a text; a word longer than that, or Chinese, is cut."""
    if words[size].isspace():
        return words[:size]
    cut = re.match(r".*\S(?=\s)", words[:size], re.S)
    return cut[0] if cut else words[:size]


def live(make: Callable[..., View], **choices: str | list[str]) -> Live:
    """Show a view under boxes that it follows.

    Parameters
    ----------
    make : callable
        Takes the choices by name and returns a `View`.
    **choices : str or list of str
        A text box with its first text, or a list to choose from; where a list is empty there is nothing to
        see, and a line says so.

    Returns
    -------
    Live
        The boxes above the view. Without ipywidgets, and on pages that run no widgets, the first view and a
        line that says so.

    Examples
    --------
    >>> live(lambda name: text("Hello {n}", n=name), name="you")
    Hello you
    """
    return Live(make, choices)


class Live:
    """Boxes and the view that follows them; `widget` is None where there is no ipywidgets."""

    def __init__(self, make: Callable[..., View], choices: Mapping[str, str | list[str]]) -> None:
        self._make, made = make, widgets()
        empty = [name for name, values in choices.items() if not isinstance(values, str) and not values]
        if empty:  # no file with labelled blocks, for example
            self.widget = None
            self._first = text("There is no {names} to choose.", names=listed(empty), kind="note")
            return
        self._first = self._view({name: v if isinstance(v, str) else v[0] for name, v in choices.items()})
        self.widget = None if made is None else self._boxes(made, choices)

    def _view(self, chosen: Mapping[str, str]) -> View:
        try:
            return self._make(**chosen)
        except ToolkitError as error:  # half a pattern, for example, while it is being typed
            return text("{error}", error=error, kind="note")

    def _boxes(self, made: Any, choices: Mapping[str, str | list[str]]) -> Any:
        boxes = {name: control(made, name, value, typing=True) for name, value in choices.items()}
        shown = made.HTML(live_style() + self._first.html)

        def follow(_change: object) -> None:
            view = self._view({name: box.value for name, box in boxes.items()})
            shown.value = live_style() + view.html

        for box in boxes.values():
            box.observe(follow, names="value")
        return made.VBox([made.HBox(list(boxes.values())), shown])

    def __repr__(self) -> str:
        return repr(self._first)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Any:
        return bundle(self.widget, live_style() + self._first.html, repr(self))
