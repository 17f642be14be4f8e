"""A flat map of the articles, by the topics they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.analysis.topics_tables import largest_topic

if TYPE_CHECKING:
    from toolkit.analysis.topics import Topics

MAPPED = 2000  # articles; a map of more is a blot and takes minutes


def article_places(found: Topics) -> pd.DataFrame:
    """Place the articles on a plane so that those with like topic shares lie close together.

    The layout is t-SNE (van der Maaten & Hinton 2008) of the square roots of the shares (Hellinger
    distance), started from principal components with the settings' seed; of a large corpus an evenly spaced
    2,000 articles are placed.

    Parameters
    ----------
    found : Topics
        What `toolkit.analysis.topics.topics` returned.

    Returns
    -------
    DataFrame
        Columns `article_id, outlet, title, topic, label, x, y`.
    """
    from sklearn.manifold import TSNE  # noqa: PLC0415

    shares, articles = found.found.sample.shares, found.found.corpus.articles
    known = np.flatnonzero(largest_topic(shares) >= 0)
    known = known[:: -(-len(known) // MAPPED)]
    near = float(min(30, max(2, len(known) // 4)))
    layout = TSNE(2, perplexity=near, init="pca", random_state=found.model.random_state, n_jobs=1)
    places = layout.fit_transform(np.sqrt(shares[known]).astype(np.float32)).round(2)
    topic = largest_topic(shares)[known]
    labels = found.topics["label"].to_numpy()
    return pd.DataFrame(
        {
            **{name: articles[name].to_numpy()[known] for name in ("article_id", "outlet", "title")},
            "topic": topic + 1,
            "label": labels[topic],
            "x": places[:, 0],
            "y": places[:, 1],
        }
    )
