"""Countries and their peoples: what names one, what is inside another name, shares of articles, evidence."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

from toolkit import countries, evidence
from toolkit.analysis.names.country_names import country_names, named_countries
from toolkit.analysis.names.country_shares import country_mentions
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.lexicons import read_lexicon
from toolkit.tables import conform


def corpus_of(rows, columns=("outlet", "text")):
    frame = pd.DataFrame(rows, columns=list(columns))
    return Corpus(conform(frame.assign(article_id=[f"a{n}" for n in range(len(frame))]), "articles"))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Pakistanis met U.S. officials in the UK.", "PK US GB"),
        ("PAKISTAN AND CHINA SIGN", "PK CN"),
        ("South Sudan is not Sudan, nor is Guinea-Bissau Guinea.", "SS SD GW GN"),
        ("The Afghan-Pakistan border and US-backed rebels", "AF PK US"),
        ("They ate turkey and told us of polish.", ""),
        ("New Mexico, Latin America and Mexico City", ""),
        ("Native Americans of Central America", ""),
        ("Michael Jordan beat Chad Smith; Jordan King Abdullah and Chad watched.", "JO TD"),
        ("Poles, Danes, Turks and Serbs in Côte d’Ivoire", "PL DK TR RS CI"),
        ("Turkmen, Polynesians and Finnegan", "TM"),
        ("the state of Georgia", ""),
        ("Georgia lost to Russia at Tbilisi.", "GE RU"),
        ("North Korea and the Korean peninsula", "KP"),
        ("Northern Ireland is not Ireland.", "GB IE"),
    ],
)
def test_what_names_a_country(text, codes):
    assert [found.code for found in named_countries(text)] == codes.split()


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("The Pakistan Army fired.", True),
        ("the Bank of China said", True),
        ("the Indian Ocean", True),
        ("the Syrian National Army", True),
        ("the Pakistan Muslim League", True),
        ("Indian Prime Minister Narendra Modi", False),
        ("the Pakistani army", False),
        ("Pakistan’s Armed Forces", False),
        ("the Government of Pakistan and the Army", False),
        ("Chinese Premier Li Qiang", False),
    ],
)
def test_a_name_inside_another_name_is_told_apart(text, inside):
    assert [found.inside for found in named_countries(text)] == [inside]


def test_georgia_is_told_from_the_state_by_the_article():
    assert not list(named_countries("Georgia voted.", "Georgia voted. Florida did too."))
    assert list(named_countries("Georgia voted.", "Georgia voted. Abkhazia did not."))


def test_every_term_of_the_list_finds_its_country():
    for entry in read_lexicon("countries", columns=["code"]):
        for term in entry.pattern.split("|"):
            found = [named.code for named in named_countries(f"They saw {term}, near Tbilisi.")]
            assert found[:1] == [entry.more["code"]], term


def test_codes_are_two_letters_and_stand_once():
    codes = [entry.more["code"] for entry in read_lexicon("countries", columns=["code"])]
    assert len(codes) == len(set(codes))
    assert all(len(code) == 2 and code.isupper() for code in codes)
    assert set(country_names().codes.values()) == set(codes)


@pytest.fixture(scope="module")
def two():
    rows = [("Post", f"Iraq met Iran on day {n}. The Iraqi army left {n}.") for n in range(6)]
    rows += [("Post", "Rain fell in town."), ("Post", "The Iran Air Force flew.")]
    rows += [("Herald", f"Iranians met Iraqis on day {n}.") for n in range(5)] + [("Herald", "Rain.")]
    return corpus_of(rows)


def test_articles_uses_and_the_first_country_are_counted(two):
    table = countries(two).set_index(["country", "outlet"])
    iraq, iran = table.loc[("Iraq", "Post")], table.loc[("Iran", "Post")]
    assert iraq[["uses", "inside", "articles", "n", "first_articles"]].tolist() == [12, 0, 6, 8, 6]
    assert iran[["uses", "inside", "articles", "n", "first_articles"]].tolist() == [6, 1, 6, 8, 0]
    assert table.loc[("Iran", "Herald"), "first_articles"] == 5
    assert iraq["share"] == 0.75


def test_no_article_has_the_exact_binomial_bound(two):
    row = countries(two).set_index(["country", "outlet"]).loc[("Iran", "Post")]
    assert row["first_low"] == 0
    assert row["first_high"] == pytest.approx(beta.ppf(0.975, 1, 8))


def test_few_articles_have_counts_only():
    table = countries(corpus_of([("Post", "Iraq."), ("Herald", "Iraq.")]))
    assert table[["share", "low", "high", "first_share"]].isna().all(axis=None)
    assert table["reason"].str.startswith("under 5 articles (1)").all()


def test_every_use_and_no_other_is_opened(two):
    for _, row in countries(two).iterrows():
        opened = evidence(two, row)
        assert len(opened) == row["uses"]
        assert opened["article_id"].nunique() == row["articles"]


def test_the_headline_comes_first():
    corpus = corpus_of([("Post", "Iran fell.", "Iraq rose")], ("outlet", "text", "title"))
    assert countries(corpus).set_index("country")["first_articles"].to_dict() == {"Iraq": 1, "Iran": 0}


def test_one_outlet_is_enough_and_no_country_is_an_empty_table():
    assert len(countries(corpus_of([("Post", "Iraq.")]))) == 1
    assert countries(corpus_of([("Post", "Rain.")])).empty


def test_by_month_and_subject_need_no_column_of_that_name():
    rows = [("Post", f"Iraq met day {n}.", f"2024-0{1 + n % 2}-03") for n in range(8)]
    corpus = corpus_of(rows, ("outlet", "text", "published"))
    assert countries(corpus, "month")[["month", "n"]].values.tolist() == [["2024-01", 4], ["2024-02", 4]]
    assert countries(corpus, "subject")["subject"].tolist() == ["all"]
    assert len(evidence(corpus, countries(corpus, "month").iloc[0])) == 4
    with pytest.raises(TableError, match="no column 'monht'"):
        countries(corpus, "monht")


def test_by_topic_is_the_largest_topic_or_a_column_of_that_name():
    themes = {"Iraq": "flood river rain water dam", "Iran": "party vote poll seat campaign"}
    letters = "bcdfghjklm"
    rows = [
        ("Post", f"{country}: {words} {words.split()[n % 5]} {letters[n] * 4}.", f"T{country}")
        for n in range(10)
        for country, words in themes.items()
    ]
    corpus = corpus_of([row[:2] for row in rows])
    table = countries(corpus, "topic")
    named = table[table["articles"] > 0].set_index("country")
    assert named["articles"].to_dict() == {"Iraq": 10, "Iran": 10}
    assert named["topic"].nunique() == 2
    assert any(word in named.loc["Iraq", "topic"] for word in themes["Iraq"].split())
    for _, row in table.iterrows():
        assert len(evidence(corpus, row)) == row["uses"]
    assert set(countries(corpus_of(rows, ("outlet", "text", "topic")), "topic")["topic"]) == {
        "TIraq",
        "TIran",
    }


def test_articles_on_one_story_count_as_one_in_the_interval():
    rows = [("Post", f"{'Iraq' if n < 10 else 'Rain'} on day {n}.", f"s{n // 2}") for n in range(20)]
    alone = countries(corpus_of([row[:2] for row in rows])).iloc[0]
    told = countries(corpus_of(rows, ("outlet", "text", "story"))).iloc[0]
    assert alone["share"] == told["share"] == 0.5
    assert told["high"] - told["low"] > 1.3 * (alone["high"] - alone["low"])


def test_voices_are_told_apart():
    corpus = corpus_of([("Post", 'The men left Iraq. "We come from Iran and stay," he said.')])
    assert countries(corpus, voice="narrator")["country"].tolist() == ["Iraq"]
    assert countries(corpus, voice="quoted")["country"].tolist() == ["Iran"]


def test_mentions_are_of_the_text_as_printed(two):
    mentions = country_mentions(two)
    texts = two.articles["text"].to_numpy()[mentions["document"]]
    printed = [text[a:b] for text, a, b in zip(texts, mentions["start"], mentions["end"], strict=True)]
    assert set(printed) == {"Iraq", "Iran", "Iraqi", "Iranians", "Iraqis"}
    assert np.isin(mentions["code"], ["IQ", "IR"]).all()
