"""Coding by people: sheets, agreement, and tables corrected by what the coders say."""

from __future__ import annotations

from toolkit._lazy import lazily

__getattr__, __dir__, __all__ = lazily(
    __name__,
    {
        "Sheet": "sheets",
        "Coding": "codings",
        "Predictions": "predict",
        "predict_frames": "predict",
        "model_quality": "predict",
        "calibration": "predict",
        "next_sheet": "predict",
        "CodedFrames": "study",
        "coded_frames": "study",
        "with_checks": "correct",
        "frame_differences": "correct",
        "dictionary_accuracy": "correct",
        "word_intrusion": "intruders",
        "topic_intrusion": "intruders",
        "intrusion": "intruders",
        "disagreements": "agree",
        "drift": "agree",
        "frame_codes": "agree",
    },
)
