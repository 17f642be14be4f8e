import numpy as np
import pandas as pd
import pytest

from toolkit.errors import ToolkitError
from toolkit.figures.framing import effect_forest
from toolkit.figures.framing_counts import rate_against_rate, xray
from toolkit.figures.framing_shares import hedging_rates, label_shares, role_bars
from toolkit.figures.style import PAPER


def words_table(n: int = 12) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    ratio = rng.normal(0, 2, n)
    return pd.DataFrame(
        {
            "target": "Post & <Co>",
            "reference": "(others)",
            "feature": [f"word{k} $x$" for k in range(n)],
            "log_ratio": ratio,
            "low": ratio - 1,
            "high": ratio + 1,
            "uses_target": rng.integers(1, 30, n),
            "uses_reference": rng.integers(1, 30, n),
            "rate_target": rng.gamma(1, 3, n),
            "rate_reference": np.where(np.arange(n) == 0, 0, rng.gamma(1, 3, n)),
            "n_target": 12,
            "p": rng.random(n),
            "q": rng.random(n),
            "certainty": np.where(np.arange(n) < 4, "certain", "seen here"),
        }
    )


def shares_table(**columns) -> pd.DataFrame:
    rows = [
        {
            "group": g,
            "uses": n,
            "uses_actor": 20,
            "clauses_actor": 20,
            "share": n / 20,
            "low": n / 40,
            "high": min(1, n / 10),
            "n": 9,
            **c,
        }
        for g in ("Herald", "Post")
        for n, c in zip((14, 6), columns["rows"], strict=True)
    ]
    return pd.DataFrame(rows)


def test_forest_names_the_strongest_and_survives_missing_intervals():
    table = words_table()
    figure = effect_forest(table)
    assert "4 words differ with certainty" in figure.alt
    assert "svg" in figure.svg()
    table.loc[:, ["low", "high"]] = np.nan
    assert effect_forest(table.assign(certainty="likely")).alt.endswith("no word differs with certainty.")


def test_same_table_same_bytes():
    assert effect_forest(words_table()).svg() == effect_forest(words_table()).svg()


def test_labels_of_the_scatter_do_not_overlap():
    figure = rate_against_rate(words_table(60), "Post & <Co>")
    figure.mpl.canvas.draw()
    boxes = [text.get_window_extent() for text in figure.mpl.axes[0].texts]
    assert len(boxes) > 10
    for k, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[k + 1 :])


def test_xray():
    lines = pd.DataFrame(
        {
            "article_id": ["a", "a", "b"],
            "outlet": ["Post", "Post", "Herald"],
            "published": pd.to_datetime(["2024-01-02", "2024-01-02", None]),
            "start": [5, 50, 10],
            "voice": ["narrator", "direct_quote", "headline"],
        }
    )
    figure = xray(lines, pd.Series({"a": 100, "b": 40}), word="rebel*")
    assert figure.alt == "Where “rebel*” occurs in the articles that use it: Post 2 uses in 1 articles."


def test_shares_and_roles_and_rates():
    labels = shares_table(
        rows=[{"actor": "men", "voice": "narrator", "label": k} for k in ("rebel", "militant")]
    )
    assert "Herald: rebel 70%" in label_shares(labels, "men").alt
    roles = shares_table(
        rows=[{"actor": "men", "role": k, "meaning": k.upper()} for k in ("agent", "patient_of_active")]
    )
    assert "men in Post: AGENT 70%" in role_bars(roles).alt
    rates = shares_table(rows=[{"kind": k, "rate": 1.5} for k in ("hedge", "doubt")])
    assert "Herald hedge 1.5" in hedging_rates(rates).alt


def test_outlets_with_too_few_articles_are_named_and_have_no_interval():
    words = words_table().assign(n_target=12)
    small = words.assign(target="Times", log_ratio=np.nan, low=np.nan, high=np.nan)
    assert "Too few articles for a ratio: Times." in effect_forest(pd.concat([words, small])).caption
    labels = shares_table(
        rows=[{"actor": "men", "voice": "narrator", "label": k} for k in ("rebel", "militant")]
    )
    labels.loc[labels["group"] == "Post", ["share", "low", "high"]] = np.nan
    figure = label_shares(labels, "men")
    hollow = [line for line in figure.mpl.axes[0].lines if line.get_markerfacecolor() == PAPER]
    assert len(hollow) == 2, "what was counted is drawn, without an interval"
    assert "Post 20 in 9 articles (too few for a share)" in figure.caption
    rates = shares_table(rows=[{"kind": k, "rate": 1.5} for k in ("hedge", "doubt")])
    rates.loc[rates["group"] == "Post", "rate"] = np.nan
    assert hedging_rates(rates).caption.endswith("Too few articles: Post.")


@pytest.mark.parametrize(
    "draw",
    [
        lambda: effect_forest(words_table(0)),
        lambda: rate_against_rate(words_table(), "Nobody"),
        lambda: xray(pd.DataFrame({"voice": [], "article_id": []}), pd.Series(dtype=float), word="x"),
        lambda: label_shares(
            shares_table(rows=[{"actor": "a", "voice": "b", "label": k} for k in "xy"]), "men"
        ),
        lambda: role_bars(pd.DataFrame({"share": []})),
        lambda: hedging_rates(pd.DataFrame()),
    ],
)
def test_nothing_to_draw_is_said(draw):
    with pytest.raises(ToolkitError):
        draw()
