"""Where words are, counted one token at a time."""

from dataclasses import replace

import numpy as np
import pandas as pd

from toolkit.analysis.keyness.counts import Places, count
from toolkit.analysis.keyness.find import _by_size
from toolkit.analysis.keyness.listed import _covered
from toolkit.analysis.keyness.masks import masks_of
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


def test_uses_with_any_chosen_word_are_those_counted_one_by_one() -> None:
    corpus, rng = floods(), np.random.default_rng(3)
    counted, table = count(corpus, scope_of()), tokens(corpus)
    chosen = rng.random(len(table.word)) < 0.3
    words = np.asarray(table.vocabulary)[table.word]
    expected = np.zeros((len(counted.names), len(counted.dfm.features)))
    column = {str(name): at for at, name in enumerate(counted.dfm.features)}
    for at, word in enumerate(words):
        group = counted.group[table.document[at]]
        if chosen[at] and word in column:
            expected[group, column[word]] += 1
        if at and table.segment[at] == table.segment[at - 1] and (chosen[at] or chosen[at - 1]):
            pair = f"{words[at - 1]} {word}"
            if pair in column:
                expected[group, column[pair]] += 1
    assert any(" " in name for name in column)
    np.testing.assert_array_equal(Places(counted).count(chosen), expected)


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
    masks = masks_of(corpus, scope_of(about="river"), group)
    assert masks.off is not None
    assert masks.off.any()
    assert not (masks.off & segments(corpus)["boilerplate"].to_numpy()[tokens(corpus).segment]).any()


def test_the_order_is_by_p_and_then_by_the_size_of_z() -> None:
    table = pd.DataFrame({"p": [0.2, 0.1, 0.1, 0.1], "z": [9.0, 2.0, -3.0, 1.0]})
    assert table.sort_values(["p", "z"], key=_by_size).index.tolist() == [2, 1, 3, 0]


def test_words_of_each_group_are_those_chosen_of_its_articles() -> None:
    """The first group counts, the last one too where nothing of it is chosen, and no group of -1."""
    corpus = floods()
    counted, table = count(corpus, scope_of()), tokens(corpus)
    counted = replace(counted, group=np.where(np.arange(8) == 2, -1, counted.group))
    group, first = counted.group[table.document], len(counted.names) - 1
    made = Places(counted)
    assert made.words(np.ones(len(group), dtype=bool)).tolist() == [int((group == g).sum()) for g in (0, 1)]
    assert made.words(group < first).tolist() == [int((group == 0).sum()), 0]
