"""`Corpus`: the articles under study and everything needed to account for them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from toolkit.errors import TableError, nearest
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
    settings : Settings
        The study's settings.
    """

    articles: pd.DataFrame
    dropped: pd.DataFrame = field(default_factory=lambda: empty("dropped"))
    blocks: pd.DataFrame = field(default_factory=lambda: empty("blocks"))
    quarantine: pd.DataFrame = field(default_factory=lambda: empty("quarantine"))
    settings: Settings = field(default_factory=Settings)

    def __len__(self) -> int:
        return len(self.articles)

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
