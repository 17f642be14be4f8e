"""People and organisations: repairs inside an article, nothing carried to another, lists without comparison."""

import re

import pandas as pd
import pytest

from toolkit import evidence, named_entities
from toolkit.analysis.names import entity_lists
from toolkit.analysis.names.entities import repaired, trimmed
from toolkit.analysis.names.entity_lists import entity_mentions
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.tables import conform
from toolkit.text.recogniser import ORGANISATION, PERSON, PLACE, Marked, load_recogniser


def marks(text, *names):
    """Marks of names in the order of the text: (name, kind)."""
    made, start = [], 0
    for name, kind in names:
        start = text.index(name, start)
        made.append(Marked(start, start + len(name), kind))
        start += len(name)
    return made


def found(text, *names):
    return [(entity.kind, entity.name) for entity in repaired(text, marks(text, *names))]


def test_a_surname_takes_the_kind_and_the_full_name_of_its_article():
    text = "Karima Baloch fled. Baloch died."
    assert found(text, ("Karima Baloch", PERSON), ("Baloch", PLACE)) == [(PERSON, "Karima Baloch")] * 2


def test_a_surname_of_two_people_is_joined_to_neither():
    text = "Shehbaz Sharif met Nawaz Sharif. Sharif left."
    names = ("Shehbaz Sharif", PERSON), ("Nawaz Sharif", PERSON), ("Sharif", PERSON)
    entities = repaired(text, marks(text, *names))
    assert [entity.name for entity in entities] == ["Shehbaz Sharif", "Nawaz Sharif", "Sharif"]
    assert [entity.alone for entity in entities] == [False, False, True]


def test_a_people_is_not_somebody_of_that_name():
    text = "Karima Baloch fled. The Baloch mourned."
    assert found(text, ("Karima Baloch", PERSON), ("Baloch", PERSON)) == [(PERSON, "Karima Baloch")]


@pytest.mark.parametrize(
    ("text", "name", "marked", "kind"),
    [
        ("Mr Rasool came.", "Rasool", ORGANISATION, PERSON),
        ("Gen. Bajwa came.", "Bajwa", PLACE, PERSON),
        ("Ahmed Rind came.", "Ahmed Rind", ORGANISATION, PERSON),
        ("The Home Ministry met.", "Home Ministry", PERSON, ORGANISATION),
        ("They left Pakistan.", "Pakistan", ORGANISATION, None),
        ("They left South Asia.", "South Asia", ORGANISATION, None),
        ("Republicans voted.", "Republicans", "people", None),
    ],
)
def test_what_the_words_show_outweighs_the_model(text, name, marked, kind):
    assert [one for one, _ in found(text, (name, marked))] == ([kind] if kind else [])


def test_the_votes_of_all_mentions_decide():
    text = "Turbat grew. Turbat fell. Turbat rose."
    assert not found(text, ("Turbat", PERSON), ("Turbat", PLACE), ("Turbat", PLACE))


def test_a_short_form_in_brackets_is_the_same_organisation():
    text = "Jaish-e-Mohammad (JeM) fled. JeM returned."
    names = ("Jaish-e-Mohammad", ORGANISATION), ("JeM", PERSON), ("JeM", PERSON)
    assert found(text, *names) == [(ORGANISATION, "Jaish-e-Mohammad")] * 3


def test_a_name_the_model_missed_once_is_found():
    text = "Asim Munir came. Then Asim Munir left."
    assert found(text, ("Asim Munir", PERSON)) == [(PERSON, "Asim Munir")] * 2


def test_a_name_in_capitals_is_the_same_name():
    text = "KARIMA BALOCH DIES\nKarima Baloch died."
    assert (
        found(text, ("KARIMA BALOCH", PERSON), ("Karima Baloch", PERSON)) == [(PERSON, "Karima Baloch")] * 2
    )


@pytest.mark.parametrize(
    ("text", "bare"), [("the Taliban’s", "Taliban"), ("“Imran Khan”", "Imran Khan"), ("a", "a")]
)
def test_spans_lose_articles_possessives_and_marks(text, bare):
    start, end = trimmed(text, 0, len(text))
    assert text[start:end] == bare or (bare == "a" and end - start <= 1)


def model_is_there():
    try:
        load_recogniser()
    except ToolkitError:
        return False
    return True


needs_model = pytest.mark.skipif(not model_is_there(), reason="spaCy's model is not installed")


@pytest.fixture(scope="module")
def corpus():
    rows = [
        (
            "Post",
            "Angela Merkel met Barack Obama in Berlin on Monday. Merkel spoke to Reuters.\n\nObama left early.",
        ),
        ("Post", "Barack Obama spoke in Washington. The United Nations replied to Obama."),
        ("Herald", "Merkel spoke to reporters in Paris. The United Nations was silent."),
        ("Post", "Angela Merkel left."),
    ]
    frame = pd.DataFrame(rows, columns=["outlet", "text"]).assign(article_id=["a", "b", "c", "d"])
    return Corpus(conform(frame, "articles"))


@needs_model
def test_lists_have_uses_articles_and_the_measured_f(corpus):
    table = named_entities(corpus).set_index(["outlet", "name"])
    obama = table.loc[("Post", "Barack Obama")]
    assert obama[["kind", "uses", "articles", "n", "f"]].tolist() == [PERSON, 4, 2, 3, 0.85]
    assert ("Post", "Angela Merkel") in table.index


def test_a_surname_is_not_joined_across_articles(corpus, monkeypatch):
    def marked(paragraphs):
        return [
            tuple(Marked(*m.span(), PERSON) for m in re.finditer("Angela Merkel|Merkel", text))
            for text in paragraphs
        ]

    monkeypatch.setattr(entity_lists, "marked_names", marked)
    own = Corpus(corpus.articles)
    table = named_entities(own)
    assert table[["outlet", "name", "uses"]].values.tolist() == [["Post", "Angela Merkel", 3]]
    assert entity_mentions(own)["alone"].tolist() == [False, False, True, False]
    assert table.attrs["notes"][0].startswith("1 of 4 mentions are surnames alone")


