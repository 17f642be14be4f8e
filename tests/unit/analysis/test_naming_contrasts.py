"""Contrasts between groups: what is read as a paradigm, the two lists, evidence, and no test of what was found here."""

import numpy as np
import pandas as pd
import pytest

from toolkit import evidence, framing, labels, naming_contrasts, read_lexicon
from toolkit.analysis.framing.find import Framing
from toolkit.analysis.names.contrasts import BEYOND, BEYOND_CHANCE, LOOKED, TO_LOOK_AT, choices_used
from toolkit.analysis.names.halves import DESCRIBED, looked_at
from toolkit.analysis.names.paradigms import CLAUSE, HEAD, MODIFIER, paradigm_uses, stem
from toolkit.analysis.names.rows import write_labels
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform

WORDS = ("river", "market", "school")


def corpus_of(rows, columns=("outlet", "text")):
    frame = pd.DataFrame(rows, columns=list(columns))
    return Corpus(conform(frame.assign(article_id=[f"a{n}" for n in range(len(frame))]), "articles"))


def planted(share=0.85, articles=30, seed=1):
    """Two outlets on the same events; one mostly says "illegal", the other "undocumented"."""
    rng, rows = np.random.default_rng(seed), []
    for day in range(articles):
        for outlet, own, other in (
            ("Post", "illegal", "undocumented"),
            ("Herald", "undocumented", "illegal"),
        ):
            word = own if rng.random() < share else other
            place, kind = rng.choice(WORDS), rng.choice(["stone", "wooden", "narrow"])
            rows.append((outlet, f"Police held the {word} immigrants near a {kind} {place} on day {day}."))
    return corpus_of(rows)


def choices(text, paradigm):
    uses = paradigm_uses(corpus_of([("Post", text)]))
    return uses[uses["paradigm"] == paradigm][["shared", "choice"]].values.tolist()


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("The illegal alien left.", [["alien", "illegal"]]),
        ("The so-called assault weapon was sold.", [["weapon", "assault"]]),
        ("Many undocumented workers, workers of the farm.", [["workers", "undocumented"]]),
        ("The aliens, illegal, came.", []),
        ("He saw illegal “aliens” there.", []),
    ],
)
def test_what_stands_before_one_noun(text, head):
    assert [row for row in choices(text, HEAD) if row in head] == head
    assert head or not choices(text, HEAD)


def test_a_verb_is_no_modifier():
    text = "They stopped immigrants. They stopped the men. He stopped. The immigrants left. She stopped immigrants."
    assert not [row for row in choices(text, HEAD) if "stopped" in row]


def test_a_name_is_no_head_and_no_shared_modifier():
    uses = paradigm_uses(
        corpus_of([("Post", "The good Obama left. The Obama bill and the Obama plan failed.")])
    )
    assert "obama" not in set(uses[uses["paradigm"] == HEAD]["shared"])
    assert "obama" not in set(uses[uses["paradigm"] == MODIFIER]["shared"])
    assert ["bill", "obama"] in uses[uses["paradigm"] == HEAD][["shared", "choice"]].values.tolist()


def test_who_is_put_before_one_verb_and_object():
    text = "The migrants crossed the border. The aliens who had crossed the border. They cross a line."
    assert choices(text, CLAUSE) == [["cross border", "migrants"], ["cross border", "aliens"]]


@pytest.mark.parametrize(
    ("form", "bare"), [("passing", "pass"), ("tells", "tell"), ("planned", "plan"), ("is", "is")]
)
def test_a_verb_without_its_ending(form, bare):
    assert stem(form) == bare


def test_a_planted_contrast_is_beyond_chance_and_nothing_else_is():
    table = naming_contrasts(planted())
    beyond = table[table["listed"] == BEYOND_CHANCE]
    assert set(beyond["slot"]) == {"_ immigrants"}
    post = beyond[(beyond["outlet"] == "Post")].set_index("label")
    assert post.loc["illegal immigrants", "z"] > 5 > -5 > post.loc["undocumented immigrants", "z"]
    assert set(table[table["slot"] != "_ immigrants"]["listed"]) <= {TO_LOOK_AT}


def test_articles_dealt_at_random_have_nothing_beyond_chance():
    corpus = planted()
    for seed in range(5):
        dealt = corpus.articles["outlet"].sample(frac=1, random_state=seed).to_numpy()
        shuffled = Corpus(corpus.articles.assign(outlet=dealt))
        assert BEYOND_CHANCE not in set(naming_contrasts(shuffled)["listed"])


def test_shares_count_each_choice_once_an_article():
    both = (
        "The illegal aliens of camp {0}. The illegal aliens in camp {0}. The undocumented aliens of camp {0}."
    )
    rows = [("Post", both.format(n)) for n in range(6)]
    rows += [("Herald", f"The undocumented aliens in camp {n}.") for n in range(6)]
    table = naming_contrasts(corpus_of(rows))
    row = table.query("slot == '_ aliens' and outlet == 'Post' and label == 'illegal aliens'").iloc[0]
    assert (row["uses"], row["articles"], row["n"], row["share"]) == (12, 6, 6, 0.5)


def test_every_use_and_no_other_is_opened():
    corpus = planted()
    table = naming_contrasts(corpus)
    for _, row in table[table["uses"] > 0].iterrows():
        opened = evidence(corpus, row)
        assert len(opened) == row["uses"]
        assert set(opened["outlet"]) == {row["outlet"]}
        assert opened["article_id"].nunique() == row["articles"]
    line = choices_used(table).iloc[0]
    assert (
        len(evidence(corpus, line))
        == table[table["slot"] == line["slot"]].query("outlet == @line.outlet")["uses"].sum()
    )


