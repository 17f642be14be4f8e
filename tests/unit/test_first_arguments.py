"""A wrong first argument gets a sentence that says what is needed and what makes it."""

import pandas as pd
import pytest

import toolkit
from toolkit.analysis.framing import names_used
from toolkit.analysis.keyness import top_terms
from toolkit.analysis.sources import attribution, concentration, first_voices, residuals
from toolkit.corpus import who_copies
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.tables import conform, empty

CORPUS = Corpus(conform(pd.DataFrame({"text": ["Rain."], "outlet": "Post"}), "articles"))
OF_A_CORPUS = [
    "keyness",
    "labels",
    "hedging",
    "agency",
    "passives",
    "voice_shares",
    "quotes",
    "readability",
    "framing",
]


@pytest.mark.parametrize("name", [*OF_A_CORPUS, "compare_outlets", "topics"])
def test_what_takes_a_corpus_refuses_a_table(name: str) -> None:
    with pytest.raises(
        TableError, match=rf"{name}\(\) takes a Corpus, not a DataFrame; load_corpus\(...\) makes one"
    ):
        getattr(toolkit, name)(pd.DataFrame({"text": ["Rain."]}))


@pytest.mark.parametrize(
    ("takes", "made_by"),
    [
        (toolkit.sources, "quotes"),
        (toolkit.verb_profile, "quotes"),
        (attribution, "quotes"),
        (concentration, "quotes"),
        (first_voices, "quotes"),
        (residuals, "sources"),
        (who_copies, "syndication"),
        (names_used, "labels"),
        (top_terms, "keyness"),
    ],
)
def test_what_takes_a_table_refuses_a_corpus(takes, made_by: str) -> None:
    with pytest.raises(TableError, match=rf"a table from {made_by}\(\w+\) is needed, not a Corpus"):
        takes(CORPUS)


def test_a_table_of_another_kind_is_refused() -> None:
    with pytest.raises(TableError, match="has no column 'value'"):
        residuals(empty("quotes"))
