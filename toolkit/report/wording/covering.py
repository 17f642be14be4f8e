"""What is covered and by whom: subjects, events, and how hard it is to read."""

from __future__ import annotations

import pandas as pd

from toolkit.corpus.stories import SURE
from toolkit.report.wording.numbers import listed, number
from toolkit.report.wording.said import OUTLETS, Names, Said, Tables, behind, records, table_of

SUBJECTS = 4  # subjects told
AGAIN = 2  # articles from which an event that one outlet alone reports is told, and such events
CLOSE = 1.0  # school grades under which outlets are called alike


def subjects(tables: Tables, names: Names) -> list[Said]:
    """Say what the articles are about and who covers it; topics that are not stable are not told."""
    known, shares = tables.get("topics"), tables.get("article_topics")
    if known is None or shares is None or known.empty:
        return []
    own = shares[shares["largest"].fillna(False).astype("bool")]
    firm = known[(known["verdict"] != "unstable") & (known["n"] > 0)]
    firm = firm.sort_values("n", ascending=False, kind="stable").head(SUBJECTS)
    pieces, groups = list[str](), dict[str, None]()
    for row in records(firm):
        counts = own[own["topic"] == row["topic"]]["outlet"].value_counts(sort=False).sort_index()
        counts = counts.sort_values(ascending=False, kind="stable")
        groups |= dict.fromkeys(map(str, counts.index))
        who = ", ".join(f"{names.get(str(name), name)} {n:,}" for name, n in counts.head(OUTLETS).items())
        n = int(row["n"])
        about = (
            f"{n:,} about" if pieces else f"{number(n, 'article')} {'is' if n == 1 else 'are'} mostly about"
        )
        pieces.append(f"{about} “{row['label']}” ({who})")
    if not pieces:
        return []
    rows, words = tuple(behind(tables, "topics", firm)), f"{'; '.join(pieces)}."
    return [Said("topics", "subjects", tuple(groups), words, int(firm["n"].sum()), "topics", rows)]


def events(tables: Tables, names: Names) -> list[Said]:
    """Say which events several outlets report, and what one alone reports more than once."""
    several, alone = tables.get("corpus_stories"), tables.get("corpus_stories_only_here")
    if several is None or alone is None:
        return []
    sure = several[several["confidence"] >= SURE]
    again = alone[(alone["n"] >= AGAIN) & (alone["confidence"] >= SURE)]
    again = again.sort_values("n", ascending=False, kind="stable").head(AGAIN)
    words = f"{_shared(sure, names)}{_perhaps(len(several) - len(sure))}."
    for row in records(again):
        outlets = [names.get(str(name), str(name)) for name in row["outlets"]]
        words += f" Only {listed(outlets)} reports “{row['title']}” ({number(int(row['n']), 'article')})."
    rows = (
        *behind(tables, "corpus_stories", several),
        *behind(tables, "corpus_stories_only_here", again),
    )
    if not rows:
        return []
    groups = sorted({str(name) for part in (several, again) for told in part["outlets"] for name in told})
    table = "corpus_stories" if len(several) else "corpus_stories_only_here"
    n = int(several["n"].sum() + again["n"].sum())
    return [Said("corpus", "events", tuple(groups), words, n, table, rows)]


def _shared(sure: pd.DataFrame, names: Names) -> str:
    if sure.empty:
        return "No event is surely reported by two outlets"
    first = records(sure.sort_values(["n_outlets", "n"], ascending=False, kind="stable").head(1))[0]
    told = [names.get(str(name), str(name)) for name in first["outlets"]]
    who = listed(told) if len(told) <= OUTLETS else f"{len(told)} outlets"
    verb = "is" if len(sure) == 1 else "are"
    most = ": " if len(sure) == 1 else ", the most widely "
    return (
        f"{number(len(sure), 'event')} {verb} reported by two outlets or more{most}“{first['title']}” ({who})"
    )


def _perhaps(count: int) -> str:
    return f"; {count:,} perhaps {'is' if count == 1 else 'are'}" if count else ""


def reading(tables: Tables, names: Names) -> list[Said]:
    """Say how hard each outlet is to read."""
    name = "readability_outlets"
    table = table_of(tables, name)
    if table.empty:
        return []
    own = table[(table["measure"] == "flesch_kincaid") & table["estimate"].notna() & (table["n"] > 0)]
    own = own.sort_values(["n", "group"], ascending=[False, True], kind="stable").head(OUTLETS)
    own = own.sort_values("estimate", kind="stable")
    if own.empty:
        return []
    levels = [f"{names.get(row['group'], row['group'])} {row['estimate']:.1f}" for row in records(own)]
    alike = len(own) > 1 and own["estimate"].max() - own["estimate"].min() < CLOSE
    less = ", less than one grade apart" if alike else ""
    words = f"Mean US school grade of an article (Flesch-Kincaid, higher is harder): {listed(levels)}{less}."
    rows = tuple(behind(tables, name, own))
    groups = tuple(map(str, own["group"]))
    return [Said("readability", "readability", groups, words, int(own["n"].sum()), name, rows)]
