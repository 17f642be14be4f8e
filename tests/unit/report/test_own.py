"""The researcher's own words: where they go, what is refused, and that nothing in them runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.errors import SettingsError
from toolkit.report.page.own import own_words
from toolkit.settings import Settings, files_of, load_settings, make_settings

NOTES = """# My *own* title

Why this was asked. <script>alert(1)</script> [go](javascript:alert(2)) ![map](http://a.b/c.png)

## Before outlet framing

Read **this** first.

## After Topics ##

And this.
"""
SECTIONS = ("topics", "outlet_framing")


def settings(folder: Path, notes: str) -> Settings:
    (folder / "notes.md").write_text(notes, encoding="utf-8")
    (folder / "study.toml").write_text(
        '[report]\nquestion = "Who?"\nauthor = "A. B."\nlicence = "CC BY 4.0"\n'
        'citation = "B., 2024"\nnotes = "notes.md"\n'
    )
    return load_settings(folder / "study.toml")


def test_notes_go_before_and_after_their_sections(tmp_path: Path) -> None:
    own = own_words(settings(tmp_path, NOTES), SECTIONS)
    assert (own.question, own.author, own.licence, own.citation) == ("Who?", "A. B.", "CC BY 4.0", "B., 2024")
    assert own.title == "My *own* title"
    assert own.before == {"outlet-framing": "<p>Read <strong>this</strong> first.</p>\n"}
    assert own.after == {"topics": "<p>And this.</p>\n"}


def test_nothing_in_the_notes_runs_or_is_asked_for(tmp_path: Path) -> None:
    opening = str(own_words(settings(tmp_path, NOTES), SECTIONS).opening)
    assert "Why this was asked." in opening
    assert "map" in opening
    assert "<script" not in opening
    assert "javascript:" not in opening
    assert "<img" not in opening
    assert "a.b/c.png" not in opening


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("## Before topic", "did you mean 'topics'"),
        ("## Between topics", "'## Before ...' or '## After ...'"),
        ("## After readability", "not in the report"),
    ],
)
def test_a_heading_that_names_no_place_is_refused(tmp_path: Path, heading: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        own_words(settings(tmp_path, f"{heading}\n\nx"), SECTIONS)


def test_a_file_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    made = settings(tmp_path, "x")
    (tmp_path / "notes.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        own_words(made, SECTIONS)
    (tmp_path / "notes.md").unlink()
    with pytest.raises(SettingsError, match="notes"):
        load_settings(tmp_path / "study.toml")


def test_the_notes_are_one_of_the_studys_files() -> None:
    assert files_of(make_settings({"report": {"notes": "n.md"}})) == {"[report] notes": "n.md"}
    assert own_words(Settings(), SECTIONS).opening == ""
