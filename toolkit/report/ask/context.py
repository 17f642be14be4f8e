"""Words in context in a live notebook: sorted either way, page by page, a click away from the article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from toolkit.analysis.concordance import concordance
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.report.ask.boxes import REMEDY, call_html
from toolkit.report.ask.call import Call, Corpora
from toolkit.report.ask.questions import boxes_of, chosen
from toolkit.report.live import article_view
from toolkit.report.page.display import show
from toolkit.report.page.draw import in_a_sentence
from toolkit.report.page.view import environment, live_style
from toolkit.report.widgets import bundle, control, widgets

ROWS = 20  # lines of a page
_LINE = (
    '<div class="tk-kwic mathjax_ignore"><span>{{ row.left }}</span><b>{{ row.node }}</b>'
    "<span>{{ row.right }}</span><small>{{ row.outlet }}{{ day }}</small></div>"
)


def browse_context(corpus: Corpus, word: str = "govern*", *, rows: int = ROWS) -> Any:
    """Show a word in its context (KWIC), with boxes, pages, and a button that opens the article of a line.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    word : str
        What is looked for first: see `toolkit.concordance`.
    rows : int
        Lines of a page.

    Returns
    -------
    Context
        Without ipywidgets, and on pages that run no widgets, the first lines as a table.

    Examples
    --------
    >>> from toolkit.corpus.load import load_corpus
    >>> context = browse_context(load_corpus(), "police")
    >>> print(context.call)
    concordance(corpus, 'police', voice='all', sort='right')
    """
    return Context(corpus, word, rows)


class Context:
    """The lines of a word; `call`, `table` and `page` are those of what is chosen now."""

    def __init__(self, corpus: Corpus, word: str, rows: int) -> None:
        known = boxes_of(corpus, word)
        self._boxes: dict[str, str | list[str]] = {"word": word, "sort": ["right", "left", "text"]}
        self._boxes |= {"voice": ["all", "narrator", "quoted"]}
        self._boxes |= {name: known[name] for name in ("outlet", "first", "last")}
        self._corpora, self.rows, self.page = Corpora(corpus), rows, 0
        self._choices = {name: one if isinstance(one, str) else one[0] for name, one in self._boxes.items()}
        self.call: Any = None
        self.table = pd.DataFrame()
        self.note = ""
        self._search()
        made = widgets()
        self.widget = None if made is None else _Lines(self, made).view

    def choose(self, **choices: str) -> None:
        """Look again with other choices, by the names of the boxes; the first page is shown."""
        self._choices |= choices
        self._search()

    def turn(self, pages: int) -> None:
        """Go forward or, with a negative number, back; the first and the last page are the ends."""
        self.page = min(max(self.page + pages, 0), max(self.pages - 1, 0))

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-len(self.table) // self.rows)

    @property
    def lines(self) -> pd.DataFrame:
        """The lines of the page."""
        return self.table.iloc[self.page * self.rows : (self.page + 1) * self.rows]

    def article(self, line: int) -> str:
        """Return the article of a line of the page as HTML, the word marked."""
        row = self.lines.iloc[line]
        articles = self._corpora.corpus.articles
        own = articles[articles["article_id"].eq(row["article_id"]).fillna(value=False).astype("bool")]
        if own.empty:  # articles of a table without identifiers
            own = articles[
                articles["title"].eq(row["title"]) | articles["text"].str.contains(row["text"], regex=False)
            ]
        headline = row["voice"] == "headline"
        return article_view(own.iloc[0], None if headline else (int(row["start"]), int(row["end"]))).html

    def _search(self) -> None:
        options = {name: self._choices[name] for name in ("voice", "sort")}
        word, self.page, self.note = self._choices["word"], 0, ""
        self.call = Call("concordance", concordance, (word,), options, chosen(self._choices))
        try:
            self.table = self.call.run(self._corpora)
        except ToolkitError as error:  # half a pattern, for example
            self.table, self.note = pd.DataFrame(), in_a_sentence(error)

    @property
    def where(self) -> str:
        """Which lines are shown, of how many."""
        if self.note or self.table.empty:
            return self.note or "The word does not occur in these articles."
        first = self.page * self.rows + 1
        return f"{first:,} to {first + len(self.lines) - 1:,} of {len(self.table):,}"

    def __repr__(self) -> str:
        return f"{self.call}: {self.where}"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Any:
        found = show(self.table, rows=self.rows).html if len(self.table) else ""
        return bundle(
            self.widget, live_style() + call_html(str(self.call)) + found, repr(self), remedy=REMEDY
        )


def line_html(row: pd.Series) -> str:
    """Return a line as HTML; every text is escaped."""
    day = f", {row['published']:%Y-%m-%d}" if pd.notna(row["published"]) else ""
    return environment().from_string(_LINE).render(row=row, day=day)


class _Lines:
    """The boxes, the lines with their buttons, and the article that was opened."""

    def __init__(self, context: Context, widgets: Any) -> None:
        self._context, self._widgets = context, widgets
        controls = [self._control(name, value) for name, value in context._boxes.items()]
        self._call, self._where, self._article = widgets.HTML(), widgets.Label(), widgets.HTML()
        self._buttons = [
            widgets.Button(description="open", layout={"width": "4.5em"}) for _ in range(context.rows)
        ]
        self._texts = [widgets.HTML() for _ in range(context.rows)]
        for number, button in enumerate(self._buttons):
            button.on_click(lambda _, line=number: self._open(line))
        back, forward = (
            widgets.Button(description=name, layout={"width": "6em"}) for name in ("back", "forward")
        )
        back.on_click(lambda _: self._turn(-1))
        forward.on_click(lambda _: self._turn(1))
        lines = [widgets.HBox(pair) for pair in zip(self._buttons, self._texts, strict=True)]
        self._rows = lines
        boxes = widgets.HBox(controls, layout=widgets.Layout(flex_flow="row wrap"))
        turns = widgets.HBox([back, forward, self._where])
        self.view = widgets.VBox([boxes, self._call, turns, *lines, self._article])
        self._refresh()

    def _control(self, name: str, value: str | list[str]) -> Any:
        made = control(self._widgets, name, value)
        made.observe(self._changed, names="value")
        return made

    def _changed(self, change: Mapping[str, Any]) -> None:
        self._context.choose(**{change["owner"].description: str(change["new"])})
        self._refresh()

    def _turn(self, pages: int) -> None:
        self._context.turn(pages)
        self._refresh()

    def _open(self, line: int) -> None:
        self._article.value = live_style() + self._context.article(line)

    def _refresh(self) -> None:
        self._article.value = ""
        self._call.value = live_style() + call_html(str(self._context.call))
        self._where.value = self._context.where
        lines = self._context.lines
        for number, (row, words) in enumerate(zip(self._rows, self._texts, strict=True)):
            there = number < len(lines)
            row.layout.display = None if there else "none"
            words.value = line_html(lines.iloc[number]) if there else ""
