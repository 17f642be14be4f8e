"""Sentences that are furniture: datelines, those repeated word for word, and lines of a repeated phrase.

What is repeated is a fact of the whole corpus, so it is counted first, in numbers that can be added up part
by part, and marked afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.parts import Tables, run, summed
from toolkit.room import banded
from toolkit.text import furniture

REPEATED_IN = furniture.REPEATED_IN
NUMBERS, PHRASES = 250_000, 50_000  # different sentences, and phrases, that are looked at together: 15 MB
_WHOLE = np.uint64(0)  # the key of counts of all lines of an outlet


class Repeated(NamedTuple):
    """What is repeated in a corpus.

    Attributes
    ----------
    sentences : ndarray of uint64
        Keys of the sentences that three or more articles of one outlet have, in order.
    phrases : DataFrame
        The phrases of furniture (`toolkit.text.furniture.furniture`).
    """

    sentences: np.ndarray
    phrases: pd.DataFrame


def repeated(parts: Sequence[Tables]) -> Repeated:
    """Return what the articles of a corpus repeat.

    Parameters
    ----------
    parts : sequence of mappings
        Each with the table ``segments`` of some articles: `document`, `outlet`, `sentence`,
        `part`, `text`, and `key` from `sentence_keys`.
    """
    keys = _often(list(run(sentence_counts, parts)))
    suspects = _suspects(list(run(edge_counts, parts)))
    used = np.zeros(len(suspects), dtype=np.int64)
    if len(suspects):
        for found in run(phrase_uses, parts, suspects):
            used += found["uses"].to_numpy()
    return Repeated(keys, furniture.furniture(suspects, used))


def _often(counts: Sequence[pd.DataFrame]) -> np.ndarray:
    """Return the keys of the sentences that enough articles have, from `sentence_counts` of each part."""
    found = []
    for some in banded(counts, "key", NUMBERS):
        articles = some.groupby("key")["articles"].sum()
        found.append(articles.index[articles >= REPEATED_IN].to_numpy(dtype=np.uint64))
    return np.concatenate(found)


def _suspects(counts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the phrases that could be furniture, from `edge_counts` of each part."""
    whole = summed((table[table["key"] == _WHOLE].drop(columns="key") for table in counts), furniture.KEYS)
    found = []
    for some in banded(counts, "key", PHRASES):
        phrases = some[some["key"] != _WHOLE].drop(columns="key")
        each = phrases.groupby(furniture.KEYS, sort=True).sum().reset_index()
        found.append(furniture.suspects(pd.concat([whole, each])))
    return pd.concat(found).sort_values(furniture.KEYS, ignore_index=True)


def sentence_keys(table: pd.DataFrame) -> np.ndarray:
    """Return a number for the whole sentence of each segment and its outlet: 64 bits of a hash."""
    code, first = _sentences(table)
    whole = _joined(table["text"].str.strip().str.lower(), first)
    keyed = [f"{name}\n{words}" for name, words in zip(table["outlet"].take(first), whole, strict=True)]
    return np.asarray(pd.util.hash_array(np.array(keyed, dtype=object), categorize=False)[code])


def _sentences(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the sentence of each segment, counted from 0, and the first segment of each sentence."""
    keys = table[["document", "sentence"]].to_numpy()
    opens = np.append(True, (keys[1:] != keys[:-1]).any(axis=1))[: len(keys)]
    return np.cumsum(opens) - 1, np.flatnonzero(opens)


def _joined(pieces: pd.Series, first: np.ndarray) -> list[str]:
    """Return each sentence whole: joined once, so that one of thousands of pieces takes no longer."""
    words, ends = pieces.tolist(), [*first[1:], len(pieces)][: len(first)]
    return ["".join(words[low:high]) for low, high in zip(first, ends, strict=True)]


def sentence_counts(part: Tables) -> pd.DataFrame:
    """Count the articles of a part that have each sentence: `key`, `articles`."""
    table = part["segments"]
    each = table[["key", "document"]].drop_duplicates()
    return each.groupby("key").size().rename("articles").reset_index()


def edge_counts(part: Tables) -> pd.DataFrame:
    """Count the phrases at the edges of a part's lines (`toolkit.text.furniture.edge_counts`).

    In the order of a further column, ``key``: a number for the phrase and its edge, whichever the outlet, and
    the least there is for the counts of all lines.
    """
    text, outlet, document, _ = _lines(part["segments"])
    counts = furniture.edge_counts(furniture.edges(text, outlet, document))
    keys = pd.util.hash_array(
        (counts["edge"] + "\n" + counts["phrase"]).to_numpy(dtype=object), categorize=False
    )
    keys = np.where(counts["edge"] == "all", _WHOLE, np.maximum(keys, _WHOLE + 1))
    return counts.assign(key=keys).sort_values("key", kind="stable", ignore_index=True)


def phrase_uses(part: Tables, phrases: pd.DataFrame) -> pd.DataFrame:
    """Count how often a part uses each phrase anywhere: `uses`."""
    text, outlet, _, _ = _lines(part["segments"])
    return pd.DataFrame({"uses": furniture.uses(text, outlet, phrases)})


def is_boilerplate(table: pd.DataFrame, known: Repeated) -> np.ndarray:
    """Tell which segments are furniture.

    Parameters
    ----------
    table : DataFrame
        Segments as in `repeated`.
    known : Repeated
        What the whole corpus repeats.
    """
    marked = np.isin(table["key"].to_numpy(), known.sentences) | (table["part"] == "dateline").to_numpy()
    text, outlet, document, number = _lines(table)
    if len(text) and len(known.phrases):
        possible = np.flatnonzero(pd.Series(outlet).isin(known.phrases["outlet"]))
        edges = furniture.edges(text.iloc[possible], outlet[possible], document[possible])
        lines = np.zeros(len(text), dtype=bool)
        lines[possible] = furniture.is_furniture(edges, known.phrases)
        marked[number >= 0] |= lines[number[number >= 0]]
    return marked


def _lines(table: pd.DataFrame) -> tuple[pd.Series, np.ndarray, np.ndarray, np.ndarray]:
    """Return the sentences of the bodies, outlet and article of each, and the sentence of each segment."""
    body = np.flatnonzero(table["part"] == "body")
    inside, first = _sentences(table.iloc[body])
    number = np.full(len(table), -1, dtype=np.int64)
    number[body] = inside
    text = pd.Series(_joined(table["text"].iloc[body], first), dtype="str")
    outlet = table["outlet"].to_numpy(dtype=object)[body[first]]
    return text, outlet, table["document"].to_numpy()[body[first]], number
