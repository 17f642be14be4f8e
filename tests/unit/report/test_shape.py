"""The shape of a section: one figure open, the rest a line each, methods in the appendix."""

from __future__ import annotations

import nbformat
import pytest
from markupsafe import Markup

from toolkit.report.page.sections import Part, Section
from toolkit.report.page.shape import shape
from toolkit.report.run.collect import collect
from toolkit.report.run.execute import Executed

HTML = Markup("<p>x</p>")


def head(title: str) -> Part:
    return Part(Markup(), "heading", title.lower().replace(" ", "-"), title)


def figure(name: str) -> Part:
    return Part(HTML, "figure", name)


def table(name: str, rows: int) -> Part:
    return Part(HTML, "table", name, rows=rows)


def section(*parts: Part, picture: str = "") -> Section:
    return Section("names", "Names", parts, picture=picture)


def test_the_named_figure_stands_open_wherever_it_is() -> None:
    made = section(
        Part(HTML, "lead"), head("First"), figure("a"), head("Second"), figure("b"), figure("c"), picture="c"
    )
    found = shape(made)
    assert found.first is not None
    assert (found.first.title, [block.title for block in found.others]) == ("Second", ["First"])
    assert [part.name for part in found.first.seen] == ["c"], "one figure, whatever else is there"
    assert [part.name for part in found.first.folded] == ["b"]
    assert len(found.lead) == 1


def test_without_the_named_figure_the_first_one_stands_open_and_without_any_the_first_table() -> None:
    drawn = shape(section(head("First"), table("t", 3), head("Second"), figure("b"), picture="gone"))
    assert drawn.first is not None
    assert drawn.first.title == "Second"
    plain = shape(section(head("None"), table("t", 0), head("Some"), table("u", 2)))
    assert plain.first is not None
    assert plain.first.title == "Some"
    assert shape(section(head("None"), table("t", 0))).first is None


def test_nothing_is_lost_whatever_the_order() -> None:
    parts = [
        Part(HTML, "lead"), Part(HTML, "text"), table("errors", 4), head("First"), Part(HTML, "lead"), Part(HTML),
        figure("a"), table("t", 3), Part(HTML, "evidence", "s", rows=2), Part(HTML, "plain"), head("Second"),
        Part(HTML, "text"), table("empty", 0), head("How it was measured"), Part(HTML, "lead"), Part(HTML),
    ]  # fmt: skip
    found = shape(section(*parts))
    first = [] if found.first is None else [*found.first.seen, *found.first.folded, *found.first.evidence]
    shown = [*found.lead, *found.remarks, *first, *(p for b in found.others for p in b.parts), *found.methods]
    kept = [part for part in parts if part.kind != "heading"]
    assert sorted(map(id, kept)) == sorted(id(p) for p in shown if any(p is k for k in kept))
    assert [part.name for part in found.methods if part.kind == "table"] == ["errors"]


@pytest.mark.parametrize(
    ("parts", "empty"),
    [
        ([table("t", 0)], True),
        ([Part(HTML, "text"), table("t", 0), Part(HTML, "evidence", rows=0)], True),
        ([table("t", 1)], False),
        ([Part(HTML, "evidence", rows=1)], False),
        ([figure("a")], False),
        ([Part(HTML, "plain")], False),
    ],
)
def test_a_part_without_a_row_is_one_line(parts: list[Part], empty: bool) -> None:
    (block,) = shape(section(head("First"), figure("z"), head("Second"), *parts)).others
    assert block.empty is empty


def test_a_notebook_is_cut_at_its_headings_and_first_sentences() -> None:
    cells = [
        nbformat.v4.new_markdown_cell("# Names\n\nWho is called what?"),
        nbformat.v4.new_markdown_cell(
            "## A part\n\nOne sentence, e.g. this. *Two* sentences.\n\n### Below\n\nMore."
        ),
        nbformat.v4.new_markdown_cell("## A part\n\n- a list"),
        nbformat.v4.new_markdown_cell("Loose words ![a map](http://a.b/c.png). <b>raw</b>"),
    ]
    made = collect("names", Executed(nbformat.v4.new_notebook(cells=cells), None, ""))
    assert made.title == "Names"
    assert [(part.kind, part.name) for part in made.parts if part.kind == "heading"] == [
        ("heading", "names-a-part"),
        ("heading", "names-a-part-2"),
    ]
    leads = [str(part.html).strip() for part in made.parts if part.kind == "lead"]
    assert leads == ["<p>Who is called what?</p>", "<p>One sentence, e.g. this.</p>"]
    html = "".join(str(part.html) for part in made.parts)
    assert "<em>Two</em> sentences" in html
    assert '<h4 id="names-below">' in html
    assert "<li>a list" in html
    assert "<img" not in html
    assert "http" not in html
    assert "a map" in html
    assert "&lt;b&gt;raw" in html
