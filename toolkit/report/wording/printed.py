"""Names as the pages print them: outlets called after folders, words of topics in their usual case."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pandas as pd

from toolkit.corpus.corpus import Corpus

SLUG = re.compile(
    r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z"
)  # a folder's or an address's name, not one that is printed

INITIALS = 5  # letters of the longest word that is taken for initials


def outlet_names(corpus: Corpus) -> dict[str, str]:
    """Return how the pages print the names of outlets that are called after a folder.

    The pages' commonest spelling counts; a name that no page prints gets capitals.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> text = ["ARAB NEWS. Arab News, Arab News", "x", "y"]
    >>> frame = pd.DataFrame({"outlet": ["arab-news", "far-shore", "Post"], "text": text})
    >>> outlet_names(Corpus(conform(frame, "articles")))
    {'arab-news': 'Arab News', 'far-shore': 'Far Shore'}
    """
    outlets = [str(name) for name in corpus.articles["outlet"].dropna().unique() if SLUG.match(str(name))]
    texts = [*corpus.blocks["text"].dropna(), *corpus.articles["text"].dropna()] if outlets else []
    return {name: _spelling(re.split("[-_]", name), texts) for name in sorted(outlets)}


def _spelling(words: list[str], texts: Iterable[str]) -> str:
    pattern = re.compile(r"\b" + r"\.?[ \-]?".join(map(re.escape, words)) + r"\b", re.IGNORECASE)
    found = Counter(match for text in texts for match in pattern.findall(text) if match != match.lower())
    spaced = Counter({name: n for name, n in found.items() if " " in name or len(words) == 1})
    best = min(
        (spaced or found).items(), key=lambda item: (_shouted(item[0]), -item[1], item[0]), default=None
    )
    return _lowered(best[0]) if best else " ".join(word.capitalize() for word in words)


def _lowered(name: str) -> str:
    """Return a name without words in capitals that are no initials."""
    return re.sub(r"[^ .\-]+", lambda word: word[0].capitalize() if _shouted(word[0]) else word[0], name)


def _shouted(name: str) -> bool:
    """Tell whether a name has a word in capitals too long for initials, as headings print it."""
    return any(word.isupper() and len(word) > INITIALS for word in re.split(r"[ .\-]", name))


def as_printed(label: str, texts: pd.Series) -> str:
    """Return a topic's words, which are in small letters, in the case they mostly have in the articles.

    Examples
    --------
    >>> as_printed("china, smog", pd.Series(["China said so.", "Smog in China, smog everywhere: smog."]))
    'China, smog'
    """
    return ", ".join(_cased(term, texts) for term in label.split(", "))


def _cased(term: str, texts: pd.Series) -> str:
    pattern = re.compile(rf"\b{re.escape(term)}\b", re.IGNORECASE)
    found = Counter(match for text in texts for match in pattern.findall(text))
    return min(found.items(), key=lambda item: (-item[1], item[0]), default=(term, 0))[0]
