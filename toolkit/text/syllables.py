"""Syllables of English words and of names: a dictionary, then inflections and compounds, then a rule.

The dictionary is a table of counts derived from the CMU Pronouncing Dictionary (see
``toolkit/lexicons/cmudict_LICENSE.txt``); nothing is downloaded.
"""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from toolkit.text.word_frequency import common_nouns

_VOWELS = re.compile(r"[aeiouy]+")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})

# Letter groups that hold one syllable less than their vowel groups suggest, and one more.
_LESS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[^aeiouylr]e$|[aeiouy][lr]e$|lle$",  # a silent final e: "case", "more"
        r"[^aeiouy]{2}re$",
        r"[^aeiouytd]ed$",  # "walked", but not "wanted"
        r"(?:[^aeiouyszxcgh]|[^sct]h)es$",  # "makes", but not "pages"
        r"[gq]ue[sd]?$|ically$",  # "league", "opaque", "basically"
        r"[^aeiouy]e(?:ly|ment|ments|less|ness|ful|some|ty)$",  # "safely", "statement"
        r"^[^aeiouy]*[aeiouy][^aeiouy]+e(?:man|men|land|wood|town|work|works|line|way|ways)$",
    )
)
_MORE = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![tscg])i[ao](?!us?$)|[tscg]i[ao](?!n|l|u|c|b|r$|t|p)",  # "media", "radio", not "nation"
        r"iu|eo(?!n$|u)|(?<![qg])u[ao](?!y)|ya[aeiou]|ao",  # "museum" is below; "dual", "video"
        r"[^aeiouy]eum|(?<![stc])ie(?:t$|nc|nt)|[aeiou]ing(?=s?$)|[^aeiouy]ie(?:r|st)$",
        r"[aeiouy]y(?!e[ds]?$)[aeiou]",  # a y between vowels parts them: "Sayeed"
        r"^mc(?=[^aeiouy])|^o'(?=[aeiouy])",
        r"sms?$|thm",  # "tourism"
        r"[^aeiouylr]le[sd]$",  # "handles", "settled"
        r"^(?:co|re|pre|bi|anti|semi|tri)(?=[aeiou](?<!oo|ea|ei|ee))(?!ach|al|ad|in)",
        r"n't$",
    )
)


@lru_cache(maxsize=1 << 12)
def syllables_of(part: str) -> int:
    """Return the number of syllables of a word or name without hyphens or spaces.

    Parameters
    ----------
    part : str
        Case and accents do not matter. Figures count as one syllable (Flesch
        1979), initials one a letter ("IMF" 3).

    Returns
    -------
    int
        At least 1 for anything with a letter or figure; 0 for nothing and for apostrophes and stops alone.

    Examples
    --------
    >>> [syllables_of(word) for word in ("readability", "Balochistan", "2019", "'")]
    [5, 4, 1, 0]
    """
    folded = fold(part)
    if not part.isalpha():
        if any(char.isdigit() for char in part):
            return 1
        if not folded.strip("'."):
            return 0
    if folded.endswith("n't"):
        return _negated(folded)
    if _spelled(part, folded):
        return len(folded)
    known = known_syllables(folded)
    least = 1 if part.isascii() else _marked(part)
    return max(by_rule(folded) if known is None else known, least)


_SAID_AS_WORDS = frozenset(
    ("nato", "nasa", "aids", "opec", "isis", "fifa", "uefa", "isil", "saarc", "asean", "swat")
)
_INITIALS = frozenset(("us", "who", "it", "un", "eu", "uk", "mp", "pm"))
_LONGEST_INITIALS = 4  # letters


def _spelled(part: str, folded: str) -> bool:
    """Tell whether capitals are spoken letter by letter (IMF, WHO), not as a word (NATO, WAR)."""
    if not part.isupper() or not part.isalpha() or not 1 < len(folded) <= _LONGEST_INITIALS:
        return False
    return folded in _INITIALS or (folded not in _SAID_AS_WORDS and folded not in common_nouns())


def _negated(folded: str) -> int:
    """Return the syllables of a contraction in -n't: "didn't" has two, "don't" one."""
    stem = folded[:-3]
    base = known_syllables(stem) or by_rule(stem)
    return base + stem.endswith(("d", "s", "st", "t", "p"))


def _marked(part: str) -> int:
    """Return the syllables that accents show at least: a final é is sounded, a diaeresis parts two vowels."""
    written = unicodedata.normalize("NFC", part.lower())
    if written.endswith(("é", "és")):
        stem = fold(written.rstrip("s")[:-1])
        return (by_rule(stem) if _VOWELS.search(stem) else 0) + 1
    for i in range(1, len(written)):
        if written[i] in "äëïöü" and written[i - 1] in "aeiou":
            return by_rule(fold(written[:i])) + by_rule(fold(written[i:]))
    return 1


