"""Hard cases of labels, certainty and agency: the reported case first, then variants of our own."""

import pandas as pd
import pytest

from toolkit.analysis.evidence import evidence
from toolkit.analysis.framing.agents import passives
from toolkit.analysis.framing.find import framing
from toolkit.analysis.framing.hedges import hedging
from toolkit.analysis.framing.naming import labels
from toolkit.corpus.corpus import Corpus
from toolkit.lexicons import Entry
from toolkit.tables import conform


def corpus_of(text: str, title: str | None = None) -> Corpus:
    """Return an article of the Post beside one of the Herald that says nothing of interest."""
    frame = pd.DataFrame({"outlet": ["Post", "Herald"], "text": [text, "Snow fell."]})
    frame["title"] = pd.Series([title, None], dtype="str")
    return Corpus(conform(frame, "articles"))


def used(text: str) -> set[str]:
    table = labels(corpus_of(text), voice=["narrator"])
    return set(table.loc[table["uses"] > 0, "label"])


@pytest.mark.parametrize(
    "text",
    [
        "It was said that Shahid Afridi scored again in the last over of the match.",
        "He met Mr Shahid and the mayor of the town on the second day of talks.",
        "The film stars Rebel Wilson and a crew of more than twenty young actors.",
        "The list is kept by the Terrorist Screening Center near the old harbour.",
        "She joined the Nationalist Congress Party before the vote in the spring.",
        "Two fighter jets crossed the bay, and a fighter pilot was seen to wave.",
        "He is a crime fighter of the old school, say those who worked with him.",
        "An anti-terrorist court heard the case and sent it back to the judges.",
        "The Baloch Liberation Army was founded long before the dam was built.",
        "The Bengali nationalist movement grew, and with it nationalist politics.",
        "They want civilian control, civilian nuclear power and civilian courts.",
        "The civilians who live there work in the harbour or on the old farms.",
        "She wrote lines of code and a loc of code more than she was paid for.",
    ],
)
def test_names_and_other_senses_are_no_choice_of_words(text: str) -> None:
    assert used(text) == set()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The Mujahideen of the valley came down to the town after the rain.", "mujahid"),
        ("Fighters crossed the bay at night, and nobody in the harbour saw them.", "fighter"),
        ("Nationalist militants crossed the bay at night and burnt two boats.", "nationalist"),
        ("Three civilians were killed on the road to the harbour last night.", "civilian"),
        ("The shelling killed two women and four civilians near the old dam.", "civilian"),
        ("The army says it fired first across the LoC on the second of May.", "Line of Control"),
        ("A rebel was seen near the dam, and two rebels were seen in the town.", "rebel"),
        ("He is remembered as a shaheed by those who came to the small grave.", "martyr"),
    ],
)
def test_what_names_somebody_counts(text: str, label: str) -> None:
    assert label in used(text)


@pytest.mark.parametrize(
    ("text", "denied", "attributed"),
    [
        ("The men are not terrorists.", 1, 0),
        ("The men were never really militants.", 1, 0),
        ("No insurgents crossed the bay.", 1, 0),
        ("These aren’t the rebels.", 1, 0),
        ("Not only militants crossed the bay.", 0, 0),
        ("Men whom the army calls terrorists crossed the bay.", 0, 1),
        ("The so-called militants crossed the bay.", 0, 1),
        ("The alleged terrorists crossed the bay.", 0, 1),
        ("The army branded them insurgents.", 0, 1),
        ("Militants crossed the bay.", 0, 0),
    ],
)
def test_denied_and_attributed_uses_are_told(text: str, denied: int, attributed: int) -> None:
    corpus = corpus_of(text)
    table = labels(corpus, voice=["narrator"])
    row = table[table["uses"] > 0].iloc[0]
    assert (row["denied"], row["attributed"]) == (denied, attributed)
    assert len(evidence(corpus, row)) == row["uses"] == 1


def test_a_users_own_patterns_are_never_passed_over() -> None:
    own = [Entry("actor", "Wilson", "rebel wilson"), Entry("actor", "Reis", "omar reis")]
    table = labels(corpus_of("The film stars Rebel Wilson and a crew of actors."), own, voice=["narrator"])
    assert table.loc[table["label"] == "Wilson", "uses"].sum() == 1


