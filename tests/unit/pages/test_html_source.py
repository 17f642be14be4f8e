"""The place of every visible character in the source, whatever the markup around it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.pages.html.lines import parse, read_lines
from toolkit.pages.html.source import Source

PIECES = st.sampled_from(
    ["<p>", "</p>", "<div class='a>b'>", "</div>", "<b>", "</b>", "<br>", "<!-- <p>no</p> -->", "<script>if (a<b) x()</script>",
     "Rain fell. ", "A &amp; B ", "&nbsp;", "&copy 2024", " & ", "ß ü ", "<a href=x title='it\"s'>link</a>", "<li>", "1 < 2 "]
)  # fmt: skip


def squeeze(text):
    return "".join(text.split())


def test_spans_slice_back():
    html = "<html><head><title>Rain</title></head><body><h1>A &amp; B</h1><p>One <b>two</b> three.</p><p>Four</p></body></html>"
    lines = read_lines(parse(html), Source(html))
    assert [html[line.start : line.end] for line in lines] == ["A &amp; B", "One <b>two</b> three.", "Four"]


def test_text_for_screen_readers_is_left_out_but_placed():
    html = '<p>See <a href="x">the bill<span class="sr-only"> (opens in a new tab)</span></a> here.</p>'
    (line,) = read_lines(parse(html), Source(html))
    assert line.text == "See the bill here."
    assert html[line.start : line.end].endswith("here.")


def test_soft_hyphens_go():
    html = "<p>Donau\xaddampf&shy;schiff</p>"
    (line,) = read_lines(parse(html), Source(html))
    assert line.text == "Donaudampfschiff"


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_any_markup(pieces):
    html = "<body>" + "".join(pieces)
    try:
        lines = read_lines(parse(html), Source(html))
    except InputError:
        return
    end = 0
    for line in lines:
        if line.start >= 0:
            assert end <= line.start < line.end <= len(html)
            end = line.end


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text):
    try:
        lines = read_lines(parse(text), Source(text))
    except InputError:
        return
    assert all(line.end <= len(text) for line in lines)
