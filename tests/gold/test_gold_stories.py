"""Stories against labelled events.

BASIL: 50 events in three outlets each. AllSides: 240 articles of a few dense weeks of US news, labelled by
hand from title and opening (``allsides_events.csv``: *alone* is an event of its own, an empty label was
unclear and is not scored); the part *develop* was looked at while the method was made, *check* was labelled
before it was scored and not used. The sample: its own truth, as read and with every day known.
"""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.load import load_corpus
from toolkit.corpus.stories import assign_stories, same_story_pairs, stories
from toolkit.tables import conform


def bcubed(truth: pd.Series, found: pd.Series) -> float:
    """Return the B-cubed F1 (Bagga and Baldwin 1998) of two groupings of the same articles."""
    same_truth = truth.to_numpy(object)[:, None] == truth.to_numpy(object)[None, :]
    same_found = found.to_numpy(object)[:, None] == found.to_numpy(object)[None, :]
    both = (same_truth & same_found).sum(axis=1)
    precision, recall = np.mean(both / same_found.sum(axis=1)), np.mean(both / same_truth.sum(axis=1))
    return float(2 * precision * recall / (precision + recall))


@pytest.fixture(scope="module")
def basil(shared: Path) -> pd.DataFrame:
    files = sorted((shared / "benchmarks" / "basil" / "articles").rglob("*.json"))
    items = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    rows = [
        {
            "article_id": item["uuid"],
            "outlet": item["source"],
            "title": item["title"],
            "published": item["date"],
            "text": "\n\n".join(" ".join(paragraph) for paragraph in item["body-paragraphs"]),
            "event": item["triplet-uuid"],
        }
        for item in items
    ]
    return pd.DataFrame(rows)


def test_bcubed_of_a_worked_example() -> None:
    truth, found = pd.Series(["a", "a", "b", "b"]), pd.Series([1, 1, 1, 2])
    assert bcubed(truth, found) == pytest.approx(2 * (2 / 3) * 0.75 / (2 / 3 + 0.75))


def test_events_with_dates(basil: pd.DataFrame, reaches) -> None:
    corpus = assign_stories(Corpus(conform(basil, "articles")))
    reaches("stories.basil_dated", bcubed(basil["event"], corpus.articles["story_id"]))


def test_events_without_dates(basil: pd.DataFrame, reaches) -> None:
    corpus = assign_stories(Corpus(conform(basil.assign(published=None), "articles")))
    reaches("stories.basil_undated", bcubed(basil["event"], corpus.articles["story_id"]))


def test_where_each_event_is_reported_once_few_stories_are_found(basil: pd.DataFrame) -> None:
    alone = basil.groupby("event").head(1)
    found = stories(Corpus(conform(alone.assign(published=None), "articles")))
    assert (found["n"] > 1).sum() <= 4


@pytest.fixture(scope="module")
def allsides(shared: Path) -> pd.DataFrame:
    return pd.read_csv(shared / "benchmarks" / "allsides_dev.csv.gz")


