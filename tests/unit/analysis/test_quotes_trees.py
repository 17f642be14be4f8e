"""What the syntax of a sentence says of its quotations and reported clauses, on parses made by hand."""

import pytest

from toolkit.analysis.quotes.indirect import reported
from toolkit.analysis.quotes.parsed import parsed_quotes, worth_parsing
from toolkit.analysis.quotes.record import Quote
from toolkit.analysis.quotes.rules import speakers
from toolkit.analysis.quotes.tree import Tree
from toolkit.analysis.quotes.verbs import reporting_verbs
from toolkit.analysis.quotes.words import Span
from toolkit.text.parser import Parse

VERBS = reporting_verbs()


def tree_of(told: str) -> Tree:
    """Return the tree of a sentence given as ``word/tag/relation/head``, its words numbered from 0."""
    parts = [part.rsplit("/", 3) for part in told.split()]
    text = " ".join(word for word, *_ in parts)
    ends, at = [], 0
    for word, *_ in parts:
        ends.append(at + len(word))
        at += len(word) + 1
    starts = tuple(end - len(word) for end, (word, *_) in zip(ends, parts, strict=True))
    heads = tuple(int(head) for *_, head in parts)
    deps, tags = tuple(p[2] for p in parts), tuple(p[1] for p in parts)
    return Tree(text, Parse(starts, tuple(ends), heads, deps, tags))


