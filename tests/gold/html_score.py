"""Scores of an HTML reader on the 80 single-article pages of the Fundus evaluation.

Body: F1 of 4-word shingles (the scorer of the article-extraction benchmark), averaged over pages. The
gold marks paragraphs in [brackets] as optional: finding them costs no precision, missing them no recall.
Title: equal to the headline the page prints as its h1. Authors: the persons named on the page, and no
other (``article_html_authors.csv``, read off the pages by hand); where a page names no person, the name
of the group or nothing.
"""

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

AUTHORS = Path(__file__).with_name("article_html_authors.csv")


@dataclass
class Scores:
    """What one reader reached; counts of right pages for titles and authors."""

    body: list[float] = field(default_factory=list)
    titles: int = 0
    authors: int = 0

    @property
    def f1(self) -> float:
        return sum(self.body) / len(self.body)


def pages(folder: Path) -> Iterator[tuple[str, bytes, list[str]]]:
    gold = json.loads((folder / "ground_truth.json").read_text(encoding="utf-8"))
    for name, truth in gold.items():
        with gzip.open(folder / "html" / name) as file:
            yield name.removesuffix(".html.gz"), file.read(), truth["body"]


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def body_f1(found: str, gold: list[str]) -> float:
    optional = [p.startswith("[") and p.endswith("]") for p in gold]
    whole = shingles("\n".join(p.strip("[]") if o else p for p, o in zip(gold, optional, strict=True)))
    needed = shingles("\n".join(p for p, o in zip(gold, optional, strict=True) if not o))
    got = shingles(found)
    precision = sum((got & whole).values()) / sum(got.values())
    recall = sum((got & needed).values()) / sum(needed.values())
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def headlines(html: str) -> list[str]:
    from lxml import html as parser

    tree = parser.document_fromstring(html.encode(), parser=parser.HTMLParser(encoding="utf-8"))
    return [" ".join(h1.text_content().split()) for h1 in tree.iter("h1")]


def author_gold() -> dict[str, tuple[set[str], str]]:
    with AUTHORS.open(encoding="utf-8") as file:
        return {
            row["page"]: (
                {n.strip().lower() for n in row["persons"].split(";") if n.strip()},
                row["group"].lower(),
            )
            for row in csv.DictReader(file)
        }


def authors_right(found: list[str], gold: tuple[set[str], str]) -> bool:
    names = {name.strip().lower() for name in found}
    persons, group = gold
    return names == persons if persons else names <= {group}
