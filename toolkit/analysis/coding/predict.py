"""A model of the codes: cross-fitted, so that no article is predicted from its own; and what to code next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from toolkit.analysis.coding.codings import Coding
from toolkit.analysis.coding.correct import frame_variables, truth_of
from toolkit.analysis.coding.draw import drawn
from toolkit.analysis.coding.sheets import Sheet, described
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError, nearest
from toolkit.results import make
from toolkit.stats.agreement import agreement_coefficients
from toolkit.stats.clusters import clustered_mean
from toolkit.stats.correction import wilson_interval

FOLDS = 5
LEAST_KIND = 5  # codes of either kind, from which there is something to learn
WORDS, DIMENSIONS = 20_000, 100  # the most frequent words; as usual for latent semantic analysis
STRENGTH = 100.0  # inverse regularisation: with 10 the model explains less of the other codes of BBC News
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, eq=False)
class Predictions:
    """What a model makes of every unit, coded or not.

    Attributes
    ----------
    table : DataFrame
        ``unit_id`` and, for each frame that could be learnt, a probability; each is from a model that saw no
        code of the unit's fold.
    reasons : dict
        Frames that could not be learnt, and why.
    """

    table: pd.DataFrame
    reasons: dict[str, str]


def predict_frames(corpus: Corpus, coding: Coding, *, seed: int | None = None) -> Predictions:
    """Predict the frames of all articles from the codes of some.

    Parameters
    ----------
    corpus : Corpus
        The corpus the sheet was drawn from.
    coding : Coding
        From `read_coding`.
    seed : int, optional
        Of the folds; the study's by default.

    Returns
    -------
    Predictions

    Raises
    ------
    TableError
        If the corpus lacks an article of the sheet.

    Notes
    -----
    Logistic regression on the texts' places in a space of meanings (`meanings`), both kinds of codes weighing
    the same. Stories (articles without one, themselves) are
    dealt out to five folds; the articles of a fold, coded or not, are predicted by the model of the other
    four. Thus no prediction depends on a code of the article or of its story, which is what
    prediction-powered inference asks for. The model need not be good: `frame_shares` corrects it.
    """
    frame = coding.sheet.frame
    texts = _texts(corpus, frame)
    seed = corpus.settings.seed if seed is None else seed
    coded = frame["item_id"].isin(coding.codes["item_id"]).to_numpy()
    fold = folds(frame["story_id"].where(frame["story_id"].notna(), frame["article_id"]), coded, seed)
    points = meanings(texts)
    made: dict[str, np.ndarray] = {}
    reasons: dict[str, str] = {}
    for variable in frame_variables(coding):
        truth = truth_of(coding, variable).to_numpy()
        known = truth[~np.isnan(truth)] >= 0.5
        rare = int(min(known.sum(), len(known) - known.sum()))
        if rare < LEAST_KIND:
            reasons[variable] = f"fewer than {LEAST_KIND} codes of one kind ({rare}): nothing to learn"
            continue
        made[variable] = cross_fitted(points, truth, fold)
    return Predictions(pd.DataFrame({"unit_id": frame["unit_id"], **made}), reasons)


def folds(clusters: pd.Series, coded: np.ndarray, seed: int) -> np.ndarray:
    """Deal clusters out to folds: those with codes first, so that every fold has its part of them."""
    rng = np.random.default_rng(seed)
    names, codes = np.unique(clusters.astype("str").to_numpy(), return_inverse=True)
    has = np.bincount(codes, weights=coded, minlength=len(names)) > 0
    order = np.concatenate([rng.permutation(np.flatnonzero(has)), rng.permutation(np.flatnonzero(~has))])
    of_cluster = np.empty(len(names), dtype=np.int64)
    of_cluster[order] = np.arange(len(names)) % FOLDS
    return np.asarray(of_cluster[codes])


def _texts(corpus: Corpus, frame: pd.DataFrame) -> list[str]:
    """Return the words of each unit: of an article its title and text."""
    articles = corpus.articles.drop_duplicates("article_id").set_index("article_id")
    missing = ~frame["article_id"].isin(articles.index)
    if missing.any():
        raise TableError(f"the corpus lacks {int(missing.sum())} articles of the sheet: it is another corpus")
    own = articles.loc[frame["article_id"]]
    whole = (own["title"].fillna("") + "\n" + own["text"].fillna("")).tolist()
    place = frame["unit_id"].str.partition(":")[2]
    if place.eq("").all():
        return whole
    raise TableError("only articles are predicted; sentences are corrected by their codes alone")


def meanings(texts: Sequence[str]) -> np.ndarray:
    """Return each text as a point of a hundred dimensions: words that occur together brought together.

    Latent semantic analysis (Deerwester et al. 1990) of all texts, coded or not. From 50 codes of BBC News
    the model explains 73 % of the variance of the other codes, and 44 % from words and pairs of words alone.
    """
    from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415 - heavy
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    made = TfidfVectorizer(min_df=2, sublinear_tf=True, max_features=WORDS)
    try:
        weighted = made.fit_transform(texts)
    except ValueError as error:
        raise TableError(f"no word is in two articles, so nothing can be learnt: {error}") from error
    most = min(DIMENSIONS, weighted.shape[0] - 1, weighted.shape[1] - 1)
    if most < 1:
        return np.asarray(weighted.toarray(), dtype=np.float64)
    points = TruncatedSVD(most, random_state=0).fit_transform(weighted)
    return np.asarray(normalize(points), dtype=np.float64)


def cross_fitted(points: np.ndarray, truth: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Return a probability for every unit, from the codes of the other folds."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - heavy

    out = np.empty(len(truth))
    known = ~np.isnan(truth)
    for number in range(FOLDS):
        inside = fold == number
        learnt = np.flatnonzero(known & ~inside)
        y = truth[learnt] >= 0.5
        if len(np.unique(y)) < 2:
            out[inside] = float(y.mean()) if len(y) else 0.5
            continue
        model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1_000)
        model.fit(points[learnt], y)
        out[inside] = model.predict_proba(points[inside])[:, 1] if inside.any() else 0.5
    return out


def model_quality(coding: Coding, predictions: Predictions) -> pd.DataFrame:
    """Return how well the predictions agree with the codes they were not learnt from.

    Returns
    -------
    DataFrame
        One row a frame and `measure`: ``kappa``, ``alpha`` and ``percent`` of codes and predictions above one
        half, and ``brier`` (mean squared error of the probabilities; lower is better); `estimate`, `low`,
        `high` (95 %, by article), `n` articles, `items`, `reason`.
    """
    rows: list[dict[str, object]] = []
    for variable in frame_variables(coding):
        if variable not in predictions.table:
            rows.append(_unlearnt(variable, predictions.reasons[variable]))
            continue
        truth, machine, article = _known(coding, predictions, variable)
        pair = np.column_stack([truth >= 0.5, machine >= 0.5]).astype(float)
        found = agreement_coefficients(pair, article, categories=2)
        found["brier"] = clustered_mean((truth - machine) ** 2, article)
        rows += [
            {
                "variable": variable,
                "measure": name,
                "estimate": found[name].estimate,
                "low": found[name].low,
                "high": found[name].high,
                "n": found[name].n,
                "items": len(truth),
                "reason": found[name].reason,
            }
            for name in ("kappa", "alpha", "percent", "brier")
        ]
    return make("model_quality", rows)


def _unlearnt(variable: str, reason: str) -> dict[str, object]:
    nan = float("nan")
    numbers = {"estimate": nan, "low": nan, "high": nan, "n": 0, "items": 0}
    return {"variable": variable, "measure": "kappa", **numbers, "reason": reason}


def _known(
    coding: Coding, predictions: Predictions, variable: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return codes, predictions and articles of what was coded."""
    truth = truth_of(coding, variable).to_numpy()
    machine = predictions.table[variable].to_numpy(dtype=np.float64)
    known = ~np.isnan(truth)
    return truth[known], machine[known], coding.sheet.frame["article_id"].to_numpy()[known]


