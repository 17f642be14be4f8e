"""Word lists: those of the toolkit, and those that a study names in their place."""

from toolkit.lexicons.reader import (
    Entry,
    check_lexicons,
    lexicon_of,
    matches,
    number_table,
    read_lexicon,
    word_classes,
    word_set,
)

__all__ = [
    "Entry",
    "check_lexicons",
    "lexicon_of",
    "matches",
    "number_table",
    "read_lexicon",
    "word_classes",
    "word_set",
]
