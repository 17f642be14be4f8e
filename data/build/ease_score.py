"""Fit the trained ease score on OneStopEnglish and write its weights.

    python data/build/ease_score.py path/to/onestop_english

A logistic regression without intercept on the differences of features within each story (advanced less
elementary, advanced less intermediate, intermediate less elementary): which of two texts is easier.

Stories are in three parts: fitted on the first, features compared on the second, judged on the third, beside
the formulas and the five features the score had before. Printed are the share of stories in the right order
and Spearman's correlation of score and level over texts of different stories, with 95 % bootstrap intervals
over stories. The weights that are written are fitted on all.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from toolkit.analysis.readability.ease import FEATURE_NAMES, ease_features
from toolkit.analysis.readability.formulas import MEASURES, NOT_ENGLISH, score
from toolkit.analysis.readability.prose import FEATURES, news_counts

LEVELS = ("ele", "int", "adv")
PAIRS = ((0, 1), (0, 2), (1, 2))
NOTICE = """\
# Weights of the trained ease score, fitted on OneStopEnglish by Sowmya Vajjala and Ivana Lucic (2018),
# CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/); these weights are under the same licence.
"""


def read(file: Path) -> str:
    data = file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


Columns = dict[str, np.ndarray]


def counted(folder: Path) -> list[Columns]:
    """Return the counts of the stories, a mapping for each level."""
    stories = sorted(file.name[:-8] for file in (folder / "Adv-Txt").glob("*.txt"))
    levels = []
    for level in LEVELS:
        texts = [read(folder / f"{level.title()}-Txt" / f"{story}-{level}.txt") for story in stories]
        counts = news_counts(texts).documents
        levels.append({name: counts[name].to_numpy(dtype=float) for name in (*FEATURES, "spache_types")})
    return levels


def features_before(c: Columns) -> np.ndarray:
    """Return the five features of the first score."""
    words = c["words"]
    parts = (c["unfamiliar"] / words, c["spache_unfamiliar"] / words, c["zipf"] / c["content"] / 100)
    return np.column_stack([np.log(words / c["sentences"]), *parts, c["pronouns"] / words])


def fit(x: np.ndarray) -> np.ndarray:
    """Return the weights of the features: higher is easier, standard deviation 10 over the texts."""
    scaler = StandardScaler().fit(x.reshape(-1, x.shape[2]))
    z = scaler.transform(x.reshape(-1, x.shape[2])).reshape(x.shape)
    differences = np.concatenate([z[:, easy] - z[:, hard] for easy, hard in PAIRS])
    both = np.concatenate([differences, -differences])
    labels = np.repeat([1, 0], len(differences))
    model = LogisticRegression(fit_intercept=False, C=0.1).fit(both, labels)
    slopes = model.coef_[0] / scaler.scale_
    return slopes * 10 / (x.reshape(-1, x.shape[2]) @ slopes).std()


def judged(ease: np.ndarray, draws: int = 2000) -> str:
    """Return how well ease, shape (stories, levels), orders the levels: within stories and across them."""
    right = (ease[:, 0] > ease[:, 1]) & (ease[:, 1] > ease[:, 2])
    rng = np.random.default_rng(1)
    picked = [rng.integers(0, len(ease), len(ease)) for _ in range(draws)]

    def correlation(values: np.ndarray) -> float:
        return float(spearmanr(values.ravel(), np.tile([2, 1, 0], len(values)))[0])

    told = []
    for value, sample in (
        (right.mean(), [right[rows].mean() for rows in picked]),
        (correlation(ease), [correlation(ease[rows]) for rows in picked]),
    ):
        low, high = np.percentile(sample, [2.5, 97.5])
        told.append(f"{value:.3f} ({low:.3f} to {high:.3f})")
    return ", ".join(told)


def compare(levels: list[Columns]) -> None:
    """Print scores and formulas on the parts they were not fitted on."""
    n = len(levels[0]["words"])
    first, second, third = np.array_split(np.random.default_rng(1717).permutation(n), 3)
    for name, made in (("six features", ease_features), ("five features", features_before)):
        x = np.stack([made(level) for level in levels], axis=1)
        slopes = fit(x[first])
        for part, rows in (("second", second), ("third", third)):
            print(f"{name}, {part} part, {len(rows)} stories: {judged(x[rows] @ slopes)}")
    for name, measure in MEASURES.items():
        if measure.harder and name != "ease" and name not in NOT_ENGLISH:
            values = np.stack([score(name, level) * -measure.harder for level in levels], axis=1)
            print(f"{name}, third part: {judged(values[third])}")


def main(folder: Path) -> None:
    levels = counted(folder)
    compare(levels)
    x = np.stack([ease_features(level) for level in levels], axis=1)
    slopes = fit(x)
    intercept = 50 - (x.reshape(-1, x.shape[2]) @ slopes).mean()
    rows = [("intercept", intercept), *zip(FEATURE_NAMES, slopes, strict=True)]
    lines = "".join(f"{name},{weight:.6g}\n" for name, weight in rows)
    target = Path(__file__).parents[2] / "toolkit" / "lexicons" / "ease_score.csv"
    target.write_text(f"{NOTICE}feature,weight\n{lines}", encoding="utf-8")
    print(f"{len(x)} stories, fitted on all: {judged(x @ slopes)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
