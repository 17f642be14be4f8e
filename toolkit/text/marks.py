"""Text between quotation marks, found paragraph by paragraph and without a parser.

The marks of a paragraph are read from left to right. What a mark does follows from its shape and from
its neighbours: a straight or a wrongly turned mark opens before a word and closes after one. Apostrophes
("the soldiers’ families", ’90s) are told from closing single marks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, NamedTuple

_DOUBLE_OPEN, _DOUBLE_CLOSE = "“„‟«〝「『", "”»〞」』"
_SINGLE_OPEN, _SINGLE_CLOSE = "‘‚‛‹`", "’›"
_DOUBLES = _DOUBLE_OPEN + _DOUBLE_CLOSE + '"'
_SINGLES = _SINGLE_OPEN + _SINGLE_CLOSE + "'´"

# Begins with one class of characters, so that the engine can run ahead to the next of them. An apostrophe
# inside a word is never a mark.
_MARK = re.compile(rf"[{_DOUBLES}{_SINGLES}](?:(?<=`)`|(?<=')'|(?<=[{_DOUBLES}])|(?<!\w.)|(?!\w))")
_ELISION = re.compile(
    r"['’‘](?:\d\ds?\b|(?:em|tis|twas|til|till|cause|cos|bout|round|n)\b['’]?)", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"[sSzZ]['’´] [^\W\d]")
_NESTING_REACH = 12  # marks looked at for a nested quotation
_LONGEST_NICKNAME = 32  # characters, marks included
_SHORTEST_UNCLOSED = 20  # characters; anything shorter at a paragraph's head is a stray mark

Role = Literal["open", "close", "either"]


class _Mark(NamedTuple):
    start: int
    end: int
    double: bool
    role: Role


def quoted_spans(paragraph: str, below: str = "") -> list[tuple[int, int]]:
    """Return the spans of a paragraph's quoted text, quotation marks included.

    Double marks, single marks used as the primary ones, guillemets and back-quotes are paired; marks
    nested inside others are part of the outer span. A quotation that opens the paragraph, or follows a
    comma or colon, and has no closing mark runs to the paragraph's end: so are quotations of several
    paragraphs printed. Apostrophes and plural possessives are not quotation marks.

    Parameters
    ----------
    paragraph : str
        One paragraph. Line breaks inside it are treated as spaces.
    below : str
        The next paragraph: where it opens with a mark, a second quotation without its closing mark
        (“Yes,” she said. “But we) runs to this paragraph's end as well.

    Returns
    -------
    list of (int, int)
        Start and end of each span, in order, without overlap.

    Examples
    --------
    >>> text = "“Go,” she said, “the soldiers’ families can’t wait.”"
    >>> [text[a:b] for a, b in quoted_spans(text)]
    ['“Go,”', '“the soldiers’ families can’t wait.”']
    >>> quoted_spans("The soldiers’ families can’t wait.")
    []
    """
    marks = [mark for found in _MARK.finditer(paragraph) if (mark := _read(paragraph, found)) is not None]
    if not marks:
        return []
    closers: dict[bool, list[int]] = {True: [], False: []}
    for i, mark in enumerate(marks):
        if mark.role != "open":
            closers[mark.double].append(i)
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(marks):
        close = _closing(paragraph, marks, i, closers[marks[i].double])
        if close is not None:
            spans.append((marks[i].start, marks[close].end))
            i = close + 1
            continue
        if _runs_on(paragraph, marks, i, opens_quoted(below)):
            spans.append((marks[i].start, len(paragraph.rstrip())))
            break
        i += 1
    return spans


def _read(text: str, found: re.Match[str]) -> _Mark | None:
    """Return the mark a match stands for, or nothing for an apostrophe."""
    start, end = found.span()
    double = end - start == 2 or text[start] in _DOUBLES
    if not double and _ELISION.match(text, start):
        return None
    return _Mark(start, end, double, _role(text, start, end))


def _role(text: str, start: int, end: int) -> Role:
    """Return what a mark does by its neighbours, else by its shape."""
    before, after = text[start - 1 : start], text[end : end + 1]
    loose_left = not before or before.isspace() or before in "([{—–-/"
    loose_right = not after or after.isspace() or after in ")]}—–/,.;:!?…۔،؛؟。，"
    if loose_left and not loose_right:
        return "open"
    if loose_right and not loose_left:
        return "close"
    shape = text[start]
    if shape in _DOUBLE_OPEN + _SINGLE_OPEN:
        return "open"
    return "close" if shape in _DOUBLE_CLOSE + _SINGLE_CLOSE else "either"


def _closing(text: str, marks: list[_Mark], i: int, closers: list[int]) -> int | None:
    """Return the index of the mark that closes the one at `i`, if that one opens anything."""
    first = marks[i]
    if first.role == "close":
        return None
    if text[first.start] == '"' and text[first.start - 1 : first.start].isdigit():
        return None  # inches
    place = bisect_right(closers, i)
    if place == len(closers):
        return None
    if first.double:
        return _balanced(marks, i) or closers[place]
    return _single_closing(text, marks, closers, place)


def _balanced(marks: list[_Mark], i: int) -> int | None:
    """Return the double mark that closes the one at `i` when quotations nest, all properly closed."""
    depth = 0
    for j in range(i, min(i + _NESTING_REACH, len(marks))):
        if marks[j].double:
            depth += 1 if marks[j].role == "open" or j == i else -1
            if depth == 0:
                return j
    return None


def _single_closing(text: str, marks: list[_Mark], closers: list[int], place: int) -> int:
    """Return the closing single mark, passing over plural possessives while a later mark can close."""
    while place + 1 < len(closers) and _POSSESSIVE.match(text, marks[closers[place]].start - 1):
        between = marks[closers[place] + 1 : closers[place + 1]]
        if any(mark.role == "open" and not mark.double for mark in between):
            break
        place += 1
    return closers[place]


def opens_quoted(paragraph: str) -> bool:
    """Tell whether a paragraph begins with a double mark before a word."""
    start = paragraph.lstrip()[:2]
    return len(start) > 1 and start[0] in _DOUBLES and not start[1].isspace()


# Omar “Shorty” Reis; who goes by the name “Shorty”
_BEFORE_NICKNAME = re.compile(
    r"(?:\A|[^\w’'])(?!(?:The|In|On|At|A|An|And|But|For|From|With|His|Her|When)\b)[A-Z][\w.-]*\w \Z"
)
_CALLED = re.compile(
    r"\b(?:nicknamed|known as|also known as|alias|a\.k\.a\.|aka|by the name(?: of)?|goes by|went by)\s\Z"
)
_NICKNAME = re.compile(r"\W[A-Z][\w.’'-]*(?: [\w.’'-]+){0,2}\W+\Z")


def nicknames(paragraph: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return those quoted spans that are a nickname inside a name, or what somebody is called.

    Examples
    --------
    >>> text = "Omar “Shorty” Reis said “Go”."
    >>> [text[a:b] for a, b in nicknames(text, quoted_spans(text))]
    ['“Shorty”']
    """
    return [
        (a, b)
        for a, b in spans
        if b - a <= _LONGEST_NICKNAME
        and _NICKNAME.fullmatch(paragraph, a, b)
        and (_CALLED.search(paragraph, max(0, a - 24), a) or _inside_name(paragraph, a, b))
    ]


def _inside_name(text: str, start: int, end: int) -> bool:
    named = text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()
    return named and _BEFORE_NICKNAME.search(text[max(0, start - 30) : start]) is not None


def _runs_on(text: str, marks: list[_Mark], i: int, quoted_below: bool) -> bool:
    """Tell whether an opening mark without its closing one starts a quotation up to the paragraph's end."""
    mark = marks[i]
    if mark.role == "close" or (not mark.double and text[mark.start] not in "‘‛"):
        return False
    before = text[: mark.start].rstrip()
    long_enough = len(text.rstrip()) - mark.start > _SHORTEST_UNCLOSED
    begins = before[-1:] in ",:" or (quoted_below and before[-1:] in ".?!" and mark.role == "open")
    return long_enough and (not before or (mark.double and begins))
