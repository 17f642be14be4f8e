"""A topic model outside the toolkit: saved without pickle, or as other tools want it."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from toolkit.analysis.topics.engines import Fit
from toolkit.analysis.topics.model import TopicModel
from toolkit.analysis.topics.vocabulary import VocabularyRules
from toolkit.errors import InputError

FORMAT = 1
_WITH = ("numpy", "scikit-learn", "scipy")


def save_model(model: TopicModel, folder: str | Path) -> Path:
    """Write a fitted model to a folder (`model.json`, `model.npz`).

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
    used = [*_WITH, "wordllama"] if model.method_ == "static" else list(_WITH)
    about = {
        "format": FORMAT,
        "n_topics": model.n_topics,
        "method": model.method_,
        "why": model.why_,
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
    model = TopicModel(
        about["n_topics"], method=about["method"], rules=rules, random_state=about["random_state"]
    )
    model.rules_, model.method_, model.why_ = rules, about["method"], about["why"]
    model.made_with_ = about["versions"]
    with np.load(path / "model.npz", allow_pickle=False) as arrays:
        model.terms_, model.idf_ = arrays["terms"].astype(object), arrays["idf"]
        model.fit_ = Fit(arrays["components"], arrays["state"])
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


def _same_embeddings(about: dict[str, Any], path: Path) -> None:
    """Refuse a model of embeddings if these are not the ones it was fitted with."""
    wanted = about["versions"].get("wordllama")
    if wanted is None:
        return
    from importlib.metadata import PackageNotFoundError  # noqa: PLC0415

    try:
        found = version("wordllama")
    except PackageNotFoundError:
        found = "none"
    if found != wanted:
        raise InputError(
            f"the topic model in {path} needs wordllama {wanted}, found {found}; install that one"
        )
