"""Sentences with offsets and voice: who speaks, the outlet or somebody it quotes.

A sentence is cut where the voice changes, so that ``"Yes," he said, "today."`` gives three pieces with the
same sentence number which join back to the sentence. Headlines are cut in the same way; their quoted
parts keep ``part = "headline"``. The place and agency that open a report ("ISLAMABAD (Reuters) - ") are a
piece of their own, ``part = "dateline"``: furniture, not the outlet's choice of words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.pages.fields.datelines import read_opening
from toolkit.parts import PART, Tables, ranges, run
from toolkit.room import give_back, joined, room
from toolkit.tables import conform
from toolkit.text.boilerplate import Repeated, is_boilerplate, repeated, sentence_keys
from toolkit.text.marks import quoted_spans
from toolkit.text.sentences import split_sentences
from toolkit.text.transcripts import turns_by_line

Span = tuple[int, int]
Piece = tuple[int, int, int, int, str, str]  # paragraph, sentence, start, end, voice, part

SCARE_WORDS = 3  # a quotation under three words is a scare quote, a name or a title

_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile(r"[\"'`“”„‟«»〝〞‘’‚‛‹›]")
_OPENS = re.compile(rf"\s*{_MARK.pattern}\w")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
# "The ministry said in a statement:" and a paragraph without marks below it
_ANNOUNCES = re.compile(
    r"\b(?:said|says|wrote|writes|tweeted|posted|stated|reads?|added|told|statement|announced|declared)\b"
    r"[^.!?]{0,80}:\s*$"
)


@dataclass(frozen=True, eq=False)
class Segmented:
    """The segments of a corpus, with the row of `corpus.articles` each one belongs to."""

    table: pd.DataFrame
    document: np.ndarray


_SEGMENTED: WeakKeyDictionary[Corpus, Segmented] = WeakKeyDictionary()


def segments(corpus: Corpus) -> pd.DataFrame:
    """Return the sentences of a corpus, cut where the voice changes.

    Parameters
    ----------
    corpus : Corpus
        The articles.

    Returns
    -------
    DataFrame
        Table ``segments`` (`toolkit.tables.SEGMENTS`), in the articles' order; computed once for each
        corpus. `voice` is ``headline``, ``narrator``, ``direct_quote`` or ``scare_quote`` (a quotation
        under three words). `speaker` is null here: see `toolkit.analysis.quotes.find`.

    Examples
    --------
    >>> text = "“We won,” he said, “at last.” The so-called ‘army’ fled."
    >>> corpus = Corpus(conform(pd.DataFrame({"title": ["War"], "text": [text]}), "articles"))
    >>> segments(corpus)[["sentence", "voice", "text"]].values.tolist()
    [[-1, 'headline', 'War'], [0, 'scare_quote', '“We won,”'], [0, 'narrator', ' he said, '],
    [0, 'scare_quote', '“at last.”'], [1, 'narrator', 'The so-called '], [1, 'scare_quote', '‘army’'],
    [1, 'narrator', ' fled.']]
    """
    return segmented(corpus).table


def segmented(corpus: Corpus) -> Segmented:
    """Return the segments of a corpus with the article row of each; computed once for each corpus."""
    if corpus not in _SEGMENTED:
        _SEGMENTED[corpus] = _segmented(corpus)
        if len(corpus) > PART:
            give_back()  # what of the parts was only counted
    return _SEGMENTED[corpus]


def remember_segments(corpus: Corpus, made: Segmented) -> None:
    """Let a corpus have these segments, made with those of a larger one."""
    _SEGMENTED[corpus] = made


def _segmented(corpus: Corpus) -> Segmented:
    cut = list(run(cut_articles, _parts(corpus)))
    parts = [{"segments": table} for table in cut]
    known = repeated(parts)
    table = joined(run(marked, parts, known))
    places, at = room((len(table),), np.int32), 0
    for (low, _), part in zip(ranges(len(corpus)), cut, strict=True):
        places[at : at + len(part)] = part["document"].to_numpy() + low
        at += len(part)
    return Segmented(table, places)


def _parts(corpus: Corpus) -> Iterator[Tables]:
    """Yield what segmenting needs of the articles, part by part."""
    columns = corpus.articles[["article_id", "outlet", "title", "text", "language"]]
    subheads = _subheads(corpus)
    for low, high in ranges(len(corpus)):
        part = columns.iloc[low:high].reset_index(drop=True)
        own = [subheads.get(str(key), ()) for key in part["article_id"]]
        yield {"articles": part.assign(subheads=pd.Series(own, dtype="object"))}


def cut_articles(part: Tables) -> pd.DataFrame:
    """Return the segments of the articles of a part, with `document`, the row of each one's article."""
    articles = part["articles"]
    rows: list[tuple[int, int, int, int, int, str, str, str]] = []
    columns = [articles[name] for name in ("title", "text", "language", "subheads")]
    for document, (title, text, language, subheads) in enumerate(zip(*columns, strict=True)):
        for source, pieces in (
            (title, _headline(title) if isinstance(title, str) else ()),
            (text, _body(text, frozenset(subheads), language) if isinstance(text, str) else ()),
        ):
            rows.extend(
                (document, paragraph, sentence, start, end, source[start:end], voice, part)
                for paragraph, sentence, start, end, voice, part in pieces
            )
    names = ["document", "paragraph", "sentence", "start", "end", "text", "voice", "part"]
    frame = pd.DataFrame(rows, columns=names)
    frame = frame.astype(dict.fromkeys(("text", "voice", "part"), "str"))
    places = frame["document"].to_numpy(dtype=np.intp)
    frame["article_id"] = articles["article_id"].take(places).array
    frame["outlet"] = articles["outlet"].astype("str").fillna("").take(places).array
    return frame.assign(key=sentence_keys(frame))


