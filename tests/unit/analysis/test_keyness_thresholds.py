"""Thresholds of keyness, a case on each side; counts of sides and groups by hand."""

import numpy as np
import pandas as pd
import pytest
from framing_corpora import make_corpus
from scipy.sparse import csr_matrix

from toolkit.analysis.keyness import compare, detectable, flags, masks, top
from toolkit.analysis.keyness.compare import contrasts, prior_of
from toolkit.analysis.keyness.counts import ByOutlet, Counted, count
from toolkit.analysis.keyness.detectable import power, power_line, typical_word
from toolkit.analysis.keyness.find import collocates, keyness
from toolkit.analysis.keyness.flags import Extra, flags_of, joined, same_off_subject, shares
from toolkit.analysis.keyness.permutation import omnibus
from toolkit.analysis.keyness.stories import in_shared_stories, story_codes
from toolkit.analysis.keyness.top import top_terms
from toolkit.analysis.scope import scope_of
from toolkit.corpus.corpus import Corpus
from toolkit.stats.sides import Groups, Side, side
from toolkit.tables import conform
from toolkit.text.tokens import tokens

NONE = np.zeros((2, 1))


def test_the_constants_and_their_values() -> None:
    assert (flags.HALF, flags.AS_STRONG) == (0.5, 0.8)
    assert (compare.PRIOR_SHARE, compare.LEVEL) == (0.1, 0.05)
    assert (detectable.TYPICAL, detectable.DRAWS) == ((0.1, 0.35), 400)
    assert (detectable.ALIKE, detectable.LISTED, detectable.LEAST_LOG_RATIO) == (10, 20, 1.0)
    assert top.CERTAIN == 0.05


def flagged(ratio: float, uses: tuple[int, int], top_share: float, **extra: object) -> dict[str, bool]:
    row = pd.DataFrame(
        {
            "log_ratio": [ratio],
            "uses_target": [uses[0]],
            "uses_reference": [uses[1]],
            "top_article_share": [top_share],
        }
    )
    given = {"furniture": NONE, "named": NONE, "off": None, "off_words": None, "style": np.array([False])}
    made = Extra(quoted=NONE, everything=NONE, **(given | extra))
    return {name: bool(on[0]) for name, on in flags_of(([0], [1]), made, row, np.array([0])).items()}


@pytest.mark.parametrize(("ratio", "row"), [(1.0, 0), (-1.0, 1), (0.0, 0)])
def test_half_of_the_uses_on_the_marked_side(ratio: float, row: int) -> None:
    """Four uses there, one on the other side: half are four in repeated lines, two in names."""
    uses = (4, 1) if row == 0 else (1, 4)

    def at(count: float) -> np.ndarray:
        values = np.full((2, 1), 99.0)
        values[row] = count
        return values

    assert flagged(ratio, uses, 0.1, furniture=at(4))["boilerplate"]
    assert not flagged(ratio, uses, 0.1, furniture=at(3))["boilerplate"]
    assert flagged(ratio, uses, 0.1, named=at(2))["own_name"]
    assert not flagged(ratio, uses, 0.1, named=at(1))["own_name"]


def test_more_than_half_in_one_article() -> None:
    assert not flagged(1.0, (4, 1), 0.5)["one_article"]
    assert flagged(1.0, (4, 1), 0.51)["one_article"]


def test_a_side_without_uses_has_no_names() -> None:
    assert not flagged(1.0, (0, 0), 0.1)["own_name"]
    assert flagged(1.0, (0, 0), 0.1)["boilerplate"]


def test_style_is_a_word_that_marks_the_side_off_the_subject() -> None:
    off = {"off": np.array([[40.0], [10.0]]), "off_words": np.array([1000.0, 1000.0])}
    least = 1 / 2000
    strength = np.log2(0.04 + least) - np.log2(0.01 + least)
    assert flagged(strength / 0.79, (9, 1), 0.1, **off)["house_style"] is False
    assert flagged(strength / 0.81, (9, 1), 0.1, **off)["house_style"] is True
    assert flagged(-strength, (1, 9), 0.1, **off)["house_style"] is False
    assert (
        flagged(strength, (9, 1), 0.1, **{**off, "off_words": np.array([1000.0, 0.0])})["house_style"]
        is False
    )
    assert flagged(strength, (9, 1), 0.1, **{**off, "off_words": None})["house_style"] is False
    assert flagged(-9.0, (1, 9), 0.1, style=np.array([True]))["house_style"] is True


