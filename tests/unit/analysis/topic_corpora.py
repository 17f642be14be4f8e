"""Made-up corpora with known topics."""

import numpy as np
import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform

THEMES = {
    "flood": "flood river rain water dam rescue storm level bridge village shelter boat",
    "vote": "party vote poll seat campaign ballot minister coalition opposition debate turnout mandate",
    "match": "goal match team coach league striker penalty stadium season referee captain trophy",
    "court": "judge trial lawyer verdict appeal witness prison sentence jury evidence charge prosecutor",
}
FILLER = (
    *("people", "street", "morning", "city", "road", "house", "door"),
    *("window", "paper", "letter", "table", "garden", "market", "bread"),
)


def article(theme: str, rng: np.random.Generator, words: int = 80) -> str:
    """Return an article on a theme: half its own words, half filler."""
    own = rng.choice(THEMES[theme].split(), words // 2)
    rest = rng.choice(FILLER, words - words // 2)
    mixed = rng.permutation(np.concatenate([own, rest]))
    sentences = [" ".join(mixed[i : i + 10]).capitalize() + "." for i in range(0, words, 10)]
    return " ".join(sentences)


def planted(n: int = 60, seed: int = 1, themes: tuple[str, ...] = tuple(THEMES), lean: float = 0.0) -> Corpus:
    """Return articles of two outlets on known themes; with `lean`, Post writes more on the first theme."""
    rng = np.random.default_rng(seed)
    outlets = np.where(np.arange(n) % 2 == 0, "Post", "Herald")
    chosen = []
    for outlet in outlets:
        p = np.full(len(themes), 1 / len(themes))
        p[0] += lean if outlet == "Post" else -lean
        chosen.append(themes[rng.choice(len(themes), p=np.clip(p, 0, None) / np.clip(p, 0, None).sum())])
    frame = pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(n)],
            "outlet": outlets,
            "title": [f"Item {i}" for i in range(n)],
            "text": [article(theme, rng) for theme in chosen],
            "published": pd.Timestamp("2024-01-05") + pd.to_timedelta(np.arange(n) * 2, unit="D"),
            "theme": chosen,
        }
    )
    return Corpus(conform(frame, "articles"))
