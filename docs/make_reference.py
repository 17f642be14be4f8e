"""Write ``settings.md`` and ``commands.md``: every setting and every option, asked from the program."""

import argparse
import dataclasses
import inspect
import re
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from toolkit.cli import make_parser
from toolkit.settings import _RANGES, Settings

SETTINGS = """# Settings

Everything `study.toml` may hold. All of it may be left out: the defaults are a complete study.
`toolkit init my-pages` writes a file with comments; an unknown key, a wrong type and a number out of range
are refused with the place and the nearest known key. This page is made by `python docs/make_reference.py`."""
COMMANDS = """# Commands

`toolkit COMMAND --help` prints the same. Exit codes: 0 done; 1 the report was made but a part of it
failed, or a check did not pass; 2 the input or the arguments cannot be used; 130 or 143 stopped by a signal.
This page is made by `python docs/make_reference.py`."""


def settings() -> str:
    """Return the page of settings."""
    hints = typing.get_type_hints(Settings)
    whole = {name: hint for name, hint in hints.items() if not _table(hint)}
    lines = [SETTINGS, "", "## At the top", "", *_rows(Settings, whole, "")]
    for name, hint in hints.items():
        if _table(hint):
            mapped = typing.get_origin(hint) is Mapping
            cls = _table(hint)
            several = typing.get_origin(hint) is tuple
            head = f"[{name}.NAME]" if mapped else f"[[{name}]]" if several else f"[{name}]"
            lines += ["", f"## {head}", "", _prose(cls), "", *_rows(cls, typing.get_type_hints(cls), name)]
    return "\n".join(lines) + "\n"


def _table(hint: Any) -> Any:
    """Return the settings class a key holds, or None for a plain value."""
    for one in (hint, *typing.get_args(hint)):
        if dataclasses.is_dataclass(one):
            return one
    return None


def _rows(cls: Any, hints: Mapping[str, Any], table: str) -> Iterator[str]:
    yield "| key | value | default |"
    yield "|---|---|---|"
    for field in dataclasses.fields(cls):
        if field.name in hints:
            made = field.default_factory() if callable(field.default_factory) else field.default
            least_most = _RANGES.get((table, field.name))
            span = f", {least_most[0]:,} to {least_most[1]:,}" if least_most else ""
            yield f"| `{field.name}` | {_kind(hints[field.name])}{span} | {_written(made)} |"


def _kind(hint: Any) -> str:
    """Return what a value may be, in words."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return " or ".join(f'`"{value}"`' for value in args)
    if origin in (types.UnionType, typing.Union):
        return _kind(next(arg for arg in args if arg is not type(None)))
    if origin is tuple:
        return f"list: {_kind(args[0])}"
    if origin is Mapping:
        return f"table of keys: {_kind(args[1])}"
    names = {"str": "text", "int": "whole number", "float": "number", "bool": "`true` or `false`"}
    return names.get(hint.__name__, "date and time" if hint.__name__ == "datetime" else hint.__name__)


def _written(value: Any) -> str:
    """Return a default as it would be written."""
    if value is dataclasses.MISSING:
        return "needed"
    if value is None or value in ({}, ()):
        return "not set"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return "`[" + ", ".join(f'"{one}"' for one in value) + "]`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value}`"


def _prose(cls: Any) -> str:
    """Return a docstring as text of a page."""
    text = (inspect.getdoc(cls) or "").split("\nAttributes\n")[0].split("\nExamples\n")[0]
    return re.sub(r"``(.+?)``", r"`\1`", text.strip())


def commands() -> str:
    """Return the page of commands."""
    lines = [COMMANDS]
    for words, parser, told in _parsers(make_parser(), "toolkit", ""):
        lines += [
            "",
            f"## {words}",
            "",
            f"{told[:1].upper()}{told[1:]}.",
            "",
            "| argument | what it does |",
            "|---|---|",
        ]
        for action in parser._actions:  # argparse has no public list
            if action.help != argparse.SUPPRESS and action.dest != "help":
                lines.append(f"| `{_argument(action)}` | {_cell(action.help or '')} |")
    return "\n".join(lines) + "\n"


def _parsers(parser: Any, words: str, told: str) -> Iterator[tuple[str, Any, str]]:
    """Yield each command with its parser and what it is for."""
    groups = [action for action in parser._actions if isinstance(action.choices, dict)]
    if not groups:
        yield words, parser, told
    for group in groups:
        helps = {choice.dest: choice.help for choice in group._choices_actions}
        for name, sub in group.choices.items():
            yield from _parsers(sub, f"{words} {name}", helps.get(name) or "")


def _argument(action: argparse.Action) -> str:
    if not action.option_strings:
        return (
            action.metavar or action.dest.upper() if isinstance(action.metavar, str) else action.dest.upper()
        )
    value = "" if action.nargs == 0 else " " + str(action.metavar or action.dest.upper())
    if action.choices:
        value = " " + "\\|".join(map(str, action.choices))
    return ", ".join(action.option_strings) + value


def _cell(text: str) -> str:
    return text[:1].upper() + text[1:].replace("|", "\\|")


def write(folder: Path) -> None:
    """Write both pages into a folder."""
    for name, made in (("settings", settings()), ("commands", commands())):
        (folder / f"{name}.md").write_text(made, encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).parent)
