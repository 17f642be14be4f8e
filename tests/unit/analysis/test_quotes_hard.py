"""Hard cases of who speaks, one kind after another: the reported case first, then variants of our own."""

import sys

import pandas as pd
import pytest

from toolkit.analysis.quotes.find import quotes
from toolkit.corpus.corpus import Corpus
from toolkit.results import origin
from toolkit.tables import conform

SAID = "“It is over now,” "
Case = tuple[str, list[str | None]]


def corpus_of(*texts: str) -> Corpus:
    ids = [f"a{i}" for i in range(len(texts))]
    return Corpus(conform(pd.DataFrame({"article_id": ids, "outlet": "Post", "text": texts}), "articles"))


def names_of(*texts: str) -> list[str | None]:
    table = quotes(corpus_of(*texts))
    return [None if pd.isna(name) else str(name).replace("’", "'") for name in table["speaker_id"]]


POSSESSORS: list[tuple[str, str]] = [
    ("said Trump’s spokesman.", "Trump's spokesman"),
    ("asked Khan’s lawyer.", "Khan's lawyer"),
    ("said Pakistan’s foreign minister, Sergei Reis.", "Sergei Reis"),
    ("said Mr. Khan’s son Ali.", "Ali"),
    ("said Karim’s lawyer, Omar Reis.", "Omar Reis"),
    ("said Amnesty’s regional director, Omar Reis.", "Omar Reis"),
    ("according to Karim’s lawyer, Omar Reis.", "Omar Reis"),
    ("said Torvik’s chief of harbour police Lena Voss.", "Lena Voss"),
    ("says the Post’s Lena Voss in Torvik.", "Lena Voss"),
    ("according to Norway’s Foreign Ministry.", "Norway's Foreign Ministry"),
    ("Karim’s lawyer said.", "Karim's lawyer"),
    ("said Karim’s publicist Wendy Day.", "Wendy Day"),
]
ROLES: list[tuple[str, str]] = [
    ("said the mayor, Nadia Karim.", "Nadia Karim"),
    ("said the minister of works, Omar Reis.", "Omar Reis"),
    ("said Nadia Karim, the mayor of Torvik.", "Nadia Karim"),
    ("the mayor, Nadia Karim, said.", "Nadia Karim"),
    ("according to the harbour master, Lena Voss.", "Lena Voss"),
    ("said the Torvik council’s press officer, Keen, on Monday.", "Keen"),
    ("the governor of Vest, Omar Reis, told reporters.", "Omar Reis"),
]


@pytest.mark.parametrize(("tail", "name"), [*POSSESSORS, *ROLES])
def test_the_speaker_is_neither_the_possessor_nor_the_role(tail: str, name: str) -> None:
    assert names_of(SAID + tail) == [name]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("The mayor, Nadia Karim, said: ", "Nadia Karim"),
        ("After a meeting with Reis, the senator, Lena Voss, said: ", "Lena Voss"),
        ("Omar Vian, the editor of the council’s own newspaper, Torvik Post, said: ", "Omar Vian"),
        ("The harbour master, Lena Voss, wrote: ", "Lena Voss"),
    ],
)
def test_role_comma_name_before_the_words(head: str, name: str) -> None:
    assert names_of(head + "“It was over long ago.”") == [name]


CARRIED: list[Case] = [
    (
        "“The wall is weak,” says Karim. “It is quite old,” laughs Omar Reis, a farmer.",
        ["Karim", "Omar Reis"],
    ),
    ("“It is so dreadful to be poor here!” sighed Lena Voss, looking down.", ["Lena Voss"]),
    ("“We go,” said Karim. “I will stay here,” Lena Voss giggled.", ["Karim", "Lena Voss"]),
    ("“We go,” said Karim. “I will stay here!” he beamed.", ["Karim", "Karim"]),
    ("“We go,” said Karim. Lena Voss disagreed. “There is time enough.”", ["Karim", "Lena Voss"]),
    ("Omar Reis sighed: “We lost it all.”", ["Omar Reis"]),
    ("Omar Reis attacked the paper. In a series of tweets: “It is all wrong.”", ["Omar Reis"]),
    ("The party hit back, with spokesman Caplin saying “it was never going to work”.", ["Caplin"]),
    ("Reis left early, with Lena Voss telling reporters “we were not asked”.", ["Lena Voss"]),
]


@pytest.mark.parametrize(("text", "names"), CARRIED)
def test_a_name_beside_the_words_stops_the_speaker_before(text: str, names: list[str | None]) -> None:
    assert names_of(text) == names


