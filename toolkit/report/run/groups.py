"""The groups of articles that get a report of their own: outlets, topics, or stories."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import Any, Literal, get_args

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.stories import assign_stories, stories
from toolkit.errors import SettingsError, nearest

By = Literal["outlet", "topic", "story"]
OUTLETS = 2  # outlets of a story: a story reported by one has nobody to be compared with
SLUG = 48  # characters of a folder's name


@dataclass(frozen=True)
class Group:
    """Some articles of a corpus.

    Attributes
    ----------
    name : str
        The outlet, the topic's label, or the title of the story's most central article.
    slug : str
        Name of its folder: a-z, 0-9 and dashes.
    corpus : Corpus
        Its articles, and of what was left out, the pages and the files, that which belongs to it.
    reason : str
        Why it gets no report; empty where it does.
    """

    name: str
    slug: str
    corpus: Corpus
    reason: str = ""


def groups(corpus: Corpus, by: str, *, least: int | None = None) -> list[Group]:
    """Return the groups of a corpus, each with the reason where it is too small for a report.

    Parameters
    ----------
    corpus : Corpus
    by : {"outlet", "topic", "story"}
        An article belongs to its outlet, to the topic it has most of, or to the event it reports.
        Stories reported by one outlet alone are too small, whatever their number of articles.
    least : int, optional
        Fewest articles of a group; by default ``[comparison] min_articles`` of the corpus' settings.

    Returns
    -------
    list of Group
        Outlets by name, topics and stories the largest first.

    Raises
    ------
    SettingsError
        If `by` is something else.
    InputError
        If there are too few articles for topics.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": ["a"] * 7, "outlet": ["Post"] * 6 + ["Herald"]})
    >>> found = groups(Corpus(conform(frame, "articles")), "outlet")
    >>> [(group.slug, len(group.corpus), group.reason) for group in found]
    [('herald', 1, '1 article; at least 5 are needed'), ('post', 6, '')]
    """
    if by not in get_args(By):
        raise SettingsError(f"--each {by}: {nearest(by, get_args(By))}")
    names, values = {"outlet": _outlets, "topic": _topics, "story": _stories}[by](corpus)
    fewest = corpus.settings.comparison.min_articles if least is None else least
    made: list[Group] = []
    for value, name in names.items():
        part = _part(corpus, (values == value).to_numpy(dtype="bool"), name if by == "outlet" else None)
        slug = _slug(name, by, (group.slug for group in made))
        made.append(Group(name, slug, part, _reason(part, by, fewest)))
    return made


def _outlets(corpus: Corpus) -> tuple[dict[str, str], pd.Series]:
    """Return the name of each value and the value of each article."""
    values = corpus.articles["outlet"]
    return {name: name for name in sorted(map(str, values.dropna().unique()))}, values


def _topics(corpus: Corpus) -> tuple[dict[str, str], pd.Series]:
    from toolkit.analysis.topics.find import topics  # noqa: PLC0415 - scikit-learn takes seconds to load

    shares = topics(corpus).shares
    largest = shares[shares["largest"].fillna(False)].drop_duplicates("article_id").set_index("article_id")
    names = largest.groupby("topic", sort=True)["label"].first()
    sizes = largest["topic"].value_counts()
    order = sorted(names.index, key=lambda topic: (-int(sizes[topic]), topic))
    return (
        {str(topic): str(names[topic]) for topic in order},
        corpus.articles["article_id"].map(largest["topic"].astype("str")),
    )


def _stories(corpus: Corpus) -> tuple[dict[str, str], pd.Series]:
    corpus = corpus if "story_id" in corpus.articles else assign_stories(corpus)
    told = stories(corpus)
    named = told["title"].fillna("without a title")
    return dict(zip(told["story_id"].astype("str"), named, strict=True)), corpus.articles["story_id"]


def _part(corpus: Corpus, mask: Any, outlet: str | None) -> Corpus:
    """Return a group's articles with the pages they are on; an outlet keeps what was left out of it."""
    articles = corpus.articles[mask].reset_index(drop=True)
    lost = corpus.dropped["outlet"].eq(outlet) if outlet else corpus.dropped["outlet"].isin([])
    dropped = corpus.dropped[lost.fillna(False)].reset_index(drop=True)
    files = set(articles["file"].dropna()) | set(dropped["file"].dropna())
    return replace(
        corpus,
        articles=articles,
        dropped=dropped,
        blocks=corpus.blocks[corpus.blocks["file"].isin(files)].reset_index(drop=True),
        files=corpus.files[corpus.files["file"].isin(files)].reset_index(drop=True),
        quarantine=corpus.quarantine.head(0),
    )


def _reason(corpus: Corpus, by: str, least: int) -> str:
    """Return why a group gets no report of its own, or nothing."""
    n, outlets = len(corpus), corpus.articles["outlet"].nunique()
    if by == "story" and outlets < OUTLETS:
        return f"reported by {outlets} outlet; at least {OUTLETS} are needed"
    return f"{n} article{'' if n == 1 else 's'}; at least {least} are needed" if n < least else ""


def _slug(name: str, by: str, taken: Iterable[str]) -> str:
    """Return a folder's name that differs from those taken."""
    base = re.sub(r"[^a-z0-9]+", "-", name.lower())[:SLUG].strip("-") or by
    used = {"corpus", *taken}  # the whole corpus is kept beside the groups
    return next(slug for slug in chain([base], (f"{base}-{i}" for i in count(2))) if slug not in used)
