"""Newsletters saved as EML or MBOX: one row a message."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from toolkit.errors import InputError
from toolkit.pages.read.limits import LIMITS, check_count
from toolkit.pages.read.tables import Table
from toolkit.settings import LimitsSettings

_FROM = re.compile(rb"^From [^\r\n]*\r?\n", re.M)
_LEAST_WORDS = 40  # of the plain part; a shorter one only points to the HTML part
# Lines of every newsletter that are not its text.
_FURNITURE = re.compile(
    r"""^\W*(?:unsubscribe|view\ (?:this|it)\ (?:e?mail\ |newsletter\ )?in\ (?:your\ )?browser|abbestellen
    |im\ browser\ (?:ansehen|öffnen)|se\ désinscrire|voir\ dans\ le\ navigateur|forward\ to\ a\ friend
    |manage\ (?:your\ )?(?:preferences|subscriptions?)|you\ (?:are\ receiving|received)\ this
    |update\ your\ preferences|copyright\ ©|©)""",
    re.I | re.X,
)


def messages(data: bytes, limits: LimitsSettings = LIMITS) -> Iterator[EmailMessage]:
    """Yield the messages of an EML or MBOX file.

    Raises
    ------
    InputError
        If there are more of them than a file may hold.
    """
    starts = [found.start() for found in _FROM.finditer(data)] if data.startswith(b"From ") else []
    check_count(len(starts), "messages", "members", limits)
    if not starts:
        yield _message(data)
        return
    for start, stop in zip(starts, [*starts[1:], len(data)], strict=True):
        yield _message(_FROM.sub(b"", data[start:stop], count=1))


def _message(data: bytes) -> EmailMessage:
    made = email.message_from_bytes(data.lstrip(), policy=email.policy.default)
    assert isinstance(made, EmailMessage)  # noqa: S101 - what the policy makes
    return made


def mail_table(found: list[EmailMessage]) -> Table:
    """Return messages as rows: subject, sender, date and text.

    Raises
    ------
    InputError
        If none of them is a message.
    """
    rows, aside = [], []
    for number, message in enumerate(found, 1):
        if not _header(message, "From") and not _header(message, "Subject"):
            aside.append((f"message {number}", "it has neither sender nor subject"))
        else:
            rows.append((f"message {number}", _row(message)))
    if not rows:
        raise InputError("the file holds no message with a sender or a subject")
    return Table(rows, aside)


def _row(message: EmailMessage) -> dict[str, Any]:
    name, address = parseaddr(_header(message, "From"))
    plain, html = part_of(message, "plain"), part_of(message, "html")
    text = plain if len(plain.split()) >= _LEAST_WORDS or not html else html
    if text is plain:
        text = "\n".join(line for line in plain.splitlines() if not _FURNITURE.match(line))
    return {
        "title": _header(message, "Subject") or None,
        "outlet": name or address.rpartition("@")[2] or None,
        "published": _date(message),
        "text": text,
        "message_id": _header(message, "Message-ID") or None,
    }


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())
    except (ValueError, LookupError, AttributeError, TypeError, OverflowError):
        return ""  # a header that the parser of the standard library cannot take apart


def _date(message: EmailMessage) -> str | None:
    said = _header(message, "Date")
    try:
        return parsedate_to_datetime(said).date().isoformat() if said else None
    except (ValueError, OverflowError):
        return said


def part_of(message: EmailMessage, kind: str) -> str:
    """Return the text of the first part of a kind, ``plain`` or ``html``; empty where there is none."""
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    try:
        said = part.get_content()
    except (LookupError, ValueError):
        payload = part.get_payload(decode=True)
        said = payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else ""
    return said if isinstance(said, str) else ""
