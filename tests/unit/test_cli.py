import json
import signal
import subprocess
import sys
import threading
import tomllib
from importlib.metadata import PackageNotFoundError

import pandas as pd
import pytest

import toolkit
from toolkit.cli import main
from toolkit.corpus.load import load_corpus

PAGE = (
    "River floods valley again\n\nBy Jo Day\n\n4 March 2024\n\n"
    + "The river rose on Monday, the ministry said. " * 8
)


@pytest.fixture
def pages(tmp_path):
    (tmp_path / "pages" / "herald").mkdir(parents=True)
    (tmp_path / "pages" / "herald" / "page.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path / "pages"


@pytest.mark.parametrize("ending", [".parquet", ".jsonl", ".csv"])
def test_articles_by_ending(pages, tmp_path, capsys, ending):
    out = tmp_path / f"articles{ending}"
    assert main(["articles", str(pages), "-o", str(out)]) == 0
    assert "1 articles of 1 files" in capsys.readouterr().out
    read = {".parquet": pd.read_parquet, ".csv": pd.read_csv}.get(ending)
    row = read(out).iloc[0] if read else json.loads(out.read_text(encoding="utf-8"))
    assert row["title"] == "River floods valley again"
    assert list(row["authors"]) == ["Jo Day"] if ending != ".csv" else row["authors"] == "Jo Day"
    assert str(row["published"])[:10] == "2024-03-04"
    assert PAGE[int(row["body_start"]) : int(row["body_end"])] == row["text"]


def test_what_was_not_read_is_said(pages, tmp_path, capsys):
    (pages / "herald" / "empty.txt").write_bytes(b"")
    assert main(["articles", str(pages), "-o", str(tmp_path / "a.csv")]) == 0
    assert "not read: herald/empty.txt: the file is empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["articles", "gone", "-o", "a.csv"], "no file or folder gone"),
        (["report", "gone", "-o", "out"], "no file or folder gone"),
        (["articles", "{pages}", "-o", "a.doc"], "must end in"),
        (["articles", "{pages}", "-o", "gone/a.csv"], "no folder gone"),
        (["articles", "{pages}", "--study", "gone.toml", "-o", "a.csv"], "no settings file gone.toml"),
    ],
)
def test_unusable_input_ends_with_two(pages, tmp_path, monkeypatch, capsys, arguments, message):
    monkeypatch.chdir(tmp_path)
    assert main([part.format(pages=pages) for part in arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_folder_with_no_readable_file_ends_with_two(tmp_path, capsys):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_bytes(bytes(range(256)))
    assert main(["report", str(tmp_path / "pages"), "-o", str(tmp_path / "out")]) == 2
    assert "nothing to analyse" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_study_file_is_written_and_read_back(pages, tmp_path, capsys):
    study = tmp_path / "study.toml"
    assert main(["init", str(pages), "-o", str(study)]) == 0
    assert main(["articles", str(pages), "--study", str(study), "-o", str(tmp_path / "a.csv")]) == 0


def test_reports_that_are_none_are_refused(tmp_path, capsys):
    assert main(["verify", str(tmp_path)]) == 1
    assert main(["diff", str(tmp_path), str(tmp_path)]) == 1
    assert "toolkit:" in capsys.readouterr().err


def test_without_a_command_help_is_printed(capsys):
    assert main([]) == 0
    told = capsys.readouterr().out
    assert "COMMAND" in told
    assert "report" in told


def test_the_version_is_that_of_the_project(root, capsys):
    with (root / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"toolkit {toolkit.__version__}\n"
    assert toolkit.__version__ == project["version"]


def test_a_package_that_is_not_installed_has_a_version_too(monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    from toolkit import _version

    monkeypatch.setattr(_version, "version", missing)
    assert _version._installed() == "0+unknown"


def test_the_package_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", "--version"], check=True, capture_output=True, text=True
    )
    assert done.stdout == f"toolkit {toolkit.__version__}\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("inherited", [signal.SIG_IGN, signal.default_int_handler])
def test_a_signal_ends_the_command_also_where_it_was_ignored(monkeypatch, capsys, number, inherited):
    before = signal.signal(number, inherited)
    monkeypatch.setattr("toolkit.cli._init", lambda _parsed: signal.raise_signal(number))
    try:
        assert main(["init", "pages"]) == 128 + number
        assert signal.getsignal(number) is inherited, "what was set before is set again"
    finally:
        signal.signal(number, before)
    assert "stopped" in capsys.readouterr().err


def test_in_another_thread_the_command_sets_no_handlers(pages, tmp_path):
    codes = []
    asked = ["init", str(pages), "-o", str(tmp_path / "study.toml")]
    thread = threading.Thread(target=lambda: codes.append(main(asked)))
    thread.start()
    thread.join()
    assert codes == [0]


def test_a_folder_takes_the_articles_as_a_corpus(tmp_path, capsys, pages):
    out = tmp_path / "corpus"
    assert main(["articles", str(pages), "-o", str(out), "--workers", "1"]) == 0
    told = capsys.readouterr().out
    corpus = load_corpus(out)
    assert told == f"{out}: {len(corpus):,} articles under study, {len(corpus.dropped):,} left out\n"
    assert corpus.articles["article_id"].tolist() == load_corpus(pages).articles["article_id"].tolist()
