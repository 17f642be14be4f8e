"""Everything a study's codes say, in one call: what the section on frames shows."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from toolkit.analysis.coding.agree import coder_agreement, disagreements, drift
from toolkit.analysis.coding.checks import CHECKS
from toolkit.analysis.coding.codings import Coding, read_coding
from toolkit.analysis.coding.correct import frame_differences, frame_shares, frame_variables
from toolkit.analysis.coding.intruders import KINDS, intrusion
from toolkit.analysis.coding.predict import calibration, model_quality, predict_frames
from toolkit.corpus.copies import check_corpus
from toolkit.corpus.corpus import Corpus
from toolkit.results import contract, make

EXTRACT = 400  # characters of a text on which coders differ


@dataclass(frozen=True, eq=False)
class CodedFrames:
    """What people coded of a study, and what follows from it; tables without rows where nothing was.

    Attributes
    ----------
    coding : Coding or None
        The codes of frames.
    about : str
        What was coded, by whom, in a sentence or two.
    shares, differences : DataFrame
        Corrected by prediction-powered inference.
    agreement, drift, disagreements : DataFrame
        Between coders, on frames and on their questions.
    quality, calibration : DataFrame
        Of the model that predicts the articles nobody coded.
    checks : DataFrame
        Agreement of the coders on the checks of result tables.
    intruders : DataFrame
        Word and topic intrusion, where answers to such sheets are among the checks.
    """

    coding: Coding | None
    about: str
    shares: pd.DataFrame
    differences: pd.DataFrame
    agreement: pd.DataFrame
    drift: pd.DataFrame
    disagreements: pd.DataFrame
    quality: pd.DataFrame
    calibration: pd.DataFrame
    checks: pd.DataFrame
    intruders: pd.DataFrame


def coded_frames(corpus: Corpus) -> CodedFrames:
    """Return what the study's codes say of its frames.

    Parameters
    ----------
    corpus : Corpus
        Its settings name the codes, under ``[coding]``.

    Returns
    -------
    CodedFrames

    Raises
    ------
    InputError
        If a file of codes cannot be read.
    TableError
        If the codes are of another corpus.
    """
    check_corpus(corpus, coded_frames)
    asked = corpus.settings.coding
    read = [read_coding(file) for file in asked.checks]
    checks, intruders = _checks(read), _intruders(read)
    if asked.frames is None:
        none = "No frames were coded: the settings name no file of codes (frames = ... under [coding])."
        kinds = ("frame_shares", "frame_differences", "coder_agreement", "coding_drift", "disagreements")
        empty = [make(kind, []) for kind in (*kinds, "model_quality", "coding_calibration")]
        shares, differences, agreed, drifted, differ, quality, calibrated = empty
        return CodedFrames(
            None, none, shares, differences, agreed, drifted, differ, quality, calibrated, checks, intruders
        )
    coding = read_coding(asked.frames)
    articles = coding.sheet.of == "articles"
    predictions = predict_frames(corpus, coding) if articles else None
    table = predictions.table if predictions is not None else None
    where = coding.sheet.items
    return CodedFrames(
        coding,
        _about(coding),
        frame_shares(coding, table),
        frame_differences(coding, table),
        coder_agreement(coding.codes, coding.codebook, seed=corpus.settings.seed),
        drift(_frames(coding), coding.codebook, seed=corpus.settings.seed),
        disagreements(_frames(coding), where.assign(text=where["text"].map(_opening))),
        make("model_quality", []) if predictions is None else model_quality(coding, predictions),
        make("coding_calibration", []) if predictions is None else calibration(coding, predictions),
        checks,
        intruders,
    )


def _frames(coding: Coding) -> pd.DataFrame:
    """Return the codes of whole frames alone."""
    return coding.codes[coding.codes["variable"].isin(frame_variables(coding))]


def _opening(text: object) -> object:
    return text if not isinstance(text, str) or len(text) <= EXTRACT else text[:EXTRACT] + " …"


def _about(coding: Coding) -> str:
    frame, coders = coding.sheet.frame, coding.coders
    n, coded = len(frame), coding.codes["item_id"].nunique()
    both = coding.codes.groupby("item_id")["coder"].nunique().gt(1).sum()
    whom = " and ".join([", ".join(coders[:-1]), coders[-1]] if len(coders) > 1 else coders) or "nobody"
    book = coding.codebook
    return (
        f"{coded} of {n:,} {coding.sheet.of} were coded, by {whom}; {both} of them by more than one person. "
        f"Codebook: {book.title} ({book.source})"
    )


def _checks(codings: list[Coding]) -> pd.DataFrame:
    """Return how far coders agree on each check of a result table."""
    parts = []
    for coding in codings:
        if coding.sheet.of not in CHECKS:
            continue
        codes = coding.codes[coding.codes["variable"].isin(list(coding.codebook.questions))]
        first = codes[codes["variable"] == next(iter(coding.codebook.questions))]
        named = contract(coding.sheet.of, coding.sheet.by).title
        found = coder_agreement(first, coding.codebook)
        parts.append(found.assign(variable=named))
    return make("coder_agreement", pd.concat(parts) if parts else [])


def _intruders(codings: list[Coding]) -> pd.DataFrame:
    """Return how often people found the word or the topic that does not belong."""
    parts = [intrusion(coding) for coding in codings if coding.sheet.of in KINDS]
    return make("intrusion", pd.concat(parts) if parts else [])
