"""The difference of shares that a table can state, by hand and by simulation."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from toolkit.analysis.detectable import shares_line
from toolkit.errors import TableError
from toolkit.stats.families import finding_level


def rows(
    n: tuple[int, int] = (40, 38), values: tuple[str, ...] = ("official",), half: float = 0.1
) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"outlet": outlet, "value": value, "share": 0.5, "low": 0.5 - half, "high": 0.5 + half, "n": size}
            for outlet, size in zip(("Herald", "Post"), n, strict=True)
            for value in values
        ]
    )


def points(line: str) -> int:
    return int(line.split("difference of ")[1].split(" ", maxsplit=1)[0])


@pytest.mark.parametrize("values", [("official",), ("official", "witness", "expert")])
def test_the_difference_by_hand(values):
    error = np.hypot(0.1 / stats.t.ppf(0.975, 39), 0.1 / stats.t.ppf(0.975, 37))  # the t margin comes in once
    level = 0.01 / len(values)
    assert finding_level(len(values)) == pytest.approx(level)
    expected = error * (stats.t.ppf(1 - level / 2, 37) + stats.t.ppf(0.8, 37))
    assert points(shares_line(rows(values=values))) == round(100 * expected)


def test_the_degrees_of_freedom_of_the_table_are_taken_where_it_has_them():
    few = shares_line(rows().assign(df=[4.0, 4.0]))
    error = np.sqrt(2) * 0.1 / stats.t.ppf(0.975, 4)
    assert points(few) == round(100 * error * (stats.t.ppf(0.995, 37) + stats.t.ppf(0.8, 37)))


def test_more_articles_find_less_and_few_find_nothing():
    assert points(shares_line(rows(half=0.05))) < points(shares_line(rows()))
    assert "under 10 articles a side nothing is stated" in shares_line(rows(n=(40, 9)))
    assert "nothing is stated" not in shares_line(rows(n=(40, 10)))
    assert "no difference of shares is large enough" in shares_line(rows(half=0.49))


def test_shares_without_intervals_say_nothing():
    assert shares_line(rows().assign(low=np.nan)) == ""
    assert shares_line(rows().head(1)) == ""
    assert shares_line(rows().assign(value="(not known)")) == ""
    with pytest.raises(TableError, match="share"):
        shares_line(rows().drop(columns="share"))
