"""Findings of the opening page: how often a planted difference is stated, and how often a false one.

    python benchmarks/bench_findings.py [CORPORA]

Power: 20 corpora (or CORPORA) of two outlets, 40 articles each, for each planted difference. Calm: 20 random halves of
80 articles by one outlet, from real news of one subject (../shared/benchmarks/bbc_news.csv.gz), and 20
made corpora without any difference.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "report"))

from planted import Effect, corpus, held  # noqa: E402 - the makers of test corpora

SEEDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
EXPECTED: dict[Effect, tuple[str, str]] = {
    "labels": ("outlet-framing", "Herald says “terrorist”|Post says “rebel”"),
    "sources": ("source-framing", "Herald gives .* “official”|Post gives .* “witness”"),
    "readability": ("readability", "Herald is harder to read than Post"),
    "topics": ("topics", "Herald writes more about “[^”]*(flood|dam|river|rain|canal|monsoon|basin|pump)"),
}
FRAMING = ("outlet-framing", "source-framing")


def is_stated(found: pd.DataFrame, effect: Effect) -> bool:
    """Say whether a planted difference is stated in the right direction."""
    section, words = EXPECTED[effect]
    sentences = found.loc[found["section"] == section, "statement"].astype("str")
    return bool(sentences.str.contains(words.replace("(", "(?:")).any())


def halves(articles: pd.Series, seed: int) -> Corpus:
    """Return 80 articles of one outlet, called two outlets at random."""
    drawn = articles.sample(80, random_state=seed)
    frame = pd.DataFrame({"text": drawn.to_numpy(), "outlet": ["Herald", "Post"] * 40, "language": "en"})
    frame["article_id"] = [f"a{i}" for i in range(80)]
    frame["n_words"] = frame["text"].str.split().str.len()
    return Corpus(conform(frame, "articles"))


def main() -> None:
    for effect in EXPECTED:
        hits = sum(
            is_stated(held(corpus(effect, s), with_topics=effect == "topics"), effect) for s in range(SEEDS)
        )
        print(f"planted {effect}: stated in the right direction in {hits} of {SEEDS} corpora")
    calm = [held(corpus("none", seed)) for seed in range(SEEDS)]
    report("made corpora without a difference", calm)
    file = ROOT.parent / "shared" / "benchmarks" / "bbc_news.csv.gz"
    if not file.is_file():
        sys.exit(f"the real news are missing: {file}")
    news = pd.read_csv(file)
    for subject in ("politics", "business"):
        texts = news.loc[news["category"] == subject, "text"]
        report(
            f"random halves of one outlet's {subject} news", [held(halves(texts, s)) for s in range(SEEDS)]
        )


def report(name: str, calm: list[pd.DataFrame]) -> None:
    """Print how many corpora have a false finding."""
    stated = sum(len(found) > 0 for found in calm)
    framing = sum(found["section"].isin(FRAMING).any() for found in calm)
    print(f"{name}: a framing finding in {framing} of {SEEDS}, any finding in {stated}")
    for found in calm:
        for sentence in found["statement"]:
            print("   ", sentence)


if __name__ == "__main__":
    main()
