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

    def where(self, mask: pd.Series, *, stage: str, reason: str) -> Corpus:
        """Return a corpus of the articles a mask selects; the others go to `dropped` with the reason.

        Parameters
        ----------
        mask : Series of bool
            True for the articles to keep, aligned with `articles`.
        stage, reason : str
            What is written beside each dropped article.

        Examples
        --------
        >>> corpus = Corpus(conform(pd.DataFrame({"text": ["a", "b"]}), "articles"))
        >>> kept = corpus.where(corpus.articles["text"] == "a", stage="filter", reason="not a")
        >>> len(kept), kept.dropped["reason"].tolist(), len(corpus)
        (1, ['not a'], 2)
        """
        out = self.articles[~mask].assign(stage=stage, reason=reason)
        dropped = conform(
            pd.concat([self.dropped, out[[c for c in self.dropped.columns if c in out]]]), "dropped"
        )
        return replace(self, articles=self.articles[mask].reset_index(drop=True), dropped=dropped)

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
