"""Outlet framing in one call: words, labels, neighbours, agency and certainty of one corpus."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from toolkit.analysis.concordance import concordance, evidence_of, no_evidence
from toolkit.analysis.framing.agents import agency, passives
from toolkit.analysis.framing.hedges import hedging
from toolkit.analysis.framing.naming import about_actor, labels, names_used
from toolkit.analysis.framing.voices import voice_shares
from toolkit.analysis.keyness.counts import open_keyness
from toolkit.analysis.keyness.detectable import power, power_line
from toolkit.analysis.keyness.find import collocates, keyness
from toolkit.analysis.keyness.stories import STORY_COLUMNS, story_codes
from toolkit.analysis.keyness.top import content_words, top_terms
from toolkit.analysis.names.contrasts import choices_used, naming_contrasts
from toolkit.analysis.names.country_shares import countries
from toolkit.analysis.names.entity_lists import named_entities
from toolkit.analysis.scope import Scope
from toolkit.analysis.strata import strata_of
from toolkit.corpus.agency import agency_line
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.results import group_column, make
from toolkit.stats.families import CERTAIN, WORDS
from toolkit.text.languages import other_languages_line
from toolkit.text.printed import as_printed

PARSED = 1500  # articles that are parsed at most; a larger corpus is sampled
# Share of the articles that name the actor named most, from which the list of names fits: .24 to .79 in five
# sets of articles on the subjects of the list, .18 and .08 in two on others (environment, taxes).
LIST_FITS = 0.2
COUNTRIES = 10  # countries shown
ACTORS = 3  # actors whose names and neighbours are shown
EACH = 6  # words of each outlet and direction
POINTS = 80  # words of the figure of rates
HIDDEN = {
    "boilerplate": "words of repeated lines",
    "house_style": "titles, abbreviations and other house style",
    "own_name": "names the outlet prints of itself",
    "one_article": "words that occur mostly in one article",
    "one_outlet": "words of one outlet of a group",
}


@dataclass(frozen=True, eq=False)
class Framing:
    """Results of `framing`; a table that could not be made is empty, and `notes` say why.

    Attributes
    ----------
    by : str
        Column whose values are compared.
    words : DataFrame
        From `toolkit.analysis.keyness.find.keyness`, flagged rows hidden.
    top, top_sentences : DataFrame
        The short list, and the sentences behind it; `words_behind` names the word and where it occurs.
    terms, term_sentences : DataFrame
        The study's own terms (``[framing] terms``), each with its row, and sentences of those that differ.
    rates : DataFrame
        Words of the outlet that has the most certain ones, for the figure of rates.
    matched : DataFrame
        Short list of words compared within shared stories; `matched_line` says what could be compared.
    list_fits, list_line : bool and str
        Whether the list of names knows what these articles are about, and the same in words.
    contrasts, choices, countries, people : DataFrame
        Different words in the same place, the same in lines, the countries named most, and the people and
        organisations, as recognised.
    labels, names, label_sentences : DataFrame
        Names of actors as counted and in one line each, and the sentences behind those of `actors`.
    actors : tuple of str
        The actors most named by the outlets themselves.
    traced, traced_lines : str and DataFrame
        What is followed through the articles, and every place where it occurs.
    near : DataFrame
        Short list of words near these actors, with a column `actor`.
    passives, roles, role_sentences : DataFrame
        Verbs of harm by form, parties by role, and the sentences with passives that name nobody.
    hedging, voices, power : DataFrame
        Certainty, whose words, and what the number of articles can find.
    notes : tuple of str
        What a reader must know: hidden words, lost marks, missing parser, sampling.
    """

    by: str = "outlet"
    words: pd.DataFrame = field(default_factory=lambda: make("keyness", []))
    top: pd.DataFrame = field(default_factory=lambda: make("keyness", []))
    top_sentences: pd.DataFrame = field(default_factory=no_evidence)
    terms: pd.DataFrame = field(default_factory=lambda: make("keyness", []))
    term_sentences: pd.DataFrame = field(default_factory=no_evidence)
    rates: pd.DataFrame = field(default_factory=lambda: make("keyness", []))
    matched: pd.DataFrame = field(default_factory=lambda: make("keyness", []))
    matched_line: str = ""
    labels: pd.DataFrame = field(default_factory=lambda: make("labels", []))
    names: pd.DataFrame = field(default_factory=lambda: make("names", []))
    label_sentences: pd.DataFrame = field(default_factory=no_evidence)
    list_fits: bool = True
    list_line: str = ""
    contrasts: pd.DataFrame = field(default_factory=lambda: make("contrasts", []))
    choices: pd.DataFrame = field(default_factory=lambda: make("choices", []))
    countries: pd.DataFrame = field(default_factory=lambda: make("countries", []))
    people: pd.DataFrame = field(default_factory=lambda: make("named_entities", []))
    actors: tuple[str, ...] = ()
    traced: str = ""
    traced_lines: pd.DataFrame = field(default_factory=lambda: make("sentences", []))
    near: pd.DataFrame = field(default_factory=lambda: make("keyness", []))
    passives: pd.DataFrame = field(default_factory=lambda: make("passives", []))
    roles: pd.DataFrame = field(default_factory=lambda: make("agency", []))
    role_sentences: pd.DataFrame = field(default_factory=no_evidence)
    hedging: pd.DataFrame = field(default_factory=lambda: make("hedging", []))
    voices: pd.DataFrame = field(default_factory=lambda: make("voices", []))
    power: pd.DataFrame = field(default_factory=lambda: make("power", []))
    notes: tuple[str, ...] = ()

    def known(self, name: str) -> bool:
        """Tell whether a table has any estimate with an interval, so that it can be drawn."""
        table = getattr(self, name)
        return bool("low" in table and table["low"].notna().any())

    @property
    def choices_beyond(self) -> pd.DataFrame:
        """The rows of `contrasts` beyond chance that the side uses."""
        if self.contrasts.empty:
            return self.contrasts
        beyond = (self.contrasts["listed"] == "beyond chance") & (self.contrasts["articles"] > 0)
        return self.contrasts[beyond]

    @property
    def choices_line(self) -> str:
        """How many places were searched for different words, and how many are listed, in words."""
        searched = int(self.contrasts.attrs.get("searched", 0))
        if not searched:
            return "Too few articles make choices that could be compared."
        listed = self.contrasts.drop_duplicates(["paradigm", "slot"])["listed"]
        beyond = int((listed == "beyond chance").sum())
        told = f"beyond chance: {beyond}, to look at: {len(listed) - beyond}"
        return f"Of {searched:,} places that were searched, {told if len(listed) else 'none is listed'}."

    @property
    def pictured(self) -> str:
        """The actor whose names the most outlets use in enough articles for a share; empty for none."""
        if self.labels.empty:
            return ""
        fair = self.labels[self.labels["share"].notna() & (self.labels["voice"] == "narrator")]
        counts = fair[fair["actor"].isin(self.actors)].groupby("actor")[group_column(self.labels)].nunique()
        return max(counts.index, key=lambda name: (counts[name], -self.actors.index(name)), default="")

    @property
    def power_line(self) -> str:
        """What the number of articles can find, in words."""
        return power_line(self.power) if len(self.power) else ""


@copies_settled
def framing(corpus: Corpus, *, by: str | None = None) -> Framing:
    """Compare how outlets word what they report.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    by : str, optional
        Column whose values are compared; ``[framing] by`` of the settings by default.

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
        return Framing(by=column, notes=(f"There is one {column} only ({found}): nothing can be compared.",))
    words = keyness(corpus, by=column)
    top = _printed(corpus, top_terms(words, n=EACH))
    called = labels(corpus, by=column)
    actors = _actors(called)
    matched, matched_line = _matched(corpus, column)
    terms = own_terms(corpus, column)
    apart = naming_contrasts(corpus, column)
    fits, line = _list_fits(called, len(corpus))
    made = Framing(
        by=column,
        words=words,
        top=top,
        top_sentences=_top_sentences(corpus, top),
        terms=terms,
        term_sentences=_term_sentences(corpus, terms),
        rates=_printed(corpus, _rates(words)),
        matched=_printed(corpus, matched),
        matched_line=matched_line,
        labels=called,
        names=names_used(called),
        label_sentences=_label_sentences(corpus, called, actors),
        list_fits=fits,
        list_line=line,
        contrasts=apart,
        choices=choices_used(apart) if len(apart) else make("choices", [], by=column),
        countries=countries(corpus, column, n=COUNTRIES),
        actors=actors,
        near=_printed(corpus, _near(corpus, column, actors)),
        hedging=hedging(corpus, by=column),
        voices=voice_shares(corpus, by=column),
        power=power(corpus, by=column, tests=words.attrs["settings"]["tests"]),
    )
    people, unread = _people(corpus, column)
    traced, lines = _traced(corpus, made)
    agency = agency_line(corpus) if column != "credit" else ""
    foreign = other_languages_line(
        corpus, "the names of actors, the words of certainty and the rules for who does what are"
    )
    notes = (*filter(None, (foreign, agency, unread)), *_notes(made), strata_of(corpus).line)
    made = replace(made, traced=traced, traced_lines=lines, people=people, notes=notes)
    return _with_roles(made, corpus, column)


