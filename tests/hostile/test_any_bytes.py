"""Whatever bytes a file of any format holds, it is read or set aside with a reason; no reader fails."""

from __future__ import annotations

import json
import os
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.pages.formats import READABLE
from toolkit.pages.read.archives import Input
from toolkit.pages.reader import FileReader, Reading
from toolkit.pages.themes import load_furniture
from toolkit.settings import Settings

from .test_limits import docx, epub, mails, nested, pdf, table, warc, workbook
from .test_one_bad_file import GOOD, html, parquet, row, rows

EXAMPLES = int(os.environ.get("TOOLKIT_EXAMPLES", "5"))
HALF = re.compile("[\ud800-\udfff]")
FEED = b"<rss><channel><title>Post</title><item><title>A</title><description>It rained.</description></item></channel></rss>"
RTF = rb"{\rtf1\ansi\ansicpg1252 Caf\'e9\par Rain\par}"
RIS = b"TY  - NEWS\nT1  - Rain\nPY  - 2024/03/05\nN2  - It rained.\nER  - \n"


def seed(suffix: str) -> bytes:
    """A small good file of a format."""
    import pandas as pd

    made = {
        ".csv": lambda: table(3, 2), ".tsv": lambda: table(3, 2).replace(b",", b"\t"), ".parquet": lambda: parquet(pd.DataFrame([row(1)])),
        ".json": lambda: json.dumps([row(1)]).encode(), ".jsonl": lambda: rows(row(1), [1]), ".ndjson": lambda: rows(row(1)),
        ".xlsx": lambda: workbook(2, 2), ".docx": lambda: docx(2), ".odt": lambda: docx(1), ".rtf": lambda: RTF, ".pdf": lambda: pdf(1),
        ".epub": lambda: epub(3), ".xml": lambda: FEED, ".rss": lambda: FEED, ".atom": lambda: FEED, ".eml": lambda: mails(1).partition(b"\n")[2],
        ".mbox": lambda: mails(2), ".warc": lambda: warc(html()), ".ris": lambda: RIS, ".html": lambda: nested(9), ".htm": html, ".xhtml": html,
        ".mhtml": lambda: b"Content-Type: text/html\n\n" + html(), ".mht": lambda: b"Content-Type: text/html\n\n" + html(),
    }  # fmt: skip
    return made.get(suffix, GOOD.encode)()


def read(suffix: str, data: bytes) -> Reading:
    reader = FileReader(Settings(), load_furniture(), {})
    reader.add(Input(f"x{suffix}", "post", lambda: data))
    return reader.reading


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("suffix", READABLE)
def test_any_bytes(suffix: str) -> None:
    good = seed(suffix)

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(st.data())
    def check(data: st.DataObject) -> None:
        piece = data.draw(st.binary(max_size=60))
        at = data.draw(st.integers(0, len(good)))
        to = data.draw(st.integers(at, min(len(good), at + 200)))
        given_ = data.draw(st.sampled_from([piece, good[:at], good[:at] + piece + good[to:], good + piece]))
        found = read(suffix, given_)
        kept = [*found.articles, *found.blocks, *found.dropped, *found.quarantine, *found.files]
        texts = [value for one in kept for value in one.values() if isinstance(value, str)]
        assert not any(map(HALF.search, texts))
        told = [str(one["reason"]) for one in found.quarantine]
        assert not any("fault of the toolkit" in one for one in told), told
        assert found.quarantine or found.files, "it is listed, whatever it was"

    check()