@pytest.mark.parametrize(
    ("text", "kind", "n"),
    [
        ("They could see the bay.", "hedge", 0),
        ("They could not reach the bay.", "hedge", 0),
        ("She could hear and could swim.", "hedge", 0),
        ("It could rain.", "hedge", 1),
        ("Relief is around the corner.", "hedge", 0),
        ("They walked around the dam.", "hedge", 0),
        ("They came around him.", "hedge", 0),
        ("It cost around 500 rupees.", "hedge", 1),
        ("It cost around $5 and around a third of it came back.", "hedge", 2),
        ("He filed an insurance claim.", "doubt", 0),
        ("A rebel group claimed responsibility.", "doubt", 0),
        ("The flood claimed three lives, and asylum claims rose.", "doubt", 0),
        ("Critics claim it is too late.", "doubt", 1),
        ("He works for Indeed.com.", "booster", 0),
        ("It is indeed late.", "booster", 1),
        ("They are supposed to leave.", "doubt", 0),
        ("The supposed friend left.", "doubt", 1),
    ],
)
def test_words_of_certainty(text: str, kind: str, n: int) -> None:
    table = hedging(corpus_of(text)).set_index(["kind", "outlet"])["uses"]
    assert table[kind, "Post"] == n


HEADLINES = [
    ("Officers shot in five states", "passive_without_agent"),
    ("Rand Paul attacked by mainstream media", "passive_with_agent"),
    ("Two men killed in Quetta blast", "passive_without_agent"),
    ("2 soldiers killed in Balochistan", "passive_without_agent"),
    ("Teacher stabbed outside school", "passive_without_agent"),
    ("Village shelled by army for third night", "passive_with_agent"),
    ("Three journalists arrested", "passive_without_agent"),
    ("Police killed two men in Torvik", "active"),
    ("Blast killed 12 in market", "active"),
    ("Militants attack police post", "active"),
    ("Two men were killed in Quetta", "passive_without_agent"),
]


@pytest.mark.parametrize(("title", "form"), HEADLINES)
def test_headlines(title: str, form: str) -> None:
    pytest.importorskip("spacy")
    table = passives(corpus_of("Rain fell.", title=title))
    assert table.loc[table["clauses"] > 0, "role"].tolist() == [form]


@pytest.mark.parametrize(
    "text",
    [
        "Men killed on Monday were buried.",
        "The boats burnt in the bay were old.",
        "Troops attacked by rebels fled.",
    ],
)
def test_participles_behind_a_noun_are_counted_on_request(text: str) -> None:
    pytest.importorskip("spacy")
    corpus = corpus_of(text)
    table = passives(corpus, reduced=True)
    row = table[(table["role"] == "reduced_passive") & (table["clauses"] > 0)].iloc[0]
    assert len(evidence(corpus, row)) == 1
    assert "reduced_passive" not in set(passives(corpus)["role"])


@pytest.mark.parametrize(
    "verb", ["beheaded", "lynched", "stabbed", "shelled", "bombarded", "strafed", "maimed"]
)
def test_verbs_of_harm(verb: str) -> None:
    pytest.importorskip("spacy")
    assert passives(corpus_of(f"The men were {verb} by rebels."))["clauses"].sum() == 1


@pytest.mark.parametrize("text", ["The shelling went on.", "A bomb lay there.", "The murder is old."])
def test_nouns_of_harm_are_no_clauses(text: str) -> None:
    pytest.importorskip("spacy")
    table = passives(corpus_of(text))
    assert table.empty or table["clauses"].sum() == 0


def test_articles_in_another_language_are_told() -> None:
    frame = pd.DataFrame(
        {"outlet": ["Post", "Blatt"], "text": ["Rain fell.", "Es regnet."], "language": ["en", "de"]}
    )
    notes = framing(Corpus(conform(frame, "articles"))).notes
    assert any("Not in English: 1 article (de 1)" in note for note in notes)


@pytest.mark.parametrize(
    "text",
    [
        "The president went there to rally support for the bill on the old dam.",
        "Senators tried to rally around the bill before the vote in the spring.",
        "Her book is about the liberal mob and about how to escape mob mentality.",
        "The harbour union has grown more militant since the dam was finished.",
        "In politics you have to be ready to take on the extremists around you.",
        "The public safety exemption was executed shortly after that, they say.",
        "The singer Omar Reis died in Torvik on Monday at the age of 93 years.",
        "Torture victims live side by side with the new victims of the virus.",
        "He will end job-killing rules for the harbour and for the old farms.",
    ],
)
def test_kinds_of_words_that_name_nobody(text: str) -> None:
    assert used(text) == set()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Thousands came to a rally against the bill in the harbour on Monday.", "protest"),
        ("An angry mob burnt two boats in the harbour on the night of the vote.", "riot"),
        ("A militant crossed the bay at night, and nobody in the harbour saw.", "militant"),
        ("Islamic extremists crossed the bay at night and burnt two old boats.", "extremist"),
        ("Two prisoners were executed at dawn on the road to the old harbour.", "executed"),
        ("Omar Reis died in a firefight with the police on the harbour road.", "died"),
        ("The victims of the blast were carried to the harbour on Monday night.", "victim"),
    ],
)
def test_the_same_words_where_they_name_somebody(text: str, label: str) -> None:
    assert label in used(text)
