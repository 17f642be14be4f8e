from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import pandas as pd
import pytest

from toolkit.errors import ToolkitError
from toolkit.figures.figure import Figure
from toolkit.figures.style import COLOURS, DARK, MARKERS, new_figure, outlet_style, styled

SCRIPT = """
import hashlib
from toolkit.figures.figure import Figure
from toolkit.figures.style import new_figure, styled
@styled
def draw():
    fig, ax = new_figure(7.2, 2)
    ax.errorbar([1, 2], [1, 2], xerr=[[.1, .2], [.2, .1]], fmt="o", color="#0072b2", label="a label that is rather long")
    ax.fill_between([1, 2], 0, 1, hatch="//")
    fig.legend(loc="outside lower left")
    return Figure(fig, alt="x")
print(hashlib.sha256(draw().svg().encode()).hexdigest(), hashlib.sha256(draw().png()).hexdigest())
"""


@styled
def draw(title: str = "t") -> Figure:
    fig, ax = new_figure(7.2, 2)
    ax.plot([1, 2], [1, 2], "o")
    ax.set_title(title)
    ax.text(1, 1, title)
    return Figure(fig, alt=title, caption=title, data=pd.DataFrame({"x": [1 / 3]}), name="f")


def test_words_are_required() -> None:
    with pytest.raises(TypeError):
        Figure(new_figure()[0])  # type: ignore[call-arg]
    with pytest.raises(ToolkitError, match="needs alt="):
        Figure(new_figure()[0], alt="  ")


def test_two_processes_draw_the_same_bytes() -> None:
    runs = [
        subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
        for _ in "ab"
    ]
    assert runs[0].stdout == runs[1].stdout
    assert len(runs[0].stdout.split()) == 2


def test_the_same_drawing_is_the_same_whether_or_not_it_was_made_as_png() -> None:
    one, two = draw(), draw()
    one.png()
    assert one.svg() == two.svg() == two.svg()


def test_money_is_not_mathematics_and_markup_is_text() -> None:
    probe = '$5 million <script>alert(1)</script>" and $3 million \\frac नमस्ते'
    figure = draw(probe)
    root = ElementTree.fromstring(figure.svg())
    words = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words.count(probe) == 2
    html = figure.html()
    assert "<script" not in html
    assert re.search(r'alt="\$5 million &lt;script', html)


def test_neutral_colours_turn_over_in_the_dark() -> None:
    svg = draw().svg()
    assert "prefers-color-scheme: dark" in svg
    assert all(dark in svg for dark in DARK.values())
    assert "http-equiv" not in svg


def test_nothing_is_left_in_matplotlibs_own_settings() -> None:
    before = dict(matplotlib.rcParams)
    draw().svg()
    assert dict(matplotlib.rcParams) == before


def test_files(tmp_path: Path) -> None:
    assert draw().save(tmp_path / "f.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert draw().save(tmp_path / "f.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(ToolkitError, match=r"use \.svg or \.png"):
        draw().save(tmp_path / "f.pdf")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_text_and_the_first_colours_stand_out_on_both_papers() -> None:
    light, dark = "#ffffff", DARK["#ffffff"]
    for neutral in ("#1f2430", "#5c6470"):
        assert contrast(neutral, light) >= 4.5
        assert contrast(DARK[neutral], dark) >= 4.5
    assert min(contrast(colour, light) for colour in COLOURS[:4]) >= 3
    assert min(contrast(colour, dark) for colour in COLOURS) >= 3


def test_outlets_keep_their_look_whatever_the_order() -> None:
    names = [f"Outlet {i}" for i in range(9)]
    style = outlet_style(names)
    assert style == outlet_style(reversed(names))
    assert len(set(style.values())) == 9, "colour and marker together tell nine outlets apart"
    assert {marker for _, marker in style.values()} <= set(MARKERS)