def marked(part: Tables, known: Repeated) -> pd.DataFrame:
    """Return the table ``segments`` of a part, with `boilerplate`."""
    table = part["segments"]
    own = table.drop(columns=["document", "outlet", "key"]).assign(boilerplate=is_boilerplate(table, known))
    return conform(own, "segments")


def _subheads(corpus: Corpus) -> dict[str, tuple[int, ...]]:
    """Return where sub-heads begin in the text of each article, from the labelled blocks."""
    blocks = corpus.blocks
    if "text_start" not in blocks:
        return {}
    heads = blocks[(blocks["label"] == "subhead") & blocks["text_start"].notna()]
    return {
        str(key): tuple(int(value) for value in group)
        for key, group in heads.groupby("article_id")["text_start"]
    }


def _headline(title: str) -> Iterator[Piece]:
    start, end = len(title) - len(title.lstrip()), len(title.rstrip())
    if start < end:
        for a, b, voice in _cut(title, (start, end), _voiced(title), "headline"):
            yield -1, -1, a, b, voice, "headline"


def _body(text: str, subheads: frozenset[int], language: object) -> Iterator[Piece]:
    """Yield the pieces of a text: paragraphs, their sentences, cut where the voice changes."""
    opening = read_opening(text, language if isinstance(language, str) else None).end
    lines = [(found.group(), found.start()) for found in _PARAGRAPH.finditer(text)]
    paragraphs = [(line, start) for line, start in lines if not line.isspace()]
    sentence, announced, spoken = 0, False, turns_by_line(text)
    for number, (paragraph, offset) in enumerate(paragraphs):
        following = paragraphs[number + 1][0] if number + 1 < len(paragraphs) else ""
        turn = spoken.get(offset)
        voiced = (
            [(turn.start - offset, turn.end - offset, "direct_quote")]
            if turn
            else _voiced(paragraph, following)
        )
        if not voiced and (_goes_on(paragraph, following) or (announced and not _OPENS.match(paragraph))):
            voiced = [(0, len(paragraph), "direct_quote")]
        announced = paragraph.rstrip().endswith(":") and _ANNOUNCES.search(paragraph) is not None
        part = "subhead" if offset + len(paragraph) - len(paragraph.lstrip()) in subheads else "body"
        for span in split_sentences(paragraph):
            for a, b, voice in _cut(paragraph, span, voiced, "narrator"):
                start, end = offset + a, offset + b
                if start < opening:
                    yield number, sentence, start, min(end, opening), "narrator", "dateline"
                if end > opening:
                    yield number, sentence, max(start, opening), end, voice, part
            sentence += 1


def _goes_on(paragraph: str, following: str) -> bool:
    """Tell whether a paragraph opens with a mark that is closed below: the next one opens with one too."""
    return _OPENS.match(paragraph) is not None and _OPENS.match(following) is not None


def _voiced(paragraph: str, following: str = "") -> list[tuple[int, int, str]]:
    """Return the quoted spans of a paragraph with their voice."""
    if not _MARK.search(paragraph):
        return []
    return [
        (a, b, "direct_quote" if len(_WORD.findall(paragraph[a:b])) >= SCARE_WORDS else "scare_quote")
        for a, b in quoted_spans(paragraph, following)
    ]


def _cut(
    text: str, span: Span, voiced: list[tuple[int, int, str]], own: str
) -> Iterator[tuple[int, int, str]]:
    """Yield the pieces of a sentence by voice; a piece without a word goes with its neighbour."""
    place, end = span
    if not voiced:
        yield place, end, own
        return
    pieces: list[tuple[int, int, str]] = []
    first = max(0, bisect_left(voiced, (place, 0, "")) - 1)
    for a, b, voice in islice(voiced, first, bisect_left(voiced, (end, 0, ""))):
        if b <= place:
            continue
        if a > place:
            pieces.append((place, a, own))
        pieces.append((max(a, place), min(b, end), voice))
        place = min(b, end)
    if place < end:
        pieces.append((place, end, own))
    yield from _merged(text, pieces)


def _merged(text: str, pieces: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Join pieces that hold no word (a closing stop, a space) to the piece before, or to the next."""
    out: list[tuple[int, int, str]] = []
    lead: int | None = None
    for a, b, voice in pieces:
        start = a if lead is None else lead
        if _WORD.search(text, a, b):
            out.append((start, b, voice))
            lead = None
        elif out:
            out[-1] = (out[-1][0], b, out[-1][2])
        else:
            lead = start
    if not out and pieces:
        return [(pieces[0][0], pieces[-1][1], pieces[0][2])]
    return out
