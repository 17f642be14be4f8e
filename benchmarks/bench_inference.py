"""Do intervals hold the truth, is nothing found where nothing is, and what is found where something is?

    python benchmarks/bench_inference.py coverage|stories|power|topics [RUNS]

Everything goes through the functions behind the tables and the findings. `coverage`: 95 % intervals of
shares, rates, means, topic shares and their differences, with and without story effects (correlation .3
within a story), and of sides as unlike as 5 and 200. `stories`: two outlets alike, few stories of many
articles; reports with a finding of labels, with stories as clusters and without. `power`: reports that state
a true difference. `topics`: one outlet of real news, its articles dealt at random to groups; reports with a
finding of a topic. Without a word: `coverage` with 20 runs.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from toolkit.analysis.strata import beside_others, told  # noqa: E402
from toolkit.analysis.topics.prevalence import Sample, differences, prevalence  # noqa: E402
from toolkit.report.wording.stated import families_in, stated  # noqa: E402
from toolkit.results import contract, make  # noqa: E402
from toolkit.stats.clusters import Floats, clustered_mean, effective_number, too_few  # noqa: E402
from toolkit.stats.differences import Level, clustered_difference, difference_of_levels  # noqa: E402
from toolkit.stats.families import benjamini_hochberg, with_q  # noqa: E402
from toolkit.stats.rates import rate_interval  # noqa: E402
from toolkit.stats.shares import share_interval, share_table  # noqa: E402

ICC = 0.3  # of articles of one story, and of choices of one article
TOPICS = 5
ACTORS = 6
OUTLETS = ("Herald", "Post")
Rng = np.random.Generator


def stories_of(shape: tuple[int, int]) -> np.ndarray:
    """Return the story of each article: so many stories of so many articles."""
    return np.repeat(np.arange(shape[0]), shape[1])


def beta(rng: Rng, mean: np.ndarray | float, size: int, icc: float = ICC) -> Floats:
    """Return shares around a mean whose choices are alike by `icc`."""
    mean = np.asarray(mean, dtype=np.float64)
    return rng.beta(mean * (1 / icc - 1), (1 - mean) * (1 / icc - 1), size)


def choices(rng: Rng, share: float, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return articles by two choices, one to eight uses an article, and the story of each."""
    story = stories_of(shape)
    own = beta(rng, share, shape[0])[story]
    uses = 1 + rng.poisson(2, len(story))
    first = rng.binomial(uses, own)
    return np.column_stack([first, uses - first]), story


Run = Callable[[Rng], tuple[float, float, float]]  # truth, low, high


def share(p: float, shape: tuple[int, int]) -> Run:
    def run(rng: Rng) -> tuple[float, float, float]:
        counts, story = choices(rng, p, shape)
        found = share_interval(counts, 0, clusters=story)
        return p, float(found["low"]), float(found["high"])

    return run


def share_difference(one: float, two: float, shape: tuple[int, int]) -> Run:
    def run(rng: Rng) -> tuple[float, float, float]:
        levels = []
        for p in (one, two):
            counts, story = choices(rng, p, shape)
            found = share_interval(counts, 0, clusters=story)
            levels.append(Level(*(float(found[name]) for name in ("share", "low", "high", "df"))))
        made = difference_of_levels(*levels)
        return one - two, made.low, made.high

    return run


def rate(per: float, shape: tuple[int, int]) -> Run:
    """A rate for 1,000 words, stories and articles each around it."""

    def run(rng: Rng) -> tuple[float, float, float]:
        story = stories_of(shape)
        words = rng.integers(200, 900, len(story))
        own = per / 1000 * rng.gamma(3, 1 / 3, shape[0])[story] * rng.gamma(4, 1 / 4, len(story))
        found = rate_interval(rng.poisson(own * words), words, clusters=story)
        return per, float(found["low"]), float(found["high"])

    return run