@needs_model
def test_no_comparison_is_offered(corpus):
    assert not {"share", "low", "high", "p", "q"} & set(named_entities(corpus).columns)


@needs_model
def test_every_use_and_no_other_is_opened(corpus):
    for _, row in named_entities(corpus).iterrows():
        opened = evidence(corpus, row)
        assert len(opened) == row["uses"]
        assert opened["article_id"].nunique() == row["articles"]
        assert set(opened["outlet"]) == {row["outlet"]}


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("The Tehreek-e-Taliban struck.", "Tehreek", "Tehreek-e-Taliban"),
        ("The Tehreek-e-Taliban struck.", "Taliban", "Tehreek-e-Taliban"),
        ("Jamaat-ud-Dawa met.", "Jamaat", "Jamaat-ud-Dawa"),
        ("Lashkar-e-Tayyeba fired.", "Lashkar", "Lashkar-e-Tayyeba"),
        ("Sipah-i-Sahaba fired.", "Sahaba", "Sipah-i-Sahaba"),
        ("Labour-led councils met.", "Labour", "Labour"),
        ("The Post-Dispatch wrote.", "Post", "Post"),
    ],
)
def test_a_name_that_particles_join_is_whole(text, part, whole):
    assert found(text, (part, ORGANISATION)) == [(ORGANISATION, whole)]


@pytest.mark.parametrize(
    ("name", "kept"),
    [("DISSIDENT", False), ("DISPATCHES", False), ("UNICEF", True), ("CENTCOM", True), ("FATF", True)],
)
def test_a_long_word_in_capitals_is_a_heading(name, kept):
    assert bool(found(f"{name} met.", (name, ORGANISATION))) is kept


@pytest.mark.parametrize(
    "name", ["East Pakistan", "North Korea", "Northern Ireland", "South Sudan", "West Germany"]
)
def test_a_side_of_a_country_is_a_place(name):
    assert found(f"They left {name}.", (name, ORGANISATION)) == []


def test_parts_of_one_name_are_one_mention():
    names = ("Tehreek", ORGANISATION), ("Taliban", ORGANISATION)
    assert found("The Tehreek-e-Taliban struck.", *names) == [(ORGANISATION, "Tehreek-e-Taliban")]


def marking(monkeypatch, names):
    def marked(paragraphs):
        return [
            tuple(Marked(*m.span(), ORGANISATION) for m in re.finditer(names, text)) for text in paragraphs
        ]

    monkeypatch.setattr(entity_lists, "marked_names", marked)


def listed(rows):
    frame = pd.DataFrame(rows, columns=["outlet", "text"])
    table = named_entities(
        Corpus(conform(frame.assign(article_id=[f"a{n}" for n in range(len(rows))]), "articles"))
    )
    return table[["outlet", "name", "articles"]].values.tolist()


def test_one_article_is_not_enough_for_a_list(monkeypatch):
    marking(monkeypatch, "Senate|Congress")
    rows = [
        ("Post", "Congress met. Congress left."),
        ("Post", "The Senate met."),
        ("Post", "The Senate left."),
    ]
    assert listed(rows) == [["Post", "Senate", 2]]


@pytest.mark.parametrize("outlet", ["south-asia-press", "South Asia Press"])
def test_an_outlets_own_name_is_not_listed_but_anothers_is(monkeypatch, outlet):
    marking(monkeypatch, "South Asia Press")
    rows = [(name, f"South Asia Press wrote on day {n}.") for n in range(2) for name in (outlet, "Herald")]
    assert listed(rows) == [["Herald", "South Asia Press", 2]]


def test_what_is_in_a_dateline_is_not_listed(monkeypatch):
    marking(monkeypatch, "Reuters|Senate")
    rows = [("Post", f"ISLAMABAD (Reuters) - The Senate met on day {n}.") for n in range(2)]
    assert listed(rows) == [["Post", "Senate", 2]]


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Keystone XL", False),
        ("Boeing MAX", False),
        ("Henry Ford III", True),
        ("Sadiq Khan MP", True),
        ("JD Vance", True),
    ],
)
def test_a_name_that_ends_in_capitals_is_a_things_unless_it_is_a_persons(name, listed):
    assert bool(found(f"They saw {name}.", (name, PERSON))) is listed


def test_the_initials_of_a_body_are_its_name_where_they_are_those_of_one():
    text = "The Environmental Protection Agency met. EPA rules hold."
    names = ("Environmental Protection Agency", ORGANISATION), ("EPA", PERSON)
    assert found(text, *names) == [(ORGANISATION, "Environmental Protection Agency")] * 2
    two = "The Baloch Solidarity Front and the Border Security Force met. BSF men left."
    both = (
        ("Baloch Solidarity Front", ORGANISATION),
        ("Border Security Force", ORGANISATION),
        ("BSF", ORGANISATION),
    )
    assert found(two, *both)[-1] == (ORGANISATION, "BSF")


@pytest.mark.parametrize("name", ["North Dakota", "Los Angeles", "Balochistan", "Tamil Nadu"])
def test_a_state_or_city_is_no_body(name):
    assert found(f"They left {name}.", (name, ORGANISATION)) == []


def test_an_outlets_short_name_is_its_own(monkeypatch):
    marking(monkeypatch, "NPR|Senate")
    assert listed([("NPR Online News", f"NPR asked the Senate on day {n}.") for n in range(2)]) == [
        ["NPR Online News", "Senate", 2]
    ]
