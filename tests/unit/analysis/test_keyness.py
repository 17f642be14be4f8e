import numpy as np
import pandas as pd
import pytest
from framing_corpora import make_corpus

from toolkit.analysis.concordance import evidence_of
from toolkit.analysis.evidence import evidence
from toolkit.analysis.keyness.find import keyness
from toolkit.analysis.keyness.top import top_terms
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError

ACTORS = {
    "Herald": ["Militants", "Armed militants"],
    "Post": ["Rebels", "Armed rebels"],
    "Times": ["Rebels", "Militants"],
}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return make_corpus({"Herald": 14, "Post": 12, "Times": 13}, words=ACTORS)


@pytest.fixture(scope="module")
def table(corpus) -> pd.DataFrame:
    return keyness(corpus, hidden=True)


def test_the_planted_words_come_first(table):
    first = table[table["target"] == "Herald"].head(2)
    assert set(first["feature"]) <= {"rebels", "militants", "armed militants", "armed rebels"}
    assert (first["q"] < 0.01).all()


def test_counts_rates_and_articles(corpus, table):
    row = table[(table["target"] == "Post") & (table["feature"] == "rebels")].iloc[0]
    found = evidence(corpus, row, side="target")
    assert row["articles_target"] == found["article_id"].nunique()
    assert (row["n_target"], row["n_reference"]) == (12, 27)
    assert row["uses_target"] == len(found)
    assert set(found["voice"]) <= {"headline", "narrator"}
    assert (found["outlet"] == "Post").all()


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"voice": "all"},
        {"voice": "quoted"},
        {"contrast": "pairs"},
        {"about": "bridge"},
        {"about": "bridge", "unit": "article"},
    ],
)
def test_every_row_opens_what_it_counted(corpus, options):
    rows = keyness(corpus, hidden=True, **options)
    for _, row in rows.iloc[:: max(1, len(rows) // 40)].iterrows():
        for side in ("target", "reference"):
            found = evidence(corpus, row, side=side)
            assert len(found) == row[f"uses_{side}"], (row["feature"], options)
            assert found["article_id"].nunique() == row[f"articles_{side}"]


def test_evidence_marks_the_word_in_its_sentence(corpus, table):
    row = table[table["feature"] == "rebels"].iloc[0]
    found = evidence(corpus, row, side="both")
    marked = [
        t[a:b].lower()
        for t, a, b in zip(found["text"], found["match_start"], found["match_end"], strict=True)
    ]
    assert set(marked) == {"rebels"}
    texts = dict(zip(corpus.articles["article_id"], corpus.articles["text"], strict=True))
    body = found[found["voice"] != "headline"]
    assert all(
        texts[i][a:b].lower() == "rebels"
        for i, a, b in zip(body["article_id"], body["start"], body["end"], strict=True)
    )


def test_two_groups_are_compared_once():
    rows = keyness(make_corpus({"Herald": 6, "Post": 6}, words=ACTORS), hidden=True)
    assert set(zip(rows["target"], rows["reference"], strict=True)) == {("Herald", "Post")}


def test_under_five_articles_counts_only():
    rows = keyness(make_corpus({"Herald": 4, "Post": 20}, words=ACTORS), hidden=True)
    assert rows[["p", "q", "low", "high"]].isna().all().all()
    assert rows["reason"].str.contains("under 5 articles a side").all()
    assert (rows["uses_target"] + rows["uses_reference"] > 0).all()


def test_five_to_nine_articles_are_flagged():
    rows = keyness(make_corpus({"Herald": 7, "Post": 20}, words=ACTORS), hidden=True)
    assert rows["flags"].str.contains("small_n").all()
    assert rows["p"].notna().any()


def test_a_word_that_a_small_side_lacks_marks_the_large_side():
    corpus = make_corpus({"Herald": 30, "Post": 5}, words={"Herald": ["Men", "Men", "Men", "Men", "Smiths"]})
    row = keyness(corpus, hidden=True).set_index("feature").loc["smiths"]
    assert row["uses_reference"] == 0
    assert row["log_ratio"] > 0
    assert "boilerplate" not in row["flags"]


def test_a_word_in_two_articles_is_not_tested(table):
    up = table["log_ratio"] >= 0
    on_side = table["articles_target"].where(up, table["articles_reference"])
    assert (on_side[table["p"].notna()] >= 3).all()


def test_one_family_for_the_call(table):
    tested = table.dropna(subset="p").sort_values("p")
    ranks = np.arange(1, len(tested) + 1)
    stepped = (tested["p"].to_numpy() * len(tested) / ranks)[::-1]
    assert tested["q"].to_numpy() == pytest.approx(np.minimum(np.minimum.accumulate(stepped)[::-1], 1))


def test_the_omnibus_test_stands_before_the_contrasts(table):
    gated = table.dropna(subset="p_omnibus")
    failed = gated[gated["p_omnibus"] > 0.05]
    assert (failed["p"] > 0.05).all()
    assert len(gated) > 0


def _with_text(corpus: Corpus, outlet: str, add) -> Corpus:
    articles = corpus.articles.copy()
    mine = articles["outlet"] == outlet
    articles.loc[mine, "text"] = [add(i, text) for i, text in enumerate(articles.loc[mine, "text"])]
    return Corpus(articles)


def test_flags(corpus):
    def add(i: int, text: str) -> str:
        furniture = "Subscribe to our bulletin."
        own = f"Visit {i} of the Herald was by Sana Mir at dawn."
        style = f"Mr Khan saw it {i} times."
        many = " ".join(f"Dragon number {k} rose over hill {k}." for k in range(60)) if i == 0 else ""
        few = f"A dragon slept in cave {i}." if i in (1, 2) else ""
        rare = f"A bulletin came in week {i}." if i < 3 else ""
        return "\n\n".join(part for part in (text, furniture, own, style, many, few, rare) if part)

    rows = keyness(_with_text(corpus, "Herald", add), hidden=True)
    flags = rows[rows["target"] == "Herald"].set_index("feature")["flags"]
    assert "own_name" in flags["herald"]
    assert "own_name" in flags["sana mir"]
    assert "house_style" in flags["mr khan"]
    assert "one_article" in flags["dragon"]
    assert "boilerplate" in flags["bulletin"]
    assert "subscribe" not in flags.index  # repeated lines are not counted at all


def test_flagged_rows_are_hidden_and_counted(corpus, table):
    shown = keyness(corpus)
    assert not shown["flags"].str.contains("own_name|house_style|boilerplate|one_article").any()
    assert (
        len(table) - len(shown)
        == table["flags"].str.contains("own_name|house_style|boilerplate|one_article").sum()
    )
    assert shown.attrs["hidden"]["one_article"] == table["flags"].str.contains("one_article").sum()


def test_a_word_that_marks_the_outlet_everywhere_is_style_not_framing(corpus):
    marked = _with_text(corpus, "Post", lambda i, text: text.replace("crossed", "traversed"))
    rows = keyness(marked, about="militant*|rebel*", hidden=True)
    elsewhere = _with_text(
        marked, "Post", lambda i, text: text + f"\n\nThe cook traversed yard {i}. He traversed hall {i}."
    )
    both = keyness(elsewhere, about="militant*|rebel*", hidden=True)
    pick = lambda t: t[(t["target"] == "Post") & (t["feature"] == "traversed")].iloc[0]["flags"]  # noqa: E731
    assert "house_style" not in pick(rows)
    assert "house_style" in pick(both)


def test_quoted_share_counts_all_voices(corpus, table):
    row = table[(table["target"] == "Post") & (table["feature"] == "rebels")].iloc[0]
    everything = keyness(corpus, voice="all", hidden=True)
    quoted = keyness(corpus, voice="quoted", hidden=True)
    pick = lambda t: t[(t["target"] == "Post") & (t["feature"] == "rebels")].iloc[0]["uses_target"]  # noqa: E731
    assert row["quoted_target"] == pytest.approx(pick(quoted) / pick(everything))


def test_longer_articles_alone_mark_no_words():
    corpus = make_corpus({"Herald": 40, "Post": 40}, seed=5)
    articles = corpus.articles.copy()
    long = articles["outlet"] == "Herald"
    rng = np.random.default_rng(0)
    pool = articles["text"].tolist()
    articles.loc[long, "text"] = [
        text + "\n\n" + "\n\n".join(rng.choice(pool, 3)) for text in articles.loc[long, "text"]
    ]
    rows = keyness(Corpus(articles), hidden=True)
    assert not (rows["q"] < 0.05).any()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "outlt"}, "did you mean 'outlet'"),
        ({"contrast": "pair"}, "did you mean 'pairs'"),
        ({"voice": "narrater"}, "did you mean 'narrator'"),
        ({"unit": "paragraph"}, "use 'sentence' or 'article'"),
        ({"by": "language"}, "needs two or more groups"),
    ],
)
def test_errors(corpus, options, message):
    with pytest.raises(TableError, match=message):
        keyness(corpus, **options)


