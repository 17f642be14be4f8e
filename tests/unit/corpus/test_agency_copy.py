"""Agency copy is not the outlet's own voice, unless it is asked for or agencies are compared."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from toolkit import evidence, hedging, keyness, labels
from toolkit.analysis.framing.find import framing
from toolkit.corpus.agency import agency_copy, agency_line
from toolkit.corpus.corpus import Corpus
from toolkit.settings import make_settings
from toolkit.tables import conform

OWN, AGENCY = "Rebels may have fled on day {}.", "Terrorists may have fled on day {}."


def corpus(**settings: object) -> Corpus:
    rows = [
        {"outlet": outlet, "text": OWN.format(i), "article_id": f"{outlet}{i}", "credit": None}
        for outlet in ("Herald", "Post")
        for i in range(8)
    ]
    rows += [
        {"outlet": "Post", "text": AGENCY.format(i), "article_id": f"a{i}", "credit": "AFP"} for i in range(8)
    ]
    made = conform(pd.DataFrame(rows), "articles")
    return Corpus(made, settings=make_settings({"corpus": settings}))


@pytest.mark.parametrize(
    ("credit", "kind", "outlet", "told"),
    [
        ("Reuters", "explicit", "Post", True),
        ("With additional input from AP", None, "Post", True),
        ("Reuters", "inferred", "Post", False),
        ("Reuters", "explicit", "Reuters", False),
        ("BBC", "explicit", "BBC News", False),
        ("The Print", "explicit", "Post", False),
        ("APPLE Studios", "explicit", "Post", False),
        (None, None, "Post", False),
    ],
)
def test_a_credit_that_names_another_agency_makes_agency_copy(credit, kind, outlet, told) -> None:
    frame = pd.DataFrame({"outlet": [outlet], "credit": credit, "credit_kind": kind, "text": "Rain."})
    assert agency_copy(Corpus(conform(frame, "articles"))).tolist() == [told]


def test_words_and_labels_of_agency_copy_are_left_out_and_can_be_kept() -> None:
    apart, kept = corpus(), corpus(agency="own")
    told = {
        name: labels(made, voice=["narrator"])
        .query("label == 'terrorist'")
        .set_index("outlet")["uses"]
        .to_dict()
        for name, made in (("apart", apart), ("kept", kept))
    }
    assert told == {"apart": {"Herald": 0, "Post": 0}, "kept": {"Herald": 0, "Post": 8}}
    assert "terrorists" not in set(keyness(apart)["feature"])
    assert "terrorists" in set(keyness(kept)["feature"])
    assert hedging(apart).query("kind == 'hedge'")[["outlet", "n", "uses"]].values.tolist() == [
        ["Herald", 8, 8],
        ["Post", 8, 8],
    ]


def test_evidence_opens_what_was_counted() -> None:
    made = corpus()
    table = hedging(made)
    row = table[(table["outlet"] == "Post") & (table["kind"] == "hedge")].iloc[0]
    assert set(evidence(made, row)["article_id"]) == {f"Post{i}" for i in range(8)}


def test_agencies_can_be_compared_with_each_other() -> None:
    made = corpus()
    articles = made.articles.assign(credit=made.articles["credit"].fillna("own"))
    table = keyness(replace(made, articles=articles), by="credit")
    assert {"AFP", "own"} == set(table["target"]) | set(table["reference"])


def test_it_is_said_in_the_notes() -> None:
    assert agency_line(corpus()) == (
        "8 articles credited to agencies (AFP 8) do not count as the outlets' own words."
    )
    assert any("AFP 8" in note for note in framing(corpus()).notes)
    assert agency_line(corpus(agency="own")) == ""
