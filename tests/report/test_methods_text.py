"""The draft of a paper's methods: what was not run is not described, and odd names stay plain text."""

import shutil

import pandas as pd
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


def test_settings_among_the_inputs_are_no_files_that_were_read(report, tmp_path):
    shutil.copytree(report, tmp_path / "copy")
    file = tmp_path / "copy" / "corpus" / "files.parquet"
    rows = [{"file": name, "n_articles": n} for name, n in (("a.txt", 3), ("b.txt", 9), ("empty.txt", 0))]
    pd.DataFrame(rows).to_parquet(file)
    assert "They were read from 2 files." in methods_text(tmp_path / "copy")


def test_checks_of_tables_are_not_called_frames(report, tmp_path):
    shutil.copytree(report, tmp_path / "copy")
    assert "**Frames.**" not in methods_text(report)
    assert "**Checks.**" not in methods_text(report)
    pd.DataFrame({"variable": ["Names"]}).to_parquet(tmp_path / "copy/tables/check_agreement.parquet")
    assert "**Checks.**" in methods_text(tmp_path / "copy")
    assert "**Frames.**" not in methods_text(tmp_path / "copy")