PRONOUNS: list[Case] = [
    (
        "Nadia Karim spoke first. “There was some flooding,” she said. Lena Voss disagreed. “There was none "
        "at all,” she said.",
        ["Nadia Karim", "Lena Voss"],
    ),
    (
        "“There was some flooding,” said Mr. Reis. Mr. Voss shook his head. “There was none at all,” he said.",
        ["Reis", "Voss"],
    ),
    (
        "“The dam will hold,” said Mrs. Karim. Mrs. Voss laughed. “It broke last year,” she said.",
        ["Karim", "Voss"],
    ),
    (
        "Mr. Reis spoke for an hour. “We won,” he said. Mr. Karim left the room. “We lost,” he said.",
        ["Reis", "Karim"],
    ),
    (
        "Nadia Karim met the press. Her spokesman, Omar Reis, spoke later. “There was none,” he said.",
        ["Omar Reis"],
    ),
    ("Residents fled in the night. “We lost all we had,” they said.", ["residents"]),
    ("Kurdish activists met in Torvik. “We will stay,” they said.", ["Kurdish activists"]),
    ("The dam broke. “We lost all we had,” they said.", [None]),
]


@pytest.mark.parametrize(("text", "names"), PRONOUNS)
def test_pronouns(text: str, names: list[str | None]) -> None:
    assert names_of(text) == names


LINES: list[Case] = [
    ("Karim, Dawn: “It was never going to work.”", ["Karim"]),
    ("Lena Voss, The Guardian: “It was never going to work.”", ["Lena Voss"]),
    ("Omar Reis (Torvik Post): “The dam was never safe.”", ["Omar Reis"]),
    ("- Omar Reis, minister of water: “The dam was never safe.”", ["Omar Reis"]),
    ("• Lena Voss (Torvik Post): “The dam was never safe.”", ["Lena Voss"]),
    ("– OMAR REIS, engineer: “The dam was never safe.”", ["OMAR REIS"]),
    ("REIS: “It was never safe.”\n\nVOSS: “It held for forty years.”", ["REIS", "VOSS"]),
    ("“We will never give up.”\nOmar Reis, mayor of Torvik", ["Omar Reis"]),
    ("“We will never give up.”\n— Lena Voss", ["Lena Voss"]),
    ("“We will never give up.”\nOmar Reis left the room.", [None]),
    ("“We will never give up.”\nThe day after", [None]),
]


@pytest.mark.parametrize(("text", "names"), LINES)
def test_lists_and_pull_quotes(text: str, names: list[str | None]) -> None:
    assert names_of(text) == names


NO_WORDS_SAID: list[Case] = [
    ("Omar “Shorty” Reis said: “There was some shooting here.”", ["Omar Reis"]),
    ("Omar ‘Shorty’ Reis said: “There was some shooting here.”", ["Omar Reis"]),
    ("“There was shooting,” said a man who goes by the name “Shorty.”", ["man"]),
    ("“There was shooting,” said Lena “The Fox” Voss.", ["Lena Voss"]),
    ("“There was shooting,” said Reis, also known as “Big Omar”.", ["Reis"]),
    ("You know the films “Mothballing Your Ship” and “Dig Your Own Grave and Save”.", []),
    ("She wrote the novel “The Long Way Back to the Sea”.", []),
]


@pytest.mark.parametrize(("text", "names"), NO_WORDS_SAID)
def test_nicknames_and_titles_are_no_quotations(text: str, names: list[str | None]) -> None:
    assert names_of(text) == names


MARKS: list[tuple[str, list[str]]] = [
    (
        "“A,” she told Mr. Rose. “The point is, we want it strong.\n\n“We’ve worked hard,” she said.",
        ["A,", "The point is, we want it strong.", "We’ve worked hard,"],
    ),
    (
        '"Go," said Reis. "We will follow you soon.\n\n"It is late," he said.',
        ["Go,", "We will follow you soon.", "It is late,"],
    ),
    ("“Go,” said Reis. “We will follow you soon.\n\nThe town slept.", ["Go,"]),
    (
        "“Go,” said Reis.\n\n“We will follow you soon.\n\n“It is late,” he said.",
        ["Go,", "We will follow you soon.", "It is late,"],
    ),
]


@pytest.mark.parametrize(("text", "contents"), MARKS)
def test_a_second_quotation_that_runs_on(text: str, contents: list[str]) -> None:
    assert quotes(corpus_of(text))["content"].tolist() == contents


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("Reis did not reveal his name but recalled: “It was bad that night.”", "recall"),
        ("Reis did not confirm the date and added: “It was bad that night.”", "add"),
        ("Reis never said why but wrote: “It was bad that night.”", "write"),
        ("Karim was given advance warning of the “terrible big storm” there.", None),
        ("Karim had no prior warning of the “terrible big storm” there.", None),
        ("Karim sent a letter warning “the storm is near”.", "warn"),
        ("Karim spoke again, warning “the storm is near”.", "warn"),
    ],
)
def test_denied_cues_and_nouns_in_ing(text: str, lemma: str | None) -> None:
    found = quotes(corpus_of(text))["lemma"]
    assert [None if pd.isna(value) else value for value in found] == [lemma]


