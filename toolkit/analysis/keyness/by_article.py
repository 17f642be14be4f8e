"""What each article uses, counted some articles at a time: words and pairs, or the analyst's own terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from toolkit.analysis.keyness.listed import matches_of, touched
from toolkit.analysis.keyness.masks import Masks, OwnName, masks_of
from toolkit.analysis.scope import Scope
from toolkit.corpus.corpus import Corpus

USES = "uses"  # in scope
BESIDE = ("other", "quoted", "repeated", "named", "off")  # uses of which a flag or a share is made

Chosen = Callable[[NDArray[np.bool_]], NDArray[np.bool_]]  # from tokens to occurrences with one of them


def words_of(
    corpus: Corpus, scope: Scope, names: list[str], own: tuple[OwnName, ...], ngrams: int
) -> Mapping[str, pd.DataFrame]:
    """Count the words of each article of a part, and its pairs of words.

    Parameters
    ----------
    names : list of str
        The groups that are compared; articles of none are not counted.
    own : tuple
        Names that groups print about themselves: see `toolkit.analysis.keyness.masks.names_of`.
    ngrams : int
        2 for pairs of neighbouring words too.

    Returns
    -------
    dict of DataFrame
        ``features``: `key` (a hash), `feature`, `pair`, `articles` (that use it in scope), by key.
        ``counts``: `document`, `feature` (a row of ``features``), the number of its uses in scope, and of
        those in other voices, in quotation marks, in repeated lines, in own names, off the subject.
        ``words``: those of each document, in scope and off the subject.
    """
    masks, member = _masks(corpus, scope, names, own)
    table = masks.tokens
    single, code = _counted(masks, member, table.word, _itself, _itself)
    tables, texts = [single], [table.vocabulary[code]]
    if ngrams > 1:
        pairs, both = table.pairs, partial(_with_the_one_before, both=True)
        double, code = _counted(masks, member & (pairs.code >= 0), pairs.code, both, _with_the_one_before)
        tables.append(double.assign(feature=double["feature"] + np.int32(len(texts[0]))))
        texts.append(table.vocabulary[pairs.first[code]] + " " + table.vocabulary[pairs.second[code]])
    counts, text = pd.concat(tables, ignore_index=True), np.concatenate(texts)
    feature = counts["feature"].to_numpy()
    features = pd.DataFrame(
        {
            "key": pd.util.hash_array(text),
            "feature": text,
            "pair": np.arange(len(text)) >= len(texts[0]),
            "articles": np.bincount(feature[counts[USES].to_numpy() > 0], minlength=len(text)),
        }
    )
    order = np.argsort(features["key"].to_numpy(), kind="stable")
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return {
        "features": features.iloc[order].reset_index(drop=True),
        "counts": _small(counts.assign(feature=place[feature])),
        "words": _words(masks, member, len(corpus)),
    }


def terms_of(
    corpus: Corpus, scope: Scope, names: list[str], own: tuple[OwnName, ...], terms: tuple[str, ...]
) -> pd.DataFrame:
    """Count the analyst's own terms in each article of a part: ``counts`` of `words_of`, by term."""
    masks, member = _masks(corpus, scope, names, own)
    matches = matches_of(corpus, terms)
    document = np.append(masks.tokens.document, -1)[matches.first]
    here = np.append(member, False)[matches.first]

    def with_any(chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return touched(matches, chosen)

    table, term = _table(document, matches.term, here, _marks(masks, with_any, with_any))
    return table.assign(feature=term[table["feature"].to_numpy()])


def _masks(
    corpus: Corpus, scope: Scope, names: list[str], own: tuple[OwnName, ...]
) -> tuple[Masks, NDArray[np.bool_]]:
    """Return the masks of a part, and which tokens are of an article of a group."""
    values = corpus.column(scope.by).astype("str")
    group = np.asarray(pd.Categorical(values, categories=names).codes, dtype=np.int64)
    masks = masks_of(corpus, scope, group, own)
    return masks, group[masks.tokens.document] >= 0


def _itself(chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return chosen


def _with_the_one_before(chosen: NDArray[np.bool_], *, both: bool = False) -> NDArray[np.bool_]:
    before = np.concatenate([[False], chosen[:-1]]) if len(chosen) else chosen
    return chosen & before if both else chosen | before


def _marks(masks: Masks, in_scope: Chosen, touching: Chosen) -> dict[str, NDArray[np.bool_]]:
    """Return which occurrences count as what."""
    uses, everywhere = in_scope(masks.here), touching(masks.everywhere)
    off = np.zeros(len(uses), dtype=bool) if masks.off is None else touching(masks.off)
    return {
        USES: uses,
        "other": everywhere & ~uses,
        "quoted": touching(masks.everywhere & masks.quoted),
        "repeated": touching(masks.repeated),
        "named": touching(masks.named & masks.here),
        "off": off,
    }


def _counted(
    masks: Masks, here: NDArray[np.bool_], code: NDArray[np.int32], in_scope: Chosen, touching: Chosen
) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    return _table(masks.tokens.document, code, here, _marks(masks, in_scope, touching))


def _table(
    document: NDArray[np.int32],
    code: NDArray[np.int32],
    here: NDArray[np.bool_],
    marks: Mapping[str, NDArray[np.bool_]],
) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Return occurrences added up by document and feature, and the code of each feature."""
    at = np.flatnonzero(here & np.logical_or.reduce(list(marks.values())))
    base = np.int64(code.max(initial=0) + 1)
    met, row = np.unique(document[at] * base + code[at], return_inverse=True)
    codes, feature = np.unique(met % base, return_inverse=True)
    sums = {
        name: np.bincount(row[mark[at]], minlength=len(met)).astype(np.int32) for name, mark in marks.items()
    }
    made = {"document": (met // base).astype(np.int32), "feature": feature.astype(np.int32)}
    return pd.DataFrame(made | sums), codes


def _words(masks: Masks, member: NDArray[np.bool_], n: int) -> pd.DataFrame:
    document = masks.tokens.document
    off = masks.off if masks.off is not None else np.zeros(len(document), dtype=bool)
    words, off_words = (np.bincount(document[mask & member], minlength=n) for mask in (masks.here, off))
    return pd.DataFrame({"words": words, "off_words": off_words})


def _small(counts: pd.DataFrame) -> pd.DataFrame:
    """Return counts in the fewest bytes: an article uses most words once."""
    return counts.astype({name: np.min_scalar_type(counts[name].max()) for name in counts if len(counts)})
