"""Boxes of live notebooks, and what is shown where there are none."""

from __future__ import annotations

from typing import Any

from toolkit.report.page.display import text

MISSING = (
    "Boxes need a live notebook with ipywidgets; there is none here. This is what they would show first{}."
)


def widgets() -> Any:
    """Return ipywidgets, or None where it is not installed."""
    try:
        import ipywidgets  # noqa: PLC0415 - only in a live notebook
    except ImportError:
        return None
    return ipywidgets


def control(made: Any, name: str, value: str | list[str], *, typing: bool = False) -> Any:
    """Return a box with its name beside it.

    Parameters
    ----------
    made : module
        ipywidgets.
    name : str
    value : str or list of str
        A text with which the box begins, or a list to choose from.
    typing : bool
        Whether a text box answers at every key; by default with Enter, as an answer may take a second.
    """
    if isinstance(value, str):
        return made.Text(value=value, description=name, continuous_update=typing)
    return made.Dropdown(options=value, description=name, layout={"width": "auto"})


def bundle(widget: Any, html: str, plain: str, *, remedy: str = "") -> Any:
    """Return what a notebook shows: the widget, and where none can run, a note and the first result."""
    note = text("{note}", note=MISSING.format(remedy), kind="note").html
    data = {"text/html": note + html, "text/plain": plain}
    if widget is None:
        return data, {"toolkit": {"kind": "text"}}
    return {**widget._repr_mimebundle_(), **data}
