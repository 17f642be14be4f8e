"""House style is not readability: the same words, typed another way, score the same."""

import re
from pathlib import Path

import numpy as np
import pytest

from toolkit.analysis.readability.formulas import score
from toolkit.analysis.readability.prose import FEATURES, news_counts

HEADINGS = ["What happens next", "A long wait", "Reaction", "How we got here"]


def grades(texts: list[str]) -> np.ndarray:
    frame = news_counts(texts).documents
    return score("flesch_kincaid", {name: frame[name].to_numpy(dtype=float) for name in FEATURES})


def with_headings(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(line if i % 4 else f"{HEADINGS[i // 4 % 4]}\n{line}" for i, line in enumerate(lines))


def with_captions(text: str) -> str:
    lines = text.split("\n")
    extra = ["A view of the street after the rain. — AFP/File", "Share this article", "Photo: Reuters"]
    return "\n".join(line if i % 5 else f"{extra[i // 5 % 3]}\n{line}" for i, line in enumerate(lines))


CHANGES = {
    "US as U.S.": lambda t: re.sub(r"\b(US|UK|UN|EU)\b", lambda m: ".".join(m[0]) + ".", t),
    "headings": with_headings,
    "captions": with_captions,
    "straight quotes": lambda t: t.translate(str.maketrans("“”‘’", "\"\"''")),
    "em dashes": lambda t: re.sub(r" [–-] ", "—", t),
    "spaced dashes": lambda t: re.sub(r"\s?[—–]\s?", " - ", t),
    "hyphens": lambda t: t.replace("-", "‑"),
    "ellipses": lambda t: t.replace("...", "…"),
    "spaces": lambda t: t.replace(" ", "\u00a0"),
}


@pytest.fixture(scope="module")
def texts(shared: Path) -> list[str]:
    folder = shared / "benchmarks" / "onestop_english" / "Adv-Txt"
    found = [file.read_bytes().decode("utf-8-sig", "replace") for file in sorted(folder.glob("*.txt"))[:100]]
    assert len(found) == 100
    return [re.sub(r"\b([UE])\.([SKNU])\.", r"\1\2", text) for text in found]


@pytest.mark.parametrize("change", CHANGES)
def test_typography_moves_no_grade(texts: list[str], change: str) -> None:
    before, after = grades(texts), grades([CHANGES[change](text) for text in texts])
    shift = after - before
    assert any(CHANGES[change](text) != text for text in texts), "the change changes nothing"
    worst = int(np.argmax(np.abs(shift)))
    assert abs(shift.mean()) < 0.05, f"mean shift {shift.mean():+.3f}"
    assert abs(shift[worst]) < 0.3, f"text {worst} moves by {shift[worst]:+.2f} grades"