@pytest.fixture(scope="module")
def weeks(allsides: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The labelled articles by part; an event alone gets a name of its own, an unclear one none."""
    labels = pd.read_csv(Path(__file__).with_name("allsides_events.csv"))
    known = labels.merge(allsides, on="article_id", validate="one_to_one")
    known["event"] = known["event"].mask(known["event"] == "alone", known["article_id"])
    return {str(part): group.reset_index(drop=True) for part, group in known.groupby("part")}


def found_events(articles: pd.DataFrame, *, dates: bool) -> float:
    given = articles if dates else articles.assign(published=None)
    corpus = assign_stories(Corpus(conform(given, "articles")))
    clear = articles["event"].notna()
    return bcubed(articles["event"][clear], corpus.articles["story_id"][clear])


@pytest.mark.parametrize(("part", "with_dates", "without"), [("develop", 0.80, 0.78), ("check", 0.80, 0.78)])
def test_events_of_one_long_affair(
    weeks: dict[str, pd.DataFrame], part: str, with_dates: float, without: float
) -> None:
    """Floors a little under what was measured: 0.83 and 0.81 in *develop*, 0.84 and 0.81 in *check*."""
    assert found_events(weeks[part], dates=True) >= with_dates
    assert found_events(weeks[part], dates=False) >= without


def test_articles_on_one_subject_months_apart_are_few_stories(allsides: pd.DataFrame) -> None:
    """One article a quarter on immigration and one on guns: no two of one event, no dates given."""
    days = pd.to_datetime(allsides["published"], errors="coerce")
    dated = allsides.assign(quarter=days.dt.to_period("Q")).dropna(subset="quarter").sort_values("article_id")
    for topic in ("immigration", "gun_control_and_gun_rights"):
        alone = dated[dated["topic"] == topic].groupby("quarter").head(1).assign(published=None)
        assert len(alone) >= 30
        assert (stories(Corpus(conform(alone, "articles")))["n"] > 1).sum() <= 3


def test_confidence_says_how_often_pairs_are_of_one_event(weeks: dict[str, pd.DataFrame]) -> None:
    """In the part that was not used, 20 scored pairs: 0.43 said, 0.45 true; at 0.5 or more 0.77 and 0.71."""
    articles = weeks["check"]
    pairs = same_story_pairs(Corpus(conform(articles, "articles")), across=None, least=0)
    event = articles.set_index("article_id")["event"].dropna()
    one, two = pairs["article_id_a"].map(event), pairs["article_id_b"].map(event)
    scored = pairs.assign(right=one == two)[one.notna() & two.notna()]
    assert len(scored) >= 15
    assert scored["confidence"].mean() == pytest.approx(scored["right"].mean(), abs=0.15)
    sure = scored["confidence"] >= 0.5
    assert scored.loc[sure, "right"].mean() > scored.loc[~sure, "right"].mean()


def test_a_signature_ties_nothing(shared: Path) -> None:
    """Two columns of one author end in the same lines about her or him and were once tied by them."""
    found = stories(load_corpus(shared / "pages"))
    assert not found["terms"].str.contains("Press Secretary|columnist", case=False).any()


@pytest.fixture(scope="module")
def sample(root: Path) -> pd.DataFrame:
    """The sample's articles as read, with their true stories and days."""
    folder = root / "data" / "sample" / "truth"
    lines = (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    known = pd.DataFrame([json.loads(line) for line in lines])
    truth = known.merge(pd.read_csv(folder / "stories.csv")[["file", "index", "story"]], on=["file", "index"])
    sources = "".join(file.read_text(encoding="utf-8") for file in (folder.parent / "source").glob("*.md"))
    days = dict(re.findall(r'^id = "(.+?)"\n[^+]*?^date = (\S+)$', sources, re.MULTILINE))
    named = truth.drop_duplicates(["outlet", "title"])[["outlet", "title", "story", "source_id"]]
    articles = load_corpus().articles.merge(named, on=["outlet", "title"])
    assert len(articles) >= 50
    return articles.assign(day=articles["source_id"].map(days))


def test_sample_stories_as_read(sample: pd.DataFrame, reaches) -> None:
    """Two blogs of the sample print no dates: a third of the articles are undated. Measured: 0.915."""
    reaches("stories.sample_as_read", bcubed(sample["story"], sample["story_id"]))


def test_sample_stories_do_not_hang_on_single_articles(sample: pd.DataFrame, reaches) -> None:
    """Each fourth article left out in turn. Measured over all 56: mean 0.909, 0.862 to 0.938."""
    figures = []
    for left_out in range(0, len(sample), 4):
        part = sample.drop(columns="story_id").drop(index=left_out).reset_index(drop=True)
        found = assign_stories(Corpus(conform(part, "articles"))).articles["story_id"]
        figures.append(bcubed(part["story"], found))
    reaches("stories.sample_left_one_out", float(np.mean(figures)))
    reaches("stories.sample_left_one_out_worst", min(figures))


def test_sample_stories_with_every_day_known(sample: pd.DataFrame, reaches) -> None:
    """Measured: 0.892. It was 0.905 with limits fitted to this sample, which found 0.51 in *develop*."""
    dated = Corpus(conform(sample.assign(published=sample["day"]), "articles"))
    found = assign_stories(dated).articles["story_id"]
    reaches("stories.sample_dated", bcubed(sample["story"], found))
