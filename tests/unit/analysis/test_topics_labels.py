import numpy as np

from toolkit.analysis.topics.naming import distinctive, labels, term_table


def test_a_shared_heavy_word_is_less_distinctive_than_an_own_lighter_one():
    topics = np.array([[0.6, 0.4, 0.0], [0.7, 0.0, 0.3]])
    assert distinctive(topics)[0].argmax() == 1
    assert distinctive(topics)[1].argmax() == 0 or distinctive(topics)[1, 2] > 0


def test_a_phrase_stands_for_both_its_words():
    terms = ["blair", "tony", "tony blair", "vote"]
    table = term_table(np.array([[0.3, 0.29, 0.25, 0.16], [0, 0, 0, 1.0]]), terms)
    assert table.query("topic == 1")["term"].tolist() == ["tony blair", "vote"]


def test_labels_are_distinct_and_the_users_own_win():
    same = np.array([[0.5, 0.5], [0.5, 0.5]])
    made = labels(same, ["flood", "vote"], n=1)
    assert len(set(made)) == 2
    assert labels(np.eye(2), ["flood", "vote"], {"flood": "Water"}, n=1) == ["Water", "vote"]
