"""The contexts in which words occur, as one sparse matrix: words that share many are often said of the same.

No parser is needed. A context is a neighbouring word with its place: the word before, the word after, the
second before and after, and the nearest content word on each side. Function words count, so that nouns meet
nouns ("the _ of", "_ who").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from toolkit.corpus.corpus import Corpus
from toolkit.lexicons import word_set
from toolkit.text.dfm import in_scope
from toolkit.text.tokens import Tokens, tokens

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Ints = npt.NDArray[np.int64]

READ = 3000  # articles whose contexts are learnt at most, drawn at random: more cost memory and change little
USES, ARTICLES = 3, 2  # a word with fewer uses or articles has no contexts to speak of
PAIR_ARTICLES = 3  # the same for two words that occur together
REACH = 5  # tokens to the nearest content word on either side, at most
SMOOTH = 0.75  # exponent of context frequencies (Levy, Goldberg & Dagan 2015)
RARE = 5  # articles at which the likeness of a word counts half
_IRREGULAR = MappingProxyType({"children": "child", "people": "person", "women": "woman"})
_LEAST_STEM = 3  # letters
SLOTS = ("{} _", "_ {}", "{} … _", "_ … {}", "{} … _", "_ … {}")


def singular(word: str, known: Mapping[str, int]) -> str:
    """Return the singular of a word where the texts have it too, else the word.

    Examples
    --------
    >>> known = {"refugee": 0, "policy": 1, "woman": 2, "class": 3}
    >>> [singular(word, known) for word in ("refugees", "policies", "women", "classes", "news")]
    ['refugee', 'policy', 'woman', 'class', 'news']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word] if _IRREGULAR[word] in known else word
    if word.endswith("men") and f"{word[:-3]}man" in known:
        return f"{word[:-3]}man"
    for end, put in (("ies", "y"), ("s", ""), ("es", "")):
        stem = word[: -len(end)] + put
        if word.endswith(end) and len(stem) >= _LEAST_STEM and stem in known:
            return stem
    return word


@dataclass(frozen=True, eq=False)
class Folded:
    """The tokens of a corpus with singular and plural as one.

    Attributes
    ----------
    word : ndarray of int
        Position of each token's folded form in ``tokens(corpus).vocabulary``.
    fold : ndarray of int
        The same for each form of the vocabulary.
    content : ndarray of bool
        Whether a form of the vocabulary can be a name: no function word, no number.
    keep : ndarray of bool
        Whether a token counts: in the body or headline, and no furniture.
    """

    word: Ints
    fold: Ints
    content: npt.NDArray[np.bool_]
    keep: npt.NDArray[np.bool_]


_FOLDED: WeakKeyDictionary[Corpus, Folded] = WeakKeyDictionary()


def folded(corpus: Corpus) -> Folded:
    """Return the tokens of a corpus with singular and plural as one; computed once for each corpus."""
    if corpus not in _FOLDED:
        table = tokens(corpus)
        known = {str(form): place for place, form in enumerate(table.vocabulary)}
        fold = np.array([known[singular(form, known)] for form in known], dtype=np.int64)
        stop = word_set("topic_stopwords")
        content = np.array([len(form) > 2 and form[0].isalpha() and form not in stop for form in known], bool)
        keep = in_scope(corpus)[table.segment]
        _FOLDED[corpus] = Folded(fold[table.word], fold, content, np.asarray(keep, dtype=bool))
    return _FOLDED[corpus]


@dataclass(frozen=True, eq=False)
class Contexts:
    """Words and pairs of words with the contexts they occur in.

    Attributes
    ----------
    terms : tuple of str
        Singular forms; the words of a pair are joined by a space.
    weights : csr_matrix
        Terms by contexts: positive pointwise mutual information, rows of length one.
    labels : tuple of (int, int)
        Slot and vocabulary position of each context; `SLOTS` says how a slot is written.
    articles : ndarray of int
        Articles that have the term.
    modifier : ndarray of float
        Share of a term's uses right before another content word: near 1 for an adjective.
    read, of : int
        Articles whose contexts were learnt, of how many.
    """

    terms: tuple[str, ...]
    weights: csr_matrix
    labels: tuple[tuple[int, int], ...]
    articles: Ints
    modifier: npt.NDArray[np.float64]
    read: int
    of: int
    places: Mapping[str, int] = field(repr=False, default_factory=dict)


_CONTEXTS: WeakKeyDictionary[Corpus, Contexts] = WeakKeyDictionary()


def contexts(corpus: Corpus) -> Contexts:
    """Return the contexts of the words of a corpus; computed once for each corpus.

    Notes
    -----
    The weight of a term and a context is ``max(0, log(p(t, c) / (p(t) p(c)^.75)))``, discounted for rare
    pairs (Pantel & Lin 2002).
    """
    if corpus not in _CONTEXTS:
        _CONTEXTS[corpus] = _contexts(corpus)
    return _CONTEXTS[corpus]


