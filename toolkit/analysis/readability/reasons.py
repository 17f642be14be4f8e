"""What moved an article's score: its sentences and words, and its course from lede to end."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.analysis.readability.formulas import MEASURES, score
from toolkit.analysis.readability.prose import FEATURES, news_counts, prose_spans
from toolkit.analysis.readability.scores import readability
from toolkit.analysis.readability.words import COLUMNS, measure, word_of
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError, nearest
from toolkit.pages.fields.language import is_english
from toolkit.results import make
from toolkit.text.languages import in_english, languages
from toolkit.text.sentences import Span

_TOKEN = re.compile(r"\S+")
_MARKS = {name: COLUMNS.index(name) for name in ("unfamiliar", "poly", "long", "syllables")}


class Explanation(NamedTuple):
    """Sentences and words behind a score, spans in the article's ``text``."""

    article_id: str
    measure: str
    estimate: float
    sentences: pd.DataFrame
    words: pd.DataFrame


def explain(corpus: Corpus, article_id: str, *, measure: str = "flesch_kincaid") -> Explanation:
    """Return the sentences and words that moved an article's score.

    Parameters
    ----------
    corpus : Corpus
    article_id : str
        The article.
    measure : str
        Name of a readability measure.

    Returns
    -------
    Explanation
        ``sentences``: ``start, end, text, n_words, syllables, unfamiliar, moved``, where ``moved`` is
        the score less the score without that sentence (in the measure's units). ``words``: ``start,
        end, text, syllables, unfamiliar, polysyllabic, long`` of the words any formula holds hard.

    Raises
    ------
    ToolkitError
        If the article or the measure is unknown.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> text = "It rained. The implementation of comprehensive legislation was postponed."
    >>> frame = pd.DataFrame({"article_id": ["a1"], "text": [text]})
    >>> found = explain(Corpus(conform(frame, "articles")), "a1")
    >>> found.sentences["moved"].round(1).tolist(), found.words["text"].tolist()[:2]
    ([-5.1, 15.4], ['implementation', 'comprehensive'])
    """
    text = _text_of(corpus, article_id)
    language = languages(corpus)[corpus.articles["article_id"].eq(article_id)].iloc[0]
    if not is_english(language):
        raise ToolkitError(
            f"article '{article_id}' is in another language ({language}); English alone is explained"
        )
    if measure not in MEASURES or not MEASURES[measure].harder:
        known = [name for name, m in MEASURES.items() if m.harder]
        raise ToolkitError(f"'{measure}' is no readability measure; {nearest(measure, known)}")
    spans = prose_spans(text)
    counts = news_counts([text[a:b] + ("." if _stopless(text[a:b]) else "") for a, b in spans])
    frame = counts.documents
    used = frame["words"].gt(0).to_numpy()
    columns = {name: frame[name].to_numpy(dtype=np.float64)[used] for name in FEATURES}
    columns["sentences"] = np.ones(int(used.sum()))
    columns["spache_types"] = columns["spache_unfamiliar"]
    columns |= _types(text, int(used.sum()))
    totals = {name: np.array([values.sum()]) for name, values in columns.items()}
    whole = float(score(measure, totals)[0]) if used.any() else np.nan
    without = score(measure, {name: totals[name] - values for name, values in columns.items()})
    kept = [span for span, keep in zip(spans, used, strict=True) if keep]
    sentences = pd.DataFrame(
        {
            "start": [a for a, _ in kept],
            "end": [b for _, b in kept],
            "text": pd.Series([text[a:b] for a, b in kept], dtype="str"),
            "n_words": columns["words"].astype(int),
            "syllables": columns["syllables"].astype(int),
            "unfamiliar": columns["unfamiliar"].astype(int),
            "moved": whole - without,
        }
    )
    ordered = make("hard_sentences", sentences)
    return Explanation(article_id, measure, whole, ordered, _hard_words(text, kept))


@copies_settled
def explain_hardest(corpus: Corpus, *, measure: str = "flesch_kincaid") -> tuple[Explanation, str]:
    """Return what moved the score of the hardest article without doubts, and its headline.

    Short articles and those with another flag are passed over while there are others.

    Raises
    ------
    ToolkitError
        If no article has a score.
    """
    table = readability(corpus, measures=[measure])
    table = table[table["estimate"].notna() & in_english(corpus)]
    if table.empty:
        raise ToolkitError(f"no article in English has a score in {measure}")
    sound = table[table["flags"].eq("")]
    rows = sound if len(sound) else table
    hardness = rows["estimate"] * MEASURES[measure].harder
    article_id = str(rows["article_id"].iloc[int(np.argmax(hardness.to_numpy()))])
    title = corpus.articles.set_index("article_id")["title"].get(article_id)
    return explain(corpus, article_id, measure=measure), title if isinstance(title, str) else ""


def _text_of(corpus: Corpus, article_id: str) -> str:
    """Return an article's text, or say that there is none such."""
    found = corpus.articles.loc[corpus.articles["article_id"].eq(article_id).to_numpy(dtype=bool), "text"]
    if found.empty:
        raise ToolkitError(f"there is no article '{article_id}' among the {len(corpus)} of the corpus")
    return found.iloc[0] if isinstance(found.iloc[0], str) else ""


def _types(text: str, n: int) -> dict[str, np.ndarray]:
    """Return the different words of each sentence as the text counts them, if it has the same sentences."""
    whole = news_counts([text])
    if len(whole.sentences) != n:
        return {}
    return {
        name: whole.sentences[:, FEATURES.index(name)].astype(float)
        for name in ("content_types", "zipf_types")
    }


def _stopless(sentence: str) -> bool:
    return sentence[-1:].isalnum()


def _hard_words(text: str, spans: list[Span]) -> pd.DataFrame:
    """Return the words of sentences that are unfamiliar, of three or more syllables, or long."""
    rows = []
    for a, b in spans:
        for found in _TOKEN.finditer(text, a, b):
            row = measure(found[0])
            unfamiliar, poly, long = (row[_MARKS[name]] > 0 for name in ("unfamiliar", "poly", "long"))
            word = word_of(found[0])
            if unfamiliar or poly:
                start = found.start() + max(found[0].find(word), 0)
                end = start + len(word) if word in found[0] else found.end()
                rows.append((start, end, text[start:end], row[_MARKS["syllables"]], unfamiliar, poly, long))
    columns = ["start", "end", "text", "syllables", "unfamiliar", "polysyllabic", "long"]
    return make("hard_words", pd.DataFrame(rows, columns=columns))
