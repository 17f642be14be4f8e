from __future__ import annotations

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.report.wording.answers import NOTHING, answers, left_out, limits
from toolkit.report.wording.front import Front, Told
from toolkit.report.wording.opening import lead
from toolkit.tables import conform


def corpus(sizes: dict[str, int], **columns: object) -> Corpus:
    outlets = [name for name, n in sizes.items() for _ in range(n)]
    frame = pd.DataFrame({"outlet": outlets, "text": "Rain."}).assign(**columns)
    return Corpus(conform(frame, "articles"))


def test_each_section_answers_with_its_findings_or_says_why_there_is_none() -> None:
    held = Told("Subjects", "Post writes more about rain.", "topics")
    seen = Told("Names", "Herald writes “rebel” twice.", "outlet-framing")
    front = Front("News", describes=(seen,), holds=(held,))
    said = answers(corpus({"Post": 16, "Herald": 6, "Times": 4}), front)
    assert said["topics"] == ["Post writes more about rain."]
    assert said["outlet-framing"] == [seen.sentence, NOTHING], (
        "one outlet beside all others has ten on each side"
    )
    assert said["readability"] == [
        f"{NOTHING} That takes 10 articles on each side; here there are at most 16 and 6."
    ]


def test_one_outlet_is_compared_with_nobody() -> None:
    said = answers(corpus({"Post": 30}), Front("News"))
    assert said["topics"] == said["readability"] == ["There is one outlet only: nothing is compared."]
    assert any("one outlet only" in sentence for sentence in limits(corpus({"Post": 30}), Front("News")))


def test_shared_stories_and_texts_are_counted_across_outlets_only() -> None:
    made = corpus(
        {"Post": 3, "Herald": 1}, story_id=["s1", "s2", "s2", "s1"], syndicated_id=["t", "t", None, None]
    )
    assert (
        answers(made, Front("News"))["corpus"][1]
        == "1 story is perhaps reported by several outlets, and no text is carried by several."
    )
    none = answers(corpus({"Post": 1}), Front("News"))["corpus"]
    assert none == [
        "1 article was read. None is left out.",
        "No story is reported by several outlets, and no text is carried by several.",
    ]


def test_reasons_are_counted_without_what_differs_from_article_to_article() -> None:
    made = corpus({"Post": 5}, n_words=[10, 20, 90, 90, 90])
    reason = made.articles["n_words"].map("fewer than 50 words ({})".format)
    made = made.where(made.articles["n_words"] > 50, stage="filter", reason=reason)
    other = pd.Series([True, False, True])
    made = made.where(other, stage="filter", reason="blurb of a video, a kind that is not analysed")
    assert left_out(made) == (
        "5 articles were read. 3 are left out: fewer than 50 words (2); "
        "blurb of a video, a kind that is not analysed (1)."
    )


def test_a_period_that_rests_on_few_dates_says_so() -> None:
    dated = corpus({"Post": 3}, published=["2024-01-01", "2024-03-01", None])
    assert "Published 1 January 2024 to 1 March 2024 (1 without a date)." in lead(dated)
    few = corpus({"Post": 3}, published=["2024-01-01", None, None])
    assert "Only 1 of them is dated, 1 January 2024." in lead(few)


def test_what_subject_or_time_explains_is_listed_apart_from_what_holds_beside_like():
    certain = Told("Words", "Post writes “rain” more.", "outlet-framing", certainty="certain")
    timely = Told("Sources", "Post quotes officials more. This is a difference of time.", "source-framing")
    made = Front("A title", holds=(timely, certain))
    assert (made.framed, made.explained) == ((certain,), (timely,))