def _contexts(corpus: Corpus) -> Contexts:
    table, words = tokens(corpus), folded(corpus)
    drawn = np.ones(len(corpus), dtype=bool)
    if len(corpus) > READ:
        drawn[:] = False
        drawn[np.random.default_rng(corpus.settings.seed).choice(len(corpus), READ, replace=False)] = True
    usable = words.keep & words.content[words.word] & drawn[table.document]
    paired = np.zeros(len(table), dtype=bool)
    paired[1:] = (table.pairs.code[1:] >= 0) & usable[1:] & usable[:-1]
    one, two = np.flatnonzero(usable), np.flatnonzero(paired)
    size = len(table.vocabulary)
    keys = np.concatenate([words.word[one], size + words.word[two - 1] * size + words.word[two]])
    known, term, uses = np.unique(keys, return_inverse=True, return_counts=True)
    last, first = np.concatenate([one, two]), np.concatenate([one, two - 1])
    met = np.unique(term.astype(np.int64) * len(corpus) + table.document[last])
    articles = np.bincount(met // len(corpus), minlength=len(known))
    kept = (uses >= USES) & (articles >= np.where(known < size, ARTICLES, PAIR_ARTICLES))
    row = np.where(kept, np.cumsum(kept) - 1, -1)[term]
    heads = np.zeros(len(table), dtype=bool)
    heads[:-1] = paired[1:]
    modifier = np.bincount(term, weights=heads[last], minlength=len(known)) / np.maximum(uses, 1)
    terms = tuple(_spelled(table.vocabulary, int(key), size) for key in known[kept])
    weights, labels = _weights(table, words, (row, first, last), len(terms))
    return Contexts(
        terms,
        weights,
        labels,
        articles[kept],
        modifier[kept],
        int(drawn.sum()),
        len(corpus),
        MappingProxyType({name: place for place, name in enumerate(terms)}),
    )


def _spelled(vocabulary: npt.NDArray[Any], key: int, size: int) -> str:
    if key < size:
        return str(vocabulary[key])
    return f"{vocabulary[key // size - 1]} {vocabulary[key % size]}"


def _weights(
    table: Tokens, words: Folded, spans: tuple[Ints, Ints, Ints], terms: int
) -> tuple[csr_matrix, tuple[tuple[int, int], ...]]:
    """Return the weights of terms by contexts, and slot and word of each context."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - the toolkit imports quickly

    row, first, last = (part[spans[0] >= 0] for part in spans)
    size, rows, columns = len(table.vocabulary), [], []
    for slot, at in enumerate(_neighbours(table, words, first, last)):
        there = at >= 0
        rows.append(row[there])
        columns.append(slot * size + words.word[at[there]])
    found, place = np.unique(np.concatenate(columns), return_inverse=True)
    data = np.ones(len(place)), (np.concatenate(rows), place)
    counts = csr_matrix(data, shape=(terms, len(found)))
    shared = np.flatnonzero(np.bincount(counts.indices, minlength=len(found)) > 1)
    labels = tuple((int(key) // size, int(key) % size) for key in found[shared])
    return _informative(counts[:, shared]), labels


def _neighbours(table: Tokens, words: Folded, first: Ints, last: Ints) -> list[Ints]:
    """Return, for each slot, the token there for each span; -1 for none in its segment."""
    n = len(table)
    place = np.arange(n)
    content = words.content[words.word]
    before = np.maximum.accumulate(np.where(content, place, -1))
    after = np.minimum.accumulate(np.where(content, place, n)[::-1])[::-1]
    left, right = before[np.maximum(first - 1, 0)], after[np.minimum(last + 1, n - 1)]
    reached = [(first - 1, first), (last + 1, last), (first - 2, first), (last + 2, last)]
    reached += [(left, first), (right, last)]
    made = []
    for at, home in reached:
        safe = np.clip(at, 0, n - 1)
        inside = (at == safe) & (at != home) & (table.segment[safe] == table.segment[home])
        made.append(np.where(inside & (np.abs(at - home) <= REACH), safe, -1))
    return made


def _informative(counts: csr_matrix) -> csr_matrix:
    """Return positive pointwise mutual information of terms and contexts, with rows of length one."""
    from scipy.sparse import csr_matrix, diags  # noqa: PLC0415

    of_term = np.asarray(counts.sum(axis=1)).ravel()
    of_context = np.asarray(counts.sum(axis=0)).ravel()
    smoothed = of_context**SMOOTH / (of_context**SMOOTH).sum()
    cells = counts.tocoo()
    rarer = np.minimum(of_term[cells.row], of_context[cells.col])
    value = np.log(cells.data / (of_term[cells.row] * smoothed[cells.col]))
    value *= cells.data / (cells.data + 1) * rarer / (rarer + 1)
    good = value > 0
    made = csr_matrix((value[good], (cells.row[good], cells.col[good])), shape=counts.shape)
    length = np.sqrt(np.asarray(made.multiply(made).sum(axis=1)).ravel())
    return (diags(1 / np.maximum(length, 1e-12)) @ made).tocsr()
