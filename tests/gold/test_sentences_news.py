"""Sentence splitting on news sentences of our own, with the hard cases of news."""

from pathlib import Path

from toolkit.text.sentences import split_sentences


def paragraphs(file: Path) -> list[list[str]]:
    """Return the sentences of each paragraph."""
    body = "\n".join(line for line in file.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    return [block.split("\n") for block in body.strip().split("\n\n")]


def test_f1_on_news_sentences(reaches) -> None:
    gold = paragraphs(Path(__file__).with_name("news_sentences.txt"))
    hits = extra = missed = 0
    wrong = []
    for sentences in gold:
        text = " ".join(sentences)
        found = [text[a:b] for a, b in split_sentences(text)]
        hits += len(set(found) & set(sentences))
        extra += len(set(found) - set(sentences))
        missed += len(set(sentences) - set(found))
        wrong += sorted(set(sentences) - set(found))
    score = 2 * hits / (2 * hits + extra + missed)
    assert hits + missed >= 300
    assert score > 0, wrong
    reaches("sentences.news_f1", score)
