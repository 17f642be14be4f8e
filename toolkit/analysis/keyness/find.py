"""Keyness: the words one outlet uses more than the others, with intervals that count articles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal

import pandas as pd

from toolkit.analysis.keyness.compare import Contrasted, contrasted
from toolkit.analysis.keyness.counts import Counted, count_in_blocks, count_terms
from toolkit.analysis.keyness.flags import HIDING
from toolkit.analysis.keyness.flags import hidden as is_hidden
from toolkit.analysis.keyness.listed import checked_terms
from toolkit.analysis.keyness.stories import story_codes
from toolkit.analysis.scope import Scope, Unit, scope_of
from toolkit.analysis.strata import strata_of, told
from toolkit.corpus.clusters import clusters_of
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError, nearest
from toolkit.results import make
from toolkit.stats.families import benjamini_hochberg
from toolkit.text.languages import several_languages_line
from toolkit.text.stopwords import no_stop_words_line, stop_words_for

Contrast = Literal["one_vs_rest", "pairs"]
CERTAIN = 0.05


@copies_settled
def keyness(  # noqa: PLR0913 - one option for each side of the question
    corpus: Corpus,
    *,
    by: str = "outlet",
    voice: str | Iterable[str] = "narrator",
    contrast: Contrast = "one_vs_rest",
    about: str | None = None,
    unit: Unit = "sentence",
    matched: Literal["story"] | None = None,
    terms: Iterable[str] | None = None,
    hidden: bool = False,
) -> pd.DataFrame:
    """Compare the words of two or more groups of articles.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    by : str
        Column of the articles whose values are compared.
    voice : str or iterable of str
        Whose words are counted: ``"narrator"`` (the outlet's own, headlines included), ``"quoted"``,
        ``"all"``, or exact voices.
    contrast : str
        ``"one_vs_rest"`` compares each group with all others, ``"pairs"`` each with each.
    about : str, optional
        Only sentences that match this pattern (see `toolkit.patterns.pattern`).
    unit : str
        ``"article"`` makes `about` choose whole articles.
    matched : str, optional
        ``"story"`` compares only within stories that both sides report (column ``story_id`` or
        ``story``); the story is then the unit of the test: see `toolkit.analysis.keyness.stories`.
    terms : iterable of str, optional
        The words and phrases to compare, in place of all words: patterns as in `toolkit.concordance`
        (``"undocumented immigrant*|unauthorized immigrant*"`` is one term). They alone are the family
        of tests, so a list written before looking finds much more. Every term has its row, used or not.
    hidden : bool
        Whether rows flagged ``boilerplate``, ``house_style``, ``own_name``, ``one_article`` or
        ``one_outlet`` are returned. They are tested all the same, and counted in ``attrs["hidden"]``.
        Rows of `terms` are never hidden.

    Returns
    -------
    DataFrame
        One row a word or pair of words and comparison, most certain first. Positive `log_ratio`: the
        target uses it more (1 is twice as often). Columns: `uses_target`, `uses_reference`;
        `articles_target`, `articles_reference` (articles that use it) of `n_target`, `n_reference`;
        `rate_*` per 10,000 words; `log_ratio`, `low`, `high` (95 %, clustered by story, else by article);
        `log_odds` and `z` (Monroe et al.); `dispersion_*` (DPnorm: 0 even, 1 one article);
        `quoted_*` (share of its uses in quotation marks); `outlets` (that use it, on the side it marks: with
        ``by="country"`` one is not a country's choice); `top_article_share`; `p_rate`, `p_presence`,
        `p_omnibus`, `p`, `q`; `g2` and `chi2` for comparison with the literature; `flags`; `reason`
        where there is no test. `adjusted` is the log ratio with subject, time and length held equal, with
        `adjusted_low`, `adjusted_high`, `adjusted_p`, the `overlap` of the groups, and `explained_by`, what
        accounts for a difference that is not left: see `toolkit.analysis.strata`.
        ``attrs["settings"]`` records prior, background and counts of tests.

    Raises
    ------
    TableError
        If there is no such column, contrast or voice, or there are fewer than two groups.

    Notes
    -----
    `p` is the harmonic mean of `p_rate` and `p_presence`; one Benjamini-Hochberg family for the whole call,
    without words in so few articles that no division of them gives p < .01 (`reason` says so). With
    three or more groups a word is compared only if an article permutation over all groups finds any
    difference at .05. Articles of one story (`toolkit.corpus.clusters`) count as one in every test; the
    comparison with subject, time and length held equal has outlets as clusters where a group holds
    several. Under ``[comparison] min_articles`` (5) articles a side, and where they tell as much as fewer
    than five independent ones, there is no test and no interval. Where words times comparisons are more
    than a million, words that are not tested, and those with a p-value of .05 or more, have no row: they
    are counted in ``attrs["settings"]["no row"]``, and belong to the family of tests. See
    docs/methods/framing.md.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> texts = [f"{'Troops' if i % 2 else 'Rebels'} fled on day {i}." for i in range(24)]
    >>> corpus = Corpus(conform(pd.DataFrame({"outlet": ["Post", "Herald"] * 12, "text": texts}), "articles"))
    >>> keyness(corpus)[["target", "feature", "uses_target", "uses_reference"]].head(2).values.tolist()
    [['Herald', 'rebels', 0, 12], ['Herald', 'troops', 12, 0]]
    >>> keyness(corpus, terms=["rebel*", "rout*"])[["feature", "uses_reference", "reason"]].values.tolist()
    [['rebel*', 12, nan], ['rout*', 0, 'not used']]
    """
    checked(contrast)
    if matched not in (None, "story"):
        raise TableError(f"matched is {matched!r}; use 'story' or leave it out")
    scope = replace(scope_of(by=by, voice=voice, about=about, unit=unit), matched=matched)
    if terms is not None:
        scope = replace(scope, given={"terms": list(checked_terms(terms))})
    return _keyness(corpus, scope, pairs=contrast == "pairs", hidden=hidden)


@copies_settled
def collocates(
    corpus: Corpus,
    actor: str,
    *,
    by: str = "outlet",
    voice: str | Iterable[str] = "narrator",
    contrast: Contrast = "one_vs_rest",
    window: int = 5,
    hidden: bool = False,
) -> pd.DataFrame:
    """Compare the words that occur near an actor: who is "innocent", "so-called", "alleged".

    Parameters
    ----------
    corpus : Corpus
        The articles.
    actor : str
        Pattern of the actor's names: see `toolkit.patterns.pattern`. They are looked for in any
        voice; the words near them are counted in `voice`.
    by, voice, contrast, hidden
        As in `keyness`.
    window : int
        Words on each side, within the sentence.

    Returns
    -------
    DataFrame
        As from `keyness`, for single words; rates are per 10,000 words near the actor.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> texts = [f"The {'armed' if i % 2 else 'innocent'} men left home on day {i}." for i in range(24)]
    >>> corpus = Corpus(conform(pd.DataFrame({"outlet": ["Post", "Herald"] * 12, "text": texts}), "articles"))
    >>> collocates(corpus, "men")["feature"].head(2).tolist()
    ['armed', 'innocent']
    """
    checked(contrast)
    scope = replace(scope_of(by=by, voice=voice, about=actor), window=window)
    return _keyness(corpus, scope, pairs=contrast == "pairs", hidden=hidden)


def checked(contrast: str) -> None:
    """Refuse a contrast that does not exist."""
    if contrast not in ("one_vs_rest", "pairs"):
        raise TableError(f"there is no contrast '{contrast}'; {nearest(contrast, ['one_vs_rest', 'pairs'])}")


def _keyness(corpus: Corpus, scope: Scope, *, pairs: bool, hidden: bool) -> pd.DataFrame:
    """Return the table of a scope."""
    terms = tuple((scope.given or {}).get("terms", ()))
    blocks = [count_terms(corpus, scope, terms)] if terms else count_in_blocks(corpus, scope)
    story = story_codes(corpus) if scope.matched else None
    strata = None if scope.matched else strata_of(corpus).codes(scope.by)  # stories hold both equal
    clusters = clusters_of(corpus, scope.by)
    compared = contrasted(blocks, corpus.settings, pairs=pairs, story=story, strata=strata, clusters=clusters)
    table = pd.concat(compared.tables, ignore_index=True)
    table["q"] = benjamini_hochberg(table["p"], compared.others)
    if strata is not None:
        table = told(table, table["q"] < CERTAIN)
    table = table.sort_values(["p", "z"], key=_by_size, kind="stable", ignore_index=True)
    shown = table if hidden or terms else table[~is_hidden(table["flags"])]
    notes: dict[str, Any] = {
        "settings": _settings(blocks, compared, table),
        "hidden": dict.fromkeys(HIDING, 0) if terms else _hidden(table),
    }
    own = stop_words_for(corpus)
    if own is not None:  # for `top_terms`, which sees the table alone
        notes["stop_words"] = list(own)
    note = " ".join(filter(None, [several_languages_line(corpus), no_stop_words_line(corpus)]))
    return make("keyness", shown, by=scope.by, scope=scope.noted(), note=note, **notes)


def _by_size(values: pd.Series) -> pd.Series:
    return -values.abs() if values.name == "z" else values


def _settings(blocks: list[Counted], compared: Contrasted, table: pd.DataFrame) -> dict[str, object]:
    """Return what a reader needs to make the table again."""
    one, few = blocks[0], compared.untested or len(compared.others)
    return {
        "prior": compared.prior,
        "background": "all articles of the comparison",
        "groups": dict(zip(one.names, one.articles, strict=True)),
        "words": int(one.dfm.totals.sum()),
        "features": sum(len(counted.dfm.features) for counted in blocks),
        "tests": int(table["p"].notna().sum()) + len(compared.others),
        **({"no row": {"not tested": compared.untested, "alike": len(compared.others)}} if few else {}),
    }


def _hidden(table: pd.DataFrame) -> dict[str, int]:
    """Return how many rows each flag hides."""
    return {flag: int(table["flags"].astype("str").str.contains(flag).sum()) for flag in HIDING}
