"""Page furniture: lines told by the phrase that opens or closes them, and words of one outlet alone.

"JUST WATCHED Senator on gun control Replay More Videos ..." is never printed twice, so no search for repeated
sentences finds it. But its first and last words are at the edge of a line and nowhere else, in article
after article of one outlet, and the line has no full stop.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

REPEATED_IN = 3  # articles of one outlet that a repeated line, or a phrase at its edge, occurs in
AT_EDGE = 0.9  # share of the uses of a phrase of furniture that open a line, or close one
UNSTOPPED = 0.5  # share of its lines without a full stop; of prose it is a few in a hundred
TIMES_USUAL = 3  # and so many times that of the outlet's other lines
MANY, EXCLUSIVE = 20, 10  # lines with a full stop: so many, and so many times as often as in other outlets
OWN, OWN_ARTICLES = 0.2, 10  # a word in more of one outlet's articles, of so many or more, and in no other's

_WORD = r"[\w'’-]+"
_EDGES = {"opening": rf"^\W*({_WORD} {_WORD})(?![\w'’-])", "closing": rf"(?<![\w'’-])({_WORD} {_WORD})\W*$"}
_STOP = re.compile(r"(?:[.!?…:;。।۔؟！？](?<!\.\.\.))[\"'”’»)\]]*$")
_TITLED = re.compile(r"^[A-Z]\S* [A-Z]")
_BETWEEN = re.compile(r"[^\w'’-]+")


def formula_lines(text: pd.Series, outlet: np.ndarray, document: np.ndarray) -> np.ndarray:
    """Tell which lines are furniture by the phrase that opens or closes them.

    Parameters
    ----------
    text : Series of str
        Sentences of the bodies of articles.
    outlet, document : ndarray of int
        Number of the outlet and of the article of each.

    Returns
    -------
    ndarray of bool

    Notes
    -----
    A phrase is the first or the last two words of a line. It is furniture of an outlet where it occurs in
    three or more of its articles, at that edge in nine of ten of its uses, and either half of its lines or
    more lack a full stop, or there are twenty or more and other outlets have ten times fewer.

    Examples
    --------
    >>> lines = pd.Series([f"JUST WATCHED Clip {n} of the day" for n in range(3)])
    >>> prose = pd.Series([f"The mayor spoke of plan {n}." for n in range(20)])
    >>> found = formula_lines(pd.concat([lines, prose]), np.zeros(23, int), np.arange(23))
    >>> found[:3].all(), found[3:].any()
    (np.True_, np.False_)
    """
    printed = text.astype("str").str.strip().reset_index(drop=True)
    plain = printed.str.lower()
    lines = pd.DataFrame({"outlet": outlet, "document": document})
    lines["open_ended"] = ~printed.str.contains(_STOP).to_numpy(dtype=bool)
    found = np.zeros(len(lines), dtype=bool)
    for edge in _EDGES.values():
        phrase = printed.str.extract(edge, expand=False)
        lines["phrase"] = phrase.str.lower()
        lines["titled"] = phrase.str.contains(_TITLED, na=False).to_numpy(dtype=bool)
        phrases = _suspects(lines)
        phrases = phrases[_at_edge(phrases, plain, outlet) >= AT_EDGE]
        keys = pd.MultiIndex.from_frame(lines[["outlet", "phrase"]])
        found |= keys.isin(phrases.index)
    return found


def _suspects(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the phrases at an edge, by outlet, that could be furniture: how many lines have each."""
    known = lines.dropna(subset="phrase")
    each = known.groupby(["outlet", "phrase"]).agg(
        lines=("document", "size"),
        articles=("document", "nunique"),
        open_ended=("open_ended", "mean"),
        titled=("titled", "mean"),
    )
    of = each.index.get_level_values("outlet")
    usual = lines.groupby("outlet")["open_ended"].mean().reindex(of).to_numpy()
    unstopped = each["open_ended"].ge(UNSTOPPED) & each["open_ended"].ge(TIMES_USUAL * usual)
    size = lines.groupby("outlet").size().reindex(of).to_numpy()
    elsewhere = each.groupby("phrase")["lines"].transform("sum") - each["lines"]
    rest = len(lines) - size
    exclusive = (each["lines"] / size).ge(EXCLUSIVE * (elsewhere + 0.5) / np.maximum(rest, 1)) & (rest > 0)
    own = each["lines"].ge(MANY) & each["titled"].ge(AT_EDGE) & exclusive
    return each[each["articles"].ge(REPEATED_IN) & (unstopped | own)]


def _at_edge(phrases: pd.DataFrame, plain: pd.Series, outlet: np.ndarray) -> np.ndarray:
    """Return the share of the uses of each phrase in its outlet that are at the edge."""
    uses = np.zeros(len(phrases))
    of = phrases.index.get_level_values("outlet").to_numpy()
    names = phrases.index.get_level_values("phrase").to_numpy(dtype=object)
    for number in np.unique(of):
        joined = " | ".join(_BETWEEN.sub(" ", line).strip() for line in plain[outlet == number])
        padded = f" {joined} ".replace(" ", "  ")  # neighbours share no space, so that every use is counted
        for row in np.flatnonzero(of == number):
            uses[row] = padded.count(f" {str(names[row]).replace(' ', '  ')} ")
    return np.asarray(phrases["lines"].to_numpy() / np.maximum(uses, 1))


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
