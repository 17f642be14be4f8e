"""Boxes above a result: what is chosen, the call it makes, the figure and the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError, nearest
from toolkit.report.ask.call import Corpora
from toolkit.report.ask.questions import QUESTIONS, Question
from toolkit.report.page.display import show, text
from toolkit.report.page.draw import in_a_sentence
from toolkit.report.page.view import environment, live_style
from toolkit.report.widgets import bundle, control, widgets

ROWS = 20
REMEDY = ": change the call above the table and run it in a cell of its own"


def ask(corpus: Corpus, question: str, *, word: str = "govern*", **first: str) -> Any:
    """Show boxes for a question of one's own, the plain call they make, and what it returns.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    question : str
        One of ``"rates"`` (how often words are written), ``"terms"`` (who uses them more),
        ``"near"`` (what is near a word or an actor), ``"compare"`` (any measure, like with like) or
        ``"over time"`` (articles, names, sources, topics).
    word : str
        What the box of the word holds first; several terms are parted by commas.
    **first : str
        What other boxes hold first, by their names, such as ``by="group"``.

    Returns
    -------
    Asked
        The boxes. Without ipywidgets, and on pages that run no widgets, a table that says so.

    Raises
    ------
    ToolkitError
        If there is no such question or box.

    Examples
    --------
    >>> from toolkit.corpus.load import load_corpus
    >>> print(ask(load_corpus(), "near", word="police").call)
    collocations(corpus, 'police', voice='narrator')
    """
    if question not in QUESTIONS:
        raise ToolkitError(f"there is no question '{question}'; {nearest(str(question), QUESTIONS)}")
    asked = QUESTIONS[question]
    boxes = asked.boxes_of(corpus, word)
    for name in first:
        if name not in boxes:
            raise ToolkitError(f"the question '{question}' has no box '{name}'; {nearest(name, boxes)}")
    return Asked(Corpora(corpus), asked, boxes | dict(_first(boxes, first)))


def _first(boxes: Mapping[str, str | list[str]], first: Mapping[str, str]) -> Mapping[str, str | list[str]]:
    """Return the boxes with what is to be chosen in them first."""
    made: dict[str, str | list[str]] = {}
    for name, value in first.items():
        known = boxes[name]
        if isinstance(known, list) and value not in known:
            raise ToolkitError(f"the box '{name}' has no '{value}'; {nearest(value, known)}")
        made[name] = value if isinstance(known, str) else [value, *(one for one in known if one != value)]
    return made


class Asked:
    """A question with its boxes; `call` and `table` are those of what is chosen now."""

    def __init__(self, corpora: Corpora, question: Question, boxes: Mapping[str, str | list[str]]) -> None:
        self._corpora, self._question = corpora, question
        self._choices = {name: value if isinstance(value, str) else value[0] for name, value in boxes.items()}
        self.call: Any = None
        self.table: Any = None
        self.html = ""
        self._answer()
        self.widget = widgets_of(boxes, self.choose, lambda: self.html)

    def choose(self, **choices: str) -> None:
        """Answer for other choices, by the names of the boxes."""
        self._choices |= choices
        self._answer()

    def _answer(self) -> None:
        try:
            self.call = self._question.call(self._corpora.corpus, self._choices)
            self.table = self.call.run(self._corpora)
        except ToolkitError as error:  # half a pattern, or a choice that leaves too little
            self.table = None
            self.html = text("{error}", error=in_a_sentence(error), kind="note").html
            return
        written = self._question.figure.format(call=self.call)
        try:
            figure = call_html(written) + self._question.draw(self.table, self._corpora.corpus).html()
        except ToolkitError as error:
            figure = text("{error}", error=in_a_sentence(error), kind="note").html
        self.html = call_html(str(self.call)) + show(self.table, rows=ROWS).html + figure

    def __repr__(self) -> str:
        return f"{self._question.title} {self.call}"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Any:
        return bundle(self.widget, live_style() + self.html, repr(self), remedy=REMEDY)


def call_html(written: str) -> str:
    """Return a call to copy; a click selects all of it."""
    template = environment().from_string('<pre class="tk-call mathjax_ignore"><code>{{ call }}</code></pre>')
    return template.render(call=written)


def widgets_of(
    boxes: Mapping[str, str | list[str]], choose: Callable[..., None], shown: Callable[[], str]
) -> Any:
    """Return boxes above a result that follows them; None where there is no ipywidgets."""
    made = widgets()
    if made is None:
        return None
    html = made.HTML(live_style() + shown())

    def follow(change: Mapping[str, Any]) -> None:
        choose(**{change["owner"].description: str(change["new"])})
        html.value = live_style() + shown()

    controls = [control(made, name, value) for name, value in boxes.items()]
    for one in controls:
        one.observe(follow, names="value")
    return made.VBox([made.HBox(controls, layout=made.Layout(flex_flow="row wrap")), html])
