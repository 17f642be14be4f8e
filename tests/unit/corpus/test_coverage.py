import pytest
from test_stories import FLOOD, FLOOD_TOO, STRIKE, corpus_of, three

from toolkit.corpus.coverage import coverage, file_overlap, left_out, story_coverage
from toolkit.corpus.prepare import prepare


def test_story_coverage_adds_up() -> None:
    table = story_coverage(three()).set_index("outlet")
    assert table.loc["Post"].tolist() == [2, 1, 0, 0, 1]
    assert (table["stories"] == table[["only_here", "unsure", "several", "all"]].sum(axis=1)).all()


def test_a_guessed_story_is_not_said_to_be_told_by_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.corpus.coverage.SURE", 1.1)
    table = story_coverage(three()).set_index("outlet")
    assert table.loc["Post"].tolist() == [2, 1, 1, 0, 0]


def test_two_files_that_keep_copies_for_each_other_are_one_pair() -> None:
    one = " ".join([FLOOD] * 4)
    two = " ".join([STRIKE] * 4)
    texts = [one, two, one[:-60], two + " Nobody was hurt."]
    files = {"outlet": "Post", "file": ["a.txt", "a.txt", "b.txt", "b.txt"]}
    found = file_overlap(prepare(corpus_of(texts, **files)))
    assert found[["shared", "n_a", "n_b", "share_b"]].to_numpy().tolist() == [[2, 2, 2, 1.0]]


def test_coverage_keeps_undated_articles() -> None:
    table = coverage(three(published=["2024-01-05", None, "2024-01-06"]))
    assert table["n"].sum() == 3
    assert table["month"].isna().sum() == 1


def test_files_that_overlap_and_what_was_left_out() -> None:
    long = " ".join([FLOOD, STRIKE, FLOOD_TOO] * 2)
    files = {"outlet": "Post", "file": ["one.txt", "one.txt", "two.txt", "two.txt"]}
    other = "Sea birds nested early on the cliffs this year, wardens counted nine hundred pairs of them. " * 4
    ready = prepare(corpus_of([long, other, long, "Too short."], **files))
    found = file_overlap(ready)
    assert found[["file_a", "file_b", "shared", "n_a", "n_b", "share_b"]].to_numpy().tolist() == [
        ["one.txt", "two.txt", 1, 2, 2, 0.5]
    ]
    assert left_out(ready)["n"].sum() == len(ready.dropped) == 2
