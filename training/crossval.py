r"""Cross-validate the page reader by site: what it makes of real pages of sites it has not learnt from.

    python training/crossval.py --real ../shared/real_pages \
        --articles ../shared/benchmarks/allsides_dev.csv.gz

For each fold the fields learn from the other sites' pages, from random layouts and from the labelled pages
named by ``--gold``, and read the fold's pages to score. The figures of all folds are added up; the interval
comes from drawing sites anew (1,000 draws). ``--weights`` scores finished weights instead.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import fit
import layouts
import real_pages
from real_pages import RealPage

from toolkit.pages.read.files import Page
from toolkit.pages.text import articles as text_articles
from toolkit.pages.text import line_states, split
from toolkit.settings import PagesSettings

LEAST = 0.8  # shared part of two bodies that are one article
DRAWS = 1000


def read(page: RealPage, weights: Path) -> list[dict[str, Any]]:
    """Return the articles the reader finds on a page with some weights."""
    with patch.object(split, "read_states", partial(line_states.read_states, weights=weights)):
        source = Page(page.name, page.site, page.text, "utf-8", "")
        return text_articles.split_page(source, fit.FURNITURE, PagesSettings()).articles


def tally(page: RealPage, rows: Sequence[dict[str, Any]]) -> tuple[Counter[str], list[bool]]:
    """Return the counts of one page, and for each article found whether it is one."""
    spans = [(row["body_start"], row["body_end"]) for row in rows]
    pairs = sorted(
        (
            (fit.overlap(item.body, span), i, j)
            for i, item in enumerate(page.items)
            for j, span in enumerate(spans)
        ),
        reverse=True,
    )
    own: dict[int, int] = {}
    for share, i, j in pairs:
        if share >= LEAST and i not in own and j not in own.values():
            own[i] = j
    counts = Counter(gold=len(page.items), found=len(rows), right=len(own))
    for i, gold in enumerate(page.gold):
        counts[f"gold {gold['kind']}"] += 1
        if i in own:
            counts[f"right {gold['kind']}"] += 1
            counts.update(_fields(gold, rows[own[i]]))
    return counts, [j in own.values() for j in range(len(rows))]


def _fields(gold: dict[str, Any], row: dict[str, Any]) -> Iterator[str]:
    """Yield what is right and what is invented of an article's fields."""
    told = {
        "title": row["title"],
        "author": row["authors"],
        "date": str(row["published"] or ""),
        "kind": row["kind"],
    }
    for name, value in told.items():
        if gold[name]:
            right = _same(name, value, [gold[name], *gold.get(f"{name}_alt", [])])
            yield from [f"{name}s", *([f"right {name}s"] if right else [])]
        elif value and value not in gold.get(f"{name}_alt", []):
            yield f"invented {name}s"


def _same(name: str, value: Any, options: Sequence[Any]) -> bool:
    if name == "author":
        return any(_names(option) == _names(value) for option in options)
    return " ".join(str(value or "").split()).lower() in [" ".join(str(o).split()).lower() for o in options]


def _names(value: Any) -> set[str]:
    parts = layouts.re.split(r"\s+and\s+|[,;&]", value) if isinstance(value, str) else value
    return {" ".join(part.split()).lower().removeprefix("by ") for part in parts}


def f1(counts: Counter[str]) -> float:
    """Return the F1 of articles."""
    return 2 * counts["right"] / max(1, counts["gold"] + counts["found"])


def interval(by_site: dict[str, Counter[str]], seed: int = 1) -> tuple[float, float]:
    """Return the middle 95 % of F1 over draws of sites."""
    rng, sites = Random(seed), list(by_site)
    drawn = sorted(f1(sum((by_site[rng.choice(sites)] for _ in sites), Counter())) for _ in range(DRAWS))
    return drawn[int(0.025 * DRAWS)], drawn[int(0.975 * DRAWS)]


def show(name: str, counts: Counter[str]) -> None:
    """Print one line of figures."""
    kinds = " ".join(
        f"{kind} {counts[f'right {kind}']}/{counts[f'gold {kind}']}" for kind in ("article", "teaser")
    )
    fields = " ".join(
        f"{field} {counts[f'right {field}s']}/{counts[f'{field}s']}+{counts[f'invented {field}s']}"
        for field in ("title", "author", "date", "kind")
    )
    print(
        f"{name:24} F1 {f1(counts):.3f} found {counts['found']} of {counts['gold']}; {kinds}; {fields}",
        flush=True,
    )


def main() -> None:
    """Cross-validate as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--real", type=Path, required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--gold", action="append", nargs=2, type=Path, default=[])
    parser.add_argument("--pages", type=int, default=300, help="random pages")
    parser.add_argument("--every", type=int, default=1, help="learn from every so manieth page")
    parser.add_argument("--prints", type=int, default=1, help="further prints of each page")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only", type=int, action="append")
    parser.add_argument("--seed", type=int, default=1, help="another seed draws other pages and prints")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--out", type=Path, default=Path("crossval"))
    parser.add_argument("--sites", action="store_true", help="also a line for each site")
    given = parser.parse_args()
    rng = Random(given.seed)
    scored = real_pages.read_gold(given.real / "text", given.real / "gold_text.jsonl")
    if given.weights:
        report([(page, given.weights) for page in scored], given)
        return
    learnt = real_pages.read_training(given.real / "train.jsonl.gz")[given.seed % given.every :: given.every]
    fold = real_pages.folds([page.site for page in [*scored, *learnt]], given.folds)
    common = fit.random_examples(
        range(1000 * given.seed, 1000 * given.seed + given.pages), fit.read_articles(given.articles), rng
    )
    for folder, gold in given.gold:
        for page in fit.read_gold(folder, gold):
            common.append(fit.example(page.text, page.items, page.name, rng))
    pages = [*learnt, *scored]
    real = [
        (fold[page.site], example)
        for page, several in zip(pages, fit.real_examples(pages, rng, given.prints), strict=True)
        for example in several
    ]
    pairs = []
    for number in given.only or range(given.folds):
        out = given.out / str(number)
        out.mkdir(parents=True, exist_ok=True)
        own = [*common, *(example for home, example in real if home != number)]
        Random(number + given.seed).shuffle(own)
        fit.learn(own, out)
        mine = [(page, out) for page in scored if fold[page.site] == number]
        pairs += mine
        report(mine, given, f"fold {number}")
    report(pairs, given)


def report(pairs: Sequence[tuple[RealPage, Path]], given: argparse.Namespace, name: str = "all") -> None:
    """Print the figures of some pages, each read with its weights, by renderer, language and site."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    sites: dict[str, Counter[str]] = defaultdict(Counter)
    sure = []
    for page, weights in pairs:
        rows = read(page, weights)
        counts, right = tally(page, rows)
        sure += [{"confidence": row["confidence"], "right": ok} for row, ok in zip(rows, right, strict=True)]
        sites[page.site] += counts
        gold = page.gold[0] if page.gold else {}
        for key in ("all", f"lang {gold.get('lang')}", f"page {gold.get('page')}", f"by {page.renderer}"):
            groups[key] += counts
    for key in ["all"] if name != "all" else sorted(groups):
        show(name if key == "all" else key, groups[key])
    for site in sorted(sites) if given.sites and name == "all" else ():
        show(f"site {site}", sites[site])
    if name == "all":
        print("95 % over sites: {:.3f} to {:.3f}".format(*interval(sites)))
        given.out.mkdir(parents=True, exist_ok=True)
        (given.out / "confidence.json").write_text(json.dumps(sure))


if __name__ == "__main__":
    main()