def test_one_line_a_place_and_group():
    line = choices_used(naming_contrasts(planted())).iloc[0]
    assert line["outlet"] == "Herald"
    assert line["choices"].startswith("undocumented immigrants ")


def test_one_group_of_enough_articles_has_no_contrasts():
    corpus = corpus_of(
        [("Post", f"The illegal aliens left {n}.") for n in range(9)] + [("Herald", "The sad aliens.")]
    )
    assert naming_contrasts(corpus).empty


def test_quotations_are_another_voice():
    rows = [
        (outlet, f'"The {word} immigrants left {day}," he said.')
        for day in range(12)
        for outlet, word in (("Post", "illegal"), ("Herald", "undocumented"))
    ]
    corpus = corpus_of(rows)
    assert naming_contrasts(corpus).empty
    assert set(naming_contrasts(corpus, voice="quoted")["slot"]) >= {"_ immigrants"}


def test_all_articles_of_a_story_are_in_one_half():
    rows = [("Post" if n % 2 else "Herald", f"Text {n}.", f"s{n % 20}") for n in range(80)]
    corpus = corpus_of(rows, ("outlet", "text", "story"))
    half = pd.Series(looked_at(corpus)).groupby(corpus.articles["story"].to_numpy()).nunique()
    assert (half == 1).all()
    assert 0.2 < looked_at(corpus).mean() < 0.8


def test_an_article_keeps_its_half_when_others_are_added():
    corpus = planted()
    few = Corpus(corpus.articles.iloc[10:25].reset_index(drop=True))
    assert (looked_at(few) == looked_at(corpus)[10:25]).all()


@pytest.fixture(scope="module")
def searched():
    return planted(articles=60)


@pytest.mark.parametrize("half", [False, True])
def test_what_was_found_here_is_not_tested_here(searched, tmp_path, half):
    table = naming_contrasts(searched, half=half)
    names = ["illegal immigrants", "undocumented immigrants"]
    file = write_labels(table, tmp_path / "own.csv", actor="immigrants", names=names)
    counted = labels(searched, file, voice=["narrator"])
    counted = counted[counted["n"] > 0]
    if half:
        rest = int((~looked_at(searched)).sum())
        assert counted.groupby("outlet")["n"].first().sum() == rest < len(searched)
        assert (counted["p"] < 0.01).all()
        assert counted["reason"].isna().all()
        for _, row in counted[counted["uses"] > 0].iterrows():
            assert len(evidence(searched, row)) == row["uses"]
    else:
        assert counted[["p", "q", "low", "high", "adjusted"]].isna().all(axis=None)
        assert (counted["reason"] == DESCRIBED).all()
        assert counted["share"].notna().all()


def test_a_list_without_the_remark_is_tested_as_before(searched, tmp_path):
    file = tmp_path / "own.csv"
    file.write_text(
        "actor,class,pattern,note\nimmigrants,a,illegal immigrants,\nimmigrants,b,undocumented immigrants,\n"
    )
    assert (labels(searched, file, voice=["narrator"])["p"] < 0.01).all()
    assert read_lexicon(file, "actor_labels")[0].label == "a"


@pytest.mark.parametrize(("named", "fits"), [(3, False), (4, True)])
def test_a_list_that_names_its_actor_in_under_a_fifth_of_the_articles_does_not_fit(named, fits):
    rows = [
        ("Post" if n % 2 else "Herald", f"Rain fell on day {n}." + f" Rebels hid in barn {n}." * (n < named))
        for n in range(20)
    ]
    found = framing(corpus_of(rows))
    assert found.list_fits is fits
    assert (f"in {named} of 20" in found.list_line) is not fits
    assert ("hardly fits" in found.list_line) is not fits


@pytest.mark.parametrize(
    ("listed", "searched", "line"),
    [
        ([], 0, "Too few articles make choices that could be compared."),
        ([], 34, "Of 34 places that were searched, none is listed."),
        (
            [BEYOND_CHANCE, TO_LOOK_AT],
            34,
            "Of 34 places that were searched, beyond chance: 1, to look at: 1.",
        ),
    ],
)
def test_the_search_is_told_in_words(listed, searched, line):
    rows = pd.DataFrame({"paradigm": HEAD, "slot": [f"_ {n}" for n in range(len(listed))], "listed": listed})
    table = pd.concat([rows, rows], ignore_index=True)  # a row a group
    table.attrs["searched"] = searched
    assert Framing(contrasts=table).choices_line == line


def test_each_name_of_the_labels_has_its_pattern():
    table = labels(corpus_of([("Post", "Rebels fled."), ("Herald", "Terrorists fled.")]), voice=["narrator"])
    patterns = {entry.label: entry.pattern for entry in read_lexicon("actor_labels")}
    assert (table["pattern"] == table["label"].map(patterns)).all()


def test_a_place_is_listed_where_half_of_the_searches_by_chance_find_none_as_wide():
    table = naming_contrasts(planted(share=0.5, articles=40))
    assert LOOKED == 0.5
    assert (table["p"] <= LOOKED).all()
    looked = naming_contrasts(planted(share=0.7, articles=25))
    assert set(looked[looked["p"].between(BEYOND, LOOKED, inclusive="right")]["listed"]) <= {TO_LOOK_AT}


@pytest.mark.parametrize(("articles", "listed"), [(2, False), (3, True)])
def test_a_group_is_compared_where_it_makes_a_choice_in_three_articles(articles, listed):
    rows = [("Post", f"The illegal immigrants left town {n}.") for n in range(30)]
    rows += [("Herald", f"The undocumented immigrants left town {n}.") for n in range(articles)]
    rows += [("Herald", f"Rain fell on day {n}.") for n in range(20)]
    rows.append(("Post", "The undocumented immigrants left."))
    assert bool(len(naming_contrasts(corpus_of(rows)))) is listed
