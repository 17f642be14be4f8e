"""Passive clauses and by-phrases on UD English PUD (1,000 sentences of news and Wikipedia)."""

from pathlib import Path

import pytest

from toolkit.text.clauses import clauses
from toolkit.text.parser import parse_paragraphs

FILE = "benchmarks/ud_english_pud/en_pud-ud-test.conllu"


def _sentences(path: Path):
    """Yield text and rows (form, head, relation) of each sentence."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        text = next(line[9:] for line in lines if line.startswith("# text = "))
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        yield text, [row for row in rows if row[0].isdigit()]


def _gold(text: str, rows: list[list[str]]) -> dict[int, bool]:
    """Return where the verb of each passive clause begins, and whether a by-phrase names the agent."""
    starts, place = {}, 0
    for row in rows:
        place = text.index(row[1], place)
        starts[row[0]] = place
        place += len(row[1])
    passive = {row[6] for row in rows if row[7] in ("nsubj:pass", "aux:pass", "csubj:pass")}
    agents = {row[6] for row in rows if row[7].startswith("obl") and _has_by(rows, row[0])}
    return {starts[head]: head in agents for head in passive if head in starts}


def _has_by(rows: list[list[str]], token: str) -> bool:
    return any(row[6] == token and row[7] == "case" and row[1].lower() == "by" for row in rows)


@pytest.fixture(scope="module")
def scored(shared):
    sentences = list(_sentences(shared / FILE))
    parses = parse_paragraphs([text for text, _ in sentences])
    right = wrong = missed = agents = matched = 0
    for (text, rows), parse in zip(sentences, parses, strict=True):
        gold = _gold(text, rows)
        own = {
            parse.start[c.verb]: c.form == "passive_with_agent"
            for c in clauses(parse)
            if c.form != "active" and not c.shared
        }
        both = gold.keys() & own.keys()
        right, wrong, missed = right + len(both), wrong + len(own) - len(both), missed + len(gold) - len(both)
        matched += len(both)
        agents += sum(gold[at] == own[at] for at in both)
    return {"f1": 2 * right / (2 * right + wrong + missed), "agents": agents / matched, "n": right + missed}


def test_passive_clauses(scored, reaches):
    assert scored["n"] >= 250, "the gold data has changed"
    reaches("passives.f1", scored["f1"])


def test_by_phrases(scored, reaches):
    reaches("passives.agents", scored["agents"])
