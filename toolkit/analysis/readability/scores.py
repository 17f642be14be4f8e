"""Readability of each article: scores with their standard error, and flags that say what to doubt.

Two ways of counting: ``"news"`` (default) counts prose with care for typography, abbreviations and
names; ``"textstat"`` calls the textstat package, for comparison with other work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.analysis.readability.by_textstat import TEXTSTAT, textstat_scores
from toolkit.analysis.readability.formulas import MEASURES, NOT_ENGLISH, Floats, checked, score
from toolkit.analysis.readability.languages import FEATURES as LANGUAGE_FEATURES
from toolkit.analysis.readability.languages import count_language, known_languages, languages_of
from toolkit.analysis.readability.prose import FEATURES, NewsCounts, news_counts
from toolkit.analysis.readability.tokens import Counts
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError, nearest
from toolkit.lexicons import number_table
from toolkit.results import make
from toolkit.stats.clusters import normal_interval, total_variance
from toolkit.text.by_parts import by_parts
from toolkit.text.languages import languages

Counting = Literal["news", "textstat"]
COUNTING = ("news", "textstat")
SHORT, FEW_SENTENCES, LIST_LIKE, UNKNOWN, FOREIGN = 150, 30, 0.3, 0.15, 0.1
_BATCH = 2_000  # texts counted at a time: 20 MB of numbers


@copies_settled
def readability(
    corpus: Corpus, *, measures: Sequence[str] | None = None, counting: Counting | None = None
) -> pd.DataFrame:
    """Return the readability of each article, one row an article and measure.

    Parameters
    ----------
    corpus : Corpus
    measures : sequence of str, optional
        Names of `MEASURES`; those of the study's settings, with mean sentence length and the share of
        unfamiliar words, by default.
    counting : {"news", "textstat"}, optional
        How words, syllables and sentences are counted; the study's setting by default.

    Returns
    -------
    DataFrame
        ``article_id, outlet, measure, estimate, se, low, high, n_words, n_sentences, flags, reason``.
        ``se`` is the standard error of the score over the article's sentences (delta method), ``low``
        and ``high`` the 95 % interval from it. ``flags`` names what to doubt: short (< 150 words),
        few_sentences (< 30, SMOG alone), truncated, list_like, other_language (over a tenth of the words
        is in passages of another language, which are left out), unknown_words. Undefined scores are NaN
        with a ``reason``. With ``counting="textstat"`` scores are the package's, 0.0 for an empty text,
        without an error. Articles in German, Spanish, French, Italian, Dutch, Portuguese, Russian, Polish and
        Hungarian are scored by their own language's formulas; what is not made for it is NaN.

    Raises
    ------
    ToolkitError
        If a measure or a way of counting is unknown.

    Notes
    -----
    Scores are never averaged into one grade: the formulas differ by several grades on one text though
    they agree on the order of texts.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> texts = pd.DataFrame({"text": ["The cat sat on the mat. It slept.", ""]})
    >>> table = readability(Corpus(conform(texts, "articles")), measures=["sentence_length"])
    >>> table[["estimate", "n_sentences", "reason"]].values.tolist()
    [[4.0, 2, nan], [nan, 0, 'no text']]
    """
    chosen = _counting(corpus, counting)
    names = checked(measures if measures is not None else _settings_measures(corpus), counting=chosen)
    return by_parts(corpus, _table, names, chosen)


def _table(corpus: Corpus, names: Sequence[str], chosen: str) -> pd.DataFrame:
    """Return the public table of some articles."""
    articles = corpus.articles.assign(language=languages(corpus))
    return _finish(articles, _scores(corpus, names, chosen), chosen)


def _scores(corpus: Corpus, names: Sequence[str], chosen: str) -> pd.DataFrame:
    """Return scores, errors and counts of each article: what `_finish` takes."""
    spoken = languages(corpus)
    codes = np.array([_counted_as(language) for language in spoken], dtype=object)
    texts = corpus.column("text").fillna("").reset_index(drop=True)
    tables = [_scored(texts[codes == code], names, str(code), chosen) for code in dict.fromkeys(codes)]
    empty = _scored(texts.head(0), names, "en", chosen)
    wide = pd.concat(tables or [empty], ignore_index=True)
    return wide.sort_values("text", kind="stable", ignore_index=True)


def _counted_as(language: object) -> str:
    """Return the language whose rules count a text: its own where it is known here, else English."""
    code = str(language)[:2].lower() if isinstance(language, str) else "en"
    return code if code in known_languages() else "en"


def _scored(texts: pd.Series, names: Sequence[str], code: str, counting: str) -> pd.DataFrame:
    """Return scores, errors and counts of texts in one language, with their place in the corpus."""
    own = texts.tolist()
    batches = [own[i : i + _BATCH] for i in range(0, len(own), _BATCH)] or [[]]
    if code == "en":
        make = _news_table if counting == "news" else _textstat_table
        parts = [make(batch, names) for batch in batches]
    elif counting == "news":
        parts = [_language_table(batch, names, code) for batch in batches]
    else:
        parts = [_textstat_language_table(batch, names, code) for batch in batches]
    for number, part in enumerate(parts):
        part["text"] = texts.index.to_numpy()[part["text"].to_numpy(dtype=np.intp) + number * _BATCH]
    return pd.concat(parts, ignore_index=True)


def measure_table() -> pd.DataFrame:
    """Return the measures: name, label, unit, which way is harder, source, and validity.

    ``ordered`` is the share of 189 news stories whose elementary, intermediate and advanced versions
    (OneStopEnglish) the measure puts in that order; for the trained score on stories it was not fitted on.
    Null where it was not measured.

    Examples
    --------
    >>> measure_table().set_index("measure").loc["flesch", "harder"]
    'lower'
    """
    words = {1: "higher", -1: "lower", 0: "not a readability score"}
    valid = number_table("readability_validity.csv")
    rows = [
        (name, m.label, m.unit, words[m.harder], m.source, valid.get(name, np.nan))
        for name, m in MEASURES.items()
    ]
    columns = ["measure", "label", "unit", "harder", "source", "ordered"]
    return make("readability_measures", pd.DataFrame(rows, columns=columns))


FLAGS = {
    "short": f"under {SHORT} words: the score is mostly chance",
    "few_sentences": f"under {FEW_SENTENCES} sentences, for which SMOG was made",
    "truncated": "the text stops in mid-sentence; openings are harder than the rest",
    "list_like": f"over {LIST_LIKE:.0%} of the words are in list points",
    "other_language": f"over {FOREIGN:.0%} of the words are in another language; these passages are left out",
    "unknown_words": f"over {UNKNOWN:.0%} of the words are not in the dictionary",
}


def flag_counts(scores: pd.DataFrame) -> pd.DataFrame:
    """Return how many articles of each outlet carry each flag.

    Parameters
    ----------
    scores : DataFrame
        From `readability`.

    Returns
    -------
    DataFrame
        ``outlet, flag, meaning, n``; flags that no article carries are left out.
    """
    rows = [
        (outlet, flag, meaning, int(part.loc[part["flags"].str.contains(flag), "article_id"].nunique()))
        for outlet, part in scores.groupby("outlet", sort=True, dropna=False)
        for flag, meaning in FLAGS.items()
    ]
    table = pd.DataFrame(rows, columns=["outlet", "flag", "meaning", "n"])
    return make("readability_flags", table[table["n"].gt(0)])


def article_scores(corpus: Corpus, scores: pd.DataFrame) -> pd.DataFrame:
    """Return scores with the articles' headlines, hardest articles by Flesch-Kincaid first."""
    titles = corpus.articles.set_index("article_id")["title"]
    table = scores.assign(title=scores["article_id"].map(titles))
    grades = table[table["measure"].eq("flesch_kincaid")].set_index("article_id")["estimate"]
    order = table["article_id"].map(grades).fillna(-np.inf)
    return make("readability", table.iloc[np.argsort(-order.to_numpy(dtype=np.float64), kind="stable")])


