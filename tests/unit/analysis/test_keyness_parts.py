"""Words counted in parts, and compared in blocks of features, have the rows they have in one piece."""

import numpy as np
import pandas as pd
import pytest
from framing_corpora import make_corpus

from toolkit import parts
from toolkit.analysis.keyness import compare, counts
from toolkit.analysis.keyness.find import collocates, keyness
from toolkit.analysis.keyness.gathered import vocabulary_of
from toolkit.corpus.corpus import Corpus

WORDS = {"Herald": ["Militants"], "Post": ["Rebels", "The men"], "Times": ["Rebels", "Militants"]}
ASKED = {
    "all": lambda corpus: keyness(corpus, hidden=True),
    "a subject": lambda corpus: keyness(corpus, about="rebel*|militant*", voice="all", hidden=True),
    "pairs": lambda corpus: keyness(corpus, contrast="pairs", hidden=True),
    "terms": lambda corpus: keyness(corpus, terms=["rebel*", "militants|men", "rout"]),
    "stories": lambda corpus: keyness(corpus, matched="story", hidden=True),
    "near": lambda corpus: collocates(corpus, "rebels|militants", hidden=True),
}


def corpus_of() -> Corpus:
    made = make_corpus({"Herald": 16, "Post": 15, "Times": 14}, words=WORDS)
    place = made.articles.groupby("outlet").cumcount()
    return Corpus(made.articles.assign(story_id=place.map("story-{}".format)))


@pytest.mark.parametrize("asked", ASKED)
def test_in_parts_and_in_blocks(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ASKED[asked](corpus_of())
    monkeypatch.setattr(parts, "PART", 7)
    in_parts = ASKED[asked](corpus_of())
    pd.testing.assert_frame_equal(in_parts, whole, check_exact=True)
    assert in_parts.attrs == whole.attrs
    monkeypatch.setitem(counts.count_in_blocks.__kwdefaults__, "most", 60)
    in_blocks = ASKED[asked](corpus_of())
    assert in_blocks.attrs == whole.attrs
    pd.testing.assert_frame_equal(in_blocks, whole, check_exact=True)
    assert len(whole)


@pytest.mark.parametrize("asked", ["all", "a subject", "pairs", "near"])
def test_a_large_corpus_has_rows_of_words_that_differ(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ASKED[asked](corpus_of())
    possible = whole.attrs["settings"]["features"] * len(whole.groupby(["target", "reference"]))
    monkeypatch.setattr(compare, "LARGE", possible - 1)
    some = ASKED[asked](corpus_of())
    sides = ["target", "reference", "feature"]
    own = whole.set_index(sides).loc[pd.MultiIndex.from_frame(some[sides])].reset_index()[list(whole)]
    pd.testing.assert_frame_equal(some, own, rtol=1e-9, atol=1e-12)
    rest = whole[~whole.set_index(sides).index.isin(some.set_index(sides).index)]
    assert (whole["p"] < 0.05).sum() == (some["p"] < 0.05).sum()
    settings = dict(some.attrs["settings"])
    no_row = settings.pop("no row")
    assert no_row == {"not tested": int(rest["p"].isna().sum()), "alike": int(rest["p"].notna().sum())}
    assert no_row["alike"] > 0
    assert len(some) > 0 or asked == "near"
    assert (no_row["not tested"] > 0) == (asked != "near")
    assert settings == whole.attrs["settings"]
    monkeypatch.setattr(compare, "LARGE", possible)
    assert len(ASKED[asked](corpus_of())) == len(whole)


def test_terms_and_groups_that_are_too_small_keep_their_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "LARGE", 10)
    assert len(ASKED["terms"](corpus_of())) == 9
    small = keyness(make_corpus({"Herald": 16, "Post": 3}, words=WORDS), hidden=True)
    assert small["reason"].str.contains("under 5 articles a side").all()
    assert len(small)


def test_a_feature_is_kept_where_all_parts_together_use_it_enough() -> None:
    rng = np.random.default_rng(5)
    names = np.array([f"{a}{b}" for a in "abcdef" for b in ("", " x")], dtype=object)
    made, total = [], dict.fromkeys(names, 0)
    for _ in range(4):
        some = np.sort(rng.choice(len(names), 7, replace=False))
        held = rng.integers(0, 3, len(some))
        key = pd.util.hash_array(names[some])
        table = pd.DataFrame({"key": key, "feature": names[some], "pair": [" " in n for n in names[some]]})
        made.append(table.assign(articles=held).sort_values("key", ignore_index=True))
        for name, n in zip(names[some], held, strict=True):
            total[name] += n
    found = vocabulary_of(made, 3)
    kept = [name for name in names if total[name] >= 3]
    assert found.features.tolist() == sorted(kept, key=lambda name: (" " in name, name))
    assert found.articles.tolist() == [total[name] for name in found.features]
    assert found.singles == sum(" " not in name for name in kept)
    assert (
        found.features[found.columns(pd.util.hash_array(found.features))].tolist() == found.features.tolist()
    )
    assert (found.columns(np.array([1], dtype=np.uint64)) == -1).all()
    assert 2 < len(kept) < len(names)
    edges = found.edges(5)
    assert edges[0] == 0
    assert edges[-1] == len(kept)
    assert edges == sorted(set(edges))
    assert len(edges) > 2
