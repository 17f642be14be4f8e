"""`Figure`: a drawing that cannot exist without words for those who do not see it.

A figure function takes a table and returns a `Figure`; in a notebook the last line of the cell is
enough to show it, in the report it becomes an image with its alternative text, its caption, its data
as CSV, and an SVG file beside the report::

    Figure(fig, alt="Herald 61 %, Post 38 % of articles quote an official.",
           caption="Share of articles with at least one official quoted.", data=table, name="officials")
"""

from __future__ import annotations

import io
import re
import warnings
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.figures.style import DARK, styled
from toolkit.tables import neutral

if TYPE_CHECKING:
    from matplotlib.figure import Figure as MplFigure

FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
PHONE_UP_TO = "40rem"  # width of a window from which the wide drawing is shown; as in style.css
TAG, LONG = re.compile(r"<[^>]*>"), re.compile(r"(?<![\w.])\d+\.\d{3,}")
WHOLE: Mapping[str, Any] = MappingProxyType(
    {"bbox_inches": "tight", "pad_inches": 0.05}
)  # a long label or legend widens the drawing instead of being cut off


@dataclass(frozen=True, eq=False)
class Figure:
    """A drawing with its words and its numbers.

    Parameters
    ----------
    mpl : matplotlib Figure
        The drawing, made by `toolkit.figures.style.new_figure`.
    alt : str
        What a reader sees, in words and numbers: one to three sentences. Required.
    caption : str
        Line under the figure: what is shown, of how many articles, how to read the intervals.
    data : DataFrame, optional
        The numbers drawn.
    name : str, optional
        Name of the file in the report's ``figures`` folder; letters, digits, ``-`` and ``_``.
    narrow : callable, optional
        Draws the same for a phone; `toolkit.figures.style.styled` adds it.

    Raises
    ------
    ToolkitError
        If `alt` is empty.

    Examples
    --------
    >>> from toolkit.figures.style import new_figure
    >>> Figure(new_figure()[0], alt="An empty frame.")
    Figure: An empty frame.
    >>> Figure(new_figure()[0], alt="")
    Traceback (most recent call last):
    toolkit.errors.ToolkitError: a figure needs alt=: say in a sentence what a reader sees, with numbers
    """

    mpl: MplFigure
    alt: str
    caption: str = ""
    data: pd.DataFrame | None = None
    name: str | None = None
    narrow: Callable[[], Figure] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ToolkitError("a figure needs alt=: say in a sentence what a reader sees, with numbers")

    def __repr__(self) -> str:
        return f"Figure: {self.alt}"

    def svg(self) -> str:
        """Return the drawing as SVG: the same bytes for the same drawing, readable on dark paper."""
        return self._svg

    @cached_property  # a second layout pass would move things by a hair
    @styled
    def _svg(self) -> str:
        out = io.StringIO()
        with warnings.catch_warnings():
            # the reader's own fonts draw the scripts that the measuring font lacks
            warnings.filterwarnings("ignore", message="Glyph .* missing from")
            _no_mathematics(self.mpl)
            self.mpl.savefig(out, format="svg", **WHOLE, metadata={"Date": None, "Creator": None})
        return _with_dark_mode(_shorter(out.getvalue()))

    @styled
    def png(self, dpi: int = 144) -> bytes:
        """Return the drawing as PNG, for slides and word processors."""
        self.svg()  # first, so that its layout never depends on whether a PNG was made
        out = io.BytesIO()
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from")
            _no_mathematics(self.mpl)
            self.mpl.savefig(out, format="png", dpi=dpi, **WHOLE, metadata={"Software": None})
        return out.getvalue()

    def save(self, path: str | Path) -> Path:
        """Write the drawing to a file; the ending ``.svg`` or ``.png`` says how.

        Raises
        ------
        ToolkitError
            If the ending is another one.
        """
        file = Path(path)
        if file.suffix == ".svg":
            file.write_text(self.svg(), encoding="utf-8", newline="\n")
        elif file.suffix == ".png":
            file.write_bytes(self.png())
        else:
            raise ToolkitError(f"cannot write a figure as '{file.suffix}' ({file}); use .svg or .png")
        return file

    def html(self) -> str:
        """Return the drawing as a safe HTML figure: an image with its alternative text and caption."""
        phone = _source(self.narrow()) if self.narrow else ""
        small = f'<source media="(max-width: {PHONE_UP_TO})" srcset="{phone}">' if phone else ""
        caption = f"<figcaption>{escape(self.caption)}</figcaption>" if self.caption else ""
        return (
            f'<figure class="tk-figure mathjax_ignore"><picture>{small}<img alt="{escape(self.alt)}" '
            f'src="{_source(self)}"></picture>{caption}</figure>'
        )

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        about = {"kind": "figure", "name": self.name, "alt": self.alt, "caption": self.caption}
        if self.data is not None:
            safe = self.data.map(neutral)
            about["csv"] = safe.to_csv(index=False, float_format="%.6g", lineterminator="\n")
        image = b64encode(self.png()).decode("ascii")
        return {"text/html": self.html(), "image/png": image, "text/plain": repr(self)}, {"toolkit": about}


def _source(figure: Figure) -> str:
    return "data:image/svg+xml;base64," + b64encode(figure.svg().encode()).decode("ascii")


def _no_mathematics(mpl: MplFigure) -> None:
    """Turn off mathematics in every text of a drawing, wherever it was made."""
    from matplotlib.text import Text  # noqa: PLC0415

    for text in mpl.findobj(Text):
        if isinstance(text, Text):
            text.set_parse_math(False)


def _with_dark_mode(svg: str) -> str:
    """Add the dark counterparts of the neutral colours, and the reader's fonts, to an SVG.

    An image follows the reader's colour scheme by itself; inline styles yield only to `!important`.
    """
    rules = "".join(
        f'[style*="{kind}: {light}"]{{{kind}:{dark} !important}}'
        for light, dark in DARK.items()
        for kind in ("fill", "stroke")
    )
    style = f"<style>@media (prefers-color-scheme: dark){{{rules}}}</style>"
    head, _, rest = svg.partition("<defs>")
    return f"{head}{style}\n<defs>{rest}".replace("'DejaVu Sans'", FONTS)


def _shorter(svg: str) -> str:
    """Round the coordinates in the tags of an SVG to a hundredth of a point; its texts stay."""
    return TAG.sub(lambda tag: LONG.sub(lambda digits: f"{float(digits[0]):.2f}", tag[0]), svg)
