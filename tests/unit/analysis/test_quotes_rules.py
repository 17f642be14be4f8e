"""What the rules of the fast path make of single sentences: the subject of each cue, and who speaks each quotation."""

import pytest

from toolkit.analysis.quotes.attribution import attributions
from toolkit.analysis.quotes.phrases import name_ahead, noun_phrase_left, noun_phrase_right
from toolkit.analysis.quotes.rules import speakers
from toolkit.analysis.quotes.verbs import reporting_verbs
from toolkit.analysis.quotes.words import Span, tokens_of

VERBS = reporting_verbs()
# Of each sentence: mention, cue, form, and whether the subject is sure and the verb denied.
CUES: dict[str, list[tuple[str, str, str, str]]] = {
    "The Washington Post reported losses.": [("The Washington Post", "reported", "left", "sure")],
    "The Post says so.": [("The Post", "says", "left", "sure")],
    "Says the mayor.": [],
    "According to Reis, it rained.": [("Reis", "According to", "according", "sure")],
    "It rained, according to the mayor of Torvik.": [
        ("the mayor of Torvik", "according to", "according", "sure")
    ],
    "Omar Reis did not say so.": [("Omar Reis", "say", "left", "sure denied")],
    "Omar Reis never said so.": [("Omar Reis", "said", "left", "sure denied")],
    "Omar Reis has often said so.": [("Omar Reis", "said", "left", "sure")],
    "The mayor was told so.": [],
    "The mayor is quickly told so.": [],
    "Omar Reis left, saying it rained.": [("Omar Reis", "saying", "participle", "sure")],
    "Omar Reis said it rained, adding that it snowed.": [
        ("Omar Reis", "said", "left", "sure"),
        ("Omar Reis", "adding", "participle", "sure"),
    ],
    "Omar Reis spoke, with Lena Voss saying it rained.": [
        ("Omar Reis", "spoke", "left", "sure"),
        ("Lena Voss", "saying", "participle", "sure"),
    ],
    "The paper quoted him as saying so.": [("him", "quoted", "quoted", "sure")],
    "The paper quoted Lena Voss as saying so.": [("Lena Voss", "quoted", "quoted", "sure")],
    "Lena Voss, who said so, left.": [("who", "said", "relative", "")],
    "The mayor, Lena Voss, said so.": [("Lena Voss", "said", "apposition", "sure")],
    "The mayor of Torvik, Lena Voss, said so.": [("Lena Voss", "said", "apposition", "sure")],
    "Lena Voss (the mayor) said so.": [("Lena Voss", "said", "apposition", "sure")],
    "Torvik – the mayor, Lena Voss, said so.": [("Lena Voss", "said", "apposition", "sure")],
    "An advance warning came.": [],
    "Lena Voss sent a letter warning them.": [("Lena Voss", "warning", "participle", "sure")],
    "He said so.": [("He", "said", "left", "sure")],
    "It says so.": [("It", "says", "left", "sure")],
    "The sign says so.": [("The sign", "says", "left", "")],
    "His claims were false.": [],
    "In a report, claims fell.": [],
    "Karim said, and the Washington Post reported, that it rained.": [
        ("Karim", "said", "left", "sure"),
        ("the Washington Post", "reported", "left", "sure"),
    ],
    "According to him, it rained.": [],
    "Lena Voss, the mayor, who also said so, left.": [("who", "said", "relative", "")],
    "The report, by Lena Voss, says so.": [("The report", "says", "apposition", "")],
    "Omar Reis told Lena Voss that it rained.": [("Omar Reis", "told", "left", "sure")],
    "Lena Voss of the Torvik Post said so.": [("Lena Voss of the Torvik Post", "said", "left", "sure")],
    "The mayor of Torvik said so.": [("The mayor of Torvik", "said", "left", "sure")],
    "The mayor and Lena Voss said so.": [("Lena Voss", "said", "left", "sure")],
    "Lena Voss and Omar Reis said so.": [("Lena Voss and Omar Reis", "said", "left", "sure")],
    "Lena Voss, mayor since May, said so.": [("Lena Voss", "said", "apposition", "sure")],
    "Mr. Reis said so.": [("Mr. Reis", "said", "left", "sure")],
    "Residents said so.": [("Residents", "said", "left", "sure")],
    "Police in Torvik said so.": [("Police in Torvik", "said", "left", "sure")],
    "Two people said so.": [("Two people", "said", "left", "sure")],
    "A spokesman for the mayor said so.": [("A spokesman for the mayor", "said", "left", "")],
    "A man who said so left.": [("who", "said", "relative", "")],
    "The mayor, who left, said so.": [("The mayor", "said", "apposition", "")],
    "The mayor said so; Reis denied it.": [
        ("The mayor", "said", "left", ""),
        ("Reis", "denied", "left", "sure"),
    ],
    "The paper said Reis denied it.": [("The paper", "said", "left", ""), ("Reis", "denied", "left", "sure")],
    "Reis, asked about it, denied so.": [("Reis", "denied", "apposition", "sure")],
    "Asked about it, Reis denied so.": [("Reis", "denied", "left", "sure")],
    "Saying it rained, Reis left.": [],
    "Reis left by saying it rained.": [("Reis", "saying", "participle", "sure")],
    "Voss said so before Reis, adding that it rained, left.": [
        ("Voss", "said", "left", "sure"),
        ("Voss", "adding", "participle", "sure"),
    ],
    "Reis (pictured) said so.": [("Reis", "said", "apposition", "sure")],
}
# Of each text: who speaks each quotation, and the rule that told so.
SPOKEN: dict[str, list[tuple[str | None, str]]] = {
    "“It rained,” said Lena Voss.": [("Lena Voss", "after_inverted")],
    "“It rained,” the mayor said.": [("the mayor", "after_left")],
    "“It rained,” … said Lena Voss.": [("Lena Voss", "after_inverted")],
    "“It rained,” sighed Lena Voss.": [("Lena Voss", "after_unlisted")],
    "“It rained,” Lena Voss sighed.": [("Lena Voss", "after_unlisted")],
    "“It rained,” she sighed.": [("she", "after_unlisted")],
    "“It rained,” wept she.": [],
    "“It rained,” is all.": [],
    "“It rained.” Lena Voss said.": [("Lena Voss", "after_left")],
    "“It rained.” Lena Voss agreed.": [],
    "“It rained.” Lena Voss said it snowed.": [],
    "“It rained all day” — Lena Voss": [("Lena Voss", "dash")],
    "“It rained all day” — Lena Voss of the Post": [("Lena Voss of the Post", "dash")],
    "“It rained all day”, according to Lena Voss.": [("Lena Voss", "after_according")],
    "Lena Voss said: “It rained.”": [("Lena Voss", "before_left")],
    "Lena Voss: “It rained.”": [("Lena Voss", "label")],
    "• Lena Voss, The Post: “It rained.”": [("Lena Voss", "label")],
    "Lena Voss sighed: “It rained.”": [("Lena Voss", "colon")],
    "Lena Voss was angry. In a series of posts: “It rained all day.”": [("Lena Voss", "colon")],
    "Lena Voss called it “a very wet day”.": [("Lena Voss", "before_left")],
    "The plan was “too wet for us” and failed, Lena Voss said.": [("Lena Voss", "later_in_sentence")],
    "“We won,” Lena Voss said, “and it rained.”": [("Lena Voss", "after_left"), ("Lena Voss", "before_left")],
    "“We won,” Lena Voss said. “And it rained.”": [("Lena Voss", "after_left"), ("Lena Voss", "continued")],
    "“We won,” Lena Voss said. It was late. “And it rained.”": [
        ("Lena Voss", "after_left"),
        ("Lena Voss", "continued"),
    ],
    "“We won,” Lena Voss said. Omar Reis disagreed. “And it rained.”": [
        ("Lena Voss", "after_left"),
        ("Omar Reis", "subject_before"),
    ],
    "Lena Voss was angry. “It rained all day long.”": [("Lena Voss", "subject_before")],
    "“We won,” Lena Voss said.\n“And then it rained.”": [
        ("Lena Voss", "after_left"),
        ("Lena Voss", "floating"),
    ],
    "Lena Voss had this to say:\n“It rained all day.”": [("Lena Voss", "block")],
    "Lena Voss was angry about this:\n“It rained all day.”": [("Lena Voss", "block")],
    "“It rained all day.”\nLena Voss, mayor": [("Lena Voss", "signed")],
    "“It rained all day.”\nLena Voss left.": [(None, "none")],
    "It was “wet” at night.": [],
    "It was “very wet” at night.": [],
    "It was “very wet indeed” at night.": [(None, "none")],
    "“It rained,” as Lena Voss put it.": [("Lena Voss", "later_in_sentence")],
    "Omar Reis was quoted as saying “it rained all day”.": [("Omar Reis", "before_left")],
    "“It rained all day,” Lena Voss was quoted as saying.": [("Lena Voss", "after_left")],
    "“It rained,” said a man with a hat.": [("a man with a hat", "after_inverted")],
    "“It rained,” said Lena Voss, 42, a baker.": [("Lena Voss", "after_inverted")],
    "“It rained,” said one resident.": [("one resident", "after_inverted")],
    "“It rained,” said 42-year-old Lena Voss.": [("42-year-old Lena Voss", "after_inverted")],
    "“It rained,” they said.": [("they", "after_left")],
    "“It rained,” tweeted Lena Voss.": [("Lena Voss", "after_inverted")],
    "“It rained,” she told Reis.": [("she", "after_left")],
    "“It rained,” Lena Voss, the mayor, said.": [("Lena Voss", "after_apposition")],
    "“It rained,” the mayor, Lena Voss, said.": [("Lena Voss", "after_apposition")],
    "“It rained,” according to a statement.": [("a statement", "after_according")],
    "“It rained,” Voss added, “and snowed,” she went on.": [("Voss", "after_left"), ("she", "after_left")],
    "“It rained,” Voss said, adding: “It snowed.”": [("Voss", "after_left"), ("Voss", "before_participle")],
    "“It rained,” he said of Reis.": [("he", "after_left")],
    "“It rained?” asked Voss.": [("Voss", "after_inverted")],
    "“It rained!” Voss shouted.": [("Voss", "after_left")],
    "“It rained,” Voss’s lawyer said.": [("Voss’s lawyer", "after_left")],
    "“It rained,” a spokeswoman for Voss said.": [("a spokeswoman for Voss", "after_left")],
    "“It rained,” the ministry’s spokesman Omar Reis said.": [
        ("the ministry’s spokesman Omar Reis", "after_left")
    ],
    "“It rained”: Voss": [],
}


