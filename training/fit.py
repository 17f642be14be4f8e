"""Learn the weights of the page reader from random layouts and labelled pages.

    python training/fit.py --pages 3000 --articles ../shared/benchmarks/allsides_dev.csv.gz \
        --gold ../shared/pages ../shared/gold/articles.jsonl --gold tests/gold/layouts

``--out`` is where the two tables of weights go; the package's own by default. ``--real`` names the folder of
labelled real pages, ``--score`` labelled pages that are only scored.
"""

from __future__ import annotations

import argparse
import csv
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import layouts
import learner
import numpy as np
import pandas as pd
import real_pages
from real_pages import RealPage
from reprint import crop, disguise, reprint

from toolkit.pages.text import line_states, sequence
from toolkit.pages.text.features import Column, View
from toolkit.pages.text.lines import Line, read_lines
from toolkit.pages.text.sequence import STATES, Templates
from toolkit.pages.themes import Furniture, load_furniture

FURNITURE = load_furniture()
SETTINGS = learner.Settings()
LEAST = 0.05  # weights below this are left out
REPRINTED, DISGUISED, WITH_MARKS, CROPPED = 0.6, 0.25, 0.3, 0.2  # shares of the pages that are printed anew
SEEDS = 10_000  # random pages that one seed may draw; those below are kept to score
HALVES = 2  # parts of the pages of which each is read by a first field that has not seen its sites


@dataclass
class Example:
    """The lines of one page, the state of each, and a number of the site it is of."""

    view: View
    states: list[str]
    group: int = 0


@dataclass
class GoldPage:
    """A labelled page: its name, text and articles."""

    name: str
    text: str
    items: list[layouts.Item]


def forgetful(rng: Random) -> Furniture:
    """Return the shipped furniture without a share of its lines, as a site's own would be missing."""
    share = rng.choice([0.0, 0.0, 0.3, 0.6])
    exact = {line: place for line, place in FURNITURE.exact.items() if rng.random() >= share}
    return Furniture(exact, FURNITURE.patterns if rng.random() >= share else ())


def label(lines: Sequence[Line], items: Iterable[layouts.Item]) -> list[str]:
    """Return the state of every line of a page whose articles are known."""
    states = ["outside"] * len(lines)
    for item in items:
        opened = False
        for i, line in enumerate(lines):
            if item.title_span and line.start < item.title_span[1] and line.end > item.title_span[0]:
                states[i] = "title"
            elif line.end > item.body[0] and line.start < item.body[1]:
                states[i] = "text" if opened else "opening"
                opened = True
            elif item.start <= line.start < item.end or _signs(lines, states, i):
                above = item.title_span and line.end <= item.title_span[0]
                states[i] = "after" if line.start >= item.body[1] else "above" if above else "head"
    _reach_up(lines, states)
    return states


def _reach_up(lines: Sequence[Line], states: list[str]) -> None:
    """Give a date or byline that stands nearer to the headline below than to the text above to it."""
    for i in range(len(lines) - 2, -1, -1):
        meta = lines[i].role in ("byline", "date") and states[i] in ("outside", "after")
        nearer = lines[i].gap > lines[i + 1].gap or i == 0 or states[i - 1] == "outside"
        if meta and states[i + 1] in ("title", "above") and nearer:
            states[i] = "above"


def _signs(lines: Sequence[Line], states: Sequence[str], i: int) -> bool:
    """Return whether a byline or date stands right behind a text: its own, whatever the labels' custom is."""
    own = lines[i].role in ("byline", "date", "credit") and lines[i].gap <= 2
    return own and i > 0 and states[i - 1] in ("opening", "text", "after") and states[i] == "outside"


def random_examples(seeds: Iterable[int], articles: pd.DataFrame, rng: Random) -> list[Example]:
    """Return random pages."""
    found = []
    for seed in seeds:
        page = layouts.make_page(seed, articles)
        if page.items:
            text, items = page.text, page.items
            if rng.random() < CROPPED:
                text, items = crop(text, items, rng)
            if rng.random() < REPRINTED:
                text, items = reprint(text, items, rng, known=True)
            if rng.random() < DISGUISED:
                text = disguise(text, rng)
            found.append(example(text, items, str(seed), rng))
    return found


