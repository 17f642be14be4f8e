"""Outlet framing in one call: words, labels, neighbours, agency and certainty of one corpus."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from toolkit.analysis.agency import agency, passives
from toolkit.analysis.concordance import evidence_of
from toolkit.analysis.hedging import hedging
from toolkit.analysis.keyness import collocates, keyness
from toolkit.analysis.keyness_power import power, power_line
from toolkit.analysis.keyness_top import top_terms
from toolkit.analysis.labels import entries_of, labels
from toolkit.analysis.voices import voice_shares
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError

PARSED = 1500  # articles that are parsed at most; a larger corpus is sampled
ACTORS = 3  # actors whose names and neighbours are shown
EACH = 6  # words of each outlet and direction


@dataclass(frozen=True, eq=False)
class Framing:
    """Results of `framing`; a table that could not be made is empty, and `notes` say why.

    Attributes
    ----------
    words : DataFrame
        From `toolkit.analysis.keyness.keyness`, flagged rows hidden.
    top, top_sentences : DataFrame
        The short list, and the sentences behind it.
    matched : DataFrame
        Short list of words compared within shared stories.
    labels, label_sentences : DataFrame
        Names of actors, and the sentences behind those of `actors`.
    actors : tuple of str
        The actors most named by the outlets themselves.
    near : DataFrame
        Short list of words near these actors, with a column `actor`.
    passives, roles, role_sentences : DataFrame
        Verbs of harm by form, parties by role, and the sentences with passives that name nobody.
    hedging, voices, power : DataFrame
        Certainty, whose words, and what the number of articles can find.
    notes : tuple of str
        What a reader must know: hidden words, lost marks, missing parser, sampling.
    """

    words: pd.DataFrame = field(default_factory=pd.DataFrame)
    top: pd.DataFrame = field(default_factory=pd.DataFrame)
    top_sentences: pd.DataFrame = field(default_factory=pd.DataFrame)
    matched: pd.DataFrame = field(default_factory=pd.DataFrame)
    labels: pd.DataFrame = field(default_factory=pd.DataFrame)
    label_sentences: pd.DataFrame = field(default_factory=pd.DataFrame)
    actors: tuple[str, ...] = ()
    near: pd.DataFrame = field(default_factory=pd.DataFrame)
    passives: pd.DataFrame = field(default_factory=pd.DataFrame)
    roles: pd.DataFrame = field(default_factory=pd.DataFrame)
    role_sentences: pd.DataFrame = field(default_factory=pd.DataFrame)
    hedging: pd.DataFrame = field(default_factory=pd.DataFrame)
    voices: pd.DataFrame = field(default_factory=pd.DataFrame)
    power: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: tuple[str, ...] = ()

    @property
    def power_line(self) -> str:
        """What the number of articles can find, in words."""
        return power_line(self.power) if len(self.power) else ""


def framing(corpus: Corpus, *, by: str | None = None, cache: str | Path | None = None) -> Framing:
    """Compare how outlets word what they report.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    by : str, optional
        Column whose values are compared; ``[framing] by`` of the settings by default.
    cache : path, optional
        Folder in which parses are kept.

    Returns
    -------
    Framing

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> framing(Corpus(conform(pd.DataFrame({"outlet": ["Post"], "text": ["Rain."]}), "articles"))).notes
    ('There is one outlet only (Post): nothing can be compared.',)
    """
    column = by or corpus.settings.framing.by
    named = corpus.column(column).dropna().unique()
    if len(named) < 2:
        found = ", ".join(map(str, named)) or "none is named"
        return Framing(notes=(f"There is one {column} only ({found}): nothing can be compared.",))
    words = keyness(corpus, by=column)
    top = top_terms(words, n=EACH)
    called = labels(corpus, by=column)
    actors = _actors(called)
    made = Framing(
        words=words,
        top=top,
        top_sentences=evidence_of(corpus, top),
        matched=_matched(corpus, column),
        labels=called,
        label_sentences=_label_sentences(corpus, called, actors),
        actors=actors,
        near=_near(corpus, column, actors),
        hedging=hedging(corpus, by=column),
        voices=voice_shares(corpus, by=column),
        power=power(corpus, by=column),
    )
    return _with_roles(replace(made, notes=_notes(made)), corpus, column, cache)


def _notes(made: Framing) -> tuple[str, ...]:
    lost = made.voices["reason"].dropna().tolist()
    hidden = made.words.attrs["hidden"]
    listed = ", ".join(f"{n} {flag.replace('_', ' ')}" for flag, n in hidden.items() if n)
    tests = made.words.attrs["settings"]["tests"]
    tested = f"{tests:,} comparisons of words were tested as one family."
    return (*lost, tested, *([f"Hidden by default: {listed}."] if listed else []))


def _matched(corpus: Corpus, by: str) -> pd.DataFrame:
    """Return the short list within shared stories, empty where no story is shared."""
    if not {"story_id", "story"} & set(corpus.articles.columns):
        return pd.DataFrame()
    table = keyness(corpus, by=by, matched="story")
    return top_terms(table[table["p"].notna()], n=EACH) if table["p"].notna().any() else pd.DataFrame()


def _actors(called: pd.DataFrame) -> tuple[str, ...]:
    """Return the actors the outlets name most often in their own voice, with two names or more."""
    own = called[(called["voice"] == "narrator") & (called["n"] > 0)]
    counts = own.groupby("actor").agg(n=("n", "sum"), names=("label", "nunique"))
    chosen = counts[counts["names"] > 1].sort_values("n", ascending=False, kind="stable")
    return tuple(map(str, chosen.index[:ACTORS]))


def _label_sentences(corpus: Corpus, called: pd.DataFrame, actors: tuple[str, ...]) -> pd.DataFrame:
    chosen = called[called["actor"].isin(actors) & (called["voice"] == "narrator") & (called["n"] > 0)]
    return evidence_of(corpus, chosen, label="label")


def _near(corpus: Corpus, by: str, actors: tuple[str, ...]) -> pd.DataFrame:
    """Return the short list of words near each actor, under any of its names."""
    entries = entries_of(corpus, None)
    parts = []
    for actor in actors:
        query = "|".join(e.pattern for e in entries if e.group == actor and not e.pattern.startswith("/"))
        table = collocates(corpus, query, by=by) if query else pd.DataFrame()
        if len(table):
            parts.append(top_terms(table, n=3).assign(actor=actor))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _with_roles(made: Framing, corpus: Corpus, by: str, cache: str | Path | None) -> Framing:
    """Add what needs the parser, or say that it is missing."""
    notes, studied = list(made.notes), corpus
    if len(corpus) > PARSED:
        chosen = corpus.articles.sample(PARSED, random_state=corpus.settings.seed).sort_index()
        studied = replace(corpus, articles=chosen.reset_index(drop=True))
        notes.append(f"Agency is measured on {PARSED:,} articles drawn at random: parsing takes long.")
    try:
        forms, roles = passives(studied, by=by, cache=cache), agency(studied, by=by, cache=cache)
    except ToolkitError as error:
        return replace(made, notes=(*notes, f"Agency was not measured: {error}."))
    bare = forms[(forms["role"] == "passive_without_agent") & (forms["n"] > 0)]
    return replace(
        made,
        passives=forms,
        roles=roles,
        role_sentences=evidence_of(studied, bare, label="group"),
        notes=tuple(notes),
    )
