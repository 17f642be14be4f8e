"""Do people see the topics that a model finds? Word and topic intrusion (Chang et al. 2009)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.analysis.coding.codings import Coding
from toolkit.analysis.coding.sheets import Sheet, described, sheet_of
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.lexicons.codebook import Codebook, parse_codebook
from toolkit.results import expect, make
from toolkit.settings import LEAST
from toolkit.stats.agreement import above_chance
from toolkit.stats.correction import wilson_interval

OWN_WORDS, OWN_TOPICS = 5, 3  # as in Chang et al.: five words of a topic, three topics of an article
TOP = 10  # the words of another topic from which an intruder is taken
SHOWN_WORDS = 8  # of a topic, in topic intrusion
ASKED = "Which topic does not belong to the article?"
SNIPPET = 1_500  # characters of an article
KINDS = ("word_intrusion", "topic_intrusion")


def word_intrusion(terms: pd.DataFrame, each: int = 5, *, seed: int = 1) -> Sheet:
    """Make a sheet on which coders look for the word that does not belong with five words of a topic.

    Parameters
    ----------
    terms : DataFrame
        ``topics(corpus).terms``.
    each : int
        Items a topic.
    seed : int

    Returns
    -------
    Sheet
        To be saved and read as any other; `intrusion` scores it.

    Raises
    ------
    TableError
        If there are fewer than two topics, or a topic has too few words.

    Notes
    -----
    Chang, Boyd-Graber, Gerrish, Wang & Blei (2009), Reading tea leaves. The intruder is among the ten
    heaviest words of another topic and not among those listed of this one.
    """
    expect(terms, ["topic", "label", "rank", "term"], "topics(corpus).terms")
    rng = np.random.default_rng(seed)
    own = {str(topic): part.sort_values("rank") for topic, part in terms.groupby("topic", sort=True)}
    if len(own) < 2:
        raise TableError("word intrusion needs two topics or more")
    rows = [
        _item(f"{topic}.{number}", str(part["label"].iloc[0]), *_words(topic, own, rng), rng)
        for topic, part in own.items()
        for number in range(each)
    ]
    return _sheet(rows, OWN_WORDS + 1, "word_intrusion", "Which word does not belong with the others?", seed)


def _words(topic: str, own: dict[str, pd.DataFrame], rng: np.random.Generator) -> tuple[list[str], str]:
    """Return words of a topic and one of another."""
    listed = own[topic]["term"].astype("str").tolist()
    others = [
        word
        for other, part in own.items()
        if other != topic
        for word in part["term"].astype("str").head(TOP)
        if word not in listed
    ]
    if len(listed) < OWN_WORDS or not others:
        raise TableError(f"topic {topic} has too few words of its own for an intruder")
    chosen = rng.choice(listed[:TOP], OWN_WORDS, replace=False).tolist()
    return chosen, str(rng.choice(sorted(set(others))))


def topic_intrusion(
    corpus: Corpus, shares: pd.DataFrame, terms: pd.DataFrame, n: int = 30, *, seed: int = 1
) -> Sheet:
    """Make a sheet on which coders look for the topic that does not belong to an article.

    Parameters
    ----------
    corpus : Corpus
        The corpus the topics were found in.
    shares, terms : DataFrame
        ``topics(corpus).shares`` and ``topics(corpus).terms``.
    n : int
        Articles.
    seed : int

    Returns
    -------
    Sheet
        Each item shows the opening of an article, its three largest topics and one of its smaller half.

    Raises
    ------
    TableError
        If there are fewer than five topics.
    """
    expect(shares, ["article_id", "topic", "share"], "topics(corpus).shares")
    expect(terms, ["topic", "rank", "term"], "topics(corpus).terms")
    rng = np.random.default_rng(seed)
    wide = shares.pivot(index="article_id", columns="topic", values="share").dropna()
    if wide.shape[1] < OWN_TOPICS + 2:
        raise TableError(f"topic intrusion needs {OWN_TOPICS + 2} topics or more, not {wide.shape[1]}")
    words = {
        topic: ", ".join(part.sort_values("rank")["term"].astype("str").head(SHOWN_WORDS))
        for topic, part in terms.groupby("topic")
    }
    articles = corpus.articles.drop_duplicates("article_id").set_index("article_id")
    known = wide.index[wide.index.isin(articles.index)]
    rows = []
    for key in rng.choice(known.to_numpy(), min(n, len(known)), replace=False):
        order = wide.loc[key].sort_values(ascending=False, kind="stable").index
        lower = order[max(OWN_TOPICS, len(order) // 2) :]
        own, intruder = [words[topic] for topic in order[:OWN_TOPICS]], words[rng.choice(lower.to_numpy())]
        row = _item(str(key), "all topics", own, intruder, rng)
        text = str(articles.loc[key, "text"])[:SNIPPET]
        told = {name: values.iloc[0] for name, values in described(articles.loc[[key]]).items()}
        rows.append({**row, **told, "text": f"{text}\n\n{row['text']}"})
    return _sheet(rows, OWN_TOPICS + 1, "topic_intrusion", ASKED, seed)


def _item(key: str, group: str, own: list[str], intruder: str, rng: np.random.Generator) -> dict[str, object]:
    """Return an item with its choices in random order; `machine` is the intruder's number."""
    place = int(rng.integers(len(own) + 1))
    choices = [*own[:place], intruder, *own[place:]]
    text = "\n".join(f"{number}  {choice}" for number, choice in enumerate(choices, 1))
    made: dict[str, object] = {"unit_id": key, "article_id": key, "group": group, "stratum": "all"}
    made |= {"machine": str(place + 1), "text": text, "story_id": None, "row": None}
    return made | {"outlet": None, "published": None, "title": None}


