"""Other names for what a word names, by the contexts they share: proposals from which the user chooses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
import pandas as pd

from toolkit.analysis.concordance import lines
from toolkit.analysis.names.contexts import RARE, SLOTS, Contexts, contexts, folded, singular
from toolkit.analysis.names.terms import entries_of, rows_with
from toolkit.analysis.scope import Scope, scope_of, selected
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError, nearest
from toolkit.lexicons import Entry
from toolkit.lexicons.reader import longest
from toolkit.patterns import compiled, pattern
from toolkit.results import make, opens
from toolkit.text.furniture import word_of_one
from toolkit.text.segments import segmented
from toolkit.text.tokens import forms, tokens

MODIFIER = 0.6  # a word that comes before another in more of its uses is an adjective, not a name
SHOWN = 4  # contexts shown beside a candidate
FEW_ARTICLES = 40  # under so many most of a list is noise
_SO_CALLED = re.compile(r"\bso[- ]called[\s\"'“‘]*\Z", re.IGNORECASE)
_LINKS = (
    r",? (?:is|are|was|were|as|or|called|known as|described as|dubbed|labell?ed)"
    r"(?: an?| the)?(?: [\w’'-]+){0,3}? "
    r"|, (?:an?|the|these|those)(?: [\w’'-]+){0,3}? "
)


@copies_settled
def suggest_names(corpus: Corpus, word: str, *, n: int = 20, by: str = "outlet") -> pd.DataFrame:
    """Return words that occur in the same contexts as a word: candidates for other names of the same.

    They are proposals. On 369 to 1,547 articles about two of the first ten were names written down
    beforehand, on 40 articles one. Which ones are of use, the reader decides from the sentences. Tick them
    with `write_labels`, and `toolkit.labels` counts them with intervals.

    Parameters
    ----------
    corpus : Corpus
        The articles; copies count as the settings say, and repeated lines are left out.
    word : str
        A word or two, in singular or plural: ``"immigrant"``.
    n : int
        Candidates at most.
    by : str
        Column whose values are shown beside the uses.

    Returns
    -------
    DataFrame
        One row a candidate, the likest first: `label`; `pattern`, what would be counted; `likeness` (cosine
        of the contexts, 0 to 1; higher is more alike); `contexts` they share, the weightiest first; `uses`
        of which `quoted` and `so_called` ("so-called X", or in scare quotes), in `n` articles; `where` (uses
        by group); `told_as`, sentences that put the two side by side ("X, the Y", "X are Y", "X or Y"), and
        two sentences, from different groups where there are such.

    Raises
    ------
    TableError
        If the articles hardly use the word, with the nearest word they do use.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> texts = [f"Police said the {name} who fled was at the border on day {day}." for day in range(6)
    ...     for name in ("migrant", "alien")]
    >>> corpus = Corpus(conform(pd.DataFrame({"outlet": ["Post", "Herald"] * 6, "text": texts}), "articles"))
    >>> suggest_names(corpus, "migrants").iloc[0][["label", "where"]].tolist()
    ['alien', 'Herald 6']
    """
    known = contexts(corpus)
    seed = seed_of(corpus, known, word)
    likeness = {known.terms[place]: value for place, value in ranking(known, seed)}
    entries = entries_of(corpus, list(likeness))
    kept = list(islice(_without_furniture(corpus, entries, by), n))
    scope = scope_of(by=by, voice="all")
    beside = _beside(corpus, seed, kept)
    rows = [
        row
        | {"likeness": likeness[entry.label], "contexts": shared(corpus, known, seed, entry.label)}
        | {"told_as": told}
        for entry, row, told in zip(kept, _counted(corpus, scope, kept), beside, strict=True)
    ]
    given = {"word": seed, "entries": [[entry.label, entry.pattern] for entry in kept]}
    noted = scope.noted() | {"given": given}
    return make("suggestions", rows, by=by, scope=noted, notes=notes(known, seed))


def notes(known: Contexts, seed: str) -> list[str]:
    """Return what a reader of the list must know: how good it is, and what it was learnt from."""
    told = [
        f"Words in the contexts of “{seed}”: of the first ten one or two are other names for it; read the "
        "sentences."
    ]
    if known.of < FEW_ARTICLES:
        told.append(f"Under {FEW_ARTICLES} articles ({known.of} here) most of the list is noise.")
    if known.read < known.of:
        told.append(f"Contexts were learnt from {known.read:,} of {known.of:,} articles, drawn at random.")
    return told


def seed_of(corpus: Corpus, known: Contexts, word: str) -> str:
    """Return the term of the articles that a user's word is.

    Raises
    ------
    TableError
        If the articles use it too rarely.
    """
    if not isinstance(word, str) or not forms(word):
        raise TableError(f"suggest_names() takes a word such as 'immigrant', not {word!r}")
    vocabulary = {str(form): place for place, form in enumerate(tokens(corpus).vocabulary)}
    asked = " ".join(forms(word))
    seed = " ".join(singular(form, vocabulary) for form in forms(word))
    seed = next((form for form in (seed, f"{asked}s") if form in known.places), "")
    if not seed:
        rare = f"the articles use '{word}' too rarely for its contexts to be compared"
        raise TableError(f"{rare}; {nearest(asked, known.terms)}")
    return seed


def ranking(known: Contexts, seed: str) -> list[tuple[int, float]]:
    """Return the places of the candidates with their likeness, the likest first.

    Left out are the word itself and longer forms of it, words that mostly come before a noun, and pairs
    one of whose words is a candidate already.
    """
    home = known.places[seed]
    cosine = np.asarray((known.weights @ known.weights[home].T).todense()).ravel()
    cosine = cosine * known.articles / (known.articles + RARE)
    own, kept = set(seed.split()), []
    taken: set[str] = set()
    for place in np.argsort(-cosine, kind="stable"):
        parts = known.terms[place].split()
        if cosine[place] <= 0:
            break
        if (
            not own.isdisjoint(parts)
            or known.modifier[place] > MODIFIER
            or not taken.isdisjoint(parts[len(parts) == 1 :])
        ):
            continue
        if len(parts) == 1:
            taken.add(parts[0])
        kept.append((int(place), float(cosine[place])))
    return kept


def shared(corpus: Corpus, known: Contexts, seed: str, other: str) -> str:
    """Return the weightiest contexts that two terms share, as "illegal _; _ who"."""
    weights = known.weights[known.places[seed]].multiply(known.weights[known.places[other]]).tocoo()
    vocabulary, content = tokens(corpus).vocabulary, folded(corpus).content
    told: dict[str, None] = {}
    for place in weights.col[np.argsort(-weights.data, kind="stable")]:
        slot, form = known.labels[place]
        if content[form] and str(vocabulary[form]) not in {text.strip("_ …") for text in told}:
            told[SLOTS[slot].format(vocabulary[form])] = None
        if len(told) == SHOWN:
            break
    return "; ".join(told)


def _without_furniture(corpus: Corpus, entries: Sequence[Entry], by: str) -> Iterator[Entry]:
    """Yield the candidates that are no furniture of one group."""
    group = pd.factorize(corpus.column(by))[0]
    sizes = np.bincount(group[group >= 0])
    table, words = tokens(corpus), folded(corpus)
    for entry in entries:
        first = table.codes([entry.label.split()[-1]])[0]
        has = group[np.unique(table.document[(words.word == first) & words.keep])]
        if not word_of_one(np.bincount(has[has >= 0], minlength=len(sizes)), sizes):
            yield entry


def hits(corpus: Corpus, scope: Scope, entries: Sequence[Entry]) -> pd.DataFrame:
    """Return every use of the entries: `segment`, `start`, `end`, `document`, `entry`; the longest counts."""
    cut, inside = segmented(corpus), selected(corpus, scope)
    texts, starts = cut.table["text"].to_numpy(dtype=object), cut.table["start"].to_numpy(dtype=np.int64)
    met: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, entry in enumerate(entries):
        made, rows = pattern(entry.pattern), rows_with(corpus, entry)
        for row in rows[inside[rows]].tolist():
            met[row] += [(*match.span(), number) for match in made.finditer(texts[row])]
    found = [
        (row, starts[row] + a, starts[row] + b, cut.document[row], number)
        for row in sorted(met)
        for a, b, number in longest(met[row])
    ]
    return pd.DataFrame(found, columns=["segment", "start", "end", "document", "entry"], dtype="int64")


def _counted(corpus: Corpus, scope: Scope, entries: Sequence[Entry]) -> list[dict[str, object]]:
    """Return the counts of each candidate, and two sentences."""
    found = hits(corpus, scope, entries)
    group = corpus.column(str(scope.by)).astype("str").to_numpy(dtype=object)
    found = found.assign(group=group[found["document"]])
    firsts = found.drop_duplicates(["entry", "group"])
    chosen = pd.concat([firsts, found]).drop_duplicates(["entry", "segment"]).groupby("entry").head(2)
    told: dict[int, list[object]] = {number: [] for number in range(len(entries))}
    if len(chosen):
        for number, text in zip(chosen["entry"], lines(corpus, chosen)["text"], strict=True):
            told[number].append(text)
    return [
        _row(corpus, entry, found[found["entry"] == number], [*told[number], None, None])
        for number, entry in enumerate(entries)
    ]


def _row(corpus: Corpus, entry: Entry, found: pd.DataFrame, told: Sequence[object]) -> dict[str, object]:
    own = segmented(corpus).table.iloc[found["segment"]]
    at = (found["start"].to_numpy() - own["start"].to_numpy(dtype=np.int64)).tolist()
    called = [bool(_SO_CALLED.search(text[:start])) for text, start in zip(own["text"], at, strict=True)]
    scare = (own["voice"] == "scare_quote").to_numpy(dtype=bool)
    quoted = own["voice"].isin(["direct_quote", "scare_quote"]).to_numpy(dtype=bool)
    by = found["group"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return {
        "label": entry.label,
        "pattern": entry.pattern,
        "uses": len(found),
        "quoted": int(quoted.sum()),
        "so_called": int((scare | np.array(called, dtype=bool)).sum()),
        "n": found["document"].nunique(),
        "where": ", ".join(f"{name} {uses}" for name, uses in by.items()),
        "sentence_1": told[0],
        "sentence_2": told[1],
    }


def _beside(corpus: Corpus, seed: str, entries: Sequence[Entry]) -> list[int]:
    """Return in how many sentences each candidate is put beside the word."""
    own, texts = entries_of(corpus, [seed])[0], segmented(corpus).table["text"]
    with_seed = rows_with(corpus, own)
    return [
        told_as(texts.iloc[np.intersect1d(with_seed, rows_with(corpus, one))], own, one) for one in entries
    ]


def told_as(texts: pd.Series, one: Entry, other: Entry) -> int:
    """Return how many of the sentences put one name beside the other: "X, the Y", "X are Y", "X or Y"."""
    a, b = (pattern(entry.pattern).pattern for entry in (one, other))
    beside = compiled(f"{a}(?:{_LINKS}){b}|{b}(?:{_LINKS}){a}", f"{one.pattern} beside {other.pattern}")
    return int(sum(beside.search(text) is not None for text in texts))


@opens("suggestions")
@copies_settled
def open_suggestions(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the sentences with a candidate that a row of `suggest_names` counted."""
    scope = Scope.of(row)
    entries = [Entry("", label, text) for label, text in (scope.given or {})["entries"]]
    found = hits(corpus, scope, entries)
    number = [entry.label for entry in entries].index(str(row["label"]))
    return lines(corpus, found[found["entry"] == number])