def test_ten_uses_off_the_subject_are_the_least() -> None:
    one = np.array([1.0])
    assert same_off_subject(one, one, np.array([10])).tolist() == [True]
    assert same_off_subject(one, one, np.array([9])).tolist() == [False]
    assert same_off_subject(one, 0.8 * one, np.array([10])).tolist() == [True]
    assert same_off_subject(one, 0.79 * one, np.array([10])).tolist() == [False]
    assert same_off_subject(-one, one, np.array([10])).tolist() == [False]


def test_names_of_flags_and_shares_of_nothing() -> None:
    on = {
        "a": np.array([True, False, True]),
        "b": np.array([False, False, True]),
        "c": np.array([True, False, True]),
    }
    assert joined(on).tolist() == ["a c", "", "a b c"]
    assert shares(np.array([1.0, 2.0]), np.array([4.0, 0.0])).tolist() == pytest.approx(
        [0.25, np.nan], nan_ok=True
    )


def test_contrasts_of_two_three_and_pairs() -> None:
    assert contrasts(2, pairs=True) == [([0], [1])]
    assert contrasts(3, pairs=True) == [([0], [1]), ([0], [2]), ([1], [2])]
    assert contrasts(3, pairs=False) == [([0], [1, 2]), ([1], [0, 2]), ([2], [0, 1])]


def counted(*sides: Side) -> Counted:
    """Return the facts that priors and typical words use."""
    nothing = np.array([0])
    names = [str(i) for i in range(len(sides))]
    made = Counted(None, nothing, names, nothing, nothing, 7, pd.DataFrame())  # type: ignore[arg-type]
    vars(made)["sides"] = Groups(sides)
    return made


def test_the_prior_is_a_tenth_of_the_word_types_shared_out_by_use() -> None:
    a, b = side(csr_matrix([[2, 0], [1, 1]]), [10, 20]), side(csr_matrix([[0, 4]]), [30])
    prior = prior_of(counted(a, b))
    assert prior.total == pytest.approx(0.7)
    assert prior.each == pytest.approx([0.7 * 3 / 60, 0.7 * 5 / 60])


def test_a_typical_word_is_the_median_by_moments() -> None:
    uses = np.array([[1, 3, 0, 1], [0, 0, 0, 1], [0, 2, 0, 0], [0, 0, 0, 2], [0, 0, 0, 1]])
    uses = np.vstack([uses, np.zeros((5, 4), dtype=int)])  # in 10, 20, 0 and 40 % of ten articles
    words = np.arange(10, 20) * 10
    rate, size = typical_word(counted(side(csr_matrix(uses), words)))
    rates, sizes = [], []
    for column in (0, 1):
        y = uses[:, column]
        r = y.sum() / words.sum()
        rates.append(r)
        extra = max(((y - r * words) ** 2).sum() - y.sum(), 1e-9)
        sizes.append(r**2 * (words**2).sum() / extra)
    assert rate == pytest.approx(np.median(rates))
    assert size == pytest.approx(np.clip(np.median(sizes), 0.02, 100.0))
    none = typical_word(counted(side(csr_matrix(uses[:, 2:]), words)))
    assert np.isnan(none).all()


def test_power_of_no_word_of_interest_is_said() -> None:
    frame = pd.DataFrame({"outlet": ["A", "B"] * 6, "text": ["The men left."] * 12})
    table = power(Corpus(conform(frame, "articles")), draws=5)
    assert table["power"].isna().all()
    assert table["reason"].notna().all()


def test_power_is_that_of_the_test_under_a_difference() -> None:
    corpus = make_corpus(
        {"Herald": 25, "Post": 25}, words={"Herald": ["Troops", "Men"], "Post": ["Troops", "Boys"]}
    )
    table = power(corpus, folds=(1, 12), draws=300)
    assert table["fold"].tolist() == [1.0, 12.0]
    assert table["power_listed"].iloc[0] < 0.01
    assert table["power_listed"].iloc[1] > 0.5
    assert table["rate"].gt(5).all()
    assert (table["n_target"] == 25).all()
    assert (table["reference"] == "Post").all()
    assert power_line(table, fold=12).count("\n") == 0


