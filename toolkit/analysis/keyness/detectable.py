"""What a number of articles can find: the chance of seeing a difference of a given size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from toolkit.analysis.keyness.compare import contrasts, prior_of
from toolkit.analysis.keyness.counts import OTHERS, Counted, count
from toolkit.analysis.scope import scope_of
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.results import make
from toolkit.stats import sides as stats
from toolkit.stats.clusters import residual_squares
from toolkit.stats.presence import presence_test

DRAWS = 400
LEVEL = 0.05
TYPICAL = (0.1, 0.35)  # a content word of interest stands in a tenth to a third of the articles


@copies_settled
def power(
    corpus: Corpus,
    *,
    by: str = "outlet",
    voice: str | Iterable[str] = "narrator",
    about: str | None = None,
    folds: Sequence[float] = (2, 3, 5, 10),
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Return how often differences of given sizes would be found with these articles.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    by, voice, about
        As in `toolkit.analysis.keyness.find.keyness`.
    folds : sequence of float
        Sizes of difference: 3 means three times as often in the target.
    draws : int
        Simulated studies.

    Returns
    -------
    DataFrame
        One row a group beside the others and fold: `n_target`, `n_reference` (articles), `rate`
        (uses per 10,000 words in the reference) and `power`, the share of simulated studies with
        p < .05. That is before correction for the number of words compared, so the chance in a whole
        table is smaller. NaN with a `reason` under ``[comparison] min_articles`` a side.

    Notes
    -----
    Uses are drawn for each article from a negative binomial distribution whose rate and dispersion are
    the medians, by moments, of this corpus's words found in a tenth to a third of the articles; lengths
    are those of the articles. The test is that of keyness.
    """
    scope = scope_of(by=by, voice=voice, about=about)
    counted = count(corpus, scope, ngrams=1)
    rate, size = typical_word(counted)
    least, rng = corpus.settings.comparison.min_articles, np.random.default_rng(corpus.settings.seed)
    rows = []
    for target, reference in contrasts(len(counted.names), pairs=False):
        a, b = counted.pooled(target), counted.pooled(reference)
        for fold in folds:
            fair = min(a.n, b.n) >= least and not np.isnan(rate)
            lengths = counted.lengths(target), counted.lengths(reference)
            found = _found(lengths, rate, size, fold, draws, rng, prior_of(counted).total) if fair else np.nan
            rows.append(
                {
                    "target": counted.names[target[0]],
                    "reference": counted.names[reference[0]] if len(reference) == 1 else OTHERS,
                    "n_target": a.n,
                    "n_reference": b.n,
                    "fold": float(fold),
                    "rate": 1e4 * rate,
                    "power": found,
                    "reason": None if fair else f"under {least} articles a side: no test is made",
                }
            )
    return make("power", rows, by=by)


def typical_word(counted: Counted) -> tuple[float, float]:
    """Return rate per word and negative binomial size of a middling content word of a corpus."""
    everything = counted.pooled(list(range(len(counted.names))))
    share = everything.articles / max(everything.n, 1)
    chosen = (share >= TYPICAL[0]) & (share <= TYPICAL[1])
    if not chosen.any():
        return float("nan"), float("nan")
    s = everything.only(chosen)
    rate = s.count / s.words
    # by moments: the sum of (y - rn)^2 is r n + r^2 n^2 / size over the articles
    extra = np.maximum(residual_squares(s.sums, rate) - s.count, 1e-9)
    sizes = rate**2 * s.squared_words / extra
    return float(np.median(rate)), float(np.clip(np.median(sizes), 0.02, 100.0))


def _found(
    lengths: tuple[np.ndarray, np.ndarray],
    rate: float,
    size: float,
    fold: float,
    draws: int,
    rng: np.random.Generator,
    total: float,
) -> float:
    """Return the share of simulated studies in which the test finds the difference, in its direction."""
    sides = []
    for words, own in zip((lengths[0], lengths[1]), (rate * fold, rate), strict=True):
        used = words[words > 0]
        mean = np.outer(used, np.full(draws, own))
        uses = rng.negative_binomial(size, size / (size + mean))
        sides.append((stats.side(csr_matrix(uses), used), used))
    (a, words_a), (b, words_b) = sides
    prior = total * (a.count + b.count) / (a.words + b.words)
    p_rate = stats.rate_test(a, b, prior, total)
    p = stats.combined(p_rate, presence_test(a, b, (words_a, words_b)), a, b)
    up = a.count * b.words > b.count * a.words
    return float(np.mean((np.nan_to_num(p, nan=1.0) < LEVEL) & up))


def power_line(table: pd.DataFrame, *, fold: float = 3) -> str:
    """Say in one line for each comparison what its number of articles can find.

    Examples
    --------
    >>> rows = pd.DataFrame({"target": ["Post"], "reference": ["Herald"], "n_target": [12],
    ...     "n_reference": [14], "fold": [3.0], "rate": [2.04], "power": [0.34], "reason": [None]})
    >>> power_line(rows)
    'Post (12 articles) beside Herald (14): a 3-fold difference in a word used 2.0 times per 10,000
    words would be found about 34 times in 100.'
    """
    lines = []
    for _, row in table[table["fold"] == fold].iterrows():
        other = "the others" if row["reference"] == OTHERS else row["reference"]
        pair = f"{row['target']} ({row['n_target']} articles) beside {other} ({row['n_reference']})"
        if np.isnan(row["power"]):
            lines.append(f"{pair}: {row['reason']}; there are only counts and sentences.")
        else:
            lines.append(
                f"{pair}: a {fold:g}-fold difference in a word used {row['rate']:.1f} times per 10,000 words "
                f"would be found {_times(row['power'])} in 100."
            )
    return "\n\n".join(lines)


def _times(power: float) -> str:
    """Return how many times in a hundred, in words.

    Examples
    --------
    >>> _times(0.34), _times(0.012), _times(0.0)
    ('about 34 times', 'about once', 'less than once')
    """
    n = round(100 * power)
    return "less than once" if n == 0 else "about once" if n == 1 else f"about {n} times"
