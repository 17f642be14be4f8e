"""Contrasts: where outlets put different words into the same place of a phrase."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from toolkit.analysis.concordance import lines
from toolkit.analysis.names.contexts import Ints
from toolkit.analysis.names.halves import looked_at
from toolkit.analysis.names.paradigms import CLAUSE, HEAD, MODIFIER, paradigm_uses
from toolkit.analysis.names.terms import patterns_of
from toolkit.analysis.scope import Scope, grouping, scope_of, selected
from toolkit.analysis.strata import shares_adjusted, told
from toolkit.corpus.clusters import clusters_of, units_of
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.results import expect, group_column, make, opens, origin
from toolkit.stats.shares import share_interval
from toolkit.stats.spread import Spreads, spreads
from toolkit.text.tokens import tokens

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

CHOICE_ARTICLES = (
    3  # articles that make a choice, for it to be one; and any choice, for a group to be compared
)
FAMILY_ARTICLES = 10  # choices of articles in a family, for groups to differ in it
FAMILIES = 200  # families searched, those of most articles: the more, the wider is the widest by chance
LISTED = 20  # families listed in all
SHOWN = 6  # choices of a family told in one line
BEYOND = 0.01  # one search in a hundred through articles dealt at random finds a family as wide
LOOKED = (
    0.5  # half of such searches: from there on a place holds in other articles hardly more often than not
)
BEYOND_CHANCE, TO_LOOK_AT = "beyond chance", "to look at"


@dataclass(frozen=True, eq=False)
class Families:
    """Choices by family, and which articles make them.

    Attributes
    ----------
    names : list of (str, str, str)
        Paradigm, shared word and choice, in order; the family of each is `code`.
    has : csr_matrix, shape (articles, choices)
        1 where an article makes the choice.
    uses : DataFrame
        Rows of `paradigm_uses` that are counted, with `document` and `column` (the choice).
    """

    names: list[tuple[str, str, str]]
    code: Ints
    has: csr_matrix
    uses: pd.DataFrame


@copies_settled
def naming_contrasts(
    corpus: Corpus, by: str = "outlet", *, voice: str | Iterable[str] = "narrator", half: bool = False
) -> pd.DataFrame:
    """Return where groups choose different words for the same place: "illegal" or "undocumented" immigrants.

    Every family of choices is searched: what stands before one noun, which noun stands behind one modifier,
    who is put before one verb and object. *Beyond chance* are the families wider apart than the widest of a
    search through the same articles dealt to the groups at random, but for one search in a hundred. The
    rest of the list is *to look at*: wider than the widest of half of these searches, where two groups make
    a choice in three articles each. Whether the words of a family
    name the same people or things, a reader must decide.

    Parameters
    ----------
    corpus : Corpus
        The articles; copies count as the settings say, and repeated lines are left out.
    by : str
        Column whose values are compared.
    voice : str or iterable of str
        Whose words: the outlets' own by default.
    half : bool
        Look at one half of the articles only, cut by story, so that names found there can be tested on the
        other: `write_labels` notes it, and `toolkit.labels` heeds the note.

    Returns
    -------
    DataFrame
        One row a choice and group, the widest family first: `paradigm`; `slot`, the words that stay, with _
        for the choice; `label` (the phrase) and its `pattern`; `uses` in `articles` of the `n` that make any
        choice of the family; `share` of their choices with `low` and `high` (each choice counted once an
        article, clustered by article); `z`, adjusted residual, above zero where the group chooses it more
        often; `apart`, the widest range of z in one group; `p`, adjusted for the whole search; `listed`,
        beyond chance or to look at. `adjusted` and `explained_by` as in `toolkit.labels`, for families
        beyond chance.

    Notes
    -----
    The maximum statistic over all families (Westfall & Young 1993). The articles of a group on one story
    change groups together; where groups are made of several outlets, all articles of an outlet do
    (`toolkit.corpus.clusters.units_of`).

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> rows = [(outlet, f"The {word} immigrants left town {day}.") for day in range(12)
    ...     for outlet, word in (("Post", "illegal"), ("Herald", "undocumented"))]
    >>> corpus = Corpus(conform(pd.DataFrame(rows, columns=["outlet", "text"]), "articles"))
    >>> table = naming_contrasts(corpus)
    >>> table[table["uses"] > 0][["outlet", "label", "listed"]].values.tolist()
    [['Herald', 'undocumented immigrants', 'beyond chance'], ['Post', 'illegal immigrants', 'beyond chance']]
    """
    names, group = grouping(corpus, by)
    group = _compared(corpus, group, half)
    scope = scope_of(by=by, voice=voice)
    noted = scope.noted() | {"given": {"half": half}}
    members = np.unique(group[group >= 0])
    families = families_of(corpus, scope, group)
    if len(members) < 2 or not families.names:
        return make("contrasts", [], by=by, scope=noted, searched=0, chance=float("nan"))
    found = _spreads(corpus, families, by, group)
    place = np.where(group >= 0, np.searchsorted(members, group), -1)
    among = [names[member] for member in members], place
    order = np.argsort(-found.spread, kind="stable")
    order = order[(found.p[order] <= LOOKED) & _told_apart(families, group)[order]][:LISTED]
    parts = [_family(corpus, families, f, among, found, by) for f in order]
    rows = told(pd.concat(parts, ignore_index=True)) if parts else pd.DataFrame()
    return make("contrasts", rows, by=by, scope=noted, searched=len(found.spread), chance=found.chance)


def _compared(corpus: Corpus, group: Ints, half: bool) -> Ints:
    """Return the group of each article that is compared, -1 for the others."""
    kept = group >= 0
    if half:
        kept = kept & looked_at(corpus)
    sizes = np.bincount(group[kept], minlength=1)
    return np.where(
        kept & np.isin(group, np.flatnonzero(sizes >= corpus.settings.comparison.min_articles)), group, -1
    )


_KNOWN: WeakKeyDictionary[Corpus, dict[tuple[bool, tuple[str, ...], bytes], Families]] = WeakKeyDictionary()


def families_of(corpus: Corpus, scope: Scope, group: Ints) -> Families:
    """Return the families of choices that enough articles make; computed once for a corpus and its groups."""
    known = _KNOWN.setdefault(corpus, {})
    key = scope.by == "credit", scope.voice, (group >= 0).tobytes()
    if key not in known:
        known[key] = _families(corpus, scope, group)
    return known[key]


def _families(corpus: Corpus, scope: Scope, group: Ints) -> Families:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - SciPy is slow to load

    uses, table = paradigm_uses(corpus), tokens(corpus)
    last = uses["last"].to_numpy()
    document = table.document[last].astype(np.int64)
    counted = np.flatnonzero(selected(corpus, scope)[table.segment[last]] & (group[document] >= 0))
    uses = uses.iloc[counted].assign(document=document[counted])
    keys = ["paradigm", "shared", "choice"]
    each = uses.groupby(keys, sort=True)["document"].nunique().rename("articles").reset_index()
    each = each[each["articles"] >= CHOICE_ARTICLES]
    family = each[keys[0]] + "\t" + each[keys[1]]
    sizes = each.groupby(family)["articles"].agg(["size", "sum"])
    sizes = sizes[(sizes["size"] > 1) & (sizes["sum"] >= FAMILY_ARTICLES)]
    largest = sizes.sort_values("sum", ascending=False, kind="stable").head(FAMILIES).index
    each = each[family.isin(largest)]
    kept = pd.MultiIndex.from_frame(each[keys])
    column = pd.Series(np.arange(len(kept)), index=kept).reindex(pd.MultiIndex.from_frame(uses[keys]))
    uses = uses.assign(column=column.to_numpy()).dropna(subset="column").astype({"column": "int64"})
    places = uses[["document", "column"]].drop_duplicates().to_numpy(dtype=np.int64)
    has = csr_matrix((np.ones(len(places)), (places[:, 0], places[:, 1])), shape=(len(corpus), len(kept)))
    code = pd.factorize(family[each.index])[0].astype(np.intp)
    return Families(list(each[keys].itertuples(index=False, name=None)), code, has, uses)


def _spreads(corpus: Corpus, families: Families, by: str, group: Ints) -> Spreads:
    at = np.flatnonzero(group >= 0)
    together = units_of(corpus, by, group)[at]
    codes = np.unique(group[at], return_inverse=True)[1]
    return spreads(families.has[at], families.code, codes, clusters=together, seed=corpus.settings.seed)


def _told_apart(families: Families, group: Ints) -> np.ndarray:
    """Tell in which families two groups or more make a choice in enough articles to be put side by side."""
    enough = np.zeros(int(families.code.max()) + 1, dtype=np.int64)
    for member in np.unique(group[group >= 0]):
        own = families.has[np.flatnonzero(group == member)].tocoo()
        met = np.unique(np.column_stack([own.row, families.code[own.col]]), axis=0)[:, 1]
        enough += np.bincount(met, minlength=len(enough)) >= CHOICE_ARTICLES
    return np.asarray(enough > 1)


def _family(
    corpus: Corpus,
    families: Families,
    family: int,
    among: tuple[list[str], np.ndarray],
    found: Spreads,
    by: str,
) -> pd.DataFrame:
    """Return the rows of one family, a choice and group each."""
    columns, (names, group) = np.flatnonzero(families.code == family), among
    counts = np.asarray(families.has[:, columns].todense())
    beyond = bool(found.p[family] <= BEYOND)
    found_in = families.uses[families.uses["column"].isin(columns)]
    uses = np.zeros((len(names), len(families.names)), dtype=np.int64)
    np.add.at(uses, (group[found_in["document"]], found_in["column"]), 1)
    labels = [phrase(*families.names[column]) for column in columns]
    patterns = patterns_of(corpus, labels)
    least = corpus.settings.comparison.min_articles
    paradigm, shared, _ = families.names[columns[0]]
    stories, rows = clusters_of(corpus, by), []
    for place, name in enumerate(names):
        for at, column in enumerate(columns):
            own = group == place
            row = share_interval(counts[own], at, least, clusters=stories[own])
            row |= {"label": labels[at], "pattern": patterns[at], "group": name, "uses": uses[place, column]}
            rows.append(row | {"z": found.z[place, column]})
    table = pd.DataFrame(rows).drop(columns=["of", "top_article"])
    table = table.assign(
        paradigm=paradigm,
        slot=slot_of(paradigm, shared),
        apart=found.spread[family],
        p=found.p[family],
        listed=BEYOND_CHANCE if beyond else TO_LOOK_AT,
    )
    if beyond:
        return pd.concat([table, shares_adjusted(corpus, by, among, counts)], axis=1)
    return table.assign(**dict.fromkeys(_ADJUSTED, np.nan), cause="")


_ADJUSTED = ("adjusted", "adjusted_low", "adjusted_high", "adjusted_p", "overlap")


def slot_of(paradigm: str, shared: str) -> str:
    """Return the words that stay, with _ for the choice.

    Examples
    --------
    >>> slot_of(HEAD, "immigrant"), slot_of("same modifier", "illegal"), slot_of(CLAUSE, "cross border")
    ('_ immigrant', 'illegal _', '_ cross border')
    """
    return f"{shared} _" if paradigm == MODIFIER else f"_ {shared}"


def phrase(paradigm: str, shared: str, choice: str) -> str:
    """Return a choice as the phrase that is counted when it is taken for a name.

    Examples
    --------
    >>> phrase(HEAD, "immigrant", "illegal"), phrase(MODIFIER, "illegal", "alien")
    ('illegal immigrant', 'illegal alien')
    """
    if paradigm == CLAUSE:
        return choice
    return f"{choice} {shared}" if paradigm == HEAD else f"{shared} {choice}"


def _shortened(choices: pd.Series) -> str:
    rest = len(choices) - SHOWN
    return ", ".join(choices.head(SHOWN)) + (f", and {rest} more" if rest > 0 else "")


def choices_used(table: pd.DataFrame) -> pd.DataFrame:
    """Return the choices of each group in each family in one line, those it makes most first.

    Parameters
    ----------
    table : DataFrame
        From `naming_contrasts`.

    Returns
    -------
    DataFrame
        One row a family and group: `choices` ("undocumented immigrant 72, illegal immigrant 28"; articles
        that make each) in `n` articles; `apart`, `p` and `listed` as in `naming_contrasts`.
    """
    expect(table, ["paradigm", "slot", "label", "z"], "naming_contrasts(corpus)")
    by, known = group_column(table), origin(table)
    used = table[table["articles"] > 0].sort_values("articles", ascending=False, kind="stable")
    keys = ["listed", "paradigm", "slot", by]
    told_as = (used["label"] + " " + used["articles"].astype("str")).rename("choices")
    joined = told_as.groupby([used[key] for key in keys], sort=False).agg(_shortened)
    rest = table.drop_duplicates(keys)[[*keys, "n", "apart", "p"]].set_index(keys)
    made = rest.join(joined, how="inner").reset_index()
    return make("choices", made, by=by, scope=known.scope if known else None)


@opens("contrasts", "choices")
@copies_settled
def open_contrasts(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the sentences a row of `naming_contrasts` or `choices_used` counted."""
    scope = Scope.of(row)
    names, group = grouping(corpus, scope.by)
    group = _compared(corpus, group, bool((scope.given or {}).get("half")))
    families = families_of(corpus, scope, group)
    wanted = {
        column
        for column, (paradigm, shared, choice) in enumerate(families.names)
        if (paradigm, slot_of(paradigm, shared)) == (row["paradigm"], row["slot"])
        and ("label" not in row or phrase(paradigm, shared, choice) == row["label"])
    }
    table, uses = tokens(corpus), families.uses
    own = group[uses["document"]] == names.index(str(row[group_column(row)]))
    chosen = uses[own & uses["column"].isin(wanted)]
    first, last = chosen["first"].to_numpy(), chosen["last"].to_numpy()
    hits = pd.DataFrame({"segment": table.segment[last], "start": table.start[first], "end": table.end[last]})
    return lines(corpus, hits.astype("int64"))
