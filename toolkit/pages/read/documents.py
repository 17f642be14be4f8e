"""Documents of word processors and e-books: DOCX, ODT, EPUB and RTF as plain text.

Paragraphs are separated by blank lines; the spans of all tables refer to that text. Archives are read in
memory, XML without entities, and nothing in a document is run or fetched.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from toolkit.errors import InputError
from toolkit.pages.read.limits import LIMITS, check_count, room, too_large
from toolkit.settings import LimitsSettings

# What the standard library raises on a damaged archive: it checks little of what the file says of itself.
ARCHIVE_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,  # a password; NotImplementedError, a way of packing, is one of these
    ValueError,  # a place outside the file; a name in no encoding
    LookupError,
)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ODT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_BREAKS = {
    f"{_WORD}br": "\n",
    f"{_WORD}cr": "\n",
    f"{_WORD}tab": "\t",
    f"{_ODT}line-break": "\n",
    f"{_ODT}tab": "\t",
}
_LEFT_OUT = frozenset(
    f"{_WORD}{name}" for name in ("del", "moveFrom", "instrText", "footnoteReference", "pPr", "rPr", "sdtPr")
)
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_OPF = "{http://www.idpf.org/2007/opf}"


def document_text(data: bytes, suffix: str, limits: LimitsSettings = LIMITS) -> str:
    """Return the text of a document.

    Parameters
    ----------
    data : bytes
    suffix : str
        ``.docx``, ``.odt`` or ``.rtf``.
    limits : LimitsSettings, optional

    Raises
    ------
    InputError
        If the file is damaged, protected by a password, or of another format.
    """
    if suffix == ".rtf":
        return rtf_text(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(
            "the document is protected by a password or of the old .doc format; save it as .docx"
        )
    part = "word/document.xml" if suffix == ".docx" else "content.xml"
    with _archive(data) as archive:
        root = _xml(_part(archive, part, limits))
    kind = (f"{_WORD}p",) if suffix == ".docx" else (f"{_ODT}p", f"{_ODT}h")
    return "\n\n".join(text for node in root.iter(*kind) if (text := "".join(_said(node)).strip()))


def _said(node: Any) -> Iterator[str]:
    """Yield what a paragraph says; deleted text and instructions are left out, inner paragraphs too."""
    if node.tag in _LEFT_OUT:
        return
    if node.tag in _BREAKS:
        yield _BREAKS[node.tag]
    elif node.tag == f"{_ODT}s":
        yield " " * min(int(node.get(f"{_ODT}c", "1") or 1), 100)
    elif node.tag == f"{_WORD}t" or (str(node.tag).startswith(_ODT) and node.text):
        yield node.text or ""
    for child in node:
        if isinstance(child.tag, str) and child.tag not in (f"{_WORD}p", f"{_ODT}p", f"{_ODT}note"):
            yield from _said(child)
        if str(node.tag).startswith(_ODT) and child.tail:
            yield child.tail


def rtf_text(data: bytes) -> str:
    r"""Return the text of an RTF file.

    Examples
    --------
    >>> rtf_text(rb"{\rtf1\ansi\ansicpg1252 Caf\'e9\par Rain}")
    'Café\n\nRain'
    """
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 - rarely needed

    try:
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]
            # striprtf looks for links by a pattern that takes hours on a long line of them, and prints their
            # addresses into the text; with a blank here it finds none
            _rtf_source(data).replace("\\fldinst{", "\\fldinst {"),
            encoding="cp1252",
            errors="replace",
        )
    except (ValueError, KeyError, IndexError, LookupError, RecursionError) as error:
        raise InputError(f"the RTF file is damaged: {error}") from error
    lines = (line.strip("|").strip() for line in text.replace("\r", "").split("\n"))
    return "\n\n".join(line for line in lines if line)


def _rtf_source(data: bytes) -> str:
    """Return the source of an RTF file; letters that are not written as codes are in the page it names."""
    for encoding in ("utf-8", *(f"cp{found[1].decode()}" for found in _CODE_PAGE.finditer(data[:2000]))):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("cp1252", errors="replace")


def epub_pages(data: bytes, limits: LimitsSettings = LIMITS) -> Iterator[tuple[str, bytes]]:
    """Yield name and HTML of each chapter of an e-book, in reading order.

    Raises
    ------
    InputError
        If the file is damaged or has no list of its chapters.
    """
    with _archive(data) as archive:
        check_count(len(archive.namelist()), "parts", "members", limits)
        container = _xml(_part(archive, "META-INF/container.xml", limits))
        found = [node.get("full-path") for node in container.iter("{*}rootfile")]
        if not found or not found[0]:
            raise InputError("the e-book has no list of its chapters")
        package = _xml(_part(archive, found[0], limits))
        base = PurePosixPath(found[0]).parent
        items = {node.get("id"): node for node in package.iter(f"{_OPF}item")}
        for reference in package.iter(f"{_OPF}itemref"):
            item = items.get(reference.get("idref"))
            if (
                item is not None
                and "html" in (item.get("media-type") or "")
                and item.get("properties") != "nav"
            ):
                name = str(base / item.get("href", ""))
                yield name, _part(archive, name, limits)


def _archive(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except ARCHIVE_FAULTS as error:
        raise InputError(f"the document is damaged: {error}") from error


def _part(archive: zipfile.ZipFile, name: str, limits: LimitsSettings) -> bytes:
    try:
        member = archive.getinfo(name)
        most = room(member.compress_size, limits)
        if member.file_size > most:
            raise too_large(most)
        return archive.read(member)
    except KeyError:
        raise InputError(
            f"the document has no part {name}; it is of another format than its name says"
        ) from None
    except ARCHIVE_FAULTS as error:
        raise InputError(f"the document cannot be read: {error}") from error


def _xml(data: bytes) -> Any:
    from lxml import etree  # noqa: PLC0415 - heavy

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"the document is damaged: {error}") from error
