"""How sure outlets sound: hedges, boosters, words of doubt and scare quotes per 1,000 words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from toolkit.analysis.concordance import lines
from toolkit.analysis.framing.naming import find
from toolkit.analysis.scope import (
    Scope,
    grouping,
    groups,
    language_note,
    scope_of,
    selected,
    with_reasons,
)
from toolkit.analysis.strata import beside_others, strata_of, told
from toolkit.corpus.clusters import clusters_of
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.lexicons import Entry, lexicon_of, read_lexicon
from toolkit.results import group_column, make, opens
from toolkit.stats.families import with_q
from toolkit.stats.permutation import omnibus_rates
from toolkit.stats.rates import rate_interval
from toolkit.text.segments import segmented
from toolkit.text.word_counts import words_in

SCARE = "scare quotes"


@copies_settled
def hedging(
    corpus: Corpus,
    *,
    by: str = "outlet",
    voice: str | Iterable[str] = "narrator",
    about: str | None = None,
    entries: Sequence[Entry] | None = None,
) -> pd.DataFrame:
    """Return hedges, boosters, words of doubt and scare quotes per 1,000 words of each group.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    by : str
        Column of the articles whose values are compared.
    voice : str or iterable of str
        Whose words are counted; the outlet's own by default. Scare quotes (marks around one or two
        words) are counted wherever they occur, for the same words.
    about : str, optional
        Only sentences that match this pattern.
    entries : sequence of Entry, optional
        A list of one's own; the study's ``hedges`` by default.

    Returns
    -------
    DataFrame
        One row a kind and group: `uses`, `rate` per 1,000 words with `low` and `high` (95 %, clustered by
        story), `articles` with a use of `n`; `p` and `q` of any difference between the groups (permutation of
        whole stories, one Benjamini-Hochberg family). `adjusted` is the rate less that of all other groups,
        with subject, time and length held equal: see `toolkit.analysis.strata`.

    Notes
    -----
    Words are counted, not meanings: "claim" may be an insurance claim. Read the sentences.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> articles = pd.DataFrame({"outlet": ["Post", "Herald"], "text": ["It may rain.", "It rains."]})
    >>> table = hedging(Corpus(conform(articles, "articles")))
    >>> table.query("kind == 'hedge'")[["outlet", "uses"]].values.tolist()
    [['Herald', 0], ['Post', 1]]
    """
    lexicon = tuple(entries) if entries is not None else lexicon_of(corpus.settings, "hedges")
    among = grouping(corpus, by)
    given = {"entries": [[entry.label, entry.pattern] for entry in lexicon]}
    english = lexicon == read_lexicon("hedges")
    scope = replace(scope_of(by=by, voice=voice, about=about), given=given, english=english)
    words = words_in(corpus, selected(corpus, scope))
    parts = [
        _rows(corpus, by, kind, found, words, among)
        for kind, found in kinds_of(corpus, scope, lexicon).items()
    ]
    rates = with_reasons(pd.concat(parts, ignore_index=True), corpus, scope)
    note = language_note(corpus, scope, "the words of certainty and doubt are")
    return make("hedging", told(with_q(rates, ["kind"])), by=by, scope=scope.noted(), note=note)


def kinds_of(corpus: Corpus, scope: Scope, lexicon: Sequence[Entry]) -> dict[str, pd.DataFrame]:
    """Return the uses of each kind: `segment`, `start`, `end`, `document`."""
    hits = find(corpus, scope, lexicon)
    kind = np.array([entry.label for entry in lexicon], dtype=object)[hits["entry"].to_numpy()]
    found = {
        name: hits.iloc[np.flatnonzero(kind == name)] for name in dict.fromkeys(e.label for e in lexicon)
    }
    return found | {SCARE: _scare(corpus, scope)}


def _scare(corpus: Corpus, scope: Scope) -> pd.DataFrame:
    """Return the scare quotes of a scope."""
    cut = segmented(corpus)
    rows = np.flatnonzero(selected(corpus, scope.with_voice("scare_quote")))
    spans = cut.table[["start", "end"]].iloc[rows].astype("int64").reset_index(drop=True)
    return spans.assign(segment=rows, document=cut.document[rows])


def _rows(
    corpus: Corpus,
    by: str,
    kind: str,
    found: pd.DataFrame,
    words: np.ndarray,
    among: tuple[list[str], np.ndarray],
) -> pd.DataFrame:
    names, group = among
    least = corpus.settings.comparison.min_articles
    uses = np.bincount(found["document"], minlength=len(corpus)) * (words > 0)
    clusters = clusters_of(corpus, by)
    p = omnibus_rates(uses, words, group, clusters=clusters, least=least, seed=corpus.settings.seed)
    rows = [
        {"kind": kind, "group": name, "p": p}
        | rate_interval(uses[at], words[at], least=least, clusters=clusters[at])
        for name, at in ((name, group == g) for g, name in enumerate(names))
    ]
    held = beside_others(
        strata_of(corpus).codes(by),
        among,
        uses[:, None] * 1000.0,
        words,
        clusters=clusters,
        measure="rate",
    )
    return pd.concat([pd.DataFrame(rows), held], axis=1)


@opens("hedging")
@copies_settled
def open_hedging(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the sentences a row of `hedging` counted."""
    scope = Scope.of(row)
    lexicon = [Entry("", label, text) for label, text in (scope.given or {})["entries"]]
    found = kinds_of(corpus, scope, lexicon)[str(row["kind"])]
    with_words = np.flatnonzero(words_in(corpus, selected(corpus, scope)))
    group = groups(corpus, scope.by).to_numpy()[found["document"]]
    keep = np.flatnonzero((group == row[group_column(row)]) & np.isin(found["document"], with_words))
    return lines(corpus, found.iloc[keep])
