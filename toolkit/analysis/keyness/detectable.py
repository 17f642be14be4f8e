"""What a number of articles can find: the chance that a difference of a given size becomes a finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from toolkit.analysis.keyness.compare import contrasts, prior_of
from toolkit.analysis.keyness.counts import OTHERS, Counted, count
from toolkit.analysis.keyness.find import keyness
from toolkit.analysis.scope import scope_of
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.results import make
from toolkit.settings import ComparisonSettings
from toolkit.stats import sides as stats
from toolkit.stats.clusters import residual_squares
from toolkit.stats.families import finding_level
from toolkit.stats.presence import presence_test

DRAWS = 400
ALIKE = 10  # words that differ as much, in a search through all words
LISTED = 20  # terms of the analyst's own that are taken for granted where the study names none
LEAST_LOG_RATIO = 1.0  # a finding tells of twice the rate or more
TYPICAL = (0.1, 0.35)  # a content word of interest occurs in a tenth to a third of the articles


@copies_settled
def power(
    corpus: Corpus,
    *,
    by: str = "outlet",
    voice: str | Iterable[str] = "narrator",
    about: str | None = None,
    folds: Sequence[float] = (2, 3, 5, 10),
    draws: int = DRAWS,
    tests: int | None = None,
) -> pd.DataFrame:
    """Return how often differences of given sizes would be stated as findings with these articles.

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
    tests : int, optional
        Words and pairs that are tested together; those of `keyness` with the same options by default.

    Returns
    -------
    DataFrame
        One row a group beside the others and fold: `n_target`, `n_reference` (articles), `rate` (uses per
        10,000 words in the reference), `power`, the share of simulated studies in which a word becomes a
        finding of the report when all words are searched, and `power_listed`, the share where it is one of
        the study's own terms (``[framing] terms``; of 20 where there are none). `level` and `level_listed`
        are the p-values a finding needs. NaN with a `reason` under ``[comparison] min_articles`` a side; 0
        with one under ``few_articles``, where nothing is stated.

    Notes
    -----
    Uses are drawn for each article from a negative binomial distribution whose rate and dispersion are
    the medians, by moments, of this corpus's words found in a tenth to a third of the articles; lengths
    are those of the articles. The test is that of keyness. A finding needs the right direction, twice the
    rate, an interval clear of none, and a false discovery rate under .01: p under .01 times ten over the
    number of tests, were ten words so different, and .01 over the number of terms for a term by itself.
    """
    scope = scope_of(by=by, voice=voice, about=about)
    counted = count(corpus, scope, ngrams=1)
    rate, size = typical_word(counted)
    rng, word = np.random.default_rng(corpus.settings.seed), _Word(rate, size, prior_of(counted).total)
    levels = _levels(corpus, by, voice, about, tests)
    rows = []
    for target, reference in contrasts(len(counted.names), pairs=False):
        a, b = counted.sides.of(target), counted.sides.of(reference)
        lengths = counted.lengths(target), counted.lengths(reference)
        reason, unstated = _reason(min(a.n, b.n), rate, corpus.settings.comparison)
        sides = {
            "target": counted.names[target[0]],
            "reference": counted.names[reference[0]] if len(reference) == 1 else OTHERS,
            "n_target": a.n,
            "n_reference": b.n,
        }
        for fold in folds:
            stated = (unstated, unstated) if reason else _found(lengths, word, fold, draws, rng, levels)
            chances = {"power": stated[0], "power_listed": stated[1]}
            needed = {"level": levels[0], "level_listed": levels[1], "reason": reason}
            rows.append(sides | {"fold": float(fold), "rate": 1e4 * rate} | chances | needed)
    return make("power", rows, by=by)


def typical_word(counted: Counted) -> tuple[float, float]:
    """Return rate per word and negative binomial size of a middling content word of a corpus."""
    everything = counted.sides.of(range(len(counted.names)))
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


def _levels(
    corpus: Corpus, by: str, voice: str | Iterable[str], about: str | None, tests: int | None
) -> tuple[float, float]:
    """Return the p-values a finding needs: of a search through all words, and of the study's own terms."""
    if tests is None:
        tests = keyness(corpus, by=by, voice=voice, about=about).attrs["settings"]["tests"]
    listed = len(corpus.settings.framing.terms) or LISTED
    return finding_level(tests, alike=ALIKE), finding_level(listed)


def _reason(smaller: int, rate: float, fewest: ComparisonSettings) -> tuple[str | None, float]:
    """Return why nothing is simulated, if so, and the power then: none is known, or none there is."""
    if smaller < fewest.min_articles:
        return f"under {fewest.min_articles} articles a side: no test is made", float("nan")
    if np.isnan(rate):
        return "no word occurs in a tenth to a third of the articles", float("nan")
    if smaller < fewest.few_articles:
        return f"under {fewest.few_articles} articles a side: nothing is stated", 0.0
    return None, float("nan")


@dataclass(frozen=True)
class _Word:
    """A word of the simulation: uses per word in the reference, size of its clumps, weight of the prior."""

    rate: float
    size: float
    prior: float


def _found(
    lengths: tuple[np.ndarray, np.ndarray],
    word: _Word,
    fold: float,
    draws: int,
    rng: np.random.Generator,
    levels: Sequence[float],
) -> tuple[float, ...]:
    """Return for each level the share of simulated studies in which the word becomes a finding."""
    sides = []
    for words, own in zip((lengths[0], lengths[1]), (word.rate * fold, word.rate), strict=True):
        used = words[words > 0]
        mean = np.outer(used, np.full(draws, own))
        uses = rng.negative_binomial(word.size, word.size / (word.size + mean))
        sides.append((stats.side(csr_matrix(uses), used), used))
    (a, words_a), (b, words_b) = sides
    prior = word.prior * (a.count + b.count) / (a.words + b.words)
    p_rate = stats.rate_test(a, b, prior, word.prior)
    p = np.nan_to_num(stats.combined(p_rate, presence_test(a, b, (words_a, words_b)), a, b), nan=1.0)
    ratio, low, _ = stats.rate_ratio(a, b)
    stated = (ratio >= LEAST_LOG_RATIO) & (low > 0)
    return tuple(float(np.mean((p < level) & stated)) for level in levels)


def power_line(table: pd.DataFrame, *, fold: float = 3) -> str:
    """Say in one line for each comparison what its number of articles can find, as findings of the report.

    Examples
    --------
    >>> rows = pd.DataFrame({"target": ["Post"], "reference": ["Herald"], "n_target": [12],
    ...     "n_reference": [14], "fold": [3.0], "rate": [2.04], "power": [0.04], "power_listed": [0.34],
    ...     "reason": [None]})
    >>> power_line(rows)
    'Post (12 articles) beside Herald (14): a 3-fold difference in a word used 2.0 times per 10,000
    words would be stated about 4 times in 100 by the search through all words, about 34 times as one of
    the terms of a list.'
    """
    lines = []
    for _, row in table[table["fold"] == fold].iterrows():
        other = "the others" if row["reference"] == OTHERS else row["reference"]
        pair = f"{row['target']} ({row['n_target']} articles) beside {other} ({row['n_reference']})"
        if row["reason"] is not None and pd.notna(row["reason"]):
            rest = "; there are only counts and sentences" if np.isnan(row["power"]) else " of a word"
            lines.append(f"{pair}: {row['reason']}{rest}.")
        else:
            lines.append(
                f"{pair}: a {fold:g}-fold difference in a word used {row['rate']:.1f} times per 10,000 words "
                f"would be stated {_times(row['power'])} in 100 by the search through all words, "
                f"{_times(row['power_listed'])} as one of the terms of a list."
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