def test_outlets_behind_a_group(corpus):
    articles = corpus.articles.assign(country=corpus.articles["outlet"].map({"Herald": "A"}).fillna("B"))
    rows = keyness(Corpus(articles), by="country", hidden=True).set_index("feature")
    assert rows.loc["rebels", "outlets"] == 2  # Post and Times
    assert rows.loc["armed militants", "outlets"] == 1


def test_same_call_same_table(corpus, table):
    pd.testing.assert_frame_equal(table, keyness(Corpus(corpus.articles), hidden=True))


def test_top_terms_lists_each_word_once(table):
    top = top_terms(table, n=3)
    for _, part in top.groupby(["target", "direction"]):
        assert len(part) <= 3
        words = [word for feature in part["feature"] for word in feature.split(" ")]
        assert len(words) == len(set(words))


def test_evidence_of_a_short_list_is_what_it_counted(corpus, table):
    top = top_terms(table, n=2)
    expected = top["uses_target"].where(top["direction"] == "more", top["uses_reference"]).sum()
    assert len(evidence_of(corpus, top)) == expected


def test_a_short_list_of_a_small_side_has_counts_and_no_ratio():
    rows = keyness(make_corpus({"Herald": 4, "Post": 20}, words=ACTORS))
    top = top_terms(rows, n=4)
    assert rows["log_ratio"].isna().all()
    more = top["rate_target"] >= top["rate_reference"]
    assert (more == (top["direction"] == "more")).all()
    assert set(top["certainty"]) == {"seen here"}
    assert top.groupby("direction").size().max() <= 2


