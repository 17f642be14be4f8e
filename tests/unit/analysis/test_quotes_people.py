"""Names as they are compared, and whom a mention stands for in an article: names, roles, pronouns."""

import pandas as pd
import pytest

from toolkit.analysis.quotes.find import quotes
from toolkit.analysis.quotes.names import bare_name, gender_of, person_key
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Lena Voss", "Lena Voss"),
        ("the mayor", ""),
        ("Lena Voss, the mayor", "Lena Voss"),
        ("America’s Voice", "America's Voice"),
        ("Norway’s Foreign Ministry", "Norway's Foreign Ministry"),
        ("Karim’s lawyer Omar Reis", "Omar Reis"),
        ("Karim’s lawyer", ""),
        ("Ken Macdonald QC", "Ken Macdonald"),
        ("the Salford MP", "Salford MP"),
        ("Sir Ken Macdonald KC", "Ken Macdonald"),
        ("Ludwig van der Rohe", "Ludwig van der Rohe"),
        ("Secretary of State Marco Rubio", "Marco Rubio"),
        ("the chief of operations Brian Hastings", "Brian Hastings"),
        ("Wendy Day", "Wendy Day"),
        ("Day", "Day"),
        ("the Torvik Council", "Torvik Council"),
        ("Council of Torvik", "Council of Torvik"),
        ("Mr. Reis", "Reis"),
        ("Prime Minister Reis", "Reis"),
        ("Reis’s", "Reis"),
        ("Voss (Labour)", "Voss"),
        ("Voss [the mayor]", "Voss"),
        ("Lena and Omar Reis", "Omar Reis"),
        ("the Senate’s No. 2 Democrat", ""),
        ("Lena 'Shorty' Voss", "Lena Voss"),
        ("the Prime Minister", ""),
        ("Lena de Voss", "Lena de Voss"),
        ("former mayor Lena Voss of Torvik", "Lena Voss"),
        ("Ministry of Works", "Ministry of Works"),
        ("", ""),
        ("the Voss of Torvik", "Voss"),
        ("US President Voss", "Voss"),
        ("Voss MP", "Voss MP"),
    ],
)
def test_a_name_without_titles_and_asides(mention: str, name: str) -> None:
    assert bare_name(mention) == name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Dennis B. Ross", "dennis ross"),
        ("J. K. Rowling", "j rowling"),
        ("Ross", "ross"),
        ("D B Ross", "d ross"),
        ("A. B", "a b"),
        ("Mary Ann Evans", "mary ann evans"),
        ("Rep. O’Neil B. C. Day", "rep o'neil day"),
    ],
)
def test_the_form_by_which_names_are_compared(name: str, key: str) -> None:
    assert person_key(name) == key


@pytest.mark.parametrize(
    ("name", "context", "gender"),
    [
        ("Amna Baloch", "", "f"),
        ("Asif", "Mr. Asif", "m"),
        ("Zardari", "", None),
        ("Amna", "", None),
        ("Reis", "his wife said", "f"),
        ("Xy Reis", "", None),
        ("Omar Reis", "Mrs Reis", "f"),
        ("Lena Voss", "chairman", "m"),
    ],
)
def test_gender_by_title_role_or_given_name(name: str, context: str, gender: str | None) -> None:
    assert gender_of(name, context) == gender


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Lena Voss met Omar Reis. “It rained,” she said.", ["Lena Voss"]),
        ("Lena Voss met Omar Reis. “It rained,” he said.", ["Omar Reis"]),
        ("Mr. Vian met Mr. Lund. “It rained all day,” he said.", ["Vian"]),
        ("Mr. Vian said it rained. He met Mr. Lund. “It rained all day,” he said.", ["Vian"]),
        (
            "Mr. Vian said it rained. It snowed, too. It was late. It was cold. It was dark. It was over. “It rained all day,” he said.",
            ["Vian"],
        ),
        ("“It rained,” Mr. Vian said.\n\n“It snowed,” he added.", ["Vian", "Vian"]),
        ("“It rained,” Mr. Vian said.\n\nMr. Lund left. “It snowed,” he added.", ["Vian", "Lund"]),
        ("“It rained,” Mr. Vian said of Mr. Lund. “It snowed,” he added.", ["Vian", "Vian"]),
        ("Mr. Vian’s wife met Mr. Lund. “It snowed,” he said.", ["Lund"]),
        ("While Mr. Vian slept, Mr. Lund worked. “It snowed,” he said.", ["Lund"]),
        ("In Torvik Mr. Vian saw Mr. Lund. “It snowed,” he said.", ["Vian"]),
        ("Mr. Vian left.\n\nIt rained.\n\nIt snowed.\n\nIt was cold.\n\n“It is late,” he said.", [None]),
        ("Mr. Vian left.\n\nIt rained.\n\n“It is late,” he said.", ["Vian"]),
        ("Mr. Vian left. “Mr. Lund is here,” he said.", ["Vian"]),
        ("Ms. Vian met Mr. Lund. “It snowed,” she said.", ["Vian"]),
        ("Dr. Vian, a doctor, met Mr. Lund. “It snowed,” she said.", ["Vian"]),
        ("Residents left. “It snowed,” they said.", ["residents"]),
        ("Afghan villagers left. “It snowed,” they said.", ["Afghan villagers"]),
        ("“The residents left,” the mayor said. “It snowed,” they said.", ["mayor", None]),
        ("“It snowed,” it said.", [None]),
        ("Defence Minister Khawaja Asif left. “It snowed,” the minister said.", ["Khawaja Asif"]),
        (
            "Defence Minister Khawaja Asif met Interior Minister Omar Reis. “It snowed,” the minister said.",
            ["minister"],
        ),
        (
            "Foreign Ministry of Norway left. “It snowed,” the Foreign Ministry said.",
            ["Norway’s Foreign Ministry"],
        ),
        (
            "“It snowed,” a Baloch editor said. “It rained,” the editor said.",
            ["Baloch editor", "Baloch editor"],
        ),
        ("“It snowed,” some said.", [None]),
        (
            "Khawaja Asif left. “It snowed,” Asif said. “It rained,” Khawaja said.",
            ["Khawaja Asif", "Khawaja Asif"],
        ),
        ("Khawaja Asif and Omar Asif left. Omar Asif slept. “It snowed,” Asif said.", ["Omar Asif"]),
    ],
)
def test_who_is_meant(text: str, people: list[str | None]) -> None:
    frame = pd.DataFrame({"article_id": ["a"], "outlet": ["Post"], "text": [text]})
    table = quotes(Corpus(conform(frame, "articles")))
    assert [None if pd.isna(name) else name for name in table["speaker_id"]] == people
