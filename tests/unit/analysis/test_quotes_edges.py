"""Both sides of every reach and length in the quotation finder, and small sentences beside the common ones."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from toolkit.analysis.quotes.accuracy import CONFIDENCE, quote_error_note
from toolkit.analysis.quotes.attribution import attributions
from toolkit.analysis.quotes.find import Lists, article_rows, kind_of, quotes
from toolkit.analysis.quotes.marked import marked
from toolkit.analysis.quotes.names import bare_name
from toolkit.analysis.quotes.people import Names, dominant_names, person
from toolkit.analysis.quotes.phrases import name_ahead, noun_phrase_left, noun_phrase_right
from toolkit.analysis.quotes.record import Quote
from toolkit.analysis.quotes.resolve import resolve
from toolkit.analysis.quotes.rules import speakers
from toolkit.analysis.quotes.source_types import classify, source_types, type_of
from toolkit.analysis.quotes.verbs import reporting_verbs
from toolkit.analysis.quotes.words import Span, is_name, tokens_of
from toolkit.corpus.corpus import Corpus
from toolkit.lexicons import word_classes
from toolkit.tables import conform

VERBS = reporting_verbs()
GIVEN = word_classes("given_names", "given_names")


def of(text: str, span: Span | None) -> str | None:
    return text[slice(*span)] if span else None


def spoken(text: str) -> list[tuple[str | None, str]]:
    """Return the speaker and the rule of each quotation of a text."""
    return [(of(text, quote.speaker), quote.rule) for quote in speakers(text, VERBS)]


def who(text: str) -> list[str | None]:
    """Return who each quotation of a text is given to."""
    return resolve(text, speakers(text, VERBS), VERBS, GIVEN)


# --- tokens and verbs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Reis, 42, left. He said: it's J. K. Day's (old) dam...",
        "The U.S. army—said Reis–and @reis left; “so” what?",
        "Voss’s  son, said Reis.No",
    ],
)
def test_a_token_is_what_the_text_has_at_its_place(text: str) -> None:
    tokens = tokens_of(text, [(30, 33)])
    assert [token.text for token in tokens] == [text[token.start : token.end] for token in tokens]
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
    left = "".join(token.text for token in tokens)
    assert left == text.replace(" ", "") or " " in text[30:33]


def test_a_nickname_is_one_word_and_a_quotation_one_token() -> None:
    text = "Omar “Shorty” Reis said “go”."
    tokens = tokens_of(text, [(24, 28)], [(5, 13)])
    assert [(t.kind, t.text, t.start, t.end) for t in tokens] == [
        ("w", "Omar", 0, 4),
        ("w", "Shorty", 5, 13),
        ("w", "Reis", 14, 18),
        ("w", "said", 19, 23),
        ("q", "“go”", 24, 28),
        ("p", ".", 28, 29),
    ]


@pytest.mark.parametrize(
    ("word", "named"),
    [
        ("Reis", True),
        ("reis", False),
        ("@reis", True),
        ("Monday", False),
        ("A", False),
        ("Al", True),
        (",", False),
    ],
)
def test_what_looks_like_part_of_a_name(word: str, named: bool) -> None:
    assert is_name(tokens_of(word, [])[0]) is named


def test_what_the_lexicon_says_of_single_verbs() -> None:
    told = {form: VERBS.forms[form] for form in ("said", "believes", "denied", "tweeted", "called")}
    assert {form: (verb.lemma, verb.strong, verb.core) for form, verb in told.items()} == {
        "said": ("say", True, True),
        "believes": ("believe", False, False),
        "denied": ("deny", True, True),
        "tweeted": ("tweet", True, True),
        "called": ("call", False, False),
    }
    assert VERBS.phrases["according"][("to",)].lemma == "according to"


# --- subjects ----------------------------------------------------------------------------------------------------

# Of each sentence the subject of every cue, with the cue.
SUBJECTS: dict[str, list[tuple[str, str]]] = {
    "His ally said so.": [("His ally", "said")],  # four letters in -ly: no adverb
    "Reis sadly said so.": [("Reis", "said")],  # five: an adverb
    "Reis on Monday said so.": [("Reis", "said")],
    "Reis last week said so.": [("Reis", "said")],
    "Reis this month said so.": [("Reis", "said")],
    "Reis in May said so.": [("Reis", "said")],
    "The man in hats said so.": [("The man in hats", "said")],
    "Reis came and said so.": [("Reis", "said")],
    "Reis came, but then said so.": [("Reis", "said")],
    "Reis walked home and told Voss that it rained.": [("Reis", "told")],
    "The rain came and residents said so.": [("residents", "said")],
    "The rain came and said so.": [],
    "Reis’s son said so.": [("Reis’s son", "said")],
    "Reis pointed out that it rained.": [("Reis", "pointed out")],
    "Reis pointed at the dam and said so.": [("Reis", "said")],
    "The man, his wife said, left.": [("his wife", "said")],
    "The dam, which Reis said was old, broke.": [("Reis", "said")],
    "The man that said so left.": [("The man", "said")],
    "Lena Voss, whose brother left, said so.": [("Lena Voss", "said")],
    "It was late, Lena Voss, the mayor, said.": [("Lena Voss", "said")],
    "On Monday, the mayor, Lena Voss, said so.": [("Lena Voss", "said")],
    "Reis – a man of few words – said so.": [("Reis", "said")],
    "Reis — the mayor — said so.": [("Reis", "said")],
    "The mayor (Lena Voss) said so.": [("Lena Voss", "said")],
    "The editor of the paper, the Post, said so.": [("The editor of the paper", "said")],
    "Reis (R-Iowa) said so.": [("Reis", "said")],
    "Johnson & Day said so.": [("Johnson & Day", "said")],
    "Voss was ill, adding to the trouble.": [("Voss", "adding")],
    "Villagers fled, saying it rained.": [("Villagers", "saying")],
    "Reis, with Lena Voss of the Post saying so, left.": [("Lena Voss of the Post", "saying")],
    "Reis left with a smile, saying so.": [("Reis", "saying")],
    "A tax warning came.": [],
    "Voss sent him warning of it.": [],
    "To say so is wrong.": [],
    "As told to Reis.": [],
    "Who said so?": [],
    "It rained, according to": [],
    "You said so.": [],
    "The faded sign calls for peace.": [],
    "The Post’s reports fell.": [],
}


@pytest.mark.parametrize("text", SUBJECTS)
def test_the_subject_of_a_cue(text: str) -> None:
    found = attributions(tokens_of(text, []), VERBS)
    assert [(of(text, a.mention), of(text, a.cue)) for a in found] == SUBJECTS[text]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Voss and villagers", "villagers"),
        ("villagers and Voss", "Voss"),
        ("rain & Voss", "Voss"),
        ("Day & Voss", "Day & Voss"),
        ("a man of the party of the mayor", "a man of the party of the mayor"),
        ("of the mayor", "the mayor"),
        ("Of the mayor", "the mayor"),
        ("saw the mayor", "the mayor"),
        ("said the mayor", "the mayor"),
        ("was Voss", "Voss"),
        ("it Voss", "Voss"),
        (" ".join(["a", *["old"] * 14, "man"]), " ".join(["a", *["old"] * 14, "man"])),
        (" ".join(["a", *["old"] * 15, "man"]), " ".join([*["old"] * 15, "man"])),
    ],
)
def test_where_a_noun_phrase_begins(text: str, phrase: str | None) -> None:
    tokens = tokens_of(text, [])
    assert of(text, noun_phrase_left(tokens, len(tokens) - 1, VERBS)) == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("pollster Lena Voss left", "pollster Lena Voss"),
        (" ".join([*["old"] * 6, "Voss"]), " ".join([*["old"] * 6, "Voss"])),
        (" ".join([*["old"] * 7, "Voss"]), None),
        ("man left Voss", "man left Voss"),
        ("rain was Voss", None),
        ("rain but Voss", None),
        ("rain , Voss", None),
        ("a man of works at Torvik left", "a man of works at Torvik left"),
        ("the Post ’s editor", "the Post"),
        ("Voss from the Post on Monday", "Voss"),
        ("a man from Torvik on Monday", "a man from Torvik"),
        ("Voss and others", "Voss"),
        (" ".join(["the", *["old"] * 12, "man", "there"]), " ".join(["the", *["old"] * 12, "man"])),
        (" ".join(["the", *["old"] * 13, "man"]), " ".join(["the", *["old"] * 13])),
    ],
)
def test_where_a_noun_phrase_ends(text: str, phrase: str | None) -> None:
    assert of(text, noun_phrase_right(tokens_of(text, []), 0)) == phrase


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A B C D E Voss", "A B C D E Voss"),
        ("A B C D E F Voss", None),
        ("Voss", None),
        ("Voss Reis", "Voss Reis"),
        ("Lena Voss-Reis —", "Lena Voss-Reis"),
        ("Lena Voss left", None),
        ("Lena Voss ?", "Lena Voss"),
        ("Lena and Voss", None),
    ],
)
def test_the_length_of_a_name_with_nothing_else_said(text: str, name: str | None) -> None:
    tokens = tokens_of(text, [])
    last = name_ahead(tokens, 0)
    assert (None if last is None else text[: tokens[last].end]) == name


def test_a_name_of_one_word_where_one_is_enough() -> None:
    tokens = tokens_of("Voss , a", [])
    assert (name_ahead(tokens, 0, 1), name_ahead(tokens, 0, 2)) == (0, None)


# --- reaches of the rules ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "rule"), [(28, "before_shared"), (29, "none")])
def test_how_far_back_a_shared_subject_is_sought(words: int, rule: str) -> None:
    text = f"Reis left {'so ' * words}and said “we are not going”."
    assert spoken(text)[0][1] == rule


@pytest.mark.parametrize(("between", "closed"), [("It was late. ", True), ("Voss laughed. ", False)])
def test_a_turn_goes_on_over_a_sentence_without_a_person(between: str, closed: bool) -> None:
    found = spoken(f"“We won,” Reis said. {between}“And it rained all day.”")
    assert (found[1] == ("Reis", "continued")) is closed


@pytest.mark.parametrize(
    ("gap", "rule"),
    [(" one" * 11, "after_according"), (" one" * 12, "later_in_sentence")],
)
def test_how_far_off_according_to_may_be(gap: str, rule: str) -> None:
    assert spoken(f"“It rained all day”{gap} according to Reis.")[0][1] == rule


@pytest.mark.parametrize(
    ("line", "signed"),
    [
        ("Lena Voss, mayor of the old town of Torvik now", True),
        ("Lena Voss, mayor of the good old town of Torvik now", False),
    ],
)
def test_the_longest_line_under_a_pull_quote(line: str, signed: bool) -> None:
    assert (spoken(f"“It rained all day.”\n{line}") == [("Lena Voss", "signed")]) is signed


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Reis read “One Two Three Four Five” aloud, Voss said.", 0),  # a title
        ("Reis read “One Two Three Four Five Six” aloud, Voss said.", 1),
        ("Reis read “One two” aloud, Voss said.", 1),
        ("Reis read “Two” aloud, Voss said.", 1),
        ("Reis read “of the” aloud, Voss said.", 1),
        ("The book “One Two Three Four Five Six Seven Eight” is new, Voss said.", 0),
        ("The book “One Two Three Four Five Six Seven Eight Nine” is new, Voss said.", 1),
        ("The wall was “too wet” again.", 0),
        ("The wall was “too wet today” again.", 1),
        ("In the film it was “Too Wet and Cold for Six Of Us” again.", 0),
        ("In the town it was “Too Wet and Cold for Six Of Us” again.", 1),
    ],
)
def test_titles_and_scare_quotes_are_not_words_said(text: str, kept: int) -> None:
    assert len(spoken(text)) == kept


def test_the_nearest_verb_and_the_strongest_of_two() -> None:
    assert spoken("Reis said the sign called it “a very bad dam”.") == [("Reis", "before_left")]
    assert spoken("Reis said so, and the sign, old and grey, believed in “a very bad dam”.") == [
        ("Reis", "before_left")
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“It rained all day,” shook Reis.", [("Reis", "after_unlisted")]),
        ("“It rained all day,” Reis shook.", [("Reis", "after_unlisted")]),
        ("“It rained all day,” Lena Voss grinned.", [("Lena Voss", "after_unlisted")]),
        ("“It rained all day” grinned Reis.", [(None, "none")]),
        ("“It rained all day?” grinned Reis.", [("Reis", "after_unlisted")]),
        ("“It rained all day,” is what Reis wants.", [(None, "none")]),
        ("“It rained all day,” was Reis.", [(None, "none")]),
        ("“It rained all day,” across Reis.", [(None, "none")]),
        ("“It rained all day,” thus Reis.", [(None, "none")]),
        ("“It rained all day,” grinned a man.", [("a man", "after_unlisted")]),
        ("He called it “wet all day,” grinned Reis.", [("He", "before_left")]),
    ],
)
def test_a_verb_that_is_not_in_the_list(text: str, found: list[tuple[str | None, str]]) -> None:
    assert spoken(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("REIS: “It rained all day.”", [("REIS", "label")]),
        ("It rained. Reis: “It rained all day.”", [("Reis", "label")]),
        ("So did Reis: “It rained all day.”", [(None, "none")]),
        ("Reis was angry. In a long post to all: “It rained all day.”", [("Reis", "colon")]),
        ("Reis was angry. It went so: “It rained all day.”", [(None, "none")]),
        ("In a long post to all: “It rained all day.”", [(None, "none")]),
        ("Reis had this to say:\n“It rained all day.”", [("Reis", "block")]),
        ("It was so:\n“It rained all day.”", [(None, "none")]),
        (
            "“It rained,” said Reis.\nIt was late.\n“It rained all day.”",
            [("Reis", "after_inverted"), (None, "none")],
        ),
        (
            "“It rained,” said Reis. “It rained all day and night.\n“It snowed.”",
            [("Reis", "after_inverted"), ("Reis", "continued"), ("Reis", "unclosed")],
        ),
        (
            "“It rained,” said Reis.\n“It snowed all day.” It was late.",
            [("Reis", "after_inverted"), (None, "none")],
        ),
        (
            "“It rained,” said Reis. “It rained all day and night.\n“It snowed.”\nVoss left.",
            [("Reis", "after_inverted"), ("Reis", "continued"), ("Reis", "unclosed")],
        ),
        ("“It rained all day.”\nAhmed Reis, mayor\nVoss left.", [("Ahmed Reis", "signed")]),
        (
            "“We won,” Reis said. Torvik, which Voss left in May, was wet. “And it is late.”",
            [("Reis", "after_left"), ("Reis", "continued")],
        ),
        ("“It rained all day” — Lena Voss left.", [(None, "none")]),
        ("“It rained all day” — Lena Voss.", [("Lena Voss", "dash")]),
        ("Reis said it rained. “It rained all day.”", [("Reis", "continued")]),
        ("Reis did not say “it rained all day”.", [("Reis", "split")]),
    ],
)
def test_labels_colons_and_what_went_before(text: str, found: list[tuple[str | None, str]]) -> None:
    assert spoken(text) == found


@pytest.mark.parametrize("text", ["Reis: “It rained all day.”", "Lena Voss, The Post: “It rained all day.”"])
def test_the_cue_of_a_label_is_its_colon(text: str) -> None:
    (quote,) = speakers(text, VERBS)
    assert (of(text, quote.cue), quote.rule) == (":", "label")


# --- kinds of sources -------------------------------------------------------------------------------------------


def classed(text: str, mention: str) -> tuple[str | None, bool]:
    at = text.index(mention)
    return classify(text, (at, at + len(mention)), source_types())


@pytest.mark.parametrize(("behind", "unnamed"), [(189, True), (190, False)])
def test_how_far_behind_a_speaker_a_promise_of_silence_is_heard(behind: int, unnamed: bool) -> None:
    """Its last letter may be the 200th: a blank, the letters, a blank, nine of "anonymity"."""
    text = f"An official {'a' * behind} anonymity."
    assert classed(text, "An official") == ("official", unnamed)


@pytest.mark.parametrize(("before", "unnamed"), [(69, True), (70, False)])
def test_how_far_before_a_speaker_a_promise_of_silence_is_heard(before: int, unnamed: bool) -> None:
    assert classed(f"anonymity {'a' * before} an official spoke.", "an official") == ("official", unnamed)


@pytest.mark.parametrize(
    ("text", "mention", "told"),
    [
        ("An official spoke.\nHe asked for anonymity.", "An official", ("official", False)),
        ("He gave anonymity.\nAn official spoke.", "An official", ("official", False)),
        ("An official, who asked not to be named, spoke.", "An official", ("official", True)),
        ("Omar Reis, who asked not to be named, spoke.", "Omar Reis", (None, False)),
        ("Sources spoke.", "Sources", ("anonymous", True)),
        ("An insider spoke.", "An insider", ("anonymous", True)),
        ("A man spoke on condition of anonymity.", "A man", ("witness", True)),
        ("A zebra, on condition of anonymity, spoke.", "A zebra", ("anonymous", True)),
        (f"Voss, {'a' * 81} analyst, left.", "Voss", ("expert", False)),
        (f"Voss, {'a' * 83} analyst, left.", "Voss", (None, False)),
        ("Voss, an analyst, left.", "Voss", ("expert", False)),
        ("Voss. An analyst, left.", "Voss", (None, False)),
        ("The analyst old old old old old Voss left.", "Voss", ("expert", False)),
        ("The analyst old old old old old old Voss left.", "Voss", (None, False)),
        (f"the analyst {'a' * 51} Voss left.", "Voss", ("expert", False)),
        (f"the analyst {'a' * 52} Voss left.", "Voss", (None, False)),
        ("The analyst, Voss left.", "Voss", (None, False)),
        ("The analyst a man left.", "a man", ("witness", False)),
    ],
)
def test_what_is_said_beside_a_speaker(text: str, mention: str, told: tuple[str | None, bool]) -> None:
    assert classed(text, mention) == told


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("a spokesman for the analyst", "official"),  # the head, not what follows "for"
        ("zebra of the army", "military"),  # nothing in the head: what follows
        ("the analyst with the army", "expert"),
        ("army analyst", "expert"),  # the last word of a phrase is its head
        ("", None),
    ],
)
def test_the_head_of_a_phrase_tells_the_kind(phrase: str, kind: str | None) -> None:
    assert type_of(phrase, source_types()) == kind


# --- who is meant ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("The mayor of Torvik left. “It rained,” the mayor said.", ["Torvik’s mayor"]),
        ("Oslo’s mayor left. “It rained,” the mayor said.", ["Oslo’s mayor"]),
        ("The mayor of Torvik met Oslo’s mayor. “It rained,” the mayor said.", ["mayor"]),
        ("The mayors of Torvik left. “It rained,” the mayor said.", ["mayor"]),
        ("His mayor of Torvik left. “It rained,” the mayor said.", ["Torvik’s mayor"]),
        ("The’s mayor left. “It rained,” the mayor said.", ["mayor"]),
        ("Police Chief Omar Reis left. “It rained,” the chief said.", ["Omar Reis"]),
        ("The chief Omar Reis left. “It rained,” that chief said.", ["Omar Reis"]),
        ("Handchief Omar Reis left. “It rained,” the chief said.", ["chief"]),
        ("Chief Omar Reis met Chief Lena Voss. “It rained,” the chief said.", ["chief"]),
        ("Minister Omar Reis left. “It rained,” the Minister said.", ["Omar Reis"]),
        (
            "“It rained,” a Baloch editor said. “No,” an Urdu editor said. “It snowed,” the editor said.",
            ["Baloch editor", "Urdu editor", "editor"],
        ),
        ("“It rained,” an editor said. “It snowed,” a man said.", ["editor", "man"]),
        ("“It rained,” a statement by Omar Reis said.", ["Omar Reis"]),
        ("“It rained,” a brief statement from Omar Reis said.", ["Omar Reis"]),
        ("“It rained,” said one of the residents.", ["one of the residents"]),
        ("“It rained,” others said.", [None]),
        ("“It rained,” we said.", [None]),
        ("“It rained,” Washington said. Norway’s Washington.", ["Washington"]),
        ("“It rained,” Norway’s ministry said.", ["Norway’s ministry"]),
        ("Some villagers left. “It rained,” they said.", ["villagers"]),
        ("Villagers left and soldiers came. “It rained,” they said.", ["soldiers"]),
        ("Afghan villagers left.\n“It rained,” they said.", [None]),
        ("The villagers left. “It rained,” they said.", ["villagers"]),
        ("Villagers saw them. Voss told them “it rained all day”.", ["Voss"]),
        ("Omar Reis left. Mr. Reis’s son wept. “It rained,” said Reis.", ["Omar Reis"]),
        ("Omar Reis met Lena Reis. Lena Reis left. “It rained,” said Reis.", ["Lena Reis"]),
        ("Omar Reis met Reis Voss. “It rained,” said Reis.", ["Omar Reis"]),  # a surname before a given name
    ],
)
def test_who_is_meant(text: str, people: list[str | None]) -> None:
    assert who(text) == people


@pytest.mark.parametrize(("letters", "people"), [(252, ["residents"]), (253, [None])])
def test_how_far_back_they_is_sought(letters: int, people: list[str | None]) -> None:
    """300 characters: the nine of the noun, 17 to the next sentence, the letters, and 22 to "they"."""
    assert who(f"Residents of Torvik fled. {'x' * letters} “It rained all day,” they said.") == people


def test_they_is_no_group_that_a_quotation_names() -> None:
    assert who("Soldiers left. “The villagers stayed all day,” they said.") == ["soldiers"]


# Of each text whom the last quotation's "he" or "she" stands for.
HE: list[tuple[str, str | None]] = [
    ("Omar Reis left.\n\nIt rained.\n\n“It is late,” he said.", "Omar Reis"),
    ("Omar Reis left.\n\nIt rained.\n\nIt was cold.\n\n“It is late,” he said.", "Omar Reis"),
    ("Omar Reis left.\n\nIt rained.\n\nIt was cold.\n\nIt was dark.\n\n“It is late,” he said.", None),
    ("Omar Reis said so. Ivan Voss ran. “It is late,” he said.", "Ivan Voss"),
    ("Omar Reis met Ivan Voss. “It is late,” he said.", "Omar Reis"),
    ("Omar Reis spoke with Ivan Voss. Ivan Voss’s son left. “It is late,” he said.", "Omar Reis"),
    ("To Omar Reis it was clear. Ivan Voss thought so. “It is late,” he said.", "Ivan Voss"),
    ("Although Omar Reis had left, Ivan Voss stayed. “It is late,” he said.", "Ivan Voss"),
    ("Omar Reis (42) said so. “It is late,” he said.", "Omar Reis"),
    ("Omar Reis, 42, said so. “It is late,” he said.", "Omar Reis"),
    ("“We go,” said Omar Reis. Rain fell on Ivan Voss. “It is late,” he said.", "Omar Reis"),
    ("“We go,” said Omar Reis. Ivan Voss left. “It is late,” he said.", "Ivan Voss"),
    ("“We go,” said Omar Reis to Ivan Voss. “It is late,” he said.", "Omar Reis"),
    ("“We go,” said Lena Voss. Omar Reis left. “It is late,” she said.", "Lena Voss"),
    ("“Omar Reis is here,” said Ivan Voss. “It is late,” he said.", "Ivan Voss"),
    ("“Omar Reis is here,” they said. “It is late,” he said.", None),
    ("Mrs. Reis met Mr. Voss. “It is late,” she said.", "Reis"),
    ("Spokesman Reis met Mrs. Voss. “It is late,” she said.", "Voss"),
    ("Told by Omar Reis, Ivan Voss wept. “It is late,” he said.", "Ivan Voss"),
]


@pytest.mark.parametrize(("text", "person"), HE)
def test_whom_he_or_she_stands_for(text: str, person: str | None) -> None:
    assert who(text)[-1] == person


@pytest.mark.parametrize(
    ("run", "name"),
    [
        ("Khawaja Asif", "Khawaja Asif"),
        ("Asif", None),
        ("Newly Elected", None),
        ("A B C D E", None),
        ("Ann Bo Cy Di Ed", "Ann Bo Cy Di Ed"),
        ("Ann Bo Cy Di Ed Flo", None),
        ("OMAR REIS", None),
    ],
)
def test_who_is_a_person(run: str, name: str | None) -> None:
    found = person(run)
    assert (found.name if found else None) == name


# --- rows and rates ---------------------------------------------------------------------------------------------


def test_the_confidence_of_each_rule_is_the_one_that_is_published() -> None:
    page = Path(__file__).parents[3] / "docs" / "methods" / "quotes.md"
    told = re.search(r"`confidence` of each rule:(.*?)\n\n", page.read_text(encoding="utf-8"), re.DOTALL)
    assert told
    assert {rule: float(share) for rule, share in re.findall(r"`(\w+)` (\d\.\d\d)", told[1])} == CONFIDENCE


def test_rates_are_told_in_per_cent_or_points() -> None:
    file = files("toolkit") / "lexicons" / "quote_rates.toml"
    rates = {rate["name"]: rate for rate in tomllib.loads(file.read_text(encoding="utf-8"))["rate"]}
    spans, shares = rates["spans"], rates["shares"]
    assert quote_error_note("spans", "indirect", "shares") == (
        f"On labelled news, without the parser: {spans['says']} {100 * spans['fast']:.0f} % ({spans['n']} cases, "
        f"{spans['data']}); {shares['says']} {100 * shares['fast']:.1f} points ({shares['n']} articles, {shares['data']})."
    )
    assert quote_error_note("indirect", parser=True).startswith(
        "On labelled news, with the parser: reported speech"
    )


LISTS = Lists(VERBS, source_types(), GIVEN)


def test_a_whole_row() -> None:
    text = "It rained.\n\n“We go home,” Omar Reis, the analyst, said."
    (row,) = article_rows(text, speakers(text, VERBS), LISTS)
    assert row == (
        *("Omar Reis", "expert", False),  # who, kind of source, unnamed
        *(1, 12, 25, "We go home,", 3, 12 / 55, "direct"),
        *("Omar Reis", 26, 35, "name"),
        *("said", 50, 54, "say", "neutral", "after_apposition", 1.0),
    )
    assert article_rows("It rained.", [], LISTS) == []


def test_a_row_without_a_speaker() -> None:
    text = "The wall was “too wet for us” again."
    (row,) = article_rows(text, speakers(text, VERBS), LISTS)
    assert row[:3] == (None, None, False)
    assert row[10:] == (None, None, None, "none", None, None, None, None, None, "none", None)


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("“We go,” Omar Reis said.", ["name"]),
        ("“We go,” the mayor said.", ["role"]),
        ("“We go,” she said. “It is late.”", ["pronoun", "continuation"]),
        ("The paper quoted him as saying “we go home now”.", ["pronoun"]),
        ("Reis had this to say:\n“It rained all day.”", ["block"]),
        ("“We go,” said Reis.\n“It rained all day.”", ["name", "continuation"]),
        ("The wall was “too wet for us” again.", ["none"]),
    ],
)
def test_how_a_speaker_was_told(text: str, resolved: list[str]) -> None:
    assert [row[13] for row in article_rows(text, speakers(text, VERBS), LISTS)] == resolved


@pytest.mark.parametrize(
    ("before", "rule", "kind"),
    [
        ("", "none", "direct"),
        ("He said, ", "before_left", "direct"),
        ("He said: ", "before_left", "direct"),
        ("It was wet. ", "continued", "direct"),
        ("He left — ", "before_left", "direct"),
        ("He said that ", "before_left", "mixed"),
        ("He said that ", "after_left", "direct"),
        ("He said (", "before_left", "mixed"),
    ],
)
def test_whole_utterances_and_words_built_into_a_sentence(before: str, rule: str, kind: str) -> None:
    text = f"{before}“we go” he said."
    assert kind_of(text, Quote(len(before), len(before) + 7, 0, rule=rule)) == kind


def test_a_capital_after_a_cue_opens_an_utterance() -> None:
    text = "He said “We go”."
    assert kind_of(text, Quote(8, 15, 0, rule="before_left")) == "direct"
    assert kind_of(text, Quote(8, 15, 0, rule="split")) == "mixed"
    assert kind_of(text, Quote(8, 15, 0, rule="reported", indirect=True)) == "indirect"


def test_marks_in_another_language() -> None:
    text = "Das „Haus am See“ ist zu.\n\n„Wir gehen jetzt heim“, sagte sie.\n«Nous partons demain matin à Paris\n«et après"
    found = [(text[q.start : q.end], q.paragraph, q.open_end) for q in marked(text)]
    assert found[:2] == [("„Haus am See“", 0, False), ("„Wir gehen jetzt heim“", 1, False)]
    assert found[2:] == [("«Nous partons demain matin à Paris", 2, True)]


def test_a_surname_stands_for_the_full_name_of_another_article() -> None:
    texts = ["“We go,” said Omar Reis.", "“It is late,” said Reis.", "“No,” said the mayor."]
    frame = pd.DataFrame({"article_id": ["a", "b", "c"], "outlet": "Post", "text": texts})
    assert quotes(Corpus(conform(frame, "articles")))["speaker_id"].tolist() == ["Omar Reis"] * 2 + ["mayor"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Omar Ali Reis left. Rain fell on Reis.", ["Omar Ali Reis", "Omar Ali Reis"]),
        ("Omar Ali Reis left. Rain fell on Ali.", ["Omar Ali Reis"]),
        ("Omar Ng left. Rain fell on Ng.", ["Omar Ng"]),  # two letters stand for nobody by themselves
        ("Omar Fry left. Rain fell on Fry.", ["Omar Fry", "Omar Fry"]),
        ("Dr. Vian left. Vian slept. Sen Lund left.", ["Vian", "Vian", "Lund"]),
        ("Torvik Council met. Council sat.", []),
    ],
)
def test_where_persons_are_named(text: str, named: list[str]) -> None:
    assert [mention.name for mention in Names(text).mentions()] == named


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Torvik baker Lena Voss", "Lena Voss"),
        ("Lena Voss of Torvik", "Lena Voss"),
        ("Omar al Reis", "Omar al Reis"),
        ("the al Reis", "Reis"),
        ("Lena Voss MP", "Lena Voss"),
        ("Lena MP", "Lena MP"),
        ("Lena Voss de", "Lena Voss"),
        ("Lena Voss’s Omar Reis", "Omar Reis"),
        ("editor Lena Voss", "Lena Voss"),
        ("Editor", ""),
        ("America’s rain", ""),
    ],
)
def test_a_name_in_a_mention(mention: str, name: str) -> None:
    assert bare_name(mention) == name


@pytest.mark.parametrize(("letters", "person"), [(34, None), (35, "Mr. Reis")])
def test_how_far_before_a_name_a_title_is_seen(letters: int, person: str | None) -> None:
    """40 characters: the title of four, a blank, the letters and a blank."""
    text = f"Lena Lund met Mrs. {'a' * letters} Omar Voss. Omar Voss left. “It is late,” he said."
    assert (who(text) == ["Omar Voss"]) is (person is not None)


def test_which_full_name_a_bare_surname_means() -> None:
    assert dominant_names(["Omar Reis"] * 9 + ["Lena Reis"]) == {"Reis": "Omar Reis"}
    assert dominant_names(["Omar Reis"] * 8 + ["Lena Reis"]) == {}
    assert dominant_names(["Torvik Council"] * 9 + ["the mayor", "Reis"]) == {}
