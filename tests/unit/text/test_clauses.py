import pytest

from toolkit.text.clauses import clauses, noun_tokens
from toolkit.text.parser import parse_paragraphs


def read(sentence: str) -> list[tuple[str, str, str, str]]:
    """Return verb, form, agent and patient of each clause, as words."""
    parse = parse_paragraphs([sentence])[0]
    word = lambda t: sentence[parse.start[t] : parse.end[t]] if t >= 0 else ""  # noqa: E731
    return [(word(c.verb), c.form, word(c.agent), word(c.patient)) for c in clauses(parse)]


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("Rebels attacked the convoy.", ("attacked", "active", "Rebels", "convoy")),
        ("The convoy was attacked by rebels.", ("attacked", "passive_with_agent", "rebels", "convoy")),
        ("Two villagers were killed on Monday.", ("killed", "passive_without_agent", "", "villagers")),
        ("He was arrested and beaten.", ("beaten", "passive_without_agent", "", "He")),
        ("Troops entered the town and arrested two men.", ("arrested", "active", "Troops", "men")),
    ],
)
def test_clauses(sentence, clause):
    assert clause in read(sentence)


def test_a_place_after_by_is_no_agent():
    assert ("killed", "passive_without_agent", "", "villagers") in read(
        "Two villagers were killed on the road."
    )


def test_joined_nouns_are_parties_and_modifiers_are_not():
    sentence = "Militant attacks and police raids killed people."
    parse = parse_paragraphs([sentence])[0]
    clause = next(c for c in clauses(parse) if c.form == "active")
    words = {sentence[parse.start[t] : parse.end[t]] for t in noun_tokens(parse, clause.agent)}
    assert "Militant" not in words
    assert "attacks" in words or "raids" in words


def test_nothing_in_an_empty_text():
    assert clauses(parse_paragraphs([""])[0]) == []
