"""The first screen of a report: its title, what the pages say, what holds beyond them, and one figure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from toolkit.analysis.evidence import evidence
from toolkit.analysis.topics.memory import remember as remember_topics
from toolkit.corpus.corpus import Corpus
from toolkit.figures.style import SIGNS, outlet_style
from toolkit.report.page.evidence import show_evidence
from toolkit.report.wording.findings import findings_in
from toolkit.report.wording.naming import first_names, naming, own_voice
from toolkit.report.wording.numbers import grades, listed, points, times, written
from toolkit.report.wording.printed import outlet_names
from toolkit.report.wording.said import OUTLETS, Names, Tables
from toolkit.report.wording.stated import size_line
from toolkit.results import origin
from toolkit.roster import remember
from toolkit.settings import Settings
from toolkit.text.printed import as_printed

EACH, ALL = 2, 10  # sentences shown of a row, and of a finding
MANY = 1500  # articles from which the page links to the tables only: opening counts there takes minutes
BARS = 5  # names drawn
SHARES = "article_topics"  # the table with the largest topic of each article
WORDS = ("words",)  # measures whose findings are about a word
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
class Bar:
    """A name of the figure's actor: its uses, and their part of all the outlet's names for it."""

    label: str
    n: int
    part: float


@dataclass(frozen=True)
class BarGroup:
    """The bars of one outlet, in its colour and with its marker."""

    name: str
    colour: str
    mark: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Bars:
    """The figure of the first screen: names of one actor, a group of bars for each outlet."""

    title: str
    caption: str
    groups: tuple[BarGroup, ...]

    def table(self) -> pd.DataFrame:
        """Return the bars as a table: `outlet, label, uses, share`."""
        rows = [(group.name, bar.label, bar.n, bar.part) for group in self.groups for bar in group.bars]
        return pd.DataFrame(rows, columns=["outlet", "label", "uses", "share"])


@dataclass(frozen=True)
class Front:
    """What the first screen says."""

    title: str
    describes: tuple[Told, ...] = ()
    holds: tuple[Told, ...] = ()
    size: str = ""
    bars: Bars | None = None

    @property
    def framed(self) -> tuple[Told, ...]:
        """What holds with subject, time and length held equal."""
        return tuple(one for one in self.holds if one.certainty)

    @property
    def explained(self) -> tuple[Told, ...]:
        """What holds, and is not certain among articles alike in subject, time and length."""
        return tuple(one for one in self.holds if not one.certainty)

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
    remember(corpus.articles["outlet"].dropna())  # a corpus lent by an earlier run was not loaded here
    shares = tables.get(SHARES, pd.DataFrame())
    if (known := origin(shares)) and known.scope:  # or topics would be found again for what opens them
        remember_topics(corpus, known.scope, shares)
    names = outlet_names(corpus)
    found = findings_in(tables, enough=corpus.settings.comparison.few_articles, names=names)
    found = _in_usual_case(found, corpus)
    told = [_told(corpus, row) for _, row in found.iterrows()]
    holds = tuple(one for one, tier in zip(told, found["tier"], strict=True) if tier == "holds")
    sizes = corpus.articles["outlet"].value_counts().tolist()
    made = Front(
        title=title(corpus, tables, names),
        describes=tuple(one for one, tier in zip(told, found["tier"], strict=True) if tier == "describes"),
        holds=holds,
        size="" if holds or len(sizes) < 2 else size_line(tables, sizes),
        bars=bars(tables, names, corpus.articles["outlet"].dropna().unique()),
    )
    return made, found


def unread(corpus: Corpus) -> Front:
    """Return the first screen of a report whose findings could not be made."""
    return Front(title(corpus, {}, outlet_names(corpus)))


def _in_usual_case(found: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return findings whose words are printed as the articles print them; names come after other words.

    A place or a person that one outlet names more often says what it covers, not how.
    """
    words = {place: _word(row) for place, row in found.iterrows() if row["measure"] in WORDS}
    usual = as_printed(corpus, {word for word in words.values() if word})
    made = found.copy()
    made["statement"] = [
        row["statement"].replace(f"“{words.get(place)}”", f"“{usual.get(words.get(place, ''), '')}”")
        for place, row in found.iterrows()
    ]
    last = [usual.get(words.get(place, ""), "")[:1].isupper() for place in found.index]
    order = sorted(range(len(made)), key=lambda at: (found["tier"].iloc[at] == "holds", last[at]))
    return made.iloc[order].set_axis(found.index)


def _word(row: pd.Series) -> str:
    """Return the word that a finding on words is about."""
    return next((str(key["feature"]) for _, key in json.loads(row["rows"]) if "feature" in key), "")


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


def bars(tables: Tables, names: Names, outlets: Iterable[str] = ()) -> Bars | None:
    """Return the names of the actor that outlets differ most in, as bars; None where nothing is compared.

    `outlets` are all of the study, so that each has the colour it has in the other figures.
    """
    said = naming(tables, names)
    if not said:
        return None
    actor, first = str(said[0].rows[0][1]["actor"]), first_names(tables, said[0])
    own = own_voice(tables)
    own = own[(own["actor"] == actor) & own["group"].isin(said[0].groups)]
    most = own.groupby("label")["uses"].sum().sort_values(ascending=False, kind="stable")
    order = list(dict.fromkeys([*first.values(), *map(str, most.index[:BARS])]))
    order = sorted(order[: max(BARS, len(set(first.values())))], key=lambda label: -int(most[label]))
    style = outlet_style({*map(str, outlets), *said[0].groups})
    groups = []
    for group in said[0].groups:
        mine = own[own["group"] == group].set_index("label")
        total = int(mine["uses_actor"].iloc[0])
        counts = [(label, int(mine["uses"].get(label, 0))) for label in order]
        colour, marker = style[group]
        drawn = tuple(Bar(label, n, n / total) for label, n in counts)
        groups.append(BarGroup(names.get(group, group), colour, SIGNS[marker], drawn))
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
