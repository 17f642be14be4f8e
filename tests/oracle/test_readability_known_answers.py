"""Published and reference values: formulas at counts, formulas at texts, and textstat's own vectors."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toolkit.analysis.readability.by_textstat import textstat_scores
from toolkit.analysis.readability.formulas import score
from toolkit.analysis.readability.prose import FEATURES, news_counts

NAMES = {
    "flesch_reading_ease": "flesch",
    "flesch_kincaid_grade": "flesch_kincaid",
    "smog_index": "smog",
    "gunning_fog": "fog",
    "coleman_liau_index": "coleman_liau",
    "dale_chall_readability_score": "dale_chall_1948",
    "dale_chall_readability_score_v2": "dale_chall",
    "spache_readability": "spache",
    "automated_readability_index": "ari",
    "linsear_write": "linsear",
}


@pytest.fixture(scope="module")
def entries(shared: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        (shared / "benchmarks" / "readability_known_answers.json").read_text(encoding="utf-8")
    )
    assert len(found) == 90
    return found


def columns(counts: dict[str, float]) -> dict[str, np.ndarray]:
    """Return the columns a formula needs from the counts of a package's test."""
    named = {
        "words": counts["words"],
        "sentences": counts["sentences"],
        "letters": counts["letters"],
        "chars": counts["letters"],
        "poly": counts["polysyllables"],
        "complex": counts["polysyllables"],
    }
    return {name: np.array([float(value)]) for name, value in named.items()}


def test_textstats_vectors(entries: list[dict[str, Any]]) -> None:
    vectors = [entry for entry in entries if entry["measure"].startswith("textstat.")]
    names = [NAMES.get(entry["measure"][9:], entry["measure"][9:]) for entry in vectors]
    scores = textstat_scores([entry["text"] for entry in vectors], sorted(set(names)))
    assert len(vectors) == 44
    for place, (name, entry) in enumerate(zip(names, vectors, strict=True)):
        assert scores[name].iloc[place] == pytest.approx(entry["published"], abs=5.001e-4), entry["measure"]


def test_published_values_of_texts(entries: list[dict[str, Any]]) -> None:
    checked = 0
    for entry in entries:
        if "text" not in entry or entry["measure"].startswith(("textstat.", "dale_chall")):
            continue
        frame = news_counts([entry["text"]]).documents
        made = {name: frame[name].to_numpy(dtype=float) for name in FEATURES}
        found = float(score(NAMES.get(entry["measure"], entry["measure"]), made)[0])
        decimals = len(str(entry["published"]).partition(".")[2])
        assert found == pytest.approx(entry["published"], abs=0.51 * 10**-decimals), (
            entry["measure"],
            entry["text"][:50],
        )
        checked += 1
    assert checked == 13


def test_dale_and_challs_own_samples(entries: list[dict[str, Any]]) -> None:
    samples = [entry for entry in entries if entry["measure"] == "dale_chall_1948" and "text" in entry]
    assert len(samples) == 3
    for entry in samples:
        given = entry["rounded_inputs"]
        rounded = {"unfamiliar": given["pct_unfamiliar"], "words": 100.0, "sentences": 100 / given["asl"]}
        made = {name: np.array([float(value)]) for name, value in rounded.items()}
        assert score("dale_chall_1948", made)[0] == pytest.approx(entry["check"], abs=1e-9)
        frame = news_counts([entry["text"]]).documents
        counted = {name: frame[name].to_numpy(dtype=float) for name in FEATURES}
        # their shares and lengths are rounded to whole numbers; ours are not
        assert score("dale_chall_1948", counted)[0] == pytest.approx(entry["published"], abs=0.11)


def test_values_of_counts(entries: list[dict[str, Any]]) -> None:
    given = [entry for entry in entries if entry["source"].startswith("py-readability-metrics")]
    assert len(given) == 8
    for entry in given:
        name, made = NAMES.get(entry["measure"], entry["measure"]), columns(entry["counts"])
        made["syllables"] = np.array([192.0])  # not in the file; the only whole number that gives its ease
        published = entry["published"]
        if name == "flesch_kincaid":
            published += 0.01 * 117 / 7  # that package has .38 for Kincaid's .39
        if name == "fog":
            made["complex"] = np.array([17.0])  # of the 20 polysyllables
        if name == "dale_chall_1948":
            made["unfamiliar"] = np.array([36.0])  # likewise
        if name != "spache_1953":  # the coefficients of 1953 are not ours
            assert score(name, made)[0] == pytest.approx(published, abs=1e-9), entry["measure"]


def test_smog_of_the_blog_and_the_table(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        if entry["measure"] == "smog_simple":  # 3 + the root of polysyllables in 30 sentences
            n = entry["counts"]["polysyllables_per_sentence"]
            assert 3 + np.sqrt(30 * n) == pytest.approx(entry["published"], abs=0.011)
            made = {"poly": np.array([float(n)]), "sentences": np.array([1.0])}
            assert score("smog", made)[0] == pytest.approx(1.043 * np.sqrt(30 * n) + 3.1291)
