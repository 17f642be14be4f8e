"""Quotations beside textacy on PolNeAR's development articles and on the South Asian pages, one run.

Prints scores and articles a CPU second. The rates in toolkit/lexicons/quote_rates.toml come from here.

usage: python benchmarks/bench_quotes.py [--textacy]   (textacy is compared where it is installed)
"""

import importlib.util
import io
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "gold"))
import south_asia

from toolkit.analysis.quotes.find import quotes
from toolkit.analysis.quotes.parsed import worth_parsing
from toolkit.analysis.quotes.rules import speakers
from toolkit.analysis.quotes.verbs import reporting_verbs
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform
from toolkit.text.parser import MODELS, parse_paragraphs

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
DEV = SHARED / "benchmarks" / "polnear" / "dev"
TRAIN = DEV.parent / "train"
PLACES = ("start", "end", "speaker_start", "speaker_end", "cue_start", "cue_end")


def texts(folder: Path = DEV) -> dict[str, str]:
    return {path.name: path.read_bytes().decode("utf-8") for path in sorted((folder / "text").glob("*"))}


def corpus_of(articles: dict[str, str]) -> Corpus:
    rows = {"article_id": list(articles), "outlet": "x", "text": list(articles.values())}
    return Corpus(conform(pd.DataFrame(rows), "articles"))


def score(name: str, records: list[dict[str, object]], seconds: float, n: int, skipped: int) -> None:
    spec = importlib.util.spec_from_file_location("score_quotes", SHARED / "tools" / "score_quotes.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)
        file.flush()
        printed = io.StringIO()
        with redirect_stdout(printed):
            module.main(str(DEV), file.name)
    print(f"\n{name}: {n / seconds:,.0f} articles per CPU second, {skipped} of {n} articles raised")
    print("\n".join(printed.getvalue().splitlines()[:3]))


def ours(corpus: Corpus, *, parser: bool) -> list[dict[str, object]]:
    table = quotes(corpus, parser=parser)
    return [
        {"file": row["article_id"], "quoted": row["kind"] != "indirect"}
        | {name: None if pd.isna(row[name]) else int(row[name]) for name in PLACES}
        for row in table.to_dict("records")
    ]


def textacy_records(articles: dict[str, str], *, by_paragraph: bool) -> tuple[list[dict[str, object]], int]:
    import spacy  # noqa: PLC0415
    from textacy.extract.triples import direct_quotations  # noqa: PLC0415 - installed only for this comparison

    name = next(name for name in MODELS if spacy.util.is_package(name))
    nlp, records, raised = spacy.load(name, exclude=["ner"]), [], 0
    for file, text in articles.items():
        whole = [(0, text)]
        pieces = [(m.start(), m.group()) for m in re.finditer(r"[^\n]+", text)] if by_paragraph else whole
        failed = False
        for offset, piece in pieces:
            try:
                found = list(direct_quotations(nlp(piece)))
            except ValueError:
                failed = True
                continue
            for quote in found:
                record = {"file": file, "quoted": True, "start": quote.content.start_char + offset}
                record["end"] = quote.content.end_char + offset
                for key, tokens in (("speaker", quote.speaker), ("cue", quote.cue)):
                    record[f"{key}_start"] = tokens[0].idx + offset if tokens else None
                    record[f"{key}_end"] = tokens[-1].idx + len(tokens[-1]) + offset if tokens else None
                records.append(record)
        raised += failed
    return records, raised


def speed() -> None:
    """Print the speed of the fast path on all 924 articles, nothing cached, and that of the parser's."""
    articles = texts(TRAIN) | texts()
    corpus, verbs = corpus_of(articles), reporting_verbs()
    quotes(
        corpus_of({"first": "“Go,” Mr. Khan said. “Now,” he said."}), parser=True
    )  # loads lexicons and model
    seconds = elapsed(lambda: quotes(corpus))
    print(f"fast path, whole table, cold: {len(articles) / seconds:,.0f} articles per CPU second")
    seconds = elapsed(lambda: [speakers(text, verbs) for text in articles.values()])
    print(f"of which spans and speakers: {len(articles) / seconds:,.0f} articles per CPU second")
    dev = texts()
    whole = elapsed(lambda: quotes(corpus_of(dev), parser=True))
    bodies = [m.group() for text in dev.values() for m in re.finditer(r"[^\n]+", text)]
    wanted = [b for text in dev.values() for b in worth_parsing(text, speakers(text, verbs), verbs)]
    every, same = elapsed(lambda: parse_paragraphs(bodies)), elapsed(lambda: parse_paragraphs(wanted))
    print(
        f"with parser {whole / len(dev):.4f} s an article; parse of all paragraphs {every / len(dev):.4f} s,"
    )
    print(f"of those it parses {same / len(dev):.4f} s: {whole / same - 1:+.1%} on top of the parse")


def elapsed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def south_asian(name: str, found: Sequence[Mapping[str, Any]], kinds: Sequence[str] = ("quoted",)) -> None:
    for kind in kinds:
        print(f"\nSouth Asian pages, {name}, {kind}")
        for measure, (right, n) in south_asia.score(found, kind).items():
            print(f"  {measure:42} {right:4} of {n:3}  {right / n if n else float('nan'):.3f}")


def textacy_south_asian(*, by_paragraph: bool) -> tuple[list[dict[str, object]], int]:
    bodies = {f"{file}@{start}": text for file, start, text in south_asia.articles(SHARED)}
    records, raised = textacy_records(bodies, by_paragraph=by_paragraph)
    for record in records:
        file, _, offset = str(record["file"]).rpartition("@")
        record["file"] = file
        for place in PLACES:
            if record[place] is not None:
                record[place] += int(offset)
    return records, raised


def main() -> None:
    articles = texts()
    corpus, n = corpus_of(articles), len(articles)
    speed()
    for label, parser in (("fast path", False), ("with parser", True)):
        start = time.process_time()
        records = ours(corpus, parser=parser)
        score(label, records, time.process_time() - start, n, 0)
        kinds = ("quoted", "indirect") if parser else ("quoted",)
        south_asian(label, south_asia.answers(SHARED, parser=parser), kinds)
    for by_paragraph in (False, True) if "--textacy" in sys.argv else ():
        label = "textacy by paragraph" if by_paragraph else "textacy, whole article"
        start = time.process_time()
        records, raised = textacy_records(articles, by_paragraph=by_paragraph)
        score(label, records, time.process_time() - start, n, raised)
        records, raised = textacy_south_asian(by_paragraph=by_paragraph)
        south_asian(f"{label}, {raised} articles raised", records)


if __name__ == "__main__":
    main()
