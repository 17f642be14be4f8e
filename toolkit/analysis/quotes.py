"""Quotations with their speakers and reporting verbs: `quotes`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from toolkit.analysis.quotes_names import Names, bare_name, dominant_names, person_key
from toolkit.analysis.quotes_rules import CONFIDENCE
from toolkit.analysis.quotes_speakers import Quote, speakers
from toolkit.analysis.quotes_verbs import Verbs, reporting_verbs
from toolkit.analysis.quotes_words import PRONOUN
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform

_MARKS = " \t\xa0\"“”„‟«»'‘’‚‛‹›`"
_CONTINUED = frozenset(("continued", "same_paragraph", "floating", "unclosed", "split"))


def quotes(corpus: Corpus, *, verbs: str | None = None) -> pd.DataFrame:
    """Return every quotation of a corpus with its speaker, reporting verb and place.

    Works from quotation marks and word order alone, about a millisecond an article.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    verbs : str, optional
        The user's own lexicon of reporting verbs, a CSV file in the form of
        ``toolkit/lexicons/reporting_verbs.csv``.

    Returns
    -------
    DataFrame
        One row a quotation, by the contract ``quotes`` of `toolkit.tables`. `start` and `end` count
        characters of the article's text. `confidence` is the share of speakers the rule behind the
        row gets right on labelled news (higher is surer); null without a speaker.

    Raises
    ------
    InputError
        If the user's lexicon cannot be used.

    Examples
    --------
    >>> text = "“We will talk,” Defence Minister Khawaja Asif said. Asif claimed it was “too early”."
    >>> corpus = Corpus(conform(pd.DataFrame({"text": [text]}), "articles"))
    >>> quotes(corpus)[["content", "speaker_id", "lemma", "verb_class"]].values.tolist()
    [['We will talk,', 'Khawaja Asif', 'say', 'neutral'], ['too early', 'Khawaja Asif', 'claim', 'doubt']]
    """
    lexicon = reporting_verbs(verbs)
    articles = corpus.articles
    rows = [
        row
        for article_id, outlet, text in zip(
            articles["article_id"], articles["outlet"], articles["text"], strict=True
        )
        if isinstance(text, str)
        for row in _article_rows(article_id, outlet, text, lexicon)
    ]
    return conform(_joined(pd.DataFrame(rows)), "quotes") if rows else conform(_no_rows(), "quotes")


def _no_rows() -> pd.DataFrame:
    return pd.DataFrame({"quote_id": []})


def _article_rows(article_id: str, outlet: str, text: str, verbs: Verbs) -> Iterator[dict[str, Any]]:
    """Yield the rows of one article."""
    found = speakers(text, verbs)
    names = Names(text if found else "")
    for number, quote in enumerate(found):
        row = _row(quote, text, names)
        yield {"quote_id": f"{article_id}:{number}", "article_id": article_id, "outlet": outlet, **row}


def _row(quote: Quote, text: str, names: Names) -> dict[str, Any]:
    """Return one quotation as a row."""
    body = text[quote.start : quote.end]
    content = body.strip(_MARKS)
    row: dict[str, Any] = {
        "paragraph": quote.paragraph,
        "start": quote.start,
        "end": quote.end,
        "content": content,
        "n_words": len(content.split()),
        "position": quote.start / len(text),
        "kind": kind_of(text, quote),
        "rule": quote.rule,
        "resolved_by": "none",
    }
    if quote.cue is not None:
        row |= {"cue": text[slice(*quote.cue)], "cue_start": quote.cue[0], "cue_end": quote.cue[1]}
    if quote.verb is not None:
        row |= {"lemma": quote.verb.lemma, "verb_class": quote.verb.verb_class}
    if quote.speaker is not None:
        mention = text[slice(*quote.speaker)]
        row |= {"speaker": mention, "speaker_start": quote.speaker[0], "speaker_end": quote.speaker[1]}
        row |= {"speaker_id": _identity(mention, names), "resolved_by": _resolved_by(mention, quote.rule)}
        row["confidence"] = CONFIDENCE.get(quote.rule)
    return row


def kind_of(text: str, quote: Quote) -> str:
    """Return ``direct`` for a whole utterance, ``mixed`` for words built into the reporter's sentence."""
    before = text[max(0, quote.start - 3) : quote.start].rstrip(" \xa0(")
    if not before or before[-1] in ",:;.?!…\n—–-”\"’'" or quote.rule.startswith("after"):
        return "direct"
    opening = re.match(r"\W*(\w)", text[quote.start : quote.end])
    return "direct" if opening and opening.group(1).isupper() and quote.rule.startswith("before") else "mixed"


def _identity(mention: str, names: Names) -> str | None:
    """Return the name or role that stands for a speaker, nothing for a pronoun."""
    if mention.lower() in PRONOUN:
        return None
    if bare_name(mention):
        return names.full(mention)
    return re.sub(r"^(?:the|a|an|one|his|her|their|its|some|many|several)\s+", "", mention.lower())


def _resolved_by(mention: str, rule: str) -> str:
    if rule == "block":
        return "block"
    if rule in _CONTINUED:
        return "continuation"
    if mention.lower() in PRONOUN:
        return "pronoun"
    return "name" if bare_name(mention) else "role"


def _joined(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with bare surnames replaced by the full name the corpus gives them."""
    if "speaker_id" not in table:
        return table
    known = dominant_names(table["speaker_id"].dropna())
    joined = table["speaker_id"].map(
        lambda name: known.get(person_key(name), name) if isinstance(name, str) else name
    )
    return table.assign(speaker_id=joined)
