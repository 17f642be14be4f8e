"""How alike two reports are, and the groups this makes: each formula by hand, each threshold on both sides."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.special import expit, logit

from toolkit.corpus.affairs import affairs
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.coverage import story_coverage
from toolkit.corpus.load import load_corpus
from toolkit.corpus.stock import own_words, without_notes, without_stock
from toolkit.corpus.stories import assign_stories, confidence, same_story_pairs
from toolkit.corpus.story_evidence import Evidence
from toolkit.corpus.story_groups import group_affairs, group_articles, separation
from toolkit.corpus.story_terms import Terms, read_plain, read_terms
from toolkit.tables import conform

GROUPS = "toolkit.corpus.story_groups"


def evidence_from(cosines: np.ndarray, days: list[float] | None = None) -> Evidence:
    """Articles whose words have these cosines, all on one day by default."""
    values, vectors = np.linalg.eigh(cosines)
    rows = sparse.csr_array(vectors * np.sqrt(np.clip(values, 0, None)))
    names = np.array([f"word{number}" for number in range(rows.shape[1])], dtype=object)
    given = np.zeros(len(cosines)) if days is None else np.array(days, dtype=float)
    return Evidence(Terms(rows, names), rows, rows, given)


def pair(cosine: float, *, days: float = 0) -> Evidence:
    return evidence_from(np.array([[1, cosine], [cosine, 1]]), [0, days])


def even(count: int, cosine: float) -> Evidence:
    return evidence_from(np.full((count, count), cosine) + (1 - cosine) * np.eye(count))


def stories_of(made: Evidence) -> int:
    return len(set(group_articles(made).tolist()))


def chance_by_hand(cosine: float, days: float) -> float:
    soon = 2.54 if np.isnan(days) else 3.88 * np.exp(-days / 4)
    return 0.0 if days >= 30 else float(expit(2.37 + soon + (1.41 + 2.46) * np.log(cosine + 0.02)))


def test_two_reports_by_themselves_are_one_story_from_a_similarity_of_six_hundredths() -> None:
    assert stories_of(pair(0.0601)) == 1
    assert stories_of(pair(0.0599)) == 2


def test_likeness_is_nine_tenths_terms_and_one_tenth_opening() -> None:
    terms, opening, none = pair(0.5), pair(0.2), pair(0.0)
    made = Evidence(terms.terms, opening.opening, none.whole, terms.days)
    both = np.arange(2)
    assert made.likeness(both, both)[0, 1] == pytest.approx(0.9 * 0.5 + 0.1 * 0.2)


def test_days_count_against_a_pair_up_to_thirty() -> None:
    both = np.arange(2)
    for days, kept in ((0, 1.0), (15, 0.5), (27, 0.1), (30, 0.0), (31, 0.0), (np.nan, 1.0)):
        assert pair(1.0, days=days).similarity(both, both)[0, 1] == pytest.approx(kept)


@pytest.mark.parametrize("days", [0.0, 1.0, 4.0, 29.0, 30.0, np.nan])
@pytest.mark.parametrize("cosine", [0.0, 0.1, 0.5])
def test_chance_is_the_fitted_regression(cosine: float, days: float) -> None:
    both = np.arange(2)
    found = pair(cosine, days=days).chance(both, both)[0, 1]
    assert found == pytest.approx(chance_by_hand(cosine, days), abs=1e-9)


def test_the_same_words_tie_reports_for_thirty_days_and_not_one_more() -> None:
    assert stories_of(pair(1.0, days=29)) == 1
    assert stories_of(pair(1.0, days=30)) == 2


def test_a_heap_of_eight_is_an_affair_and_one_of_seven_is_a_story() -> None:
    """Nothing else is near either; at a cosine of .1 the chance of one turn is .12."""
    assert chance_by_hand(0.1, 0) == pytest.approx(0.125, abs=0.005)
    assert stories_of(even(7, 0.1)) == 1
    assert stories_of(even(8, 0.1)) == 8


@pytest.mark.parametrize(("ratio", "stories"), [(2.11, 1), (2.09, 2)])
def test_a_heap_stands_by_itself_from_2_1_times_the_nearest(
    ratio: float, stories: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{GROUPS}.separation", lambda *given: np.full(len(given[2]), ratio))
    assert stories_of(pair(0.1)) == stories


@pytest.mark.parametrize(("chance", "stories"), [(0.251, 1), (0.249, 2)])
def test_two_reports_without_days_need_a_chance_of_one_in_four(chance: float, stories: int) -> None:
    cosine = np.exp((logit(chance) - 2.37 - 2.54) / (1.41 + 2.46)) - 0.02
    assert stories_of(pair(cosine, days=np.nan)) == stories
    assert stories_of(pair(cosine)) == 1


@pytest.mark.parametrize(("twice", "stories"), [(True, 2), (False, 1)])
def test_two_groups_in_a_heap_are_two_stories_and_one_with_single_reports_is_one(
    twice: bool, stories: int
) -> None:
    """Within a group the chance is .93, across .12."""
    cosines = np.full((4, 4), 0.1)
    cosines[:2, :2] = 0.4
    cosines[2:, 2:] = 0.4 if twice else 0.1
    np.fill_diagonal(cosines, 1)
    assert stories_of(evidence_from(cosines)) == stories


@pytest.mark.parametrize(("chance", "stories"), [(0.281, 1), (0.279, 2)])
def test_reports_in_an_affair_are_one_story_from_a_chance_of_28_in_100(
    chance: float, stories: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{GROUPS}.APART", np.inf)
    cosine = np.exp((logit(chance) - 2.37 - 3.88) / (1.41 + 2.46)) - 0.02
    monkeypatch.setattr(f"{GROUPS}.separation", lambda *given: np.ones(len(given[2])))
    assert stories_of(pair(cosine)) == stories


def test_a_pair_that_cannot_be_one_turn_parts_a_group(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ends are near the middle; the mean of their chances is above the limit, that of the logs is not."""
    monkeypatch.setattr(f"{GROUPS}.AFFAIR", 2)
    cosines = np.array([[1, 0.6, 0], [0.6, 1, 0.6], [0, 0.6, 1]])
    labels = group_articles(evidence_from(cosines))
    assert len(set(labels.tolist())) == 2


