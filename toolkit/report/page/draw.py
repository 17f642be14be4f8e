"""A figure in a notebook, or in its place the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from toolkit.errors import ToolkitError
from toolkit.report.page.display import text


def draw(figure: Callable[..., Any], /, *args: Any, **options: Any) -> Any:
    """Draw a figure; where it cannot be drawn, say why.

    Parameters
    ----------
    figure : callable
        A function of `toolkit.figures`.
    *args, **options
        What it takes.

    Returns
    -------
    Figure or View
        The last expression of a notebook cell shows it.

    Examples
    --------
    >>> import pandas as pd
    >>> from toolkit.figures import over_time_figure
    >>> table = pd.DataFrame({"period": ["2024-05"], "of": "articles", "count": 3, "outlet": "Post"})
    >>> table.attrs["not_drawn"] = "two months are no course"
    >>> draw(over_time_figure, table)
    No course over time is drawn: two months are no course.
    """
    try:
        return figure(*args, **options)
    except ToolkitError as error:
        return text("{told}", told=in_a_sentence(error), kind="note")


def in_a_sentence(error: Exception) -> str:
    """Return what an error says as a sentence; a name of a file or a function keeps its small letter.

    Examples
    --------
    >>> in_a_sentence(ToolkitError("no word 'a'; did you mean 'b'?"))
    "No word 'a'; did you mean 'b'?"
    >>> in_a_sentence(ToolkitError("names.csv is empty"))
    'names.csv is empty.'
    """
    told = str(error)
    first = told.split(" ", 1)[0]
    word = first.isalpha()
    return f"{told[:1].upper() if word else told[:1]}{told[1:]}{'' if told.endswith(('.', '?')) else '.'}"