def _sheet(rows: list[dict[str, object]], choices: int, kind: str, question: str, seed: int) -> Sheet:
    about = {"blind": True, "hide_outlet": True, "seed": seed, "choices": choices}
    book = _codebook(question, choices)
    return sheet_of(pd.DataFrame(rows), book, len(rows), overlap=None, of=kind, by="outlet", about=about)


def _codebook(question: str, choices: int) -> Codebook:
    answers = ", ".join(f'"{number}"' for number in range(1, choices + 1))
    text = f"""title = "Intrusion"
source = "Chang, J., Boyd-Graber, J., Gerrish, S., Wang, C., & Blei, D. (2009). Reading tea leaves. NIPS 22."

[[frames]]
name = "intruder"
label = "Intruder"
what = "One choice was put in from elsewhere."

[[frames.questions]]
name = "number"
text = "{question}"
answers = [{answers}]
"""
    return parse_codebook(text)


def intrusion(coding: Coding) -> pd.DataFrame:
    """Score a sheet of word or topic intrusion against guessing.

    Parameters
    ----------
    coding : Coding
        Answers to a sheet from `word_intrusion` or `topic_intrusion`.

    Returns
    -------
    DataFrame
        One row a topic and one for all: `items` answered, `found` (by most of the coders who answered),
        `share` with `low` and `high` (95 %, Wilson), `chance` (1/6 for words, 1/4 for topics), `p` of so many
        or more by guessing; NaN with a `reason` under five items. Higher is better.

    Raises
    ------
    TableError
        If the answers are to another sheet.
    """
    if coding.sheet.of not in KINDS:
        raise TableError("these are not answers to a sheet from word_intrusion or topic_intrusion")
    items = coding.sheet.items.set_index("item_id")
    own = coding.codes[coding.codes["variable"] == "intruder.number"]
    right = own["code"].astype("str").to_numpy() == items["machine"].reindex(own["item_id"]).to_numpy()
    most = pd.Series(right, dtype="float64").groupby(own["item_id"].to_numpy()).mean() > 0.5
    group = items["group"].reindex(most.index)
    chance = 1 / int(coding.sheet.about["choices"])
    rows = [_scored("all", most, chance)]
    if group.nunique() > 1:
        rows += [_scored(str(name), most[group == name], chance) for name in dict.fromkeys(items["group"])]
    return make("intrusion", rows)


def _scored(label: str, found: pd.Series, chance: float) -> dict[str, object]:
    n, right, nan = len(found), int(found.sum()), float("nan")
    made: dict[str, object] = {"label": label, "items": n, "found": right, "chance": chance, "reason": None}
    if n < LEAST:
        why = f"fewer than {LEAST} items"
        return made | dict.fromkeys(("share", "low", "high", "p"), nan) | {"reason": why}
    low, high = wilson_interval(right / n, n)
    return made | {"share": right / n, "low": low, "high": high, "p": above_chance(right, n, chance)}
