"""Fit the trained ease score on OneStopEnglish and write its weights.

    python data/build/ease_score.py path/to/onestop_english

A logistic regression without intercept on the differences of features within each story (advanced less
elementary, advanced less intermediate, intermediate less elementary): which of two texts is easier. The
printed share of stories in the right order is of five folds of stories.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler

from toolkit.analysis.readability.ease import FEATURE_NAMES, ease_features
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


def features(folder: Path) -> np.ndarray:
    """Return the features, shape (stories, levels, features)."""
    stories = sorted(file.name[:-8] for file in (folder / "Adv-Txt").glob("*.txt"))
    levels = []
    for level in LEVELS:
        texts = [read(folder / f"{level.title()}-Txt" / f"{story}-{level}.txt") for story in stories]
        counts = news_counts(texts).documents
        levels.append(ease_features({name: counts[name].to_numpy(dtype=float) for name in FEATURES}))
    return np.stack(levels, axis=1)


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


def ordered(x: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    scores = x @ slopes
    return (scores[:, 0] > scores[:, 1]) & (scores[:, 1] > scores[:, 2])


def main(folder: Path) -> None:
    x = features(folder)
    folds = KFold(5, shuffle=True, random_state=1).split(x)
    right = np.concatenate([ordered(x[test], fit(x[train])) for train, test in folds])
    slopes = fit(x)
    intercept = 50 - (x.reshape(-1, x.shape[2]) @ slopes).mean()
    rows = [("intercept", intercept), *zip(FEATURE_NAMES, slopes, strict=True)]
    lines = "".join(f"{name},{weight:.6g}\n" for name, weight in rows)
    target = Path(__file__).parents[2] / "toolkit" / "lexicons" / "ease_score.csv"
    target.write_text(f"{NOTICE}feature,weight\n{lines}", encoding="utf-8")
    fitted = ordered(x, slopes).mean()
    print(f"{len(x)} stories; in order, held out: {right.mean():.3f}; fitted: {fitted:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
