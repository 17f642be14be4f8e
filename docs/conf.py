"""Sphinx: the pages of this folder, the README and the docstrings as a site that opens without a network."""

import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from make_api import packages  # noqa: E402 - of this folder

import toolkit  # noqa: E402 - the checkout's own

project = "News toolkit"
author = "The news toolkit authors"
copyright = f"{author}, MIT"  # noqa: A001 - Sphinx's own name
release = version = toolkit.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"{project} {release}"
html_show_sourcelink = False
html_copy_source = False
html_last_updated_fmt = None  # the same pages give the same bytes
myst_heading_anchors = 4
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True  # attributes are described once, by their class
autodoc_typehints = "none"  # the signature is short, the types are under "Parameters"
autodoc_member_order = "bysource"
suppress_warnings = [
    "myst.xref_missing",  # links to folders of the checkout; tests/test_docs.py follows every link
    "docutils",  # a docstring's own line breaks
    "ref.ref",
]


def write_reference(app: object) -> None:
    """Write a page for each package: its public names with their whole docstrings."""
    folder = HERE / "reference"
    folder.mkdir(exist_ok=True)
    for name in packages():
        first = (import_module(name).__doc__ or "").splitlines()[0]
        page = f"# {name}\n\n{first}\n\n```{{eval-rst}}\n.. currentmodule:: {name}\n\n"
        public = import_module(name).__all__
        page += (
            "".join(f"{_directive(name, one)}:: {name}.{one}\n{_options(name, one)}\n" for one in public)
            + "```\n"
        )
        file = folder / f"{name}.md"
        if not file.exists() or file.read_text(encoding="utf-8") != page:
            file.write_text(page, encoding="utf-8")


def _directive(package: str, name: str) -> str:
    found = getattr(import_module(package), name)
    return (
        ".. autoclass" if isinstance(found, type) else ".. autofunction" if callable(found) else ".. autodata"
    )


def _options(package: str, name: str) -> str:
    return (
        "   :members:\n   :exclude-members: set_fit_request, set_transform_request\n"
        if isinstance(getattr(import_module(package), name), type)
        else ""
    )


def setup(app) -> None:
    """Make the reference before the pages are read."""
    app.connect("builder-inited", write_reference)
