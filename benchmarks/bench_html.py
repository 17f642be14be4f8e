"""HTML pages: text, title, authors and documents a second of CPU time against trafilatura, in one run.

Each reader reads all pages twice; the second time counts, when models and word lists are loaded.

python benchmarks/bench_html.py ../shared/benchmarks/article_html
"""

import sys
import time
from pathlib import Path

import trafilatura

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "gold"))

import html_score as score  # noqa: E402

from toolkit.pages.html.articles import decode_html, split_html  # noqa: E402
from toolkit.pages.read.files import Page  # noqa: E402
from toolkit.pages.themes import load_furniture  # noqa: E402
from toolkit.settings import PagesSettings  # noqa: E402

FURNITURE = load_furniture()


def ours(name: str, data: bytes) -> tuple[str, str | None, list[str], int]:
    text, encoding = decode_html(data)
    page = Page(name, name.rpartition("_")[0], text, encoding, "")
    rows = split_html(page, FURNITURE, PagesSettings()).articles
    best = max(rows, key=lambda row: row["n_words"], default={"text": "", "title": None, "authors": []})
    return best["text"], best["title"], best["authors"], len(rows)


def theirs(name: str, data: bytes) -> tuple[str, str | None, list[str], int]:
    found = trafilatura.bare_extraction(data, include_comments=False, with_metadata=True)
    if found is None:
        return "", None, [], 0
    return found.text or "", found.title, (found.author or "").split(";") if found.author else [], 1


def main(folder: Path) -> None:
    gold = score.author_gold()
    pages = list(score.pages(folder))
    spent = {}
    for label, reader in (("this toolkit", ours), (f"trafilatura {trafilatura.__version__}", theirs)):
        result = score.Scores()
        for name, data, _ in pages:
            reader(name, data)
        start = time.process_time()
        found = [reader(name, data) for name, data, _ in pages]
        spent[label] = time.process_time() - start
        for (name, data, body), (text, title, authors, _) in zip(pages, found, strict=True):
            result.body.append(score.body_f1(text, body))
            result.titles += title in score.headlines(decode_html(data)[0])
            result.authors += score.authors_right(authors, gold[name])
        single = sum(n == 1 for *_, n in found)
        print(
            f"{label:20s} body F1 {result.f1:.4f}  titles {result.titles}  authors {result.authors}"
            f"  one article {single}  of {len(pages)} pages  {len(pages) / spent[label]:.0f} a second"
        )
    mine, other = spent.values()
    print(f"speed beside trafilatura: {other / mine:.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "benchmarks" / "article_html")
