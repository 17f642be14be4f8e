"""Sentence splitting on the 1,000 sentences of UD English PUD, joined to paragraphs."""

from pathlib import Path

from toolkit.text.sentences import split_sentences


def documents(file: Path) -> dict[str, list[str]]:
    """Return the sentences of each document."""
    found: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc id ="):
            current = found.setdefault(line.partition("=")[2].strip(), [])
        if line.startswith("# text ="):
            current.append(line.partition("=")[2].strip())
    return found


def test_f1_on_pud(shared: Path, reaches) -> None:
    file = shared / "benchmarks" / "ud_english_pud" / "en_pud-ud-test.conllu"
    hits = extra = missed = 0
    for sentences in documents(file).values():
        text = " ".join(sentences)
        found = {text[a:b] for a, b in split_sentences(text)}
        hits += len(found & set(sentences))
        extra += len(found - set(sentences))
        missed += len(set(sentences) - found)
    assert hits + missed >= 990, "the gold file is not the one the floor was measured on"
    score = 2 * hits / (2 * hits + extra + missed)
    reaches("sentences.pud_f1", score)
