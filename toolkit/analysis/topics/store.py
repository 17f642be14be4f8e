"""A topic model outside the toolkit: saved without pickle, or as other tools want it."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from toolkit.analysis.topics.embedding import PACKAGES
from toolkit.analysis.topics.engines import Fit
from toolkit.analysis.topics.model import TopicModel
from toolkit.analysis.topics.neighbours import Landmarks
from toolkit.analysis.topics.vocabulary import VocabularyRules
from toolkit.errors import InputError

FORMAT = 4
_WITH = ("numpy", "scikit-learn", "scipy")


def save_model(model: TopicModel, folder: str | Path) -> Path:
    """Write a fitted model to a folder (`model.json`, `model.npz`).

    Raises
    ------
    InputError
        If its embeddings are a function of the user's, which cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> model = TopicModel(2, method="nmf").fit(["rain flood", "flood rain", "vote poll", "poll vote"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     again = load_model(save_model(model, folder))
    >>> bool((again.transform(["rain"]) == model.transform(["rain"])).all())
    True
    """
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    used = [*_WITH, *_embedders(model)]
    about = {
        "format": FORMAT,
        "n_topics": model.n_topics,
        "method": model.method_,
        "why": model.why_,
        "embeddings": model.embeddings if model.method_ == "joint" else "none",
        "n_texts": model.n_texts_,
        "written": dict(model.written_),
        "random_state": model.random_state,
        "rules": asdict(model.rules_),
        "versions": {name: version(name) for name in used},
    }
    (path / "model.json").write_text(json.dumps(about, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    np.savez_compressed(
        path / "model.npz",
        terms=model.terms_.astype(str),
        idf=model.idf_,
        components=model.fit_.terms,
        state=model.fit_.state,
        common=model.common_.astype(str),
        **_landmark_arrays(model),
    )
    return path


def load_model(folder: str | Path) -> TopicModel:
    """Read a model written by `save_model`; it transforms new texts as the original did.

    Raises
    ------
    InputError
        If there is no model in the folder, its format is a later one, or it needs embeddings of another
        version than the one installed.
    """
    path = Path(folder)
    try:
        about: dict[str, Any] = json.loads((path / "model.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"there is no topic model in {path} (no model.json)") from None
    if about.get("format") != FORMAT:
        raise InputError(
            f"the topic model in {path} has format {about.get('format')}, this toolkit reads {FORMAT}; "
            "use the toolkit's version that wrote it"
        )
    _same_embeddings(about, path)
    saved = about["rules"]
    if saved.get("stop_words") is not None:
        saved = saved | {"stop_words": tuple(saved["stop_words"])}
    rules = VocabularyRules(**saved)
    options = {name: about[name] for name in ("method", "embeddings", "random_state")}
    model = TopicModel(about["n_topics"], rules=rules, **options)
    model.rules_, model.method_, model.why_ = rules, about["method"], about["why"]
    model.made_with_, model.n_texts_ = about["versions"], about["n_texts"]
    with np.load(path / "model.npz", allow_pickle=False) as arrays:
        model.terms_, model.idf_ = arrays["terms"].astype(object), arrays["idf"]
        model.fit_ = Fit(arrays["components"], arrays["state"])
        model._written = model.fit_, about["written"]
        model.common_ = arrays["common"].astype(object)
        model.landmarks_ = _landmarks_from(arrays) if model.method_ == "joint" else None
    return model


def ldavis(model: TopicModel) -> dict[str, Any]:
    """Return a fitted model as the arguments of `pyLDAvis.prepare`, which tools for topic models share.

    Articles without a word of the model are left out. Use: ``pyLDAvis.prepare(**ldavis(found.model))``.

    Parameters
    ----------
    model : TopicModel
        A model fitted in this session; a loaded one holds no articles.

    Returns
    -------
    dict
        `topic_term_dists` (topics x terms, rows sum to 1), `doc_topic_dists` (articles x topics, rows sum to
        1), `doc_lengths` (terms in each article), `vocab` and `term_frequency` (occurrences of each term).

    Raises
    ------
    InputError
        If the model was loaded.

    Examples
    --------
    >>> model = TopicModel(2, method="nmf").fit(["rain flood", "flood rain", "vote poll", "poll vote"])
    >>> data = ldavis(model)
    >>> data["vocab"], data["doc_lengths"].tolist(), data["topic_term_dists"].shape
    (['flood', 'poll', 'rain', 'vote'], [2, 2, 2, 2], (2, 4))
    """
    if not hasattr(model, "rows_"):
        raise InputError("a loaded topic model holds no articles; fit it anew, or transform articles with it")
    counts, known = model.rows_.counts, ~np.isnan(model.shares_).any(axis=1)
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    if model.rows_.article is not None:
        lengths = np.bincount(model.rows_.article, weights=lengths).astype(lengths.dtype)
    return {
        "topic_term_dists": model.components_,
        "doc_topic_dists": model.shares_[known],
        "doc_lengths": lengths[known],
        "vocab": [str(term) for term in model.terms_],
        "term_frequency": np.asarray(counts.sum(axis=0)).ravel(),
    }


def _embedders(model: TopicModel) -> tuple[str, ...]:
    """Return the packages whose embeddings a model was fitted with."""
    if model.method_ != "joint":
        return ()
    if callable(model.embeddings):
        raise InputError(
            "a topic model with embeddings from a function of your own cannot be saved; fit it with "
            "'static' or 'minilm', or keep the texts and fit it anew"
        )
    return PACKAGES[model.embeddings]


def _landmark_arrays(model: TopicModel) -> dict[str, Any]:
    if model.landmarks_ is None:
        return {}
    there = model.landmarks_._asdict()
    terms = there.pop("terms").tocoo()
    parts = {"values": terms.data, "rows": terms.row, "columns": terms.col, "shape": np.array(terms.shape)}
    return {f"landmark_{name}": value for name, value in {**there, **parts}.items()}


def _landmarks_from(arrays: Any) -> Landmarks:
    of = {name: arrays[f"landmark_{name}"] for name in ("values", "rows", "columns", "shape")}
    terms = csr_matrix((of["values"], (of["rows"], of["columns"])), shape=tuple(of["shape"]))
    others = {name: arrays[f"landmark_{name}"] for name in Landmarks._fields if name != "terms"}
    return Landmarks(terms, **others | {"by_words": float(others["by_words"])})


def _same_embeddings(about: dict[str, Any], path: Path) -> None:
    """Refuse a model of embeddings if these are not the ones it was fitted with."""
    for name in (name for packages in PACKAGES.values() for name in packages):
        wanted = about["versions"].get(name)
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "none"
        if wanted not in {None, found}:
            raise InputError(
                f"the topic model in {path} needs {name} {wanted}, found {found}; install that one"
            )
