from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError
from toolkit.progress import _bar
from toolkit.report.coder import code_items
from toolkit.report.live import ALL, ENDS, _short, browse, labelled_page, live, open_article, words_in_context
from toolkit.tables import conform

PROBE = '"><img src=x onerror=alert(1)><script>alert(2)</script> $5 million'


@pytest.fixture
def corpus() -> Corpus:
    texts = [f"The river rose. “It rose,” she said. {PROBE}", "The sun shone."]
    frame = pd.DataFrame(
        {
            "title": [f"Rain {PROBE}", "Sun"],
            "text": texts,
            "outlet": [f"Post {PROBE}", "Herald"],
            "file": PROBE,
        }
    )
    blocks = {"file": PROBE, "start": 0, "end": 9, "label": "body", "text": [f"{PROBE} {'word ' * 90}"]}
    return Corpus(conform(frame, "articles"), blocks=conform(pd.DataFrame(blocks), "blocks"))


def test_no_view_lets_page_text_run(corpus: Corpus) -> None:
    views = [
        browse(corpus, PROBE),
        open_article(corpus, PROBE),
        open_article(corpus, f"no such {PROBE}"),
        words_in_context(corpus, "river"),
        words_in_context(corpus, PROBE),
        labelled_page(corpus, PROBE),
    ]
    for view in views:
        assert "<script" not in view.html
        assert "<img" not in view.html
        assert "mathjax_ignore" in view.html, "money is no mathematics"
    assert "&lt;script&gt;" in views[0].html


def test_quotations_of_an_article_are_marked(corpus: Corpus) -> None:
    assert "<mark>“It rose,”</mark> she said." in open_article(corpus, "rain").html


def test_long_paragraphs_of_a_page_are_shown_by_their_ends(corpus: Corpus) -> None:
    assert "[…]" in labelled_page(corpus, PROBE).html
    whole = labelled_page(corpus, PROBE, whole=True).html
    assert "[…]" not in whole
    assert whole.count("word ") >= 89


def test_controls_are_followed(corpus: Corpus) -> None:
    box = live(lambda contains, outlet: browse(corpus, contains, outlet), contains="", outlet=[ALL, "Herald"])
    controls, shown = box.widget.children
    assert "Sun" in shown.value
    assert "Rain" in shown.value
    controls.children[1].value = "Herald"
    assert "Rain" not in shown.value
    controls.children[0].value = "nothing has these words"
    assert "none" in shown.value


def test_what_is_wrong_while_one_types_is_said_and_escaped(corpus: Corpus) -> None:
    box = live(lambda file: labelled_page(corpus, file), file=PROBE)
    box.widget.children[0].children[0].value = "<script>"
    assert "there are no blocks of a page" in box.widget.children[1].value
    assert "<script>" not in box.widget.children[1].value


@pytest.mark.parametrize(
    "words", ["Half-sentence words " * 20, "x" * 400, "水位在夜里上升了两米" * 40, "a " * 300]
)
def test_long_paragraphs_are_cut_between_words(words):
    head, _, tail = _short(words).partition(" […] ")
    assert words.startswith(head)
    assert words.endswith(tail)
    assert ENDS / 2 < len(head) <= ENDS
    assert ENDS / 2 < len(tail) <= ENDS
    if " " in words:
        assert words[len(head)].isspace()
        assert words[-len(tail) - 1].isspace()


def test_without_ipywidgets_the_first_view_is_shown_and_a_line_says_why(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    data, about = live(lambda outlet: browse(corpus, "", outlet), outlet=["Herald"])._repr_mimebundle_()
    assert "Boxes need a live notebook with ipywidgets; there is none here." in data["text/html"]
    assert "Sun" in data["text/html"]
    assert "Rain" not in data["text/html"]
    assert about == {"toolkit": {"kind": "text"}}
    with pytest.raises(InputError, match=r"fill in .*anna\.csv in a spreadsheet"):
        code_items(tmp_path, "anna")
    assert _bar("topics", 3) is None


def test_a_list_without_an_entry_leaves_nothing_to_see(corpus):
    box = live(lambda file: labelled_page(corpus, file), file=[])  # a table has no pages
    assert box.widget is None
    assert repr(box) == "There is no file to choose."