def _notes(made: Framing) -> tuple[str, ...]:
    """Return what was compared, found and hidden, and which outlets have lost their quotation marks."""
    lost = [f"{reason}." for reason in made.voices["reason"].dropna()]
    tests, certain = made.words.attrs["settings"]["tests"], int((made.words["q"] < CERTAIN).sum())
    found = f"{certain:,} differ" if certain else "none differs"
    tested = f"{tests:,} comparisons of words were tested together; {found} with certainty."
    hidden = {flag: n for flag, n in made.words.attrs["hidden"].items() if n}
    listed = ", ".join(f"{HIDDEN[flag]} ({n:,})" for flag, n in hidden.items())
    return (*lost, tested, *([f"Left out because they say little of framing: {listed}."] if listed else []))


def _printed(corpus: Corpus, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of words with how the articles print them, in the column `printed`."""
    return rows.assign(printed=rows["feature"].map(as_printed(corpus, rows["feature"])).astype("str"))


def _top_sentences(corpus: Corpus, top: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences behind the short list: every certain word, and others on the side they mark."""
    marked = set(top.loc[top["direction"] == "more", "feature"])
    told = (top["direction"] == "more") | ((top["q"] < CERTAIN) & ~top["feature"].isin(marked))
    rows = top[told]
    where = rows["direction"].map({"more": "in", "less": "outside"})
    behind = "“" + rows["printed"] + "”, " + where + " " + rows["target"]
    return evidence_of(corpus, rows.assign(words_behind=behind), label="words_behind")


def own_terms(corpus: Corpus, by: str) -> pd.DataFrame:
    """Return the rows of the study's own terms, empty where it has none."""
    listed = corpus.settings.framing.terms
    return keyness(corpus, by=by, terms=listed) if listed else make("keyness", [])


def _term_sentences(corpus: Corpus, terms: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences behind the terms that differ, on the side they mark; each term once."""
    certain = terms[terms["q"] < CERTAIN].drop_duplicates("feature")
    side = certain["target"].where(certain["log_ratio"] > 0, certain["reference"]).astype("str")
    return evidence_of(
        corpus, certain.assign(words_behind="“" + certain["feature"] + "”, " + side), label="words_behind"
    )


def _rates(words: pd.DataFrame) -> pd.DataFrame:
    """Return the content words of the outlet with the most certain ones, empty where none is certain."""
    rows = content_words(words)
    certain = rows.loc[rows["q"] < CERTAIN, "target"]
    return rows[rows["target"] == certain.mode().iloc[0]].head(POINTS) if len(certain) else rows.head(0)


def _traced(corpus: Corpus, made: Framing) -> tuple[str, pd.DataFrame]:
    """Return the most certain word, else the most named actor, with every place where it occurs."""
    certain = made.top[made.top["certainty"] == WORDS[0]]
    if len(certain):
        row = certain.sort_values("p", kind="stable").iloc[0]
        return str(row["feature"]), open_keyness(corpus, row, "both")
    if not made.actors:
        return "", make("sentences", [])
    return f"a name of {made.actors[0]}", concordance(
        corpus, about_actor(corpus, made.actors[0]), voice="narrator"
    )


def _people(corpus: Corpus, by: str) -> tuple[pd.DataFrame, str]:
    """Return the people and organisations named most, or why they were not looked for."""
    try:
        return named_entities(corpus, by), ""
    except ToolkitError as error:
        return make("named_entities", [], by=by), f"People and organisations were not looked for: {error}."


def _matched(corpus: Corpus, by: str) -> tuple[pd.DataFrame, str]:
    """Return the short list within shared stories, and what could be compared in words."""
    if not set(STORY_COLUMNS) & set(corpus.articles.columns):
        return make("keyness", []), "No stories were assigned to these articles."
    named = pd.Series(story_codes(corpus), index=corpus.articles.index)
    told = corpus.articles[by].groupby(named[named >= 0]).nunique()
    shared = int((told > 1).sum())
    table = keyness(corpus, by=by, matched="story")
    tested = table[table["p"].notna()]
    line = f"{shared} {'story is' if shared == 1 else 'stories are'} surely reported by two outlets or more"
    if tested.empty:
        return tested, f"{line}; no word occurs in enough of them to be tested."
    certain = int((tested["q"] < CERTAIN).sum())
    return top_terms(
        tested, n=EACH
    ), f"{line}; {len(tested)} words were tested, {certain} differ with certainty."


def _actors(called: pd.DataFrame) -> tuple[str, ...]:
    """Return the actors the outlets name most often in their own voice, with two names or more."""
    own = called[(called["voice"] == "narrator") & (called["uses"] > 0)]
    counts = own.groupby("actor").agg(uses=("uses", "sum"), names=("label", "nunique"))
    chosen = counts[counts["names"] > 1].sort_values("uses", ascending=False, kind="stable")
    return tuple(map(str, chosen.index[:ACTORS]))


def _list_fits(called: pd.DataFrame, articles: int) -> tuple[bool, str]:
    """Return whether the list of names fits the articles, and the same in words."""
    name, most = _most_named(called)
    if most >= LIST_FITS * articles:
        fits = "The list of names, which the next part uses, fits these articles: of all it knows they most"
        return True, f"{fits} often name “{name}”, {most:,} of {articles:,}."
    whom = f"“{name}” in {most:,} of {articles:,}" if most else "nobody"
    hardly = f"The list of names hardly fits these articles: of all it knows they most often name {whom}."
    own = "from it, and with toolkit.suggest_names, you can make your own."
    return False, f"{hardly} Read this part first, which needs no list; {own}"


def _most_named(called: pd.DataFrame) -> tuple[str, int]:
    """Return the actor that the most articles name in their own voice, and in how many."""
    own = called[called["voice"] == "narrator"].drop_duplicates(["actor", group_column(called)])
    named = own.groupby("actor")["n"].sum()
    return (str(named.idxmax()), int(named.max())) if len(named) else ("", 0)


def _label_sentences(corpus: Corpus, called: pd.DataFrame, actors: tuple[str, ...]) -> pd.DataFrame:
    chosen = called[called["actor"].isin(actors) & (called["voice"] == "narrator") & (called["uses"] > 0)]
    group = chosen[group_column(called)]
    chosen = chosen.assign(words_behind="“" + chosen["label"] + "” (" + chosen["actor"] + "), " + group)
    return evidence_of(corpus, chosen, label="words_behind")


def _near(corpus: Corpus, by: str, actors: tuple[str, ...]) -> pd.DataFrame:
    """Return the short list of words near each actor, under any of its names, that could be tested."""
    named = {actor: about_actor(corpus, actor) for actor in actors}
    parts, scope = [], Scope()
    for actor, pattern in named.items():
        table = collocates(corpus, pattern, by=by)
        parts.append(top_terms(table[table["p"].notna()], n=EACH).assign(actor=actor))
        scope = Scope.of(table)
    if not parts:
        return make("keyness", [])
    return make("keyness", pd.concat(parts), by=by, scope=replace(scope, given=named).noted())


def _with_roles(made: Framing, corpus: Corpus, by: str) -> Framing:
    """Add what needs the parser, or say that it is missing."""
    notes, studied = list(made.notes), corpus
    if len(corpus) > PARSED:
        chosen = corpus.articles.sample(PARSED, random_state=corpus.settings.seed).sort_index()
        studied = replace(corpus, articles=chosen.reset_index(drop=True))
        notes.append(f"Who does what is measured on {PARSED:,} articles drawn at random: parsing takes long.")
    try:
        forms, roles = passives(studied, by=by), agency(studied, by=by)
    except ToolkitError as error:
        return replace(made, notes=(*notes, f"Agency was not measured: {error}."))
    bare = forms[(forms["role"] == "passive_without_agent") & (forms["clauses"] > 0)]
    return replace(
        made,
        passives=forms,
        roles=roles,
        role_sentences=evidence_of(studied, bare, label=group_column(bare)),
        notes=tuple(notes),
    )
