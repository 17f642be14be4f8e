"""Boxes of a live notebook: the call above a result is the call that was made, and nothing of a page can run."""

from __future__ import annotations

import sys
from typing import Any

import pandas as pd
import pytest

import toolkit
from toolkit.analysis.framing.naming import read_labels
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.load import read_articles
from toolkit.errors import ToolkitError
from toolkit.report.ask import ask, browse_context, tick_names
from toolkit.report.ask.call import KEPT, Corpora
from toolkit.report.ask.questions import QUESTIONS
from toolkit.tables import conform

PROBE = '"><img src=x onerror=alert(1)><script>alert(2)</script> $5 million'


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    rows = []
    for at in range(72):
        who = ("Militants", "Rebels")[at // 4 % 2]
        said = f"{who} who fled were seen near the river by the village on day {at}. “The river rose,” a witness said."
        rows.append(
            {
                "outlet": ("Post", f"Herald {PROBE}")[at % 2],
                "group": ("city", "country")[at // 2 % 2],
                "title": f"Day {at} {PROBE}",
                "text": f"{said} People by the river left {'quickly' if at % 3 else 'at night'}, {at} of them.",
                "published": pd.Timestamp("2024-01-02") + pd.Timedelta(2 * at, "D"),
            }
        )
    return read_articles(pd.DataFrame(rows))


def run(written: str, corpus: Corpus) -> Any:
    """Run a call as a reader would who copies it into a cell."""
    names = {name: getattr(toolkit, name) for name in ("term_rates", "keyness", "collocations", "compare")}
    names |= {
        name: getattr(toolkit, name) for name in ("over_time", "concordance", "suggest_names", "write_labels")
    }
    return eval(written, names | {"corpus": corpus})


@pytest.mark.parametrize(
    ("question", "boxes"),
    [
        ("rates", {"word": "river, village*"}),
        ("rates", {"over": "no time", "outlet": "Post", "first": "2024-02"}),
        ("rates", {"by": "all together", "over": "week", "voice": "all", "last": "2024-03"}),
        ("terms", {"by": "group"}),
        ("near", {"voice": "all"}),
        ("near", {"actor": "armed groups"}),
        ("compare", {"word": "river"}),
        ("compare", {"measure": "sources", "adjust": "time"}),
        ("over time", {"what": "names", "actor": "armed groups", "period": "month"}),
        ("over time", {"by": "outlet", "first": "2024-02", "last": "2024-04"}),
    ],
)
def test_the_call_that_is_shown_gives_what_is_shown(
    corpus: Corpus, question: str, boxes: dict[str, str]
) -> None:
    asked = ask(corpus, question, word="river")
    asked.choose(**boxes)
    again = run(str(asked.call), corpus)
    pd.testing.assert_frame_equal(again, asked.table)
    assert len(again)
    assert str(asked.call).partition("(")[0] in asked.html


def test_boxes_are_followed(corpus: Corpus) -> None:
    asked = ask(corpus, "rates", word="river", over="week")
    controls, shown = asked.widget.children
    word = controls.children[0]
    assert "over=&#39;week&#39;" in shown.value
    word.value = "village"
    assert "[&#39;village&#39;]" in shown.value
    assert asked.table["uses"].sum() == 72
    word.value = "/(/"
    assert "tk-note" in shown.value
    word.value = "river"
    assert asked.table["uses"].sum() == 144


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_no_question_lets_page_text_run(corpus: Corpus, question: str) -> None:
    html = ask(corpus, question, word=f"river, {PROBE}").html
    assert "<script" not in html
    assert "<img src=x" not in html


@pytest.mark.parametrize("made", [lambda c: ask(c, "rates", word="river"), lambda c: browse_context(c, "river"), lambda c: tick_names(c, "river")])  # fmt: skip
def test_without_widgets_a_table_and_the_reason_are_shown(
    corpus: Corpus, made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    data, _ = made(corpus)._repr_mimebundle_()
    assert "Boxes need a live notebook with ipywidgets" in data["text/html"]
    assert '<table role="table">' in data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" not in data


def test_with_widgets_a_page_that_runs_none_has_the_table_too(corpus: Corpus) -> None:
    data = ask(corpus, "rates", word="river")._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert '<table role="table">' in data["text/html"]


def test_unknown_questions_and_boxes_are_refused(corpus: Corpus) -> None:
    with pytest.raises(ToolkitError, match="no question 'rate'; did you mean 'rates'"):
        ask(corpus, "rate")
    with pytest.raises(ToolkitError, match="no box 'ovr'; did you mean 'over'"):
        ask(corpus, "rates", ovr="week")
    with pytest.raises(ToolkitError, match="has no 'moth'; did you mean 'month'"):
        ask(corpus, "rates", over="moth")


def test_a_corpus_that_cannot_be_compared_says_so() -> None:
    alone = Corpus(conform(pd.DataFrame({"text": ["Rain fell."], "outlet": ["Post"]}), "articles"))
    assert "needs two or more groups" in ask(alone, "terms", word="rain").html
    assert "all articles" in ask(alone, "rates", word="rain").html


def test_parts_of_a_corpus_are_kept_for_a_while(corpus: Corpus) -> None:
    corpora = Corpora(corpus)
    first = corpora.of({"outlet": "Post"})
    assert corpora.of({"outlet": "Post"}) is first
    for month in range(1, 1 + KEPT):
        corpora.of({"after": f"2024-{month:02}-01"})
    assert corpora.of({"outlet": "Post"}) is not first


def test_words_in_context_by_pages_and_sorted_both_ways(corpus: Corpus) -> None:
    found = browse_context(corpus, "river", rows=20)
    assert found.where == "1 to 20 of 144"
    pd.testing.assert_frame_equal(run(str(found.call), corpus), found.table)
    right = found.table["right"].str.lower().str.split().map(" ".join).tolist()
    assert right == sorted(right)
    found.turn(1)
    assert found.where == "21 to 40 of 144"
    found.turn(99)
    assert found.where == "141 to 144 of 144"
    found.choose(sort="left")
    assert found.where == "1 to 20 of 144"
    left = found.table["left"].str.lower().str.split().map(lambda words: " ".join(words[::-1])).tolist()
    assert left == sorted(left)
    found.turn(-1)
    assert found.page == 0


def test_a_click_opens_the_article_with_the_word_marked(corpus: Corpus) -> None:
    found = browse_context(corpus, "river", rows=5)
    *_, article = found.widget.children
    button, line = found.widget.children[3].children
    assert article.value == ""
    button.click()
    row = found.lines.iloc[0]
    assert '<b class="tk-found">river</b>' in article.value
    assert article.value.count("tk-found") == 2, "the style, and one passage"
    assert row["title"].split(" ")[1] in article.value
    assert "<script" not in article.value + line.value
    back, forward, where = found.widget.children[2].children
    forward.click()
    assert where.value == "6 to 10 of 144"
    assert article.value == ""
    back.click()
    assert where.value == "1 to 5 of 144"


def test_lines_that_are_not_there_are_hidden(corpus: Corpus) -> None:
    found = browse_context(corpus, "river", rows=5)
    found.widget.children[0].children[0].value = "unicorn"
    assert found.where == "The word does not occur in these articles."
    assert [line.layout.display for line in found.widget.children[3:-1]] == ["none"] * 5


def test_ticked_names_are_written_to_the_users_list(corpus: Corpus, tmp_path: Any) -> None:
    file = tmp_path / "mine.csv"
    names = tick_names(corpus, "militants", file=file)
    word, _call, note, candidates, ends, written, told = names.widget.children
    assert "read the sentences" in note.value
    tick = next(row.children[0] for row in candidates.children if row.children[0].description == "rebels")
    tick.value = True
    assert "write_labels(" in written.value
    actor, button = ends.children
    actor.value = "fighters"
    shown = names.write_call("fighters")
    button.click()
    assert "has rebels as names of “fighters”" in told.value
    assert [(entry.group, entry.label) for entry in read_labels(file)] == [("fighters", "rebels")]
    before = file.read_bytes()
    run(shown, corpus)
    assert file.read_bytes() == before, "a row that is there stays as it is"
    tick.value = False
    button.click()
    assert "Tick the names" in told.value
    word.value = "unicorn"
    assert "too rarely" in note.value
    assert candidates.children == ()


def test_a_file_that_is_no_list_of_names_is_left_alone(corpus: Corpus, tmp_path: Any) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("name;value\n1;2\n", encoding="utf-8")
    names = tick_names(corpus, "militants", file=file)
    names.ticked = ["rebels"]
    assert "mine.csv" in names.write("fighters")
    assert file.read_text(encoding="utf-8") == "name;value\n1;2\n"
