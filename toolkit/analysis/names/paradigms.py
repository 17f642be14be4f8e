"""Paradigms: uses of words in one place of a phrase, where another word could stand.

Three are read, without a parser: what stands before one noun ("illegal", "undocumented" before
"immigrants"), which noun stands behind one modifier ("illegal" before "immigrants", "aliens"), and who is put
before one verb and object ("migrants", "aliens" who "crossed the border"). Nouns and modifiers are told from
verbs by the words that stand before them everywhere in the articles: "the" and "of", not "to" and "they".
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.analysis.names.contexts import Folded, Ints, folded
from toolkit.corpus.corpus import Corpus
from toolkit.text.segments import segmented
from toolkit.text.tokens import Tokens, tokens

Bools = npt.NDArray[np.bool_]

HEAD, MODIFIER, CLAUSE = "same head", "same modifier", "same verb and object"
NOMINAL = 0.5  # part of the telling words before a form that go before nouns: from it on it is no verb
PRIOR = {"ed": 0.1, "ing": 0.1, "ly": 0.1, "": 0.6}  # what is thought of a form unseen, worth one use
NAME = 0.5  # of its uses inside sentences have a capital: a name
CLAUSE_REACH = 4  # tokens from a subject to its verb, all of them function words but the first
_OBJECT_REACH = 4
_BEFORE_NOUNS = frozenset(
    (
        *("the", "a", "an", "this", "these", "those", "some", "any", "no", "every", "each", "all", "both"),
        *("its", "his", "her", "their", "our", "my", "your", "many", "more", "most", "other", "such", "few"),
        *("of", "in", "for", "with", "on", "from", "against", "about", "among", "between", "into", "under"),
        *("by", "than", "without", "over", "through", "million", "thousand", "two", "three", "several"),
    )
)
_BEFORE_VERBS = frozenset(
    (
        *("to", "will", "would", "can", "could", "may", "might", "must", "should", "shall", "not", "who"),
        *("he", "she", "they", "we", "i", "you", "it", "has", "have", "had", "be", "been", "being", "is"),
        *("are", "was", "were", "don't", "didn't", "doesn't", "won't", "which", "did", "do", "does"),
    )
)
_DETERMINERS = frozenset(
    ("the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our")
)


_KNOWN: WeakKeyDictionary[Corpus, pd.DataFrame] = WeakKeyDictionary()


def paradigm_uses(corpus: Corpus) -> pd.DataFrame:
    """Return every use of a word in a paradigm; computed once for each corpus.

    Returns
    -------
    DataFrame
        `paradigm`, `shared` (what stays), `choice` (what could be another word), and the tokens `first` to
        `last` of the phrase.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> text = "The illegal immigrants left. An illegal alien crossed the border."
    >>> uses = paradigm_uses(Corpus(conform(pd.DataFrame({"text": [text]}), "articles")))
    >>> uses[["shared", "choice"]].values.tolist()
    [['immigrants', 'illegal'], ['alien', 'illegal'], ['illegal', 'immigrants'], ['illegal', 'alien'],
    ['cross border', 'alien']]
    """
    if corpus not in _KNOWN:
        _KNOWN[corpus] = _found(corpus)
    return _KNOWN[corpus]


def _found(corpus: Corpus) -> pd.DataFrame:
    table, words = tokens(corpus), folded(corpus)
    noun = nominal(table) & words.content
    of_noun = noun[table.word] & words.keep
    name = is_name(corpus, table)[words.word]
    linked = np.zeros(len(table), dtype=bool)
    linked[1:] = (table.pairs.code[1:] >= 0) & words.keep[1:] & words.keep[:-1]
    inside = np.zeros(len(table) + 1, dtype=bool)  # whether the phrase goes on behind a token
    inside[: len(table)][:-1] = linked[1:] & of_noun[1:]
    head = of_noun & ~inside[:-1] & ~name
    pair = np.flatnonzero(head & linked & np.concatenate([[False], of_noun[:-1]]))
    plain = pair[~name[pair - 1]]
    text = table.vocabulary[words.word]
    parts = [
        _rows(HEAD, text[pair], text[pair - 1], pair - 1, pair),
        _rows(MODIFIER, text[plain - 1], text[plain], plain - 1, plain),
        _clauses(table, words, head, noun),
    ]
    return pd.concat(parts, ignore_index=True)


def _rows(paradigm: str, shared: np.ndarray, choice: np.ndarray, first: Ints, last: Ints) -> pd.DataFrame:
    return pd.DataFrame(
        {"paradigm": paradigm, "shared": shared, "choice": choice, "first": first, "last": last}
    )


def nominal(table: Tokens) -> Bools:
    """Tell which forms of the vocabulary are nouns or their modifiers, by the words before their uses."""
    size = len(table.vocabulary)
    at = np.flatnonzero(table.pairs.code >= 0)

    def behind(words: frozenset[str]) -> np.ndarray:
        telling = np.isin(table.vocabulary, list(words))
        return np.bincount(table.word[at[telling[table.word[at - 1]]]], minlength=size)

    nouns, verbs = behind(_BEFORE_NOUNS), behind(_BEFORE_VERBS)
    prior = np.array([next(p for end, p in PRIOR.items() if form.endswith(end)) for form in table.vocabulary])
    return np.asarray((nouns + prior) / (nouns + verbs + 1) >= NOMINAL, dtype=bool)


def is_name(corpus: Corpus, table: Tokens) -> Bools:
    """Tell which forms mostly have a capital inside the sentences of bodies."""
    cut = segmented(corpus)
    body = (cut.table["part"] == "body").to_numpy(dtype=bool)
    later = np.zeros(len(table), dtype=bool)
    later[1:] = table.segment[1:] == table.segment[:-1]
    at = np.flatnonzero(later & body[table.segment])
    texts, starts = cut.table["text"].to_numpy(dtype=object), cut.table["start"].to_numpy(dtype=np.int64)
    places = table.start[at] - starts[table.segment[at]]
    large = np.fromiter(
        (
            texts[row][place].isupper()
            for row, place in zip(table.segment[at].tolist(), places.tolist(), strict=True)
        ),
        dtype=bool,
        count=len(at),
    )
    size = len(table.vocabulary)
    return np.bincount(table.word[at], weights=large, minlength=size) > NAME * np.bincount(
        table.word[at], minlength=size
    )


def _clauses(table: Tokens, words: Folded, head: Bools, noun: Bools) -> pd.DataFrame:
    """Return who stands before a verb and its object: "migrants who crossed the border"."""
    n, place = len(table), np.arange(len(table))
    form = table.word
    verb = np.flatnonzero(words.content[form] & ~noun[form] & words.keep)
    verb = verb[verb + 1 < n]
    verb = verb[np.isin(table.vocabulary[form[verb + 1]], list(_DETERMINERS))]
    next_head = np.minimum.accumulate(np.where(head, place, n)[::-1])[::-1]
    last_content = np.maximum.accumulate(np.where(words.content[form], place, -1))
    goal = next_head[verb + 1]
    subject = last_content[np.maximum(verb - 1, 0)]
    good = (goal < n) & (goal - verb <= _OBJECT_REACH) & (subject >= 0) & (verb - subject <= CLAUSE_REACH)
    verb, goal, subject = verb[good], goal[good], subject[good]
    same = (table.segment[goal] == table.segment[subject]) & head[subject] & (subject < verb)
    verb, goal, subject = verb[same], goal[same], subject[same]
    text = table.vocabulary[words.word]
    stems = np.array([stem(str(w)) for w in table.vocabulary], dtype=object)
    shared = np.array([f"{a} {b}" for a, b in zip(stems[form[verb]], text[goal], strict=True)], dtype=object)
    return _rows(CLAUSE, shared, text[subject], subject, goal)


def stem(verb: str) -> str:
    """Return a verb without its ending, so that "crossed", "crosses" and "crossing" are one.

    Examples
    --------
    >>> [stem(verb) for verb in ("crossed", "crosses", "crossing", "stopped")]
    ['cross', 'cross', 'cross', 'stop']
    """
    for end in ("ing", "ed", "es", "s", "e"):
        if verb.endswith(end) and len(verb) - len(end) > 2:
            verb = verb[: -len(end)]
            if end in ("ing", "ed") and len(verb) > 3 and verb[-1] == verb[-2] and verb[-1] not in "sl":
                verb = verb[:-1]
            break
    return verb
