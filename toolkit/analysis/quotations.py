"""What opens the tables about sources: the quotations behind a row, found in the corpus again."""

from __future__ import annotations

import pandas as pd

from toolkit.analysis.quotes.find import quotes
from toolkit.analysis.sources.shares import UNTOLD, quote_evidence, spoken
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.results import group_column, opens, scope_of
from toolkit.tables import KEY


@opens(
    "speakers",
    "source_types",
    "sources",
    "first_voices",
    "verbs",
    "attribution",
    "concentration",
    "residuals",
)
@copies_settled
def open_quotations(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the quotations a row counted, each with its passage.

    Raises
    ------
    TableError
        If the corpus has others, because the table was made from chosen quotations.
    """
    scope = scope_of(row)
    kind = str(row.attrs[KEY]["kind"])
    said, by = quotes(corpus), str(scope.get("by", "outlet"))
    if by not in said:
        said = said.merge(corpus.articles[["article_id", by]], on="article_id", how="left")
    for column, value in (("speaker_id", scope.get("speaker")), ("source_type", scope.get("source_type"))):
        said = said if value is None else said[said[column] == value]
    of = str(scope.get("of", "speaker_id"))
    if kind == "verbs":
        said = said[said[of].notna()]
    if kind == "first_voices":
        said = said[said["kind"].isin(scope["kinds"])].sort_values(["article_id", "start"])
        said = said.drop_duplicates("article_id")
    counted = spoken(said, scope.get("kinds", ["direct", "mixed"]), (by, of))
    chosen: pd.DataFrame = counted[counted["group"] == str(row[group_column(row)])]
    if "value" in row:
        chosen = chosen[chosen["value"] == row["value"]]
    elif kind == "concentration":
        chosen = chosen[~chosen["value"].isin(UNTOLD)]
    if "quotes" in row and len(chosen) != int(row["quotes"]):
        raise TableError(
            f"the corpus has {len(chosen)} such quotations, the row counts {row['quotes']}: its table was "
            "made from chosen quotations; quotes_behind(quotes, row) opens it"
        )
    return quote_evidence(corpus, chosen)