def scores(rng: Rng, shape: tuple[int, int]) -> tuple[Floats, np.ndarray]:
    """Return normal scores of variance 1 and the story of each."""
    story = stories_of(shape)
    return rng.normal(0, ICC**0.5, shape[0])[story] + rng.normal(0, (1 - ICC) ** 0.5, len(story)), story


def mean(shape: tuple[int, int]) -> Run:
    def run(rng: Rng) -> tuple[float, float, float]:
        y, story = scores(rng, shape)
        if too_few(effective_number(np.ones(len(y)), story)):
            return 0.0, np.nan, np.nan
        found = clustered_mean(y, story)
        return 0.0, found.low, found.high

    return run


def mean_difference(one: tuple[int, int], two: tuple[int, int]) -> Run:
    def run(rng: Rng) -> tuple[float, float, float]:
        (a, left), (b, right) = scores(rng, one), scores(rng, two)
        first = np.repeat([1, 0], [len(a), len(b)])
        found = clustered_difference(np.concatenate([a, b]), first, np.concatenate([left, right + 10**6]))
        return (0.0, np.nan, np.nan) if too_few(found.effective) else (0.0, found.low, found.high)

    return run


def sample(rng: Rng, sizes: tuple[int, ...], per: int, skew: float) -> tuple[Sample, pd.Series]:
    """Return groups of articles drawn from one population of skewed topic shares, stories of `per`."""
    n = sum(sizes)
    story = np.arange(n) // per
    own = rng.dirichlet(np.full(TOPICS, skew), n)
    if per > 1:
        own = (1 - ICC) * own + ICC * rng.dirichlet(np.full(TOPICS, skew), n)[story]
    again = np.repeat(own[None].astype(np.float32), 2, axis=0)
    groups = pd.Series(np.repeat([f"G{i}" for i in range(len(sizes))], sizes), dtype="str")
    return Sample(own, again, np.ones(TOPICS, dtype=bool), story, np.ones(n)), groups


def topic(sizes: tuple[int, ...], per: int, *, difference: bool, skew: float = 0.3) -> Run:
    def run(rng: Rng) -> tuple[float, float, float]:
        made, groups = sample(rng, sizes, per, skew)
        table = (differences if difference else prevalence)(made, groups, ["-"] * TOPICS)
        row = table.iloc[0]
        return 0.0 if difference else 1 / TOPICS, float(row["low"]), float(row["high"])

    return run


COVERAGE: dict[str, Run] = {
    "share .5, 40 articles": share(0.5, (40, 1)),
    "share .2, 40 articles": share(0.2, (40, 1)),
    "share .3, 15 articles": share(0.3, (15, 1)),
    "share .5, 20 stories of 4": share(0.5, (20, 4)),
    "share .2, 20 stories of 4": share(0.2, (20, 4)),
    "share .3, 10 stories of 4": share(0.3, (10, 4)),
    "difference of shares .5 - .25, 40 articles": share_difference(0.5, 0.25, (40, 1)),
    "difference of shares .5 - .25, 15 articles": share_difference(0.5, 0.25, (15, 1)),
    "difference of shares .5 - .25, 20 stories of 4": share_difference(0.5, 0.25, (20, 4)),
    "difference of shares .3 - .3, 10 stories of 4": share_difference(0.3, 0.3, (10, 4)),
    "rate 4 in 1,000 words, 40 articles": rate(4, (40, 1)),
    "rate 4 in 1,000 words, 20 stories of 4": rate(4, (20, 4)),
    "mean score, 20 stories of 4": mean((20, 4)),
    "difference of scores, 5 and 5 articles": mean_difference((5, 1), (5, 1)),
    "difference of scores, 5 and 40": mean_difference((5, 1), (40, 1)),
    "difference of scores, 5 and 200": mean_difference((5, 1), (200, 1)),
    "difference of scores, 10 and 200": mean_difference((10, 1), (200, 1)),
    "difference of scores, 20 and 200": mean_difference((20, 1), (200, 1)),
    "difference of scores, 40 and 40": mean_difference((40, 1), (40, 1)),
    "difference of scores, 10 and 10 stories of 4": mean_difference((10, 4), (10, 4)),
    "difference of scores, 6 and 40 stories of 4": mean_difference((6, 4), (40, 4)),
    "topic share, 40 articles": topic((40, 40), 1, difference=False),
    "topic share, 20 stories of 4": topic((80, 80), 4, difference=False),
    "difference of topic shares, 40 and 40": topic((40, 40), 1, difference=True),
    "difference of topic shares, 10 and 120": topic((10, 120), 1, difference=True),
    "difference of topic shares, 20 and 20 stories of 4": topic((80, 80), 4, difference=True),
}


