"""Hostile files given to the toolkit and to other packages: which end in an error, hang, or lose text in silence.

    python benchmarks/hostile_peers.py

Each package gets each file in a process of its own, with `SECONDS` of the processor and `MEMORY` at most. A
file has texts that a reader can find in it, one for each article or row. Outcomes: ``fine`` all of them came
out, or the file has none and nothing came; ``told`` not all came out, and the package said so without an
error; ``error`` an exception, with its name; ``lost`` texts are missing or changed and nothing says so;
``ended`` by a limit. trafilatura and newspaper4k read pages, pandas tables; textstat scores texts. A package
that is not installed is left out.
"""

from __future__ import annotations

import gzip
import importlib.util
import io
import os
import resource
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "hostile"))
from test_one_bad_file import BAD, PARAGRAPH, STORY, html, row, rows

from toolkit import load_corpus, readability
from toolkit.analysis.readability.by_textstat import textstat_offline

SECONDS, MEMORY = 30, 3 * 2**30
FRENCH = "Le café était fermé et Zoë n’a rien mangé à l’hôtel. " * 20


class File(NamedTuple):
    """A hostile file: its name, what it holds, and the texts that can be found in it."""

    name: str
    data: bytes
    texts: tuple[str, ...]


def texts_of(n: int) -> tuple[str, ...]:
    return tuple(str(row(i)["text"]) for i in range(n))


def stray_quotes() -> bytes:
    lines = [f'Story {i},"{text}"' for i, text in enumerate(texts_of(100))]
    lines[20], lines[60] = lines[20][:-1], lines[60].replace(",", ',"', 1)
    return "\n".join(["title,text", *lines]).encode()


def pages() -> Iterator[tuple[str, File]]:
    for what, (name, data, n) in BAD.items():
        if name.endswith(".html"):
            yield what, File(name, data, (STORY,) * n)
    words = f"<p>{STORY}</p><p>{PARAGRAPH * 2}</p>"
    for depth in (300, 5_000):
        deep = f"<html><body>{'<div>' * depth}{words}{'</div>' * depth}</body></html>"
        yield f"an article in {depth:,} nested elements", File("x.html", deep.encode(), (STORY,))
    yield (
        "an attribute of 19 MB before it",
        File("x.html", html(f"<meta name=x content='{'y' * 19_000_000}'>"), (STORY,)),
    )
    yield "a remark never closed 500,000 times", File("x.html", b"<!--" * 500_000, ())
    yield "a tag never closed 200,000 times", File("x.html", b"<a " * 200_000, ())
    wrong = html("<meta charset='utf-8'>", FRENCH).decode().encode("cp1252")
    yield "Windows letters in a page that says UTF-8", File("x.html", wrong, (FRENCH,))
    yield "a picture named HTML", File("x.html", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40, ())
    yield (
        "200,000 paragraphs",
        File("x.html", f"<html><body><article><h1>A</h1>{words}{'<p>x' * 200_000}".encode(), (STORY,)),
    )


def tables() -> Iterator[tuple[str, File]]:
    for what, (name, data, n) in BAD.items():
        if name.endswith((".csv", ".json", ".jsonl", ".parquet")):
            held = texts_of(6) if b"1." in data and n else (STORY,)
            yield what, File(name, data, tuple(text for text in held if text.encode() in data) if n else ())
    yield "two stray quotation marks in 100 rows", File("x.csv", stray_quotes(), texts_of(100))
    short = "title,text,outlet\n" + "\n".join(f'T,"{text}"' for text in texts_of(3))
    yield "rows that end early", File("x.csv", short.encode(), texts_of(3))
    void = [
        {"title": word, "text": text, "id": "007"}
        for word, text in zip(["None", "NA", "null", "nan"], texts_of(4), strict=True)
    ]
    yield (
        "titles None, NA, null, nan",
        File("x.csv", pd.DataFrame(void).to_csv(index=False).encode(), ("None", "NA", "null", "nan")),
    )
    yield (
        "one bad line in a hundred",
        File("x.jsonl", rows(*(row(i) for i in range(99)), "{bad"), texts_of(99)),
    )
    held = io.BytesIO()
    with gzip.open(held, "wb", 1) as file:
        for _ in range(2_000):
            file.write(b"a" * 2**20)
    yield "2 GB of one letter in gzip", File("x.csv.gz", held.getvalue(), ())
    yield "a line of 50 MB", File("x.csv", b"word " * 10_000_000, ())
    alike = io.BytesIO()
    pd.DataFrame({"text": ["x" * 1_000] * 2_000_000}).to_parquet(alike, row_group_size=20_000)
    yield "2 GB of rows in a small Parquet file", File("x.parquet", alike.getvalue(), ())


SCORED = {  # a text, and whether a score of English reading ease says something of it
    "no text": ("", False),
    "marks only": ("“…” — !!! ?? %%%", False),
    "Chinese": ("政府周一宣布修复河上的桥梁。部长说工程将持续到春天。" * 9, False),
    "Urdu": ("حکومت نے پیر کے روز دریا کے کنارے پل کی مرمت کا اعلان کیا۔ " * 9, False),
    "French": (FRENCH, False),
    "2,000 words without a full stop": ("the river and the bridge " * 400, False),
    "a word of 1,000,000 letters": ("x" * 1_000_000, False),
    "plain English": (STORY, True),
}


