"""`Corpus`: the articles under study and everything needed to account for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from toolkit.corpus.store import TABLES, save_tables
from toolkit.errors import TableError, nearest
from toolkit.results import make
from toolkit.settings import Settings
from toolkit.tables import conform, empty


@dataclass(frozen=True, eq=False)
class Corpus:
    """Frozen articles, with what was dropped, the labelled blocks of their pages, and unreadable files.

    Attributes
    ----------
    articles : DataFrame
        One row an article (`toolkit.tables.ARTICLES`).
    dropped : DataFrame
        Articles that are not analysed, each with stage and reason.
    blocks : DataFrame
        Labelled blocks of the pages the articles were read from.
    quarantine : DataFrame
        Files that could not be read, with the reason.
    files : DataFrame
        Files that were read, with encoding, hash and the number of articles found.
    settings : Settings
        The study's settings.
    """

    articles: pd.DataFrame
    dropped: pd.DataFrame = field(default_factory=lambda: empty("dropped"))
    blocks: pd.DataFrame = field(default_factory=lambda: empty("blocks"))
    quarantine: pd.DataFrame = field(default_factory=lambda: empty("quarantine"))
    files: pd.DataFrame = field(default_factory=lambda: empty("files"))
    settings: Settings = field(default_factory=Settings)

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        outlets = self.articles["outlet"].nunique()
        return f"Corpus: {len(self):,} articles, {outlets:,} outlets; {len(self.dropped):,} left out"

    def _repr_html_(self) -> str:
        """Return the corpus by outlet as a table for a notebook; pandas escapes every text."""
        table = self.describe().to_html(index=False, border=0, na_rep="–")
        return f'<p class="mathjax_ignore">{self!r}</p><div class="mathjax_ignore">{table}</div>'

    def to_frame(self) -> pd.DataFrame:
        """Return the articles as a frame of one's own, which `toolkit.load_corpus` takes back.

        Examples
        --------
        >>> corpus = Corpus(conform(pd.DataFrame({"text": ["a"]}), "articles"))
        >>> corpus.to_frame()["text"].tolist()
        ['a']
        """
        return self.articles.copy()

    def where(
        self, mask: pd.Series, *, stage: str, reason: str | pd.Series, kept_id: pd.Series | None = None
    ) -> Corpus:
        """Return a corpus of the articles a mask selects; the others go to `dropped` with the reason.

        Parameters
        ----------
        mask : Series of bool
            True for the articles to keep, aligned with `articles`.
        stage : str
            The step that drops them, for example ``"filter"``.
        reason : str or Series of str
            Why, one for all or one for each article.
        kept_id : Series of str, optional
            The article kept in place of each.

        Examples
        --------
        >>> corpus = Corpus(conform(pd.DataFrame({"text": ["a", "b"]}), "articles"))
        >>> kept = corpus.where(corpus.articles["text"] == "a", stage="filter", reason="not a")
        >>> len(kept), kept.dropped["reason"].tolist(), len(corpus)
        (1, ['not a'], 2)
        """
        keep = mask.fillna(False).astype("bool")
        out = self.articles[~keep].assign(stage=stage)
        out["reason"] = reason.reindex(out.index) if isinstance(reason, pd.Series) else reason
        if kept_id is not None:
            out["kept_id"] = kept_id.reindex(out.index)
        out = out[[name for name in self.dropped.columns if name in out]]
        parts = [part for part in (self.dropped, out) if len(part)]
        dropped = conform(pd.concat(parts), "dropped") if parts else self.dropped
        return replace(self, articles=self.articles[keep].reset_index(drop=True), dropped=dropped)

    def column(self, name: str) -> pd.Series:
        """Return a column of the articles, or say which there are.

        Raises
        ------
        TableError
            If there is no such column.
        """
        if name not in self.articles:
            raise TableError(
                f"the articles have no column '{name}'; {nearest(name, map(str, self.articles.columns))}"
            )
        return self.articles[name]

    def filter(
        self,
        *,
        after: str | dt.date | None = None,
        before: str | dt.date | None = None,
        **columns: object,
    ) -> Corpus:
        """Return a corpus of the articles that meet every condition; the others go to `dropped`.

        Parameters
        ----------
        after, before : str or date, optional
            First and last day, both included. Articles without a date do not meet it.
        **columns
            A column's value, or a list of values: ``outlet="Herald"``, ``kind=["article", "video"]``.

        Raises
        ------
        TableError
            If there is no such column, or a day is not a date.

        Examples
        --------
        >>> frame = pd.DataFrame({"text": ["a", "b"], "published": ["2024-01-05", None]})
        >>> recent = Corpus(conform(frame, "articles")).filter(after="2024-01-01")
        >>> len(recent), recent.dropped["reason"].tolist()
        (1, ['no date, or before 2024-01-01'])
        """
        kept = self
        if after is not None:
            mask = self.column("published") >= _day(after)
            kept = kept.where(mask, stage="filter", reason=f"no date, or before {_day(after):%Y-%m-%d}")
        if before is not None:
            mask = kept.column("published") <= _day(before)
            kept = kept.where(mask, stage="filter", reason=f"no date, or after {_day(before):%Y-%m-%d}")
        for name, value in columns.items():
            values = [value] if isinstance(value, str) or not isinstance(value, Iterable) else list(value)
            named = ", ".join(map(str, values))
            mask = kept.column(name).isin(values)
            kept = kept.where(mask, stage="filter", reason=f"{name} is not {named}")
        return kept

    def group_by(self, name: str) -> dict[str, Corpus]:
        """Return one corpus for each value of a column, in the order of the values.

        Articles without a value are in no group. What was dropped stays with the whole corpus.

        Parameters
        ----------
        name : str
            A column of the articles, for example ``"outlet"`` or one of the input's own.

        Raises
        ------
        TableError
            If there is no such column.

        Examples
        --------
        >>> frame = pd.DataFrame({"text": ["a", "b", "c"], "outlet": ["Post", "Herald", "Post"]})
        >>> groups = Corpus(conform(frame, "articles")).group_by("outlet")
        >>> {outlet: len(part) for outlet, part in groups.items()}
        {'Herald': 1, 'Post': 2}
        """
        values = self.column(name).reset_index(drop=True)
        return {
            str(value): replace(
                self,
                articles=self.articles[(values == value).to_numpy(dtype="bool")].reset_index(drop=True),
                dropped=empty("dropped"),
            )
            for value in sorted(values.dropna().unique(), key=str)
        }

    def describe(self, by: str = "outlet") -> pd.DataFrame:
        """Return what there is, one row a group, and the articles left out beside it.

        Parameters
        ----------
        by : str
            A column of the articles.

        Returns
        -------
        DataFrame
            ``n`` articles, ``words`` in all, ``median_words`` of an article, ``first`` and ``last`` day,
            ``undated`` articles, ``credited`` (text taken from an agency or another site, as far as
            the page says), ``dropped`` articles (counted by outlet only, else null).

        Raises
        ------
        TableError
            If there is no such column.

        Examples
        --------
        >>> frame = pd.DataFrame({"text": ["a b", "c"], "outlet": "Post", "n_words": [2, 1]})
        >>> Corpus(conform(frame, "articles")).describe()[["outlet", "n", "words", "undated"]]
          outlet  n  words  undated
        0   Post  2      3        2
        """
        self.column(by)
        groups = self.articles.groupby(by, dropna=False, sort=True)
        table = groups.agg(
            n=("text", "size"),
            words=("n_words", "sum"),
            median_words=("n_words", "median"),
            first=("published", "min"),
            last=("published", "max"),
            dated=("published", "count"),
            credited=("credit", "count"),
        ).reset_index()
        table.insert(6, "undated", table["n"] - table.pop("dated"))
        table["dropped"] = pd.Series(pd.NA, index=table.index, dtype="Int64")
        if by in self.dropped:
            lost = table[by].map(self.dropped[by].value_counts())
            table["dropped"] = lost.fillna(0).astype("Int64")
        return make("outlets", table.rename(columns={by: "group"}), by=by)

    def save(self, folder: str | Path) -> Path:
        """Save the corpus as a folder that `toolkit.load_corpus` reads; see `store.save_tables`.

        Parameters
        ----------
        folder : str or Path
            A new folder, an empty one, or a saved corpus, which is replaced as a whole.

        Raises
        ------
        InputError
            If the folder holds something else, or a column cannot be stored.
        """
        return save_tables({name: getattr(self, name) for name in TABLES}, self.settings, folder)


def _day(value: str | dt.date) -> pd.Timestamp:
    """Return a day as a timestamp, or say what a day looks like."""
    try:
        return pd.Timestamp(value)
    except ValueError as error:
        raise TableError(f"{value!r} is not a day; write it as 2024-01-31") from error