def test_stories_of_none_are_shared_by_nobody() -> None:
    story = np.array([0, 0, -1, -1, 2, 2])
    a, b = np.array([1, 0, 1, 0, 1, 1], dtype=bool), np.array([0, 1, 0, 1, 0, 0], dtype=bool)
    assert in_shared_stories(story, a, b).tolist() == [True, True, False, False, False, False]
    frame = pd.DataFrame({"text": ["a", "b", "c"], "story": ["x", None, "x"]})
    assert story_codes(Corpus(conform(frame, "articles"))).tolist() == [0, -1, 0]


def rows(**columns: object) -> pd.DataFrame:
    base = {
        "target": "Post",
        "reference": "(others)",
        "rate_target": 8.0,
        "rate_reference": 2.0,
        "log_ratio": 2.0,
    }
    return pd.DataFrame({**base, "p": 1e-6, "q": 1e-4, "z": 5.0, **columns})


def test_a_short_list_is_certain_below_its_level() -> None:
    table = rows(feature=["rebels", "troops", "hills"], p=[0.01, 0.02, 0.03], q=[0.0499, 0.05, 0.2])
    assert top_terms(table)["feature"].tolist() == ["rebels"]
    told = top_terms(table.assign(q=[0.01, 0.02, 0.03], explained_by=["", "subject", "no overlap"]))
    assert told["certainty"].tolist() == ["certain", "seen here", "seen here"]
    weak = top_terms(rows(feature=["rebels", "troops", "hills", "men"], q=0.9, z=[1.0, -3.0, 2.0, 0.5]), n=4)
    assert weak["feature"].tolist() == ["troops", "hills"]
    assert set(weak["certainty"]) == {"seen here"}


def test_a_short_list_has_no_word_twice_and_no_common_word() -> None:
    table = rows(feature=["the rebels", "rebels fled", "fled", "because", "x", "1999"], p=[1, 2, 3, 4, 5, 6])
    assert top_terms(table.assign(p=table["p"] / 1e6))["feature"].tolist() == ["the rebels", "fled"]
    assert "because" in top_terms(table.assign(p=table["p"] / 1e6), common=True)["feature"].tolist()
    two = top_terms(
        rows(feature=["rebels", "troops", "hills"], p=[0.01, 0.02, 0.03], log_ratio=[2.0, -1.0, 0.0]), n=1
    )
    assert two[["feature", "direction"]].values.tolist() == [["rebels", "more"], ["troops", "less"]]


def test_three_articles_of_the_marked_side_give_a_row() -> None:
    held = {"A": ["alpha", "alpha", "", "", "", ""], "B": ["gamma alpha", "gamma", "gamma", "", "", ""]}
    frame = pd.DataFrame(
        [
            {"outlet": outlet, "text": f"The {words} {outlet.lower()}{'abcdef'[i] * 3} came."}
            for outlet, own in held.items()
            for i, words in enumerate(own)
        ]
    )
    table = keyness(Corpus(conform(frame, "articles")), hidden=True).set_index("feature")
    assert table.loc["gamma", "articles_reference"] == 3  # a row, though three of twelve can prove nothing
    assert table.loc["gamma", "reason"] == compare.RARE
    assert "alpha" not in table.index  # in three articles, two of them of A


@pytest.mark.parametrize(("held", "tested"), [(4, False), (5, True), (12, True)])
def test_words_that_no_division_could_tell_apart_are_not_tested(held: int, tested: bool) -> None:
    """Of six and six articles, four on one side give a mid-p of .03, five of .008; a word in all has its rate."""
    texts = [f"The {'gamma' if i < held else 'other'} {'abcdefghijkl'[i] * 3} came." for i in range(12)]
    outlets = ["A"] * 6 + ["B"] * 6
    frame = pd.DataFrame({"outlet": outlets, "text": texts})
    table = keyness(Corpus(conform(frame, "articles")), hidden=True).set_index("feature")
    assert bool(np.isfinite(table.loc["gamma", "p"])) == tested
    assert (table.loc["gamma", "reason"] == compare.RARE) != tested
    assert compare.ATTAINABLE == 0.01


