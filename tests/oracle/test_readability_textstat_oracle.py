"""``counting="textstat"`` against the live package: every measure, on news texts and on odd ones."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.readability.by_textstat import TEXTSTAT, textstat_offline
from toolkit.analysis.readability.formulas import NOT_ENGLISH
from toolkit.analysis.readability.scores import readability
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform

LIVE = {
    "flesch": "flesch_reading_ease",
    "flesch_kincaid": "flesch_kincaid_grade",
    "smog": "smog_index",
    "coleman_liau": "coleman_liau_index",
    "ari": "automated_readability_index",
    "dale_chall_1948": "dale_chall_readability_score",
    "dale_chall": "dale_chall_readability_score_v2",
    "fog": "gunning_fog",
    "linsear": "linsear_write_formula",
    "spache": "spache_readability",
    "lix": "lix",
    "rix": "rix",
    "eflaw": "mcalpine_eflaw",
    "reading_time": "reading_time",
    "sentence_length": "words_per_sentence",
}
ODD = [
    "",
    " ",
    "!!! ???",
    "...",
    "'s",
    "One",
    "no stop at all in this text that goes on",
    "Rs. 3.5 billion. \u201cWhy?\u201d don\u2019t \u2014 e.g. www.dawn.com.pk",
    "''twas 'the \x1cend_of'' it's we'll-rock_n'roll",
    "A " * 230,
    "word " * 99 + "\u2014 " * 40 + "ends here. And there. " * 8,
    "\u0130stanbul \u03a3\u03a3\u03a3 caf\u00e9 na\u00efve 12,500 \u0643\u062a\u0627\u0628\u061f",
]


def texts(shared: Path) -> list[str]:
    """Return 249 stories, the five pages cut in pieces, and odd texts: more than 300."""
    folder = shared / "benchmarks" / "onestop_english"
    ose = [*sorted((folder / "Adv-Txt").glob("*.txt")), *sorted((folder / "Int-Txt").glob("*.txt"))[:60]]
    found = [file.read_bytes().decode("utf-8-sig", errors="replace") for file in ose]
    for page in sorted((shared / "pages").glob("*/*.txt")):
        lines = page.read_text(encoding="utf-8", errors="replace").split("\n")
        found += ["\n".join(lines[i : i + 20]) for i in range(0, len(lines), 20)]
    return [text for text in found if text.strip()] + ODD


@pytest.fixture(scope="module")
def corpus(shared: Path) -> list[str]:
    return texts(shared)


def scores_of(texts: list[str]) -> pd.DataFrame:
    """Return a column of textstat's scores for each measure, through the public function."""
    articles = pd.DataFrame({"text": texts, "article_id": [f"a{i:04}" for i in range(len(texts))]})
    articles = articles.assign(language="en")  # odd texts are scored too
    names = [name for name in TEXTSTAT if name not in NOT_ENGLISH]
    table = readability(Corpus(conform(articles, "articles")), measures=names, counting="textstat")
    return table.pivot_table("estimate", "article_id", "measure", sort=True, dropna=False)


def test_every_measure_is_the_live_packages(corpus: list[str]) -> None:
    import textstat

    some = corpus[::4] + ODD
    scores = scores_of(some)
    live = {name: getattr(textstat, theirs) for name, theirs in LIVE.items()}
    live |= {
        f"wiener_{variant}": lambda text, variant=variant: textstat.wiener_sachtextformel(text, variant)
        for variant in (1, 2, 3, 4)
    }
    live["text_standard"] = lambda text: textstat.text_standard(text, float_output=True)
    live["unfamiliar"] = lambda text: (
        100 * len(textstat.difficult_words_list(text, 0)) / max(textstat.lexicon_count(text), 1)
    )
    assert {*live} == {*TEXTSTAT} - NOT_ENGLISH
    assert len(some) >= 80
    with textstat_offline():
        for name, function in live.items():
            theirs = np.array([float(function(text)) for text in some])
            np.testing.assert_array_equal(scores[name].to_numpy(), theirs, err_msg=name)


def test_the_offline_dictionary_counts_as_the_whole_one_does() -> None:
    """First pronunciations by hand from the CMU dictionary, and words that it does not hold."""
    import textstat

    with textstat_offline():
        for word, n in {"readability": 5, "fire": 2, "being": 2, "every": 3, "Khyber": 2, "zzyzx": 1}.items():
            assert textstat.syllable_count(word) == n, word


def test_the_package_is_left_as_it_was() -> None:
    import textstat
    from textstat.backend.counts import _count_syllables

    before = _count_syllables.get_cmudict
    with textstat_offline():
        assert textstat.syllable_count("readability") == 5
    assert _count_syllables.get_cmudict is before


def test_a_language_or_rounding_set_in_the_package_changes_nothing() -> None:
    import textstat

    before = scores_of(["Ministers postponed the comprehensive legislation. It rained."])
    textstat.textstat.set_lang("de")
    textstat.textstat.set_rounding_points(0)
    try:
        after = scores_of(["Ministers postponed the comprehensive legislation. It rained."])
    finally:
        textstat.textstat.set_lang("en_US")
        textstat.textstat.set_rounding_points(None)
    pd.testing.assert_frame_equal(before, after)


def test_scores_do_not_depend_on_what_was_scored_before(corpus: list[str]) -> None:
    first = scores_of(corpus[:3])
    scores_of(corpus[3:9])
    pd.testing.assert_frame_equal(first, scores_of(corpus[:3]))


def test_nothing_is_fetched() -> None:
    """In a new process, where no cache can hide a download: every way to the network fails."""
    code = """import socket, urllib.request
def refuse(*_arguments, **_options):
    raise AssertionError("the network was asked")
socket.socket.connect = socket.getaddrinfo = urllib.request.urlopen = refuse
from toolkit.analysis.readability.by_textstat import TEXTSTAT, textstat_scores
print(len(textstat_scores(["Ministers postponed the legislation."], [*TEXTSTAT]).columns))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == len(TEXTSTAT) + 2