def kept(file: File, found: str) -> str:
    """Judge a text that came out: every word that can be found must be in it."""
    words = {word for text in file.texts for word in text.split()}
    there = sum(word in found for word in words)
    return "fine" if there >= 0.98 * len(words) else f"lost: {there} of {len(words)} words"


def by_toolkit(file: File) -> str:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "good.txt").write_text("Rain\n\n" + "It rained on the hills near Torvik. " * 40)
        (Path(folder) / file.name).write_bytes(file.data)
        corpus = load_corpus(folder)
    read = corpus.articles[corpus.articles["file"] != "good.txt"]
    told = len(corpus.quarantine) + len(corpus.dropped) + corpus.files["notes"].astype(bool).sum()
    said = kept(file, "\n".join(read["text"].fillna("") + "\n" + read["title"].fillna("")))
    return "told" if said != "fine" and told else said


def by_trafilatura(file: File) -> str:
    return kept(file, importlib.import_module("trafilatura").extract(file.data) or "")


def by_newspaper(file: File) -> str:
    article = importlib.import_module("newspaper").Article("http://example.org/a", language="en")
    article.download(input_html=file.data.decode("utf-8", "replace"))
    article.parse()
    return kept(file, article.text)


def by_pandas(file: File) -> str:
    path = Path(tempfile.mkdtemp()) / file.name
    path.write_bytes(file.data)
    lines = {"lines": True} if file.name.endswith(".jsonl") else {}
    kind = file.name.split(".")[1]
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet}.get(kind, lambda p: pd.read_json(p, **lines))
    try:
        frame = read(path)
    finally:
        path.unlink()
        path.parent.rmdir()
    if isinstance(frame, pd.Series):
        return "lost: no table" if file.texts else "fine"
    cells = {str(v) for name in frame for v in frame[name].dropna()}
    there = sum(text in cells for text in file.texts)
    return "fine" if there == len(file.texts) else f"lost: {there} of {len(file.texts)} texts"


def score_toolkit(text: str) -> str:
    corpus = load_corpus([{"outlet": "Post", "title": "A title", "text": text}])
    if not len(corpus):
        return "none: " + " ".join([*corpus.dropped["reason"], *corpus.quarantine["reason"]])
    table = readability(corpus)
    (row,) = table[table["measure"] == "flesch"].itertuples()
    return f"none: {row.reason}" if pd.isna(row.estimate) else f"{row.estimate:.0f} {row.flags}".strip()


def score_textstat(text: str) -> str:
    with textstat_offline():
        return f"{importlib.import_module('textstat').flesch_reading_ease(text):.0f}"


def apart(work: Callable[[], str]) -> str:
    """Return the outcome of work in a process of its own."""
    taken, given = os.pipe()
    if (child := os.fork()) == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        warnings.simplefilter("ignore")
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            told = work()
        except BaseException as error:  # noqa: BLE001 - that is what is looked for
            told = f"error: {type(error).__name__}"
        os.write(given, told.encode()[:200])
        os._exit(0)
    os.close(given)
    with os.fdopen(taken, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told or "ended"


def shown(title: str, readers: dict[str, Callable[[File], str]], files: Iterator[tuple[str, File]]) -> None:
    print(f"\n| {title} | " + " | ".join(readers) + " |\n|---|" + "---|" * len(readers), flush=True)
    counts: dict[str, list[str]] = {name: [] for name in readers}
    for what, file in files:
        for name, read in readers.items():
            counts[name].append(apart(lambda read=read, file=file: read(file)))  # type: ignore[misc]
        print(f"| {what} | " + " | ".join(told[-1] for told in counts.values()) + " |", flush=True)
    sums = [
        ", ".join(f"{k} {n}" for k, n in pd.Series(t).str.partition(":")[0].value_counts().items())
        for t in counts.values()
    ]
    print("| together | " + " | ".join(sums) + " |", flush=True)


def main() -> None:
    there = {name for name in ("trafilatura", "newspaper", "textstat") if importlib.util.find_spec(name)}
    for name in there:
        importlib.import_module(name)  # once, for all processes
    peers = {"trafilatura": by_trafilatura, "newspaper": by_newspaper}
    html_readers = {"toolkit": by_toolkit} | {name: read for name, read in peers.items() if name in there}
    shown("page", html_readers, pages())
    shown("table", {"toolkit": by_toolkit, "pandas": by_pandas}, tables())
    scorers = {"toolkit": score_toolkit} | ({"textstat": score_textstat} if "textstat" in there else {})
    print(
        "\n| text | a score says something | " + " | ".join(scorers) + " |\n|---|---|" + "---|" * len(scorers)
    )
    for what, (text, sense) in SCORED.items():
        told = [apart(lambda score=score, text=text: score(text)) for score in scorers.values()]  # type: ignore[misc]
        print(f"| {what} | {'yes' if sense else 'no'} | " + " | ".join(told) + " |", flush=True)


if __name__ == "__main__":
    main()
