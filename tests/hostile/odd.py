"""Odd corpora, and a call of every public function: each gives a result or one of our own errors."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

import toolkit
from toolkit.analysis.question.counted import COMPARABLE
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.tables import conform

PLACES = "bridge harbour market school council river tower garden station museum".split()  # noqa: SIM905
PEOPLE = ["Asif Khan", "Nadia Karim", "Jo Day", "Ane Lund", "Omar Farouk", "Lena Weiss"]
DEEDS = "closed opened blocked cleared painted guarded emptied flooded searched repaired".split()  # noqa: SIM905
URDU = "حکومت نے پیر کے روز دریا کے کنارے پل کی مرمت کا اعلان کیا۔ وزیر نے کہا کہ کام بہار تک جاری رہے گا۔ "
ARABIC = "أعلنت الحكومة يوم الاثنين إصلاح الجسر على النهر. وقال الوزير «إن العمل سيستمر حتى الربيع». "
CHINESE = "政府周一宣布修复河上的桥梁。部长说：“工程将持续到春天。”居民表示欢迎。"
Rows = list[dict[str, Any]]


def story(number: int, sentences: int = 8) -> str:
    draw = random.Random(number)
    lines = []
    for _ in range(sentences):
        place, deed, who = draw.choice(PLACES), draw.choice(DEEDS), draw.choice(PEOPLE)
        lines.append(
            draw.choice(
                [
                    f"The {place} was {deed} on day {draw.randrange(99)} by militants and rebels.",
                    f"“The {place} may be {deed} again in week {draw.randrange(99)},” {who} said.",
                    f"Terrorists {deed} the {place} near street {draw.randrange(999)}, officials told reporters.",
                ]
            )
        )
    return "\n\n".join(" ".join(lines[at : at + 2]) for at in range(0, sentences, 2))


def rows(n: int, outlets: int = 2, text: Callable[[int], str] = story, **more: Any) -> Rows:
    return [
        {
            "article_id": f"a{i}", "outlet": f"Outlet {i % outlets}", "title": f"Story of the {PLACES[i % 10]} {i}",
            "text": text(i), "published": f"2024-0{1 + i % 3}-{1 + i % 27:02}", "language": "en", "story_id": f"s{i // 2}",
        } | more
        for i in range(n)
    ]  # fmt: skip


CORPORA: Mapping[str, Callable[[], Rows]] = {
    "no article": list,
    "one article": lambda: rows(1),
    "one outlet": lambda: rows(12, 1),
    "one article an outlet": lambda: rows(2),
    "ten against two": lambda: [*rows(10, 1), *({**row, "article_id": f"b{i}", "outlet": "Small"} for i, row in enumerate(rows(2, 1, lambda i: story(i + 50))))],
    "no words": lambda: rows(8, text=lambda i: ""),
    "marks only": lambda: rows(8, text=lambda i: "“…” — !!! ?? 123 456. %%% " * 9),
    "all missing": lambda: [{"text": None} for _ in range(6)],
    "all copies": lambda: rows(10, text=lambda i: story(1)),
    "one word": lambda: rows(12, text=lambda i: "rain " * 60),
    "no dates": lambda: rows(12, published=None),
    "Urdu": lambda: rows(12, text=lambda i: URDU * 6 + str(i), language="ur"),
    "Arabic": lambda: rows(12, text=lambda i: ARABIC * 6 + str(i), language="ar"),
    "Chinese": lambda: rows(12, text=lambda i: CHINESE * 6 + str(i), language="zh"),
    "no language": lambda: rows(12, language=None),
    "emoji": lambda: rows(12, text=lambda i: "😀 👩‍👩‍👧 🇵🇰 ❤️ " * 30 + str(i)),
    "60 outlets, 120 articles": lambda: rows(120, 60, lambda i: story(i, 4)),
    "long words": lambda: rows(6, text=lambda i: ("x" * 10_000 + f"{i} ") * 5),
    "extreme dates": lambda: [row | {"published": day} for row, day in zip(rows(8), ["0001-01-01", "9999-12-31"] * 4, strict=True)],
    "controls": lambda: rows(8, text=lambda i: story(i).replace(" ", "\x00", 3).replace("a", "\x1b[31m", 3), outlet="A\x1b[31m\u202eB"),
    "odd names": lambda: [row | {"outlet": name, "title": None} for row, name in zip(rows(8), ["", " ", "=1+1", "../x", "a" * 300, "نام", "<b>", "A|B"], strict=True)],
    "names in lines": lambda: [row | {"outlet": name, "title": f"{name} {at}", "authors": [name]} for at, (row, name) in enumerate(zip(rows(12), ["The\nPost", "The\tPost", "😀 Post 👩‍👩‍👧", "\x1b[31mPost", "Post\u202e", "é" * 300, "\u2028", "a\r\nb", "C:\\x", "$x$", "{{7*7}}", "%s"], strict=True))],
    "dates at the limits": lambda: [row | {"published": day} for row, day in zip(rows(10), ["1677-09-21", "2262-04-12", "2262-04-11", None, "NaT", "1969-12-31", "2024-02-29", "9999-12-31", "0001-01-01", "2100-01-01"], strict=True)],
    "the same identifiers": lambda: [row | {"article_id": "a"} for row in rows(8)],
    "no outlet": lambda: rows(8, outlet=None),
    "one sentence each": lambda: rows(10, text=lambda i: story(i, 1)),
    "headlines alone": lambda: rows(10, text=lambda i: f"The {PLACES[i]} again"),
}  # fmt: skip

# Public names that take no corpus or are for a notebook alone, and where each is tested.
ELSEWHERE = frozenset(
    """Settings load_settings load_corpus read_articles read_lexicon check read_codebook read_coding code_items
    coder_agreement frame_shares corrected live prose ALL Corpus __version__ run_each run_report draw ask
    browse_context tick_names write_labels methods""".split()  # noqa: SIM905 - by their own tests
)


def _evidence(c: Corpus) -> Any:
    table = toolkit.labels(c)
    return None if table.empty else toolkit.evidence(c, table.iloc[0])


CALLS: Mapping[str, Callable[[Corpus], Any]] = {
    "reading": toolkit.reading,
    "audit": toolkit.audit,
    "coverage": toolkit.coverage,
    "duplicates": toolkit.duplicates,
    "syndication": toolkit.syndication,
    "stories": toolkit.stories,
    "affairs": toolkit.affairs,
    "split_sentences": lambda c: [toolkit.split_sentences(str(text)) for text in c.articles["text"]],
    "segments": toolkit.segments,
    "tokens": toolkit.tokens,
    "dfm": toolkit.dfm,
    "concordance": lambda c: toolkit.concordance(c, "rain|bridge"),
    "topics": toolkit.topics,
    "topics_by": lambda c: toolkit.topics_by(toolkit.topics(c, k=2), "outlet"),
    "framing": toolkit.framing,
    "keyness": toolkit.keyness,
    "collocates": lambda c: toolkit.collocates(c, "militants"),
    "collocations": lambda c: toolkit.collocations(c, "bridge"),
    "term_rates": lambda c: toolkit.term_rates(c, "bridge|rain"),
    "over_time": lambda c: toolkit.over_time(c, "sources"),
    "compare": lambda c: toolkit.compare(c, ["bridge"]),
    "compare measures": lambda c: [toolkit.compare(c, of) for of in COMPARABLE],
    "strata_of": toolkit.strata_of,
    "labels": toolkit.labels,
    "suggest_names": lambda c: toolkit.suggest_names(c, "militants"),
    "naming_contrasts": toolkit.naming_contrasts,
    "countries": toolkit.countries,
    "named_entities": toolkit.named_entities,
    "hedging": toolkit.hedging,
    "agency": toolkit.agency,
    "passives": toolkit.passives,
    "voice_shares": toolkit.voice_shares,
    "quotes": toolkit.quotes,
    "sources": lambda c: toolkit.sources(toolkit.quotes(c)),
    "verb_profile": lambda c: toolkit.verb_profile(toolkit.quotes(c)),
    "readability": toolkit.readability,
    "compare_outlets": toolkit.compare_outlets,
    "explain": lambda c: toolkit.explain(c, "a0"),
    "highlight": lambda c: toolkit.highlight(toolkit.explain(c, "a0")),
    "evidence": _evidence,
    "coding_sheet": lambda c: toolkit.coding_sheet(c, "entman_1993", 5),
    "check_sheet": lambda c: toolkit.check_sheet(c, toolkit.labels(c), 5),
    "show": lambda c: toolkit.show(c.articles),
    "show_evidence": lambda c: toolkit.show_evidence(toolkit.concordance(c, "the"), by="outlet"),
    "browse": toolkit.browse,
    "open_article": toolkit.open_article,
    "words_in_context": lambda c: toolkit.words_in_context(c, "bridge"),
    "labelled_page": lambda c: toolkit.labelled_page(c, "none.txt"),
    "findings": toolkit.findings,
}


def corpus_of(name: str) -> Corpus:
    given = CORPORA[name]()
    frame = pd.DataFrame(given) if given else pd.DataFrame({"text": []})
    return Corpus(conform(frame, "articles"))


def outcome(call: str, corpus: Corpus) -> str:
    """Return what a call came to: what it gave, our own error, or the traceback of another."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = CALLS[call](corpus)
    except ToolkitError as error:
        return f"told: {error}"
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        frame, at = error.__traceback__, ""
        while frame is not None:
            path = Path(frame.tb_frame.f_code.co_filename)
            at = f"{path.name}:{frame.tb_lineno}" if "toolkit" in path.parts else at
            frame = frame.tb_next
        return f"TRACEBACK {type(error).__name__}: {str(error)[:150]} ({at})"
    return f"{len(made):,} rows" if hasattr(made, "__len__") else type(made).__name__


def main() -> None:
    """Print every outcome as it comes, and how many were tracebacks of libraries."""
    told: list[str] = []
    for name in CORPORA:
        corpus = corpus_of(name)
        for call in CALLS:
            told.append(outcome(call, corpus))
            print(f"{name} | {call} | {told[-1]}", flush=True)
    bad = sum(one.startswith("TRACEBACK") for one in told)
    print(f"{len(told):,} calls, {len(CALLS)} functions on {len(CORPORA)} corpora: {bad} tracebacks")


if __name__ == "__main__":
    main()
