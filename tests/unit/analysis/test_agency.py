import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.evidence import evidence
from toolkit.analysis.framing.agents import FORMS, ROLES, agency, passives
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    active = "Troops attacked the village on day {i}. The soldiers wounded two villagers."
    passive = (
        "Two villagers were killed on day {i}. “Rebels killed us,” she said. A bridge was bombed by troops."
    )
    rows = [("Herald", active.format(i=i)) for i in range(8)] + [
        ("Post", passive.format(i=i)) for i in range(8)
    ]
    rows = [
        (outlet, text.replace("The soldiers", f"On day {k} the soldiers").replace("A bridge", f"Bridge {k}"))
        for k, (outlet, text) in enumerate(rows)
    ]
    return Corpus(conform(pd.DataFrame(rows, columns=["outlet", "text"]), "articles"))


@pytest.mark.parametrize("function", [agency, passives])
def test_every_row_opens_what_it_counted(corpus, function):
    table = function(corpus)
    assert table["clauses"].sum() > 0
    for _, row in table.iterrows():
        assert len(evidence(corpus, row)) == row["clauses"]


def test_roles(corpus):
    table = agency(corpus).set_index(["actor", "role", "outlet"])
    assert table.loc[("state forces", "agent", "Herald"), "clauses"] == 16
    assert table.loc[("state forces", "agent_in_by_phrase", "Post"), "clauses"] == 8
    assert table.loc[("civilians", "patient_of_bare_passive", "Post"), "share"] == 1
    assert table.loc[("civilians", "patient_of_active", "Herald"), "q"] < 0.01
    assert "armed groups" not in table.index.get_level_values("actor")  # only quoted
    assert set(table.index.get_level_values("role")) == set(ROLES)


def test_forms_of_verbs_of_harm(corpus):
    table = passives(corpus).set_index(["actor", "role", "outlet"])["clauses"]
    assert table["harm", "active", "Herald"] == 16
    assert table["harm", "passive_without_agent", "Post"] == 8
    assert table["harm", "passive_with_agent", "Post"] == 8
    assert set(table.index.get_level_values("role")) == set(FORMS)


def test_shares_add_up(corpus):
    sums = passives(corpus).groupby(["actor", "outlet"])["share"].sum()
    assert np.allclose(sums, 1)


def test_no_mention_is_an_empty_table():
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["Rain fell.", "Snow fell."]})
    assert agency(Corpus(conform(frame, "articles"))).empty