THAT = "that/IN/mark/{0} it/PRP/nsubj/{0} rained/VBD/ccomp/{1} hard/RB/advmod/{0}"
# Of each sentence: the reported clause, who reports it, the cue, and the noun that "who" stands for.
CLAUSES: dict[str, list[tuple[str, str, str, str | None]]] = {
    f"Police/NNS/nsubj/1 said/VBD/ROOT/1 {THAT.format(4, 1)} ././punct/1": [
        ("it rained hard", "Police", "said", None)
    ],
    "It/PRP/nsubj/1 rained/VBD/ccomp/5 hard/RB/advmod/1 ,/,/punct/5 police/NNS/nsubj/5 said/VBD/ROOT/5 ././punct/5": [
        ("It rained hard", "police", "said", None)
    ],
    "The/DT/det/1 bridge/NN/nsubj/7 ,/,/punct/4 police/NNS/nsubj/4 said/VBD/parataxis/7 ,/,/punct/4 "
    "will/MD/aux/7 open/VB/ROOT/7 again/RB/advmod/7 ././punct/7": [
        ("will open again", "police", "said", None)
    ],
    "It/PRP/nsubj/1 rained/VBD/ROOT/1 hard/RB/advmod/1 ,/,/punct/1 according/VBG/prep/1 to/IN/prep/4 "
    "the/DT/det/7 army/NN/pobj/5 ././punct/1": [("It rained hard", "the army", "according to", None)],
    f"Police/NNS/nsubjpass/2 were/VBD/auxpass/2 told/VBN/ROOT/2 {THAT.format(5, 2)}": [
        ("it rained hard", "Police", "told", None)
    ],
    f"Police/NNS/nsubjpass/2 were/VBD/auxpass/2 said/VBN/ROOT/2 {THAT.format(5, 2)}": [],
    f"The/DT/det/1 mayor/NN/nsubj/8 who/WP/nsubj/3 said/VBD/relcl/1 {THAT.format(6, 3)} left/VBD/ROOT/8": [
        ("it rained hard", "who", "said", "The mayor")
    ],
    "Police/NNS/nsubj/1 reported/VBD/ROOT/1 a/DT/det/3 fire/NN/dobj/1 ././punct/1": [
        ("a fire", "Police", "reported", None)
    ],
    "Police/NNS/nsubj/1 promised/VBD/ROOT/1 a/DT/det/3 fire/NN/dobj/1 ././punct/1": [],
    "Police/NNS/nsubj/1 said/VBD/ROOT/1 so/RB/advmod/1": [],
    f"Police/NNS/nsubj/1 came/VBD/ROOT/1 and/CC/cc/1 said/VBD/conj/1 {THAT.format(6, 3)}": [
        ("it rained hard", "Police", "said", None)
    ],
    f"Police/NNS/nsubj/1 said/NN/ROOT/1 {THAT.format(4, 1)}": [],
    f"said/VBD/ROOT/0 {THAT.format(3, 0)}": [],
    # of two clauses the one behind the verb, else the first; the larger of the parts beside a cue
    "rain/NN/ccomp/3 fell/VBD/x/0 police/NNS/nsubj/3 said/VBD/ROOT/3 snow/NN/ccomp/3 fell/VBD/x/4": [
        ("snow fell", "police", "said", None)
    ],
    "snow/NN/nsubj/1 fell/VBD/ccomp/5 hail/NN/nsubj/3 came/VBD/ccomp/5 police/NNS/nsubj/5 said/VBD/ROOT/5": [
        ("snow fell", "police", "said", None)
    ],
    "now/RB/advmod/5 rain/NN/nsubj/5 ,/,/punct/4 police/NNS/nsubj/4 said/VBD/parataxis/5 fell/VBD/ROOT/5": [
        ("now rain", "police", "said", None)
    ],
    # one word is no clause, two are; a thing said is a noun
    "Police/NNS/nsubj/1 said/VBD/ROOT/1 yes/UH/ccomp/1": [],
    "Police/NNS/nsubj/1 said/VBD/ROOT/1 very/RB/advmod/3 little/JJ/ccomp/1": [
        ("very little", "Police", "said", None)
    ],
    "Police/NNS/nsubj/1 reported/VBD/ROOT/1 it/PRP/dobj/1 all/DT/dobj/1": [],
    "Police/NNS/nsubj/1 reported/VBD/ROOT/1 big/JJ/amod/3 fires/NNS/dobj/1": [
        ("big fires", "Police", "reported", None)
    ],
    # whom "which" and "that" stand for
    f"The/DT/det/1 paper/NN/nsubj/8 which/WDT/nsubj/3 said/VBD/relcl/1 {THAT.format(6, 3)} left/VBD/ROOT/8": [
        ("it rained hard", "which", "said", "The paper")
    ],
    f"The/DT/det/1 paper/NN/nsubj/8 that/WDT/nsubj/3 said/VBD/relcl/1 {THAT.format(6, 3)} left/VBD/ROOT/8": [
        ("it rained hard", "The paper", "said", None)
    ],
    f"Who/WP/nsubj/1 said/VBD/ROOT/1 {THAT.format(4, 1)}": [("it rained hard", "Who", "said", None)],
    # "according to" beside a noun reports the clause above it; without a name or "to" it reports nothing
    "Rain/NN/nsubj/1 fell/VBD/ROOT/1 on/IN/prep/1 towns/NNS/pobj/2 according/VBG/prep/3 to/IN/prep/4 Reis/NNP/pobj/5": [
        ("Rain fell on towns", "Reis", "according to", None)
    ],
    "Rain/NN/nsubj/1 fell/VBD/ROOT/1 according/VBG/prep/1 with/IN/prep/2 Reis/NNP/pobj/3": [],
    "Rain/NN/nsubj/1 fell/VBD/ROOT/1 according/VBG/prep/1 to/IN/prep/2": [],
    "Fell/VBD/ROOT/0 according/VBG/prep/0 to/IN/prep/1 Reis/NNP/pobj/2": [],
    "Reis/NNP/nsubj/1 believed/VBD/ROOT/1 it/PRP/nsubj/3 rained/VBD/ccomp/1": [],  # believing is not saying
}


@pytest.mark.parametrize("told", CLAUSES)
def test_reported_clauses(told: str) -> None:
    tree = tree_of(told)

    def of(span: Span | None) -> str | None:
        return tree.text[slice(*span)] if span else None

    found = [(of(r.content), of(r.mention), of(r.cue), of(r.referent)) for r in reported(tree, [], VERBS)]
    assert found == CLAUSES[told]


def test_what_is_inside_a_quotation_is_no_report_of_the_outlet() -> None:
    tree = tree_of(next(iter(CLAUSES)))
    assert reported(tree, [(0, len(tree.text))], VERBS) == []


