"""How every figure looks: colours that colour-blind readers tell apart, markers, type, SVG settings.

A figure is drawn without pyplot, so nothing is shared between figures::

    @styled
    def share_by_outlet(table: pd.DataFrame) -> Figure:
        fig, ax = new_figure(7.2, 3.2)
        for outlet, (colour, marker) in outlet_style(table["outlet"]).items(): ...
        return Figure(fig, alt="Herald quotes officials in 61 % of its articles, ...", data=table)

Colour never carries a meaning alone: each outlet has a marker too. The four neutral colours (`INK`,
`MUTED`, `GRID`, `PAPER`) turn into their dark counterparts where the reader's screen is dark.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import wraps
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as MplFigure

P = ParamSpec("P")
R = TypeVar("R")

INK, MUTED, GRID, PAPER = "#1f2430", "#5c6470", "#d9dce1", "#ffffff"

DARK: Mapping[str, str] = MappingProxyType(
    {INK: "#e8e6e1", MUTED: "#a8adb5", GRID: "#3b4048", PAPER: "#16181c"}
)

# Okabe & Ito (2008) without black and yellow, which vanish on dark and light paper; darkest first.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#b05a8c", "#e69f00", "#56b4e9")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
HATCHES = ("", "///", "|||", "---", "xx", "++", "|-")  # no dots: they are a thousand small circles each

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
            return draw(*args, **kwargs)

    return inner


@styled
def new_figure(width: float = 7.2, height: float = 3.6) -> tuple[MplFigure, Axes]:
    """Return an empty matplotlib figure of the toolkit's style and its only axes.

    Parameters
    ----------
    width, height : float
        Size in inches. The report's column is 7.2 inches wide, so that type of 10 points is read at
        about 13 pixels; keep the width and let the height follow the number of rows.

    Examples
    --------
    >>> fig, ax = new_figure(7.2, 3)
    >>> ax.get_title()
    ''
    """
    from matplotlib.figure import Figure as MplFigure  # noqa: PLC0415

    fig = MplFigure(figsize=(width, height), layout="constrained")
    return fig, fig.add_subplot()


def outlet_style(names: Iterable[Hashable]) -> dict[str, tuple[str, str]]:
    """Return a colour and a marker for each outlet, the same for the same set of names in any order.

    Examples
    --------
    >>> outlet_style(["Post", "Herald", "Post"])
    {'Herald': ('#0072b2', 'o'), 'Post': ('#d55e00', 's')}
    """
    ordered = sorted({str(name) for name in names})
    return {name: (COLOURS[i % len(COLOURS)], MARKERS[i % len(MARKERS)]) for i, name in enumerate(ordered)}
