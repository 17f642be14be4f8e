"""Web archives: the HTML pages of a WARC file, by the warcio library (the extra ``warc``)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from toolkit.errors import InputError
from toolkit.pages.read.documents import ARCHIVE_FAULTS
from toolkit.pages.read.limits import LIMITS, room, too_large
from toolkit.pages.read.records import host_of
from toolkit.settings import LimitsSettings


def pages_of(data: bytes, limits: LimitsSettings = LIMITS) -> Iterator[tuple[str, str, bytes]]:
    """Yield address, host and content of each HTML page in a web archive.

    Parameters
    ----------
    data : bytes
        A WARC file, unpacked or not.
    limits : LimitsSettings, optional

    Raises
    ------
    InputError
        If warcio is not installed or the file is not a web archive.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - an optional extra
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415
    except ImportError:
        raise InputError("web archives need the package warcio: pip install 'news-toolkit[warc]'") from None
    try:
        for record in ArchiveIterator(io.BytesIO(data)):
            kind = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
            if record.rec_type == "response" and "html" in kind.lower():
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                yield address, host_of(address) or "", _content(record, room(len(data), limits))
    except (ArchiveLoadFailed, AttributeError, *ARCHIVE_FAULTS) as error:
        # A damaged record ends the archive; warcio raises what its parts happen to raise.
        raise InputError(f"not a valid web archive from here on: {error}") from error


def _content(record: Any, most: int) -> bytes:
    """Return what a server answered, unpacked."""
    content: bytes = record.content_stream().read(most + 1)
    if len(content) > most:
        raise too_large(most)
    return content
