"""What strange corpora do to every step: nothing fails, and nothing is lost without a line in `dropped`."""

import datetime as dt
import random
from pathlib import Path

import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.coverage import coverage, file_overlap, left_out, story_coverage
from toolkit.corpus.duplicates import duplicates
from toolkit.corpus.load import load_corpus
from toolkit.corpus.prepare import prepare
from toolkit.corpus.stories import same_story_pairs, stories
from toolkit.corpus.syndication import link_syndicated, resolve_syndication, who_copies
from toolkit.corpus.syndication import syndication as syndicated_texts
from toolkit.errors import TableError
from toolkit.tables import conform

TEXT = "The river rose by two metres in the night and the only bridge of the town was closed to traffic. " * 4
URDU = (
    "صدر نے پیر کے روز کہا کہ ڈیم کے دروازے رات کو کھولے گئے اور وارننگ بہت دیر سے آئی۔ "
    "نیچے کے کئی گاؤں پانی میں ڈوب گئے، فوج نے کشتیوں سے لوگوں کو نکالا اور ہسپتال بھر گئے۔"
)
CHINESE = "总统周一表示，大坝的闸门在夜间被打开，而警告来得太晚，下游的许多村庄被洪水淹没。军队用船把人们救出，医院里挤满了伤员。"


def corpus_of(rows: list[dict[str, object]]) -> Corpus:
    frame = pd.DataFrame(rows) if rows else pd.DataFrame({"text": []})
    named = frame.assign(article_id=[f"a{number}" for number in range(len(frame))])
    return Corpus(conform(named, "articles"))


STRANGE: dict[str, list[dict[str, object]]] = {
    "empty": [],
    "one article": [{"text": TEXT, "outlet": "Post"}],
    "no texts": [{"text": None, "outlet": "Post"}, {"text": "", "title": None}, {"text": "  "}],
    "no outlets": [{"text": TEXT, "outlet": None}, {"text": TEXT + "Nobody was hurt.", "outlet": None}],
}


@pytest.mark.parametrize("name", STRANGE)
def test_every_step_takes_it(name: str, tmp_path: Path) -> None:
    corpus = corpus_of(STRANGE[name])
    ready = prepare(corpus)
    assert len(ready) + len(ready.dropped) == len(corpus)
    assert ready.dropped[["stage", "reason"]].notna().all(axis=None)
    assert stories(ready)["n"].sum() == len(ready)
    assert coverage(ready)["n"].sum() == len(ready)
    assert left_out(ready)["n"].sum() == len(ready.dropped)
    assert ready.describe()["n"].sum() == len(ready)
    assert len(who_copies(syndicated_texts(ready))) == len(file_overlap(ready)) == 0
    assert story_coverage(ready)["stories"].sum() == ready.articles["outlet"].nunique()
    assert same_story_pairs(ready).empty
    assert len(resolve_syndication(ready)) == len(ready)
    assert len(load_corpus(ready.save(tmp_path / "study"))) == len(ready)


def test_thousands_of_identical_texts_leave_one_an_outlet() -> None:
    rows: list[dict[str, object]] = [{"text": TEXT, "outlet": ("Post", "Herald")[n % 2]} for n in range(5000)]
    ready = prepare(corpus_of(rows))
    assert sorted(ready.articles["outlet"]) == ["Herald", "Post"]
    assert ready.articles["syndicated_id"].nunique() == 1
    assert len(ready.dropped) == 4998
    assert ready.dropped["kept_id"].isin(ready.articles["article_id"]).all()


def test_thousands_of_versions_leave_one_an_outlet() -> None:
    longer = TEXT + "Nobody was hurt, the mayor said on Tuesday."
    rows = [
        {"text": text, "outlet": o} for text in (TEXT, longer) for o in ("Post", "Herald") for _ in range(60)
    ]
    ready = prepare(corpus_of(rows))  # type: ignore[arg-type]
    assert ready.articles["text"].tolist() == [longer, longer]


def test_one_article_read_twice_is_linked_without_being_dropped_first() -> None:
    frame = corpus_of([{"text": TEXT, "outlet": o} for o in ("Post", "Post", "Herald")]).articles
    linked = link_syndicated(Corpus(frame.assign(article_id=["same", "same", "other"])))
    assert linked.articles["syndicated_id"].nunique() == 1


@pytest.mark.parametrize("text", [URDU, CHINESE], ids=["Urdu", "Chinese"])
def test_other_scripts_have_shingles(text: str) -> None:
    cut = text[: len(text) * 6 // 10]
    found = duplicates(corpus_of([{"text": cut}, {"text": text}, {"text": TEXT}]))
    assert found[["article_id_a", "article_id_b", "relation"]].to_numpy().tolist() == [
        ["a1", "a0", "excerpt"]
    ]


def test_a_very_long_article_is_compared() -> None:
    rng = random.Random(1)
    long = " ".join(f"w{rng.randrange(30000)}" for _ in range(160_000))
    assert len(long) > 900_000
    found = duplicates(corpus_of([{"text": long}, {"text": long[: len(long) // 2]}])).iloc[0]
    assert (found["relation"], found["article_id_a"]) == ("excerpt", "a0")
    assert found["share_a"] == pytest.approx(0.5, abs=0.01)


def test_days_with_time_zones_are_days_and_missing_ones_stay_missing() -> None:
    zone = dt.timezone(dt.timedelta(hours=5))
    days = [dt.datetime(2024, 6, 3, 1, tzinfo=zone), None]
    table = conform(pd.DataFrame({"text": ["a", "b"], "published": days}), "articles")
    assert table["published"].dt.date.tolist()[0] == dt.date(2024, 6, 3)
    assert table["published"].isna().tolist() == [False, True]


def test_filter_by_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(TableError, match="is not a day"):
        corpus_of(STRANGE["one article"]).filter(after="yesterday-ish")
