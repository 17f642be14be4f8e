"""A figure of many groups draws those with the most articles and says so; its data keep all of them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from toolkit import figures
from toolkit.figures.figure import Figure
from toolkit.figures.framing import HEADING
from toolkit.figures.framing_counts import LINES
from toolkit.figures.most import FEW, MOST, ROWS, largest
from toolkit.figures.style import outlet_style
from toolkit.results import make
from toolkit.roster import remember

SHARE = {"share": 0.4, "low": 0.3, "high": 0.5, "quotes": 5, "reason": None}


@pytest.fixture(autouse=True)
def nothing_loaded() -> Iterator[None]:
    remember([])
    yield
    remember([])


def paper(k: int) -> str:
    return f"Paper {k:02}"


def by_paper(groups: int, *rows: dict[str, object]) -> pd.DataFrame:
    """Return the same rows for each outlet; the last by name have the most articles."""
    return pd.DataFrame([{"outlet": paper(k), "n": 5 + k, **row} for k in range(groups) for row in rows])


def readable(groups: int) -> Figure:
    return figures.outlet_readability(
        by_paper(groups, {"measure": "smog", "estimate": 9.0, "low": 8.0, "high": 10.0})
    )


def sourced(groups: int) -> Figure:
    return figures.source_shares(by_paper(groups, {"value": "official", **SHARE}))


def verbs(groups: int) -> Figure:
    return figures.verb_shares(by_paper(groups, {"value": "doubt", **SHARE}))


def hedged(groups: int) -> Figure:
    return figures.hedging_rates(by_paper(groups, {"kind": "hedge", "rate": 2.0, "low": 1.0, "high": 3.0}))


def named(groups: int) -> Figure:
    row = {"actor": "men", "voice": "narrator", "label": "rebel", "uses": 5, "uses_actor": 9, **SHARE}
    figure = figures.label_shares(by_paper(groups, row), "men")
    figure.mpl.axes[0].set_yticks([])
    return figure


def countries(groups: int) -> Figure:
    return figures.country_shares(by_paper(groups, {"country": "Iraq", "articles": 4, **SHARE}))


def roles(groups: int) -> Figure:
    row = {"actor": "police", "role": "agent", "meaning": "acts", "clauses_actor": 9, **SHARE}
    return figures.role_bars(by_paper(groups, row))


def speakers(groups: int) -> Figure:
    table = by_paper(groups, {"value": "Asif", "quotes": 3, "residual": 1.0})
    return figures.speaker_heatmap(table.rename(columns={"n": "articles"}))


def covered(groups: int) -> Figure:
    return figures.coverage_figure(by_paper(groups, {"month": "2024-05"}, {"month": "2024-06"}))


def shared(groups: int) -> Figure:
    return figures.story_figure(
        by_paper(groups, {"only_here": 1, "several": 2, "all": 0}).assign(stories=range(3, groups + 3))
    )


def told(groups: int) -> Figure:
    return figures.topic_shares(by_paper(groups, {"topic": 1, "label": "rain", **SHARE}))


def framed(groups: int) -> Figure:
    return figures.frame_figure(by_paper(groups, {"variable": "conflict", "raw": 0.3, **SHARE}))


def rated(groups: int) -> Figure:
    row = {"term": "flood*", "rate": 2.0, "low": 1.0, "high": 4.0, "uses": 8}
    return figures.rates_figure(by_paper(groups, row))


def compared(groups: int) -> Figure:
    row: dict[str, object] = {"measure": "words", "value": "flood*", "count": 8}
    row |= {f"{way}{end}": 2.0 for way in ("crude", "adjusted") for end in ("", "_low", "_high")}
    return figures.comparison_figure(by_paper(groups, row))


def forest(groups: int) -> Figure:
    row = {"reference": "(others)", "feature": "rain", "uses_target": 9, "uses_reference": 9, "q": 0.01}
    row |= {"log_ratio": 1.0, "low": 0.5, "high": 1.5, "certainty": "certain"}
    table = by_paper(groups, row)
    return figures.effect_forest(table.rename(columns={"outlet": "target", "n": "n_target"}))


DRAWN = [
    *(readable, sourced, verbs, hedged, named, countries, roles, speakers, covered, shared, told, framed),
    *(rated, compared, forest),
]


def outlets_in(svg: str) -> set[str]:
    return {paper(k) for k in range(100) if f">{paper(k)}" in svg or f", {paper(k)} (" in svg}


@pytest.mark.parametrize("draw", DRAWN)
def test_twelve_groups_are_all_drawn(draw) -> None:  # type: ignore[no-untyped-def]
    figure = draw(MOST)
    assert outlets_in(figure.svg()) == {paper(k) for k in range(MOST)}
    assert "the most articles" not in figure.alt + figure.caption


@pytest.mark.parametrize("draw", DRAWN)
def test_of_thirteen_groups_the_twelve_with_the_most_articles_are_drawn(draw) -> None:  # type: ignore[no-untyped-def]
    figure = draw(MOST + 1)
    assert outlets_in(figure.svg()) == {paper(k) for k in range(1, MOST + 1)}
    said = "Of 13 outlets, the 12 with the most articles are drawn; the table has them all."
    assert said in figure.alt
    assert said in figure.caption
    column = "target" if "target" in figure.data else "group" if "group" in figure.data else "outlet"
    assert figure.data[column].nunique() == MOST + 1


@pytest.mark.parametrize("draw", DRAWN)
def test_a_hundred_outlets_make_no_taller_figure_than_twelve(draw) -> None:  # type: ignore[no-untyped-def]
    assert draw(100).mpl.get_figheight() == draw(MOST).mpl.get_figheight()


def test_figures_of_many_rows_draw_eight() -> None:
    table = by_paper(30, {})
    at = ROWS // MOST
    assert largest(table, "outlet", rows=at).rows["outlet"].nunique() == MOST
    assert largest(table, "outlet", rows=at + 1).rows["outlet"].nunique() == FEW
    assert largest(by_paper(FEW, {}), "outlet", rows=99).note == ""


def test_lines_of_a_course_and_of_a_profile_are_eight_at_most() -> None:
    for groups, drawn in ((FEW, FEW), (FEW + 1, FEW)):
        rows = [{"part": k, "measure": "smog", "estimate": 1.0, "low": 0.5, "high": 1.5} for k in (1, 2, 3)]
        profile = figures.lede_profile(by_paper(groups, *rows))
        assert len(profile.mpl.legends[0].get_texts()) == drawn
        assert len(profile.data) == 3 * groups
        months = [f"2024-0{k}" for k in (1, 2, 3)]
        dated = [{"period": m, "begins": pd.Timestamp(m), "of": "sources", **SHARE} for m in months]
        course = by_paper(
            groups, *({**row, "count": 3, "value": v} for row in dated for v in ("police", "court"))
        )
        figure = figures.over_time_figure(course)
        assert len(figure.mpl.legends[0].get_texts()) == drawn
        assert len(figure.data) == len(course)
        assert ("the 8 with the most articles" in figure.caption) == (groups > FEW)


def test_other_outlets_stay_as_grey_points_among_the_articles() -> None:
    scores = by_paper(MOST + 3, {"measure": "smog", "estimate": 9.0, "se": 0.5, "n_words": 400})
    figure = figures.score_by_length(scores)
    points = [line for line in figure.mpl.axes[0].lines if line.get_marker() not in ("None", None)]
    assert sum(len(np.atleast_1d(line.get_xdata())) for line in points) == MOST + 3
    assert "Grey: articles of the others." in figure.caption


def test_outlets_take_turns_in_an_xray() -> None:
    lines = pd.DataFrame(
        [
            {"article_id": f"{k}-{i}", "outlet": paper(k), "published": pd.Timestamp("2024-05-01"),
             "voice": "narrator", "start": 10}
            for k in range(MOST + 1) for i in range(10 + k)
        ]
    )  # fmt: skip
    figure = figures.xray(lines, lines.groupby("article_id")["start"].max() * 9, word="rain")
    assert (
        f"The first {LINES} of {sum(10 + k for k in range(1, 13))} articles, outlets in turn."
        in figure.caption
    )
    assert all(f"{paper(k)} 5 uses in 5 articles" in figure.alt for k in range(1, MOST + 1))
    assert len(figure.data) == len(lines)


def test_outlets_of_a_study_are_the_same_in_all_its_figures_and_told_apart() -> None:
    remember([paper(k) for k in range(86) for _ in range(86 - k)])
    table = by_paper(60, {}).assign(n=1)
    drawn = largest(table, "outlet").rows["outlet"]
    assert drawn.tolist() == [paper(k) for k in range(MOST)]
    remember([paper((k * 7) % 86) for k in range(86) for _ in range(86 - k)])
    drawn = largest(table, "outlet").rows["outlet"]
    assert len(set(outlet_style(drawn).values())) == MOST


def test_other_groups_are_called_groups_and_those_without_a_name_are_not_drawn() -> None:
    table = make(
        "coverage", [{"group": f"desk {k}", "month": "2024-05", "n": k} for k in range(15)], by="desk"
    )
    assert "Of 15 groups, the 12" in figures.coverage_figure(table, by="desk").caption
    bare = pd.concat([by_paper(MOST, {}), pd.DataFrame({"outlet": [None], "n": [99]})])
    assert largest(bare, "outlet").note == ""


def test_a_long_name_leaves_room_for_the_axes_of_a_phone() -> None:
    row = {"reference": "(others)", "feature": "rain", "uses_target": 9, "uses_reference": 9, "q": 0.01}
    row |= {"log_ratio": 1.0, "low": 0.5, "high": 1.5, "certainty": "certain", "n_target": 9}
    for length in (HEADING - 18, HEADING - 17):  # with " beside the others"
        figure = figures.effect_forest(pd.DataFrame([{**row, "target": "P" * length}])).narrow()
        assert ("…" in figure.svg()) == (length > HEADING - 18)
        assert figure.mpl.axes[0].get_position().width > 0.6
