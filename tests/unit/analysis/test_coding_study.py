"""What the section on frames shows, with codes, with checks alone, and without any."""

from dataclasses import replace

import pytest

from toolkit import load_corpus
from toolkit.analysis.coding import coded_frames
from toolkit.settings import CodingSettings, files_of, make_settings, sections_of, with_files


@pytest.fixture(scope="module")
def corpus():
    return load_corpus()


def with_coding(corpus, coding):
    return replace(corpus, settings=replace(corpus.settings, coding=coding))


def test_the_sample(corpus):
    found = coded_frames(corpus)
    assert found.about.startswith(
        "44 of 54 articles were coded, by anna and ben; 44 of them by more than one person."
    )
    assert len(found.shares) == 12
    assert len(found.differences) == 18
    assert set(found.drift["part"]) == {1, 2, 3}
    assert found.disagreements["text"].str.len().max() <= 402
    assert found.quality["variable"].nunique() == 3
    assert found.checks["variable"].unique().tolist() == ["Quotations by kind of source"]
    truth = {
        "TNB Online": 1 / 15,
        "The Ashru Notebook": 0.71,
    }  # of articles in which a witness speaks, as planted
    shares = found.shares[found.shares["variable"] == "human_interest"].set_index("outlet")
    for outlet, planted in truth.items():
        row = shares.loc[outlet]
        assert row["low"] - 0.1 <= planted <= row["high"] + 0.1  # the coders err too


def test_without_codes_there_are_empty_tables_and_a_sentence(corpus):
    found = coded_frames(with_coding(corpus, CodingSettings()))
    assert found.coding is None
    assert "No frames were coded" in found.about
    tables = [
        found.shares,
        found.differences,
        found.agreement,
        found.drift,
        found.disagreements,
        found.quality,
    ]
    assert [len(table) for table in [*tables, found.calibration, found.checks, found.intruders]] == [0] * 9


def test_checks_alone(corpus):
    found = coded_frames(with_coding(corpus, replace(corpus.settings.coding, frames=None)))
    assert len(found.shares) == 0
    assert len(found.checks) == 4


def test_settings_name_the_files_and_the_section():
    settings = make_settings({"coding": {"frames": "a.json", "checks": ["b.json", "c.json"]}})
    assert files_of(settings) == {
        "[coding] frames": "a.json",
        "[coding] checks 1": "b.json",
        "[coding] checks 2": "c.json",
    }
    moved = with_files(settings, lambda name: f"x/{name}")
    assert moved.coding == CodingSettings("x/a.json", ("x/b.json", "x/c.json"))
    assert sections_of(settings)[-1] == "frames"
    assert "frames" not in sections_of(make_settings({}))
    asked = make_settings({"coding": {"frames": "a.json"}, "report": {"sections": ["frames", "corpus"]}})
    assert sections_of(asked) == ("frames", "corpus")
