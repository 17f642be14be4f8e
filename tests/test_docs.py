"""What the documents say is so: commands, names, columns, links."""

import importlib.util
import re
import textwrap
import tomllib
from importlib import import_module

import pytest

import toolkit
from toolkit import read_lexicon
from toolkit.analysis.readability.prose import FEATURES
from toolkit.cli import main, make_parser
from toolkit.lexicons.codebook import parse_codebook
from toolkit.lexicons.forms import FORMS, OWN
from toolkit.settings import make_settings


@pytest.fixture(scope="module")
def readme(root):
    return (root / "README.md").read_text(encoding="utf-8")


def blocks(text, language):
    return re.findall(rf"```{language}\n(.*?)```", text, re.S)


def test_the_two_commands_come_first_and_are_targets(root, readme):
    assert blocks(readme, "sh")[0] == "make report\nmake test\n"
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    used = set(re.findall(r"\bmake ([a-z]+)", readme))
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    assert {"report", "test", "lab", "lint", "bench", "install", "help"} <= targets
    assert used - {"report", "test"} <= targets
    for variable in re.findall(r"\b([A-Z]+)=", " ".join(blocks(readme, "sh"))):
        assert f"$({variable})" in makefile, f"make does not know {variable}="


def test_continuous_integration_calls_the_readmes_test_command(root):
    script = (root / ".ci/run").read_text(encoding="utf-8")
    assert "make lint" in script
    assert "make test" in script
    assert "make wheel" in script
    assert "make docs" in script


def test_the_plain_commands_for_windows_are_those_that_make_runs(root, readme):
    """What `make` runs on every machine is tested; here, that the lines without make are the same."""
    (documented,) = blocks(readme, "bat")
    lines = [line.replace(".venv\\Scripts\\", "") for line in documented.splitlines()]
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for words in ("@$(BIN)/", " --quiet", " --disable-pip-version-check"):
        makefile = makefile.replace(words, "")
    run = makefile.replace("@$(PYTHON)", "py").replace("$(VENV)", ".venv").splitlines()
    installs = [line for line in lines if " -m venv" in line or "pip install" in line]
    assert [line for line in installs if f"\t{line}" not in run] == []
    assert len(installs) == 4
    (report,) = (line for line in lines if line.startswith("toolkit "))
    assert make_parser().parse_args(report.split()[1:]).out.name == "report"
    assert lines[-1] == "python -m pytest"


def commands():
    """Return the commands the program has, asked from the program itself."""
    (choices,) = (action.choices for action in make_parser()._actions if isinstance(action.choices, dict))
    return sorted(choices)


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme_and_has_help(readme, capsys, command):
    assert f"toolkit {command} " in readme
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert capsys.readouterr().out


def test_python_examples_use_public_names(readme):
    names = re.findall(r"from toolkit import ([\w, ]+)", "".join(blocks(readme, "python")))
    assert names
    for name in ",".join(names).split(","):
        assert name.strip() in toolkit.__all__


def test_the_settings_example_is_valid(readme):
    (example,) = blocks(readme, "toml")
    assert make_settings(tomllib.loads(example)).topics.k == 8


def pages(root):
    return [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md"))]


def test_links_lead_somewhere(root):
    for page in pages(root):
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_paths_and_modules_that_are_named_exist(root):
    for page in pages(root):
        text = page.read_text(encoding="utf-8")
        for path in re.findall(
            r"`((?:toolkit|tests|docs|data|notebooks|benchmarks|training|tools)/[\w./-]+)`", text
        ):
            made_up = any(word in path for word in ("mydatabase", "shouting", "loaded_words", "_build"))
            assert made_up or (root / path).exists(), f"{page.name}: {path}"


def test_the_page_of_public_names_is_up_to_date(root):
    spec = importlib.util.spec_from_file_location("api", root / "docs" / "make_api.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    told = (root / "docs" / "api.md").read_text(encoding="utf-8")
    assert told == module.made(), "run: python docs/make_api.py"


def test_the_page_on_word_lists_names_every_list_and_its_examples_are_read(root, tmp_path):
    page = (root / "docs/howto/add_a_lexicon.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \| (.*?) \|", page, re.M)
    assert [name for name, _ in listed] == list(OWN)
    assert all(
        what.startswith(FORMS[name].what.split(",")[0].split("(")[0].split(":")[0].strip())
        for name, what in listed
    )
    (example,) = blocks(page, "text")
    file = tmp_path / "mine.csv"
    file.write_text(example, encoding="utf-8")
    assert {entry.label for entry in read_lexicon(file, "hedges")} == {"cautious", "sure"}
    make_settings(tomllib.loads(textwrap.dedent(re.search(r"```toml\n(.*?)```", page, re.S)[1])))


def test_the_page_on_coding_has_a_codebook_that_is_read_and_settings_that_hold(root):
    page = (root / "docs/howto/code_frames.md").read_text(encoding="utf-8")
    codebook, settings = blocks(page, "toml")
    assert list(parse_codebook(codebook).questions) == ["blame.named"]
    assert make_settings(tomllib.loads(settings)).coding.checks == ("names.json",)
    for package, names in re.findall(
        r"from (toolkit[\w.]*) import ([\w, ]+)", "".join(blocks(page, "python"))
    ):
        for name in names.split(","):
            assert name.strip() in import_module(package).__all__


def test_the_page_on_measures_names_every_count(root):
    page = (root / "docs/howto/add_a_measure.md").read_text(encoding="utf-8")
    table = page.split("| count | what |")[1].split("\n\n")[0]
    counts = set(re.findall(r"`(\w+)`", "".join(row.split("|")[1] for row in table.splitlines() if row)))
    assert counts == {*FEATURES, "spache_types"}


def test_the_data_dictionary_is_up_to_date(root):
    spec = importlib.util.spec_from_file_location("dictionary", root / "docs" / "make_data_dictionary.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    told = (root / "docs" / "data_dictionary.md").read_text(encoding="utf-8")
    assert told == module.made(), "run: python docs/make_data_dictionary.py"


def test_the_pages_of_settings_and_commands_are_up_to_date(root, tmp_path):
    spec = importlib.util.spec_from_file_location("reference", root / "docs" / "make_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.write(tmp_path)
    for name in ("settings.md", "commands.md"):
        told = (root / "docs" / name).read_text(encoding="utf-8")
        assert told == (tmp_path / name).read_text(encoding="utf-8"), "run: python docs/make_reference.py"


def test_every_page_is_in_the_tables_of_contents(root):
    """A page that no list leads to is never found."""
    listed = [
        line.strip()
        for part in blocks((root / "docs/index.md").read_text(encoding="utf-8"), r"\{toctree\}")
        for line in part.splitlines()
        if line.strip() and not line.startswith(":")
    ]
    reached = {page for entry in listed for page in (root / "docs").glob(f"{entry}.md")}
    assert {root / "docs" / f"{entry}.md" for entry in listed if "*" not in entry} <= reached
    made = {root / "docs/index.md", *(root / "docs/reference").glob("*.md")}
    assert (
        set((root / "docs").rglob("*.md")) - made - set((root / "docs/_build").rglob("*")) == reached - made
    )


def test_no_machine_or_registry_is_named(root):
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|--index-url|file:", lock)
    assert "--hash=sha256:" in lock
    assert not (root / "uv.lock").exists()