CLOSED: list[Case] = [
    ("“The wall is weak…” Karim said.", ["Karim"]),
    ("“The wall is weak.” Karim said.", ["Karim"]),
    ("“The wall is weak.” Karim said he would go.", [None]),
    ("“The wall is weak.” Karim agreed.", [None]),
    ("“There was some flooding,” Karim was quoted as saying by Reuters.", ["Karim"]),
    ("“There was none,” Lena Voss was quoted as saying.", ["Lena Voss"]),
]


@pytest.mark.parametrize(("text", "names"), CLOSED)
def test_words_after_a_closed_quotation(text: str, names: list[str | None]) -> None:
    assert names_of(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("“It is over,” a UN spokesman said. “We go,” the spokesman added.", ["UN spokesman"] * 2),
        ("Police said: “It is over now.”", ["police"]),
        ("Indian officials said: “It is over now.”", ["Indian officials"]),
        ("A statement issued by the army said: “It is over now.”", ["army"]),
        (
            "Norway’s Foreign Ministry met. “It is over,” the Foreign Ministry said.",
            ["Norway's Foreign Ministry"],
        ),
        ("“It is over,” the Foreign Ministry of Norway said. “No,” the Foreign Ministry added.", None),
    ],
)
def test_roles_keep_their_case_and_bodies_their_country(text: str, names: list[str] | None) -> None:
    found = names_of(text)
    assert found == (names or ["Foreign Ministry of Norway", "Norway's Foreign Ministry"])


def test_what_every_town_has_is_another_speaker_in_each_article() -> None:
    said = "“It is over now,” {} said."
    for name in ("the mayor", "the Foreign Ministry", "Washington", "police"):
        first, second = names_of(said.format(name), said.format(name))
        assert first != second
        assert str(first).endswith("[a0]")
    assert names_of(said.format("Omar Reis"), said.format("Omar Reis")) == ["Omar Reis"] * 2
    assert names_of(said.format("the mayor"), "Rain.") == ["mayor"]


def test_speakers_are_not_sought_in_another_language() -> None:
    text = "„Wir gehen heute nach Hause“, sagte Lena Voss. „Es ist schon sehr spät.“"
    frame = pd.DataFrame({"article_id": ["a", "b"], "text": [text, text], "language": ["de", None]})
    table = quotes(Corpus(conform(frame, "articles")))
    assert table["article_id"].tolist() == ["a", "a", "b", "b"]
    assert table["speaker"].isna().all()
    assert set(table["rule"]) == {"language"}
    assert "2 articles (de 2)" in origin(table).note


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Theresa May flew home. “It is over,” Mrs May said.", "Theresa May"),
        ("Alan March flew home. “It is over,” said March.", "Alan March"),
        ("Theresa May flew home in May. May told reporters: “It is over.”", "Theresa May"),
        ("Theresa May flew home on May 3. “It is over,” she said.", "Theresa May"),
        ("Omar Reis met Mrs. May. In May, “it is over,” he said.", "Omar Reis"),
        ("Rain fell.\nMrs. May flew home. “It is over,” May said.", "May"),
        ("The talks end in May. “It is over,” May said.", None),
    ],
)
def test_a_month_that_is_a_surname_is_a_person(text: str, name: str | None) -> None:
    assert names_of(text) == [name]


@pytest.mark.parametrize(("characters", "name"), [(119, "Omar Stahl"), (121, "Ben Reis")])
def test_an_insertion_of_120_characters_at_most_keeps_its_subject(characters: int, name: str) -> None:
    role = "the head of a body " + "for very old dams " * 10
    text = (
        f"Ben Reis met Karl Voss. Omar Stahl,{role[:characters]}, spoke of Karl Voss. “It is over,” he said."
    )
    assert names_of(text) == [name]


@pytest.mark.parametrize("piece", ['"', '"",', "“a,” said B. ", "“a,” the mayor said. "])
def test_a_paragraph_of_marks_takes_linear_steps(piece: str) -> None:
    """Counted in calls, not in seconds: twice the text takes at most some two and a half times the steps."""
    steps = [calls_of(piece * (size // len(piece))) for size in (1_500, 3_000)]
    assert steps[1] < 2.5 * steps[0]


def calls_of(text: str) -> int:
    counted = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event == "call"

    corpus = corpus_of(text)
    quotes(corpus)
    sys.setprofile(count)
    try:
        quotes(corpus)
    finally:
        sys.setprofile(None)
    return counted
