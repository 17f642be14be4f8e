"""Copies, edits, cuts and excerpts planted among real articles, each with the share that was kept."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform

KEPT = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
KINDS = ("copy", "words", "sentences", "truncated", "excerpt", "digest")


@dataclass(frozen=True)
class Planted:
    """A corpus in which article ``i`` and ``n + i`` share a known part; ``truth`` says which and how."""

    corpus: Corpus
    truth: pd.DataFrame


def bbc(shared: Path) -> list[str]:
    """Return the BBC articles that share no more than a stock phrase with any other."""
    texts = pd.read_csv(shared / "benchmarks" / "bbc_news.csv.gz")["text"].tolist()
    grams = [_grams(text) for text in texts]
    holders: dict[tuple[str, ...], list[int]] = {}
    for row, own in enumerate(grams):
        for gram in own:
            holders.setdefault(gram, []).append(row)
    met: Counter[tuple[int, int]] = Counter()
    for rows in holders.values():
        met.update((a, b) for a in rows for b in rows if a < b)
    alike = {
        row for pair, n in met.items() if n > 0.05 * min(len(grams[row]) for row in pair) for row in pair
    }
    return [text for row, text in enumerate(texts) if row not in alike]


def plant(texts: list[str], seed: int) -> Planted:
    """Give every article one altered companion, kinds and kept shares in turn."""
    rng = random.Random(seed)
    words = [word for text in texts for word in text.split()]
    part = len(texts) * 3 // 4  # what is mixed in comes from articles that are not in the corpus
    texts, strange = texts[:part], texts[part:]
    rows = []
    for row, text in enumerate(texts):
        kind = KINDS[row % len(KINDS)]
        kept = 1.0 if kind == "copy" else KEPT[(row // len(KINDS)) % len(KEPT)]
        rows.append((kind, kept, _alter(text, strange[row // 3], words, kind, kept, rng)))
    both = [*texts, *(text for _, _, text in rows)]
    order = list(range(len(both)))
    rng.shuffle(order)
    frame = pd.DataFrame({"text": [both[i] for i in order], "article_id": [f"a{i}" for i in order]})
    truth = pd.DataFrame(rows, columns=["kind", "kept", "text"])
    return Planted(Corpus(conform(frame.assign(outlet="BBC"), "articles")), truth.drop(columns="text"))


def score(planted: Planted, pairs: pd.DataFrame) -> tuple[float, pd.DataFrame]:
    """Return the precision of pairs, and for each planted one whether it was found and how it was named."""
    n = len(planted.truth)
    found: dict[int, str] = {}
    wrong = 0
    for one, two, relation in pairs[["article_id_a", "article_id_b", "relation"]].itertuples(index=False):
        low, high = sorted((int(one[1:]), int(two[1:])))
        if high - low == n:
            found[low] = relation
        else:
            wrong += 1
    named = pd.Series([found.get(row) for row in range(n)], dtype="object")
    table = planted.truth.assign(found=named.notna(), relation=named)
    return len(found) / max(len(found) + wrong, 1), table


def _alter(text: str, other: str, words: list[str], kind: str, kept: float, rng: random.Random) -> str:
    own = text.split()
    if kind == "copy":  # typeset anew, with a credit line
        return re.sub(r"\s+", " ", text.replace("'", "’").replace('"', "“")) + " (Reuters)"
    if kind == "words":
        return " ".join(_edited(own, words, kept, rng))
    if kind == "sentences":
        return " ".join(_replaced(text, other, kept, rng))
    if kind == "truncated":
        return " ".join(own[: round(kept * len(own))])
    start = rng.randrange(1 + len(own) - round(kept * len(own)))
    excerpt = own[start : start + round(kept * len(own))]
    if kind == "excerpt":
        return " ".join(excerpt)
    mine = other.split()[
        : round((1 - kept) / kept * len(excerpt))
    ]  # `kept` of the digest is from the article
    return " ".join([*mine, *excerpt])


def _edited(own: list[str], words: list[str], kept: float, rng: random.Random) -> list[str]:
    """Replace, drop or add words here and there."""
    out: list[str] = []
    for word in own:
        if rng.random() < kept:
            out.append(word)
        elif rng.random() < 0.8:
            out.append(rng.choice(words))
        elif rng.random() < 0.5:
            out += [word, rng.choice(words)]
    return out


def _replaced(text: str, other: str, kept: float, rng: random.Random) -> list[str]:
    """Replace whole sentences by another article's until the kept share of words is left."""
    sentences = re.split(r"(?<=[.!?]) ", text)
    foreign = re.split(r"(?<=[.!?]) ", other)
    order = list(range(len(sentences)))
    rng.shuffle(order)
    left = total = len(text.split())
    for place in order:
        size = len(sentences[place].split())
        if left - size >= kept * total:
            left -= size
            sentences[place] = rng.choice(foreign)
    return sentences


def _grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}
