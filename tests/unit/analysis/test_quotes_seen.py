"""Kinds of wrong speakers seen when the sample's quotations were read, each with sentences of our own."""

import pandas as pd
import pytest

from toolkit.analysis.quotes.find import quotes
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform


def spoken(text: str, name: str = "speaker_id") -> list[str | None]:
    frame = pd.DataFrame({"article_id": ["a"], "outlet": ["post"], "text": [text], "language": ["en"]})
    found = quotes(Corpus(conform(frame, "articles")))[name]
    return [None if pd.isna(value) else value for value in found]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Colonel (retd) Imran Shah said: “The border is quiet.”", "Imran Shah"),
        ("“The border is quiet,” said Colonel (Retd) Imran Shah.", "Imran Shah"),
        ("“The border is quiet,” Lt Gen (ret.) Imran Shah told reporters.", "Imran Shah"),
        ("Justice (r) Nadia Karim said the bench “was very wrong”.", "Nadia Karim"),
        ("“We lost,” said the head of the board, Colonel (retd) Oren Valde.", "Oren Valde"),
        ("“We lost,” said Oren Valde (Kesh Valley).", "Oren Valde"),  # any other remark is left to the names
    ],
)
def test_a_remark_in_brackets_beside_a_rank_is_no_word_of_the_sentence(text: str, speaker: str) -> None:
    assert spoken(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Reis didn’t explain: “I was asleep.”", "Reis"),
        ("Reis didn't explain: “I was asleep.”", "Reis"),
        ("Lund hasn’t said “never again”.", "Lund"),
        ("Lund wouldn’t say who: “It is late.”", "Lund"),
        ("The mayor couldn’t say “never again”.", "mayor"),
    ],
)
def test_a_negated_auxiliary_is_no_part_of_a_name(text: str, speaker: str) -> None:
    assert spoken(text) == [speaker]


def test_a_person_who_was_not_told_something_says_nothing() -> None:
    assert spoken("Lund wasn’t told so. Voss said: “It is late.”") == ["Voss"]
    assert spoken("“It is late.” Lund wasn’t told.") == [None]


def test_what_was_not_said_is_no_verb_of_the_next_sentence() -> None:
    text = "Lund did not suggest a ban. “It is late.”"
    assert spoken(text) == ["Lund"]
    assert spoken(text, "lemma") == [None]
    assert spoken(text.replace("did not suggest", "suggested"), "lemma") == ["suggest"]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“Money was lost,” Auditor-General Ana Ruiz said.", ["Ana Ruiz"]),
        ("“Money was lost,” the Auditor-General said.", ["Auditor-General"]),
        ("Attorney-General Tobin Hasque said: “We appeal.” The Attorney-General said: “It is late.”", ["Tobin Hasque"] * 2),
        ("“Do stay,” said the Director-General of the Board, Lena Weiss.", ["Lena Weiss"]),
        ("“Do stay,” said the Chairman of the Election Commission, Justice Lena Weiss.", ["Lena Weiss"]),
        ("“Do stay,” said the Board of Trade, Lena Weiss.", ["Board of Trade"]),
    ],
)  # fmt: skip
def test_a_general_of_an_office_is_a_title(text: str, speakers: list[str]) -> None:
    assert spoken(text) == speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Four women came. One of them, Lena Weiss, said: “We dig at night.”", "Lena Weiss"),
        ("Four women came. “We dig at night,” said one of them, Lena Weiss.", "Lena Weiss"),
        ("Four women came. “We dig at night,” said one of them, Weiss.", "Weiss"),
        ("Four women came. “We dig at night,” one of them said.", "one of the women"),
        ("Four women came. “We dig at night,” said one of them.", "one of the women"),
        ("Some local officials came. Two of them told us: “We dig at night.”", "two of the officials"),
        ("“We dig at night,” one of them said.", None),
        ("One of the survivors said: “It was dark.”", "one of the survivors"),
        ("“It was dark,” said one of the survivors.", "one of the survivors"),
        ("“It was dark,” said some of the survivors.", "survivors"),
        ("“It was dark,” said one survivor.", "survivor"),
    ],
)
def test_one_of_a_group_speaks_for_himself(text: str, speaker: str | None) -> None:
    assert spoken(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("Tobin Hasque promised “new pumps” and announced a levy.", ["promise"]),
        ("Tobin Hasque, the mayor, promised “new pumps” and announced “a year of work”.", ["promise", "announce"]),
        ("Hasque called the levy “a very small sum” but said nobody would pay it.", ["call"]),
        ("Hasque spoke of “a very small sum” and said nobody would pay it.", ["speak"]),
        ("Hasque lost “a very small sum” and said nobody would pay it.", ["say"]),  # only one verb says something
    ],
)  # fmt: skip
def test_the_verb_before_a_quotation_comes_before_the_second_verb_behind_it(
    text: str, lemmas: list[str]
) -> None:
    assert spoken(text, "lemma") == lemmas


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Lena Weiss left the camp. A nurse was there. “I saw the boy,” she said.", "nurse"),
        ("Lena Weiss left the camp. There a nurse showed the ward. “I saw the boy,” she said.", "nurse"),
        ("Lena Weiss left the camp.\n\nAt the gate a young nurse waited. She said: “I saw the boy.”", "nurse"),
        ("A woman in a blue coat waited. It was late. It rained. “I saw the boy,” she said.", "woman"),
        ("A woman waited. It was late. It rained. It snowed. “I saw the boy,” she said.", None),  # too far
        ("Omar Reis left. A woman waited. “I saw the boy,” he said.", "Omar Reis"),
        ("A nurse waited. Lena Weiss left the camp. “I saw the boy,” she said.", "Lena Weiss"),
        ("A nurse of Lena Weiss waited. “I saw the boy,” she said.", "Lena Weiss"),
        ("Lena Weiss left. “A nurse waited.” “I saw the boy,” she said.", "Lena Weiss"),
        ("Lena Weiss left. A bus came. “I saw the boy,” she said.", "Lena Weiss"),
        ("Lena Weiss left. A nurse waited; “I saw the boy,” she said.", "Lena Weiss"),  # not at a sentence's end
    ],
)  # fmt: skip
def test_he_or_she_may_be_somebody_without_a_name(text: str, speaker: str | None) -> None:
    assert spoken(text)[-1] == speaker