def example(text: str, items: Sequence[layouts.Item], site: str, rng: Random) -> Example:
    """Return a labelled page as an example; pages of one site are never on both sides of a split."""
    lines = read_lines(text, forgetful(rng))
    return Example(View(lines), label(lines, items), zlib.crc32(site.encode()))


def real_examples(pages: Sequence[RealPage], rng: Random, prints: int = 1) -> list[list[Example]]:
    """Return real pages as examples to learn from: each as it is, and in other prints."""
    found = []
    for page in pages:
        own = [example(page.text, page.items, page.site, rng)]
        for _ in range(prints):
            cut = crop(page.text, page.items, rng) if rng.random() < CROPPED else (page.text, page.items)
            text, items = reprint(*cut, rng, known=rng.random() < WITH_MARKS)
            text = disguise(text, rng) if rng.random() < DISGUISED else text
            own.append(example(text, items, page.site, rng))
        found.append(own)
    return found


def read_gold(pages: Path, gold: Path) -> list[GoldPage]:
    """Return the labelled text pages of a folder."""
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    found = []
    for path in sorted(pages.rglob("*.txt")):
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
        own = [row for row in rows if row["file"] == path.name and row["body_start_char"] is not None]
        found.append(GoldPage(path.name, text, [_item(row, text) for row in own]))
    return found


def _item(row: dict[str, object], text: str) -> layouts.Item:
    title, start, body = row["title"], row["start_char"], row["body_start_char"]
    at = row.get("title_start_char") or (text.find(str(title), start, body) if title else -1)
    span = None if not title or at < 0 else (at, row.get("title_end_char") or at + len(str(title)))
    return layouts.Item(title, span, (body, row["body_end_char"]), start, row["end_char"])


def codes_of(view: View, templates: Sequence[str], more: dict[str, Column] | None = None) -> learner.Codes:
    """Return the codes of the features of each line: lines by templates."""
    return Templates(templates).codes({**view.columns, **(more or {})}).T


def fit(
    examples: Sequence[tuple[learner.Codes, Sequence[int]]], templates: Sequence[str], path: Path
) -> None:
    """Learn one field and write its weights."""
    found = learner.learn(examples, SETTINGS)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["template", "code", *STATES])
        for before, steps in zip(STATES, found.steps, strict=True):
            row = ("" if weight <= learner.NEVER else f"{weight:.3f}" for weight in steps)
            writer.writerow([f"step from {before}", "", *row])
        for template, codes, values in zip(templates, found.codes, found.values, strict=True):
            for code, row in zip(codes, values, strict=True):
                if np.abs(row).max() >= LEAST:
                    writer.writerow(
                        [template, code, *(f"{w:.2f}" if abs(w) >= LEAST / 2 else "" for w in row)]
                    )


def learn(examples: Sequence[Example], out: Path) -> None:
    """Learn both fields; the second from what the first makes of pages it has not seen."""
    first, second = out / "first.csv", out / "second.csv"
    seen = [codes_of(example.view, line_states.FIRST) for example in examples]
    states = [[STATES.index(state) for state in example.states] for example in examples]
    stacked = []
    for half in range(HALVES):
        own = [i for i in range(len(examples)) if examples[i].group % HALVES != half]
        fit([(seen[i], states[i]) for i in own], line_states.FIRST, first)
        sequence.load_field.cache_clear()
        field = sequence.load_field(first)
        for i in set(range(len(examples))) - set(own):
            view = examples[i].view
            chance = sequence.marginals(field.scores(view.columns), field.steps)
            found = line_states.Reading(chance.argmax(axis=1), chance)
            more = line_states.page_columns(view, found)
            stacked.append((codes_of(view, line_states.SECOND, more), states[i]))
    fit(stacked, line_states.SECOND, second)
    fit(list(zip(seen, states, strict=True)), line_states.FIRST, first)
    sequence.load_field.cache_clear()


