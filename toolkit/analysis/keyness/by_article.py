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
WORDS = ("document", "words", "off_words")

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
        those in other voices, in quotation marks, in repeated lines, in own names, off the subject; rows of
        a document are together. ``words``: those of each document, in scope and off the subject.
    """
    masks, member = _masks(corpus, scope, names, own)
    table, found = masks.tokens, []
    vocabulary = table.vocabulary
    found.append(_counted(masks, member, table.word, lambda chosen: chosen, lambda chosen: chosen))
    texts, pair = [vocabulary[found[0].code]], [np.zeros(len(found[0].code), dtype=bool)]
    if ngrams > 1:
        pairs = table.pairs
        whole = partial(_with_the_one_before, both=True)
        found.append(_counted(masks, member & (pairs.code >= 0), pairs.code, whole, _with_the_one_before))
        code = found[1].code
        texts.append(vocabulary[pairs.first[code]] + " " + vocabulary[pairs.second[code]])
        pair.append(np.ones(len(code), dtype=bool))
    features = pd.DataFrame({"feature": np.concatenate(texts), "pair": np.concatenate(pair)})
    features.insert(0, "key", pd.util.hash_array(features["feature"].to_numpy(dtype=object)))
    counts = found[0].table
    if len(found) > 1:
        second = found[1].table.assign(feature=found[1].table["feature"] + np.int32(len(found[0].code)))
        counts = pd.concat([counts, second], ignore_index=True).sort_values("document", kind="stable")
    used = counts["feature"].to_numpy()[counts[USES].to_numpy() > 0]
    features["articles"] = np.bincount(used, minlength=len(features))
    order = np.argsort(features["key"].to_numpy(), kind="stable")
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    counts = counts.assign(feature=place[counts["feature"].to_numpy()])
    return {
        "features": features.iloc[order].reset_index(drop=True),
        "counts": _small(counts.reset_index(drop=True)),
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


class _Counted:
    """Uses by document and feature, and the codes of the features."""

    def __init__(self, table: pd.DataFrame, code: NDArray[np.int64]) -> None:
        self.table, self.code = table, code


def _counted(
    masks: Masks, here: NDArray[np.bool_], code: NDArray[np.int32], in_scope: Chosen, touching: Chosen
) -> _Counted:
    return _Counted(*_table(masks.tokens.document, code, here, _marks(masks, in_scope, touching)))


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
    each = [np.arange(n), *(np.bincount(document[mask & member], minlength=n) for mask in (masks.here, off))]
    return pd.DataFrame(dict(zip(WORDS, each, strict=True)))


def _small(counts: pd.DataFrame) -> pd.DataFrame:
    """Return counts in the fewest bytes: an article uses most words once."""
    return counts.astype({name: np.min_scalar_type(counts[name].max()) for name in counts if len(counts)})