def standard_errors(name: str, counts: NewsCounts, columns: dict[str, Floats]) -> Floats:
    """Return the standard error of a measure for each text, over its sentences by the delta method.

    The score is a function of the sentences' summed counts; its gradient is taken numerically, and the
    variance of a sentence's share in it is scaled by S / (S - 1). NaN under two sentences.
    """
    return _delta(lambda values: score(name, values), columns, FEATURES, counts.sentences, counts.sizes)


def _delta(
    formula: Callable[[Mapping[str, Floats]], Floats],
    columns: Mapping[str, Floats],
    features: Sequence[str],
    sentences: Counts,
    sizes: npt.NDArray[np.intp],
) -> Floats:
    """Return the standard error of a formula of summed counts, from the counts of each sentence."""
    base = formula(columns)
    influence = np.zeros(len(sentences))
    texts = np.repeat(np.arange(len(sizes)), sizes)
    for place, feature in enumerate(features):
        step = 1e-4 * np.maximum(columns[feature], 1.0)
        slope = (formula({**columns, feature: columns[feature] + step}) - base) / step
        if np.nanmax(np.abs(slope), initial=0.0) > 0:
            influence += np.nan_to_num(slope)[texts] * sentences[:, place]
    found = np.sqrt(total_variance(influence, texts, len(sizes)))
    return np.where(np.isfinite(base), found, np.nan)