def test_a_phrase_leaves_out_clauses_and_a_subject_is_inherited() -> None:
    tree = tree_of(
        "the/DT/det/2 new/JJ/amod/2 mayor/NN/nsubj/6 ,/,/punct/2 Voss/NNP/appos/2 ,/,/punct/2 wanted/VBD/ROOT/6 "
        "to/TO/aux/8 say/VB/xcomp/6 so/RB/advmod/8"
    )
    assert tree.text[slice(*tree.phrase(2))] == "the new mayor"
    assert tree.subject(8) == 2
    assert tree.subject(9) is None
    assert tree.subtree(2) == [0, 1, 2, 3, 4, 5]
    assert list(tree.inside((4, 13))) == [1, 2]


@pytest.mark.parametrize(
    ("told", "noun", "phrase"),
    [
        ("the/DT/det/1 mayor/NN/nsubj/5 now/RB/x/1 of/IN/prep/1 Torvik/NNP/pobj/3 left/VBD/ROOT/5", 1, "the mayor now of Torvik"),
        ("the/DT/det/1 mayor/NN/nsubj/5 now/RB/advmod/1 of/IN/prep/1 Torvik/NNP/pobj/3 left/VBD/ROOT/5", 1, "the mayor now of Torvik"),
        ("the/DT/det/1 mayor/NN/nsubj/6 who/WP/nsubj/3 came/VBD/relcl/1 of/IN/prep/1 Torvik/NNP/pobj/4 left/VBD/ROOT/6", 1, "the mayor"),
        ("the/DT/det/3 so/RB/advmod/2 old/JJ/advmod/3 mayor/NN/nsubj/4 left/VBD/ROOT/4", 3, "mayor"),
        ("the/DT/det/2 old/JJ/advmod/2 mayor/NN/nsubj/3 left/VBD/ROOT/3", 2, "the old mayor"),
        ("mayor/NN/nsubj/1 left/VBD/ROOT/1", 0, "mayor"),
    ],
)  # fmt: skip
def test_a_phrase_goes_over_one_word_left_out_and_not_over_two(told: str, noun: int, phrase: str) -> None:
    tree = tree_of(told)
    assert tree.text[slice(*tree.phrase(noun))] == phrase


def test_a_subject_is_taken_from_three_verbs_above_and_no_further() -> None:
    tree = tree_of(
        "Reis/NNP/nsubj/1 a/VB/ROOT/1 b/VB/xcomp/1 c/VB/xcomp/2 d/VB/xcomp/3 e/VB/xcomp/4 man/NN/dobj/5 asked/VBN/acl/6 "
        "who/WP/nsubj/9 f/VB/relcl/6 g/VB/xcomp/9 h/VB/relcl/6"
    )
    assert [tree.subject(i) for i in (1, 2, 3, 4, 5)] == [0, 0, 0, 0, None]
    assert tree.subject(7) == 6  # the man asked
    assert (tree.subject(10), tree.subject(11)) == (8, None)
    assert (tree.antecedent(9), tree.antecedent(10), tree.antecedent(1)) == (6, 6, None)


