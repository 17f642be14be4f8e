"""Which articles are drawn together: stories, copies, and the outlets a group is made of."""

import numpy as np
import pandas as pd
import pytest

from toolkit.corpus.clusters import OWN, clusters_in, clusters_of, sure_stories, units_of
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.stories import SURE
from toolkit.errors import TableError
from toolkit.tables import conform


def corpus(**columns: list[object]) -> Corpus:
    n = len(next(iter(columns.values())))
    frame = pd.DataFrame({"text": [f"Rain on day {i}." for i in range(n)], **columns})
    return Corpus(conform(frame, "articles"))


def test_a_story_is_one_cluster_from_a_confidence_of_one_half() -> None:
    ids, sure = ["a", "a", "b", "b", "c"], [SURE, SURE, SURE - 0.001, SURE - 0.001, None]
    made = corpus(outlet=["Post"] * 5, story_id=ids, story_confidence=sure)
    assert clusters_of(made).tolist() == [0, 0, 1, 2, 3]
    assert sure_stories(made.articles).tolist() == ["a", "a", None, None, "c"]


def test_stories_of_ones_own_are_taken_as_they_are() -> None:
    assert clusters_of(corpus(outlet=["Post"] * 4, story=["a", None, "a", None])).tolist() == [0, 1, 0, 2]


def test_without_stories_every_article_stands_alone() -> None:
    assert clusters_of(corpus(outlet=["Post", "Post", "Mail"])).tolist() == [0, 1, 2]


def test_copies_are_one_cluster_and_a_story_goes_before_them() -> None:
    made = corpus(
        outlet=["Post", "Mail", "Sun", "Echo"],
        syndicated_id=["x", "x", "x", None],
        story_id=["s", "s", None, None],
        story_confidence=[0.9, 0.9, None, None],
    )
    assert clusters_of(made).tolist() == [0, 0, 1, 2]
    assert clusters_of(Corpus(made.articles.drop(columns="story_id"))).tolist() == [0, 0, 0, 1]


def test_a_story_that_most_articles_are_about_is_what_the_study_is_about() -> None:
    ids = ["s", "s", "s", "t", "t", "u"]
    assert clusters_of(corpus(outlet=["Post"] * 6, story=ids)).tolist() == [0, 0, 0, 1, 1, 2]
    assert clusters_of(corpus(outlet=["Post"] * 5, story=ids[:5])).tolist() == [0, 1, 2, 3, 3]


def test_a_name_of_a_story_and_of_an_outlet_are_not_mixed_up() -> None:
    table = pd.DataFrame({"story_id": ["x", None, None], "syndicated_id": [None, "x", None]})
    assert clusters_in(table).tolist() == [0, 1, 2]


def test_outlets_are_the_clusters_of_a_group_that_is_made_of_several() -> None:
    made = corpus(
        outlet=["A", "A", "B", "C", "C", "C"],
        country=["UK", "UK", "UK", "US", "US", "US"],
        story_id=["s", "t", "t", "s", "s", "u"],
        story_confidence=[0.9] * 6,
    )
    found = clusters_of(made, "country")
    assert found[:3].tolist() == [0, 0, 1]  # two outlets
    assert found[3] == found[4] != found[5]  # one outlet: its stories
    assert clusters_of(made, "outlet").tolist() == [0, 1, 1, 0, 0, 2]


def test_outlets_that_write_in_every_group_are_not_its_clusters() -> None:
    desks = ["city", "world"] * 4
    made = corpus(outlet=["A"] * 4 + ["B"] * 4, desk=desks)
    assert clusters_of(made, "desk").tolist() == list(range(8))


@pytest.mark.parametrize(("strays", "nested"), [(2, True), (3, False)])
def test_strays_do_not_count(strays: int, nested: bool) -> None:
    """Of twenty articles two or three are put down to the wrong country: .90 or .85 in their outlet's."""
    assert OWN == 0.9
    country = np.array(["UK"] * 10 + ["US"] * 10, dtype=object)
    country[:strays] = "US"
    made = corpus(outlet=["A", "B"] * 5 + ["C", "D"] * 5, country=country.tolist())
    assert (len(set(clusters_of(made, "country"))) == 4) is nested


def test_outlets_change_groups_where_groups_are_made_of_them_and_stories_of_a_group_elsewhere() -> None:
    made = corpus(outlet=list("aabbccdd"), side=list("LLLLRRRR"), story=list("12121212"))
    assert len(set(units_of(made, "side", np.repeat([0, 1], 4)))) == 4
    assert len(set(units_of(made, "outlet", np.repeat([0, 1, 2, 3], 2)))) == 8  # two stories of each


def test_units_are_alike_where_one_group_has_one_outlet_only() -> None:
    """Clusters of the one-outlet group are stories; these cannot change places with outlets."""
    made = corpus(outlet=list("aabbcc"), country=["UK"] * 4 + ["US"] * 2, story=list("121234"))
    group = np.array([0, 0, 0, 0, 1, 1])
    assert len(set(clusters_of(made, "country"))) == 4
    assert units_of(made, "country", group).tolist() == [0, 0, 1, 1, 2, 2]


def test_outlets_that_write_in_every_group_do_not_change_groups_whole() -> None:
    made = corpus(outlet=list("aabb"), desk=["city", "world"] * 2)
    assert len(set(units_of(made, "desk", np.array([0, 1, 0, 1])))) == 4


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(TableError, match="no column 'outlt'; did you mean 'outlet'"):
        clusters_of(corpus(outlet=["Post"]), "outlt")
