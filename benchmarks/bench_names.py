"""Names for any subject: suggestions, contrasts, countries, people and organisations, and what they cost.

    python benchmarks/bench_names.py [--only suggest events contrasts marks cost] [--splits 3] [--articles 26 1000 10000]

suggest: five subjects of AllSides at 40 articles, 200 and all. `other_names.csv` has other names of 29 words,
written down before any list was seen. Recall of the names that the articles use `uses` times or more; with a
`pool` of 10, words used less often are no candidates either, which is how the measure is usually taken and
makes it far higher. The interval is over words.
events: the same within the 4 or 5 articles that report one event (`other_names_events.csv`, read off the texts).
contrasts: articles dealt to the outlets at random, where nothing may be beyond chance; and whether what one half
of the articles shows holds in the other (sides of AllSides; the interval is over splits).
marks: countries, people and organisations beside `name_marks.csv`, which has where labelled names are, by one
labeller, and a digest of each.
cost: processor seconds, after the words are split; articles are drawn with repeats.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.analysis.names.contexts import Contexts, contexts, folded
from toolkit.analysis.names.contrasts import BEYOND, families_of, naming_contrasts
from toolkit.analysis.names.country_names import named_countries
from toolkit.analysis.names.country_shares import countries
from toolkit.analysis.names.entities import repaired
from toolkit.analysis.names.entity_lists import named_entities
from toolkit.analysis.names.suggest import ranking, suggest_names
from toolkit.analysis.scope import scope_of
from toolkit.corpus.copies import counted_articles
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.load import find_study, read_articles
from toolkit.stats.spread import residuals, spreads
from toolkit.tables import conform
from toolkit.text.recogniser import Marked, marked_names
from toolkit.text.tokens import tokens

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
EVENTS = HERE.parent / "tests" / "gold" / "allsides_events.csv"
LENGTH = 8000  # characters of an article that are read
SIZES = (40, 200, None)
COLUMNS = ["article_id", "outlet", "published", "title", "text", "outlet_leaning"]
SIDES = ("left", "right")
EXCHANGED = 500  # articles of which one half is searched, and the other shows what holds


def allsides() -> pd.DataFrame:
    """Return the articles, cut to their beginnings."""
    frame = pd.read_csv(SHARED / "benchmarks" / "allsides_dev.csv.gz")
    return frame.assign(text=frame["text"].str.slice(0, LENGTH))


def corpus_of(frame: pd.DataFrame) -> Corpus:
    return Corpus(conform(frame[COLUMNS].reset_index(drop=True), "articles"))


def interval(values: pd.Series) -> str:
    """Return a mean with its 95 % bootstrap interval."""
    rng, own = np.random.default_rng(1), values.to_numpy(dtype=np.float64)
    means = rng.choice(own, (1000, len(own))).mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return f"{own.mean():.2f} ({low:.2f} to {high:.2f})"


# ---------------------------------------------------------------- suggestions


def scores(
    known: Contexts, uses: dict[str, int], word: str, names: set[str], pool: int, least: int
) -> dict[str, float]:
    """Return precision and recall of the candidates of one word; nothing where it cannot be asked."""
    right = {name for name in names if name in known.places and uses[name] >= least}
    if word not in known.places or not right:
        return {}
    ranked = [known.terms[place] for place, _ in ranking(known, word)]
    ranked = [term for term in ranked if uses[term] >= pool][:20]
    made = {}
    for n in (10, 20):
        hits = len(set(ranked[:n]) & right)
        made |= {f"P@{n}": hits / n, f"R@{n}": hits / len(right)}
    return made


def uses_of(corpus: Corpus, known: Contexts) -> dict[str, int]:
    """Return how often each term is used."""
    table, words = tokens(corpus), folded(corpus)
    single = np.bincount(words.word[words.keep], minlength=len(table.vocabulary))
    places = {str(form): place for place, form in enumerate(table.vocabulary)}
    return {
        term: int(single[places[term]]) if term in places else int(articles)
        for term, articles in zip(known.terms, known.articles, strict=True)
    }


def suggest(articles: pd.DataFrame, splits: int) -> None:
    listing, rows = pd.read_csv(HERE / "other_names.csv"), list[dict[str, object]]()
    for topic, own in listing.groupby("topic", sort=False):
        part = articles[articles["topic"] == topic]
        for size in SIZES:
            for draw in range(splits if size else 1):
                taken = part.sample(size, random_state=draw) if size and size < len(part) else part
                corpus = corpus_of(taken)
                known = contexts(corpus)
                uses = uses_of(corpus, known)
                for word, names in own.groupby("word")["name"]:
                    for pool, least in ((0, 3), (0, 10), (10, 10)):
                        found = scores(known, uses, str(word), set(names), pool, least)
                        at = {"articles": size or 9999, "pool": pool, "uses": least, "word": word}
                        rows += [at | found] if found else []
    table = pd.DataFrame(rows)
    for keys, own in table.groupby(["pool", "uses", "articles"]):
        by_word = own.groupby("word")[["P@10", "R@10", "P@20", "R@20"]].mean()
        means = own[["P@10", "R@10", "P@20"]].mean().round(3).to_dict()
        print("suggest: pool, uses, articles", keys, means, "R@20", interval(by_word["R@20"]), flush=True)


def events(articles: pd.DataFrame, splits: int) -> None:
    del splits
    listing = pd.read_csv(HERE / "other_names_events.csv")
    told = pd.read_csv(EVENTS).merge(articles, on="article_id")
    rows = []
    for event, own in listing.groupby("event", sort=False):
        part = told[told["event"] == event].drop_duplicates("outlet").head(5)
        corpus = corpus_of(part)
        known = contexts(corpus)
        uses = uses_of(corpus, known)
        for _, concept in own.groupby("concept"):
            names = set(concept["name"])
            rows += [scores(known, uses, word, names - {word}, 0, 3) for word in sorted(names)]
    table = pd.DataFrame([row for row in rows if row])
    print(
        "events:", table.shape[0], "words;", table.mean().round(2).to_dict(), "R@20", interval(table["R@20"])
    )


# ---------------------------------------------------------------- contrasts


def shuffled(articles: pd.DataFrame, splits: int) -> None:
    """Say how many of the searches through outlets dealt at random find anything beyond chance."""
    rng, found, searches, real = np.random.default_rng(7), 0, 0, {}
    for topic in pd.read_csv(HERE / "other_names.csv")["topic"].unique():
        part = articles[articles["topic"] == topic]
        part = part[part["outlet"].isin(part["outlet"].value_counts().index[:6])]
        part = part.sample(min(len(part), 1000), random_state=3)
        table = naming_contrasts(corpus_of(part))
        real[str(topic)] = table.loc[table["p"] <= BEYOND, "slot"].drop_duplicates().tolist()
        for _ in range(max(4, splits)):
            dealt = part.assign(outlet=rng.permutation(part["outlet"].to_numpy()))
            table, searches = naming_contrasts(corpus_of(dealt)), searches + 1
            found += bool((table["p"] <= BEYOND).any())
    print(
        f"contrasts: beyond chance in {found} of {searches} searches through shuffled outlets; real: {real}"
    )


def halves(articles: pd.DataFrame, splits: int) -> Iterator[dict[str, object]]:
    """Yield, for each family found in one half, whether its most telling choice keeps its sign in the other."""
    rng = np.random.default_rng(7)
    for topic in pd.read_csv(HERE / "other_names.csv")["topic"].unique():
        part = articles[(articles["topic"] == topic) & articles["outlet_leaning"].isin(SIDES)]
        corpus = corpus_of(part)
        side = (corpus.articles["outlet_leaning"] == SIDES[1]).to_numpy().astype(np.int64)
        for split in range(splits):
            taken = rng.permutation(len(corpus))[:EXCHANGED]
            looked = rng.random(len(taken)) < 0.5
            z, p, code, names = searched(corpus, np.where(mask(corpus, taken[looked]), side, -1))
            after = in_other_half(corpus, np.where(mask(corpus, taken[~looked]), side, -1), names, code)
            widths = np.array([np.ptp(z[code == f]) for f in range(code.max() + 1)])
            for rank, family in enumerate(np.argsort(-widths, kind="stable")[:20]):
                own = np.flatnonzero(code == family)
                best = own[np.argmax(np.abs(z[own]))]
                kept = np.nan if after[best] == 0 else float(np.sign(z[best]) == np.sign(after[best]))
                at = {"topic": topic, "split": split, "n": len(taken), "rank": rank, "p": p[family]}
                yield at | {"kept": kept}


def mask(corpus: Corpus, rows: np.ndarray) -> np.ndarray:
    made = np.zeros(len(corpus), dtype=bool)
    made[rows] = True
    return made


def searched(
    corpus: Corpus, group: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[tuple[str, str, str]]]:
    """Return damped residuals of the first side, p and family of the choices, and their names."""
    made, at = families_of(corpus, scope_of(by="outlet_leaning"), group), np.flatnonzero(group >= 0)
    found = spreads(made.has[at], made.code, group[at], permutations=199)
    counts = np.stack([np.asarray(made.has[group == g].sum(axis=0)).ravel() for g in (0, 1)])
    return residuals(counts, made.code, damped=1.0)[0], found.p, made.code, made.names


def in_other_half(
    corpus: Corpus, group: np.ndarray, names: list[tuple[str, str, str]], code: np.ndarray
) -> np.ndarray:
    """Return the residuals of the same choices in other articles."""
    from toolkit.analysis.names.paradigms import paradigm_uses  # noqa: PLC0415 - beside its only use

    uses = paradigm_uses(corpus)
    document = tokens(corpus).document[uses["last"].to_numpy()]
    place = {name: at for at, name in enumerate(names)}
    keys = zip(uses["paradigm"], uses["shared"], uses["choice"], strict=True)
    column = np.array([place.get(key, -1) for key in keys])
    seen = (column >= 0) & (group[document] >= 0)
    pairs = np.unique(np.column_stack([document[seen], column[seen]]), axis=0)
    counts = np.zeros((2, len(names)))
    np.add.at(counts, (group[pairs[:, 0]], pairs[:, 1]), 1)
    return residuals(counts, code)[0]


def contrasts(articles: pd.DataFrame, splits: int) -> None:
    table = pd.DataFrame(halves(articles, splits))
    table = table[table["kept"].notna()]
    parts = {f"top {n}": table["rank"] < n for n in (5, 10, 20)}
    parts |= {f"p <= {p}": table["p"] <= p for p in (0.05, 0.2, 0.5)}
    for of, rows in (("all", table), ("400 articles or more", table[table["n"] >= 400])):
        for name, kept in parts.items():
            own = rows[kept[rows.index]]
            each = own.groupby(["topic", "split"])["kept"].mean()
            line = (
                f"{own['kept'].mean():.2f} of {len(own)}; mean of splits {interval(each)}"
                if len(own)
                else "none"
            )
            print(f"contrasts: sign kept, {of}, {name}: {line}")
    print(table.groupby("topic")["kept"].agg(["mean", "size"]).round(2).to_string())
    shuffled(articles, splits)


# ---------------------------------------------------------------- labelled names


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def labelled(articles: pd.DataFrame) -> tuple[pd.DataFrame, dict[tuple[str, str], str]]:
    """Return the labelled names whose text is as it was, and the texts they are in."""
    marks = pd.read_csv(HERE / "name_marks.csv", keep_default_na=False)
    pages, settings = find_study(SHARED / "pages")
    read = counted_articles(read_articles(pages, settings)).articles
    texts = {("pages", key): text for key, text in zip(read["article_id"], read["text"], strict=True)}
    texts |= {
        ("allsides", key): text for key, text in zip(articles["article_id"], articles["text"], strict=True)
    }
    where = list(zip(marks["source"], marks["article_id"], strict=True))
    same = [
        digest(texts.get(key, "")[start:end]) == mark
        for key, start, end, mark in zip(where, marks["start"], marks["end"], marks["digest"], strict=True)
    ]
    print(f"marks: {sum(same)} of {len(marks)} labels are where they were")
    return marks[same], {key: texts[key] for key in dict.fromkeys(where) if key in texts}


def country_scores(marks: pd.DataFrame, texts: dict[tuple[str, str], str]) -> None:
    for sample, own in marks[(marks["sample"] == "runs") | (marks["kind"] == "sentence")].groupby("sample"):
        found = missed = wrong = n = inside = 0
        for row in own.itertuples():
            text = texts[row.source, row.article_id]
            cut = slice(
                text.rfind("\n", 0, row.start) + 1, (text.find("\n", row.end) + 1 or len(text) + 1) - 1
            )
            base = cut.start
            wanted = str(row.countries).replace("org:", "org:").replace("+", " ").split()
            within = "org:" in str(row.countries)
            wanted = [code.removeprefix("org:") for code in wanted if code != "?"]
            got = [
                hit
                for hit in named_countries(text[cut], text)
                if hit.start + base < row.end and hit.end + base > row.start
            ]
            codes = [hit.code for hit in got]
            n += len(wanted)
            for code in wanted:
                if code in codes:
                    codes.remove(code)
                    found += 1
                else:
                    missed += 1
            wrong += len(codes)
            inside += sample == "runs" and bool(got) and within != any(hit.inside for hit in got)
        recall, precision = found / max(n, 1), found / max(found + wrong, 1)
        print(
            f"countries, {sample}: n {n}, precision {precision:.3f}, recall {recall:.3f}, inside wrong {inside}"
        )


def entity_scores(marks: pd.DataFrame, texts: dict[tuple[str, str], str]) -> None:
    import re  # noqa: PLC0415

    parts = [
        (key, found.start(), found.group())
        for key, text in texts.items()
        for found in re.finditer(r"[^\n]*\S[^\n]*", text)
    ]
    model: dict[tuple[str, str], list[Marked]] = {key: [] for key in texts}
    for (key, base, _), own in zip(parts, marked_names([text for *_, text in parts]), strict=True):
        model[key] += [Marked(one.start + base, one.end + base, one.kind) for one in own]
    mended = {key: [Marked(*one[:3]) for one in repaired(text, model[key])] for key, text in texts.items()}
    for sample, source in (("runs", "pages"), ("sentences", "pages"), ("sentences", "allsides")):
        own = marks[(marks["sample"] == sample) & (marks["source"] == source)]
        for kind in ("person", "organisation"):
            line = [scored(own, kind, made, whole=sample == "runs") for made in (model, mended)]
            print(
                f"{kind}, {sample}, {source}: n {int((own['kind'] == kind).sum())}, F before {line[0]}, after {line[1]}"
            )


def scored(own: pd.DataFrame, kind: str, made: dict[tuple[str, str], list[Marked]], *, whole: bool) -> str:
    """Return F of a kind of name: overlap and kind are right."""
    right = missed = extra = 0
    for (source, article), rows in own.groupby(["source", "article_id"]):
        hits = [one for one in made[source, article] if one.kind == kind]
        wanted = rows[rows["kind"] == kind][["start", "end"]].to_numpy()
        for start, end in wanted:
            met = any(one.start < end and one.end > start for one in hits)
            right, missed = right + met, missed + (not met)
        spans = rows if whole else rows[rows["kind"] == "sentence"]
        for start, end in spans[["start", "end"]].to_numpy():
            inside = [one for one in hits if one.start < end and one.end > start]
            if whole:
                extra += bool(inside) and not any((start, end) == (a, b) for a, b in wanted)
            else:
                extra += sum(not any(one.start < b and one.end > a for a, b in wanted) for one in inside)
    return f"{2 * right / max(2 * right + missed + extra, 1):.2f}"


def marks(articles: pd.DataFrame, splits: int) -> None:
    del splits
    labels, texts = labelled(articles)
    country_scores(labels, texts)
    entity_scores(labels, texts)


# ---------------------------------------------------------------- cost


def cost(articles: pd.DataFrame, sizes: list[int]) -> None:
    rng = np.random.default_rng(1)
    calls = {
        "suggest": lambda corpus: suggest_names(corpus, "government"),
        "a second word": lambda corpus: suggest_names(corpus, "attack"),
        "contrasts": naming_contrasts,
        "countries": countries,
        "people": named_entities,
    }
    part = articles[articles["outlet"].isin(articles["outlet"].value_counts().index[:6])]
    for n in sizes:
        taken = part.iloc[rng.choice(len(part), n, replace=n > len(part))]
        corpus = corpus_of(taken.assign(article_id=[f"a{number}" for number in range(n)]))
        start, spent = time.process_time(), {}
        tokens(corpus)
        spent["words"] = time.process_time() - start
        for name, call in calls.items():
            start = time.process_time()
            call(corpus)
            spent[name] = time.process_time() - start
        print(f"cost: {n:,} articles", {name: round(s, 1) for name, s in spent.items()}, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", default=["suggest", "events", "contrasts", "marks", "cost"])
    parser.add_argument("--splits", type=int, default=3)
    parser.add_argument("--articles", type=int, nargs="*", default=[26, 1000, 10_000])
    given = parser.parse_args()
    articles = allsides()
    for name, call in (("suggest", suggest), ("events", events), ("contrasts", contrasts), ("marks", marks)):
        if name in given.only:
            call(articles, given.splits)
    if "cost" in given.only:
        cost(articles, given.articles)


if __name__ == "__main__":
    main()
