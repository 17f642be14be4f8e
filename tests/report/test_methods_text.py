"""The draft of a paper's methods: what was not run is not described, and odd names stay plain text."""

import shutil

import pytest

from toolkit.cli import main
from toolkit.errors import ReportError
from toolkit.report.methods_text import _line, methods_text


def test_hostile_names_stay_text_and_what_failed_is_not_described(report):
    text = methods_text(report)
    assert "<script>" not in text
    assert "{{7\\*7}}" in text  # a mark of Markdown, not a template
    assert "**Topics.**" not in text


def test_a_report_without_a_table_of_outlets_is_refused(report, tmp_path):
    shutil.copytree(report, tmp_path / "copy")
    (tmp_path / "copy/tables/outlets_read.parquet").unlink()
    with pytest.raises(ReportError, match="has no table of its outlets"):
        methods_text(tmp_path / "copy")


def test_a_folder_that_is_no_report_is_refused(tmp_path, capsys):
    assert main(["methods", str(tmp_path)]) == 1
    assert "is not a report" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("The Herald", "The Herald"),
        ("A\n# heading", "A \\# heading"),
        ("*bold* [link](javascript:x)", "\\*bold\\* \\[link\\](javascript:x)"),
        ("<script>", "\\<script\\>"),
    ],
)
def test_names_are_plain_text_in_markdown(name, line):
    assert _line(name) == line
