"""What is behind a number: `evidence` opens the count of any row of any result table."""

from __future__ import annotations

import json
from typing import Literal

import pandas as pd

# Each of these modules registers what opens the tables of its family.
from toolkit.analysis import quotations  # noqa: F401
from toolkit.analysis.framing import agents, hedges, naming, voices  # noqa: F401
from toolkit.analysis.keyness import counts  # noqa: F401
from toolkit.analysis.names import contrasts, country_shares, entity_lists, suggest  # noqa: F401
from toolkit.analysis.question import beside, course, near, rates  # noqa: F401
from toolkit.analysis.readability import opened as _readability  # noqa: F401
from toolkit.analysis.topics import opened as _topics  # noqa: F401
from toolkit.corpus import opened as _corpus  # noqa: F401
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.results import opener, opens, origin, scope_of
from toolkit.tables import KEY

Side = Literal["target", "reference", "both"]


def evidence(corpus: Corpus, row: pd.Series, *, side: Side = "target") -> pd.DataFrame:
    """Return exactly what a row of a result table counted: sentences, quotations or articles.

    Parameters
    ----------
    corpus : Corpus
        The corpus the table was made from.
    row : Series
        A row of any table the toolkit returned, for example ``labels(corpus).iloc[0]``.
    side : str
        ``"target"``, ``"reference"`` or ``"both"``, for tables that compare two sides.

    Returns
    -------
    DataFrame
        One row for each thing that was counted, as many as the row's count: sentences as from
        `concordance`, quotations with their passage, or articles.

    Raises
    ------
    TableError
        If the row is not of a table the toolkit returned, or there is nothing to open (a simulated
        power, say), with the reason.

    Examples
    --------
    >>> from toolkit.analysis.keyness.find import keyness
    >>> from toolkit.tables import conform
    >>> texts = [f"{'Troops' if i % 2 else 'Rebels'} fled on day {i}." for i in range(24)]
    >>> corpus = Corpus(conform(pd.DataFrame({"outlet": ["Post", "Herald"] * 12, "text": texts}), "articles"))
    >>> row = keyness(corpus).iloc[0]
    >>> str(row["feature"]), int(row["uses_reference"]), len(evidence(corpus, row, side="reference"))
    ('rebels', 12, 12)
    """
    if not isinstance(row, pd.Series):
        raise TableError(
            f"evidence() takes one row of a table, not a {type(row).__name__}; use table.iloc[0]"
        )
    known = origin(row)
    if known is None:
        raise TableError(
            "the row does not say which table it is from; take a row of a result table as returned"
        )
    if side not in ("target", "reference", "both"):
        raise TableError(f"side is {side!r}; use 'target', 'reference' or 'both'")
    return opener(known.kind)(corpus, row, side)


@opens("findings")
def open_finding(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return what the rows of the tables counted that a finding was made from; `behind` numbers the rows."""
    tables, parts = scope_of(row)["tables"], []
    for number, (name, key) in enumerate(json.loads(row["rows"])):
        behind = pd.Series(key, dtype="object")
        behind.attrs = {KEY: tables[name]}
        parts.append(opener(tables[name]["kind"])(corpus, behind, side).assign(behind=number))
    return pd.concat(parts, ignore_index=True)
