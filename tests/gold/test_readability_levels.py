"""OneStopEnglish: 189 news stories at three levels, which the measures should put in order."""

from pathlib import Path

import numpy as np
import pytest

from toolkit.analysis.readability.formulas import MEASURES, score
from toolkit.analysis.readability.prose import FEATURES, news_counts
from toolkit.analysis.readability.scores import measure_table

LEVELS = ("ele", "int", "adv")


def read(file: Path) -> str:
    data = file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


@pytest.fixture(scope="module")
def columns(shared: Path) -> list[dict[str, np.ndarray]]:
    folder = shared / "benchmarks" / "onestop_english"
    stories = sorted(file.name[:-8] for file in (folder / "Adv-Txt").glob("*.txt"))
    assert len(stories) == 189
    made = []
    for level in LEVELS:
        texts = [read(folder / f"{level.title()}-Txt" / f"{story}-{level}.txt") for story in stories]
        counts = news_counts(texts).documents
        made.append({name: counts[name].to_numpy(dtype=float) for name in (*FEATURES, "spache_types")})
    return made


def test_the_share_in_order_is_the_one_shown(columns: list[dict[str, np.ndarray]]) -> None:
    shown = measure_table().dropna(subset="ordered").set_index("measure")["ordered"]
    assert len(shown) >= 15
    for name, share in shown.items():
        easy, middle, hard = (score(str(name), level) * MEASURES[str(name)].harder for level in columns)
        found = np.mean((easy < middle) & (middle < hard))
        assert found == pytest.approx(share, abs=0.016), name


@pytest.mark.parametrize("name", ["flesch", "flesch_kincaid", "smog", "dale_chall", "rix", "ease"])
def test_the_default_measures_order_nine_stories_in_ten(
    columns: list[dict[str, np.ndarray]], name: str, reaches
) -> None:
    easy, middle, hard = (score(name, level) * MEASURES[name].harder for level in columns)
    reaches("readability.levels_in_order", float(np.mean((easy < middle) & (middle < hard))))
