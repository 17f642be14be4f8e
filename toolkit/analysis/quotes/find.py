"""Quotations with their speakers and reporting verbs: `quotes`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from toolkit.analysis.quotes.accuracy import CONFIDENCE
from toolkit.analysis.quotes.marked import marked, told_apart
from toolkit.analysis.quotes.names import bare_name
from toolkit.analysis.quotes.parsed import parsed_quotes, worth_parsing
from toolkit.analysis.quotes.people import dominant_names
from toolkit.analysis.quotes.record import Quote
from toolkit.analysis.quotes.resolve import is_generic, resolve, speaker_types
from toolkit.analysis.quotes.rules import speakers
from toolkit.analysis.quotes.source_types import SourceTypes, source_types
from toolkit.analysis.quotes.verbs import Verbs, reporting_verbs
from toolkit.analysis.quotes.words import PRONOUN
from toolkit.corpus.clusters import sure_stories
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.lexicons import word_classes
from toolkit.settings import Settings
from toolkit.tables import KEY, conform
from toolkit.text.by_parts import by_parts
from toolkit.text.languages import in_english, other_languages_line
from toolkit.text.parser import parse_paragraphs

_MARKS = " \t\xa0\"“”„‟«»'‘’‚‛‹›`"
_FIRST_LETTER = re.compile(r"\W*(\w)")
_CONTINUED = frozenset(("continued", "same_paragraph", "floating", "unclosed", "split"))


@copies_settled
def quotes(
    corpus: Corpus,
    *,
    parser: bool | None = None,
    verbs: str | None = None,
    sources: str | None = None,
) -> pd.DataFrame:
    """Return every quotation of a corpus with its speaker, reporting verb and place.

    Without the parser it works from quotation marks and word order, about a millisecond an article.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    parser : bool, optional
        Parse the sentences too: finds more speakers, and adds indirect speech ("X said that ...").
        Needs the extra ``nlp``; a second for about 17 articles. By default what the study's settings say.
    verbs : str, optional
        A list of reporting verbs, in the form of ``toolkit/lexicons/reporting_verbs.csv``; the study's
        ``reporting_verbs`` by default.
    sources : str, optional
        A list of source types, in the form of ``toolkit/lexicons/source_types.csv``; the study's
        ``source_types`` by default.

    Returns
    -------
    DataFrame
        One row a quotation, by the contract ``quotes`` of `toolkit.tables`. `start` and `end` count
        characters of the article's text. `confidence` is the share of speakers the rule behind the
        row gets right on labelled news (higher is surer); null without a speaker. The rules for speakers
        are English: in an article or a paragraph of another language quotations in marks have no speaker
        and the rule ``language``. Where the corpus has stories, `story_id` names that of the article; null
        where it is doubtful.

    Raises
    ------
    InputError
        If the user's lexicon cannot be used.
    ToolkitError
        If the parser is asked for and not installed.

    Examples
    --------
    >>> text = "“We will talk,” Defence Minister Khawaja Asif said. Asif claimed it was “too early”."
    >>> corpus = Corpus(conform(pd.DataFrame({"text": [text]}), "articles"))
    >>> quotes(corpus)[["content", "speaker_id", "lemma", "verb_class"]].values.tolist()
    [['We will talk,', 'Khawaja Asif', 'say', 'neutral'], ['too early', 'Khawaja Asif', 'claim', 'doubt']]
    """
    parsing = corpus.settings.quotes.parser if parser is None else parser
    found = by_parts(corpus, _found, _lists(corpus.settings, verbs, sources), parsing)
    table = conform(found.assign(speaker_id=_joined(found)), "quotes")
    so = "have quotations without speakers"
    if note := other_languages_line(corpus, "the rules for speakers are", so=so):
        table.attrs[KEY] = {**table.attrs[KEY], "note": note}
    articles = corpus.articles
    stories = sure_stories(articles).set_axis(articles["article_id"])
    if stories.notna().any():  # the clusters of what is counted
        table["story_id"] = table["article_id"].map(stories[~stories.index.duplicated()])
    table.attrs["min_articles"] = corpus.settings.comparison.min_articles  # for intervals of what is counted
    return table


def _found(corpus: Corpus, chosen: Lists, parsing: bool) -> pd.DataFrame:
    """Return the quotations of each article, its speakers not yet joined with those of others."""
    articles = corpus.articles
    keys = zip(
        *(articles[name] for name in ("article_id", "outlet", "text")), in_english(corpus), strict=True
    )
    read = [row for row in keys if isinstance(row[2], str)]
    known = [row[:3] for row in read]
    english = {number: row[2] for number, row in enumerate(read) if row[3]}
    made = [told_apart(text, speakers(text, chosen.verbs)) for text in english.values()]
    if parsing:
        made = _parsed([*english.values()], made, chosen.verbs)
    spoken = dict(zip(english, made, strict=True))
    found = [spoken[k] if k in spoken else marked(text) for k, (_, _, text) in enumerate(known)]
    rows = [
        (f"{article_id}:{number}", article_id, outlet, *row)
        for (article_id, outlet, text), own in zip(known, found, strict=True)
        for number, row in enumerate(article_rows(text, own, chosen))
    ]
    return conform(pd.DataFrame(rows, columns=list(_COLUMNS)), "quotes")


_BATCH = 200  # articles parsed at once: bounds memory


def _parsed(texts: list[str], found: list[list[Quote]], verbs: Verbs) -> list[list[Quote]]:
    """Return the quotations of each text with what the parser adds."""
    made: list[list[Quote]] = []
    for first in range(0, len(texts), _BATCH):
        batch = list(zip(texts, found, strict=True))[first : first + _BATCH]
        wanted = [body for text, own in batch for body in worth_parsing(text, own, verbs)]
        parses = dict(zip(wanted, parse_paragraphs(wanted), strict=True))
        made += [parsed_quotes(text, own, parses, verbs) for text, own in batch]
    return made


_COLUMNS = (
    *("quote_id", "article_id", "outlet", "speaker_id", "source_type", "anonymous", "paragraph", "start"),
    *("end", "content", "n_words", "position", "kind", "speaker", "speaker_start", "speaker_end"),
    *("resolved_by", "cue", "cue_start", "cue_end", "lemma", "verb_class", "rule", "confidence"),
)
_UNKNOWN = (None, None)


@dataclass(frozen=True, eq=False)
class Lists:
    """The word lists that `quotes` goes by."""

    verbs: Verbs
    types: SourceTypes
    given: Mapping[str, str]


def _lists(settings: Settings, verbs: str | None, sources: str | None) -> Lists:
    """Return the lists given by file, else those of the study."""
    chosen = settings.lexicons
    return Lists(
        reporting_verbs(verbs or chosen.reporting_verbs),
        source_types(sources or chosen.source_types),
        dict(word_classes(chosen.given_names or "given_names", "given_names")),
    )


def article_rows(text: str, found: list[Quote], lists: Lists) -> list[tuple[Any, ...]]:
    """Return the rows of one article's quotations, every speaker resolved and classed.

    A row holds what `_COLUMNS` names from ``speaker_id`` on.
    """
    if not found:
        return []
    resolved = resolve(text, found, lists.verbs, lists.given)
    kinds = speaker_types(text, found, resolved, lists.types)
    return [
        (name, *kind, *_row(quote, text)) for quote, name, kind in zip(found, resolved, kinds, strict=True)
    ]


def _row(quote: Quote, text: str) -> tuple[Any, ...]:
    """Return what `_COLUMNS` names from ``paragraph`` on for one quotation."""
    start, end, paragraph, spoken, words, verb, rule, *_ = quote
    content = text[start:end].strip(_MARKS)
    mention = text[slice(*spoken)] if spoken else None
    return (
        *(paragraph, start, end, content, len(content.split()), start / len(text), kind_of(text, quote)),
        *(mention, *(spoken or _UNKNOWN), _resolved_by(mention, rule) if mention else "none"),
        *(text[slice(*words)] if words else None, *(words or _UNKNOWN)),
        *((verb.lemma, verb.verb_class) if verb else _UNKNOWN),
        *(rule, CONFIDENCE.get(rule) if mention else None),
    )


def kind_of(text: str, quote: Quote) -> str:
    """Return ``direct`` for a whole utterance, ``mixed`` for words built into the reporter's sentence."""
    if quote.indirect:
        return "indirect"
    before = text[max(0, quote.start - 3) : quote.start].rstrip(" \xa0(")
    if not before or before[-1] in ",:;.?!…\n—–-”\"’'" or quote.rule.startswith("after"):
        return "direct"
    opening = _FIRST_LETTER.match(text, quote.start, quote.end)
    return "direct" if opening and opening.group(1).isupper() and quote.rule.startswith("before") else "mixed"


def _resolved_by(mention: str, rule: str) -> str:
    if rule == "block":
        return "block"
    if rule in _CONTINUED:
        return "continuation"
    if mention.lower() in PRONOUN or mention.lower() in ("him", "her", "them"):
        return "pronoun"
    return "name" if bare_name(mention) else "role"


def _joined(table: pd.DataFrame) -> pd.Series:
    """Return the speakers joined and told apart across articles.

    A bare surname becomes the full name the corpus gives it. A role or a body that every town has ("mayor",
    "Foreign Ministry") is another speaker in each article: where several articles have one, the article's id
    is added in brackets.
    """
    names = table["speaker_id"].astype("object").where(table["speaker_id"].notna(), None)
    generic = {name: is_generic(name) for name in names.dropna().unique()}
    known = dominant_names(name for name in names if name and not generic[name])
    articles = table["article_id"].groupby(names).nunique()
    several = {name for name in articles.index[articles > 1] if generic[name]}
    joined = [
        f"{name} [{article}]" if name in several else known.get(name, name)
        for name, article in zip(names, table["article_id"], strict=True)
    ]
    return pd.Series(joined, table.index, dtype="str")
