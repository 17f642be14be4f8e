"""Words in their context, and the sentences behind a number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Literal

import numpy as np
import pandas as pd

from toolkit.analysis.scope import Scope, scope_of, selected
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.patterns import pattern
from toolkit.text.segments import segmented

Which = Literal["target", "reference", "both"]
Opener = Callable[[Corpus, pd.Series, Scope, Which], pd.DataFrame]

# where each kind of table counts, and so finds again, its occurrences
_OPENERS = {
    "keyness": "toolkit.analysis.keyness.counts",
    "labels": "toolkit.analysis.framing.naming",
    "hedging": "toolkit.analysis.framing.hedges",
    "agency": "toolkit.analysis.framing.agents",
}

_COLUMNS = (
    "article_id",
    "outlet",
    "published",
    "title",
    "voice",
    "sentence",
    "start",
    "end",
    "left",
    "node",
    "right",
    "text",
    "match_start",
    "match_end",
)


def concordance(
    corpus: Corpus,
    query: str,
    *,
    voice: str | Iterable[str] = "all",
    sort: Literal["text", "left", "right"] = "text",
    width: int = 60,
    sample: int | None = None,
    seed: int = 1,
) -> pd.DataFrame:
    """Return every occurrence of a word, phrase or pattern with its context (KWIC).

    Parameters
    ----------
    corpus : Corpus
        The articles.
    query : str
        See `toolkit.patterns.pattern`: ``"freedom fighter*|martyr"`` or ``"/regex/"``.
    voice : str or iterable of str
        Whose words are searched.
    sort : str
        ``"text"`` keeps the articles' order, ``"left"`` sorts by the words before (nearest first),
        ``"right"`` by the words after.
    width : int
        Characters of context on each side.
    sample : int, optional
        Keep so many occurrences, drawn at random with `seed`, in the order asked for.

    Returns
    -------
    DataFrame
        One row an occurrence: `left`, `node`, `right`; `text` is the whole sentence with the match at
        `match_start` to `match_end`; `start` and `end` are characters of the article's text (of its
        title in headlines).

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> corpus = Corpus(conform(pd.DataFrame({"text": ["The rebels fled. Rebel tanks burned."]}), "articles"))
    >>> concordance(corpus, "rebel*", sort="right")[["left", "node", "right"]].values.tolist()
    [['The ', 'rebels', ' fled.'], ['', 'Rebel', ' tanks burned.']]
    """
    scope = scope_of("concordance", voice=voice)
    found = lines(corpus, find(corpus, query, np.flatnonzero(selected(corpus, scope))), width=width)
    if sort not in ("text", "left", "right"):
        raise TableError(f"sort is {sort!r}; use 'text', 'left' or 'right'")
    if sample is not None and sample < len(found):
        kept = np.random.default_rng(seed).choice(len(found), size=sample, replace=False)
        found = found.iloc[np.sort(kept)]
    if sort != "text":
        found = found.iloc[np.argsort([_key(row, sort) for row in found[sort]], kind="stable")]
    return found.reset_index(drop=True)


def _key(context: str, sort: str) -> str:
    words = context.lower().split()
    return " ".join(reversed(words) if sort == "left" else words)


def find(corpus: Corpus, query: str, rows: np.ndarray) -> pd.DataFrame:
    """Return where a pattern matches in some of the segments: `segment`, `start`, `end`."""
    table, made = segmented(corpus).table, pattern(query)
    texts, starts = table["text"].to_numpy(), table["start"].to_numpy(dtype=np.int64)
    hits = [
        (row, starts[row] + match.start(), starts[row] + match.end())
        for row in rows
        for match in made.finditer(texts[row])
    ]
    return pd.DataFrame(hits, columns=["segment", "start", "end"], dtype="int64")


def lines(corpus: Corpus, hits: pd.DataFrame, *, width: int = 60) -> pd.DataFrame:
    """Return occurrences with their article, voice, whole sentence and context.

    Parameters
    ----------
    hits : DataFrame
        `segment` (row of `segments(corpus)`), `start` and `end` (characters of the article's text).
    """
    cut = segmented(corpus)
    document = cut.document[hits["segment"]]
    own = cut.table.iloc[hits["segment"]].reset_index(drop=True)
    about = corpus.articles.iloc[document].reset_index(drop=True)
    sources = [
        title if part == "headline" else text
        for title, text, part in zip(about["title"], about["text"], own["part"], strict=True)
    ]
    spans = _sentences(corpus, document, own["sentence"].to_numpy(dtype=np.int64))
    rows = [
        _line(source, int(start), int(end), span, width)
        for source, start, end, span in zip(sources, hits["start"], hits["end"], spans, strict=True)
    ]
    context = pd.DataFrame(rows, columns=["left", "node", "right", "text", "match_start", "match_end"])
    table = pd.concat(
        [
            about[["article_id", "outlet", "published", "title"]],
            own[["voice", "sentence"]],
            hits[["start", "end"]].reset_index(drop=True),
            context,
        ],
        axis=1,
    )
    return table[list(_COLUMNS)]


def _sentences(corpus: Corpus, document: np.ndarray, sentence: np.ndarray) -> list[tuple[int, int]]:
    """Return the span of the whole sentence each occurrence stands in."""
    cut = segmented(corpus)
    wanted = np.isin(cut.document, document)
    keys = pd.DataFrame({"document": cut.document, "sentence": cut.table["sentence"].astype("int64")})[wanted]
    spans = cut.table.loc[wanted, ["start", "end"]].astype("int64").assign(**keys)
    whole = spans.groupby(["document", "sentence"]).agg(start=("start", "min"), end=("end", "max"))
    at = whole.loc[pd.MultiIndex.from_arrays([document, sentence])]
    return list(zip(at["start"], at["end"], strict=True))


def _line(
    source: str, start: int, end: int, span: tuple[int, int], width: int
) -> tuple[str, str, str, str, int, int]:
    left = max(span[0], start - width)
    return (
        source[left:start],
        source[start:end],
        source[end : min(span[1], end + width)],
        source[span[0] : span[1]],
        start - span[0],
        end - span[0],
    )


@copies_settled
def evidence(corpus: Corpus, row: pd.Series, *, side: Which = "target", width: int = 60) -> pd.DataFrame:
    """Return exactly the occurrences a row of a result table counted, each with its sentence.

    Parameters
    ----------
    corpus : Corpus
        The corpus the table was made from.
    row : Series
        A row of a table of `keyness`, `labels`, `collocates`, `agency` or `hedging`.
    side : str
        ``"target"``, ``"reference"`` or ``"both"``, for tables that compare two sides.
    width : int
        Characters of context on each side.

    Returns
    -------
    DataFrame
        One row a counted occurrence, as in `concordance`: as many as the row's count.

    Raises
    ------
    TableError
        If the row has no `scope`.

    Examples
    --------
    >>> from toolkit.analysis.keyness.find import keyness
    >>> from toolkit.tables import conform
    >>> texts = [f"{'Troops' if i % 2 else 'Rebels'} fled on day {i}." for i in range(24)]
    >>> corpus = Corpus(conform(pd.DataFrame({"outlet": ["Post", "Herald"] * 12, "text": texts}), "articles"))
    >>> row = keyness(corpus).iloc[0]
    >>> str(row["feature"]), int(row["n_reference"]), len(evidence(corpus, row, side="reference"))
    ('rebels', 12, 12)
    """
    if "scope" not in row:
        raise TableError("the row has no 'scope'; take a row of a result table as it was returned")
    scope = Scope.read(str(row["scope"]))
    if scope.kind not in _OPENERS:
        raise TableError(f"rows of kind '{scope.kind}' have no sentences; known: {', '.join(_OPENERS)}")
    opener: Opener = import_module(_OPENERS[scope.kind]).occurrences
    return lines(corpus, opener(corpus, row, scope, side), width=width)


@copies_settled
def evidence_of(corpus: Corpus, table: pd.DataFrame, *, label: str = "feature") -> pd.DataFrame:
    """Return the occurrences counted by each row of a short table, on the side the row marks.

    Parameters
    ----------
    corpus : Corpus
        The corpus the table was made from.
    table : DataFrame
        A few rows of a result table.
    label : str
        Column whose value goes with each occurrence, so that a reader finds the row again.

    Returns
    -------
    DataFrame
        As from `evidence`, with the column `label`; the rows in the table's order.
    """
    parts = []
    for _, row in table.iterrows():
        less = row.get("direction", "less" if row.get("log_ratio", 0.0) < 0 else "more") == "less"
        side: Which = "reference" if less else "target"
        parts.append(evidence(corpus, row, side=side).assign(**{label: str(row[label])}))
    if not parts:
        return pd.DataFrame(columns=pd.Index([*_COLUMNS, label]))
    return pd.concat(parts, ignore_index=True)
