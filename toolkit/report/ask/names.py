"""Other names for a word, ticked in a live notebook and written to the user's own list of names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from toolkit.analysis.names.rows import write_labels
from toolkit.analysis.names.suggest import suggest_names
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.report.ask.boxes import REMEDY, call_html
from toolkit.report.ask.call import Call, Corpora
from toolkit.report.page.display import show
from toolkit.report.page.draw import in_a_sentence
from toolkit.report.page.view import live_style
from toolkit.report.widgets import bundle, widgets


def tick_names(corpus: Corpus, word: str = "", *, file: str | Path = "names.csv") -> Any:
    """Show other names for a word with boxes to tick, and write the ticked ones to a list of names.

    The list is the study's own: name it as ``actor_labels`` under ``[lexicons]`` in ``study.toml``, and
    `toolkit.labels` counts its names. Rows that are in it already stay as they are.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    word : str
        A word or two, such as ``"immigrant"``.
    file : str or Path
        The list; it is made with the first tick that is written.

    Returns
    -------
    Names
        Without ipywidgets, and on pages that run no widgets, the candidates as a table.

    Examples
    --------
    >>> from toolkit.corpus.load import load_corpus
    >>> print(tick_names(load_corpus(), "police").call)
    suggest_names(corpus, 'police')
    """
    return Names(corpus, word, Path(file))


class Names:
    """Candidates for other names; `ticked` are those to be written."""

    def __init__(self, corpus: Corpus, word: str, file: Path) -> None:
        self._corpora, self.file, self.word = Corpora(corpus), file, word
        self.ticked: list[str] = []
        self.table = pd.DataFrame()
        self.note = ""
        self.look(word)
        self.widget = _boxes(self)

    @property
    def call(self) -> Call:
        """The call that makes the table."""
        return Call("suggest_names", suggest_names, (self.word,))

    def look(self, word: str) -> None:
        """Look for other names of a word; nothing is ticked."""
        self.word, self.ticked, self.table = word.strip(), [], pd.DataFrame()
        if not self.word:
            self.note = "Type a word, such as immigrant, and press Enter."
            return
        try:
            self.table = self.call.run(self._corpora)
            self.note = " ".join(self.table.attrs["notes"])
        except ToolkitError as error:  # the articles hardly use it
            self.note = in_a_sentence(error)

    def write_call(self, actor: str) -> str:
        """Return the call that writes the ticked names, as it is written."""
        return f"write_labels({self.call}, {str(self.file)!r}, actor={actor!r}, names={self.ticked!r})"

    def write(self, actor: str) -> str:
        """Write the ticked names to the file; return what was done, or why it could not be."""
        if not self.ticked:
            return "Tick the names that are of use; then they are written."
        try:
            write_labels(self.table, self.file, actor=actor, names=self.ticked)
        except (ToolkitError, OSError) as error:
            return in_a_sentence(error)
        return (
            f"{self.file} has {', '.join(self.ticked)} as names of “{actor}”. Name the file in study.toml: "
            f'[lexicons] actor_labels = "{self.file.name}".'
        )

    def __repr__(self) -> str:
        return f"{self.call}: {len(self.table)} candidates"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Any:
        shown = call_html(str(self.call)) + (show(self.table).html if len(self.table) else "")
        return bundle(self.widget, live_style() + shown, repr(self), remedy=REMEDY)


def _boxes(names: Names) -> Any:
    """Return the widget; None where there is no ipywidgets."""
    made = widgets()
    return None if made is None else _Ticks(names, made).view


class _Ticks:
    """A box for the word, a tick for each candidate, and what writes them."""

    def __init__(self, names: Names, widgets: Any) -> None:
        self._names, self._widgets = names, widgets
        word = widgets.Text(value=names.word, description="word", continuous_update=False)
        self._actor = widgets.Text(value=names.word, description="names of", continuous_update=False)
        self._call, self._note, self._list = widgets.HTML(), widgets.HTML(), widgets.VBox()
        self._written, self._told = widgets.HTML(), widgets.HTML()
        button = widgets.Button(description="write the ticked", layout={"width": "auto"})
        word.observe(self._look, names="value")
        self._actor.observe(lambda _: self._show_write(), names="value")
        button.on_click(self._write)
        ends = widgets.HBox([self._actor, button])
        self.view = widgets.VBox([word, self._call, self._note, self._list, ends, self._written, self._told])
        self._refresh()

    def _look(self, change: dict[str, Any]) -> None:
        self._names.look(str(change["new"]))
        self._actor.value = self._names.word
        self._refresh()

    def _refresh(self) -> None:
        self._call.value = live_style() + call_html(str(self._names.call))
        self._note.value = _paragraph(self._names.note)
        self._told.value = ""
        rows = self._names.table.to_dict("records") if len(self._names.table) else []
        self._list.children = [self._line(row) for row in rows]
        self._show_write()

    def _line(self, row: dict[Any, Any]) -> Any:
        label = str(row["label"])
        tick = self._widgets.Checkbox(description=label, indent=False, layout={"width": "14em"})
        tick.observe(lambda change: self._tick(label, ticked=bool(change["new"])), names="value")
        told = f"{row['where']}. {row['sentence_1'] if isinstance(row['sentence_1'], str) else ''}"
        return self._widgets.HBox([tick, self._widgets.HTML(_paragraph(told))])

    def _tick(self, label: str, *, ticked: bool) -> None:
        kept = [name for name in self._names.ticked if name != label]
        self._names.ticked = [*kept, label] if ticked else kept
        self._show_write()

    def _show_write(self) -> None:
        written = self._names.write_call(self._actor.value) if self._names.ticked else ""
        self._written.value = live_style() + call_html(written) if written else ""

    def _write(self, _button: object) -> None:
        self._told.value = _paragraph(self._names.write(self._actor.value))


def _paragraph(words: str) -> str:
    return str(Markup('<p class="mathjax_ignore">{}</p>').format(words))
