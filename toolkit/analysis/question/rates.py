"""How often words of one's own are used: uses per 1,000 words by group, and over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from toolkit.analysis.concordance import find, lines
from toolkit.analysis.keyness.listed import checked_terms
from toolkit.analysis.question.cells import NO_ARTICLES, cells_of, clusters_for, in_cell, why_not_drawn
from toolkit.analysis.scope import Scope, scope_of, selected
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.results import make, opens
from toolkit.stats.rates import rate_interval
from toolkit.text.segments import segmented
from toolkit.text.tokens import tokens


@copies_settled
def term_rates(
    corpus: Corpus,
    words: str | Iterable[str],
    *,
    by: str | None = "outlet",
    over: str | None = "month",
    voice: str | Iterable[str] = "narrator",
    about: str | None = None,
) -> pd.DataFrame:
    """Return how often words are used per 1,000 words, by group and over time.

    Parameters
    ----------
    corpus : Corpus
        The articles; copies count as the settings say.
    words : str or iterable of str
        One term or several: words, phrases and patterns as in `toolkit.concordance`. ``"flood*|inundat*"``
        is one term.
    by : str or None
        Column of the articles whose values are shown apart; None puts all articles together (column
        ``group``).
    over : {"month", "week", "quarter", "year"} or None
        The period; None leaves time aside.
    voice : str or iterable of str
        Whose words are counted: ``"narrator"`` (the outlet's own, headlines included), ``"quoted"``,
        ``"all"``, or exact voices.
    about : str, optional
        Only sentences that match this pattern.

    Returns
    -------
    DataFrame
        One row a term, group and period: `uses`; `rate` per 1,000 words, higher is more often, with `low` and
        `high` (95 %, clustered by story, with `df`); `articles` with a use of `n` with any word in scope;
        `words` in scope; `reason` where there is no rate. Every period from the first to the last has its
        row, also one without articles, unless more than 120 in a row have none; undated articles have a row
        without a period. `begins` is the period's first day.
        ``attrs["not_drawn"]`` says why a figure would mislead: see `toolkit.corpus.periods.course_over`.

    Raises
    ------
    TableError
        If there is no such column, period or voice, or a term is named twice.
    ToolkitError
        If a term is not a valid pattern.

    Notes
    -----
    `toolkit.stats.rates.rate_interval`. Under ``[comparison] min_articles`` (5) articles there are counts
    only. Whether groups differ is a question for `toolkit.compare` or ``keyness(corpus, terms=...)``.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> days = pd.date_range("2024-05-26", periods=12, freq="D").repeat(2)
    >>> texts = [f"Rivers {'flooded' if d.month == 6 else 'rose'} by {i} feet." for i, d in enumerate(days)]
    >>> frame = pd.DataFrame({"outlet": "Post", "published": days, "text": texts})
    >>> corpus = Corpus(conform(frame, "articles"))
    >>> term_rates(corpus, "flood*")[["period", "uses", "n", "rate"]].values.tolist()
    [['2024-05', 0, 12, 0.0], ['2024-06', 12, 12, 200.0]]
    """
    terms = checked_terms([words] if isinstance(words, str) else words)
    scope = replace(scope_of(voice=voice, about=about), given={"by": by, "over": over})
    inside, size = in_scope(corpus, scope)
    cells, least = cells_of(corpus, by, over), corpus.settings.comparison.min_articles
    rows, clusters = [], clusters_for(corpus, by)
    for term in terms:
        uses = uses_of(corpus, term, inside)
        for label, at in cells:
            found = rate_interval(uses[at], size[at], least=least, clusters=clusters[at])
            rows.append({"term": term} | label | found | ({} if len(at) else {"reason": NO_ARTICLES}))
    why = why_not_drawn(corpus, pd.DataFrame(rows), over) if over else ""
    return make("term_rates", rows, by=by or "group", scope=scope.noted(), not_drawn=why)


def in_scope(corpus: Corpus, scope: Scope) -> tuple[np.ndarray, np.ndarray]:
    """Return which segments are counted, of articles with words in scope, and these words an article."""
    table, inside = tokens(corpus), selected(corpus, scope)
    words = np.bincount(table.document[inside[table.segment]], minlength=len(corpus))
    return inside & (words > 0)[segmented(corpus).document], words


def uses_of(corpus: Corpus, term: str, inside: np.ndarray) -> np.ndarray:
    """Return how often each article uses a term in some of its segments."""
    hits = find(corpus, term, np.flatnonzero(inside))
    return np.bincount(segmented(corpus).document[hits["segment"]], minlength=len(corpus))


@opens("term_rates")
@copies_settled
def open_rates(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the sentences a row of `term_rates` counted."""
    scope = Scope.of(row)
    given = dict(scope.given or {})
    there = in_cell(corpus, row, given.get("by"), given.get("over"))
    inside = in_scope(corpus, scope)[0] & there[segmented(corpus).document]
    return lines(corpus, find(corpus, str(row["term"]), np.flatnonzero(inside)))
