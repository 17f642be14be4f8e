"""Quotations beside textacy on PolNeAR's development articles, one run: scores and articles a CPU second.

usage: python benchmarks/bench_quotes.py [--textacy]   (textacy is compared where it is installed)
"""

import importlib.util
import io
import json
import re
import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path

import pandas as pd

from toolkit.analysis.quotes import quotes
from toolkit.analysis.quotes_speakers import speakers
from toolkit.analysis.quotes_verbs import reporting_verbs
from toolkit.corpus.corpus import Corpus
from toolkit.tables import conform
from toolkit.text.parser import MODELS, parse_paragraphs

SHARED = Path(__file__).resolve().parents[2] / "shared"
DEV = SHARED / "benchmarks" / "polnear" / "dev"
PLACES = ("start", "end", "speaker_start", "speaker_end", "cue_start", "cue_end")


def texts() -> dict[str, str]:
    return {path.name: path.read_bytes().decode("utf-8") for path in sorted((DEV / "text").glob("*"))}


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


def main() -> None:
    articles = texts()
    rows = {"article_id": list(articles), "outlet": "x", "text": list(articles.values())}
    corpus = Corpus(conform(pd.DataFrame(rows), "articles"))
    verbs, n = reporting_verbs(), len(articles)
    quotes(corpus)
    start = time.process_time()
    for text in articles.values():
        speakers(text, verbs)
    print(f"spans and speakers alone: {n / (time.process_time() - start):,.0f} articles per CPU second")
    for label, parser in (("fast path, whole table", False), ("with parser", True)):
        start = time.process_time()
        records = ours(corpus, parser=parser)
        score(label, records, time.process_time() - start, n, 0)
    paragraphs = [m.group() for text in articles.values() for m in re.finditer(r"[^\n]+", text)]
    start = time.process_time()
    parse_paragraphs(paragraphs)
    rate = n / (time.process_time() - start)
    print(f"\nthe parse of all paragraphs alone: {rate:,.1f} articles per CPU second")
    if "--textacy" in sys.argv:
        for by_paragraph in (False, True):
            start = time.process_time()
            records, raised = textacy_records(articles, by_paragraph=by_paragraph)
            label = "textacy by paragraph" if by_paragraph else "textacy, whole article"
            score(label, records, time.process_time() - start, n, raised)


if __name__ == "__main__":
    main()
