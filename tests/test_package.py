"""What an installation brings: every package that the code imports is declared, and a checked wheel is made."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

# A distribution that is not called as the module it brings; needed for extras that are not installed here.
NAMED_OTHERWISE = {"sklearn": "scikit-learn"}


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
    return {normal(name) for name in installed.get(module, [NAMED_OTHERWISE.get(module, module)])}


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