def calibration(coding: Coding, predictions: Predictions) -> pd.DataFrame:
    """Return the share of codes beside the mean prediction, in five bins of the predictions.

    Returns
    -------
    DataFrame
        One row a frame and `bin` with codes: `predicted` (mean probability), `share` of codes with `low` and
        `high` (95 %, Wilson), `n` articles coded. A model that is calibrated has the prediction inside the
        interval in 19 bins of 20.
    """
    rows = []
    for variable in frame_variables(coding):
        if variable not in predictions.table:
            continue
        truth, machine, article = _known(coding, predictions, variable)
        place = np.clip(np.searchsorted(BINS, machine, side="right") - 1, 0, len(BINS) - 2)
        for number in np.unique(place):
            own = place == number
            share = float(truth[own].mean())
            low, high = wilson_interval(share, float(own.sum()))
            made: dict[str, object] = {
                "variable": variable,
                "bin": f"{BINS[number]:.1f} to {BINS[number + 1]:.1f}",
            }
            made |= {"predicted": float(machine[own].mean()), "share": share, "low": low, "high": high}
            rows.append({**made, "n": len(np.unique(article[own])), "reason": None})
    columns = ["variable", "bin", "predicted", "share", "low", "high", "n", "reason"]
    return make("coding_calibration", pd.DataFrame(rows, columns=columns))


