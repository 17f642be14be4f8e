"""Imports go one way, and the public names are what they say."""

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import toolkit

ROOMS = [
    "errors",
    "files",
    "settings",
    "tables",
    "progress",
    "patterns",
    "parts",
    "room",
    "versions",
    "forms",
    "roster",
    "lexicons",
    "results",
    "pages",
    "corpus",
    "text",
    "stats",
    "analysis",
    "engine",
    "figures",
    "report",
    "cli",
    "__main__",
]
BASE = {
    "errors",
    "settings",
    "tables",
    "progress",
    "patterns",
    "parts",
    "roster",
    "versions",
    "forms",
}  # in any order among themselves


def room_of(path, package):
    first = path.relative_to(package).parts[0]
    return first.removesuffix(".py")


def imports(path):
    """Return the toolkit modules a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "toolkit":
            yield node.module if node.module != "toolkit" else f"toolkit.{node.names[0].name}"
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("toolkit."))


def test_imports_go_one_way(root):
    package = root / "toolkit"
    wrong = []
    for path in sorted(package.rglob("*.py")):
        room = room_of(path, package)
        if path.parent == package and room in {"__init__", "_lazy", "_version"}:
            continue
        for module in imports(path):
            target = module.split(".")[1]
            if target in ROOMS and ROOMS.index(target) > ROOMS.index(room) and not {room, target} <= BASE:
                wrong.append(f"{path.relative_to(root)} imports {module}")
            if room == "figures" and target == "analysis":
                wrong.append(f"{path.relative_to(root)} imports {module}: figures are given tables")
    assert not wrong, "\n".join(wrong)


# Inside these packages imports go one way too: each name may import those before it.
FLOORS = {
    "analysis": [
        *("scope", "concordance", "topics", "strata", "keyness", "quotes", "sources", "readability"),
        *("names", "framing", "quotations", "question", "evidence", "coding"),
    ],
    "pages": [
        "themes",
        "normal",
        "fields",
        "record",
        "rows",
        "read",
        "killable",
        "exports",
        "text",
        "html",
        "formats",
        "reader",
        "by_parts",
    ],
    "report": ["page", "wording", "run", "paper", "widgets", "live", "ask", "coder", "init", "methods_text"],
}
FAMILIES = {"keyness", "topics", "quotes", "sources", "readability", "coding"}


def arrows_between_rooms(root, floor):
    """Return (room, imported room) within a package, function-level and TYPE_CHECKING imports included."""
    package = root / "toolkit" / floor
    for path in sorted(package.rglob("*.py")):
        room = room_of(path, package)
        for module in imports(path):
            parts = module.split(".")
            if parts[1] == floor and len(parts) > 2 and parts[2] != room and room != "__init__":
                yield room, parts[2]


@pytest.mark.parametrize("floor", ["analysis", "pages", "report"])
def test_imports_inside_a_package_go_one_way(root, floor):
    order = FLOORS[floor]
    wrong = {
        f"{room} imports {other}"
        for room, other in arrows_between_rooms(root, floor)
        if order.index(other) > order.index(room)
    }
    assert not wrong


def test_no_family_imports_another(root):
    arrows = set(arrows_between_rooms(root, "analysis"))
    assert not {(room, other) for room, other in arrows if {room, other} <= FAMILIES}


def test_no_module_is_imported_by_its_name_as_text(root):
    """An import by a string would be an arrow that no test sees; public names are loaded in one place."""
    package = root / "toolkit"
    for path in package.rglob("*.py"):
        named = {n.attr if isinstance(n, ast.Attribute) else n.id for n in names_called(path)}
        assert "import_module" not in named or path.name == "_lazy.py", path


def names_called(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node.func


def test_every_room_is_known(root):
    names = {
        path.stem
        for path in (root / "toolkit").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert names - {"__init__", "_shipped", "_lazy", "_version"} <= {*ROOMS}


def public():
    """Return every public name of the toolkit and its packages, with its package."""
    for found in [toolkit, *map(import_module, sorted(packages()))]:
        yield from ((found, name) for name in getattr(found, "__all__", ()))


def packages():
    return {
        info.name
        for info in walk_packages(toolkit.__path__, "toolkit.")
        if info.ispkg and "_" not in info.name
    }


@pytest.mark.parametrize(
    ("package", "name"), list(public()), ids=lambda value: getattr(value, "__name__", value)
)
def test_public_names_are_there_and_documented(package, name):
    found = getattr(package, name)
    assert inspect.getdoc(found), f"{name} has no docstring"


def test_no_public_name_has_two_meanings():
    places = {}
    for package, name in public():
        places.setdefault(name, set()).add(id(getattr(package, name)))
        assert not (Path(package.__path__[0]) / f"{name}.py").exists(), (
            f"{package.__name__}.{name} is a module too"
        )
    assert {name for name, found in places.items() if len(found) > 1} == set()


def test_dir_shows_public_names_only():
    assert dir(toolkit) == sorted(toolkit.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = toolkit.nothing


def test_importing_the_toolkit_loads_nothing_heavy():
    heavy = [
        "pandas",
        "numpy",
        "sklearn",
        "scipy",
        "matplotlib",
        "textstat",
        "spacy",
        "trafilatura",
        "IPython",
    ]
    code = f"import sys, toolkit; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_no_code_that_could_run_input(root):
    for path in (root / "toolkit").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = {
            n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        assert not called & {"eval", "exec", "compile", "__import__"}, path
        assert not any("pickle" in module for module in imported(tree)), path


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
