"""Tables of agreement: variables, levels, drift, disagreements, frames from questions."""

import numpy as np
import pandas as pd
import pytest

from toolkit import coder_agreement, read_codebook
from toolkit.analysis.coding import disagreements, drift, frame_codes
from toolkit.errors import TableError
from toolkit.lexicons.codebook import parse_codebook
from toolkit.stats.agreement import krippendorff_alpha

SCALE = """
title = "Tone"
source = "ours"
[[frames]]
name = "tone"
label = "Tone"
what = "How warm it is."
[[frames.questions]]
name = "warmth"
text = "How warm?"
answers = ["cold", "mild", "warm"]
level = "ordinal"
"""


def coded(rows, variable="tone.warmth"):
    table = pd.DataFrame(rows, columns=["item_id", "coder", "code"])
    return table.assign(variable=variable, article_id=table["item_id"], place=range(len(table)))


def test_order_and_level_come_from_the_codebook():
    answers = [
        ("cold", "cold"),
        ("mild", "warm"),
        ("warm", "warm"),
        ("cold", "mild"),
        ("mild", "mild"),
        ("warm", "warm"),
    ]
    codes = coded([(str(i), c, a) for i, pair in enumerate(answers) for c, a in zip("ab", pair, strict=True)])
    places = {"cold": 0, "mild": 1, "warm": 2}
    table = [[places[a] for a in pair] for pair in answers]
    found = coder_agreement(codes, parse_codebook(SCALE)).set_index("measure")["estimate"]
    assert found["alpha"] == pytest.approx(krippendorff_alpha(table, "ordinal"))
    assert coder_agreement(codes).set_index("measure")["estimate"]["alpha"] == pytest.approx(
        krippendorff_alpha(table)
    )


def test_an_answer_not_in_the_codebook_is_named():
    codes = coded([("1", "a", "warm"), ("1", "b", "hot")])
    with pytest.raises(
        TableError, match=r"'hot' is not among the answers to 'tone\.warmth': cold, mild, warm"
    ):
        coder_agreement(codes, parse_codebook(SCALE))


def test_an_item_coded_twice_by_one_coder_is_named():
    with pytest.raises(TableError, match=r"a coded 'tone\.warmth' of item 7 twice"):
        coder_agreement(coded([("7", "a", "warm"), ("7", "a", "cold")]))


def test_drift_shows_the_part_in_which_coders_part():
    rng = np.random.default_rng(2)
    rows = []
    for i in range(90):
        first = rng.choice(["no", "yes"])
        second = first if i < 60 else ("yes" if rng.random() < 0.9 else first)
        rows += [(f"{i:02}", "a", first), (f"{i:02}", "b", second)]
    table = drift(coded(rows, "x"))
    assert table["part"].tolist() == [1, 2, 3]
    assert table["items"].tolist() == [30, 30, 30]
    assert table["alpha"][:2].tolist() == [1, 1]
    assert table["alpha"][2] < 0.5
    assert table["spread"][2] > 0.2 > table["spread"][:2].max()


def test_disagreements_come_with_their_text_the_most_disputed_variable_first():
    codes = pd.concat(
        [
            coded([("1", "a", "no"), ("1", "b", "yes"), ("2", "a", "no"), ("2", "b", "no")], "x"),
            coded([("1", "a", "no"), ("1", "b", "yes"), ("2", "a", "yes"), ("2", "b", "no")], "y"),
        ]
    )
    items = pd.DataFrame({"item_id": ["1", "2"], "title": ["One", "Two"], "text": ["First.", "Second."]})
    found = disagreements(codes, items)
    assert found["variable"].tolist() == ["y", "y", "x"]
    assert found["codes"].tolist() == ["a: no; b: yes", "a: yes; b: no", "a: no; b: yes"]
    assert found["text"].tolist() == ["First.", "Second.", "First."]


def test_a_frame_is_present_with_enough_answers_and_open_where_an_answer_could_settle_it():
    book = read_codebook("semetko_valkenburg_2000")  # conflict: 2 of 4
    names = [f"conflict.{one.name}" for one in book.frames[2].questions]
    given = {"1": ["yes", "yes", "no", "no"], "2": ["yes", "no", "no", "no"], "3": ["yes", None, "no", "no"]}
    given |= {"4": ["yes", "yes", None, None], "5": [None, "no", "no", "no"]}
    codes = pd.concat(
        [
            coded([(i, "a", code)], name)
            for i, row in given.items()
            for name, code in zip(names, row, strict=True)
        ]
    )
    found = frame_codes(codes, book)
    assert set(found["variable"]) == {"conflict"}
    assert dict(zip(found["item_id"], found["code"], strict=True)) == {"1": "1", "2": "0", "4": "1", "5": "0"}


def test_a_table_without_coders_is_refused_with_what_makes_one():
    with pytest.raises(
        TableError, match=r"read_coding\(folder\).codes is needed; this one has no column 'coder'"
    ):
        coder_agreement(pd.DataFrame({"item_id": [1]}))


def test_free_texts_are_left_out_and_many_values_are_no_burden():
    book = parse_codebook(SCALE + '[[frames.questions]]\nname = "who"\ntext = "Who?"\nanswers = []\n')
    codes = pd.concat(
        [
            coded([(str(i), c, "warm") for i in range(6) for c in "ab"]),
            coded([(str(i), c, f"name {i}{c}") for i in range(6) for c in "ab"], "tone.who"),
        ]
    )
    assert coder_agreement(codes, book)["variable"].unique().tolist() == ["tone.warmth"]


def test_the_bootstrap_is_the_same_in_parts(monkeypatch):
    from toolkit.stats import agreement as module

    table = np.random.default_rng(1).integers(0, 4, (30, 3)).astype(float)
    whole = module.agreement_coefficients(table)
    monkeypatch.setattr(module, "CELLS", 4 * 4 * 3 * 37)
    parts = module.agreement_coefficients(table)
    for name, one in whole.items():
        assert parts[name][2:] == pytest.approx(one[2:])


def test_one_coder_has_no_agreement_and_no_spread_and_the_reason_is_said():
    rows = [(str(i), "anna", "conflict", "yes" if i % 2 else "no", i) for i in range(9)]
    codes = pd.DataFrame(rows, columns=["item_id", "coder", "variable", "code", "place"])
    table = coder_agreement(codes)
    assert table["estimate"].isna().all()
    assert set(table["reason"]) == {"one coder; agreement takes two"}
    assert drift(codes)["spread"].isna().all()
    apart = codes.assign(coder=["anna", "ben", "cleo"] * 3)
    assert set(coder_agreement(apart)["reason"]) == {"nothing was coded twice"}
