"""Bylines: which lines name the authors, and who they are without roles, places and handles."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from toolkit.pages.fields import words as known
from toolkit.pages.fields.words import AGENCIES, LINK_NUMBER

LONGEST = 160  # characters of a byline
MOST_WORDS = 16

_WORDS = tomllib.loads(Path(__file__).with_name("bylines.toml").read_text(encoding="utf-8"))


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_BYLINE = re.compile(
    rf"""^(?:(?:{_any(_WORDS["acts"])})\s+)?
    (?:(?:(?:report|words|story|text)\ and\ (?:pictures|photos)|words|text)\s*:
      |(?:{_any(_WORDS["by"])})\b\s*[:：\-–]?
      |(?:{_any(_WORDS["labels"])})\s*[:：]?)
    \s*(?P<names>\S.*)$
    | ^(?-i:(?:(?:Dr|Prof|Professor)\.?\ )?
      (?P<titled>[^\W\d_a-z][\w.'’\-]+(?:\ [^\W\d_a-z][\w.'’\-]+){{1,3}}))
      ,\ [^.!?]{{0,60}}\b
      (?:fellow|director|professor|researcher|lecturer|economist|adviser|advisor|scholar|associate)\b[^.!?]{{0,60}}$
    | ^(?P<staff>\S+(?:\ \S+){{0,4}}?(?:,\ (?:\S+\ ){{0,2}}|\ )
      (?:staff|desk|bureau|correspondent|reporter|staff\ writer))$""",
    re.I | re.X,
)
BYLINE_WORDS = known.BYLINE_WORDS | frozenset(_WORDS["particles"])
_JOINED = re.compile(rf"(?:{_any(_WORDS['joined'])})[-'’]\w", re.I)  # al-Rashed, ul-Haq, d'Arc
_SUFFIX = re.compile(rf"(?:{_any(_WORDS['suffixes'])})\.?", re.I)
_HOUSE = re.compile(rf"\b(?:{_any(_WORDS['houses'])})$", re.I)
_SMILE = re.compile(r"(?:^|\s)[:;=][-o]?[)(DPp]+(?=\s|$)")
_NOTE = re.compile(r"\s+(?:is|was|writes|covers|reports|contributed|has been)\s.*$")  # a note on the author
_SEPARATORS = re.compile(
    r"\s*,?\s+(?:and|und|et|with|y|e|och|ve|dan)\s+|\s*[;&|،、]\s*|\s+/\s+|\s*,\s*(?=\S)", re.I
)
_AND = re.compile(r"\s(?:and|und|et|y|e|och|ve|dan|&)\s", re.I)
_PIECES = re.compile(r"\s*[|•·›»\t]\s*|\s{2,}|\s+[–—-]\s+")
_BEFORE_BY = re.compile(
    rf"\s+(?=(?:{_any(_WORDS['acts'])})\s+by\s|(?:{_any(_WORDS['by'])}|{_any(_WORDS['labels'])})\s*[:：]?\s+\S)",
    re.I,
)
_SECTION = re.compile(rf"(?<=\S)\s+(?:{_any(_WORDS['behind'])})\s+\S.*$")
_BY_ACCOUNT = re.compile(
    rf"(?:(?:{_any(_WORDS['acts'])})\s+)?(?:{_any([*_WORDS['by'], *_WORDS['labels']])})\s*[:：]?\s*"
    r"(?P<name>[a-z][\w.-]+)",
    re.I,
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
_HANDLE = re.compile(r"\s*(?:\(?@\w+\)?|<?(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]+>?)")
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Mx)\.?\s+")
_COUNTED = re.compile(r"\d|[Cc]omment|\+")
_AFTER_NAMES = re.compile(
    r"(?:\s+at)?\s+\d{1,2}[:.]\d\d\b.*$"
    r"|(?<![\s|,/·•–-])[\s|,/·•–-]*+\b(?:\d+\s+|no\s+|(?:leave|add|post)\s+a\s+)?comments?(?:\s+off)?:?\s*$"
    r"|\s+\d{1,4}$|\s*\+ ?bio$",
    re.I,
)
_LONGEST_PART = 300  # characters of one name with its role and a note
_SENTENCE = re.compile(r"[^.][.!?]$")
_INITIAL = re.compile(r"\b(?:\w|Jr|Sr|Dr)\.$")


_NAME = (
    rf"(?:[^\W\d_a-z][\w.'’\-]*|(?:{_any(_WORDS['joined'])})[-'’]\w[\w.'’\-]*|{_any(_WORDS['particles'])})"
)
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
    strange = any(word[:1].islower() and not _is_particle(word) and "@" not in word for word in words)
    sentence = _SENTENCE.search(names) and not _INITIAL.search(names)
    if not named or strange or sentence or len(words) > MOST_WORDS:
        return None
    return split_names(names) or None


def _without_counts(line: str) -> str:
    """Return a line without the time, the comments and the numbers of links behind its names."""
    return _AFTER_NAMES.sub("", LINK_NUMBER.sub("", line)) if _COUNTED.search(line) else line


def _is_particle(word: str) -> bool:
    """Return whether a word in small letters may occur in a byline."""
    return word.lower() in BYLINE_WORDS or bool(_JOINED.match(word))


def split_names(text: str) -> list[str]:
    """Return the names in a byline's text, without roles, places, handles and addresses.

    Examples
    --------
    >>> split_names("Senior Correspondent Jane Doe in Quetta and Ali Khan")
    ['Jane Doe', 'Ali Khan']
    >>> split_names("Nadia Karim, Omar Reis, and Lena Voss"), split_names("Karim, Nadia; Reis, Omar")
    (['Nadia Karim', 'Omar Reis', 'Lena Voss'], ['Nadia Karim', 'Omar Reis'])
    """
    text = " ".join(text.split())  # long runs of white space would be tried from each of their places
    text = _GLUED_ROLE.sub(", ", _without_counts(_SMILE.sub("", _HANDLE.sub("", text))))
    turned = _surname_first(text)
    if turned:
        return turned
    parts = _SEPARATORS.split(text)
    # Behind "and" one word is a name; between commas it is as likely a place: "Jo Day, Karachi".
    listed = bool(_AND.search(text)) and len(parts[-1].split()) == 1
    names: list[str] = []
    for part in parts:
        bare = part.strip(" .,;:-–—|/")
        name = _bare_name(bare)
        other = names and (_is_role_or_place(bare, alone=listed) or _is_house(bare, names[0]))
        labelled = ":" in name  # "Filed: 3 March", "Photos: Jo Day"
        if name and not other and not labelled and not name.isdigit() and not _GENRE.search(name):
            names.append(name)
    return names


def _bare_name(part: str) -> str:
    """Return a name without its role, its honorific, its place and a note on its bearer."""
    part = part[:_LONGEST_PART]  # what is longer is a note on somebody
    name = _NOTE.sub("", _ROLE.sub("", part).strip() or part)
    return _HONORIFIC.sub("", _TRAILING.sub("", name).strip() or name).strip(" ,-–—|")


def _surname_first(text: str) -> list[str]:
    """Return the names of a list such as "Karim, Nadia; Reis, Omar", each with the first name first."""
    pairs = [part.split(",") for part in text.split(";") if part.strip()]
    words = [[word.strip() for word in pair] for pair in pairs]
    if not words or any(len(pair) != 2 or not all(pair) for pair in words):
        return []
    single = len(words) == 1 and any(len(word.split()) > 1 or _SUFFIX.fullmatch(word) for word in words[0])
    agencies = {agency.lower() for agency in AGENCIES}
    if single or any(
        word.lower() in agencies or is_role(word) or _HOUSE.search(word) for pair in words for word in pair
    ):
        return []
    return [f"{first} {last}" for last, first in words]


def _is_house(part: str, name: str) -> bool:
    """Return whether a part names where the author of a name works: "Jo Day, USA TODAY"."""
    capitals = part.isupper() and len(part) > 3 and not name.isupper()
    return capitals or bool(_HOUSE.search(part)) or part.lower().startswith("special to")


def names_beside(words: str, *, bare: bool = True) -> list[str]:
    """Return the names among what is beside a date on a line: a byline, a person, an account.

    ``bare`` accepts a person without a "By", which is safe only beside a date.

    Examples
    --------
    >>> names_beside("Politics Jo Day"), names_beside("Jo Day 3 Comments")
    (['Jo Day'], ['Jo Day'])
    >>> names_beside("World"), names_beside("by admin")
    ([], [])
    """
    pieces = [
        piece.strip() for part in _PIECES.split(words) for piece in _BEFORE_BY.split(part) if piece.strip()
    ]
    for piece in pieces:
        found = read_byline(_SECTION.sub("", piece)) or _account(piece)
        if found:
            return found
    for piece in pieces if bare else ():
        name = _without_counts(piece)
        while name and _NO_NAME.match(name) and " " in name:
            name = name.partition(" ")[2].strip()
        if name and name[0].isupper() and is_person(name, capitals=True):
            return split_names(name)
    return []


def _account(piece: str) -> list[str]:
    """Return the account a byline names in small letters: "by hiroko"."""
    match = _BY_ACCOUNT.fullmatch(piece)
    return [match["name"]] if match and match["name"].lower() not in _WORDS["nobody"] else []


def is_role(line: str) -> bool:
    """Return whether a line is nothing but what a journalist does.

    Examples
    --------
    >>> is_role("Business Writer"), is_role("Jo Day")
    (True, False)
    """
    return bool(_ANY_ROLE.fullmatch(line.strip()))


def _is_role_or_place(part: str, *, alone: bool) -> bool:
    """Return whether a later part of a byline is a role, a suffix or a place and not another name."""
    return bool(
        is_role(part)
        or _SUFFIX.fullmatch(part)
        or (len(part.split()) == 1 and not alone)
        or re.match(r"(?:in|from|at|for)\s", part)
        or re.search(r"\b(?:staff|desk|bureau)$", part, re.I)
    )