def test_a_word_of_one_story_is_no_word_of_an_outlet():
    """Six articles of one story use a word: six articles are tested, one story is not."""
    plain = make_corpus({"Herald": 24, "Post": 24}, words={"Herald": ["Men"], "Post": ["Men"]}).articles
    herald = np.flatnonzero(plain["outlet"] == "Herald")[:6]
    text = plain["text"].copy()
    for day, row in enumerate(herald):
        text.iloc[row] += f" On day {day} dambusters waited at gate {day + 40} for {day + 3} men."
    story = pd.Series(pd.NA, plain.index, dtype="str")
    story.iloc[herald] = "flood"
    articles = plain.assign(text=text)
    told = articles.assign(story_id=story, story_confidence=0.9)
    before, after = (
        keyness(Corpus(one), hidden=True).set_index("feature").loc["dambusters"] for one in (articles, told)
    )
    assert before["p"] < 0.05
    assert np.isnan(after["p"])
    assert after["reason"].startswith("in under 3 articles, or stories")
    assert (before["articles_target"], after["articles_target"]) == (6, 6)
    assert before["df"] == 23
    assert after["df"] == 18  # nineteen stories of Herald


def test_four_stories_a_side_have_counts_and_no_test():
    plain = make_corpus({"Herald": 16, "Post": 16}, words=ACTORS).articles
    place = plain.groupby("outlet").cumcount() % 4
    told = Corpus(plain.assign(story_id=plain["outlet"] + place.astype("str"), story_confidence=0.9))
    table = keyness(told, hidden=True)
    assert table["p"].isna().all()
    assert table["uses_target"].sum() > 0
    assert table["reason"].str.startswith("in effect ").all()


def test_the_name_of_an_outlets_country_is_no_choice_of_words():
    """The Post, whose country it is, need not name it; the Herald, abroad, must."""
    words = {"Herald": ["Tarsunans in Tarsuna"], "Post": ["Men"]}
    plain = make_corpus({"Herald": 14, "Post": 14}, words=words).articles
    country = plain["outlet"].map({"Herald": "Velik", "Post": "Tarsuna"})
    for articles, flagged in ((plain, False), (plain.assign(country=country), True)):
        row = keyness(Corpus(articles), hidden=True).set_index("feature").loc["tarsuna"]
        assert ("own_name" in row["flags"]) is flagged
