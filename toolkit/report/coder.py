"""Coding in a live notebook: one article or use at a time, one key an answer, every answer saved at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from toolkit.analysis.coding.desk import BACK, SKIP, Desk, item_of
from toolkit.analysis.coding.files import REMARK
from toolkit.errors import InputError
from toolkit.report.widgets import widgets

_TEXT = "max-height: 24em; overflow-y: auto; white-space: pre-wrap; border: 1px solid #ccc; padding: 0.6em"


def code_items(folder: str | Path, coder: str) -> Any:
    """Show what a coder is to code, one question at a time, with a box that takes the answers.

    Where answers have keys (their first letters or their numbers), a key alone answers; others are typed in
    full below and sent with Enter. ``-`` goes back, ``+`` leaves a question open. Each answer is on the disk
    before the next question is shown: closing the notebook, or a crash, loses nothing, and running the cell
    again goes on where it stopped.

    Parameters
    ----------
    folder : str or Path
        Written by ``sheet.save(folder, coders, form="csv")``.
    coder : str
        Whose file is filled in.

    Returns
    -------
    Widget

    Raises
    ------
    InputError
        If the coder has no CSV file in the folder, or ipywidgets is not installed.
    """
    made = widgets()
    if made is None:
        file = Path(folder) / f"{coder}.csv"
        raise InputError(f"boxes need ipywidgets, which is not installed; fill in {file} in a spreadsheet")
    return _Boxes(Desk(folder, coder), made).view


class _Boxes:
    """The item, and the boxes that take keys, words and remarks."""

    def __init__(self, desk: Desk, ipywidgets: Any) -> None:
        self.desk = desk
        self.shown = ipywidgets.HTML()
        self.keys = ipywidgets.Text(description="Keys", continuous_update=True)
        self.words = ipywidgets.Text(description="In words", continuous_update=False)
        self.note = ipywidgets.Text(description="Remark", continuous_update=False)
        self.keys.observe(self._pressed, names="value")
        self.words.observe(self._sent, names="value")
        self.note.observe(self._noted, names="value")
        self.view = ipywidgets.VBox([self.shown, self.keys, self.words, self.note])
        self._refresh()

    def _refresh(self, message: str = "") -> None:
        self.shown.value, self.words.value = page_of(self.desk, message), ""
        self.note.value = self._remark

    @property
    def _remark(self) -> str:
        item = item_of(self.desk)
        return "" if item is None or item[REMARK] is None else str(item[REMARK])

    def _pressed(self, change: dict[str, Any]) -> None:
        for key in typed_since(str(change["old"]), str(change["new"])):
            self.desk.press(key)
        self._refresh()

    def _sent(self, change: dict[str, Any]) -> None:
        if not change["new"]:
            return
        try:
            self.desk.answer(str(change["new"]))
        except InputError as error:
            self._refresh(str(error))
        else:
            self._refresh()

    def _noted(self, change: dict[str, Any]) -> None:
        if str(change["new"]) != self._remark:
            self.desk.remark(str(change["new"]))


def typed_since(old: str, new: str) -> str:
    """Return what was typed at the end of a box; the box is never emptied, so that fast typing loses no key.

    Examples
    --------
    >>> typed_since("yn", "ynyy"), typed_since("yn", "y")
    ('yy', '')
    """
    return new[len(old) :] if new.startswith(old) else ""


def page_of(desk: Desk, message: str = "") -> str:
    """Return the item and the question as HTML; every text is escaped."""
    head = escape(f"{desk.done} of {len(desk)} questions answered")
    asked, item = desk.asked, item_of(desk)
    if asked is None or item is None:
        return str(Markup("<p>{}. Nothing is left; {} goes back.</p>").format(head, BACK))
    about = " · ".join(str(item[n]) for n in ("outlet", "published") if n in item and item[n] is not None)
    counted = f"Counted as: {item['counted_as']}" if "counted_as" in item else ""
    keys = desk.keys()
    told = ", ".join(f"{key} {answer}" for key, answer in keys.items()) or _listed(asked.question.answers)
    given = item[asked.name]
    parts = [
        Markup("<p>{}</p>").format(head),
        Markup("<p><b>{}</b> <span>{}</span></p>").format(item["title"] or item["item_id"], about),
        Markup('<div style="{}">{}</div>').format(_TEXT, item["text"] or ""),
        Markup("<p>{}</p>").format(counted),
        Markup('<p class="coding-question"><b>{}</b></p>').format(asked.question.text),
        Markup("<p>Keys: {}; {} back, {} leave open{}</p>").format(
            told, BACK, SKIP, f". Answered: {given}" if given is not None else ""
        ),
        Markup('<p role="alert">{}</p>').format(message),
    ]
    return "".join(str(part) for part in parts)


def _listed(answers: tuple[str, ...]) -> str:
    return f"type one of {', '.join(answers)}" if answers else "type the answer and Enter"
