import csv

import numpy as np
import pandas as pd
import pytest
from framing_corpora import make_corpus

from toolkit.analysis.concordance import concordance
from toolkit.analysis.evidence import evidence
from toolkit.analysis.framing.naming import about_actor, labels, lexicon_report, read_labels
from toolkit.errors import InputError, TableError
from toolkit.lexicons import Entry, matches
from toolkit.stats.permutation import omnibus_shares
from toolkit.stats.shares import share_interval

ENTRIES = (
    Entry("men", "militant", "militant*", line=2),
    Entry("men", "rebel", "rebel*", line=3),
    Entry("men", "armed rebel", "armed rebel*", line=4),
    Entry("men", "unicorn", "unicorn*", line=5),
    Entry("place", "bridge", "bridge", line=6),
)


@pytest.fixture(scope="module")
def corpus():
    words = {"Herald": ["Militants"], "Post": ["Rebels", "Armed rebels"], "Times": ["Militants", "Rebels"]}
    return make_corpus({"Herald": 9, "Post": 9, "Times": 9}, words=words)


@pytest.fixture(scope="module")
def table(corpus):
    return labels(corpus, ENTRIES)


def test_every_row_opens_what_it_counted(corpus, table):
    for _, row in table.iterrows():
        found = evidence(corpus, row)
        assert len(found) == row["uses"]
        assert found["article_id"].nunique() == row["articles"]
        if row["uses"]:
            assert set(found["outlet"]) == {row["outlet"]}


def test_shares_add_up_and_lie_in_their_intervals(table):
    named = table[table["share"].notna()]
    sums = named.groupby(["actor", "outlet", "voice"])["share"].sum()
    assert np.allclose(sums, 1)
    held = named.dropna(subset="low")
    assert ((held["low"] <= held["share"]) & (held["share"] <= held["high"])).all()


def test_the_planted_difference_is_found_and_nothing_is_made_of_one_label(table):
    q = table[table["voice"] == "narrator"].drop_duplicates("actor").set_index("actor")["q"]
    assert q["men"] < 0.01
    assert np.isnan(q["place"])


def test_the_longest_match_counts(corpus, table):
    own = table.query("outlet == 'Post' and voice == 'narrator'").set_index("label")["uses"]
    text = sum(len(evidence(corpus, table.loc[i])) for i in table.query("label == 'armed rebel'").index)
    assert own["armed rebel"] > 0
    assert own["rebel"] > 0
    assert text == table.query("label == 'armed rebel'")["uses"].sum()


def test_small_groups_get_counts_only():
    rows = labels(
        make_corpus({"Herald": 3, "Post": 8}, words={"Herald": ["Militants"], "Post": ["Rebels"]}), ENTRIES
    )
    small = rows.query("outlet == 'Herald' and actor == 'men' and voice == 'narrator'")
    assert small[["share", "low", "high"]].isna().all().all()
    assert small["uses"].sum() > 0
    assert small["reason"].str.contains("under 5 articles").all()
    assert rows["p"].isna().all()


def test_report_of_a_lexicon(corpus):
    report = lexicon_report(corpus, ENTRIES).set_index("line")
    assert report.loc[5, "reason"] == "never matches"
    assert report.loc[2, "uses"] > 0


def test_only_inside_longer_matches():
    entries = (Entry("men", "rebel", "rebels"), Entry("men", "armed", "armed rebels"))
    report = lexicon_report(
        make_corpus({"A": 1, "B": 1}, words={"A": ["Armed rebels"], "B": ["Armed rebels"]}), entries
    )
    assert report["reason"].tolist()[0] == "only inside longer matches"


def test_shipped_labels_are_valid():
    entries = read_labels()
    assert {"terrorist", "freedom fighter", "martyr", "East Turkestan"} <= {entry.label for entry in entries}


@pytest.mark.parametrize("name", ["actor_labels.csv", "agents.csv", "harm_verbs.csv", "hedges.csv"])
def test_every_shipped_row_names_its_source(root, name):
    lines = (root / "toolkit" / "lexicons" / name).read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert rows
    assert all(row["source"].strip() for row in rows)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("the people of the Indian-occupied Jammu & Kashmir", "Indian-occupied Kashmir"),
        ("Indian-Occupied J&K as yes", "Indian-occupied Kashmir"),
        ("Jammu & Kashmir administered by India", "Indian-administered Kashmir"),
        ("Indian-held Kashmir", "Indian-held Kashmir"),
        ("the people of Jammu & Kashmir", "Jammu and Kashmir"),
        ("refugees from Eastern Turkistan", "East Turkestan"),
        ("Azad Kashmir and Gilgit", "Azad Kashmir"),
    ],
)
def test_names_of_places_are_not_taken_for_parts_of_each_other(text, label):
    entries = read_labels()
    assert [entries[number].label for _, _, number in matches(text, entries)] == [label]