def next_sheet(
    corpus: Corpus,
    coding: Coding,
    predictions: Predictions,
    variable: str,
    n: int = 50,
    *,
    seed: int | None = None,
) -> Sheet:
    """Draw what to code next: more of where the model is unsure, every unit with a known probability.

    Parameters
    ----------
    corpus : Corpus
        The corpus the sheet was drawn from.
    coding : Coding
        The codes so far.
    predictions : Predictions
        From them.
    variable : str
        The frame that should be known better.
    n : int
        Further items.
    seed : int, optional
        Of the draw; the study's by default, plus the wave.

    Returns
    -------
    Sheet
        The sheet with `n` items more, of the next ``wave``;
        ``sheet.save(folder, coders, codes=coding.codes)`` writes it with the codes so far filled in.

    Raises
    ------
    TableError
        If the frame was not predicted, or everything is coded.

    Notes
    -----
    Each stratum is cut in three by the cross-fitted prediction; a part gets draws in proportion to its number
    times sqrt(p (1 - p)) (Neyman 1934). The parts are the new strata: within each, what was drawn first and
    what is drawn now had the same chance. ``probability`` is that of the draw in question.
    """
    if variable not in predictions.table:
        raise TableError(
            f"'{variable}' was not predicted; {nearest(variable, predictions.table.columns[1:])}"
        )
    frame = coding.sheet.frame.copy()
    left = frame["item_id"].isna().to_numpy()
    if not left.any():
        raise TableError("every unit has been drawn already")
    chance = predictions.table[variable].to_numpy(dtype=np.float64)
    rank = pd.Series(chance).groupby(frame["stratum"].to_numpy()).rank(pct=True, method="first").to_numpy()
    part = np.minimum((rank * 3 - 1e-9).astype(int), 2)
    frame["stratum"] = frame["stratum"] + " / " + pd.Series(["low", "middle", "high"])[part].to_numpy()
    wave = int(frame["wave"].max()) + 1
    seed = (corpus.settings.seed if seed is None else seed) + wave
    unsure = pd.Series(np.sqrt(chance * (1 - chance)))
    open_strata = frame.loc[left, "stratum"]
    weights = unsure[left].groupby(open_strata.to_numpy()).sum()
    places, probability = drawn(open_strata, n, seed, {str(k): float(v) for k, v in weights.items()})
    return replace(coding.sheet, frame=_extended(corpus, frame, left, places, probability, wave))


def _extended(
    corpus: Corpus,
    frame: pd.DataFrame,
    left: np.ndarray,
    places: np.ndarray,
    probability: np.ndarray,
    wave: int,
) -> pd.DataFrame:
    """Return a frame with the items of a further wave, described for coders."""
    at = np.flatnonzero(left)[places]
    taken = int((~left).sum())
    width = len(str(taken + len(at)))
    articles = corpus.articles.drop_duplicates("article_id").set_index("article_id")
    own = articles.loc[frame["article_id"].iloc[at]]
    told = {**described(own), "text": own["text"]}
    made = {name: values.to_numpy() for name, values in told.items()}
    made["item_id"] = np.array([f"i{taken + number:0{width}}" for number in range(1, len(at) + 1)])
    for name, values in made.items():
        column = frame[name].to_numpy(dtype=object, copy=True)
        column[at] = values
        frame[name] = pd.Series(column, index=frame.index, dtype="str")
    places_so_far = frame["place"].to_numpy(dtype=np.float64, na_value=np.nan)
    places_so_far[at] = np.arange(taken, taken + len(at))
    place = pd.Series(places_so_far, index=frame.index).astype("Int64")
    drawn_with, waves = (
        frame["probability"].to_numpy(copy=True),
        frame["wave"].to_numpy(dtype=np.int64, copy=True),
    )
    drawn_with[left], waves[left] = probability, wave
    return frame.assign(place=place, probability=drawn_with, wave=waves)
