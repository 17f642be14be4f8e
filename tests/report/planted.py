"""Corpora of two outlets with one planted difference, or none, and the tables the findings read."""

from __future__ import annotations

from random import Random
from typing import Literal

import pandas as pd

from toolkit.analysis.framing.naming import labels
from toolkit.analysis.keyness.find import keyness
from toolkit.analysis.keyness.top import top_terms
from toolkit.analysis.quotes.find import quotes
from toolkit.analysis.readability.compare import compare_outlets, readability_by_outlet
from toolkit.analysis.sources.shares import sources
from toolkit.analysis.strata import strata_of
from toolkit.analysis.topics.find import topics
from toolkit.corpus.corpus import Corpus
from toolkit.report.wording.findings import findings_in
from toolkit.settings import Settings
from toolkit.tables import conform

Effect = Literal["labels", "sources", "readability", "topics", "none"]
OUTLETS = ("Herald", "Post")

THEMES = {
    "water": "river dam flood rain canal reservoir irrigation pump drought monsoon embankment basin",
    "court": "judge trial verdict lawyer appeal hearing witness bail prosecutor sentence tribunal custody",
    "trade": "market export tariff price merchant customs harvest loan budget currency factory wages",
    "school": "teacher pupil classroom exam college textbook lesson campus degree library lecture syllabus",
}
PLACES = ["Tarsa", "Velik", "Onoro", "Paldun", "Mirzan", "Kelo", "Dastan", "Urvik"]
VERBS = ["reached", "closed", "opened", "crossed", "left", "passed", "joined", "followed", "entered", "kept"]
ADJECTIVES = ["old", "new", "small", "large", "quiet", "broken", "northern", "southern", "empty", "crowded"]
NOUNS = [
    "road",
    "bridge",
    "town",
    "village",
    "square",
    "hill",
    "border",
    "camp",
    "house",
    "station",
    "office",
    "garden",
]
LONG = "notwithstanding considerable administrative complications and interdepartmental recriminations"
OFFICIALS = ("Interior Minister", "army spokesman", "Prime Minister", "police chief")
CITIZENS = ("farmer", "shopkeeper", "student", "resident")
NAMES = ["Ardan", "Halik", "Rumi", "Sorel", "Temur", "Vasko", "Yelin", "Zafir", "Marik", "Onur"]


def corpus(effect: Effect, seed: int, *, n: int = 40) -> Corpus:
    """Return two outlets of `n` articles each; `effect` says in what they differ."""
    draw = Random(seed)
    rows = [
        {
            "article_id": f"{outlet}{i}",
            "outlet": outlet,
            "title": _sentence(draw, draw.choice(list(THEMES)))[:-1],
            "text": _article(draw, effect if outlet == OUTLETS[0] else _opposite(effect)),
            "language": "en",
            "n_words": 250,
        }
        for outlet in OUTLETS
        for i in range(n)
    ]
    made = conform(pd.DataFrame(rows), "articles")
    return Corpus(made, settings=Settings(seed=1))


def _opposite(effect: Effect) -> str:
    return {"labels": "labels-", "sources": "sources-", "topics": "topics-"}.get(effect, "none")


def _article(draw: Random, effect: str) -> str:
    """Return the text of an article: sentences on a theme, a side of the conflict, three quotations."""
    weights = {"topics": [0.62, 0.13, 0.13, 0.12], "topics-": [0.1, 0.3, 0.3, 0.3]}.get(effect, [1, 1, 1, 1])
    theme = draw.choices(list(THEMES), weights)[0]
    one = {"labels": 0.85, "labels-": 0.15}.get(effect, 0.5)
    side = "terrorists" if draw.random() < one else "rebels"
    official = {"sources": 0.8, "sources-": 0.35}.get(effect, 0.55)
    parts = [_sentence(draw, theme, hard=effect == "readability") for _ in range(14)]
    parts[2:2] = [f"The {side} {draw.choice(VERBS)} the {draw.choice(NOUNS)} near {draw.choice(PLACES)}."]
    parts[9:9] = [f"Two {side} were seen in {draw.choice(PLACES)}."]
    paragraphs = [" ".join(parts[i : i + 4]) for i in range(0, len(parts), 4)]
    for place in (1, 2, 3):
        paragraphs.insert(place * 2 - 1, _quotation(draw, official, theme))
    return "\n\n".join(paragraphs)


def _sentence(draw: Random, theme: str, *, hard: bool = False) -> str:
    words = draw.sample(THEMES[theme].split(), 3)
    plain = (
        f"The {draw.choice(ADJECTIVES)} {words[0]} {draw.choice(VERBS)} the {words[1]} near "
        f"{draw.choice(PLACES)} and the {words[2]} {draw.choice(VERBS)} the {draw.choice(NOUNS)}."
    )
    return f"{plain[:-1]} {LONG}." if hard and draw.random() < 0.6 else plain


def _quotation(draw: Random, official: float, theme: str) -> str:
    role = draw.choice(OFFICIALS if draw.random() < official else CITIZENS)
    words = _sentence(draw, theme)[4:-1]
    return f"“We saw the {words},” {role} {draw.choice(NAMES)} {draw.choice(NAMES)} said."


def tables(made: Corpus, *, by: str = "outlet", with_topics: bool = False) -> dict[str, pd.DataFrame]:
    """Return the tables of the sections that the findings read."""
    found, strata = quotes(made), strata_of(made)
    if by not in found:
        found = found.merge(made.articles[["article_id", by]], on="article_id")
        found.attrs["min_articles"] = made.settings.comparison.min_articles
    done = {
        "framing_words": top_terms(keyness(made, by=by), n=6),
        "framing_labels": labels(made, by=by),
        "source_types": sources(found, by=by, of="source_type", strata=strata),
        "verb_classes": sources(found, by=by, of="verb_class", strata=strata),
        "readability_outlets": readability_by_outlet(made, by=by, min_words=50),
        "readability_pairs": compare_outlets(made, by=by, measures=["flesch_kincaid"], min_words=50),
    }
    return done | ({"topic_differences": topics(made, 4, by=by).differences} if with_topics else {})


def held(made: Corpus, *, with_topics: bool = False) -> pd.DataFrame:
    """Return the findings of a corpus that hold beyond it."""
    found = findings_in(tables(made, with_topics=with_topics))
    return found[found["tier"] == "holds"]
