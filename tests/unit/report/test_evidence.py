from __future__ import annotations

import pandas as pd

from toolkit.report.page.evidence import show_evidence

PROBE = '"><script>alert(1)</script>{{7*7}} $5 and $3'


def test_sentences_are_escaped_and_their_match_is_marked() -> None:
    frame = pd.DataFrame(
        {"text": [f"ab {PROBE}"], "match_start": [0], "match_end": [2], "title": PROBE, "outlet": PROBE}
    )
    html = show_evidence(frame, PROBE, by="outlet").html
    assert "<script>" not in html
    assert "<mark>ab</mark> &#34;&gt;&lt;script&gt;" in html


def test_sentences_without_a_match_are_whole() -> None:
    assert "<q>Rain fell.</q>" in show_evidence(pd.DataFrame({"text": ["Rain fell."], "title": [None]})).html
    assert "No sentences." in show_evidence(pd.DataFrame({"text": []}), by=None).html