@pytest.mark.parametrize("text", CUES)
def test_every_cue_has_its_subject(text: str) -> None:
    found = [
        (
            text[slice(*a.mention)],
            text[slice(*a.cue)],
            a.form,
            " ".join(["sure"] * a.sure + ["denied"] * a.denied),
        )
        for a in attributions(tokens_of(text, []), VERBS)
    ]
    assert found == CUES[text]


@pytest.mark.parametrize("text", SPOKEN)
def test_every_quotation_has_its_speaker(text: str) -> None:
    found = [(text[slice(*q.speaker)] if q.speaker else None, q.rule) for q in speakers(text, VERBS)]
    assert found == SPOKEN[text]


def of(text: str, span: Span | None) -> str | None:
    return text[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("a spokesman for the party", "a spokesman for the party"),
        ("the party", "the party"),
        ("Lena Voss of the Torvik Post", "Lena Voss of the Torvik Post"),
        ("Voss and Reis", "Voss and Reis"),
        ("the mayor and Voss", "Voss"),
        ("he", "he"),
        ("who", None),
        ("a man in a hat", "a man in a hat"),
        ("on Monday Voss", "Voss"),
        ("the well-known Lena Voss", "the well-known Lena Voss"),
        ("Defence Minister Khawaja Asif", "Defence Minister Khawaja Asif"),
        ("the day of the mayor", "the day of the mayor"),
        ("people", "people"),
        ("but Voss", "Voss"),
        ("then the mayor", "the mayor"),
        ("Jean-Luc Reis", "Jean-Luc Reis"),
    ],
)
def test_the_noun_phrase_that_ends_a_text(text: str, phrase: str | None) -> None:
    tokens = tokens_of(text, [])
    assert of(text, noun_phrase_left(tokens, len(tokens) - 1, VERBS)) == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("the mayor , Lena Voss , left", "Lena Voss"),
        ("a man , Lena Voss , left", "Lena Voss"),
        ("Prime Minister Lena Voss left", "Prime Minister Lena Voss"),
        ("the Prime Minister , Lena Voss , left", "Lena Voss"),
        ("the Senate’s No. 2 Democrat , Dick Vian ,", "Dick Vian"),
        ("the minister of works on Monday", "the minister of works"),
        ("Lena Voss on Monday", "Lena Voss"),
        ("Lena Voss of Torvik", "Lena Voss of Torvik"),
        ("Lena Voss and Omar Reis left", "Lena Voss and Omar Reis"),
        ("you", None),
        ("him later", None),
        ("it", None),
        ("and Voss", None),
        ("people in Torvik", "people in Torvik"),
        ("a professor at the University of Torvik when", "a professor at the University of Torvik"),
        ("John F Day", "John F Day"),
        ("Lena Voss with a hat", "Lena Voss"),
    ],
)
def test_the_noun_phrase_that_opens_a_text(text: str, phrase: str | None) -> None:
    assert of(text, noun_phrase_right(tokens_of(text, []), 0)) == phrase


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lena Voss said", None),
        ("Voss said", None),
        ("Mr. Voss said", None),
        ("Dr Voss , a", "Dr Voss"),
        ("Lena Voss Reis Day Vian Lund Holm said", None),
        ("Lena Voss", "Lena Voss"),
        ("Lena Voss (", "Lena Voss"),
        ("Lena Voss of Torvik", "Lena Voss"),
        ("Lena Voss’s son", None),
        ("Lena of Torvik Voss", None),
        ("Ludwig van der Rohe .", "Ludwig van der Rohe"),
        ("Torvik Council .", None),
        ("the mayor", None),
    ],
)
def test_a_name_with_nothing_else_said(text: str, name: str | None) -> None:
    tokens = tokens_of(text, [])
    last = name_ahead(tokens, 0)
    assert (None if last is None else text[: tokens[last].end]) == name
