"""Bytes of a saved file to text: encoding, hash, and quarantine with a reason.

Not a character is changed: spans of every table refer to the text as decoded here.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass

from toolkit.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WESTERN = frozenset("‘’“”–—…•«»‹›€£§©°²½·\xa0àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿßšžÀÁÂÄÅÆÇÈÉÊËÎÏÑÓÔÖØÙÚÛÜ")
_GARBLED = re.compile("[ÂÃ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\x80-\xbf™œ˜“”¢¦]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SAMPLE = 200_000  # bytes looked at to guess an encoding


@dataclass(frozen=True)
class Page:
    """A decoded file: its name relative to the folder read, outlet, text, encoding and hash."""

    file: str
    outlet: str
    text: str
    encoding: str
    sha256: str


def read_page(data: bytes, *, file: str, outlet: str) -> Page:
    """Decode the bytes of a file.

    Parameters
    ----------
    data : bytes
        The file's content.
    file, outlet : str
        Its name for messages and tables, and who publishes it.

    Returns
    -------
    Page

    Raises
    ------
    InputError
        If the file is empty, binary, or in no encoding that can be told.

    Examples
    --------
    >>> read_page("Café".encode("cp1252"), file="a.txt", outlet="Post").encoding
    'cp1252'
    """
    text, encoding = decode(data)
    if not text.strip():
        raise InputError("the file has no text")
    return Page(file, outlet, text, encoding, hashlib.sha256(data).hexdigest())


def decode(data: bytes) -> tuple[str, str]:
    """Return a file's text and the encoding it was read with.

    A byte order mark decides; else UTF-8; else UTF-16 where half the bytes are null; else
    Windows-1252, the usual encoding of Western pages that are not UTF-8; else the best guess of
    charset-normalizer.

    Raises
    ------
    InputError
        If the file is empty or not text.

    Examples
    --------
    >>> decode("Überfall".encode("utf-16"))
    ('Überfall', 'utf-16-le')
    """
    if not data:
        raise InputError("the file is empty")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name), name
    if data.startswith(
        (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
    ):
        raise InputError("the file is not text (its first bytes are those of another format)")
    if b"\x00" in data[:_SAMPLE]:
        return _null_bytes(data)
    try:
        text = _printable(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)
    once = _encoded_twice(text)
    return (text, "utf-8") if once is None else (once, "utf-8, encoded twice")


def garbled(text: str) -> int:
    """Return the number of places that look like UTF-8 once read as Windows-1252 (``â€™`` for ``’``).

    Examples
    --------
    >>> garbled("It isnâ€™t a cafÃ©."), garbled("It isn’t a café.")
    (2, 0)
    """
    if not any(mark in text for mark in ("Â", "Ã", "â€")):
        return 0  # so in nearly every file, and told at once
    return len(_GARBLED.findall(text))


def _encoded_twice(text: str) -> str | None:
    """Return the text of a file that was encoded twice, or None unless the whole file was."""
    if garbled(text) < 3:
        return None
    try:
        return "".join(map(_byte, text)).encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None  # only parts of it are garbled: left as it is, and reported


def _byte(letter: str) -> str:
    """Return the character that stands for the byte Windows-1252 shows as a letter."""
    try:
        return letter.encode("cp1252").decode("latin-1")
    except UnicodeEncodeError:
        return letter  # the five bytes without a meaning there are read as themselves


def _strict(data: bytes, encoding: str) -> str:
    try:
        return _printable(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise InputError(
            f"the file says it is {encoding} but is not: {error.reason} at byte {error.start}"
        ) from error


def _printable(text: str) -> str:
    """Return the text unless control characters show that it is a binary file."""
    found = len(_CONTROL.findall(text[:_SAMPLE]))
    if found > max(3, 0.001 * min(len(text), _SAMPLE)):
        raise InputError(f"the file is not text ({found} control characters)")
    return text


def _null_bytes(data: bytes) -> tuple[str, str]:
    sample = data[:_SAMPLE]
    for encoding, nulls in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if nulls.count(0) > 0.4 * len(nulls):
            return _strict(data, encoding), encoding
    raise InputError("the file is not text (it holds null bytes)")


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """Return the text of a file in a legacy encoding."""
    if error.start > 0.99 * len(data) and error.end == len(data):
        return _printable(data[: error.start].decode("utf-8")), "utf-8 (cut inside its last character)"
    sample = data[:_SAMPLE]
    high = bytes(byte for byte in sample if byte >= 0x80).decode("cp1252", errors="replace")
    usual = sum(letter in _WESTERN for letter in high)
    if len(high) < 0.3 * len(sample) and usual >= 0.8 * len(high):
        return _strict(data, "cp1252"), "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, rarely needed

    best = from_bytes(sample).best()
    if best is None:
        raise InputError(
            f"the file's encoding cannot be told (not UTF-8: {error.reason} at byte {error.start})"
        )
    return _strict(data, best.encoding), best.encoding
