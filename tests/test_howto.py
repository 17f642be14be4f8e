"""The how-to pages: their code runs, their settings are valid, the files and columns they name exist."""

import re
import tomllib

import pytest

from toolkit.cli import main
from toolkit.settings import make_settings

PAGES = [
    "from_nexis",
    "from_factiva",
    "from_media_cloud",
    "from_a_feed",
    "from_a_browser",
    "from_a_dataframe",
    "ask_your_own_question",
    "mark_events",
]


@pytest.fixture
def page(root, request):
    return (root / "docs" / "howto" / f"{request.param}.md").read_text(encoding="utf-8")


def blocks(text, language):
    return [
        re.sub(r"^ {3}", "", block, flags=re.M)
        for block in re.findall(rf"```{language}\n(.*?)```", text, re.S)
    ]


@pytest.mark.parametrize("page", PAGES, indirect=True)
def test_settings_are_valid_and_files_exist(root, page):
    for block in blocks(page, "toml"):
        make_settings(tomllib.loads(block))
    for path in re.findall(r"`(toolkit/[\w/.]+)`", page):
        assert (root / path).exists(), path


@pytest.mark.parametrize("page", PAGES, indirect=True)
def test_commands_exist(page, capsys):
    for command in re.findall(r"^\s*toolkit (\w+)", "".join(blocks(page, r"sh")), re.M):
        with pytest.raises(SystemExit) as stop:
            main([command, "--help"])
        assert stop.value.code == 0
        assert capsys.readouterr().out


@pytest.mark.parametrize("page", ["from_a_dataframe"], indirect=True)
def test_the_code_runs_as_it_is_printed(page):
    names = {}
    exec(compile("".join(blocks(page, "python")), "from_a_dataframe.md", "exec"), names)
    assert names["corpus"].articles["desk"].tolist() == ["city", "region"]
    assert names["again"].articles["article_id"].tolist() == names["corpus"].articles["article_id"].tolist()


@pytest.mark.parametrize("page", ["ask_your_own_question", "mark_events"], indirect=True)
def test_the_code_of_a_question_runs_as_it_is_printed(page):
    names = {}
    exec(compile("".join(blocks(page, "python")), "howto.md", "exec"), names)
    assert names["figure"].alt
    if "sentences" in names:
        assert len(names["sentences"]) == names["rates"].iloc[0]["uses"]
        assert set(names["grades"]["value"]) == {"flesch_kincaid"}


def test_every_page_is_linked_in_the_readme(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    for name in PAGES:
        assert f"docs/howto/{name}.md" in readme
