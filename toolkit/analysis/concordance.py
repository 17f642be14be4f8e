"""Words in their context (KWIC), and the sentences behind the rows of a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np
import pandas as pd

from toolkit.analysis.scope import scope_of, selected
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.patterns import pattern
from toolkit.results import make, opener, origin
from toolkit.text.segments import segmented
from toolkit.text.word_index import word_index

COLUMNS = (
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
    scope = scope_of(voice=voice)
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
        for row in rows[np.isin(rows, word_index(corpus).rows([query]))]
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
    about = corpus.articles[["article_id", "outlet", "published", "title"]].iloc[document]
    places, met = np.unique(
        document, return_inverse=True
    )  # an article's text is held once, however many hits
    texts = corpus.articles["text"].iloc[places].tolist()
    sources = [
        title if part == "headline" else texts[place]
        for title, place, part in zip(about["title"], met, own["part"], strict=True)
    ]
    spans = _sentences(corpus, document, own["sentence"].to_numpy(dtype=np.int64))
    rows = [
        _line(source, int(start), int(end), span, width)
        for source, start, end, span in zip(sources, hits["start"], hits["end"], spans, strict=True)
    ]
    context = pd.DataFrame(rows, columns=["left", "node", "right", "text", "match_start", "match_end"])
    table = pd.concat(
        [
            about.reset_index(drop=True),
            own[["voice", "sentence"]],
            hits[["start", "end"]].reset_index(drop=True),
            context,
        ],
        axis=1,
    )
    return make("sentences", table[list(COLUMNS)])


def _sentences(corpus: Corpus, document: np.ndarray, sentence: np.ndarray) -> list[tuple[int, int]]:
    """Return the span of the whole sentence each occurrence is in."""
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
    left, right = whole_words(source, (start, end), span, width)
    return (
        source[left:start],
        source[start:end],
        source[end:right],
        source[span[0] : span[1]],
        start - span[0],
        end - span[0],
    )


def whole_words(source: str, match: tuple[int, int], span: tuple[int, int], width: int) -> tuple[int, int]:
    """Return where a context begins and ends: at most so wide, within a span, no word of it cut in two.

    Examples
    --------
    >>> text = "Solicitation fell as prudent citizens left"
    >>> text[slice(*whole_words(text, (13, 17), (0, 42), 12))]
    'fell as prudent'
    """
    left, right = max(span[0], match[0] - width), min(span[1], match[1] + width)
    if left > span[0] and not source[left - 1].isspace():
        while left < match[0] and not source[left].isspace():
            left += 1
    while span[0] < left < match[0] and source[left].isspace():
        left += 1
    if right < span[1] and not source[right].isspace():
        while right > match[1] and not source[right - 1].isspace():
            right -= 1
    while match[1] < right < span[1] and source[right - 1].isspace():
        right -= 1
    return left, right


def no_evidence() -> pd.DataFrame:
    """Return the table of `evidence_of` without a row, for counts that were not made.

    Examples
    --------
    >>> len(no_evidence()), "words_behind" in no_evidence()
    (0, True)
    """
    return make("sentences", pd.DataFrame(columns=[*COLUMNS, "words_behind"]))


@copies_settled
def evidence_of(corpus: Corpus, table: pd.DataFrame, *, label: str = "feature") -> pd.DataFrame:
    """Return the sentences counted by each row of a short table, on the side the row marks.

    Parameters
    ----------
    corpus : Corpus
        The corpus the table was made from.
    table : DataFrame
        A few rows of a result table whose rows open sentences.
    label : str
        Column whose value goes with each sentence, so that a reader finds the row again.

    Returns
    -------
    DataFrame
        As from `concordance`, with the column ``words_behind``; the rows in the table's order.
    """
    parts = [no_evidence()]
    for _, row in table.iterrows():
        less = row.get("direction", "less" if row.get("log_ratio", 0.0) < 0 else "more") == "less"
        known = origin(row)
        if known is None:
            raise TableError("the rows do not say what was counted; take rows of a result table as returned")
        found = opener(known.kind)(corpus, row, "reference" if less else "target")
        parts.append(found.assign(words_behind=str(row[label])))
    whole = [part for part in parts if len(part)] or parts
    return make("sentences", pd.concat(whole, ignore_index=True))
