"""Bylines: which lines name the authors, and who they are without roles, places and handles."""

from __future__ import annotations

import re

from toolkit.pages.fields.words import BYLINE_WORDS, LINK_NUMBER

LONGEST = 160  # characters of a byline
MOST_WORDS = 16

_BYLINE = re.compile(
    r"""^(?:(?:story|words|report|written|posted|reported)\s+)?
    (?:(?:report|words|story|text)\ and\ (?:pictures|photos)\s*:
      |(?:by|von|par|por|autor|author|auteur|yazar|penulis|oleh|di|door|av)\b\s*[:\-–]?
      |(?:رپورٹ|تحریر|بقلم|كتبت|كتب|ازقلم|लेखक)\s*:?)
    \s*(?P<names>\S.*)$
    | ^(?-i:(?:(?:Dr|Prof|Professor)\.?\ )?(?P<titled>[^\W\d_a-z][\w.'’\-]+(?:\ [^\W\d_a-z][\w.'’\-]+){1,3}))
      ,\ [^.!?]{0,60}\b
      (?:fellow|director|professor|researcher|lecturer|economist|adviser|advisor|scholar|associate)\b[^.!?]{0,60}$
    | ^(?P<staff>\S+(?:\ \S+){0,4}?(?:,\ (?:\S+\ ){0,2}|\ )
      (?:staff|desk|bureau|correspondent|reporter|staff\ writer))$""",
    re.I | re.X,
)
_RANKS = (
    "chief|senior|assistant|associate|deputy|managing|executive|staff|special|political|diplomatic|foreign"
    "|defen[cs]e|economics?|business|crime|security|regional"
    "|news|national|city|south\\s+asia|world|guest|contributing|environment|health|science"
)
_POSTS = "correspondent|reporter|editor|writer|columnist|contributor|analyst|bureau chief"
_ROLE = re.compile(rf"^(?:(?:our|the|a|an)\s+)?(?:(?:{_RANKS})\s+)*(?:{_POSTS})s?\b[,:]?\s*", re.I)
_TRAILING = re.compile(
    rf"""\s*(?:,|\||–|—|\ -\ |\bin\b|\bfor\b|\()\s*
    (?:[\w\s.'’/&-]*\b(?:{_POSTS}|bureau|desk|chief|staff|news|times|press|post)\b.*|[A-Z][\w\ .'-]+\)?)$""",
    re.I | re.X,
)
_GENRE = re.compile(r"\b(?:report|reports|analysis|opinion|feature|column|exclusive|editorial)$", re.I)
_HANDLE = re.compile(r"\s*(?:\(?@\w+\)?|<?[\w.+-]+@[\w-]+\.[\w.]+>?)")
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Mx)\.?\s+")
_COUNTED = re.compile(r"\d|[Cc]omment|\+")
_AFTER_NAMES = re.compile(
    r"(?:\s+at)?\s+\d{1,2}[:.]\d\d\b.*$|[\s|,/·•–-]*\b(?:\d+\s+|no\s+)?comments?(?:\s+off)?:?\s*$"
    r"|\s+\d{1,4}$|\s*\+ ?bio$",
    re.I,
)
_SENTENCE = re.compile(r"[^.][.!?]$")
_INITIAL = re.compile(r"\b(?:\w|Jr|Sr|Dr)\.$")


_NAME = r"(?:[^\W\d_a-z][\w.'’\-]*|de|bin|al|el|ul|van|von|da|la|e)"
_GLUED_ROLE = re.compile(
    rf"(?<=[a-z])(?=[A-Z][\w'’]*(?:\s[\w'’]+){{0,2}}\s(?i:{_POSTS})\b)|(?<=[a-z])(?=(?:Reporter|Editor|Writer|Correspondent|Columnist)\b)"
)
_ANY_ROLE = re.compile(rf"(?:[\w&'’-]+\s+){{0,3}}(?:{_POSTS})s?", re.I)
_NO_NAME = re.compile(
    r"\b(?:news|release|more|latest|headlines?|top|stories|story|related|video|photos?|read|watch|statement|press"
    r"|letters?|editor|brief|issue|commentary|analysis|report|essay|category|archives?|comments?|share|what'?s|our|world|politics|opinion|sports?|business|culture)\b",
    re.I,
)
_PERSON = re.compile(rf"^{_NAME}(?: {_NAME}){{1,4}}$")


def is_person(line: str, *, capitals: bool = False) -> bool:
    """Return whether a line looks like nothing but a person's name; ``capitals`` accepts JO DAY too.

    Examples
    --------
    >>> is_person("Akhtar Hussain Sandhu"), is_person("Rain stops play")
    (True, False)
    """
    return (
        len(line) <= 50
        and line[0].isupper()
        and bool(_PERSON.match(line))
        and not _NO_NAME.search(line)
        and (capitals or not line.isupper())
    )


def read_byline(line: str) -> list[str] | None:
    """Return the names of a byline, or None when the line is not one.

    Examples
    --------
    >>> read_byline("By a Baloch Reporter AND Taha Siddiqui")
    ['a Baloch Reporter', 'Taha Siddiqui']
    >>> read_byline("By early spring, the river had risen.") is None
    True
    """
    line = _without_counts(line)
    match = _BYLINE.match(line) if len(line) <= LONGEST else None
    if not match:
        return None
    names = (match["names"] or match["titled"] or match["staff"]).strip()
    words = re.findall(r"[^\s,;|&/()]+", names)
    named = any(word[:1].isupper() or not word[:1].isascii() for word in words)
    strange = any(
        word[:1].islower() and word.lower() not in BYLINE_WORDS and "@" not in word for word in words
    )
    sentence = _SENTENCE.search(names) and not _INITIAL.search(names)
    if not named or strange or sentence or len(words) > MOST_WORDS:
        return None
    return split_names(names) or None


def _without_counts(line: str) -> str:
    """Return a line without the time, the comments and the numbers of links behind its names."""
    return _AFTER_NAMES.sub("", LINK_NUMBER.sub("", line)) if _COUNTED.search(line) else line


def split_names(text: str) -> list[str]:
    """Return the names in a byline's text, without roles, places, handles and addresses.

    Examples
    --------
    >>> split_names("Senior Correspondent Jane Doe in Quetta and Ali Khan")
    ['Jane Doe', 'Ali Khan']
    """
    text = _GLUED_ROLE.sub(", ", _without_counts(_HANDLE.sub("", text)))
    parts = re.split(r"\s+(?:and|und|et|with)\s+|\s*[;&|]\s*|\s*,\s*(?=\S)", text, flags=re.I)
    names: list[str] = []
    for part in parts:
        bare = part.strip(" .,;:-–—|")
        name = _ROLE.sub("", bare).strip() or bare
        name = _HONORIFIC.sub("", _TRAILING.sub("", name).strip() or name).strip(" ,-–—|")
        if (
            name
            and not (names and _is_role_or_place(bare))
            and not name.isdigit()
            and not _GENRE.search(name)
        ):
            names.append(name)
    return names


def is_role(line: str) -> bool:
    """Return whether a line is nothing but what a journalist does.

    Examples
    --------
    >>> is_role("Business Writer"), is_role("Jo Day")
    (True, False)
    """
    return bool(_ANY_ROLE.fullmatch(line.strip()))


def _is_role_or_place(part: str) -> bool:
    """Return whether a later part of a byline is a role or a place and not another name."""
    return bool(
        is_role(part)
        or len(part.split()) == 1
        or re.match(r"(?:in|from|at|for)\s", part)
        or re.search(r"\b(?:staff|desk|bureau)$", part, re.I)
    )
