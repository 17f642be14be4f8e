"""Page furniture: lines told by the phrase that opens or closes them, and words of one outlet alone.

"JUST WATCHED Senator on gun control Replay More Videos ..." is never printed twice, so no search for repeated
sentences finds it. But its first and last words are at the edge of a line and nowhere else, in article
after article of one outlet, and the line has no full stop.
"""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pandas as pd

REPEATED_IN = 3  # articles of one outlet that a repeated line, or a phrase at its edge, occurs in
AT_EDGE = 0.9  # share of the uses of a phrase of furniture that open a line, or close one
UNSTOPPED = 0.5  # share of its lines without a full stop; of prose it is a few in a hundred
TIMES_USUAL = 3  # and so many times that of the outlet's other lines
MANY, EXCLUSIVE = 20, 10  # lines with a full stop: so many, and so many times as often as in other outlets
OWN, OWN_ARTICLES = 0.2, 10  # a word in more of one outlet's articles, of so many or more, and in no other's

KEYS = ["outlet", "edge", "phrase"]

_WORD = r"[\w'’-]+"
_EDGES = {
    "opening": re.compile(rf"^\W*({_WORD} {_WORD})(?![\w'’-])"),
    "closing": re.compile(rf"(?<![\w'’-])({_WORD} {_WORD})\W*$"),
}
_EDGE = 120  # characters in which the first two words of a line are, or its last two
_STOP = re.compile(r"(?:[.!?…:;。।۔؟！？](?<!\.\.\.))[\"'”’»)\]]*$")
_TITLED = re.compile(r"^[A-Z]\S* [A-Z]")
_BETWEEN = re.compile(r"[^\w'’-]+")


def edges(text: pd.Series, outlet: np.ndarray, document: np.ndarray) -> pd.DataFrame:
    """Return what is at the edges of lines: the phrases that open and close each, and whether it is stopped.

    Parameters
    ----------
    text : Series of str
        Sentences of the bodies of articles.
    outlet, document : ndarray
        The outlet and the article of each.

    Returns
    -------
    DataFrame
        One row a line: ``outlet, document, open_ended, opening, opening_titled, closing, closing_titled``.

    Examples
    --------
    >>> edges(pd.Series(["JUST WATCHED Clip 3"]), np.array(["Post"]), np.array([0]))["closing"].tolist()
    ['clip 3']
    """
    printed = text.astype("str").str.strip().tolist()
    begins, ends = [_beginning(line) for line in printed], [_end(line) for line in printed]
    lines = pd.DataFrame({"outlet": outlet, "document": document})
    lines["open_ended"] = [_STOP.search(line) is None for line in ends]
    for edge, where in (("opening", begins), ("closing", ends)):
        found = [_EDGES[edge].search(line) for line in where]
        phrases = [one and one.group(1) for one in found]
        lines[edge] = pd.Series([one and one.lower() for one in phrases], dtype="str")
        lines[f"{edge}_titled"] = [one is not None and _TITLED.match(one) is not None for one in phrases]
    return lines


def _beginning(line: str) -> str:
    """Return the beginning of a line up to a blank, so that a pattern need not search the whole."""
    return line if len(line) <= _EDGE else line[:_EDGE].rpartition(" ")[0] or line[:_EDGE]


def _end(line: str) -> str:
    """Return the end of a line from a blank on, so that a pattern of the end need not search the whole."""
    return line if len(line) <= _EDGE else line[-_EDGE:].partition(" ")[2] or line[-_EDGE:]


def edge_counts(lines: pd.DataFrame) -> pd.DataFrame:
    """Count the phrases at the edges of lines; counts of different articles may be added up.

    Parameters
    ----------
    lines : DataFrame
        From `edges`.

    Returns
    -------
    DataFrame
        One row an outlet, edge and phrase: ``lines``, ``articles``, ``open_ended`` and ``titled`` lines. Rows
        with the edge ``all`` count every line of an outlet.
    """
    whole = lines.assign(edge="all", phrase="", titled=False)
    each = [
        lines.assign(edge=edge, phrase=lines[edge], titled=lines[f"{edge}_titled"]).dropna(subset="phrase")
        for edge in _EDGES
    ]
    names = {
        "lines": ("document", "size"),
        "articles": ("document", "nunique"),
        "open_ended": ("open_ended", "sum"),
        "titled": ("titled", "sum"),
    }
    return pd.concat([whole, *each]).groupby(KEYS, sort=True).agg(**names).reset_index()


