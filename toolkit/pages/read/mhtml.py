"""Pages saved by a browser as one MHTML file: the HTML of the page itself."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from toolkit.errors import InputError


def unpack_mhtml(data: bytes) -> bytes:
    r"""Return the HTML of the page an MHTML file holds, as UTF-8 where the file names its charset.

    The main part is the one the file's ``start`` parameter names, else the one at the page's own
    address, else the first HTML part. Pictures, styles and frames are left out.

    Parameters
    ----------
    data : bytes
        The content of a ``.mhtml`` or ``.mht`` file.

    Returns
    -------
    bytes

    Raises
    ------
    InputError
        If the file has no HTML part.

    Examples
    --------
    >>> unpack_mhtml(b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>Rain</p>\n")
    b'<p>Rain</p>\n'
    """
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
    parts = [part for part in message.walk() if part.get_content_type() in _HTML]
    if not parts:
        raise InputError("the file is not a saved page (it has no HTML part)")
    return _content(_main(message, parts))


_HTML = ("text/html", "application/xhtml+xml")


def _main(message: EmailMessage, parts: list[EmailMessage]) -> EmailMessage:
    """Return the part that is the page itself."""
    start = message.get_param("start")
    address = message.get("Snapshot-Content-Location") or message.get("Content-Location")
    for part in parts:
        if start and part.get("Content-ID") == start:
            return part
    return next((part for part in parts if address and part.get("Content-Location") == address), parts[0])


def _content(part: EmailMessage) -> bytes:
    """Return the bytes of a part; in UTF-8 where its header names a charset, which the HTML may not."""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if charset is None or charset == "utf-8":
        return raw
    try:
        return raw.decode(charset).encode("utf-8")
    except (LookupError, UnicodeError):
        return raw  # a wrong label: the page's own declaration and its bytes decide later