def covered(run: Run, runs: int, seed: int = 1) -> dict[str, float]:
    """Return how often the interval holds the truth, and how often there is none."""
    rng = np.random.default_rng(seed)
    each = np.array([run(rng) for _ in range(runs)])
    known = ~np.isnan(each[:, 1])
    truth, low, high = each[known].T
    return {
        "covers": float(np.mean((low <= truth) & (truth <= high))),
        "no interval": 1 - float(known.mean()),
    }


def coverage(runs: int) -> None:
    rows = {name: covered(run, runs) for name, run in COVERAGE.items()}
    print(f"{runs} draws each")
    print(pd.DataFrame(rows).T.round(3).to_string())


def labels_of(
    rng: Rng, shares: tuple[float, float], shape: tuple[int, int], *, clustered: bool = True
) -> pd.DataFrame:
    """Return a table of labels: six actors of two labels each, the first with these shares in two outlets."""
    parts = []
    for actor in range(ACTORS):
        own = shares if actor == 0 else (0.5, 0.5)
        drawn = [choices(rng, p, shape) for p in own]
        counts = np.vstack([part for part, _ in drawn])
        story = np.concatenate([drawn[0][1], drawn[1][1] + shape[0]]) if clustered else None
        group = np.repeat([0, 1], len(counts) // 2)
        table = share_table(counts, ["rebel", "militant"], (list(OUTLETS), group), clusters=story)
        held = beside_others({}, (list(OUTLETS), group), counts, counts.sum(axis=1), clusters=story)
        parts.append(pd.concat([table, held], axis=1).assign(actor=f"actor {actor}", voice="narrator"))
    table = told(with_q(pd.concat(parts, ignore_index=True), ["actor", "voice"]))
    return full("labels", table.rename(columns={"choice": "label", "of": "uses_actor"}), "outlet")


def full(kind: str, table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return a result table, with what was not simulated missing."""
    named = table.rename(columns={"group": by})
    missing = {column.name for column in contract(kind, by).columns} - {*map(str, named)}
    return make(kind, named.assign(**dict.fromkeys(missing, np.nan)), by=by, scope={"by": by})


def states(tables: dict[str, pd.DataFrame]) -> bool:
    """Say whether a report of these tables states anything beyond its pages."""
    return bool(stated(families_in(tables)))


STORIES = ((40, 1), (10, 4), (5, 8))


def false_labels(shape: tuple[int, int], runs: int, *, clustered: bool, seed: int = 1) -> float:
    """Return the share of reports that state a difference of labels where outlets are alike."""
    rng = np.random.default_rng(seed)
    found = [
        states({"framing_labels": labels_of(rng, (0.5, 0.5), shape, clustered=clustered)})
        for _ in range(runs)
    ]
    return float(np.mean(found))


def stories(runs: int) -> None:
    for shape in STORIES:
        before, after = (false_labels(shape, runs, clustered=how) for how in (False, True))
        print(
            f"{shape[0]} stories of {shape[1]} a side, six actors, {runs} reports: a false finding in "
            f"{before:.3f} with articles as units, in {after:.3f} with stories",
            flush=True,
        )


def grades(rng: Rng, by: float, n: int) -> pd.DataFrame:
    """Return a table of differences in two measures of readability of n articles a side."""
    first, rows = np.repeat([1, 0], n), []
    for measure in ("flesch_kincaid", "dale_chall"):
        found = clustered_difference(rng.normal(first * by, 2.0), first)
        rows.append(
            {
                "a": OUTLETS[0],
                "b": OUTLETS[1],
                "measure": measure,
                "n_a": n,
                "n_b": n,
                "estimate": found.estimate,
                **{name: getattr(found, name) for name in ("low", "high", "df", "p")},
            }
        )
    table = pd.DataFrame(rows)
    return full("readability_pairs", table.assign(q=benjamini_hochberg(table["p"])), "outlet")


def power(runs: int) -> None:
    from bench_selected import quotations  # noqa: PLC0415 - a sibling

    from toolkit.analysis.sources.shares import sources  # noqa: PLC0415

    def sources_of(rng: Rng, n: int) -> dict[str, pd.DataFrame]:
        said = quotations(rng, (0.5, 0.3), n)
        wanted = {"source_types": "source_type", "verb_classes": "verb_class"}
        return {name: sources(said, of=of) for name, of in wanted.items()}

    designs: dict[str, Callable[[Rng, int], dict[str, pd.DataFrame]]] = {
        "source share .50 v .30": sources_of,
        "label .65 v .35, six actors": lambda rng, n: {
            "framing_labels": labels_of(rng, (0.65, 0.35), (n, 1))
        },
        "one school grade (sd 2)": lambda rng, n: {"readability_pairs": grades(rng, 1.0, n)},
    }
    for name, tables in designs.items():
        rng = np.random.default_rng(1)
        found = {n: float(np.mean([states(tables(rng, n)) for _ in range(runs)])) for n in (15, 25, 40)}
        shown = ", ".join(f"{n} a side {share:.3f}" for n, share in found.items())
        print(f"{name}, {runs} reports: stated in {shown}", flush=True)


def dealt(rng: Rng, n: int, sizes: tuple[int, ...]) -> pd.Series:
    """Return groups of these sizes dealt at random to n articles; the rest is the last group."""
    own = np.repeat(np.arange(len(sizes) + 1), [*sizes, n - sum(sizes)])
    return pd.Series([f"G{i}" for i in rng.permutation(own)], dtype="str")


def real_news() -> Iterator[tuple[str, Sample]]:
    """Yield topics of single outlets of real news."""
    from bench_confounding import OUTLETS as NEWS  # noqa: PLC0415 - a sibling
    from bench_confounding import news  # noqa: PLC0415

    from toolkit.analysis.topics.find import topics as find  # noqa: PLC0415
    from toolkit.corpus.corpus import Corpus  # noqa: PLC0415
    from toolkit.tables import conform  # noqa: PLC0415

    table = news()
    for outlet in NEWS[:3]:
        own = table[table["outlet"] == outlet].head(130)
        frame = own[["article_id", "outlet", "published", "title", "text", "n_words"]].assign(language="en")
        yield outlet, find(Corpus(conform(frame.reset_index(drop=True), "articles")), k=TOPICS).found.sample


def topics(runs: int) -> None:
    designs = {
        "10 v rest": (10,),
        "12 v rest": (12,),
        "20 v rest": (20,),
        "40 v rest": (40,),
        "halves": (65,),
    }
    designs["12 + 12 + 12 v rest"] = (12, 12, 12)
    for outlet, made in real_news():
        for name, sizes in designs.items():
            rng, found = np.random.default_rng(1), []
            for _ in range(runs):
                groups = dealt(rng, len(made.shares), sizes)
                table = differences(made, groups, [f"t{i}" for i in range(TOPICS)])
                found.append(states({"topic_differences": full("topic_differences", table, "desk")}))
            n = len(made.shares)
            print(
                f"{outlet} ({n}), {name}, {runs} reports: a false finding in {np.mean(found):.3f}", flush=True
            )


if __name__ == "__main__":
    wanted = {f.__name__: f for f in (coverage, stories, power, topics)}
    name, runs = (sys.argv[1], 200) if len(sys.argv) > 1 else ("coverage", 20)
    if name not in wanted:
        sys.exit(__doc__)
    wanted[name](int(sys.argv[2]) if len(sys.argv) > 2 else runs)
