"""Static embeddings of short texts, from the weights that come inside the package `wordllama`.

Nothing is fetched: the loader is told not to download and to look in the package's own folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_CHARACTERS = 2000  # the encoder pads to the longest text of a batch: long texts would fill the memory


def is_available() -> bool:
    """Return whether the package with the embeddings is installed."""
    return find_spec("wordllama") is not None


def embed(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return one vector of length 1 a text (zeros for an empty text).

    Raises
    ------
    ToolkitError
        If the package `wordllama` is not installed.
    """
    if not is_available():
        raise ToolkitError(
            "static embeddings need the package wordllama; install the extra 'short' or use method='nmf'"
        )
    vectors = np.asarray(_encoder().embed([text[:MAX_CHARACTERS] for text in texts]), dtype=np.float64)
    vectors = np.nan_to_num(vectors)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float64] = vectors / np.where(norms > 0, norms, 1.0)
    return scaled


@lru_cache(maxsize=1)
def _encoder() -> Any:
    import wordllama  # noqa: PLC0415

    folder = Path(str(wordllama.__file__)).parent
    return wordllama.WordLlama.load(cache_dir=folder, disable_download=True)