def test_a_gate_over_three_groups_lifts_p_to_that_of_the_gate() -> None:
    corpus = make_corpus({"A": 12, "B": 12, "C": 12}, words={"A": ["Rebels"], "B": ["Men"], "C": ["Men"]})
    table = keyness(corpus, hidden=True)
    passed = table.dropna(subset="p_omnibus")
    assert (passed["p_omnibus"] <= 0.05).any()
    strong = passed[(passed["feature"] == "rebels") & (passed["target"] == "A")].iloc[0]
    assert strong["p_omnibus"] == pytest.approx(1 / 200)
    assert strong["p"] < 1e-4  # a gate that is passed changes nothing
    untested = table[table["p_omnibus"].isna() & table["p"].notna()]
    assert (untested["q"] > 0.05).all()


def test_ten_articles_a_side_are_not_few() -> None:
    ten, nine = (keyness(make_corpus({"Herald": n, "Post": 14}), hidden=True)["flags"] for n in (10, 9))
    assert not ten.str.contains("small_n").any()
    assert nine.str.contains("small_n").all()


@pytest.mark.parametrize(("stories", "tested"), [(3, True), (2, False)])
def test_within_stories_three_articles_of_the_marked_side_are_the_least(stories: int, tested: bool) -> None:
    """Six stories of two outlets; the word is in so many articles of the side that uses it more."""
    rows_ = []
    for outlet in ("Herald", "Post"):
        for i in range(6):
            held = (outlet == "Post" and i < stories) or (outlet == "Herald" and i >= 3)
            word = ("Rebels " * (3 if outlet == "Post" else 1)) if held else "People "
            rows_.append(
                {
                    "outlet": outlet,
                    "story_id": f"s{i}",
                    "text": f"{word}came to the {outlet}{'abcdef'[i]} hall.",
                }
            )
    table = keyness(Corpus(conform(pd.DataFrame(rows_), "articles")), matched="story", hidden=True)
    row = table[table["feature"] == "rebels"]
    assert row["articles_reference"].tolist() in ([stories], [])
    assert (len(row) > 0 and bool(row["p"].notna().all())) == tested


def test_the_size_of_a_clumped_word_by_moments() -> None:
    uses, words = np.array([[7], [0], [3], [0], [0], [0], [0], [0], [0], [1]]), np.arange(10, 20) * 10
    y, (rate, size) = uses[:, 0], typical_word(counted(side(csr_matrix(uses), words)))
    assert rate == pytest.approx(11 / words.sum())
    extra = ((y - rate * words) ** 2).sum() - y.sum()
    assert size == pytest.approx(rate**2 * (words**2).sum() / extra)
    assert 0.02 < size < 100


def test_power_in_words_is_times_in_a_hundred() -> None:
    row = {"target": "A", "reference": "B", "n_target": 9, "n_reference": 9, "fold": 3.0, "rate": 2.0}
    said = power_line(
        pd.DataFrame(
            [row | {"power": 0.2, "power_listed": 0.994, "reason": None}, row | {"fold": 2.0, "power": 0.5}]
        )
    )
    assert "about 20 times in 100 by the search" in said
    assert "about 99 times as one" in said
    assert "\n" not in said


def test_power_at_one_difference_is_a_number_to_keep() -> None:
    """The prior of the simulation is a tenth of the word types: it is far too small to hide a difference."""
    corpus = make_corpus({"Herald": 14, "Post": 14}, words={"Herald": ["Troops", "Men"], "Post": ["Troops"]})
    found = power(corpus, folds=(12,), draws=300)["power_listed"].iloc[0]
    assert found == pytest.approx(0.32, abs=0.02)


def test_names_without_letters_and_articles_without_a_group_name_nobody() -> None:
    frame = pd.DataFrame({"outlet": ["Post", "—"], "text": ["a", "b"]})
    corpus = Corpus(conform(frame, "articles"))
    assert masks.names_of(corpus, np.array([0, 1])) == ((0, ("post",)),)
    assert masks.names_of(corpus, np.array([-1, 1])) == ()


