"""What an installation brings: every package that the code imports is declared.

That the wheel works in an empty environment is checked by ``make wheel``, which needs the packages anew.
"""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest


@pytest.fixture(scope="module")
def project(root):
    with (root / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]


def names(requirements):
    """Return the normal names of distributions in requirements such as ``lxml>=5.3``."""
    return {normal(re.match(r"[\w.-]+", requirement)[0]) for requirement in requirements}


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def third_party(path):
    """Return the top modules a file imports that are neither Python's nor ours, and whether at its top."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            modules = [node.module]
        else:
            continue
        for module in modules:
            top = module.partition(".")[0]
            if top not in sys.stdlib_module_names and top != "toolkit":
                yield top, node in tree.body


def distributions(module, installed):
    """Return the distributions that may bring a module."""
    return {normal(name) for name in installed.get(module, [module])}


def test_every_import_is_declared(root, project):
    always, extras = names(project["dependencies"]), project["optional-dependencies"]
    optional = names(requirement for extra in extras.values() for requirement in extra)
    installed, wrong = packages_distributions(), []
    for path in sorted((root / "toolkit").rglob("*.py")):
        for module, at_the_top in third_party(path):
            brings = distributions(module, installed)
            if not brings & (always if at_the_top else always | optional):
                wrong.append(f"{path.relative_to(root)} imports {module}, of {sorted(brings)}")
    assert not wrong, "name these in pyproject.toml:\n" + "\n".join(wrong)


def test_what_a_library_imports_but_does_not_bring_is_declared(project):
    """justext imports lxml.html.clean, which old releases of pip do not install with it."""
    assert "lxml-html-clean" in names(project["dependencies"])


def test_an_import_that_is_not_declared_is_found(tmp_path):
    file = tmp_path / "some.py"
    file.write_text(
        "import os, numpy.linalg\nfrom toolkit import dfm\n\ndef f():\n    from yaml import load\n"
    )
    assert sorted(third_party(file)) == [("numpy", True), ("yaml", False)]
    assert distributions("sklearn", packages_distributions()) == {"scikit-learn"}
