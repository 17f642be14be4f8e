"""The formats the toolkit reads: their endings, how a file shows its own, and how its text is taken out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from toolkit.errors import InputError
from toolkit.pages.exports.recognise import read_export
from toolkit.pages.read.documents import document_text
from toolkit.pages.read.files import decode
from toolkit.pages.read.limits import LIMITS
from toolkit.pages.read.mail import messages, part_of
from toolkit.pages.read.pdf import pdf_text
from toolkit.settings import LimitsSettings

TEXT = (".txt", ".text", ".md", ".ris")
HTML = (".html", ".htm", ".xhtml")
MHTML = (".mhtml", ".mht")
RECORDS = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx")
DOCUMENTS = (".docx", ".odt", ".rtf", ".pdf")
FEEDS = (".xml", ".rss", ".atom")
MAIL = (".eml", ".mbox")
WARC = ".warc"
EPUB = ".epub"
READABLE = (*TEXT, *HTML, *MHTML, *RECORDS, *DOCUMENTS, EPUB, *FEEDS, *MAIL, WARC)
# Other formats whose files people hold, with the remedy.
_REFUSED: Mapping[str, str] = {
    ".doc": "the old Word format is not read; open it and save it as .docx",
    ".xls": "the old Excel format is not read; open it and save it as .xlsx or .csv",
    ".pages": "documents of Pages are not read; export them as .docx",
    ".url": "a shortcut holds no page; save the page itself",
    ".webloc": "a shortcut holds no page; save the page itself",
}
_HTML_FIRST = re.compile(rb"^\s*(?:<!doctype html|<html\b|<\?xml[^>]*>\s*<(?:!doctype html|html\b))", re.I)


def suffix_of(name: str, data: bytes) -> str:
    """Return the format of a file: by its first bytes where they are sure, else by its ending.

    Raises
    ------
    InputError
        If the toolkit does not read it.
    """
    suffix = PurePosixPath(name.removesuffix(".gz")).suffix.lower()
    if data.startswith(b"{\\rtf") and suffix != ".rtf":
        return ".rtf"
    if data.startswith(b"%PDF"):
        return ".pdf"
    if data.startswith(b"PK\x03\x04") and b"word/document.xml" in data:
        return ".docx"
    if suffix in (*FEEDS, ".doc") and _HTML_FIRST.match(data[:2000]):
        return ".html"
    if suffix in _REFUSED:
        raise InputError(_REFUSED[suffix])
    if suffix not in READABLE:
        raise InputError(
            f"not a format the toolkit reads ({suffix or 'no ending'}); it reads {', '.join(READABLE)}"
        )
    return suffix


def decoded(data: bytes, suffix: str, limits: LimitsSettings = LIMITS) -> tuple[str, str]:
    """Return the text of a page or document and how it was decoded."""
    if suffix in DOCUMENTS:
        text = pdf_text(data, limits) if suffix == ".pdf" else document_text(data, suffix, limits)
        return text, suffix[1:]
    if suffix in TEXT:
        return decode(data)
    from toolkit.pages.html.articles import decode_html  # noqa: PLC0415 - heavy, for HTML alone
    from toolkit.pages.read.mhtml import unpack_mhtml  # noqa: PLC0415

    return decode_html(unpack_mhtml(data) if suffix in MHTML else data)


def export_inside(data: bytes, limits: LimitsSettings = LIMITS) -> bytes | None:
    """Return the HTML of a mail that holds the export of a database, or None."""
    for message in messages(data, limits):
        html = part_of(message, "html")
        try:
            if html and read_export(html, markup=True) is not None:
                return html.encode()
        except InputError:
            return html.encode()
    return None