def test_a_gate_that_fails_lifts_p_to_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = make_corpus({"A": 12, "B": 12, "C": 12}, words={"A": ["Rebels"], "B": ["Men"], "C": ["Men"]})
    for level, held in ((0.05, False), (0.0501, True), (0.5, True)):
        monkeypatch.setattr(
            compare, "omnibus", lambda _, columns, level=level, **__: np.full(sum(map(len, columns)), level)
        )
        table = keyness(corpus, hidden=True).dropna(subset="p_omnibus")
        assert len(table)
        assert (table["p"] >= level).all() == held


@pytest.mark.parametrize(("elsewhere", "flagged_"), [(1, True), (2, False)])
def test_half_of_the_log_ratio_must_remain_without_the_outlet_that_uses_it_most(
    elsewhere: int, flagged_: bool
) -> None:
    """Sixteen uses in 1,000 words beside 1 in 2,000; without the outlet that has most, one or two in 500."""
    uses = np.array([[16.0 - elsewhere], [float(elsewhere)]])
    here, there = side(csr_matrix(uses), [500, 500]), side(csr_matrix(np.array([[1.0]])), [2000])
    outlets = flags_of_outlets(16.0 - elsewhere, 500.0, several=True)
    least = 1 / 3000
    whole = np.log2(0.016 + least) - np.log2(0.0005 + least)
    without = np.log2(elsewhere / 500 + least) - np.log2(0.0005 + least)
    assert (without < whole / 2) == flagged_
    one = flags_of_outlets(1.0, 2000.0, several=False)
    assert flags.one_outlet(here, there, (outlets, one)).tolist() == [flagged_]
    assert flags.one_outlet(there, here, (one, outlets)).tolist() == [flagged_]
    alone = flags_of_outlets(16.0 - elsewhere, 500.0, several=False)
    assert flags.one_outlet(here, there, (alone, one)).tolist() == [False]


def flags_of_outlets(top: float, words: float, *, several: bool) -> ByOutlet:
    return ByOutlet(np.array([1]), np.array([top]), np.array([words]), several)


def test_collocates_hide_flagged_rows_and_compare_pairs_on_request() -> None:
    corpus = make_corpus(
        {"A": 20, "B": 20, "C": 20}, words={"A": ["Armed men"], "B": ["Old men"], "C": ["Men"]}
    )
    rest, pairs = (
        collocates(corpus, "men", hidden=True),
        collocates(corpus, "men", contrast="pairs", hidden=True),
    )
    assert set(rest["reference"]) == {"(others)"}
    assert set(zip(pairs["target"], pairs["reference"], strict=True)) == {("A", "B"), ("A", "C"), ("B", "C")}
    assert pairs.index.tolist() == list(range(len(pairs)))
    shown = collocates(corpus, "men")
    assert (
        len(shown)
        == len(rest) - rest["flags"].str.contains("boilerplate|house_style|own_name|one_article").sum()
    )


def test_a_share_of_one_and_a_use_that_is_a_name() -> None:
    assert shares(np.array([1.0]), np.array([1.0])).tolist() == [1.0]
    one = np.array([[1.0], [0.0]])
    assert flagged(1.0, (2, 0), 0.1, named=one)["own_name"]
    assert flagged(1.0, (1, 0), 0.1, named=one)["own_name"]


def test_an_equal_rate_stands_under_more() -> None:
    assert top_terms(rows(feature=["rebels"], log_ratio=[0.0]))["direction"].tolist() == ["more"]


@pytest.mark.parametrize(("held", "chosen"), [(2, True), (1, False), (7, True), (8, False)])
def test_a_word_in_a_tenth_to_35_in_a_hundred_of_the_articles_is_typical(held: int, chosen: bool) -> None:
    uses = (np.arange(20) < held).astype(int)[:, None]
    rate, _ = typical_word(counted(side(csr_matrix(uses), np.full(20, 100))))
    assert np.isfinite(rate) == chosen


