"""Where words are, counted one token at a time."""

import numpy as np
import pandas as pd
import pytest

from toolkit.analysis.keyness.counts import count
from toolkit.analysis.keyness.find import _by_size
from toolkit.analysis.keyness.listed import _covered
from toolkit.analysis.keyness.masks import masks_of, names_of
from toolkit.analysis.scope import scope_of
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform
from toolkit.text.segments import segments
from toolkit.text.tokens import tokens

NOTE = "Read more on our page."


def corpus_of(rows: list[tuple[str, str]]) -> Corpus:
    return Corpus(conform(pd.DataFrame(rows, columns=["outlet", "text"]), "articles"))


def floods() -> Corpus:
    days = [
        f"The river rose in town {n % 3}. Rain fell on the river.\n\n{NOTE}\n\nThe dam of valley {n} held firm."
        for n in range(8)
    ]
    return corpus_of([("Post" if n % 2 else "Herald", text) for n, text in enumerate(days)])


SPEECH = "“The river is calm,” said the mayor of Post town {n}. The “calm” river rose to mark {n}. On day {n} the Post left town."


def said() -> Corpus:
    rows = [("Post" if n % 2 else "Herald", SPEECH.format(n=n) + f"\n\n{NOTE}") for n in range(9)]
    return corpus_of(rows)


@pytest.mark.parametrize("about", [None, "mayor"])
def test_uses_are_those_counted_one_by_one(about: str | None) -> None:
    corpus, scope = said(), scope_of(about=about)
    counted, table = count(corpus, scope), tokens(corpus)
    masks = masks_of(corpus, scope, counted.group, names_of(corpus, counted.group))
    words = np.asarray(table.vocabulary)[table.word]
    off = masks.off if masks.off is not None else np.zeros(len(words), dtype=bool)
    marks = {
        "quoted": masks.everywhere & masks.quoted,
        "repeated": masks.repeated,
        "named": masks.named & masks.here,
        "off": off,
        "everything": masks.everywhere,
    }
    shape = len(counted.names), len(counted.dfm.features)
    expected = {name: np.zeros(shape) for name in (*marks, "uses")}
    column = {str(name): at for at, name in enumerate(counted.dfm.features)}
    for at, word in enumerate(words):
        group = counted.group[table.document[at]]
        follows = (
            at > 0 and table.segment[at] == table.segment[at - 1] and table.start[at] - table.end[at - 1] == 1
        )
        for feature, covered in ((word, [at]), (f"{words[at - 1]} {word}", [at - 1, at] if follows else [])):
            if feature in column and covered:
                expected["uses"][group, column[feature]] += masks.here[covered].all()
                for name, mark in marks.items():
                    expected[name][group, column[feature]] += mark[covered].any()
    uses = np.array([side.count for side in counted.sides.each])
    found = {name: counted.uses_beside(name) for name in ("quoted", "repeated", "named", "off")}
    found |= {"uses": uses, "everything": uses + counted.uses_beside("other")}
    assert any(" " in name for name in column)
    for name, values in found.items():
        np.testing.assert_array_equal(values, expected[name], err_msg=name)
        assert values.any() or (name, about) in (("off", None), ("repeated", "mayor"))
    if counted.off_words is not None:
        each = np.bincount(table.document[off], minlength=len(corpus))
        assert counted.off_words.tolist() == each.tolist()


def test_tokens_that_a_span_touches() -> None:
    corpus = floods()
    table, cut = tokens(corpus), segments(corpus)
    rng = np.random.default_rng(4)
    size = cut["text"].str.len().to_numpy()
    segment = np.repeat(np.arange(len(cut)), 6)
    start = (rng.random(len(segment)) * size[segment]).astype(np.int64)
    end = np.minimum(size[segment], start + rng.integers(1, 40, len(segment)))
    end[::6] = size[segment][::6]  # to the end of the segment, the longest one too
    start[::6] = 0
    first, last = _covered(table, segment.astype(np.int64), start, end.astype(np.int64))
    for row, of in enumerate(segment):
        here = np.flatnonzero(table.segment == of)
        touched = here[(table.end[here] > start[row]) & (table.start[here] < end[row])]
        if len(touched):
            assert (first[row], last[row]) == (touched[0], touched[-1] + 1)
        else:
            assert first[row] >= last[row]


def test_a_line_that_an_outlet_repeats_is_not_off_the_subject_but_left_out() -> None:
    corpus = floods()
    group = (corpus.articles["outlet"] == "Post").to_numpy(dtype=np.intp)
    masks = masks_of(corpus, scope_of(about="river"), group, ())
    assert masks.off is not None
    assert masks.off.any()
    assert not (masks.off & segments(corpus)["boilerplate"].to_numpy()[tokens(corpus).segment]).any()


def test_the_order_is_by_p_and_then_by_the_size_of_z() -> None:
    table = pd.DataFrame({"p": [0.2, 0.1, 0.1, 0.1], "z": [9.0, 2.0, -3.0, 1.0]})
    assert table.sort_values(["p", "z"], key=_by_size).index.tolist() == [2, 1, 3, 0]