def _news_table(texts: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
    """Return scores, errors and counts of texts, one row a text and measure, texts outermost."""
    counts = news_counts(texts)
    frame = counts.documents
    columns = {name: frame[name].to_numpy(dtype=np.float64) for name in (*FEATURES, "spache_types")}
    tables = [
        pd.DataFrame(
            {
                "text": np.arange(len(frame)),
                "measure": name,
                "estimate": score(name, columns),
                "se": standard_errors(name, counts, columns) if MEASURES[name].harder else np.nan,
                "n_words": frame["words"],
                "n_sentences": frame["sentences"],
                "_listed": frame["listed"] / np.maximum(frame["words"] + frame["left_out"], 1),
                "_unknown": frame["unknown"] / np.maximum(frame["words"], 1),
                "_foreign": frame["foreign"] / np.maximum(frame["words"] + frame["left_out"], 1),
                "_left_out": frame["left_out"],
            }
        )
        for name in names
    ]
    return pd.concat(tables).sort_values("text", kind="stable", ignore_index=True)


def _language_table(texts: Sequence[str], names: Sequence[str], code: str) -> pd.DataFrame:
    """Return the scores of texts in a language other than English, in the form of `_news_table`."""
    counts = count_language(texts, code)
    formulas, words = known_languages()[code].formulas, counts.documents["words"]
    tables = []
    for name in names:
        formula = formulas.get(name)
        made: dict[str, object] = {"estimate": np.nan, "se": np.nan}
        if formula is not None:
            columns = counts.documents
            made = {
                "estimate": formula.of(columns),
                "se": _delta(formula.of, columns, LANGUAGE_FEATURES, counts.sentences, counts.sizes),
            }
        frame = {"text": np.arange(len(texts)), "measure": name, **made}
        frame |= {"n_words": words, "n_sentences": counts.documents["sentences"]}
        frame |= {"_listed": counts.listed / np.maximum(words + counts.left_out, 1), "_unknown": 0.0}
        frame |= {"_foreign": 0.0}
        tables.append(pd.DataFrame(frame | {"_left_out": counts.left_out}))
    return pd.concat(tables).sort_values("text", kind="stable", ignore_index=True)


def _textstat_language_table(texts: Sequence[str], names: Sequence[str], code: str) -> pd.DataFrame:
    """Return textstat's scores of texts in another language, where it has a formula for that language."""
    formulas = known_languages()[code].formulas
    has = [name for name in names if name in formulas and formulas[name].textstat and name in TEXTSTAT]
    rows = textstat_scores(texts, has, language=code).reindex(columns=["n_words", "n_sentences", *names])
    return _long(rows)


def _textstat_table(texts: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
    """Return textstat's scores and counts, in the form of `_news_table`."""
    return _long(textstat_scores(texts, names))


def _long(rows: pd.DataFrame) -> pd.DataFrame:
    """Return textstat's scores, one row a text, in the form of `_news_table`."""
    rows = rows.assign(text=np.arange(len(rows)))
    long = rows.melt(["text", "n_words", "n_sentences"], var_name="measure", value_name="estimate")
    long = long.assign(se=np.nan, _listed=0.0, _unknown=0.0, _foreign=0.0, _left_out=0)
    return long.sort_values("text", kind="stable", ignore_index=True)


def _finish(articles: pd.DataFrame, wide: pd.DataFrame, counting: str) -> pd.DataFrame:
    """Return the public table: identifiers, intervals, flags and reasons added."""
    repeats = len(wide) // max(len(articles), 1)
    own = articles[["article_id", "outlet", "truncated", "language"]]
    own = own.loc[own.index.repeat(repeats)].reset_index(drop=True)
    reasons = _reasons(wide, own["language"], counting)
    defined = pd.Series(pd.isna(reasons), index=wide.index)
    estimate, se = wide["estimate"].where(defined), wide["se"].where(defined)
    low, high = normal_interval(estimate, se)
    table = pd.DataFrame(
        {
            "article_id": own["article_id"],
            "outlet": own["outlet"],
            "measure": wide["measure"].astype("str"),
            "estimate": estimate,
            "se": se,
            "low": low,
            "high": high,
            "n_words": wide["n_words"].astype("int64"),
            "n_sentences": wide["n_sentences"].astype("int64"),
            "flags": _flags(wide, own["truncated"]),
            "reason": pd.Series(reasons, index=wide.index, dtype="str"),
        }
    )
    return make("readability", table)


def _reasons(
    wide: pd.DataFrame, language: pd.Series, counting: str
) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Return why each score is undefined, None where it is defined."""
    codes = language.fillna("en").astype("str").str[:2].str.lower()
    strange = ~codes.isin(["en", *known_languages()])
    made_for = {name: _made_for(name) for name in wide["measure"].unique()}
    fits = {(name, code) for name, own in made_for.items() for code in own}
    pairs = zip(wide["measure"], codes, strict=True)
    other = pd.Series([pair not in fits for pair in pairs], index=wide.index, dtype="bool")
    english = codes.eq("en")
    conditions: list[tuple[pd.Series, object]] = [
        (strange, "language not supported: " + language.fillna("").astype("str")),
        (other & ~english, "not made for language: " + language.fillna("").astype("str")),
        (other & english, "made for another language"),
    ]
    if counting == "news":
        empty = wide["n_words"].eq(0)
        foreign = empty & wide["_foreign"].gt(0.5)
        conditions.append((foreign, "no sentences in English"))
        conditions += [
            (empty & wide["_left_out"].gt(0), "no sentences: no line ends with a stop"),
            (empty, "no text"),
        ]
    conditions.append((wide["estimate"].isna(), "too little text for this measure"))
    out = np.full(len(wide), None, dtype=object)
    for mask, reason in reversed(conditions):
        values = reason if isinstance(reason, str) else np.asarray(reason, dtype=object)[mask.to_numpy()]
        out[mask.to_numpy()] = values
    return out


def _made_for(measure: str) -> tuple[str, ...]:
    """Return the languages a measure is made for."""
    others = languages_of(measure)
    return others if measure in NOT_ENGLISH else ("en", *others)


def _flags(wide: pd.DataFrame, truncated: pd.Series) -> pd.Series:
    """Return the flags of each row, joined by commas; empty for none."""
    masks = {
        "short": wide["n_words"].lt(SHORT),
        "few_sentences": wide["n_sentences"].lt(FEW_SENTENCES) & wide["measure"].eq("smog"),
        "truncated": truncated.astype("bool"),
        "list_like": wide["_listed"].gt(LIST_LIKE),
        "other_language": wide["_foreign"].gt(FOREIGN),
        "unknown_words": wide["_unknown"].gt(UNKNOWN),
    }
    names = np.array(list(masks))
    table = np.column_stack([mask.to_numpy(dtype=bool) for mask in masks.values()])
    codes = table @ (1 << np.arange(len(names)))  # few combinations occur: each is written once
    text = {code: ", ".join(names[(code >> np.arange(len(names))) & 1 == 1]) for code in np.unique(codes)}
    return pd.Series([text[code] for code in codes], index=wide.index, dtype="str")


def _counting(corpus: Corpus, counting: str | None) -> str:
    """Return the way of counting, checked."""
    chosen = counting or corpus.settings.readability.counting
    if chosen not in COUNTING:
        raise ToolkitError(f"counting={chosen!r} is unknown; {nearest(chosen, COUNTING)}")
    return chosen


def _settings_measures(corpus: Corpus) -> tuple[str, ...]:
    """Return the study's measures with mean sentence length and the share of unfamiliar words."""
    return tuple(dict.fromkeys((*corpus.settings.readability.measures, "sentence_length", "unfamiliar")))
