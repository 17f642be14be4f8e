"""Derive the shipped word lists of the readability measures.

Run in an environment with the PyPI packages wordfreq 3.1.1, textatistic 0.0.1, py-readability-metrics
1.4.5 and nltk (its Porter stemmer), with a CSV of news articles that has a column ``text`` (the share of
capitals in mid-sentence tells names from words; no text of it is kept):

    python data/build/reading_lists.py articles.csv.gz
"""

import csv
import gzip
import lzma
import re
import sys
from collections import Counter, defaultdict
from importlib.util import find_spec
from pathlib import Path

from nltk.stem.porter import PorterStemmer
from wordfreq import top_n_list, zipf_frequency

LEXICONS = Path(__file__).parents[2] / "toolkit" / "lexicons"
N_WORDS = 25_000
FREQUENCY = """\
# Frequency of the 25,000 commonest English words: 100 x Zipf value (log10 of uses in 10^9 words).
# Derived from wordfreq 3.1.1 by Robyn Speer (2022), data under CC BY-SA 4.0
# (https://creativecommons.org/licenses/by-sa/4.0/); so is this table. wordfreq names Google Books
# Ngrams, the Leeds Internet Corpus, Wikipedia, ParaCrawl, OPUS OpenSubtitles and SUBTLEX as sources.
# Each line: kind (w word, n name: capital in 80 % or more of its uses inside sentences of 3,827 US news
# articles), value, words.
"""
FAMILIAR = """\
# Dale and Chall's list of 3,000 familiar words with their regular inflections, 8,490 forms: the list of
# Textatistic 0.0.1 by Erin Hengel, Apache License 2.0 (https://www.apache.org/licenses/LICENSE-2.0).
"""
SPACHE = """\
# Spache's (1974) list of familiar words, as forms: the English words whose Porter stem is in the list of
# py-readability-metrics 1.4.5 by Carmine DiMascio (MIT License, Copyright (c) 2018 Carmine DiMascio).
"""


def packaged(package: str, file: str) -> list[str]:
    """Return the words of a package's file without importing it: textatistic downloads at import."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"install the package {package} first")
    return (Path(spec.origin).parent / file).read_text(encoding="utf-8").split()


def name_shares(file: Path) -> dict[str, float]:
    """Return how often each word stands with a capital inside a sentence, for words seen 5 times."""
    seen: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    csv.field_size_limit(sys.maxsize)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for word in re.findall(r"(?<=[a-z,] )[A-Za-z]+", row["text"]):
                seen[word.lower()] += 1
                capital[word.lower()] += word[0].isupper()
    return {word: capital[word] / n for word, n in seen.items() if n >= 5}


def frequency(articles: Path) -> str:
    shares = name_shares(articles)
    rows: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in top_n_list("en", N_WORDS):
        if re.fullmatch(r"[a-z']+", word):
            kind = "n" if shares.get(word, 0) >= 0.8 else "w"
            rows[kind, round(100 * zipf_frequency(word, "en"))].append(word)
    return FREQUENCY + "".join(f"{k} {z} {' '.join(sorted(w))}\n" for (k, z), w in sorted(rows.items()))


def wrapped(header: str, words: list[str]) -> str:
    lines, line = [], ""
    for word in sorted(words):
        if len(line) + len(word) > 108:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return header + "\n".join([*lines, line]) + "\n"


def main(articles: Path) -> None:
    packed = lzma.compress(frequency(articles).encode("ascii"), preset=9 | lzma.PRESET_EXTREME)
    (LEXICONS / "word_frequency.txt.xz").write_bytes(packed)
    familiar = packaged("textatistic", "dale_chall.txt")
    (LEXICONS / "familiar_words.txt").write_text(wrapped(FAMILIAR, familiar), encoding="utf-8")
    stems = packaged("readability", "data/spache_easy_porterstem.txt")
    stemmer, easy = PorterStemmer(), set(stems)
    forms = {word for word in [*top_n_list("en", N_WORDS), *familiar] if word.isascii() and word.isalpha()}
    spache = [word for word in forms if stemmer.stem(word) in easy]
    (LEXICONS / "spache_words.txt").write_text(wrapped(SPACHE, spache), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
