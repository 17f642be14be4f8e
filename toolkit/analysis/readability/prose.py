"""Counts of news text for readability: prose alone, by sentence, so that each score has its error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.analysis.readability.tokens import Counts, sums_by
from toolkit.analysis.readability.words import COLUMNS, token_table
from toolkit.pages.fields.language import is_english_passage
from toolkit.text.lines import Lines
from toolkit.text.sentences import Span, split_sentences

FEATURES = ("sentences", *COLUMNS[:-1], "content_types", "zipf_types")
STRETCH = 200  # words within which a word counts once as a type, so that long texts have no rarer types
_END = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
_BREAK = re.compile(rf"{_END.pattern}+")
_STOPPED = re.compile(r"[.!?…:;,۔।؟][\"'”’»)\]\s]*(?:\[\d+\])*\Z")
_INNER_STOP = re.compile(r"[a-z\d)][.!?][\"”’']?\s+[\"“‘]?[A-Z]")
_BULLET = re.compile(r"\s*(?:[•▪●*·►-]|\(?\d{1,2}[.)])\s")
_CREDITS = r"AFP|Reuters|AP|APP|PTI|PPI|INP|ANI|IANS|EPA|Getty|Getty Images|Bloomberg|X|File|Twitter|Facebook"
_CAPTION = re.compile(
    rf"\s*(?:(?:file )?(?:photo|image|picture|screengrab|credit)s?(?: credit| courtesy)?\s*[:/|]"
    rf"|share this|read more|also read|read also|follow us|sign up|subscribe|advertisement|watch:|listen:)"
    rf"|.*(?:[-—–|(\[]|photo|image|courtesy)[\s:]*(?:{_CREDITS})(?:\s*(?:/|via)\s*[\w ]+)?[)\]]?\.?\s*\Z",
    re.IGNORECASE,
)
_LONG_LINE = 20  # words from which a line without a stop is a sentence that was cut off, not a heading
_LONG_CAPTION = 45
_LONG_QUESTION = 12  # words of the longest question that is a heading
_QUESTION = re.compile(r"\s*[^\s\"“”‘'«][^.!?\"“”«»]*\?\s*")


@dataclass(frozen=True)
class NewsCounts:
    """Counts of texts and of their sentences.

    Attributes
    ----------
    documents : DataFrame
        One row a text: the sums of `FEATURES`, `spache_types` (different words outside Spache's list),
        `left_out` (words of headings, captions, list points, passages in another language), `listed` (words
        of list points) and `foreign` (words of passages in another language).
    sentences : array of int
        One row a sentence with words, the columns of `FEATURES`.
    sizes : array of int
        Sentences of each text.
    """

    documents: pd.DataFrame
    sentences: Counts
    sizes: npt.NDArray[np.intp]


def news_counts(texts: Sequence[str]) -> NewsCounts:
    r"""Count texts for the formulas: headings, captions and list points without a stop are left out.

    Parameters
    ----------
    texts : sequence of str
        Article texts; each line is a paragraph, a heading or a caption.

    Examples
    --------
    >>> counts = news_counts(["A heading\n\nThe U.S. envoy left. He did not speak."])
    >>> counts.documents[["words", "sentences", "left_out"]].values.tolist()
    [[8, 2, 2]]
    """
    table = token_table()
    table.renew()
    ids: list[int] = []
    lengths: list[int] = []
    sizes, aside = [], []
    for text in texts:
        prose, *others = _sorted_lines(text)
        spans = split_sentences(prose)
        for start, end in spans:
            before = len(ids)
            ids += table.ids(prose[start:end].split())
            lengths.append(len(ids) - before)
        sizes.append(len(spans))
        aside.append(others)
    tokens, per_sentence = np.asarray(ids, dtype=np.intp), np.asarray(lengths, dtype=np.intp)
    spans_of = np.asarray(sizes, dtype=np.intp)
    rows, per_text = table.rows()[tokens], sums_by(per_sentence, spans_of)
    once = sums_by(_content_types(rows, per_text), per_sentence)
    summed = np.hstack([table.sums_of(tokens, per_sentence)[:, :-1], once])
    sentences, counted = _with_words(summed, spans_of)
    types = _spache_types(rows, per_text)
    frame = pd.DataFrame(sums_by(sentences, counted), columns=list(FEATURES), dtype="int64")
    left_out, listed, foreign = np.asarray(aside, dtype=np.int64).reshape(-1, 3).T
    documents = frame.assign(spache_types=types, left_out=left_out, listed=listed, foreign=foreign)
    return NewsCounts(documents, sentences, counted)


def prose_lines(text: str, *, english: bool = True) -> tuple[str, int, int]:
    r"""Return the lines of a text that are prose, the words left out, and those in list points.

    Lines keep their order and are joined by line breaks. With `english` those of another language or script
    are left out.

    Examples
    --------
    >>> prose_lines("What next?\nTalks to resume\nThey resume on Monday.\n- tea\n- milk")
    ('They resume on Monday.', 9, 4)
    """
    prose, out, listed, _ = _sorted_lines(text, english=english)
    return prose, out, listed


def _sorted_lines(text: str, *, english: bool = True) -> tuple[str, int, int, int]:
    """Return the prose; the words left out, in list points, and in passages of another language."""
    kept, out, listed, foreign = [], 0, 0, 0
    for line in _BREAK.split(text):
        words = len(line.split())
        if not words:
            continue
        own = not english or is_english_passage(line)
        if own and is_prose(line, words):
            kept.append(line)
            continue
        out += words
        if not own:
            foreign += words
        elif _BULLET.match(line):
            listed += words
    return "\n".join(kept), out, listed, foreign


def prose_spans(text: str) -> list[Span]:
    """Return the sentences that are counted, as spans of the text itself."""
    lines, spans = Lines(text, _END), split_sentences(text)
    places = [lines.around(*span) for span in spans]
    counted = {place: _is_counted(text[slice(*place)]) for place in set(places)}
    return [span for span, place in zip(spans, places, strict=True) if counted[place]]


def _is_counted(line: str) -> bool:
    return is_prose(line, len(line.split())) and is_english_passage(line)


def is_prose(line: str, words: int) -> bool:
    """Tell whether a line is running text, not a heading, a caption, a list point or page furniture."""
    if words <= _LONG_CAPTION and _CAPTION.match(line):
        return False
    if words <= _LONG_QUESTION and _QUESTION.fullmatch(line):
        return False  # "What happens next?" over a section
    if _STOPPED.search(line[-12:]):
        return True
    return words >= _LONG_LINE or _INNER_STOP.search(line) is not None


def _spache_types(rows: npt.NDArray[np.int32], lengths: Counts) -> Counts:
    """Return how many different words outside Spache's list each text has; he counts each once."""
    texts = np.repeat(np.arange(len(lengths)), lengths)
    strange = rows[:, COLUMNS.index("spache_unfamiliar")] > 0
    keys = np.unique(texts[strange] * 2**31 + rows[strange, COLUMNS.index("form")])
    return np.bincount(keys // 2**31, minlength=len(lengths)).astype(np.int64)


def _content_types(rows: npt.NDArray[np.int32], lengths: Counts) -> Counts:
    """Return content words and their Zipf values where a word first occurs in its stretch, 0 elsewhere.

    A stretch is `STRETCH` words of one text: passages of that length are what people rated for ease, and the
    number of different words of a whole text says how long it is.
    """
    texts = np.repeat(np.arange(len(lengths)), lengths)
    words = np.cumsum(rows[:, COLUMNS.index("words")], dtype=np.int64)
    starts = np.concatenate([[0], words])[np.cumsum(lengths) - lengths]
    stretch = texts * 2**20 + np.minimum((words - 1 - starts[texts]) // STRETCH, 2**20 - 1)
    content = np.flatnonzero(rows[:, COLUMNS.index("content")])
    keys = np.stack([stretch[content], rows[content, COLUMNS.index("form")]], axis=1)
    first = content[np.unique(keys, axis=0, return_index=True)[1]]
    once = np.zeros((len(rows), 2), dtype=np.int64)
    once[first] = rows[first][:, [COLUMNS.index("content"), COLUMNS.index("zipf")]]
    return once


def _with_words(per_sentence: Counts, sizes: npt.NDArray[np.intp]) -> tuple[Counts, npt.NDArray[np.intp]]:
    """Drop sentences without a word; put the count of sentences, 1 each, before the other columns."""
    kept = per_sentence[:, 0] > 0
    counted = sums_by(kept, sizes)
    ones = np.ones((int(kept.sum()), 1), dtype=np.int64)
    return np.hstack([ones, per_sentence[kept]]), counted.astype(np.intp)
