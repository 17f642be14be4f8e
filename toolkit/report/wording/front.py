"""The first screen of a report: its title, what the pages say, what holds beyond them, and one figure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from toolkit.analysis.evidence import evidence
from toolkit.corpus.corpus import Corpus
from toolkit.report.page.evidence import show_evidence
from toolkit.report.wording.findings import findings_in
from toolkit.report.wording.naming import first_names, naming, own_voice
from toolkit.report.wording.numbers import grades, listed, points, times, written
from toolkit.report.wording.printed import as_printed, outlet_names
from toolkit.report.wording.said import OUTLETS, Names, Tables
from toolkit.report.wording.stated import size_line
from toolkit.settings import Settings

EACH, ALL = 2, 10  # sentences shown of a row, and of a finding
MANY = 1500  # articles from which the page links to the tables only: opening counts there takes minutes
BARS = 5  # names drawn
LEADS = {  # what a sentence is about, in a word or two
    "names": "Names",
    "only here": "Only here",
    "sources": "Who speaks",
    "verbs": "Verbs",
    "verbs used": "Verbs",
    "agents": "Who did it",
    "subjects": "Subjects",
    "topics": "Subjects",
    "events": "Events",
    "readability": "Reading",
    "words": "Words",
}
INTERVALS = {"topics": points, "names": points, "sources": points, "verbs": points, "words": times}


@dataclass(frozen=True)
class Told:
    """One finding as the page shows it."""

    lead: str
    sentence: str
    section: str
    certainty: str = ""
    support: str = ""
    table: str = ""
    proof: Markup | str = ""


@dataclass(frozen=True)
class Bars:
    """The figure of the first screen: names of one actor, a group of bars for each outlet."""

    title: str
    caption: str
    groups: tuple[tuple[str, int, tuple[tuple[str, int, float], ...]], ...]


@dataclass(frozen=True)
class Front:
    """What the first screen says."""

    title: str
    describes: tuple[Told, ...] = ()
    holds: tuple[Told, ...] = ()
    size: str = ""
    bars: Bars | None = None

    @property
    def first(self) -> tuple[Told, ...]:
        """Every finding, what holds first."""
        return (*self.holds, *self.describes)


def front(corpus: Corpus, tables: Tables) -> tuple[Front, pd.DataFrame]:
    """Return the first screen of a report and the table of findings it is written from.

    Parameters
    ----------
    corpus : Corpus
    tables : mapping of str to DataFrame
        The report's tables by name.
    """
    names = outlet_names(corpus)
    shown = with_printed_topics(corpus, tables)
    found = findings_in(shown, enough=corpus.settings.comparison.few_articles, names=names)
    told = [_told(corpus, row) for _, row in found.iterrows()]
    holds = tuple(one for one, tier in zip(told, found["tier"], strict=True) if tier == "holds")
    sizes = corpus.articles["outlet"].value_counts().tolist()
    made = Front(
        title=title(corpus, shown, names),
        describes=tuple(one for one, tier in zip(told, found["tier"], strict=True) if tier == "describes"),
        holds=holds,
        size="" if holds or len(sizes) < 2 else size_line(shown, sizes),
        bars=bars(shown, names),
    )
    return made, found


def unread(corpus: Corpus) -> Front:
    """Return the first screen of a report whose findings could not be made."""
    return Front(title(corpus, {}, outlet_names(corpus)))


def with_printed_topics(corpus: Corpus, tables: Tables) -> dict[str, pd.DataFrame]:
    """Return the tables with the words of topics in the case the articles print them in."""
    if "topics" not in tables:
        return dict(tables)
    texts = corpus.articles["text"].fillna("")
    labels = {label: as_printed(str(label), texts) for label in tables["topics"]["label"]}
    renamed = {}
    for name in ("topics", "article_topics", "topic_differences"):
        if name in tables:
            renamed[name] = tables[name].assign(label=tables[name]["label"].map(labels))
    return {**tables, **renamed}


def title(corpus: Corpus, tables: Tables, names: Names) -> str:
    """Return the report's title: the user's, or else what was compared."""
    if corpus.settings.title != Settings().title:
        return corpus.settings.title
    outlets = sorted(str(name) for name in corpus.articles["outlet"].dropna().unique())
    if len(outlets) < 2:
        return f"{names.get(outlets[0], outlets[0])}, described" if outlets else corpus.settings.title
    said = naming(tables, names)
    labels = list(dict.fromkeys(first_names(tables, said[0]).values())) if said else []
    if len(labels) < 2:
        shown = listed([names.get(outlet, outlet) for outlet in outlets[:OUTLETS]])
        return f"{written(len(outlets)).capitalize()} outlets compared: {shown}"
    told = [f"“{label}”" for label in labels[:3]]
    choice = listed(told, last="or")
    compared = f"{written(len(outlets)).capitalize()} outlets compared"
    return f"{choice[0]}{choice[1].upper()}{choice[2:]}? {compared}"


def bars(tables: Tables, names: Names) -> Bars | None:
    """Return the names of the actor that outlets differ most in, as bars; None where nothing is compared."""
    said = naming(tables, names)
    if not said:
        return None
    actor, first = str(said[0].rows[0][1]["actor"]), first_names(tables, said[0])
    own = own_voice(tables)
    own = own[(own["actor"] == actor) & own["group"].isin(said[0].groups)]
    most = own.groupby("label")["uses"].sum().sort_values(ascending=False, kind="stable")
    order = list(dict.fromkeys([*first.values(), *map(str, most.index[:BARS])]))
    order = sorted(order[: max(BARS, len(set(first.values())))], key=lambda label: -int(most[label]))
    groups = []
    for group in said[0].groups:
        mine = own[own["group"] == group].set_index("label")
        total = int(mine["uses_actor"].iloc[0])
        counts = [(label, int(mine["uses"].get(label, 0))) for label in order]
        groups.append((names.get(group, group), total, tuple((x, n, n / total) for x, n in counts)))
    caption = (
        f"Names for {actor} in the outlet's own voice. A bar is the part of all the outlet's names for them; "
        "the number, its uses."
    )
    return Bars(_takeaway(first, names), caption, tuple(groups))


def _takeaway(first: dict[str, str], names: Names) -> str:
    """Return the figure's title: which name each outlet uses most."""
    users: dict[str, list[str]] = {}
    for group, label in first.items():
        users.setdefault(label, []).append(names.get(group, group))
    if len(users) == 1:
        return f"“{next(iter(users))}” is the commonest name in all of them"
    told = [f"“{label}” in {listed(groups)}" for label, groups in users.items()]
    return f"The commonest name is {'; '.join(told)}"


def _told(corpus: Corpus, row: pd.Series) -> Told:
    certain = str(row["certainty"])
    return Told(
        lead=LEADS.get(str(row["measure"]), str(row["measure"]).capitalize()),
        sentence=str(row["statement"]),
        section=str(row["section"]),
        certainty="" if certain == "seen here" else certain,
        support=_support(row) if row["tier"] == "holds" else "",
        table=str(row["table"]),
        proof=_proof(corpus, row) if row["tier"] == "describes" and len(corpus) <= MANY else "",
    )


def _support(row: pd.Series) -> str:
    """Return the interval of a finding in words."""
    shown = INTERVALS.get(str(row["measure"]), grades)(float(row["low"]), float(row["high"]))
    return f"The difference: {shown} (95 %, allowing for this finding having been picked out)."


def _proof(corpus: Corpus, row: pd.Series) -> Markup | str:
    """Return sentences a description counted, some of each row; nothing where articles are behind it."""
    found = evidence(corpus, row)
    if "text" not in found or found.empty:
        return ""
    some = found.groupby(found["behind"], sort=False).head(EACH).head(ALL)
    caption = "The passages" if len(some) == len(found) else f"Some of the {len(found):,} passages"
    return show_evidence(some, caption, rows=ALL).html_safe()
