"""Whose words a corpus holds: headlines, narrator and quotations by outlet, and texts without marks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toolkit.analysis.scope import Scope, grouping, groups, scope_of
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.opened import listed
from toolkit.results import group_column, make, opens
from toolkit.text.dfm import VOICES
from toolkit.text.segments import segmented
from toolkit.text.word_counts import segment_words

LOST_MARKS = 0.2  # quotation marks per 1,000 words under which a text has most likely lost them


@copies_settled
def voice_shares(corpus: Corpus, *, by: str = "outlet") -> pd.DataFrame:
    """Return the share of each voice in the words of each group, and whether its marks are lost.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    by : str
        Column of the articles.

    Returns
    -------
    DataFrame
        One row a group: `n`, `words` (repeated lines included), the share of words of each
        voice, `boilerplate_share` (words in repeated lines), `marks` per 1,000 words, and `reason`: a
        warning where there are so few that the texts must have lost them; then everything quoted counts
        as the outlet's own words.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> articles = pd.DataFrame({"outlet": ["A", "B"], "text": ["“No one came to us,” he said.", "Rain."]})
    >>> voice_shares(Corpus(conform(articles, "articles")))[["outlet", "direct_quote_share"]].values.tolist()
    [['A', 0.71...], ['B', 0.0]]
    """
    names, group = grouping(corpus, by)
    cut, each = segmented(corpus), segment_words(corpus)
    voice, repeated = cut.table["voice"].to_numpy(), cut.table["boilerplate"].to_numpy()
    owner = group[cut.document]
    rows = []
    for index, name in enumerate(names):
        mine = owner == index
        words = int(each[mine].sum())
        quoted = int((mine & np.isin(voice, ["direct_quote", "scare_quote"])).sum())
        marks = 1000 * 2 * quoted / words if words else float("nan")
        shares = {f"{v}_share": _share(each[mine & (voice == v)].sum(), words) for v in VOICES}
        rows.append(
            {"group": name, "n": int((group == index).sum()), "words": words}
            | shares
            | {"boilerplate_share": _share(each[mine & repeated].sum(), words), "marks": marks}
            | {"reason": _warning(name, marks, words)}
        )
    return make("voices", rows, by=by, scope=scope_of(by=by, voice="all").noted())


@opens("voices")
@copies_settled
def open_voices(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the articles of a row of `voice_shares`."""
    return listed(corpus, groups(corpus, Scope.of(row).by) == row[group_column(row)])


def _share(part: int, whole: int) -> float:
    return float(part) / whole if whole else float("nan")


def _warning(name: str, marks: float, words: int) -> str | None:
    if words < 1000 or marks >= LOST_MARKS:
        return None
    return (
        f"{name} has {marks:.2f} quotation marks per 1,000 words: its texts have most likely lost them, so "
        "what it quotes is counted as its own words"
    )
