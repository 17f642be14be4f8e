"""How topics are called: distinctive terms, as the articles write them, and a few words of their headlines."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from topic_corpora import planted

from toolkit.analysis.topics.find import topics
from toolkit.analysis.topics.model import TopicModel
from toolkit.analysis.topics.naming import distinctive, labels, short_label, term_table
from toolkit.analysis.topics.store import load_model, save_model
from toolkit.analysis.topics.vocabulary import words_of
from toolkit.analysis.topics.written import usual_forms
from toolkit.corpus.corpus import Corpus


def test_a_shared_heavy_word_is_less_distinctive_than_an_own_lighter_one():
    topics = np.array([[0.6, 0.4, 0.0], [0.7, 0.0, 0.3]])
    assert distinctive(topics)[0].argmax() == 1
    assert distinctive(topics)[1].argmax() == 0 or distinctive(topics)[1, 2] > 0


def test_a_phrase_stands_for_both_its_words():
    terms = ["blair", "tony", "tony blair", "vote"]
    table = term_table(np.array([[0.3, 0.29, 0.25, 0.16], [0, 0, 0, 1.0]]), terms)
    assert table.query("topic == 1")["term"].tolist() == ["tony blair", "vote"]


def test_a_longer_name_stands_for_all_its_words():
    terms = ["act", "affordable care", "vote"]
    written = {"affordable care": "Affordable Care Act", "act": "Act"}
    topics = np.array([[0.5, 0.3, 0.2], [0, 0, 1.0]])
    assert term_table(topics, terms, written=written).query("topic == 1")["term"].tolist() == [
        "Affordable Care Act",
        "vote",
    ]
    assert labels(topics, terms, written=written) == ["Affordable Care Act, vote", "vote"]


def test_labels_are_distinct_and_the_users_own_win():
    same = np.array([[0.5, 0.5], [0.5, 0.5]])
    made = labels(same, ["flood", "vote"], n=1)
    assert len(set(made)) == 2
    assert labels(np.eye(2), ["flood", "vote"], {"flood": "Water"}, n=1) == ["Water", "vote"]


@pytest.mark.parametrize("key", ["Green Pact, vote", "green pact, VOTE", "pact", "Green Pact"])
def test_a_label_of_the_users_own_is_found_by_any_spelling(key):
    topics, written = np.array([[0.6, 0.4], [0, 1.0]]), {"pact": "Green Pact"}
    assert labels(topics, ["pact", "vote"], {key: "Treaties"}, written=written)[0] == "Treaties"


def forms(texts, *terms):
    """Return how terms are written in texts without headlines."""
    counts = csr_matrix([[text.casefold().count(term) for term in terms] for text in texts])
    return usual_forms(terms, counts, terms, texts)


def test_capitals_count_inside_sentences_alone():
    texts = [
        "Rain fell. Rain is rare.",
        "They saw rain. Rain! Rain?",
        "Where is Oslo? In Oslo. Near oslo or Oslo.",
    ]
    assert forms(texts, "rain", "oslo") == {"rain": "rain", "oslo": "Oslo"}


def test_a_word_seen_only_at_the_start_of_sentences_or_in_headlines_stays_small():
    assert forms(["Floods rise.\n\nNobody came.", "Floods."], "floods") == {"floods": "floods"}
    assert forms(["Floods Hit North Town Again\n\nThe floods came."], "floods") == {"floods": "floods"}


def test_words_in_a_line_of_capitals_tell_nothing():
    assert forms(["WE SAW THE FLOODS IN THE NORTH of it, floods.", "so the FATF met"], "floods", "fatf") == {
        "floods": "floods",
        "fatf": "FATF",
    }


def test_a_word_alone_counts_before_the_same_word_in_a_name():
    texts = [
        "the Dock Workers Union and the Dock Workers Party of dock strikers",
        "all Dock Workers on a dock wall",
    ]
    assert forms(texts, "dock")["dock"] == "dock"


@pytest.mark.parametrize(
    ("times", "form"),
    [((4, 1), "Affordable Care Act"), ((3, 1), "Affordable Care"), ((2, 0), "Affordable Care")],
)
def test_a_name_takes_in_the_word_that_four_fifths_of_its_places_have(times, form):
    """Four of five do, three of four do not, and two places are too few to tell."""
    texts = ["under the Affordable Care Act it"] * times[0] + ["under Affordable Care it"] * times[1]
    assert forms(texts, "affordable care") == {"affordable care": form}


def test_a_name_grows_on_both_sides_to_four_words_and_over_no_stop_word_or_mark():
    texts = ["met Foreign Minister Hanne Anna Brüskov in"] * 4
    assert forms(texts, "hanne") == {"hanne": "Minister Hanne Anna Brüskov"}
    assert forms(["in the port of Calder, Northland"] * 4, "calder") == {"calder": "Calder"}


def test_possessives_are_left_off():
    assert forms(["about Kenya's police", "with Kenya’s law", "to Kenya"], "kenya") == {"kenya": "Kenya"}


def test_a_term_is_not_sought_inside_other_words():
    assert forms(["the US-led force", "they use us", "and us again"], "us") == {"us": "us"}


def test_the_short_label_is_what_most_headlines_hold():
    heads = [
        "Strike at Port Calder ends",
        "Dock strike at Port Calder",
        "A long strike",
        "Rain, and more rain",
    ]
    weight = {"strike": 0.3, "port calder": 0.4, "rain": 0.2}
    assert short_label(heads, weight) == "strike at Port Calder"
    assert short_label(["Rain, rain", "", "Rain"], weight) is None  # a run does not go over a comma
    assert short_label([], weight) is None


@pytest.mark.parametrize(
    "headline", ["“Gun control” now", "Gun control: a plan", "More (gun control)", "Gun control – at last"]
)
def test_a_short_label_has_no_mark_in_it(headline):
    assert str(short_label([headline], {"gun": 0.5, "control": 0.5})).casefold() == "gun control"


@pytest.mark.parametrize(
    "word", ["they'd", "who’ve", "mightn't", "I'm", "y'all'll", "fourteen", "dozens", "2024"]
)
def test_contractions_and_numbers_are_no_words(word):
    assert [each for each in words_of(f"rain {word} flood") if each] == ["rain", "flood"]


@pytest.mark.parametrize("word", ["o'clock", "wood-cutters", "médecins", "d'ivoire"])
def test_words_with_marks_inside_stay(word):
    assert words_of(word) == [word]


def test_tables_of_a_corpus_have_usual_case_and_a_short_label():
    articles = planted(40, themes=("flood", "vote")).articles
    text = (
        articles["text"]
        .str.replace("rescue", "Red Rescue Team")
        .str.replace("(?i)dam", "Ilmaz Dam", regex=True)
    )
    title = np.where(articles["theme"] == "flood", "River flood in the north", "Party vote today")
    found = topics(Corpus(articles.assign(text=text, title=title)), k=2, method="nmf")
    listed = set(found.terms["term"])
    assert "Red Rescue Team" in listed
    assert not {"dam", "rescue", "Ilmaz"} & listed
    assert sorted(found.topics["short_label"]) == ["Party vote", "River flood"]
    assert found.terms.groupby("topic")["label"].first().tolist() == found.topics["label"].tolist()


def test_a_saved_model_knows_how_its_terms_are_written(tmp_path):
    texts = planted(24).articles["text"].str.replace("dam", "Ilmaz Dam").tolist()
    model = TopicModel(2, method="nmf").fit(texts)
    again = load_model(save_model(model, tmp_path))
    assert "Ilmaz Dam" in model.written_.values()
    assert again.labels() == model.labels()


def test_without_headlines_there_is_no_short_label():
    articles = planted(24).articles.assign(title=None)
    found = topics(Corpus(articles), k=2, method="nmf")
    assert found.topics["short_label"].isna().all()
    assert isinstance(found.topics, pd.DataFrame)


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["Then Colonel (retd) Saban and Colonel Wirth met; so Colonel Adair left."], ""),
        (["Then Colonel Saban met the colonel; so Colonel Adair left."], "colonel"),
        (["Then Colonel (retd) Saban met a colonel; so Colonel (retd) Adair left."], "colonel"),
        (["Colonel Saban came.", "Colonel Wirth left."], "colonel"),  # only where capitals tell nothing
    ],
)
def test_a_title_that_only_stands_before_names_is_not_listed(texts, form):
    assert forms(texts, "colonel") == {"colonel": form}


def test_given_names_and_roles_that_stand_alone_are_listed():
    texts = ["We saw Maria Lopez and Maria Ruiz; and the President spoke, President Adair said."]
    assert forms(texts, "maria", "president") == {"maria": "Maria", "president": "President"}


def test_a_topic_whose_first_term_is_a_title_is_named_by_the_next():
    topics, written = np.array([[0.5, 0.3, 0.2], [0, 0, 1.0]]), {"colonel": ""}
    assert labels(topics, ["colonel", "army", "vote"], n=1, written=written) == ["army", "vote"]