def test_articles_without_words_or_group_do_not_count_in_a_permutation() -> None:
    uses, words = (
        csr_matrix(np.array([[3], [2], [0], [1], [0], [2], [9], [0]])),
        np.array([9, 8, 7, 9, 6, 8, 9, 0]),
    )
    group = np.array([0, 0, 1, 1, 2, 2, -1, 0])

    def p(rows_: slice) -> list[float]:
        dfm = type("Dfm", (), {"counts": uses[rows_], "totals": words[rows_]})()
        made = Counted.__new__(Counted)
        object.__setattr__(made, "dfm", dfm)
        object.__setattr__(made, "group", group[rows_])
        object.__setattr__(made, "story", np.arange(8)[rows_])
        return omnibus([made], [np.array([0])], permutations=99).tolist()

    assert p(slice(None)) == p(slice(6))


def test_two_groups_have_no_gate_and_rows_are_in_order() -> None:
    corpus = make_corpus({"A": 12, "B": 12}, words={"A": ["Rebels"], "B": ["Men"]})
    table = keyness(corpus, hidden=True)
    assert "p_omnibus" not in table or table["p_omnibus"].isna().all()
    assert table.index.tolist() == list(range(len(table)))
    tested = table.dropna(subset="p")
    assert tested["p"].is_monotonic_increasing
    ties = tested.groupby("p")["z"].agg(lambda z: (-z.abs()).is_monotonic_increasing and len(z))
    assert ties.all()
    assert (ties > 1).any()


def test_five_words_on_each_side_are_near() -> None:
    text = "Far six one two three four men five seven eight nine ten away"
    frame = pd.DataFrame({"outlet": ["A", "B"] * 4, "text": [f"{text} n{'abcdefgh'[i]}." for i in range(8)]})
    table = collocates(Corpus(conform(frame, "articles")), "men", hidden=True)
    assert set(table["feature"]) == {
        "six",
        "one",
        "two",
        "three",
        "four",
        "five",
        "seven",
        "eight",
        "nine",
        "ten",
    }


def test_the_rate_of_power_is_per_ten_thousand_words() -> None:
    corpus = make_corpus({"Herald": 12, "Post": 14}, words={"Herald": ["Troops", "Men"], "Post": ["Troops"]})
    rate, _ = typical_word(count(corpus, scope_of(), ngrams=1))
    assert power(corpus, draws=2)["rate"].tolist() == pytest.approx([10_000 * rate] * 4)


@pytest.mark.parametrize("outlet", ["Herald", "Post"])
def test_the_share_in_quotation_marks_of_every_group_and_word(outlet: str) -> None:
    corpus = make_corpus(
        {"Herald": 8, "Post": 8}, words={"Herald": ["Rebels", "Men"], "Post": ["Men", "Rebels"]}
    )
    side_ = "target" if outlet == "Herald" else "reference"
    shown, every, quoted = (
        keyness(corpus, voice=v, hidden=True) for v in ("narrator", "all", ("direct_quote", "scare_quote"))
    )
    uses = {
        name: t.set_index("feature")[f"uses_{side_}"] for name, t in (("every", every), ("quoted", quoted))
    }
    checked = 0
    for feature, share in shown.set_index("feature")[f"quoted_{side_}"].items():
        if feature in uses["every"] and feature in uses["quoted"] and uses["every"][feature]:
            assert share == pytest.approx(uses["quoted"][feature] / uses["every"][feature]), feature
            checked += 1
    assert checked > 5


def test_both_words_of_a_name_are_the_groups_own() -> None:
    texts = [f"It was Sana Mir who saw day {i}. Then Mir Sana left." for i in range(3)]
    frame = pd.DataFrame({"outlet": "Post", "text": texts, "authors": [["Sana Mir"]] * 3})
    corpus = Corpus(conform(frame, "articles"))
    table = tokens(corpus)
    words = np.array(list(table.vocabulary))[table.word]
    group = np.zeros(3, dtype=int)
    named = masks.own_names(corpus, group, masks.names_of(corpus, group))
    at = np.flatnonzero(named)
    assert words[at].tolist() == ["sana", "mir"] * 3
    assert (np.diff(at)[::2] == 1).all()
