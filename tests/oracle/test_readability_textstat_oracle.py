"""The textstat mode against the live package: every score, on news texts and on odd ones."""

import os
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.readability.textstat_counts import (
    count_sentences,
    text_standard,
    textstat_counts,
    textstat_offline,
    textstat_scores,
)

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


def test_every_score_equals_the_live_package(corpus: list[str]) -> None:
    import textstat

    scores = textstat_scores(textstat_counts(corpus))
    assert len(corpus) >= 300
    with textstat_offline():
        for ours, theirs in LIVE.items():
            live = np.array([getattr(textstat, theirs)(text) for text in corpus], dtype=float)
            worst = int(np.argmax(np.abs(live - scores[ours].to_numpy())))
            assert abs(live[worst] - scores[ours].iloc[worst]) <= 1e-9, (ours, corpus[worst][:80])
        for variant in (1, 2, 3, 4):
            live = np.array([textstat.wiener_sachtextformel(text, variant) for text in corpus[::9]])
            np.testing.assert_allclose(scores[f"wiener_{variant}"][::9], live, atol=1e-9, rtol=0)
        some = corpus[:40] + ODD[-4:]
        live = np.array([textstat.text_standard(text, float_output=True) for text in some])
        np.testing.assert_array_equal(text_standard(textstat_scores(textstat_counts(some))), live)


def test_counts_equal_the_live_package(corpus: list[str]) -> None:
    import textstat

    some = corpus[::7] + ODD
    counts = textstat_counts(some)
    with textstat_offline():
        for ours, live in {
            "words": textstat.lexicon_count,
            "syllables": textstat.syllable_count,
            "sentences": textstat.sentence_count,
            "poly": textstat.polysyllabcount,
            "mono": textstat.monosyllabcount,
            "letters": textstat.letter_count,
            "chars": textstat.char_count,
            "long": textstat.long_word_count,
            "mini": textstat.miniword_count,
        }.items():
            assert counts[ours].tolist() == [live(text) for text in some], ours


def test_the_package_works_offline_and_is_left_as_it_was() -> None:
    import textstat
    from textstat.backend.counts import _count_syllables

    before = _count_syllables.get_cmudict
    with textstat_offline():
        assert textstat.syllable_count("readability") == 5
    assert _count_syllables.get_cmudict is before


def test_sentence_count_takes_linear_time() -> None:
    import time

    started = time.process_time()
    count_sentences("a" * 300_000 + " b" * 2)
    count_sentences("- " * 150_000 + "x")
    assert time.process_time() - started < 1


def test_counts_do_not_depend_on_what_was_counted_before(corpus: list[str]) -> None:
    first = textstat_counts(corpus[:5])
    textstat_counts(corpus)
    pd.testing.assert_frame_equal(first, textstat_counts(corpus[:5]))


def test_nothing_is_downloaded() -> None:
    source = Path(os.fspath(textstat_counts.__code__.co_filename)).read_text(encoding="utf-8")
    assert not re.search(r"nltk|download\(|urlopen", source)
