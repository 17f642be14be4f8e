"""Every row of every table opens exactly the occurrences it counted, on corpora of random, awkward texts."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.evidence import evidence
from toolkit.analysis.framing.agents import agency, passives
from toolkit.analysis.framing.hedges import hedging
from toolkit.analysis.framing.naming import labels
from toolkit.analysis.keyness.find import collocates, keyness
from toolkit.corpus.corpus import Corpus
from toolkit.results import contract, kinds, opener, origin
from toolkit.tables import conform

SENTENCES = (
    "“Rebels fled,” he said, “and the soldiers’ families stayed.”",
    "The so-called ‘freedom fighters’ were killed by troops in Delhi’s old town.",
    "Two rebels were killed, allegedly; militants may have fled.",
    "Troops killed two militants, rebels, and terrorists.",
    "Armed rebels’ armed rebels. Rebels!",
    "The U.S.-made drone hit Indian-occupied Kashmir in May.",
    "Subscribe to the rebels’ bulletin.",
    "QUETTA: Militants attacked the missing persons’ camp.",
    "He said:\n\nRebels were never here.\n\nNobody knows.",
    "«Les rebelles» dit-il; 'the militants' said nothing.",
    "REBELS rebels Rebels militants",
)
OUTLETS, TITLES, STORIES = (
    ("Herald", "Post", "Herald", "Post", None),
    (None, "Rebels ‘killed’ in raid"),
    ("s1", "s2", None),
)


def random_corpus(seed: int) -> Corpus:
    """Return articles of awkward sentences, each with a number of its own; some lines are repeated."""
    rng = np.random.default_rng(seed)
    rows = []
    for k in range(24):
        drawn = [SENTENCES[k] for k in rng.integers(0, len(SENTENCES), 7)]
        told = [f"On day {rng.integers(999)} {text}" if rng.random() < 0.8 else text for text in drawn]
        columns = [pool[rng.integers(len(pool))] for pool in (OUTLETS, TITLES, STORIES)]
        rows.append((f"a{k}", *columns, " ".join(told)))
    return Corpus(
        conform(pd.DataFrame(rows, columns=["article_id", "outlet", "title", "story_id", "text"]), "articles")
    )


TABLES: dict[str, Callable[[Corpus], pd.DataFrame]] = {
    "keyness": lambda c: keyness(c, hidden=True),
    "all voices, pairs": lambda c: keyness(c, voice="all", contrast="pairs", hidden=True),
    "about": lambda c: keyness(c, about="rebel*|militant*", hidden=True),
    "about articles, quoted": lambda c: keyness(
        c, about="rebel*", unit="article", voice="quoted", hidden=True
    ),
    "matched": lambda c: keyness(c, matched="story", hidden=True),
    "collocates": lambda c: collocates(c, "rebel*", hidden=True),
    "labels": labels,
    "labels about": lambda c: labels(c, about="killed", voice=["all"]),
    "hedging": lambda c: hedging(c, voice="all"),
    "agency": agency,
    "passives": passives,
}


@pytest.fixture(scope="module", params=[1, 2])
def corpus(request) -> Corpus:
    return random_corpus(request.param)


@pytest.mark.parametrize("table", TABLES)
def test_rows_returned_equal_the_count(corpus, table):
    rows = TABLES[table](corpus)
    counted = contract(origin(rows).kind).counts
    # one look-up takes some milliseconds: of many rows a part
    rows = (
        rows.iloc[::4]
        if "uses_target" in rows
        else pd.concat([rows[rows[counted] > 0], rows[rows[counted] == 0].head(9)])
    )
    assert len(rows)
    for _, row in rows.iterrows():
        sides = ("target", "reference") if "uses_target" in row else ("target",)
        for side in sides:
            both = "uses_target" in row
            n, articles = (f"uses_{side}", f"articles_{side}") if both else (counted, "articles")
            found = evidence(corpus, row, side=side)
            assert len(found) == row[n], (dict(row), side)
            assert found["article_id"].nunique() == row[articles]


def test_every_kind_that_opens_has_what_opens_it():
    assert callable(evidence)  # importing it registers all families
    opening = [kind for kind in kinds() if contract(kind).opens != "nothing"]
    assert len(opening) > 20
    assert all(callable(opener(kind)) for kind in opening)
