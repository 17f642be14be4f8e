"""The words of ``words.toml`` as sets, read once, and what a text browser puts among words."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
AGENCIES: tuple[str, ...] = tuple(_DATA["agencies"])
BYLINE_WORDS: frozenset[str] = frozenset(_DATA["byline_words"].split())
NOT_PLACES: frozenset[str] = frozenset(_DATA["not_places"].split())
COMMON_WORDS: frozenset[str] = frozenset(_DATA["common_words"].split())
PICTURED: dict[str, tuple[str, ...]] = {key: tuple(words.split()) for key, words in _DATA["pictured"].items()}
MORE_WORDS: tuple[str, ...] = tuple(_DATA["more"])
RUN_IN_WORDS: frozenset[str] = frozenset(_DATA["run_in"].split())
LINK_NUMBER = re.compile(r"\[\d{1,4}\]")  # "By [15]Jo Day": numbers of links, as a text browser prints them