def suspects(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the phrases that could be furniture, from counts over a whole corpus.

    Parameters
    ----------
    counts : DataFrame
        From `edge_counts`, summed.

    Returns
    -------
    DataFrame
        Its rows for phrases in three or more articles whose lines mostly lack a full stop, or that other
        outlets hardly have.

    Notes
    -----
    A phrase is the first or the last two words of a line. It is furniture of an outlet where it occurs in
    three or more of its articles, at that edge in nine of ten of its uses (`furniture`), and either half of
    its lines or more lack a full stop, or there are twenty or more and other outlets have ten times fewer.
    """
    whole = counts[counts["edge"] == "all"].set_index("outlet")
    each = counts[counts["edge"] != "all"]
    size = each["outlet"].map(whole["lines"]).astype("float64")
    usual = each["outlet"].map(whole["open_ended"] / whole["lines"]).astype("float64")
    open_ended = each["open_ended"] / each["lines"]
    unstopped = open_ended.ge(UNSTOPPED) & open_ended.ge(TIMES_USUAL * usual)
    elsewhere = each.groupby(["edge", "phrase"])["lines"].transform("sum") - each["lines"]
    rest = whole["lines"].sum() - size
    exclusive = (each["lines"] / size).ge(EXCLUSIVE * (elsewhere + 0.5) / np.maximum(rest, 1)) & (rest > 0)
    own = each["lines"].ge(MANY) & (each["titled"] / each["lines"]).ge(AT_EDGE) & exclusive
    return each[each["articles"].ge(REPEATED_IN) & (unstopped | own)].reset_index(drop=True)


def uses(text: pd.Series, outlet: np.ndarray, phrases: pd.DataFrame) -> np.ndarray:
    """Count how often each phrase occurs in lines of its outlet, at the edge or not.

    Parameters
    ----------
    text, outlet
        As in `edges`.
    phrases : DataFrame
        From `suspects`.

    Returns
    -------
    ndarray of int
        One number a row of `phrases`; numbers of different articles may be added up.
    """
    pairs = list(zip(phrases["outlet"], phrases["phrase"], strict=True))
    met = dict.fromkeys(pairs, 0)
    plain = text.astype("str").str.strip().str.lower()
    for name, line in zip(outlet, plain, strict=True):
        words = _BETWEEN.sub(" ", line).split()
        for pair in pairwise(words):
            key = name, " ".join(pair)
            if key in met:
                met[key] += 1
    return np.array([met[pair] for pair in pairs], dtype=np.int64)


def furniture(phrases: pd.DataFrame, used: np.ndarray) -> pd.DataFrame:
    """Return the phrases that are furniture: at the edge in nine of ten of their uses.

    Parameters
    ----------
    phrases : DataFrame
        From `suspects`.
    used : ndarray of int
        From `uses`, summed.
    """
    enough = (phrases["lines"] / np.maximum(used, 1)).ge(AT_EDGE)
    return pd.DataFrame(phrases[enough], columns=KEYS)


def is_furniture(lines: pd.DataFrame, phrases: pd.DataFrame) -> np.ndarray:
    """Tell which lines a phrase of furniture opens or closes.

    Parameters
    ----------
    lines : DataFrame
        From `edges`.
    phrases : DataFrame
        From `furniture`.
    """
    found = np.zeros(len(lines), dtype=bool)
    for edge in _EDGES:
        own = pd.MultiIndex.from_frame(phrases.loc[phrases["edge"] == edge, ["outlet", "phrase"]])
        found |= pd.MultiIndex.from_frame(lines[["outlet", edge]]).isin(own)
    return found


def word_of_one(has: np.ndarray, sizes: np.ndarray) -> bool:
    """Tell whether a word is the furniture of one outlet: in a fifth of its articles and in no other's.

    Parameters
    ----------
    has, sizes : ndarray of int
        Articles of each outlet that have the word, and all of them.

    Examples
    --------
    >>> word_of_one(np.array([3, 0]), np.array([10, 10])), word_of_one(np.array([3, 1]), np.array([10, 10]))
    (True, False)
    """
    users = np.flatnonzero(has)
    if len(sizes) < 2 or len(users) != 1:
        return False
    only = users[0]
    return bool(sizes[only] >= OWN_ARTICLES and has[only] > OWN * sizes[only])