def score(pages: Sequence[GoldPage], weights: Path) -> tuple[float, float, list[str]]:
    """Return article F1 (body spans that overlap by 0.8), the share of right titles, pages with faults."""
    hits = titles = gold = found = 0
    faults = []
    for page in pages:
        lines = read_lines(page.text, FURNITURE)
        spans = list(body_spans(lines, line_states.read_states(lines, weights).states))
        right = [
            (item, next((title for body, title in spans if overlap(item.body, body) >= 0.8), None))
            for item in page.items
        ]
        right = [(item, title) for item, title in right if title is not None]
        titles += sum(title == (item.title or "") for item, title in right)
        hits, gold, found = hits + len(right), gold + len(page.items), found + len(spans)
        if not len(right) == len(page.items) == len(spans):
            faults.append(f"{page.name} {len(right)}/{len(page.items)}/{len(spans)}")
    return 2 * hits / max(1, gold + found), titles / max(1, hits), faults


def body_spans(lines: Sequence[Line], states: Iterable[int]) -> Iterable[tuple[tuple[int, int], str]]:
    """Yield the body and the title of each article."""
    title: list[str] = []
    body: tuple[int, int] | None = None
    for line, state in zip(lines, states, strict=True):
        if state in (sequence.TITLE, sequence.ABOVE, sequence.OPENING) and body:
            yield body, " ".join(title)
            body, title = None, []
        if state == sequence.TITLE:
            title.append(" ".join(line.text.split()))
        elif state == sequence.OPENING:
            body = (line.start, line.end)
        elif state == sequence.TEXT and body:
            body = (body[0], line.end)
    if body:
        yield body, " ".join(title)


def overlap(one: tuple[int, int], two: tuple[int, int]) -> float:
    """Return the shared part of two spans."""
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return max(0, shared) / (max(one[1], two[1]) - min(one[0], two[0]))


def read_articles(path: Path) -> pd.DataFrame:
    """Return the real articles that fill the layouts."""
    articles = pd.read_csv(path)
    whole = articles["text"].str.split().str.len() > 150
    headed = articles["title"].str.split().str.len().between(4, 20)
    return articles[whole & headed & ~articles["title"].str.contains(r"\?\w|\?\?", na=True)]


def main() -> None:
    """Learn and score as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--gold", action="append", nargs=2, type=Path, default=[])
    parser.add_argument("--score", action="append", nargs=2, type=Path, default=[])
    parser.add_argument("--real", type=Path, help="folder of labelled real pages")
    parser.add_argument("--prints", type=int, default=1, help="further prints of each real page")
    parser.add_argument("--weight", type=int, default=3, help="how often a labelled page counts")
    parser.add_argument("--out", type=Path, default=line_states.WEIGHTS)
    parser.add_argument("--seed", type=int, default=1, help="another seed draws other pages and prints")
    given = parser.parse_args()
    rng = Random(given.seed)
    articles = read_articles(given.articles)
    if given.pages:
        first = SEEDS * given.seed
        examples = random_examples(range(first, first + given.pages), articles, rng)
        for pages, gold in given.gold:
            for page in read_gold(pages, gold):
                examples += [example(page.text, page.items, page.name, rng) for _ in range(given.weight)]
        if given.real:
            known = real_pages.read_training(given.real / "train.jsonl.gz")
            known += real_pages.read_gold(given.real / "text", given.real / "gold_text.jsonl")
            examples += [each for several in real_examples(known, rng, given.prints) for each in several]
        rng.shuffle(examples)
        given.out.mkdir(parents=True, exist_ok=True)
        learn(examples, given.out)
    held = [layouts.make_page(seed, articles) for seed in range(200)]
    report(
        "random layouts", [GoldPage(str(n), page.text, page.items) for n, page in enumerate(held)], given.out
    )
    for pages, gold in [*given.gold, *given.score]:
        report(str(pages), read_gold(pages, gold), given.out)


def report(name: str, pages: Sequence[GoldPage], weights: Path) -> None:
    """Print how well labelled pages are read."""
    f1, titles, faults = score(pages, weights)
    print(f"{name}: article F1 {f1:.3f}, titles {titles:.3f}; {', '.join(faults[:12])}", flush=True)


if __name__ == "__main__":
    main()
