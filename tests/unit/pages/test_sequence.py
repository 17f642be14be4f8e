"""The conditional random field against every sequence written out."""

from itertools import pairwise, product

import numpy as np
import pytest

from toolkit.pages.text import sequence
from toolkit.pages.text.sequence import STATES, Table, Templates, best_states, load_field, marginals


def every_sequence(scores, steps):
    """Return each sequence of states with its score, by brute force."""
    lines, states = scores.shape
    for path in product(range(states), repeat=lines):
        on_lines = sum(scores[i, state] for i, state in enumerate(path))
        yield path, on_lines + sum(steps[a, b] for a, b in pairwise(path))


@pytest.mark.parametrize("seed", range(20))
def test_best_sequence_and_probabilities_equal_brute_force(seed):
    rng = np.random.default_rng(seed)
    lines, states = int(rng.integers(1, 6)), int(rng.integers(2, 5))
    scores, steps = rng.normal(0, 3, (lines, states)), rng.normal(0, 2, (states, states))
    paths, totals = zip(*every_sequence(scores, steps), strict=True)
    assert best_states(scores, steps).tolist() == list(paths[int(np.argmax(totals))])
    weights = np.exp(np.array(totals) - max(totals))
    expected = np.zeros(scores.shape)
    for path, weight in zip(paths, weights, strict=True):
        for i, state in enumerate(path):
            expected[i, state] += weight
    np.testing.assert_allclose(marginals(scores, steps), expected / weights.sum(), atol=1e-12)


def test_a_step_that_never_happens_is_never_taken():
    steps = np.array([[0.0, -1e9], [0.0, 0.0]])
    scores = np.array([[5.0, 0.0], [0.0, 3.0]])
    assert best_states(scores, steps).tolist() == [0, 0]
    assert marginals(scores, steps)[1, 0] > 0.85


def test_probabilities_of_a_long_page_stay_finite():
    rng = np.random.default_rng(1)
    found = marginals(rng.normal(0, 20, (5000, 7)), rng.normal(0, 5, (7, 7)))
    np.testing.assert_allclose(found.sum(axis=1), 1.0)


def test_a_field_adds_the_weights_of_the_features_it_sees(tmp_path):
    table = tmp_path / "field.csv"
    zeros = ",".join("0" for _ in STATES)
    rows = [f"step from {state},,{zeros}" for state in STATES]
    rows[0] = "step from outside,,1.5" + "," * (len(STATES) - 1)
    code = Templates(["kind kind+1"]).codes({"kind": np.array([3, 1])})[0, 0]
    rows += ["kind,3,0.5" + ",0" * (len(STATES) - 1), f"kind kind+1,{code},0,2" + ",0" * (len(STATES) - 2)]
    table.write_text("\n".join(["template,code," + ",".join(STATES), *rows]) + "\n", encoding="utf-8")
    field = load_field(table)
    scores = field.scores({"kind": np.array([3, 1])})
    assert scores[0, :3].tolist() == [0.5, 2.0, 0.0]
    assert not scores[1].any()
    assert field.steps[0, 0] == 1.5
    assert field.steps[0, 1] < -1e8


def test_keys_are_found_and_others_are_not():
    rng = np.random.default_rng(2)
    keys = rng.choice(1 << 45, 5000, replace=False)
    table = Table(keys[:4000])
    np.testing.assert_array_equal(table.find(keys), [*range(1, 4001), *[0] * 1000])


def test_keys_that_share_a_slot_are_told_apart():
    table = Table(np.arange(1))  # two slots of each eight are enough for one key: others must pass it
    assert table.find(np.arange(100)).tolist() == [1, *[0] * 99]


@pytest.mark.parametrize("lines", [0, 1, 2, 3, 4, 7])
def test_a_long_page_is_scored_in_parts_as_whole(lines, monkeypatch):
    names = ["kind kind+1", "kind-1", "words"]
    features = [(0, 193), (1, 3), (2, 1)]
    field = sequence.Field(names, features, np.arange(21.0).reshape(3, 7), np.zeros((7, 7)))
    columns = {"kind": np.arange(lines) * 5 % 4, "words": np.arange(lines) % 3}
    whole = field.scores(columns)
    monkeypatch.setattr(sequence, "_PART", 2)
    assert field.scores(columns).tolist() == whole.tolist()
    assert whole.shape == (lines, 7)
