"""What outlets call the same actors: shares of labels by outlet and voice, with intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.analysis.concordance import lines
from toolkit.analysis.framing.choices import is_attributed, is_denied, names_somebody, shipped_only
from toolkit.analysis.names.halves import DESCRIBED, HELD_OUT, IN_ALL, IN_HALF, found_by, held_out, looked_at
from toolkit.analysis.scope import (
    Scope,
    grouping,
    groups,
    language_note,
    mentions,
    scope_of,
    selected,
    with_reasons,
)
from toolkit.analysis.strata import shares_adjusted, told
from toolkit.corpus.clusters import clusters_of
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.errors import TableError, nearest
from toolkit.lexicons import Entry, lexicon_of, read_lexicon
from toolkit.lexicons.reader import longest
from toolkit.patterns import pattern
from toolkit.results import expect, group_column, make, opens, origin
from toolkit.stats.families import with_q
from toolkit.stats.shares import share_table
from toolkit.text.by_parts import Count, by_parts
from toolkit.text.segments import segmented
from toolkit.text.word_index import word_index

# what the shares of `toolkit.stats.shares` are called here
SHARES = {"choice": "label", "of": "uses_actor"}
UNTESTED = ("low", "high", "p", "adjusted", "adjusted_low", "adjusted_high", "adjusted_p", "overlap")
FEW = 5  # uses under which it goes without saying that they are close together


def read_labels(path: str | Path | None = None) -> tuple[Entry, ...]:
    """Read a file of labels (columns actor, class, pattern, note), the toolkit's own by default.

    Raises
    ------
    InputError
        With every fault of the file and its line: see `toolkit.lexicons.read_lexicon`.

    Examples
    --------
    >>> any(entry.label == "freedom fighter" for entry in read_labels())
    True
    """
    return read_lexicon(path or "actor_labels", "actor_labels")


@copies_settled
def labels(
    corpus: Corpus,
    actors: Sequence[Entry] | str | Path | None = None,
    *,
    by: str = "outlet",
    voice: Iterable[str] = ("narrator", "quoted"),
    about: str | None = None,
) -> pd.DataFrame:
    """Return how each group names the same actors, places and events.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    actors : sequence of Entry, or path, optional
        Labels to look for; the study's ``actor_labels`` by default.
    by : str
        Column of the articles whose values are compared.
    voice : iterable of str
        Voices to report apart: see `toolkit.text.dfm.voices`.
    about : str, optional
        Only sentences that match this pattern.

    Returns
    -------
    DataFrame
        One row an actor, label, group and voice: `uses` of the label that name somebody (proper names and
        other senses are left out), of which `denied` ("are not terrorists") and `attributed` ("whom the army
        calls terrorists", "alleged"); `uses_actor` of any label of the actor, `share` with `low` and `high`
        (95 %, clustered by story: `toolkit.corpus.clusters.clusters_of`), `articles` that use the label
        of `n` that name the actor, `top_article` its uses in the article that uses it most. `p` and `q`
        are of the test whether the groups choose differently at all for this actor and voice (permutation
        of whole stories; one Benjamini-Hochberg family a call). `adjusted` is the share less that of all
        other groups, with subject, time and length held equal, `explained_by` what accounts for a difference
        that is not left: see `toolkit.analysis.strata`. Actors that no article names are left out.

    Notes
    -----
    Names that were found by looking at differences (column ``found_in`` of the list: `write_labels` fills it)
    are not tested on the articles they were found in. Where half the articles were searched, the actor is
    counted in the other half alone; where all were, there are counts and shares only, with the reason.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> articles = pd.DataFrame({"outlet": ["Post", "Herald"], "text": ["Rebels fled.", "Terrorists fled."]})
    >>> table = labels(Corpus(conform(articles, "articles")), voice=["narrator"])
    >>> table.query("uses > 0")[["outlet", "label", "uses", "uses_actor"]].values.tolist()
    [['Herald', 'terrorist', 1, 1], ['Post', 'rebel', 1, 1]]
    """
    entries, among = entries_of(corpus, actors), grouping(corpus, by)
    own = by_actor(entries)
    given = {actor: [[entry.label, entry.pattern] for entry in rows] for actor, rows in own.items()}
    apart = [actor for actor, rows in own.items() if found_by(rows) == IN_HALF]
    scope = replace(
        scope_of(by=by, voice="all", about=about),
        given={**given, HELD_OUT: apart},
        english=all(shipped_only(entries, read_labels())),
    )
    note = language_note(corpus, scope, "the names of actors are")
    rest = among[0], held_out(corpus, among[1])
    found = uses(corpus, scope, own)
    heard = {name: selected(corpus, scope.with_voice(name)) for name in voice}
    parts = [
        _tested(_shares(corpus, by, rest if actor in apart else among, rows, hits), rows).assign(
            actor=actor, voice=name
        )
        for name, said in heard.items()
        for actor, rows in own.items()
        if len(hits := found[actor][said[found[actor]["segment"]]])
    ]
    if not parts:
        return make("labels", [], by=by, scope=scope.noted(), note=note)
    table = with_reasons(pd.concat(parts, ignore_index=True), corpus, scope)
    table = table[table["uses_actor"].groupby([table["actor"], table["voice"]]).transform("sum") > 0]
    table = told(with_q(table.reset_index(drop=True), ["actor", "voice"]))
    searched = {(entry.group, entry.label): entry.pattern for entry in entries}
    table = table.assign(pattern=[searched[key] for key in zip(table["actor"], table["label"], strict=True)])
    return make("labels", table, by=by, scope=scope.noted(), note=note)


def entries_of(corpus: Corpus, actors: Sequence[Entry] | str | Path | None) -> tuple[Entry, ...]:
    """Return the labels to use: those given, those of the settings, or the toolkit's own."""
    if actors is None:
        return lexicon_of(corpus.settings, "actor_labels")
    return read_labels(actors) if isinstance(actors, str | Path) else tuple(actors)


def by_actor(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Return the labels of each actor, in the order of the list."""
    own: dict[str, list[Entry]] = {}
    for entry in entries:
        own.setdefault(entry.group, []).append(entry)
    return own


def about_actor(corpus: Corpus, actor: str, actors: Sequence[Entry] | str | Path | None = None) -> str:
    """Return one pattern for all names of an actor, for ``about=`` and `collocates`.

    Parameters
    ----------
    corpus : Corpus
        Its settings say which lexicon is used, unless `actors` is given as in `labels`.
    actor : str
        An actor of the lexicon.

    Raises
    ------
    TableError
        If the lexicon has no such actor.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> corpus = Corpus(conform(pd.DataFrame({"text": ["Rain."]}), "articles"))
    >>> about_actor(corpus, "Uyghur region")
    'Xinjiang|XUAR|East Turkestan|East Turkistan|Eastern Turkestan|Eastern Turkistan|Uyghuristan'
    """
    each = by_actor(entries_of(corpus, actors))
    if actor not in each:
        raise TableError(f"the lexicon has no actor '{actor}'; {nearest(actor, each)}")
    own = [entry.pattern for entry in each[actor]]
    if any(text.startswith("/") for text in own):
        return f"/{'|'.join(pattern(text).pattern for text in own)}/"
    return "|".join(own)


def names_used(table: pd.DataFrame) -> pd.DataFrame:
    """Return what each group calls each actor in one line: the names with their uses, most used first.

    Parameters
    ----------
    table : DataFrame
        From `labels`.

    Returns
    -------
    DataFrame
        One row an actor, group and voice that names it: `names` ("militant 9, insurgent 5"; with the uses
        in one article where that is half or more of five or more), `uses_actor` in `n` articles, `q`.
        Actors for whom all outlets use one name are left out.

    Examples
    --------
    >>> rows = pd.DataFrame({"actor": "men", "label": ["rebel", "militant"], "outlet": "Post", "uses": [2, 5],
    ...     "voice": "narrator", "uses_actor": 7, "n": 4, "top_article": [1, 4], "q": float("nan")})
    >>> names_used(rows)["names"].tolist()
    ['militant 5 (4 in one article), rebel 2']
    """
    expect(table, ["actor", "label", "uses"], "labels(corpus)")
    by, known = group_column(table), origin(table)
    used = table[table["uses"] > 0]
    choice = used.groupby(["actor", "voice"])["label"].transform("nunique") > 1
    used = used[choice].sort_values("uses", ascending=False, kind="stable")
    told = " (" + used["top_article"].astype("str") + " in one article)"
    heavy = (used["uses"] >= FEW) & (2 * used["top_article"] >= used["uses"]) & (used["n"] > 1)
    named = (used["label"] + " " + used["uses"].astype("str") + told.where(heavy, "")).rename("names")
    keys = ["actor", by, "voice", "uses_actor", "n", "q"]
    lines = named.groupby([used[key] for key in keys], dropna=False, sort=False).agg(", ".join).reset_index()
    first = lines.groupby("actor")["uses_actor"].transform("sum")
    order = lines.assign(first=-first).sort_values(["first", "actor", "voice", by], kind="stable")
    scope, note = (known.scope, known.note) if known else (None, "")
    return make("names", order.drop(columns="first"), by=by, scope=scope, note=note)


def find(corpus: Corpus, scope: Scope, entries: Sequence[Entry]) -> pd.DataFrame:
    """Return every use of a label in scope: `segment`, `start`, `end`, `document`, `entry`."""
    return by_parts(corpus, _found, scope, entries)


def _found(corpus: Corpus, scope: Scope, entries: Sequence[Entry]) -> pd.DataFrame:
    cut = segmented(corpus)
    texts = cut.table["text"].to_numpy(dtype=object)
    inside, index = selected(corpus, scope), word_index(corpus)
    met: dict[int, list[tuple[int, int, int]]] = {}
    for number, entry in enumerate(entries):
        rows, made = index.rows([entry.pattern]), pattern(entry.pattern)
        for row in rows[inside[rows]].tolist():
            for match in made.finditer(texts[row]):
                met.setdefault(row, []).append((match.start(), match.end(), number))
    starts = cut.table["start"].to_numpy(dtype=np.int64)
    hits = [
        (row, starts[row] + a, starts[row] + b, cut.document[row], number)
        for row in sorted(met)
        for a, b, number in longest(met[row])
    ]
    return pd.DataFrame(hits, columns=["segment", "start", "end", "document", "entry"], dtype="int64")


def find_each(corpus: Corpus, scope: Scope, own: Mapping[str, Sequence[Entry]]) -> dict[str, pd.DataFrame]:
    """Return what `find` returns for the labels of each actor; articles are looked at once for all actors."""
    return _each(corpus, _found, scope, own)


def uses(corpus: Corpus, scope: Scope, own: Mapping[str, Sequence[Entry]]) -> dict[str, pd.DataFrame]:
    """Return the uses of each actor's labels that name somebody, as `find`, with `denied` and `attributed`.

    Proper names and other senses of the toolkit's own labels are left out: see `framing.choices`.
    """
    return _each(corpus, _used, scope, own)


def _each(
    corpus: Corpus, count: Count, scope: Scope, own: Mapping[str, Sequence[Entry]]
) -> dict[str, pd.DataFrame]:
    if not own:
        return {}
    table = by_parts(corpus, _of_each_actor, count, scope, tuple(own.values()))
    of, hits = table["actor"].to_numpy(), table.drop(columns="actor")
    return {actor: hits[of == number].reset_index(drop=True) for number, actor in enumerate(own)}


def _of_each_actor(
    corpus: Corpus, count: Count, scope: Scope, own: Sequence[Sequence[Entry]]
) -> pd.DataFrame:
    return pd.concat([count(corpus, scope, rows).assign(actor=at) for at, rows in enumerate(own)])


def _used(corpus: Corpus, scope: Scope, entries: Sequence[Entry]) -> pd.DataFrame:
    hits = _found(corpus, scope, entries)
    table = segmented(corpus).table
    texts, starts, own = table["text"], table["start"], shipped_only(entries, read_labels())
    columns = (hits[name].tolist() for name in ("segment", "start", "end", "entry"))
    kept = []
    for row, (segment, start, end, number) in enumerate(zip(*columns, strict=True)):
        text, shift = texts[segment], int(starts[segment])
        if not own[number] or names_somebody(text, start - shift, end - shift, entries[number]):
            kept.append((row, is_denied(text, start - shift), is_attributed(text, start - shift)))
    chosen = hits.iloc[[row for row, _, _ in kept]].reset_index(drop=True)
    return chosen.assign(
        denied=np.array([denied for _, denied, _ in kept], dtype=bool),
        attributed=np.array([ascribed for _, _, ascribed in kept], dtype=bool),
    )


def _shares(
    corpus: Corpus,
    by: str,
    among: tuple[list[str], np.ndarray],
    entries: Sequence[Entry],
    hits: pd.DataFrame,
) -> pd.DataFrame:
    """Return the rows of one actor and voice, from the uses of its labels."""
    labelled = list(dict.fromkeys(entry.label for entry in entries))
    place = np.array([labelled.index(entry.label) for entry in entries])
    counts = np.zeros((len(corpus), len(labelled)))
    cells = hits["document"].to_numpy(), place[hits["entry"].to_numpy()]
    np.add.at(counts, cells, 1)
    least, seed = corpus.settings.comparison.min_articles, corpus.settings.seed
    clusters = clusters_of(corpus, by)
    table = share_table(counts, labelled, among, clusters=clusters, least=least, seed=seed)
    held = shares_adjusted(corpus, by, among, counts)
    table = pd.concat([table, held], axis=1)
    return table.rename(columns=SHARES).assign(**_marked(table, hits, cells, among, labelled))


def _tested(table: pd.DataFrame, entries: Sequence[Entry]) -> pd.DataFrame:
    """Return the rows of an actor without tests and intervals, where all articles were searched for names."""
    if found_by(entries) != IN_ALL:
        return table
    blank = [name for name in UNTESTED if name in table]
    return table.assign(**dict.fromkeys(blank, np.nan), cause="", reason=DESCRIBED)


def _marked(
    table: pd.DataFrame,
    hits: pd.DataFrame,
    cells: tuple[np.ndarray, np.ndarray],
    among: tuple[list[str], np.ndarray],
    labelled: list[str],
) -> dict[str, np.ndarray]:
    """Return the denied and the attributed uses of each row of shares."""
    names, group = among
    where = [names.index(n) for n in table["group"]], [labelled.index(n) for n in table["choice"]]
    made = {}
    for name in ("denied", "attributed"):
        marked = np.zeros((len(names), len(labelled)), dtype=np.int64)
        np.add.at(marked, (group[cells[0]], cells[1]), hits[name].to_numpy(dtype=np.int64))
        made[name] = marked[where]
    return made


@opens("labels", "names")
@copies_settled
def open_labels(corpus: Corpus, row: pd.Series, side: str) -> pd.DataFrame:
    """Return the sentences a row of `labels` or `names_used` counted."""
    scope = Scope.of(row).with_voice(str(row["voice"]))
    given = scope.given or {}
    own = {
        actor: [Entry("", label, text) for label, text in named]
        for actor, named in given.items()
        if actor != HELD_OUT
    }
    entries, hits = own[str(row["actor"])], uses(corpus, scope, own)[str(row["actor"])]
    keep = groups(corpus, scope.by).to_numpy()[hits["document"]] == row[group_column(row)]
    if str(row["actor"]) in given[HELD_OUT]:
        keep &= ~looked_at(corpus)[hits["document"]]
    if "label" in row:
        keep &= np.array([entry.label for entry in entries])[hits["entry"].to_numpy()] == row["label"]
    return lines(corpus, hits.iloc[np.flatnonzero(keep)])


@copies_settled
def lexicon_report(corpus: Corpus, actors: Sequence[Entry] | str | Path | None = None) -> pd.DataFrame:
    """Return how often each row of a lexicon matches, so that patterns which never match are seen.

    Returns
    -------
    DataFrame
        `line`, `actor`, `label`, `pattern`, `uses` (in any voice), `articles`, and `reason`: ``never
        matches`` or ``only inside longer matches``.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> corpus = Corpus(conform(pd.DataFrame({"text": ["Rebels fled."]}), "articles"))
    >>> entries = [Entry("men", "rebel", "rebel*", line=2), Entry("men", "x", "xyz", line=3)]
    >>> report = lexicon_report(corpus, entries)
    >>> report[["line", "uses", "reason"]].values.tolist()
    [[2, 1, nan], [3, 0, 'never matches']]
    """
    own, rows = by_actor(entries_of(corpus, actors)), []
    for actor, hits in uses(corpus, scope_of(voice="all"), own).items():
        for number, entry in enumerate(own[actor]):
            mine = hits[hits["entry"] == number]
            alone = bool(mentions(corpus, entry.pattern).any())
            reason = None if len(mine) else ("only inside longer matches" if alone else "never matches")
            rows.append(
                (entry.line, actor, entry.label, entry.pattern, len(mine), mine["document"].nunique(), reason)
            )
    columns = ["line", "actor", "label", "pattern", "uses", "articles", "reason"]
    return make("lexicon", pd.DataFrame(rows, columns=columns))
