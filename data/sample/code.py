"""Codes the sample as two invented coders would; run it after any change of the pages or of ``source/``.

usage: python data/sample/code.py [FOLDER]   (default: the folder this file is in)

What is true is planted: a witness who speaks is human interest; the state and those against it, who both
speak, are conflict; words for money are economic consequences. Anna errs in 6 % of her answers, Ben in 12 %.
The second sheet checks what kind of source is behind a quotation, against the kind that was planted with it.
"""

import json
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit import check_sheet, coding_sheet, load_corpus, quotes, read_codebook, read_coding, sources
from toolkit.analysis.coding import Coding, Sheet
from toolkit.corpus.corpus import Corpus
from toolkit.settings import make_settings

HERE = Path(__file__).resolve().parent
ERRORS = {"anna": 0.06, "ben": 0.12}
STATE, AGAINST = {"official", "military"}, {"opposition", "militant", "civil society", "eyewitness"}
MONEY = re.compile(r"\$|\bwage|\bpay\b|\bmillion\b|\bcost|\bprice")
KINDS = {"eyewitness": "witness"}
N_FRAMES, N_CHECKS = 44, 60
Answers = Callable[[pd.Series], Mapping[str, str]]


def main(target: Path) -> None:
    """Write the codes of the frames and of the check."""
    study = tomllib.loads((HERE / "study.toml").read_text(encoding="utf-8"))
    study.pop("coding", None)  # what is made here
    corpus = load_corpus(HERE / "pages", make_settings(study))
    spoken = read(HERE / "truth" / "quotes.jsonl")
    ids = source_ids(corpus)
    target.mkdir(parents=True, exist_ok=True)
    frames = coding_sheet(corpus, read_codebook(HERE / "source" / "frames.toml"), N_FRAMES)
    coded(frames, lambda item: frame_truth(corpus, item, ids, spoken)).save(target / "frames.json")
    table = sources(quotes(corpus), of="source_type")
    checks = check_sheet(corpus, table, N_CHECKS)
    known = set(checks.codebook.questions["check.instead"].answers)
    coded(checks, lambda item: kind_truth(item, ids, spoken, known)).save(target / "source_types.json")


def read(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def source_ids(corpus: Corpus) -> dict[str, str]:
    """Return the name in ``source/`` of each article."""
    names = {
        (row["outlet"], row["title"]): row["source_id"] for row in read(HERE / "truth" / "articles.jsonl")
    }
    articles = corpus.articles
    return {
        key: names[outlet, title]
        for key, outlet, title in zip(
            articles["article_id"], articles["outlet"], articles["title"], strict=True
        )
    }


def frame_truth(
    corpus: Corpus, item: pd.Series, ids: Mapping[str, str], spoken: list[dict[str, str]]
) -> dict[str, str]:
    """Return the planted answers to the questions on an article."""
    types = {row["source_type"] for row in spoken if row["source_id"] == ids[item["article_id"]]}
    found = {
        "human_interest.lived": "eyewitness" in types,
        "conflict.two_sides": bool(types & STATE) and bool(types & AGAINST),
        "economic.money": bool(MONEY.search(str(item["text"]))),
    }
    return {name: "yes" if value else "no" for name, value in found.items()}


def kind_truth(
    item: pd.Series, ids: Mapping[str, str], spoken: list[dict[str, str]], known: set[str]
) -> dict[str, str]:
    """Return whether the kind of source is the planted one, and which that is."""
    words = plain(str(item["text"]).split("[[", 1)[1].split("]]", 1)[0])
    own = [row for row in spoken if row["source_id"] == ids[item["article_id"]]]
    kinds = {KINDS.get(row["source_type"], row["source_type"]) for row in own if plain(row["text"]) in words}
    if item["machine"] in kinds:
        return {"check.right": "yes"}
    kind = min(kinds, default="none")
    return {"check.right": "no", "check.instead": kind if kind in known else "other"}


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def coded(sheet: Sheet, truth: Answers) -> Coding:
    """Return a sheet coded by both, each with errors of their own."""
    with tempfile.TemporaryDirectory() as place:
        folder = sheet.save(Path(place) / "codes", list(ERRORS), "csv")
        items = sheet.items.set_index("item_id")
        for seed, (coder, rate) in enumerate(ERRORS.items(), 1):
            rng = np.random.default_rng(seed)
            table = pd.read_csv(folder / f"{coder}.csv", dtype=str, encoding="utf-8-sig")
            answers = pd.DataFrame([slipped(truth(items.loc[key]), rate, rng) for key in table["item_id"]])
            for name in answers:
                table[name] = answers[name]
            table.to_csv(folder / f"{coder}.csv", index=False)
        return read_coding(folder)


def slipped(answers: Mapping[str, str], rate: float, rng: np.random.Generator) -> dict[str, str]:
    """Return answers of which some are turned round."""
    turned = {"yes": "no", "no": "yes"}
    out = {name: turned[a] if a in turned and rng.random() < rate else a for name, a in answers.items()}
    return {name: a for name, a in out.items() if name != "check.instead" or out["check.right"] == "no"}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "coding")
