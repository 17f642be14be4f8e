"""The largest topic of each article, kept for as long as the corpus is, so that rows can be opened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from weakref import WeakKeyDictionary

import pandas as pd

from toolkit.corpus.corpus import Corpus

_LARGEST: WeakKeyDictionary[Corpus, dict[str, pd.Series]] = WeakKeyDictionary()


def remember(corpus: Corpus, scope: Mapping[str, object], shares: pd.DataFrame) -> None:
    """Keep the largest topic of each article, from the table of article shares."""
    own = shares[shares["largest"]]
    largest = pd.Series(own["topic"].to_numpy(), index=own["article_id"].to_numpy())
    _LARGEST.setdefault(corpus, {})[_key(scope)] = largest


def recall(corpus: Corpus, scope: Mapping[str, object]) -> pd.Series | None:
    """Return the largest topic of each article by its identifier, or None where it was not kept."""
    return _LARGEST.get(corpus, {}).get(_key(scope))


def _key(scope: Mapping[str, object]) -> str:
    return json.dumps({name: scope[name] for name in sorted(scope) if name != "by"})
