"""How every figure looks: colours that colour-blind readers tell apart, markers, type, SVG settings.

A figure is drawn without pyplot, so nothing is shared between figures::

    @styled
    def share_by_outlet(table: pd.DataFrame) -> Figure:
        fig, ax = new_figure(7.2, 3.2)
        for outlet, (colour, marker) in outlet_style(table["outlet"]).items(): ...
        return Figure(fig, alt="Herald quotes officials in 61 % of its articles, ...", data=table)

Each figure is drawn a second time, for a phone, when the page asks for it: the same function, on paper of
`PHONE` inches, its long labels folded.

Colour never carries a meaning alone: each outlet has a marker too. The four neutral colours (`INK`,
`MUTED`, `GRID`, `PAPER`) turn into their dark counterparts where the reader's screen is dark.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import is_dataclass, replace
from functools import wraps
from textwrap import fill
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from toolkit.roster import known, sizes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as MplFigure

P = ParamSpec("P")
R = TypeVar("R")

INK, MUTED, GRID, PAPER = "#1f2430", "#5c6470", "#d9dce1", "#ffffff"

DARK: Mapping[str, str] = MappingProxyType(
    {INK: "#e8e6e1", MUTED: "#a8adb5", GRID: "#3b4048", PAPER: "#16181c"}
)

ON_LIGHT, ON_DARK = "#1e2330", "#fefefe"  # ink on a coloured cell, which no dark screen recolours
GREYS = ("#4a505b", "#868d98", "#b9bfc8", "#dde1e6")  # kinds of things, so that colours stay the outlets'
# Tol (2021), "muted": topics, which are no outlets.
KINDS = ("#332288", "#117733", "#882255", "#999933", "#44aa99", "#cc6677", "#88ccee", "#aa4499", "#ddcc77")

# Okabe & Ito (2008) without black and yellow, which vanish on dark and light paper; darkest first.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#b05a8c", "#e69f00", "#56b4e9")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
SIGNS: Mapping[str, str] = MappingProxyType(  # the markers as characters, for figures made of HTML
    dict(zip(MARKERS, "●■▲◆▼✚✖", strict=True))
)
HATCHES = ("", "///", "|||", "---", "xx", "++", "|-")  # no dots: they are a thousand small circles each

WIDE, PHONE = 7.2, 3.6  # inches: the report's column, and a phone of 360 pixels
LABEL, LINE = 17, 32  # characters of a label and of a title on a phone
TALLER = 1.3  # how much more height the folded labels need
_paper: ContextVar[float] = ContextVar("paper", default=WIDE)

RC: Mapping[str, Any] = MappingProxyType(
    {
        "axes.axisbelow": True,
        "axes.edgecolor": MUTED,
        "axes.facecolor": PAPER,
        "axes.grid": True,
        "axes.grid.axis": "x",
        "axes.labelcolor": INK,
        "axes.labelsize": 10,
        "axes.linewidth": 0.8,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlecolor": INK,
        "axes.titlelocation": "left",
        "axes.titlesize": 11,
        "axes.titleweight": "bold",
        "figure.facecolor": PAPER,
        "font.family": ["DejaVu Sans"],
        "font.size": 10,
        "grid.color": GRID,
        "grid.linewidth": 0.7,
        "legend.frameon": False,
        "legend.fontsize": 10,
        "lines.linewidth": 1.6,
        "lines.markersize": 6.5,
        "patch.linewidth": 0.8,
        "savefig.facecolor": PAPER,
        "svg.fonttype": "none",  # text stays text: smaller, searchable, drawn in the reader's own fonts
        "svg.hashsalt": "toolkit",
        "text.color": INK,
        "text.parse_math": False,  # "$5 million ... $3 million" is money
        "xtick.color": MUTED,
        "xtick.labelcolor": INK,
        "xtick.labelsize": 10,
        "ytick.color": MUTED,
        "ytick.labelcolor": INK,
        "ytick.labelsize": 10,
    }
)


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """Decorate a drawing function: everything it draws takes the toolkit's style.

    Examples
    --------
    >>> @styled
    ... def size() -> float:
    ...     import matplotlib
    ...     return float(matplotlib.rcParams["axes.labelsize"])
    >>> size()
    10.0
    """

    @wraps(draw)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        from matplotlib import rc_context  # noqa: PLC0415 - matplotlib takes a second to load

        with rc_context(cast(Any, dict(RC))):
            made = draw(*args, **kwargs)
            if is_narrow() and hasattr(made, "mpl"):
                _fold_labels(made.mpl)
        if not is_dataclass(made) or not hasattr(made, "narrow") or is_narrow():
            return made

        def on_a_phone() -> R:
            with _on(PHONE):
                return inner(*args, **kwargs)

        return cast(R, replace(cast(Any, made), narrow=on_a_phone))

    return inner


@contextmanager
def _on(width: float) -> Iterator[None]:
    token = _paper.set(width)
    try:
        yield
    finally:
        _paper.reset(token)


def is_narrow() -> bool:
    """Return whether a figure is being drawn for a phone."""
    return _paper.get() < WIDE


def columns(wanted: int, there: int | None = None) -> int:
    """Return the number of columns of a legend or of panels: no more than there are, one on a phone."""
    return 1 if is_narrow() else max(1, min(wanted, wanted if there is None else there))


def _fold_labels(mpl: MplFigure) -> None:
    """Fold what is too long for a phone: labels of rows, titles, and words along an axis."""
    for ax in mpl.axes:
        ax.set_title(fill(ax.get_title(loc="left"), LINE), loc="left", fontsize=9)
        ax.set_xlabel(fill(ax.get_xlabel(), LINE))
        labels = [label.get_text() for label in ax.get_yticklabels()]
        if any(len(label) > LABEL for label in labels):
            ax.set_yticks(ax.get_yticks(), [fill(label, LABEL) for label in labels], fontsize=9)


@styled
def new_figure(width: float = 7.2, height: float = 3.6) -> tuple[MplFigure, Axes]:
    """Return an empty matplotlib figure of the toolkit's style and its only axes.

    Parameters
    ----------
    width, height : float
        Size in inches. The report's column is 7.2 inches wide, so that type of 10 points is read at
        about 13 pixels; keep the width and let the height follow the number of rows. For a phone the
        width is `PHONE`.

    Examples
    --------
    >>> fig, ax = new_figure(7.2, 3)
    >>> ax.get_title()
    ''
    """
    fig = blank(width, height)
    return fig, fig.add_subplot()


@styled
def blank(width: float = WIDE, height: float = 3.6) -> MplFigure:
    """Return an empty matplotlib figure of the toolkit's style, narrower and taller for a phone."""
    from matplotlib.figure import Figure as MplFigure  # noqa: PLC0415

    size = (min(width, _paper.get()), height * (TALLER if is_narrow() else 1))
    return MplFigure(figsize=size, layout="constrained")


def outlet_style(names: Iterable[Hashable]) -> dict[str, tuple[str, str]]:
    """Return a colour and a marker for each outlet, the same in every figure of a study.

    Where the outlets are not those of the corpus loaded last, the same set of names has the same looks. Where
    there are more outlets than looks, those with the most articles have looks of their own.

    Examples
    --------
    >>> outlet_style(["Post", "Herald", "Post"])
    {'Herald': ('#0072b2', 'o'), 'Post': ('#d55e00', 's')}
    """
    asked = {str(name) for name in names}
    names = known(asked)
    if len(names) > len(COLOURS) * len(MARKERS) and (articles := sizes(names)):
        names.sort(key=lambda name: -articles[name])
    looks = {name: (COLOURS[i % len(COLOURS)], MARKERS[i % len(MARKERS)]) for i, name in enumerate(names)}
    return {name: looks[name] for name in sorted(asked)}
