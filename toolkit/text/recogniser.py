"""Names in running text as spaCy's small English model marks them, in a form that needs no spaCy to read.

The model is an extra (``pip install news-toolkit[nlp]``) and takes about a second for 10,000 words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from toolkit.progress import track
from toolkit.text.parser import load_model, piped

PERSON, ORGANISATION, PLACE = "person", "organisation", "place"
_KINDS = {"PERSON": PERSON, "ORG": ORGANISATION, "GPE": PLACE, "LOC": PLACE, "FAC": PLACE, "NORP": "people"}


class Marked(NamedTuple):
    """A name in a paragraph: its span and kind."""

    start: int
    end: int
    kind: str


@lru_cache(maxsize=1)
def load_recogniser() -> Any:
    """Return the spaCy pipeline that marks names.

    Raises
    ------
    ToolkitError
        If spaCy or its model is not installed.
    """
    return load_model(exclude=("parser", "tagger", "lemmatizer", "attribute_ruler", "tok2vec"))


def marked_names(paragraphs: Sequence[str]) -> list[tuple[Marked, ...]]:
    """Return the names that the model marks in each paragraph, in order; other kinds of marks are left out.

    Raises
    ------
    ToolkitError
        If spaCy or its model is not installed.
    """
    if not paragraphs:
        return []
    model = load_recogniser()
    return [
        tuple(Marked(e.start_char, e.end_char, _KINDS[e.label_]) for e in doc.ents if e.label_ in _KINDS)
        for doc in piped(model, track(paragraphs, "finding names"))
    ]
