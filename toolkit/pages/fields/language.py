"""The language of a text: English and Roman Urdu told by their function words, others by a model."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

SHORTEST = 60  # characters; shorter texts are not guessed at
ROMAN = "ur-Latn"  # Urdu or Hindi in Latin letters: written alike, and not told apart
_SAMPLE = 300  # characters looked at
_ENOUGH = 5  # English words in a sample that no other language has
# Shares of a text's words. 17 of 20 passages of Roman Urdu and Hindi (news, chat, help texts) pass both, and
# none of 6,052 English articles (BBC, AllSides) nor of 3,244 lines of pages in 14 languages.
_ROMAN_SHARE = 0.15
_ROMAN_ALONE = 2  # different words among them that are of no European language
_ENGLISH_SHARE = 0.1  # of a passage of English prose a third is function words
_PASSAGE = 15  # words of the shortest passage whose language is looked at within an article
_DIFFERENT = 10  # different ones among them
_MOSTLY_ENGLISH = 0.2  # of the words of a sample, whatever the model says
_PIDGIN = "pcm"  # what the model mostly says of English headlines: 3.8 % of 1,500 were not "en", .5 % are now
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")
_OTHER_SCRIPT = re.compile(
    "[\u0370-\u03ff\u0400-\u052f\u0590-\u0dff\u0e00-\u0eff\u1000-\u109f\u3040-\u9fff\uac00-\ud7af\ufb1d-\ufeff]"
)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    text = Path(__file__).with_name("languages.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language, or None where it is too short to tell.

    Urdu and Hindi in Latin letters are ``ur-Latn``.

    Source: langid (Lui & Baldwin 2012) as kept up in py3langid; English and Roman Urdu by function words.

    Examples
    --------
    >>> language_of("The river rose again on Monday, and the ministry said that the dam would hold.")
    'en'
    >>> language_of("Wazir-e-azam ne kaha hai ke hukumat awam ke liye kaam kar rahi hai aur karti rahegi.")
    'ur-Latn'
    >>> language_of("Rain.") is None
    True
    """
    sample = text[:_SAMPLE].strip()
    if len(sample) < SHORTEST:
        return None
    if len(list(filter(_words()["english_alone"].__contains__, sample.lower().split()))) >= _ENOUGH:
        return "en"  # most pages are: the model takes thirty times as long to say so
    if is_roman_urdu(sample):
        return ROMAN
    from py3langid import classify  # noqa: PLC0415 - loads its model on first use

    code: str = classify(sample)[0]
    return "en" if _mistaken(code, sample) else code


def _mistaken(code: str, sample: str) -> bool:
    """Tell whether the model took English for another language, as it does with headlines full of names."""
    words = sample.lower().split()
    english = _count(words, _words()["english"])
    if code == _PIDGIN and (len(words) < _PASSAGE or english >= _ENGLISH_SHARE * len(words)):
        return True
    return sample.isascii() and english >= _MOSTLY_ENGLISH * len(words)


def is_roman_urdu(text: str) -> bool:
    """Tell whether a text is Urdu or Hindi in Latin letters, English words among it or not.

    Examples
    --------
    >>> is_roman_urdu("Client ne kaha hai ke woh naya quotation chahte hain"), is_roman_urdu("It is late.")
    (True, False)
    """
    words = _LETTERS.findall(text.lower())
    known = _words()
    alone = [word for word in words if word in known["roman_alone"]]
    if len(set(alone)) < _ROMAN_ALONE:
        return False
    roman = len(alone) + _count(words, known["roman"])
    return roman >= _ROMAN_SHARE * len(words) and roman > _count(words, known["english"] - known["roman"])


def is_english_passage(text: str) -> bool:
    """Tell whether a paragraph or a sentence of an English article may be English too.

    It is not where most letters are of another script, or where it is long enough to tell, has hardly an
    English function word, and is of another language by `language_of`.

    Examples
    --------
    >>> is_english_passage("Er sagte."), is_english_passage("وزیر نے کہا"), is_english_passage("He said so.")
    (True, False, True)
    """
    if not text.isascii():
        other = len(_OTHER_SCRIPT.findall(text))
        if other and other > len(_LATIN.findall(text)):
            return False
    words = text.lower().split()
    if len(words) < _PASSAGE or _count(words, _words()["english"]) >= _ENGLISH_SHARE * len(words):
        return True
    if len(set(words)) < _DIFFERENT:
        return True
    return language_of(text) in (None, "en")


def is_english(language: object) -> bool:
    """Tell whether the language of an article is English, or not known.

    Examples
    --------
    >>> is_english("en-GB"), is_english(None), is_english("de"), is_english("ur-Latn")
    (True, True, False, False)
    """
    return not isinstance(language, str) or language[:2].lower() == "en"


def _count(words: Iterable[str], known: frozenset[str]) -> int:
    return len(list(filter(known.__contains__, words)))
