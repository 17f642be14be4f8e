"""Write ``api.md``: every public name with its signature and the first line of its docstring."""

import inspect
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import toolkit

HEAD = """# Public names

What `from toolkit import ...` gives, and what the packages hold besides. Each name's docstring says the rest:
`help(toolkit.keyness)`. This page is made by `python docs/make_api.py`."""


def packages() -> list[str]:
    """Return the toolkit and its packages that have public names."""
    found = (info.name for info in walk_packages(toolkit.__path__, "toolkit.") if info.ispkg)
    inside = sorted(name for name in found if "_shipped" not in name)
    return ["toolkit", *(name for name in inside if getattr(import_module(name), "__all__", None))]


def made() -> str:
    """Return the page's text."""
    lines = [HEAD]
    for name in packages():
        package = import_module(name)
        lines += ["", f"## {name}", "", "| name | what it does |", "|---|---|"]
        lines += [f"| `{public}` | {first_line(getattr(package, public))} |" for public in package.__all__]
    return "\n".join(lines) + "\n"


def first_line(found: object) -> str:
    """Return the first sentence of a docstring, as a cell of a table."""
    text = inspect.getdoc(found) or "" if callable(found) else f"The value {found!r}."
    return text.split("\n\n")[0].replace("\n", " ").replace("|", "&#124;")


if __name__ == "__main__":
    Path(__file__).with_name("api.md").write_text(made(), encoding="utf-8")
