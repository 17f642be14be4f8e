"""Names as the pages print them: outlets called after folders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from toolkit.corpus.corpus import Corpus

SLUG = re.compile(
    r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z"
)  # a folder's or an address's name, not one that is printed

VOWEL = re.compile(r"[aeiouy]")
INITIALS = 5  # letters of the longest word that is taken for initials


def outlet_names(corpus: Corpus) -> dict[str, str]:
    """Return how the pages print the names of outlets that are called after a folder.

    The pages' commonest spelling counts; a name that no page prints gets capitals.

    Examples
    --------
    >>> import pandas as pd
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
    return _lowered(best[0]) if best else " ".join(map(_capital, words))


def _capital(word: str) -> str:
    """Return a word of a folder's name as a name; without a vowel it is taken for initials."""
    return word.upper() if len(word) <= INITIALS and not VOWEL.search(word) else word.capitalize()


def with_printed_outlets(corpus: Corpus) -> Corpus:
    """Return a corpus whose outlets are called what their pages call them, not after their folders.

    A name that two outlets would share is given to neither.

    Examples
    --------
    >>> import pandas as pd
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"outlet": ["arab-news", "tnb-online"], "text": ["The Arab News said.", "x"]})
    >>> with_printed_outlets(Corpus(conform(frame, "articles"))).articles["outlet"].tolist()
    ['Arab News', 'TNB Online']
    """
    names = outlet_names(corpus)
    met = Counter([*names.values(), *corpus.articles["outlet"].dropna().astype("str")])
    names = {slug: name for slug, name in names.items() if met[name] == 1}
    if not names:
        return corpus
    changed = {
        table: getattr(corpus, table).assign(outlet=getattr(corpus, table)["outlet"].replace(names))
        for table in ("articles", "dropped", "files")
        if "outlet" in getattr(corpus, table)
    }
    return replace(corpus, **changed)


def _lowered(name: str) -> str:
    """Return a name without words in capitals that are no initials."""
    return re.sub(r"[^ .\-]+", lambda word: word[0].capitalize() if _shouted(word[0]) else word[0], name)


def _shouted(name: str) -> bool:
    """Tell whether a name has a word in capitals too long for initials, as headings print it."""
    return any(word.isupper() and len(word) > INITIALS for word in re.split(r"[ .\-]", name))
