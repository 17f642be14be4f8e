"""Intruders: put in where they should be, scored by the exact binomial, told apart from guessing."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from coding_corpora import fill
from scipy import stats

from toolkit import load_corpus, read_coding
from toolkit.analysis.coding import coded_frames, intrusion, topic_intrusion, word_intrusion
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError
from toolkit.settings import CodingSettings
from toolkit.stats.agreement import above_chance
from toolkit.tables import conform

TERMS = pd.DataFrame(
    [
        {"topic": t, "label": f"topic {t}", "rank": r, "term": f"{name}{r}"}
        for t, name in enumerate(["rain", "vote", "dam", "strike", "court"], 1)
        for r in range(1, 13)
    ]
)


def answered(sheet, folder, pick):
    sheet.save(folder, ["anna"], "csv")
    truth = sheet.items.set_index("item_id")["machine"]
    fill(folder / "anna.csv", lambda row: {"intruder.number": pick(truth[row["item_id"]])})
    return read_coding(folder)


def test_five_words_are_the_topics_and_one_is_not():
    sheet = word_intrusion(TERMS, 4)
    assert len(sheet) == 20
    for _, item in sheet.items.iterrows():
        words = [line.split("  ")[1] for line in item["text"].splitlines()]
        roots = [word.rstrip("0123456789") for word in words]
        odd = int(item["machine"]) - 1
        assert roots.count(roots[odd]) == 1
        assert len(set(roots)) == 2
        assert len(words) == 6
    assert len(set(sheet.items["machine"])) > 3


def test_coders_do_not_see_the_answer(tmp_path):
    sheet = word_intrusion(TERMS, 2)
    sheet.save(tmp_path / "x", ["anna"], "csv")
    header = (tmp_path / "x" / "anna.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header == "item_id,published,title,text,intruder.number,remark"


def test_all_found_and_none_found(tmp_path):
    found = intrusion(answered(word_intrusion(TERMS, 6), tmp_path / "a", lambda n: n)).set_index("label")
    assert found.loc["all", ["items", "found", "share"]].tolist() == [30, 30, 1]
    assert found.loc["all", "p"] == pytest.approx((1 / 6) ** 30)
    assert len(found) == 6
    none = intrusion(answered(word_intrusion(TERMS, 6), tmp_path / "b", lambda n: "1" if n != "1" else "2"))
    assert none.set_index("label").loc["all", "p"] == 1
    few = intrusion(answered(word_intrusion(TERMS, 4), tmp_path / "c", lambda n: n)).set_index("label")
    assert few.loc["topic 1", "reason"] == "fewer than 5 items"
    assert np.isnan(few.loc["topic 1", "share"])


def test_an_intruder_is_found_by_most_coders_not_by_half(tmp_path):
    sheet = word_intrusion(TERMS, 2)
    sheet.save(tmp_path / "x", ["anna", "ben", "cleo"], "csv")
    truth = sheet.items.set_index("item_id")["machine"]
    wrong = {"1": "2"}
    fill(tmp_path / "x" / "anna.csv", lambda row: {"intruder.number": truth[row["item_id"]]})
    fill(tmp_path / "x" / "ben.csv", lambda row: {"intruder.number": wrong.get(truth[row["item_id"]], "1")})
    assert intrusion(read_coding(tmp_path / "x")).set_index("label").loc["all", "found"] == 0
    fill(tmp_path / "x" / "cleo.csv", lambda row: {"intruder.number": truth[row["item_id"]]})
    assert intrusion(read_coding(tmp_path / "x")).set_index("label").loc["all", "found"] == 10


def test_guessing_is_told_to_be_guessing(tmp_path):
    rng = np.random.default_rng(6)
    coding = answered(word_intrusion(TERMS, 40), tmp_path / "x", lambda n: str(rng.integers(1, 7)))
    row = intrusion(coding).set_index("label").loc["all"]
    assert row["low"] < 1 / 6 < row["high"]
    assert row["p"] > 0.01


@pytest.mark.parametrize(("right", "n", "chance"), [(0, 5, 0.25), (4, 12, 1 / 6), (12, 12, 0.25)])
def test_the_null_is_the_exact_binomial(right, n, chance):
    exact = stats.binomtest(right, n, chance, alternative="greater").pvalue
    assert above_chance(right, n, chance) == pytest.approx(exact)


def test_topics_of_articles(tmp_path):
    rng = np.random.default_rng(1)
    ids = [f"a{i}" for i in range(12)]
    corpus = Corpus(conform(pd.DataFrame({"article_id": ids, "outlet": "Post", "text": "Rain."}), "articles"))
    weights = rng.dirichlet(np.ones(5), 12)
    shares = pd.DataFrame(
        [
            {"article_id": a, "topic": t + 1, "share": weights[i, t]}
            for i, a in enumerate(ids)
            for t in range(5)
        ]
    )
    sheet = topic_intrusion(corpus, shares, TERMS, 10)
    for _, item in sheet.items.iterrows():
        order = np.argsort(-weights[ids.index(item["article_id"])])
        lines = item["text"].split("\n\n")[1].splitlines()
        roots = [line.split("  ")[1].split(",")[0].rstrip("0123456789") for line in lines]
        names = ["rain", "vote", "dam", "strike", "court"]
        odd = roots.pop(int(item["machine"]) - 1)
        assert roots == [names[t] for t in order[:3]]
        assert odd in [names[t] for t in order[3:]]
    found = intrusion(answered(sheet, tmp_path / "x", lambda n: n))
    assert found[["label", "items", "chance"]].values.tolist() == [["all", 10, 0.25]]


def test_too_few_topics_and_other_sheets_are_refused():
    with pytest.raises(TableError, match="two topics or more"):
        word_intrusion(TERMS[TERMS["topic"] == 1])
    with pytest.raises(TableError, match="too few words"):
        word_intrusion(TERMS[TERMS["rank"] < 4])
    with pytest.raises(TableError, match="needs 5 topics or more, not 2"):
        topic_intrusion(
            Corpus(conform(pd.DataFrame({"text": ["a"]}), "articles")),
            pd.DataFrame({"article_id": ["a", "a"], "topic": [1, 2], "share": [0.5, 0.5]}),
            TERMS,
        )


def test_answers_named_in_the_settings_are_in_the_section_on_frames(tmp_path):
    answered(word_intrusion(TERMS, 6), tmp_path / "words", lambda number: number)
    corpus = load_corpus()
    coding = CodingSettings(checks=(str(tmp_path / "words"),))
    found = coded_frames(replace(corpus, settings=replace(corpus.settings, coding=coding)))
    assert found.intruders.set_index("label").loc["all", ["items", "found"]].tolist() == [30, 30]
    assert len(found.checks) == 0
