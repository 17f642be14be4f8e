"""Every table of a report keeps its contract, and every count in it can be opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from toolkit import evidence, run_report
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.load import find_study, read_saved
from toolkit.report.methods_text import methods_text
from toolkit.results import contract, origin

LOOKED_AT = 12  # rows opened of each table, evenly spaced: one look-up can take some tenths of a second
ARTICLES = ("n", "n_a", "n_b", "n_other", "n_target", "n_reference", "n_analysed", "articles")


@dataclass(frozen=True)
class Made:
    corpus: Corpus
    tables: dict[str, pd.DataFrame]
    folder: Path


@pytest.fixture(scope="module", params=["sample", "real"])
def made(request, tmp_path_factory, shared) -> Made:
    """The report on the sample, and on the users' own pages."""
    folder = tmp_path_factory.mktemp(request.param) / "report"
    pages, settings = find_study(None if request.param == "sample" else shared / "pages")
    run_report(pages, folder, settings=settings)
    found = {path.stem: pd.read_parquet(path) for path in sorted((folder / "tables").glob("*.parquet"))}
    return Made(read_saved(folder / "corpus"), found, folder)


def test_every_table_says_what_it_is(made: Made) -> None:
    assert len(made.tables) > 35
    assert [name for name, table in made.tables.items() if origin(table) is None] == []


def test_every_column_is_in_the_contract_and_has_a_meaning(made: Made) -> None:
    for name, table in made.tables.items():
        known = origin(table)
        agreed = contract(known.kind, known.by)
        for column in table.columns:
            found = agreed.column(column)
            assert found is not None, f"{name}: {column} is in no contract"
            assert found.meaning, f"{name}: {column} has no meaning"
            assert found.heading, f"{name}: {column} has no heading"
        assert {column.name for column in agreed.columns} <= set(table.columns), name


def test_n_is_a_number_of_articles(made: Made) -> None:
    read = len(made.corpus) + len(made.corpus.dropped)
    for name, table in made.tables.items():
        for column in set(table.columns) & set(ARTICLES):
            assert table[column].fillna(0).between(0, read).all(), f"{name}.{column}"


def test_undefined_estimates_have_a_reason(made: Made) -> None:
    for name, table in made.tables.items():
        if {"low", "high", "reason"} <= set(table.columns) and "n" in table:
            silent = table["low"].isna() & table["reason"].isna()
            assert not silent.any(), f"{name}: {table[silent].head(3).to_dict('records')}"


def test_every_count_can_be_opened(made: Made) -> None:
    opened = set()
    for name, table in made.tables.items():
        agreed = contract(origin(table).kind)
        if agreed.opens == "nothing":
            assert agreed.why, name
            continue
        for _, row in table.iloc[:: max(1, len(table) // LOOKED_AT)].iterrows():
            found = evidence(made.corpus, row)
            if agreed.counts:
                assert len(found) == row[agreed.counts], f"{name}: {row.to_dict()}"
            else:
                assert len(found) >= 1, f"{name}: {row.to_dict()}"
            opened.add(agreed.opens)
    assert opened == {"articles", "sentences", "quotations", "rows"}


def test_the_text_for_a_paper_has_the_numbers_of_this_corpus(made: Made) -> None:
    text = methods_text(made.folder)
    articles = made.corpus.articles
    words = articles["n_words"].sum()
    assert (
        f"We analysed {len(articles)} articles ({words:,} words) of {articles['outlet'].nunique()} outlets"
        in text
    )
    assert text.count(" articles, ") == articles["outlet"].nunique()
    dated = articles["published"].dropna()
    for day in (dated.min(), dated.max()):
        assert f"{day:%Y-%m-%d}" in text
    undated = articles[articles["published"].isna()].groupby("outlet").size()
    assert all(f"{n} without a date" in text for n in undated)
    left = made.tables["left_out"]
    assert all(f"{n} ({why})" in text for why, n in zip(left["why"], left["n"], strict=True))
    assert sum(left["n"]) == len(made.corpus.dropped)
    assert f"{len(made.tables['topics'])} topics" in text
    assert ("**Frames.**" in text) == bool(made.corpus.settings.coding.checks)
    assert "{{" not in text
