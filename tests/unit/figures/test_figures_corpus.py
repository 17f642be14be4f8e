import pandas as pd
import pytest

from toolkit.figures.corpus import LEFT_OUT, YEARS, coverage_figure, story_figure


def test_the_words_give_every_outlet_its_numbers() -> None:
    table = pd.DataFrame(
        {"outlet": ["Post", "Post", "<b>$x$"], "month": ["2024-01", "2024-03", None], "n": [2, 1, 4]}
    )
    figure = coverage_figure(table)
    assert "Post: 3 articles, 3 of them dated, from 2024-01 to 2024-03." in figure.alt
    assert "<b>$x$: 4 articles, none dated." in figure.alt
    assert figure.data is table
    assert "2024-02" in figure.svg()  # a month without articles keeps its place


def test_long_spans_are_drawn_by_quarter_or_year() -> None:
    def drawn(last: str) -> str:
        return coverage_figure(pd.DataFrame({"outlet": "Post", "month": ["2020-01", last], "n": 1})).svg()

    assert "2020Q3" in drawn("2021-12")
    assert ">2024<" in drawn("2026-05")


@pytest.mark.parametrize(("first", "broken"), [("1985-01", False), ("1984-12", True), ("0001-01", True)])
def test_a_misdated_article_does_not_make_a_figure_of_centuries(first: str, broken: bool) -> None:
    figure = coverage_figure(pd.DataFrame({"outlet": "Post", "month": [first, "2024-05"], "n": 1}))
    assert len(figure.mpl.axes[0].get_xticks()) == (2 if broken else YEARS)
    assert figure.caption.endswith(LEFT_OUT) == broken


def test_the_same_table_gives_the_same_bytes() -> None:
    table = pd.DataFrame({"outlet": ["Post"], "stories": 5, "only_here": 3, "several": 0, "all": 2})
    assert story_figure(table).svg() == story_figure(table).svg()


def test_empty_tables_are_drawn() -> None:
    stories = pd.DataFrame({"outlet": [], "stories": [], "only_here": [], "several": [], "all": []})
    assert story_figure(stories).alt == "Of the stories each outlet tells: none."
    empty = pd.DataFrame({"outlet": pd.Series(dtype="str"), "month": pd.Series(dtype="str"), "n": []})
    assert "Articles by outlet" in coverage_figure(empty).alt
