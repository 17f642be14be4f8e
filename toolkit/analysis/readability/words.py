"""What counts in one token of news text: words, syllables, familiar, long and complex words.

Typography does not count: hyphens and dashes part words, curly and straight marks are one, "U.S." is
"US", a possessive is its noun. Figures, abbreviations and web addresses are one word of one syllable,
and familiar (Dale & Chall 1948; Flesch 1979).
"""

from __future__ import annotations

import re
from functools import lru_cache
from zlib import crc32

from toolkit.analysis.readability.tokens import TokenTable
from toolkit.lexicons import word_set
from toolkit.text.syllables import fold, known_syllables, syllables_of
from toolkit.text.word_frequency import common_nouns, zipf_table

COLUMNS = (
    *("words", "syllables", "mono", "poly", "letters", "chars", "long", "mini"),
    *(
        "unfamiliar",
        "spache_unfamiliar",
        "complex",
        "unknown",
        "nominal",
        "pronouns",
        "content",
        "zipf",
        "names",
    ),
    "form",  # a number that is the same for the same word; to tell types, not to be summed
)
_ADDRESS = re.compile(r"://|^\W*www\.|\w@\w|\w\.(?:com|org|net|gov|edu|tv|pk|in|uk|co)(?:[/.\s]|\W*$)", re.I)
_PLAIN = re.compile(r"[\"“‘'(\[]*([A-Za-z]+)[.,;:!?\"”’')\]]*")
_PARTS = re.compile(r"[-‐‑‒–—―/…_]+|\.{2,}")
_DOTTED = re.compile(r"(?:[A-Za-z]\.){2,}|(?:[A-Za-z]\.)+[A-Za-z]$")
_EDGES = re.compile(r"^\W+|(?<=\w)\W+$")
_NOMINAL = re.compile(r"(?:tions?|sions?|ments?|ness|nesses|ity|ities|ances?|ences?|isms?)$")
_PRONOUNS = frozenset(
    {"i", "you", "he", "she", "it", "we", "they", "me", "him", "her", "us", "them", "my", "your", "his"}
    | {"its", "our", "their", "mine", "yours", "hers", "ours", "theirs", "myself", "himself", "herself"}
)
_NO_WORD = (0,) * len(COLUMNS)
_FIGURE = re.compile(r"\d")
_RARE = 280  # 100 x Zipf value given to words outside the table
_FUNCTION = 620  # 100 x Zipf value from which words are function words


@lru_cache(maxsize=1)
def token_table() -> TokenTable:
    """Return the memo of tokens counted for news."""
    return TokenTable(measure, COLUMNS)


def measure(token: str) -> tuple[int, ...]:
    """Return the counts of one token without white space, in the order of `COLUMNS`.

    Examples
    --------
    >>> dict(zip(COLUMNS, measure("well-known,")))["words"], measure("U.S.") == measure("US")
    (2, True)
    >>> unfamiliar = COLUMNS.index("unfamiliar")
    >>> [measure(word)[unfamiliar] for word in ("walked", "Bajwa", "1,600", "bureaucracy")]
    [False, False, 0, True]
    >>> hard = COLUMNS.index("complex")
    >>> [measure(word)[hard] for word in ("bureaucracy", "created", "Balochistan")]
    [True, False, False]
    """
    plain = _PLAIN.fullmatch(token)
    if plain:
        return _word(plain[1])
    if ("." in token or "@" in token) and _ADDRESS.search(token):
        return _symbol(2, 2)
    parts = [word_of(part) for part in _PARTS.split(token)]
    counts = [_word(part) for part in parts if part]
    if len(counts) == 1:
        return counts[0]
    if not counts:
        return _NO_WORD
    *sums, form = map(sum, zip(*counts, strict=True))
    return (*sums, form & 0x7FFFFFFF)


def word_of(part: str) -> str:
    """Return a token's part without marks around it and without the stops of an abbreviation.

    Examples
    --------
    >>> word_of("“U.S.’s"), word_of("(said)")
    ("US's", 'said')
    """
    part = part.replace("’", "'").replace("‘", "'").replace("ʼ", "'")
    bare = _EDGES.sub("", part)
    if "." in bare and _DOTTED.match(bare):
        bare = bare.replace(".", "")
    return bare


@lru_cache(maxsize=1 << 14)
def _word(word: str) -> tuple[int, ...]:
    """Return the counts of one word without marks around it."""
    letters = len(word) if word.isalpha() else sum(map(str.isalnum, word))
    if not letters:
        return _NO_WORD
    if not word.isalpha() and _FIGURE.search(word):
        return _symbol(letters, len(word.replace("'", "")))
    folded = fold(word)
    stem = _stem(folded)
    known = known_syllables(stem)
    plain = stem is folded and not word.isupper() and word.isascii()
    n = known if known and plain else syllables_of(word)
    name = word[0].isupper() and not _is_common(stem)
    familiar = name or _listed(stem, "familiar_words") or _is_abbreviation(word, stem)
    zipf = zipf_table().get(stem, _RARE)
    content = not name and zipf < _FUNCTION and stem not in _PRONOUNS
    return (
        *(1, n, n == 1, n >= 3, letters, letters, letters > 6, letters <= 3),
        *(not familiar, not (name or _listed(stem, "spache_words"))),
        *(n >= 3 and not name and _is_complex(stem, n), known is None),
        not name and len(stem) > 6 and _NOMINAL.search(stem) is not None,
        *(stem in _PRONOUNS, content, zipf if content else 0, name),
        crc32(stem.encode()) & 0x7FFFFFFF,
    )


def _symbol(letters: int, chars: int) -> tuple[int, ...]:
    """Return the counts of a figure, sum or address: a short, familiar word."""
    return (1, 1, 1, 0, letters, chars, 0, 1, *(0,) * (len(COLUMNS) - 8))


def _is_abbreviation(word: str, stem: str) -> bool:
    return len(word) <= 5 and word.isupper() and stem not in common_nouns()


def _is_common(stem: str) -> bool:
    return stem in common_nouns() or _listed(stem, "familiar_words")


def _is_complex(stem: str, n: int) -> bool:
    """Tell whether a word of `n` syllables, three or more, has them without -es or -ed (Gunning 1952)."""
    if n > 3 or not stem.endswith(("es", "ed")):
        return True
    base = known_syllables(stem[:-2]) or known_syllables(stem[:-1])
    return base is None or base >= 3


def _stem(folded: str) -> str:
    """Return a word without possessive or contracted verb."""
    base, mark, tail = folded.partition("'")
    if not mark or not base:
        return folded
    return _NEGATED.get(base, base.removesuffix("n")) if tail == "t" else base


_NEGATED = {"won": "will", "shan": "shall", "can": "can", "ain": "is"}


_SUFFIXES = (
    ("ies", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ied", ("y",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("er", ("", "e")),
    ("est", ("", "e")),
    ("ly", ("",)),
)
_REGULAR = ("s", "ed", "ing", "er", "est", "ly")


def _listed(stem: str, name: str) -> bool:
    """Tell whether a word or its base without a regular ending is on a list."""
    words = word_set(name)
    if stem in words:
        return True
    if not stem.endswith(_REGULAR):
        return False
    return any(
        stem.endswith(ending) and any(stem[: -len(ending)] + other in words for other in others)
        for ending, others in _SUFFIXES
    )