def test_one_pattern_for_an_actor(corpus):
    assert about_actor(corpus, "men", ENTRIES) == "militant*|rebel*|armed rebel*|unicorn*"
    mixed = (*ENTRIES, Entry("men", "x", "/men of (the )?hills/"))
    found = concordance(corpus, about_actor(corpus, "men", mixed))
    assert len(found) == len(concordance(corpus, "militant*|rebel*"))
    with pytest.raises(TableError, match="no actor 'mem'; did you mean 'men'"):
        about_actor(corpus, "mem", ENTRIES)


def test_matches_take_the_longest():
    assert matches("armed rebels", [Entry("", "a", "rebels"), Entry("", "b", "armed rebels")]) == [(0, 12, 1)]


FAULTS = {
    "actor,class,pattern\nmen,a,x*\nmen,b,x*\n": r"line 3: 'x\*' is 'b' here and 'a' in line 2",
    "actor,class,pattern\nmen,a,x\nmen,a,x\n": "line 3: 'x' is in line 2 already",
    "actor,class,pattern\nmen,a,x;y\n": "line 2: a semicolon",
    "actor,class,pattern\nmen,a,“x”\n": "line 2: curly quotation marks",
    "actor,class,pattern\nmen,a,/(/\n": "line 2: .*not a valid regular expression",
    "actor,class,pattern\nmen,,x\n": "line 2: no class",
    "actor,class,pattern\n# a note\nmen,a,\n": "line 3: no pattern",
    "actor,class,patern\nmen,a,x\n": "no column 'pattern'; did you mean 'patern'",
    "": "has no rows",
}


@pytest.mark.parametrize(("text", "message"), FAULTS.items())
def test_faults_are_named_with_their_line(tmp_path, text, message):
    file = tmp_path / "labels.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_labels(file)


def test_all_faults_at_once(tmp_path):
    file = tmp_path / "labels.csv"
    file.write_text("actor,class,pattern\nmen,a,\nmen,b,“x”\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"2 faults:\n  line 2: .*\n  line 3: "):
        read_labels(file)


@pytest.mark.parametrize(
    "text", ["\ufeffactor;class;pattern\nmen;a;x|y\n", "actor\tclass\tpattern\nmen\ta\tx|y\n"]
)
def test_what_a_spreadsheet_saves_is_read(tmp_path, text):
    file = tmp_path / "labels.csv"
    file.write_bytes(text.encode())
    assert read_labels(file) == (Entry("men", "a", "x|y", "", 2),)


def test_a_file_that_is_not_utf8(tmp_path):
    file = tmp_path / "labels.csv"
    file.write_bytes("actor,class,pattern\nmen,a,é\n".encode("latin-1"))
    with pytest.raises(InputError, match="CSV UTF-8"):
        read_labels(file)
    with pytest.raises(InputError, match="there is no word list"):
        read_labels(tmp_path / "none.csv")


def test_share_intervals_cover():
    """95 % intervals of a share cover it in 90 to 98 % of draws, though articles keep to one label."""
    rng = np.random.default_rng(5)
    inside = []
    for _ in range(600):
        own = rng.beta(1.2, 1.8, size=15)
        uses = rng.integers(1, 8, size=15)
        chosen = rng.binomial(uses, own)
        found = share_interval(np.column_stack([chosen, uses - chosen]), 0)
        inside.append(found["low"] <= 0.4 <= found["high"])
    assert 0.90 <= np.mean(inside) <= 0.98


def test_the_omnibus_test_is_level_under_the_null():
    rng = np.random.default_rng(6)
    p = []
    for draw in range(150):
        uses = rng.integers(1, 6, size=24)
        chosen = rng.binomial(uses, rng.beta(1, 1, size=24))
        counts = np.column_stack([chosen, uses - chosen]).astype(float)
        p.append(omnibus_shares(counts, np.repeat([0, 1, 2], 8), permutations=99, seed=draw))
    assert np.mean(np.array(p) <= 0.05) < 0.11


def test_all_or_none_keeps_an_open_end():
    none = share_interval(np.array([[0, 3]] * 6), 0)
    assert none["low"] == 0
    assert 0.3 < none["high"] < 0.6


def test_missing_reason_is_null_not_zero(table):
    assert pd.isna(table.query("uses_actor > 0 and low == low")["reason"]).all()
