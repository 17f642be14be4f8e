"""The words that keep company with a word: collocations by strength of association."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.concordance import find, lines
from toolkit.analysis.question.cells import clusters_for
from toolkit.analysis.scope import Scope, named_tokens, scope_of, selected, selected_tokens
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.lexicons import word_set
from toolkit.results import make, opens
from toolkit.stats.association import association
from toolkit.text.dfm import in_scope
from toolkit.text.printed import as_printed
from toolkit.text.segments import segmented
from toolkit.text.tokens import Tokens, tokens

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LEAST_USES, LEAST_ARTICLES = 3, 2  # near the word: fewer are one sentence's or one article's accident
FUNCTION = "function words"


@copies_settled
def collocations(
    corpus: Corpus,
    word: str,
    *,
    window: int = 5,
    voice: str | Iterable[str] = "narrator",
    function_words: bool = False,
) -> pd.DataFrame:
    """Return the words that occur near a word more often than by chance.

    `toolkit.collocates` compares what is near a word between outlets; this is of all articles together.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    word : str
        A word, phrase or pattern: see `toolkit.concordance`. It is looked for in any voice; the words near it
        are counted in `voice`.
    window : int
        Words on each side, within the sentence.
    voice : str or iterable of str
        Whose words are counted.
    function_words : bool
        Whether words such as "the" and "of" are listed (those of the study's ``topic_stopwords``).

    Returns
    -------
    DataFrame
        One row a word with three uses near in two articles or more, the strongest by `log_dice` first: `uses`
        near, `elsewhere`, `expected` near by chance, `articles` with it near of `n` that have the word asked
        for; `log_dice` (14 at most, comparable between corpora), `pmi` (doublings over chance) with `low` and
        `high` (95 %, clustered by story), `g2` (takes words for independent, for comparison with the
        literature); `reason` where there is no interval; `printed`, the word as the articles mostly print it.
        ``attrs["left_out"]`` counts the words not listed.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> texts = [f"The {'armed' if i % 2 else 'angry'} man fled at {i}. Rain fell on {i}." for i in range(12)]
    >>> corpus = Corpus(conform(pd.DataFrame({"text": texts}), "articles"))
    >>> collocations(corpus, "man")[["feature", "uses", "elsewhere"]].values.tolist()
    [['fled', 12, 0], ['angry', 6, 0], ['armed', 6, 0]]
    """
    scope = replace(scope_of(voice=voice, about=word), window=window)
    table, here, near = tokens(corpus), _counted(corpus, scope), selected_tokens(corpus, scope)
    codes, uses = np.unique(table.word[near], return_counts=True)
    met = np.unique(table.word[near].astype(np.int64) * len(corpus) + table.document[near]) // len(corpus)
    articles = np.bincount(np.searchsorted(codes, met), minlength=len(codes))
    often = (uses >= LEAST_USES) & (articles >= LEAST_ARTICLES)
    own = corpus.settings.lexicons.topic_stopwords
    stop = word_set(own, "topic_stopwords") if own else word_set("topic_stopwords")
    plain = np.array(
        [function_words or str(table.vocabulary[code]) not in stop for code in codes], dtype=bool
    )
    kept = codes[often & plain]
    found = association(
        _counts(table, near, kept, len(corpus)),
        _counts(table, here, kept, len(corpus)),
        np.bincount(table.document[near], minlength=len(corpus)),
        np.bincount(table.document[here], minlength=len(corpus)),
        _nodes(corpus, word, near),
        clusters=clusters_for(corpus, None),
    )
    rows = pd.DataFrame({"feature": table.vocabulary[kept].astype(object), "uses": uses[often & plain]})
    total = np.bincount(table.word[here], minlength=len(table.vocabulary))[kept]
    n = len(np.unique(table.document[near]))
    rows = rows.assign(
        elsewhere=total - rows["uses"], articles=articles[often & plain], n=n, **found._asdict()
    )
    few = f"under 5 articles have the word ({n}): no interval"
    rows["reason"] = [few if missing else None for missing in rows["low"].isna()]
    rows["printed"] = rows["feature"].map(as_printed(corpus, rows["feature"])).astype("str")
    rows = rows.sort_values(["log_dice", "uses", "feature"], ascending=[False, False, True])
    left_out = {"rare": int((~often).sum()), FUNCTION: int((often & ~plain).sum())}
    return make("collocations", rows, scope=scope.noted(), left_out=left_out)


def _counted(corpus: Corpus, scope: Scope) -> np.ndarray:
    """Tell which tokens are counted at all: those in scope that are not the word asked for."""
    whole = selected(corpus, replace(scope, about=None, window=None))[tokens(corpus).segment]
    return np.asarray(whole & ~named_tokens(corpus, str(scope.about)))


def _nodes(corpus: Corpus, word: str, near: np.ndarray) -> int:
    """Return the uses of the word, in any voice, in sentences where words near it are counted."""
    cut = segmented(corpus)
    sentence = pd.factorize(pd.MultiIndex.from_arrays([cut.document, cut.table["sentence"].to_numpy()]))[0]
    hits = find(corpus, word, np.flatnonzero(in_scope(corpus)))
    beside = np.unique(sentence[tokens(corpus).segment[near]])
    return int(np.isin(sentence[hits["segment"]], beside).sum())


def _counts(table: Tokens, chosen: np.ndarray, codes: np.ndarray, n: int) -> csr_matrix:
    """Return articles by words: uses among the chosen tokens."""
    from scipy.sparse import coo_matrix  # noqa: PLC0415 - SciPy is slow to load

    at = np.flatnonzero(chosen & np.isin(table.word, codes))
    cells = table.document[at], np.searchsorted(codes, table.word[at])
    return coo_matrix((np.ones(len(at)), cells), shape=(n, len(codes))).tocsr()


@opens("collocations")
@copies_settled
def open_collocations(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the sentences in which a row of `collocations` counted its word."""
    table = tokens(corpus)
    at = table.phrase((str(row["feature"]),))
    at = at[selected_tokens(corpus, Scope.of(row))[at]]
    spans = {"segment": table.segment[at], "start": table.start[at], "end": table.end[at]}
    return lines(corpus, pd.DataFrame(spans))
