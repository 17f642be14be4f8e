"""The quotations found in real news, each column of them, are those found before.

The floors of `tests/gold` say how many are right; they do not see one that changes. Here the quotations of each text
have a digest: of the sample's articles, of pages and of news whose quotations others labelled, as they are and with
other quotation marks, verbs, pronouns and order of words, and of some by the parser. Who changes the finder and means
it looks at the texts that are named, measures `tests/gold`, and writes the digests anew:
``python tests/unit/analysis/test_quotes_pinned.py``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path

import pandas as pd
import pytest

from toolkit.analysis.quotes.find import quotes
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.load import load_corpus
from toolkit.tables import conform

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared" / "benchmarks"
KEPT = Path(__file__).with_name("quotes_pinned.json")
Texts = Iterator[tuple[str, str]]


def straight(text: str) -> str:
    """Put straight marks for curly ones."""
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def single(text: str) -> str:
    """Put single marks for double ones."""
    return re.sub('[“”"]', "'", re.sub("“", "‘", re.sub("”", "’", text)))


def pointed(text: str) -> str:
    """Put pointed marks, as in French, and lose every fourth closing one."""
    seen = iter(range(10**9))
    return re.sub("”", lambda _: "" if next(seen) % 4 == 3 else "»", text.replace("“", "«"))


def otherwise(text: str) -> str:
    """Say it with other verbs."""
    made = re.sub(r"\bsaid\b", "told reporters", re.sub(r"\bsays\b", "claimed", text))
    return re.sub(r"\b(?:told|added)\b", "warned", made)


def unnamed(text: str) -> str:
    """Put a pronoun for what two capitals in a row name."""
    seen = iter(range(10**9))
    words = ("she", "he", "the minister", "they", "Mr. Khan", "one official", "who")
    return re.sub(r"[A-Z][a-z]+ [A-Z][a-z]+", lambda _: words[next(seen) % 7], text)


def turned(text: str) -> str:
    """Put the verb before the speaker, and colons for commas."""
    return re.sub(r"\b([A-Z][a-z]+) said\b", r"said \1", text).replace(',"', ':"').replace(",”", ":”")


def glued(text: str) -> str:
    """Join paragraphs, two by two."""
    seen = iter(range(10**9))
    return re.sub(r"\n\n+", lambda _: " " if next(seen) % 2 else "\n\n", text)


WEARS: tuple[Callable[[str], str], ...] = (straight, single, pointed, otherwise, unnamed, turned, glued)


@cache
def sample() -> tuple[tuple[str, str], ...]:
    articles = load_corpus().articles
    return tuple(zip(articles["article_id"], articles["text"], strict=True))


def pages() -> Texts:
    for path in sorted((ROOT / "tests/gold").glob("layouts*/pages/*/*.txt")):
        yield path.name, path.read_bytes().decode("utf-8", "replace")


def polnear(at: int) -> Texts:
    for path in sorted((SHARED / "polnear" / "dev" / "text").rglob("*.txt"))[at::2]:
        yield path.name, path.read_text(encoding="utf-8")


def basil() -> Texts:
    for path in sorted((SHARED / "basil" / "articles").rglob("*.json"))[::3]:
        body = json.loads(path.read_text(encoding="utf-8"))["body-paragraphs"]
        yield path.name, "\n\n".join(" ".join(sentences) for sentences in body)


def worn(texts: Texts) -> Texts:
    for name, text in texts:
        for wear in WEARS:
            yield f"{wear.__name__} {name}", wear(text)


GROUPS: Mapping[str, Callable[[], Texts]] = {
    "sample": lambda: iter(sample()),
    "worn sample": lambda: worn(iter(sample()[::2])),
    "pages": pages,
    "polnear": lambda: polnear(0),
    "worn polnear": lambda: worn(polnear(1)),
    "basil": basil,
    "worn basil": lambda: worn(islice(basil(), 0, None, 3)),
    "parsed": lambda: iter([*sample()[::20], *polnear(0)][:8]),
}
OWN = ("sample", "worn sample", "pages")


def digests(group: str) -> dict[str, str]:
    """Return a digest of the quotations found in each text of a group."""
    names, texts = zip(*GROUPS[group](), strict=True)
    frame = pd.DataFrame(
        {
            "article_id": [f"{at}" for at in range(len(names))],
            "outlet": "post",
            "text": texts,
            "language": "en",
        }
    )
    found = quotes(Corpus(conform(frame, "articles")), parser=group == "parsed")
    made = {name: hashlib.sha256() for name in names}
    for article, own in found.drop(columns="confidence").groupby("article_id", sort=True):
        made[names[int(str(article))]].update(json.dumps(own.values.tolist(), default=str).encode())
    return {name: one.hexdigest()[:10] for name, one in made.items()}


@pytest.mark.parametrize("group", GROUPS)
def test_the_same_quotations_are_found(group: str, request: pytest.FixtureRequest) -> None:
    if group not in OWN:
        request.getfixturevalue("shared")
    kept, now = json.loads(KEPT.read_text(encoding="utf-8"))[group], digests(group)
    assert sorted(kept) == sorted(now)
    assert [name for name in kept if kept[name] != now[name]] == []


if __name__ == "__main__":
    KEPT.write_text(json.dumps({name: digests(name) for name in GROUPS}, indent=0) + "\n", encoding="utf-8")
