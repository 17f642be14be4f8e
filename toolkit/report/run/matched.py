"""Which articles of two reports are the same, though their outlet, headline or text may have changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from toolkit.report.wording.numbers import number

FIELDS = ["article_id", "outlet", "title", "text"]
SAME = "article_id"
SURE = (["title", "text"], ["outlet", "text"])  # tried in turn after the identifier
LIKELY = ["outlet", "title"]  # then these, where the texts share enough of their words
LEAST_SHARED = (
    0.5  # of the words of the text that has more: one read otherwise keeps most, next week's column does not
)
NO_OUTLET = "no outlet"


class Matched(NamedTuple):
    """The articles of two reports: those in one alone, and a row a pair (columns ``_old`` and ``_new``)."""

    fresh: pd.DataFrame
    gone: pd.DataFrame
    both: pd.DataFrame

    @property
    def moved(self) -> pd.DataFrame:
        """``old``, ``new``, ``n``: outlets whose articles are another outlet's now, most articles first."""
        names = self.both[["outlet_old", "outlet_new"]].set_axis(["old", "new"], axis=1)
        counts = names[names["old"] != names["new"]].value_counts().reset_index(name="n")
        return counts.sort_values(["n", "old", "new"], ascending=[False, True, True], ignore_index=True)

    @property
    def renamed(self) -> dict[str, str]:
        """Old to new names of outlets: where the old name is gone and no outlet had the new one before."""
        before = {*self.both["outlet_old"], *self.gone["outlet"]}
        after = {*self.both["outlet_new"], *self.fresh["outlet"]}
        moved = self.moved
        single = moved[~moved["old"].duplicated(keep=False) & ~moved["new"].duplicated(keep=False)]
        pairs = zip(single["old"], single["new"], strict=True)
        return {old: new for old, new in pairs if old not in after and new not in before}

    @property
    def identifiers(self) -> dict[str, str]:
        """Old to new identifiers of the articles that have another one now."""
        changed = self.both[self.both["article_id_old"] != self.both["article_id_new"]]
        return dict(zip(changed["article_id_old"], changed["article_id_new"], strict=True))

    def changes(self) -> Iterator[tuple[str, str]]:
        """Yield the outlet and what changed, in words, of the articles that both reports have."""
        renamed = self.renamed
        for old, new, n in self.moved.itertuples(index=False):
            if renamed.get(old) == new:
                yield new, f"the outlet {old} is now called {new} ({number(n, 'article')})"
            else:
                yield new, f"{number(n, 'article')} of {old} {'is' if n == 1 else 'are'} now {new}'s"
        for column, word in (("title", "headline"), ("text", "text")):
            other = self.both[self.both[f"{column}_old"] != self.both[f"{column}_new"]]
            for outlet, n in other["outlet_new"].value_counts(sort=False).sort_index().items():
                has = "has another" if n == 1 else "have another"
                yield str(outlet), f"{number(n, 'article')} of {outlet} {has} {word}"


def matched(before: pd.DataFrame, after: pd.DataFrame) -> Matched:
    """Match the articles of two reports: by identifier, then by headline, text and outlet.

    The identifier is a hash of outlet, headline and text, and changes with each of them. Where several
    articles are alike, the first is matched with the first.

    Examples
    --------
    >>> old = pd.DataFrame({"article_id": ["a"], "outlet": "Post", "title": "Rain", "text": "It rained."})
    >>> matched(old, old.assign(article_id="b", outlet="The Post")).renamed
    {'Post': 'The Post'}
    """
    gone, fresh = _read(before), _read(after)
    found = []
    for key in ([SAME], *SURE, LIKELY):
        pairs = _pairs(gone, fresh, key)
        if key is LIKELY:
            texts = zip(pairs["text_old"], pairs["text_new"], strict=True)
            pairs = pairs[pd.Series([_alike(*both) for both in texts], pairs.index, dtype=bool)]
        gone, fresh = gone.drop(pairs["row_old"]), fresh.drop(pairs["row_new"])
        found.append(pairs)
    return Matched(fresh, gone, pd.concat(found, ignore_index=True))


def _read(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the fields that are compared, missing ones as empty text."""
    fields = articles[FIELDS].fillna("").reset_index(drop=True)
    return fields.assign(outlet=fields["outlet"].replace("", NO_OUTLET))


def _pairs(gone: pd.DataFrame, fresh: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return the pairs that are alike in a key whose last column is not empty."""
    sides = []
    for side, articles in (("old", gone), ("new", fresh)):
        told = articles[articles[key[-1]] != ""]
        own = told.add_suffix(f"_{side}").assign(**{f"row_{side}": told.index})
        sides.append(own.assign(**told[key], nth=told.groupby(key).cumcount()))
    return sides[0].merge(sides[1], on=[*key, "nth"]).drop(columns=[*key, "nth"])


def _alike(old: str, new: str) -> bool:
    """Return whether two texts share enough of their words to be one article."""
    first, second = set(old.lower().split()), set(new.lower().split())
    return len(first & second) >= LEAST_SHARED * max(len(first), len(second), 1)
