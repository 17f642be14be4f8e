"""The smallest numbers of articles are set in one place and hold for every family and for the report."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.framing.hedges import hedging
from toolkit.analysis.framing.naming import labels
from toolkit.analysis.keyness.detectable import power
from toolkit.analysis.keyness.find import keyness
from toolkit.analysis.quotes.find import quotes
from toolkit.analysis.readability.compare import compare_outlets
from toolkit.analysis.sources.profile import concentration, first_voices, verb_profile
from toolkit.analysis.sources.shares import sources
from toolkit.analysis.topics.find import topics
from toolkit.corpus.corpus import Corpus
from toolkit.errors import SettingsError
from toolkit.report.init import study_text
from toolkit.report.run.groups import groups
from toolkit.report.wording.answers import limits, nothing
from toolkit.report.wording.contrasts import Contrast
from toolkit.report.wording.front import Front
from toolkit.report.wording.stated import is_supported
from toolkit.settings import Settings, load_settings, make_settings
from toolkit.tables import conform

SIZES = {"Herald": 7, "Post": 12}


def corpus(least: int, few: int) -> Corpus:
    rng = np.random.default_rng(2)
    rows = []
    for outlet, n in SIZES.items():
        for i in range(n):
            who = "Rebels" if outlet == "Herald" and i % 3 else "Militants"
            place = rng.choice(["bridge", "harbour", "market", "school"])
            body = [
                f"{who} may have crossed the {place} in week {i}, and {who.lower()} fled {rng.integers(99)} times."
            ]
            body += [
                f"“The {place} is closed on day {i + k},” {['Asif', 'Baloch'][k]} Khan said." for k in (0, 1)
            ]
            body += [
                f"The {rng.choice(['rain', 'road', 'council'])} of town {k} was seen again." for k in range(9)
            ]
            rows.append({"article_id": f"{outlet}{i}", "outlet": outlet, "text": "\n\n".join(body)})
    settings = make_settings({"comparison": {"min_articles": least, "few_articles": few}})
    return Corpus(conform(pd.DataFrame(rows), "articles"), settings=settings)


def herald(table: pd.DataFrame, column: str) -> pd.Series:
    by = next(name for name in ("outlet", "group", "target", "a") if name in table)
    return table.loc[table[by] == "Herald", column]


FAMILIES = {
    "words": lambda c: herald(keyness(c, hidden=True), "p"),
    "power": lambda c: herald(power(c, draws=5), "power"),
    "labels": lambda c: herald(labels(c), "low"),
    "hedging": lambda c: herald(hedging(c), "low"),
    "sources": lambda c: herald(sources(quotes(c)), "low"),
    "kinds of sources": lambda c: herald(sources(quotes(c), of="source_type"), "low_words"),
    "verbs": lambda c: herald(verb_profile(quotes(c)), "low"),
    "first voices": lambda c: herald(first_voices(quotes(c)), "low"),
    "voices": lambda c: herald(concentration(quotes(c)), "low"),
    "readability": lambda c: herald(compare_outlets(c, measures=["rix"], min_words=1), "p"),
    "groups of --each": lambda c: pd.Series([np.nan if g.reason else 1.0 for g in groups(c, "outlet")][:1]),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_seven_articles_are_enough_at_seven_and_too_few_at_eight(family: str) -> None:
    assert FAMILIES[family](corpus(7, 10)).notna().any(), "seven of at least seven"
    assert FAMILIES[family](corpus(8, 10)).isna().all(), "seven of at least eight"


@pytest.mark.parametrize("family", ["prevalence", "differences"])
def test_topics_too(family: str) -> None:
    found = {least: getattr(topics(corpus(least, 10), k=2), family) for least in (7, 8)}
    reasons = {least: set(herald(table, "reason").dropna()) for least, table in found.items()}
    assert "fewer than 8 articles" in reasons[8]
    assert herald(found[8], "low").isna().all()
    assert not any(reason.startswith("fewer than") for reason in reasons[7])


def test_few_articles_flag_a_row_and_hold_back_a_finding() -> None:
    flagged, plain = (keyness(corpus(5, few), hidden=True)["flags"] for few in (8, 7))
    assert flagged.str.contains("small_n").all()
    assert not plain.str.contains("small_n").any()
    notes = [compare_outlets(corpus(5, few), measures=["rix"], min_words=1)["note"].iloc[0] for few in (8, 7)]
    assert notes[0] == "under 8 articles on a side"
    assert pd.isna(notes[1])
    made = Contrast("Post", "rain", 0.3, 0.2, 0.4, n=(7, 12), q=0.001, minimum=0.05, sentence="")
    assert is_supported(made, 7)
    assert not is_supported(made, 8)
    assert not is_supported(made)
    assert "That takes 8 articles on each side" in nothing(corpus(5, 8), pairs=True)
    assert "That takes" not in nothing(corpus(5, 7), pairs=True)


def test_the_opening_page_names_outlets_that_are_too_small() -> None:
    assert any("Herald has fewer than 8 articles" in line for line in limits(corpus(8, 10), Front("")))
    assert not any("fewer than" in line for line in limits(corpus(7, 10), Front("")))


def test_the_old_key_is_refused_with_its_new_place() -> None:
    with pytest.raises(SettingsError, match=r"write \[comparison\] min_articles instead"):
        make_settings({"framing": {"min_articles": 7}})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"min_article": 6}, "did you mean 'min_articles'"),
        ({"min_articles": 1}, "numbers of 2 or more"),
        ({"min_articles": 12}, "few_articles not the smaller one"),
        ({"min_articles": "five"}, "must be of type int"),
        ("five", "expected a table"),
    ],
)
def test_what_is_refused(given: object, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        make_settings({"comparison": given, "framing": {"by": "outlet"}})


@pytest.mark.parametrize("given", [{"framing": 5}, {"comparison": "five"}])
def test_tables_that_are_no_tables_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match="expected a table"):
        make_settings(given)


def test_the_edges_are_allowed() -> None:
    edge = make_settings({"comparison": {"min_articles": 2, "few_articles": 2}}).comparison
    assert (edge.min_articles, edge.few_articles) == (2, 2)


def test_init_writes_both(tmp_path: Path) -> None:
    study = tmp_path / "study.toml"
    study.write_text(study_text(corpus(5, 10)), encoding="utf-8")
    assert load_settings(study).comparison == Settings().comparison
    assert re.search(r"(?m)^\[comparison\]", study.read_text(encoding="utf-8"))