def fold(word: str) -> str:
    """Return a word in lower case, without accents, with straight apostrophes.

    Examples
    --------
    >>> fold("Erdoğan’s")
    "erdogan's"
    """
    if word.isascii():
        return word.lower()
    plain = word.translate(_APOSTROPHES).lower()
    kept = unicodedata.normalize("NFKD", plain.replace("ı", "i").replace("ø", "o").replace("ł", "l"))
    return "".join(char for char in kept if not unicodedata.combining(char))


@lru_cache(maxsize=1 << 12)
def known_syllables(word: str) -> int | None:
    """Return `lookup` in the shipped dictionary, remembered."""
    return lookup(word)


def lookup(word: str, table: Mapping[str, int] | None = None) -> int | None:
    """Return the syllables of a lower-case word by dictionary, inflection or compound; None if unknown.

    Parameters
    ----------
    word : str
        Lower case.
    table : mapping, optional
        Words and their syllables; the shipped dictionary by default.

    Examples
    --------
    >>> lookup("policymakers"), lookup("zzyzx") is None
    (5, True)
    """
    known = syllable_table(shortest=True) if table is None else table
    found = known.get(word)
    if found is None:
        found = _inflected(word, known)
    return found if found is not None else _compound(word, known)


def _inflected(word: str, known: Mapping[str, int]) -> int | None:
    """Return the syllables of a regular inflection of a known word."""
    if word.endswith(("'s", "s'")):
        stem = word[:-2] if word.endswith("'s") else word[:-1]
        base = known.get(stem)
        return None if base is None else base + (word.endswith("'s") and stem.endswith(_HISSING))
    for ending, replacements, plus in _BY_LAST.get(word[-1:], ()):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: -len(ending)]
            for replacement in replacements:
                base = known.get(stem + replacement)
                if base is not None:
                    return base + plus + _extra(ending, stem + replacement)
    return None


_HISSING = ("s", "x", "z", "ch", "sh", "ce", "ge", "se", "ze")
# Ending, what its base may end with instead, syllables it adds (before `_extra`).
_ENDINGS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("ies", ("y", "ie"), 0),
    ("es", ("e", ""), 0),
    ("s", ("",), 0),
    ("ied", ("y",), 0),
    ("ed", ("e", ""), 0),
    ("ing", ("", "e"), 1),
    ("ers", ("e", "", "er"), 1),
    ("er", ("e", ""), 1),
    ("est", ("e", ""), 1),
    ("ily", ("y",), 1),
    ("ly", ("",), 1),
    ("ness", ("",), 1),
    ("less", ("",), 1),
    ("ful", ("",), 1),
    ("ment", ("",), 1),
    ("able", ("e", ""), 2),
    ("ism", ("", "e"), 2),
    ("ist", ("", "e"), 1),
    ("ists", ("", "e"), 1),
    ("isation", ("ize",), 2),
    ("ise", ("ize",), 0),
    ("ised", ("ized",), 0),
    ("ising", ("izing",), 0),
    ("our", ("or",), 0),
    ("ours", ("ors",), 0),
)
_BY_LAST = {
    letter: tuple(row for row in _ENDINGS if row[0].endswith(letter))
    for letter in {e[-1] for e, _, _ in _ENDINGS}
}


def _extra(ending: str, base: str) -> int:
    """Return 1 where -s after a hiss or -ed after t or d is spoken as a syllable."""
    if ending in {"s", "es"}:
        return int(base.endswith(_HISSING))
    return int(ending == "ed" and base.endswith(("t", "d", "te", "de")))


_LONGEST_COMPOUND = 80  # letters; the longest word of the dictionary has 28


def _compound(word: str, known: Mapping[str, int]) -> int | None:
    """Return the syllables of two known words written as one, each of four letters or more."""
    for cut in range(len(word) - 4, 3, -1) if len(word) <= _LONGEST_COMPOUND else ():
        left, right = known.get(word[:cut]), known.get(word[cut:])
        if left is not None and right is not None:
            return left + right
    return None


def by_rule(word: str) -> int:
    """Return the syllables of a lower-case word from its letters alone.

    Examples
    --------
    >>> [by_rule(word) for word in ("pakhtunkhwa", "sayeed", "handles", "walked")]
    [3, 2, 2, 1]
    """
    count = len(_VOWELS.findall(word))
    count -= sum(1 for pattern in _LESS if pattern.search(word))
    count += sum(len(pattern.findall(word)) for pattern in _MORE)
    return max(count, 1)


@lru_cache(maxsize=2)
def syllable_table(*, shortest: bool = False) -> dict[str, int]:
    """Return the dictionary's words and syllables; callers must not change it.

    Parameters
    ----------
    shortest : bool
        Of several pronunciations take the one with fewest syllables, not the first (textstat's choice).

    Examples
    --------
    >>> syllable_table()["readability"]
    5
    """
    data = (files("toolkit") / "lexicons" / "cmudict_syllables.txt.xz").read_bytes()
    table: dict[str, int] = {}
    for line in lzma.decompress(data).decode("ascii").splitlines():
        if not line.startswith("#"):
            first, least, words = line.split(" ", 2)
            table.update(dict.fromkeys(words.split(" "), int(least if shortest else first)))
    return table