# A quotation that word order gives to the wrong speaker or to nobody: its parse, and speaker and rule after it.
BETTER: list[tuple[str, str | None, str]] = [
    ("It/PRP/nsubj/4 was/VBD/aux/4 “wet/JJ/x/4 indeed/RB/x/4 today”/NN/ROOT/4", None, "none"),
    (
        "In/IN/prep/6 “wet/JJ/amod/3 cold/JJ/amod/3 days”/NNS/pobj/0 there/RB/advmod/6 residents/NNS/nsubj/6 "
        "wrote/VBD/ROOT/6 letters/NNS/dobj/6",
        "residents",
        "syntax",
    ),
    (
        "In/IN/prep/5 “wet/JJ/amod/3 cold/JJ/amod/3 days”/NNS/pobj/0 Reis/NNP/nsubj/5 slept/VBD/ROOT/5 well/RB/x/5",
        "Reis",
        "syntax_subject",
    ),
    (  # the verb that says so is above one that does not
        "Residents/NNS/nsubj/1 wrote/VBD/ROOT/1 cows/NNS/nsubj/3 like/VBP/ccomp/1 “wet/JJ/amod/6 cold/JJ/amod/6 days”/NNS/dobj/3",
        "Residents",
        "before_left",
    ),
    (  # whoever is said of in the passive does not speak
        "In/IN/prep/6 “wet/JJ/amod/3 cold/JJ/amod/3 days”/NNS/pobj/0 Reis/NNP/nsubjpass/6 was/VBD/auxpass/6 seen/VBN/ROOT/6",
        None,
        "none",
    ),
    (
        "In/IN/prep/6 “wet/JJ/amod/3 cold/JJ/amod/3 days”/NNS/pobj/0 there/RB/advmod/6 it/PRP/nsubj/6 rained/VBD/ROOT/6 well/RB/x/6",
        None,
        "none",
    ),
    (
        "In/IN/prep/6 “wet/JJ/amod/3 cold/JJ/amod/3 days”/NNS/pobj/0 there/RB/advmod/6 he/PRP/nsubj/6 slept/VBD/ROOT/6 well/RB/x/6",
        "he",
        "syntax_subject",
    ),
    (
        "In/IN/prep/5 “wet/JJ/amod/3 cold/JJ/amod/3 days”/NNS/pobj/0 cows/NNS/nsubj/5 slept/VBD/ROOT/5 well/RB/x/5",
        None,
        "none",
    ),
]


@pytest.mark.parametrize(("told", "speaker", "rule"), BETTER)
def test_syntax_finds_a_speaker_where_word_order_has_none(told: str, speaker: str | None, rule: str) -> None:
    tree = tree_of(told)
    found = speakers(tree.text, VERBS)
    (made,) = parsed_quotes(tree.text, found, {tree.text: tree.parse}, VERBS)
    assert (tree.text[slice(*made.speaker)] if made.speaker else None, made.rule) == (speaker, rule)


def test_a_clause_that_holds_a_quotation_is_no_report_of_its_own() -> None:
    told = f"Police/NNS/nsubj/1 said/VBD/ROOT/1 {THAT.format(4, 1)}"
    tree = tree_of(told)
    for first, last, told_apart in ((12, 16, True), (17, 19, False), (27, 31, False)):  # that, it, hard
        quote = Quote(first, last, 0, rule="after_left", speaker=(0, 6))
        made = parsed_quotes(tree.text, [quote], {tree.text: tree.parse}, VERBS)
        assert [q.indirect for q in made if q is not quote] == [True] * told_apart
    (shifted,) = parsed_quotes("x\n" + tree.text, [], {tree.text: tree.parse}, VERBS)
    assert (shifted.paragraph, shifted.start, shifted.end, shifted.speaker, shifted.cue, shifted.rule) == (
        *(1, 19, 33, (2, 8), (9, 13)),
        "reported",
    )


def test_a_rule_that_is_sure_is_kept() -> None:
    tree = tree_of("Reis/NNP/nsubj/1 said/VBD/ROOT/1 “wet/JJ/x/4 cold/JJ/x/4 days”/NNS/dobj/1")
    kept = Quote(10, 26, 0, speaker=(5, 9), rule="after_left")
    assert parsed_quotes(tree.text, [kept], {tree.text: tree.parse}, VERBS) == [kept]
    (better,) = parsed_quotes(tree.text, [kept._replace(rule="split")], {tree.text: tree.parse}, VERBS)
    assert (better.speaker, better.cue, better.rule) == ((0, 4), (5, 9), "syntax")


def test_only_paragraphs_with_a_quotation_or_a_verb_of_saying_are_parsed() -> None:
    text = "It rained.\nPolice said so.\nThe river rose.\n“It rained all day,” they sang.\nAccording to Reis, no."
    assert [body.split()[0] for body in worth_parsing(text, speakers(text, VERBS), VERBS)] == [
        "Police",
        "“It",
        "According",
    ]
