"""From the articles as read to the articles under study: repeats, kinds, lengths, copies, stories."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.duplicates import clusters, pairs_of
from toolkit.corpus.shingles import SAMPLE_ABOVE, Rows
from toolkit.corpus.stories import assign_stories
from toolkit.corpus.syndication import link_syndicated
from toolkit.pages.record import count_words
from toolkit.parts import chosen

REPEATED = 0.7  # least share of an article's words for it to be left out as a repeat within one outlet

_REASONS = {
    "copy": "copy of an article of the same outlet",
    "excerpt": "excerpt of an article of the same outlet",
    "version": "version of an article of the same outlet",
    "part": "partly in another article of the same outlet",
}
_KINDS = {"video": "blurb of a video", "teaser": "opening of a text that goes on elsewhere"}


def prepare(corpus: Corpus) -> Corpus:
    """Take the steps between reading and analysis; what falls out is in `dropped`, with the reason.

    1. An outlet's articles that repeat another of the same outlet are dropped (stage ``duplicates``);
       the most complete one is kept, wherever it was read.
    2. Articles of other kinds than the settings name, and shorter ones, are dropped (stage ``filter``).
    3. Texts that several outlets carry are linked (`toolkit.corpus.syndication.link_syndicated`).
    4. Articles about one event get one ``story_id`` (`toolkit.corpus.stories.assign_stories`).

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> text = "The river rose by two metres in the night. " * 8
    >>> frame = pd.DataFrame({"article_id": ["a", "b"], "kind": "article", "text": [text, text]})
    >>> ready = prepare(Corpus(conform(frame, "articles")))
    >>> len(ready), ready.dropped[["stage", "kept_id"]].values.tolist()
    (1, [['duplicates', 'a']])
    """
    counted = replace(corpus, articles=_counted(corpus.articles))
    pairs = pairs_of(counted)
    repeats = _repeats(counted.articles, pairs)
    kept, rows = _with_texts(_filter(_without_repeats(_without_texts(counted), repeats)), counted)
    known = _among(pairs, rows) if len(counted) > SAMPLE_ABOVE else None  # to find them again takes long
    return assign_stories(link_syndicated(kept, known))


def nothing_left(corpus: Corpus) -> str:
    """Return why no article is left of those that were read, for a corpus without articles.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"article_id": ["a"], "kind": "article", "text": ["Rain."]})
    >>> nothing_left(prepare(Corpus(conform(frame, "articles"))))
    "the article that was read is not left: fewer than 50 words (1); the settings ask for [corpus] kinds =
    ['article'] and min_words = 50"
    """
    filtered = corpus.dropped["stage"] == "filter"
    why = corpus.dropped.loc[filtered, "reason"].fillna("").str.replace(r" \(\d+\)$", "", regex=True)
    counts = {**why.value_counts(), "copies of others": int((~filtered).sum())}
    reasons = "; ".join(f"{reason} ({n:,})" for reason, n in counts.items() if n)
    wanted, n = corpus.settings.corpus, len(corpus.dropped)
    read = "the article that was read is not left" if n == 1 else f"none of the {n:,} articles read is left"
    return (
        f"{read}: {reasons}; the settings ask for "
        f"[corpus] kinds = {list(wanted.kinds)} and min_words = {wanted.min_words:,}"
    )


def _counted(articles: pd.DataFrame) -> pd.DataFrame:
    """Fill in the number of words where it is missing."""
    missing = articles["n_words"].isna()
    words = [count_words(text) for text in articles["text"][missing].fillna("")]
    return articles.assign(
        n_words=articles["n_words"].fillna(pd.Series(words, articles.index[missing], dtype="Int64"))
    )


def _without_texts(corpus: Corpus) -> Corpus:
    """Return a corpus in which the number of its row stands for each text: nothing large is copied."""
    return replace(corpus, articles=corpus.articles.assign(text=range(len(corpus))))


def _with_texts(corpus: Corpus, whole: Corpus) -> tuple[Corpus, Rows]:
    """Return a corpus with the texts of the rows it has, and these."""
    rows = corpus.articles["text"].to_numpy(dtype=np.int64)
    texts = chosen(whole.articles["text"], rows)
    return replace(corpus, articles=corpus.articles.assign(text=texts)), rows


def _among(pairs: pd.DataFrame, rows: Rows) -> pd.DataFrame:
    """Return the pairs of articles that are left, by their new rows."""
    kept = pairs[pairs["row_a"].isin(rows) & pairs["row_b"].isin(rows)]
    return kept.assign(**{name: np.searchsorted(rows, kept[name]) for name in ("row_a", "row_b")})


def _repeats(articles: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the articles whose words mostly occur in a more complete article of the same outlet."""
    shares = pairs[["share_a", "share_b"]].max(axis=1)
    return clusters(articles, pairs[pairs["same_outlet"] & (shares >= REPEATED)])


def _without_repeats(corpus: Corpus, repeats: pd.DataFrame) -> Corpus:
    """Drop the articles that `_repeats` found."""
    rows = repeats.set_index("row")
    ids = corpus.articles["article_id"]
    keep = pd.Series(~corpus.articles.index.isin(rows.index), index=corpus.articles.index)
    why = zip(rows["relation"], rows["share"], strict=True)
    told = [f"{_REASONS[relation]} ({share:.0%} of its words)" for relation, share in why]
    reason = pd.Series(told, index=rows.index, dtype="str")
    kept = pd.Series(ids.iloc[rows["kept_row"]].to_numpy(), index=rows.index, dtype="str")
    return corpus.where(keep, stage="duplicates", reason=reason, kept_id=kept)


def _filter(corpus: Corpus) -> Corpus:
    """Drop kinds and lengths that are not analysed; an article without a kind counts as an article."""
    wanted = corpus.settings.corpus
    kind = corpus.articles["kind"].fillna("article")
    fits = kind.isin(wanted.kinds)
    reason = kind[~fits].map(lambda name: f"{_KINDS.get(name, name)}, a kind that is not analysed")
    corpus = corpus.where(fits, stage="filter", reason=reason)
    words = corpus.articles["n_words"]
    fits = words >= wanted.min_words
    reason = words[~fits].map(f"fewer than {wanted.min_words} words ({{}})".format)
    return corpus.where(fits, stage="filter", reason=reason)