def test_separation_is_against_the_ten_nearest_outside() -> None:
    rng = np.random.default_rng(5)
    rows = np.abs(rng.normal(size=(17, 6)))
    rows /= np.linalg.norm(rows, axis=1)[:, None]
    cosines = rows @ rows.T
    labels = np.array([0, 0, 0, 1, 1, *range(2, 14)])
    made = evidence_from(cosines)
    for group, found in zip([0, 1], separation(made, labels, np.array([0, 1])), strict=True):
        own = labels == group
        inside = [cosines[i, j] ** 2 for i in np.flatnonzero(own) for j in np.flatnonzero(own) if i != j]
        outside = sorted(np.sqrt((cosines[own][:, other] ** 2).mean()) for other in np.flatnonzero(~own))
        assert found == pytest.approx(np.sqrt(np.mean(inside)) / np.mean(outside[-10:]))
    assert separation(even(3, 0.5), np.zeros(3, dtype=np.int64), np.array([0])).tolist() == [np.inf]
    assert np.isnan(separation(even(2, 0.5), np.arange(2), np.array([0])))[0]


def test_groups_are_read_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    made, labels, groups = even(9, 0.4), np.array([0, 1, 0, 2, 1, 2, 0, 3, 3]), np.arange(4)
    whole = separation(made, labels, groups)
    monkeypatch.setattr(f"{GROUPS}.BLOCK", 2)
    np.testing.assert_allclose(separation(made, labels, groups), whole)


