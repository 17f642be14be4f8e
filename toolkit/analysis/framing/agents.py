"""Who does what to whom: parties as agents or patients, and passives that name nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from toolkit.analysis.concordance import lines
from toolkit.analysis.framing.naming import by_actor, find, find_each
from toolkit.analysis.scope import (
    Scope,
    grouping,
    groups,
    language_note,
    scope_of,
    with_reasons,
)
from toolkit.analysis.strata import shares_adjusted, told
from toolkit.corpus.clusters import clusters_of
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.forms import form
from toolkit.lexicons import Entry, lexicon_of, read_lexicon
from toolkit.results import group_column, make, opens
from toolkit.stats.families import with_q
from toolkit.stats.shares import share_table
from toolkit.text.clauses import Clause, clauses, headline_clauses, noun_tokens
from toolkit.text.parser import Parse, parse_paragraphs
from toolkit.text.segments import segmented

ROLES = {
    "agent": "acts",
    "agent_in_by_phrase": "acts (by-phrase)",
    "patient_of_active": "acted upon, active verb",
    "patient_of_passive_with_agent": "acted upon, by-phrase",
    "patient_of_bare_passive": "acted upon, nobody named",
}
FORMS = {
    "active": "active",
    "passive_with_agent": "passive with a by-phrase",
    "passive_without_agent": "passive, nobody named",
}

REDUCED = {"reduced_passive": "participle behind a noun (men killed on Monday)"}
# what the shares of `toolkit.stats.shares` are called here
SHARES = {"choice": "role", "uses": "clauses", "of": "clauses_actor"}

_PARSES: WeakKeyDictionary[Corpus, dict[str, Parse]] = WeakKeyDictionary()
_FOUND: WeakKeyDictionary[Corpus, dict[str, pd.DataFrame]] = WeakKeyDictionary()  # opened row after row


@copies_settled
def agency(
    corpus: Corpus,
    actors: Sequence[Entry] | str | Path | None = None,
    *,
    by: str = "outlet",
    about: str | None = None,
) -> pd.DataFrame:
    """Return how often each group makes a party the agent or the patient, in its own voice.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    actors : sequence of Entry, or path, optional
        Parties and the words for them (the form of `framing.naming.read_labels`); the study's ``agents``
        by default.
    by : str
        Column of the articles whose values are compared.
    about : str, optional
        Only sentences that match this pattern.

    Returns
    -------
    DataFrame
        One row an actor, role and group: `clauses` of `clauses_actor` in which the actor has a role,
        `share` with `low` and `high` (95 %, clustered by story); `p` and `q` of any difference between
        groups; `adjusted`, the share less that of all other groups with subject, time and length held
        equal (see `toolkit.analysis.strata`).
        Roles, which `meaning` puts in plain words: ``agent`` ("rebels attacked"), ``agent_in_by_phrase``
        ("attacked by rebels"), ``patient_of_active`` ("troops killed rebels"),
        ``patient_of_passive_with_agent`` ("rebels were killed by troops"), ``patient_of_bare_passive``
        ("rebels were killed").

    Raises
    ------
    ToolkitError
        If spaCy or its English model is not installed.

    Notes
    -----
    On UD English PUD the parser finds passive clauses with F1 about .97 and tells by-phrases right in
    about 97 % of them. In headlines a bare participle without an object is a passive ("Officers shot in five
    states"). Participles behind a noun in sentences ("two men killed on Monday") are counted by `passives`
    on request.
    """
    if actors is None:
        entries = lexicon_of(corpus.settings, "agents")
    else:
        entries = read_lexicon(actors, "agents") if isinstance(actors, str | Path) else tuple(actors)
    given = {"entries": [[e.group, e.label, e.pattern] for e in entries]}
    scope = replace(scope_of(by=by, about=about), given=given, english=True)
    return _table("agency", corpus, scope, _roles(corpus, scope, entries), ROLES)


@copies_settled
def passives(
    corpus: Corpus,
    *,
    by: str = "outlet",
    about: str | None = None,
    verbs: Sequence[Entry] | None = None,
    reduced: bool = False,
) -> pd.DataFrame:
    """Return how often verbs of harm are active, passive with an agent, or passive without one.

    Parameters
    ----------
    corpus, by, about
        As in `agency`.
    verbs : sequence of Entry, optional
        Forms of verbs; the study's ``harm_verbs`` by default. Nouns of the same form are passed over.
    reduced : bool
        Whether participles behind a noun ("men killed on Monday") are a fourth form, ``reduced_passive``.

    Returns
    -------
    DataFrame
        As from `agency`; `actor` is the class of the verb (``harm``, ``force``), `role` the form of the
        clause: ``active``, ``passive_with_agent``, ``passive_without_agent`` ("was killed": by whom?).

    Raises
    ------
    ToolkitError
        If spaCy or its English model is not installed.
    """
    entries = tuple(verbs) if verbs is not None else lexicon_of(corpus.settings, "harm_verbs")
    given = {"entries": [[e.label, e.label, e.pattern] for e in entries]} | (
        {"reduced": []} if reduced else {}
    )
    scope = replace(scope_of(by=by, about=about), given=given, english=True)
    found = _forms(corpus, scope, entries, reduced)
    return _table("passives", corpus, scope, found, FORMS | REDUCED if reduced else FORMS)


def _table(
    kind: str, corpus: Corpus, scope: Scope, found: pd.DataFrame, meanings: dict[str, str]
) -> pd.DataFrame:
    """Return shares of roles by actor and group."""
    roles = list(meanings)
    among, least = grouping(corpus, scope.by), corpus.settings.comparison.min_articles
    note = language_note(corpus, scope, "the parser is")
    clusters, parts = clusters_of(corpus, scope.by), []
    for actor, mine in found.groupby("actor", sort=False):
        counts = np.zeros((len(corpus), len(roles)))
        places = np.array([roles.index(role) for role in mine["role"]], dtype=np.int64)
        np.add.at(counts, (mine["document"].to_numpy(dtype=np.int64), places), 1)
        part = share_table(counts, roles, among, clusters=clusters, least=least, seed=corpus.settings.seed)
        part = pd.concat([part, shares_adjusted(corpus, scope.by, among, counts)], axis=1)
        parts.append(part.rename(columns=SHARES).assign(actor=actor))
    if not parts:
        return make(kind, [], by=scope.by, scope=scope.noted(), note=note)
    table = with_reasons(pd.concat(parts, ignore_index=True), corpus, scope)
    table = told(with_q(table, ["actor"])).assign(meaning=table["role"].map(meanings))
    return make(kind, table, by=scope.by, scope=scope.noted(), note=note)


def _roles(corpus: Corpus, scope: Scope, entries: Sequence[Entry], group: str | None = None) -> pd.DataFrame:
    """Return every role of an actor with the place of its mention, in all articles or in those of a group."""
    each = find_each(corpus, scope, by_actor(entries))
    hits = [own.assign(actor=actor) for actor, own in each.items()]
    mentions = _in_group(corpus, scope, pd.concat(hits, ignore_index=True), group)
    parsed = _clauses(corpus, mentions)
    rows = []
    for actor, segment, start, end, document in _records(mentions, "actor"):
        parse, offset, found = parsed[segment]
        for clause in found:
            role = _role(parse, clause, start - offset, end - offset)
            if role:
                rows.append((actor, role, segment, start, end, document))
    return pd.DataFrame(rows, columns=["actor", "role", "segment", "start", "end", "document"])


def _in_group(corpus: Corpus, scope: Scope, hits: pd.DataFrame, group: str | None) -> pd.DataFrame:
    """Return the hits in a group's articles: what opens a row parses no others."""
    if group is None:
        return hits
    inside = groups(corpus, scope.by).to_numpy() == group
    kept = np.flatnonzero(inside[hits["document"].to_numpy(dtype=np.int64)])
    return hits.iloc[kept].reset_index(drop=True)


def _records(hits: pd.DataFrame, first: str) -> list[tuple[Any, int, int, int, int]]:
    """Return hits as plain values: one column, then segment, start, end, document."""
    columns = [hits[name].tolist() for name in (first, "segment", "start", "end", "document")]
    return list(zip(*columns, strict=True))


def _role(parse: Parse, clause: Clause, start: int, end: int) -> str | None:
    """Return the role that a mention has in a clause, if it has one."""

    def holds(head: int) -> bool:
        return any(parse.start[t] >= start and parse.end[t] <= end for t in noun_tokens(parse, head))

    if holds(clause.agent):
        return "agent" if clause.form == "active" else "agent_in_by_phrase"
    if holds(clause.patient):
        return {
            "active": "patient_of_active",
            "passive_with_agent": "patient_of_passive_with_agent",
            "passive_without_agent": "patient_of_bare_passive",
        }[clause.form]
    return None


def _forms(
    corpus: Corpus, scope: Scope, entries: Sequence[Entry], reduced: bool, group: str | None = None
) -> pd.DataFrame:
    """Return every clause of the verbs with the place of the verb; `actor` is the verb's class."""
    hits = _in_group(corpus, scope, find(corpus, scope, entries), group)
    parsed = _clauses(corpus, hits, reduced=reduced)
    rows = []
    for entry, segment, start, end, document in _records(hits, "entry"):
        parse, offset, found = parsed[segment]
        for clause in found:
            if parse.start[clause.verb] == start - offset:
                rows.append((entries[entry].label, clause.form, segment, start, end, document))
    return pd.DataFrame(rows, columns=["actor", "role", "segment", "start", "end", "document"])


def _clauses(
    corpus: Corpus, hits: pd.DataFrame, *, reduced: bool = False
) -> dict[int, tuple[Parse, int, list[Clause]]]:
    """Return for each segment with a hit its sentence's parse, its offset, and the clauses in its voice."""
    rows = list(dict.fromkeys(hits["segment"].tolist()))
    cut = segmented(corpus)
    starts, ends = (cut.table[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    keys = list(zip(cut.document, cut.table["sentence"], strict=True))
    wanted = {keys[row] for row in rows}
    spans: dict[object, tuple[int, list[str]]] = {}
    for key, start, text in zip(keys, cut.table["start"], cut.table["text"], strict=True):
        if key in wanted:
            spans.setdefault(key, (int(start), []))[1].append(text)
    whole = {key: (start, "".join(parts)) for key, (start, parts) in spans.items()}
    parses = _parsed(corpus, [text for _, text in whole.values()])
    headline = (cut.table["part"] == "headline").to_numpy()
    out = {}
    for row in rows:
        start, text = whole[keys[row]]
        low, high = starts[row] - start, ends[row] - start
        parse = parses[text]
        made = _read(parse, text, reduced=reduced, headline=headline[row])
        own = [c for c in made if low <= parse.start[c.verb] < high]
        out[row] = (parse, start, own)
    return out


def _read(parse: Parse, text: str, *, reduced: bool, headline: bool) -> list[Clause]:
    """Return the clauses of a sentence or of a headline."""
    if not headline:
        return clauses(parse, reduced=reduced)
    return headline_clauses(parse, [text[a:b] for a, b in zip(parse.start, parse.end, strict=True)])


def _parsed(corpus: Corpus, texts: Sequence[str]) -> dict[str, Parse]:
    """Return parses of sentences, kept for as long as the corpus is."""
    known = _PARSES.setdefault(corpus, {})
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    known.update(zip(missing, parse_paragraphs(missing), strict=True))
    return known


@opens("agency")
@copies_settled
def open_roles(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the sentences whose clauses a row of `agency` counted."""
    scope = Scope.of(row)
    return _opened(corpus, row, scope, _kept(corpus, _roles, scope, _entries(scope), row[group_column(row)]))


@opens("passives")
@copies_settled
def open_forms(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the sentences whose clauses a row of `passives` counted."""
    scope = Scope.of(row)
    reduced = "reduced" in (scope.given or {})
    found = _kept(corpus, _forms, scope, _entries(scope), reduced, row[group_column(row)])
    return _opened(corpus, row, scope, found)


def _kept(corpus: Corpus, find_all: Callable[..., pd.DataFrame], *given: Any) -> pd.DataFrame:
    """Return what a function finds in a corpus, found once for all rows that are opened."""
    known, key = _FOUND.setdefault(corpus, {}), form((find_all, given))
    if key not in known:
        known[key] = find_all(corpus, *given)
    return known[key]


def _entries(scope: Scope) -> list[Entry]:
    return [Entry(*parts) for parts in (scope.given or {})["entries"]]


def _opened(corpus: Corpus, row: pd.Series, scope: Scope, found: pd.DataFrame) -> pd.DataFrame:
    keep = (found["actor"] == row["actor"]) & (found["role"] == row["role"])
    return lines(corpus, found.iloc[np.flatnonzero(keep)])
