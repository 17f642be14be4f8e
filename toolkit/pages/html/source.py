"""HTML source as it was saved: its encoding, and the place of every visible character in it.

The tree of a page knows no offsets. A scan of the source in one pass gives its text without white
space, with the place of each character; the text of the tree, in the same order, is then found in it.
"""

from __future__ import annotations

import codecs
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape

from toolkit.errors import InputError
from toolkit.pages.read.files import decode
from toolkit.pages.read.limits import LIMITS, check_count
from toolkit.settings import LimitsSettings

# Their content is never text of the page; the same tags are skipped in the tree.
HIDDEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "textarea",
        "iframe",
        "noembed",
        "noframes",
        "xmp",
        "svg",
        "math",
        "title",
        "head",
        "object",
        "select",
    ]
)
_RAW = HIDDEN - {"head", "object", "select"}
_TAG = re.compile(r"""<([a-zA-Z][^\s/>]*+)(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>""")
_TOKEN = re.compile(r"&#?\w{1,32};?|[^\s&]+|&")
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
_WINDOW = 4_000  # characters looked at beyond the expected place of a text
_ENDS = 24


def decode_html(data: bytes) -> tuple[str, str]:
    r"""Return the text of an HTML file and the encoding it was read with.

    UTF-8 and byte order marks decide first; then the charset the page declares; then what fits the
    bytes. A page that declares UTF-8 and has a few broken bytes is read as UTF-8 all the same.

    Raises
    ------
    InputError
        If the file is empty or not text.

    Examples
    --------
    >>> decode_html('<meta charset="windows-1251"><p>Дождь'.encode("cp1251"))
    ('<meta charset="windows-1251"><p>Дождь', 'cp1251')
    """
    declared = _declared(data)
    if declared is not None and not data.startswith((codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff")):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            text = _as_declared(data, declared)
            if text is not None:
                return text
    return decode(data)


def _declared(data: bytes) -> str | None:
    """Return the codec of the charset a page declares in its first bytes."""
    found = _CHARSET.search(data[:8192])
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
        b"a".decode(name, "replace")  # base64 and the like are codecs, but not of text
    except LookupError:
        return None
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _as_declared(data: bytes, codec: str) -> tuple[str, str] | None:
    """Return the text in the declared encoding, or None where the declaration is plainly wrong."""
    if codec.startswith(("utf-16", "utf-32", "utf-7")) or b"\x00" in data[:1000]:
        return None
    text = data.decode(codec, errors="replace")
    broken = text.count("\ufffd")
    if broken > max(3, len(text) // 2000):
        return None
    return text, codec if not broken else f"{codec} ({broken} broken characters)"


class Source:
    """The visible text of an HTML source without white space, with the place of each piece of it."""

    def __init__(self, text: str, limits: LimitsSettings = LIMITS) -> None:
        _refuse_huge(text, limits)
        # Pieces are words and entities: where each begins in the text without white space and in the source.
        self._within, self._at, self._to = array("I"), array("I"), array("I")
        pieces: list[str] = []
        size = 0
        for start, end in _runs(text):
            for token in _TOKEN.finditer(text, start, end):
                said = token[0]
                if said[0] == "&":
                    said = "".join(unescape(said).split())
                pieces.append(said)
                self._within.append(size)
                self._at.append(token.start())
                self._to.append(token.end())
                size += len(said)
        self._text = "".join(pieces)
        self._cursor = 0

    def take(self, squeezed: str) -> tuple[int, int] | None:
        """Return the span of the next text of the tree, given without white space; None where not found."""
        reach = self._cursor + len(squeezed) + (_WINDOW if len(squeezed) >= _ENDS else 200)
        first = self._text.find(squeezed, self._cursor, reach)
        last = first + len(squeezed)
        if first < 0 and len(squeezed) >= 3 * _ENDS:  # an odd character inside: its two ends will do
            first = self._text.find(squeezed[:_ENDS], self._cursor, reach)
            tail = self._text.find(squeezed[-_ENDS:], first + _ENDS, first + len(squeezed) + 2 * _ENDS)
            first, last = (first, tail + _ENDS) if first >= 0 and tail >= 0 else (-1, -1)
        if first < 0:
            return None
        self._cursor = last
        return self._place(first)[0], self._place(last - 1)[1]

    def _place(self, offset: int) -> tuple[int, int]:
        """Return the span in the source of one character of the text; of an entity, the whole."""
        i = bisect_right(self._within, offset) - 1
        start, end = self._at[i], self._to[i]
        following = self._within[i + 1] if i + 1 < len(self._within) else len(self._text)
        if following - self._within[i] != end - start:
            return start, end
        place = start + offset - self._within[i]
        return place, place + 1


def _refuse_huge(text: str, limits: LimitsSettings) -> None:
    """Refuse a source no browser would save from a news site, before memory and time are spent on it."""
    if len(text) > limits.html_mb * 1_000_000:
        raise InputError(
            f"the page is {len(text) // 1_000_000} MB of HTML; pages up to {limits.html_mb} MB are read "
            "([limits] html_mb)"
        )
    check_count(text.count("<"), "tags", "tags", limits)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of text between tags, in one pass that no input can slow down."""
    at, size = 0, len(text)
    while at < size:
        tag = text.find("<", at)
        if tag < 0:
            tag = size
        if tag > at:
            yield at, tag
        if text.startswith("</", tag):
            at = _behind(text, ">", tag)
            continue
        at = _after(text, tag) if tag < size else size
        if at == tag:  # a bare '<' is text
            yield tag, tag + 1
            at += 1


def _after(text: str, tag: int) -> int:
    """Return the offset behind the tag or comment that opens at an offset; itself where there is none."""
    if text.startswith("<!--", tag):
        return _behind(text, "-->", tag + 4)
    if text[tag + 1 : tag + 2] in ("!", "?", "/"):
        return _behind(text, ">", tag)
    if not text[tag + 1 : tag + 2].isalpha():
        return tag
    found = _TAG.match(text, tag)
    if found is None:
        return len(text)  # a tag that never closes swallows the rest, as in a browser
    name = found[1].lower()
    if name not in _RAW or found[0].endswith("/>"):
        return found.end()
    closing = re.compile(rf"</{name}\b", re.I).search(text, found.end()) if name.isalnum() else None
    return closing.start() if closing else len(text)


def _behind(text: str, mark: str, at: int) -> int:
    found = text.find(mark, at)
    return len(text) if found < 0 else found + len(mark)