@pytest.mark.parametrize("undated", [False, True])
@pytest.mark.parametrize("block", [1, 4, 256])
def test_articles_that_days_keep_apart_are_not_looked_at(
    undated: bool, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against all pairs at once: 29 days count a little, 30 do not, an article without a day meets all."""
    monkeypatch.setattr(f"{GROUPS}.BLOCK", block)
    days = [0.0, 1, 29, 30, 31, 60, 61, 200, 201, 230, 231, np.nan if undated else 400]
    cosines = np.full((12, 12), 0.2)
    cosines[:6, :6] = 0.4
    np.fill_diagonal(cosines, 1)
    made, labels = evidence_from(cosines, days), np.array([5, 5, 1, 1, 2, 2, 0, 3, 3, 4, 4, 0])
    every = np.arange(12)
    squares = made.similarity(every, every) ** 2 * (1 - np.eye(12))
    for group, found in enumerate(separation(made, labels, np.arange(6))):
        own = labels == group
        inside = np.sqrt(squares[np.ix_(own, own)].sum() / 2)
        near = np.sort(np.sqrt(squares[own].mean(axis=0) * ~own))[-10:]
        assert found == pytest.approx(inside / near.mean())


@pytest.mark.parametrize(("cosine", "stories"), [(0.3, 1), (0.28, 3)])
def test_a_large_heap_is_cut_until_what_holds_it_together_is_too_alike(
    cosine: float, stories: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut at .28 times a power of 1.25: .854 is the first cut above .8; the chances are .863 and .831."""
    monkeypatch.setattr(f"{GROUPS}.LARGEST", 2)
    assert stories_of(even(3, cosine)) == stories


@pytest.mark.parametrize(("cosine", "found"), [(0.0451, 1), (0.0449, 2)])
def test_stories_as_alike_as_45_in_1000_are_one_affair_however_far_apart(cosine: float, found: int) -> None:
    made = pair(cosine, days=300)
    assert stories_of(made) == 2
    assert len(set(group_affairs(made, np.arange(2)).tolist())) == found


def test_an_article_of_no_story_has_no_affair() -> None:
    assert group_affairs(even(3, 0.5), np.array([0, -1, 1])).tolist() == [0, -1, 0]


@pytest.mark.parametrize("separated", [1.0, 2.1, 4.2, 100.0, np.inf])
def test_confidence_is_the_fitted_curve(separated: float) -> None:
    stands = np.log(np.clip(separated / 2.1, 1, 10))
    by_hand = expit(2.25 + 0.53 * logit(0.3) + 2.65 * stands + 0.9 * np.log(0.1 + 0.01))
    assert confidence(np.array([0.3]), np.array([0.1]), separated)[0] == pytest.approx(by_hand)


@pytest.mark.parametrize(("value", "sure"), [(0.499, False), (0.5, True)])
def test_a_pair_is_sure_from_a_confidence_of_one_half(
    value: float, sure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Evidence, "of", lambda *_: pair(0.5))
    monkeypatch.setattr("toolkit.corpus.stories.confidence", lambda chance, *_: np.full(chance.shape, value))
    made = corpus_of("Rain.", "Sun.", outlet=["Post", "Herald"])
    assert len(same_story_pairs(made)) == sure
    assert len(same_story_pairs(made, least=0)) == 1
    told = story_coverage(made).set_index("outlet")
    assert told.loc["Post", ["unsure", "all"]].tolist() == [not sure, sure]


def corpus_of(*texts: str, **columns: object) -> Corpus:
    frame = pd.DataFrame({"article_id": [f"a{i}" for i in range(len(texts))], "text": texts})
    return Corpus(conform(frame.assign(**columns), "articles"))


def test_plain_words_are_weighed_by_the_same_formula() -> None:
    texts = ["river rain river", "rain sun", "sun"]
    found = read_plain(["", "", ""], texts).toarray()
    spread = Counter(word for text in texts for word in set(text.split()))
    for text, row in zip(texts, found, strict=True):
        weights = {
            word: (1 + np.log(count)) * np.log(4 / (1 + spread[word]))
            for word, count in Counter(text.split()).items()
        }
        length = np.sqrt(sum(weight**2 for weight in weights.values()))
        np.testing.assert_allclose(row, [weights.get(word, 0) / length for word in ("rain", "sun")])


def test_only_so_many_first_words_are_read() -> None:
    texts = ["one two three four", "four five"]
    assert read_plain(["", ""], texts, 3).shape[1] == 0
    assert read_plain(["", ""], texts, 4).shape[1] == 1


def test_articles_are_read_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A term keeps its weight, its column and its usual spelling wherever the blocks are cut."""
    texts = ["Rain in Oslo today.", "Oslo had rain", "", "RAIN again in oslo", "Sun. Rain in Oslo"]
    whole, plain = read_terms(texts, texts[::-1]), read_plain(texts, texts[::-1], 2)
    monkeypatch.setattr("toolkit.corpus.story_terms.BLOCK", 2)
    again = read_terms(texts, texts[::-1])
    np.testing.assert_array_equal(again.matrix.toarray(), whole.matrix.toarray())
    assert again.spellings.tolist() == whole.spellings.tolist()
    np.testing.assert_array_equal(read_plain(texts, texts[::-1], 2).toarray(), plain.toarray())


def test_a_term_is_spelled_as_in_most_articles() -> None:
    """One article shouts it three times; two write it small."""
    terms = read_terms(["", "", ""], ["RAIN RAIN RAIN", "rain", "rain"])
    assert terms.spellings.tolist() == ["rain"]


QUAKES = {
    "aceh": [
        "A strong earthquake struck Aceh on Tuesday, killing at least 22 people in Bener Meriah and Takengon.",
        "Twenty-two dead in Aceh: rescuers dig in Takengon after the earthquake that struck Bener Meriah.",
    ],
    "papua": [
        "A strong earthquake struck West Papua on Saturday; no one died in Sorong or in Raja Ampat.",
        "Homes shake in Sorong: the earthquake off Raja Ampat was felt across West Papua, police said.",
    ],
}
OTHERS = [
    "The central bank left rates at 5 per cent, and the governor, Dina Orlov, spoke of patience.",
    "Harbour pilots in Port Calder voted to end their strike after Yusra Benning won them a rise.",
    "The novel by Edda Marn won the autumn prize; the jury praised its long sentences.",
    "The tannery of Bascom Reed was fined 900 crowns for what it let into the stream at Lower Velm.",
]


@pytest.mark.parametrize("dated", [True, False])
def test_two_events_of_one_kind_stay_apart(dated: bool) -> None:
    texts = [*QUAKES["aceh"], *QUAKES["papua"], *OTHERS]
    days = ["2013-07-02"] * 2 + ["2013-07-03"] * 2 + ["2013-07-02"] * 4 if dated else None
    ids = assign_stories(corpus_of(*texts, published=days)).articles["story_id"].tolist()
    assert ids[0] == ids[1] != ids[2] == ids[3]


def test_a_trial_is_linked_to_the_arrest_it_follows() -> None:
    """Five months later: another story of the same affair, and nobody else's."""
    arrest = [
        "Police in Oskelo arrested the editor Nadira Sole at her home on Monday over a report on flood aid.",
        "Nadira Sole, the editor who wrote of flood aid, was arrested in Oskelo before dawn, her lawyer said.",
    ]
    trial = ["A court in Oskelo jailed the editor Nadira Sole for four years over her report on flood aid."]
    days = ["2024-01-08", "2024-01-09", "2024-06-20", *["2024-01-08"] * 4]
    made = corpus_of(*arrest, *trial, *OTHERS, published=days)
    ids = assign_stories(made).articles
    assert ids["story_id"].iloc[0] == ids["story_id"].iloc[1] != ids["story_id"].iloc[2]
    table = affairs(made)
    assert table[["n", "n_stories", "longest_pause"]].to_numpy().tolist() == [[3, 2, 163]]
    assert table["story_ids"].iloc[0] == ids["story_id"].iloc[[0, 2]].tolist()
    assert ids["affair_id"].notna().tolist() == [True] * 3 + [False] * 4


NOTE = (
    "We use cookies to improve your visit and to show you what may interest you. By staying on this page you "
    "agree to our terms of use and to our policy on data. Sign up for our free morning newsletter and never "
    "miss a story that matters to you, or print this."
)


@pytest.fixture(scope="module")
def reports() -> list[str]:
    """Two reports of the sample on different matters, and two more, each cut to two hundred words."""
    articles = load_corpus().articles
    titles = ["Dock workers end 19-day", "Editor jailed for four", "Donors pledge", "What is the Zaghrand"]
    found = [articles.loc[articles["title"].str.contains(title), "text"].iloc[0] for title in titles]
    return [" ".join(text.split()[:200]) for text in found]


@pytest.mark.parametrize("place", [0, 20, 100, 200])
@pytest.mark.parametrize("outlets", [["Sister A", "Sister B"], [None, None], ["Post", "Post"]])
def test_a_note_of_the_site_is_no_story(reports: list[str], place: int, outlets: list[str | None]) -> None:
    assert len(NOTE.split()) == 52
    words = [text.split() for text in reports[:2]]
    noted = [" ".join([*own[:place], *NOTE.split(), *own[place:]]) for own in words]
    for others in ([], reports[2:]):
        made = corpus_of(*noted, *others, outlet=[*outlets, *["Herald"] * len(others)])
        assert assign_stories(made).articles["story_id"].nunique() == 2 + len(others)


def test_a_quotation_in_two_reports_of_one_matter_stays() -> None:
    """The texts are alike without it (cosine .08 and more); in a report of something else it would go."""
    quote = "we shall rebuild every house that fell"
    texts = [f"{QUAKES['aceh'][0]} {quote}", f"{QUAKES['aceh'][1]} {quote}", *OTHERS]
    assert all(quote in text for text in without_notes(texts)[:2])
    apart = [f"{QUAKES['aceh'][0]} {quote}", f"{OTHERS[1]} {quote}", *OTHERS]
    assert not any(quote in text for text in without_notes(apart)[:2])


@pytest.mark.parametrize(("related", "kept"), [(0.0, True), (1.01, False)])
def test_a_passage_is_borne_out_from_a_cosine_of_the_rest(
    related: float, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.corpus.stock.RELATED", related)
    quote = "we shall rebuild every house that fell"
    texts = [f"{QUAKES['aceh'][0]} {quote}", f"{OTHERS[1]} {quote}", *OTHERS]
    assert (quote in without_notes(texts)[0]) == kept


def test_notes_and_then_stock_are_cut_as_one_after_the_other() -> None:
    note, by = "subscribe to our free letter", "this column is from Jane, the editor"
    texts = [f"{report}. {note} {by}" for report in (*QUAKES["aceh"], *OTHERS)]
    outlets = ["Post", "Post", *[None] * len(OTHERS)]
    cut = own_words(texts, outlets)
    assert cut == without_stock(without_notes(texts), outlets)
    assert any(note not in text for text in cut)
    assert any(by not in text for text in cut)


def test_versions_of_one_report_keep_what_they_share() -> None:
    """Half of the shorter one's runs of five words make a version; three of ten do not."""
    own = ["red", "blue"]
    for shared, kept in ((16, True), (7, False)):
        texts = [
            " ".join([*(f"same{i}" for i in range(shared)), *(f"{name}{i}" for i in range(20 - shared))])
            for name in own
        ]
        assert (without_notes(texts) == texts) == kept


@pytest.mark.parametrize("named", [0, 1, 2, 4])
def test_stories_do_not_hang_on_how_many_outlets_are_named(named: int) -> None:
    texts = [*QUAKES["aceh"], *QUAKES["papua"], *OTHERS]
    outlets = [f"Outlet {row % named}" if named else None for row in range(len(texts))]
    ids = assign_stories(corpus_of(*texts, outlet=outlets)).articles["story_id"].tolist()
    assert ids[0] == ids[1] != ids[2] == ids[3]
