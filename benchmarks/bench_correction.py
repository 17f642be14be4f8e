"""How often intervals of corrected shares and differences hold the truth, and how wide they are.

    python benchmarks/bench_correction.py [../shared/benchmarks] [replications]

First real texts, with the category of BBC News and the topic of AllSides as stand-ins for codes: two outlets,
as many of each coded, the rest predicted by the cross-fitted model. Then a machine with a set kappa that says
yes 1.3 times as often as it should, on 1,000 articles an outlet. Each line has coverage of the truth / mean
width of the 95 % interval / bias: of the share by PPI++ (ppi), of the codes alone, of the machine alone (its
mean probability; its labels), and of the difference of the outlets by PPI++ and by codes. few: studies with
under ten codes of the rarer kind, in which the codes stand alone.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.analysis.coding.predict import cross_fitted, folds, meanings
from toolkit.stats.agreement import agreement_coefficients
from toolkit.stats.correction import (
    FEW_POSITIVES,
    Units,
    corrected_share,
    difference_of_shares,
    naive_share,
    units_of,
)

N = 1_000
PREVALENCE, KAPPA, CODED = (0.05, 0.1, 0.2, 0.5), (0.3, 0.5, 0.7), (50, 100, 300)
Side = tuple[Units, float]


class Held:
    """Coverage, width and error of the intervals of many studies, by estimator."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[float, float, float]]] = {}

    def add(self, name: str, truth: float, found: tuple[float, float, float]) -> None:
        share, low, high = found
        if np.isfinite(share):
            self.rows.setdefault(name, []).append((float(low <= truth <= high), high - low, share - truth))

    def line(self) -> str:
        means = {name: np.mean(rows, axis=0) for name, rows in self.rows.items()}
        return "  ".join(f"{name} {m[0]:.3f}/{m[1]:.3f}/{m[2]:+.3f}" for name, m in means.items())


def study(held: Held, sides: list[Side], target: str = "articles") -> None:
    """Enter one study of two outlets."""
    found = [corrected_share(units, target=target) for units, _ in sides]
    for (units, truth), one in zip(sides, found, strict=True):
        held.add("ppi", truth, one[:3])
        held.add("codes", truth, corrected_share(units, method="codes", target=target)[:3])
        held.add("machine", truth, naive_share(units))
    held.add("difference", sides[1][1] - sides[0][1], difference_of_shares(found[1], found[0]))
    alone = [corrected_share(units, method="codes", target=target) for units, _ in sides]
    held.add("by codes", sides[1][1] - sides[0][1], difference_of_shares(alone[1], alone[0]))


def coded(rng: np.random.Generator, y: np.ndarray, n: int) -> np.ndarray:
    truth = np.full(len(y), np.nan)
    chosen = rng.choice(len(y), n, replace=False)
    truth[chosen] = y[chosen]
    return truth


def planted(rng: np.random.Generator, p: float, kappa: float, hits: float) -> tuple[np.ndarray, np.ndarray]:
    """Codes of N articles and a machine's, with a kappa, that says yes `hits` times as often as it should."""
    y = (rng.random(N) < p) * 1.0
    said = min(p * hits, 0.9)
    both = (kappa * (p * (1 - said) + said * (1 - p)) / 2) + p * said  # P(both say yes), from the kappa
    first, second = both / p, (said - both) / (1 - p)
    return y, (rng.random(N) < np.where(y == 1, min(first, 1), max(second, 0))) * 1.0


def synthetic(replications: int) -> None:
    for p in PREVALENCE:
        for kappa in KAPPA:
            for n in CODED:
                rng, held, few = np.random.default_rng(int(1e4 * p + 1e3 * kappa + n)), Held(), 0
                for _ in range(replications):
                    sides = []
                    for share in (p, min(1.5 * p, 0.6)):
                        y, f = planted(rng, share, kappa, 1.3)
                        sides.append((units_of(coded(rng, y, n), f), float(y.mean())))
                    study(held, sides)
                    few += corrected_share(sides[0][0]).positives < FEW_POSITIVES
                print(
                    f"share {p} kappa {kappa} coded {n:3}: {held.line()}  few {few / replications:.2f}",
                    flush=True,
                )


def bbc(folder: Path, rng: np.random.Generator) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Politics in two made-up outlets of 500 articles, at 12 and 26 %."""
    table = pd.read_csv(folder / "bbc_news.csv.gz")
    yes, no = (np.flatnonzero(table["category"].eq("politics") == wanted) for wanted in (True, False))
    rows, outlet = [], []
    yes, no = rng.permutation(yes), rng.permutation(no)
    for number, count in enumerate((60, 132)):
        rows += [*yes[:count], *no[: 500 - count]]
        outlet += [number] * 500
        yes, no = yes[count:], no[500 - count :]
    return (
        table["text"].iloc[rows].tolist(),
        table["category"].eq("politics").to_numpy()[rows] * 1.0,
        np.array(outlet),
    )


def allsides(folder: Path, outlets: tuple[str, str], topic: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    """A topic in two outlets as they are."""
    table = pd.read_csv(folder / "allsides_dev.csv.gz")
    table = table[table["outlet"].isin(outlets) & table["text"].notna()]
    texts = (table["title"].fillna("") + "\n" + table["text"]).tolist()
    return (
        texts,
        table["topic"].eq(topic).to_numpy() * 1.0,
        table["outlet"].eq(outlets[1]).to_numpy().astype(int),
    )


def real(name: str, made: tuple[list[str], np.ndarray, np.ndarray], n: int, replications: int) -> None:
    """Code `n` articles of each outlet again and again."""
    texts, y, outlet = made
    points, held, kappas, explained = meanings(texts), Held(), [], []
    for number in range(replications):
        rng = np.random.default_rng(number)
        truth = np.full(len(y), np.nan)
        for side in (0, 1):
            chosen = rng.choice(np.flatnonzero(outlet == side), n // 2, replace=False)
            truth[chosen] = y[chosen]
        known = ~np.isnan(truth)
        machine = cross_fitted(points, truth, folds(pd.Series(np.arange(len(y))), known, number))
        pair = np.column_stack([y[known], machine[known] >= 0.5])
        kappas.append(agreement_coefficients(pair, least=10_000)["kappa"].estimate)
        explained.append(np.corrcoef(y[~known], machine[~known])[0, 1] ** 2)
        hard = (machine >= 0.5) * 1.0
        sides = [
            (units_of(truth[outlet == s], machine[outlet == s]), float(y[outlet == s].mean())) for s in (0, 1)
        ]
        study(held, sides)
        for side in (0, 1):
            labelled = units_of(truth[outlet == side], hard[outlet == side])
            held.add("labels alone", float(y[outlet == side].mean()), naive_share(labelled))
    model = f"kappa {np.nanmean(kappas):.2f}, r2 {np.nanmean(explained):.2f}"
    print(f"{name}, {n} coded of {len(y)}, {model}: {held.line()}", flush=True)


def cases(folder: Path) -> Iterator[tuple[str, tuple[list[str], np.ndarray, np.ndarray]]]:
    yield "BBC politics", bbc(folder, np.random.default_rng(0))
    table = pd.read_csv(folder / "allsides_dev.csv.gz")
    big = table["outlet"].value_counts().index[:2]
    topic = str(table.loc[table["outlet"].isin(big), "topic"].value_counts().index[0])
    yield f"AllSides {topic}, {big[0]} and {big[1]}", allsides(folder, (str(big[0]), str(big[1])), topic)


def main() -> None:
    warnings.filterwarnings("ignore", category=RuntimeWarning)
    numbers = [one for one in sys.argv[1:] if one.isdigit()]
    paths = [one for one in sys.argv[1:] if not one.isdigit()]
    replications = int(numbers[0]) if numbers else 200
    folder = Path(paths[0]) if paths else Path(__file__).resolve().parents[2] / "shared" / "benchmarks"
    print("coverage / width / bias")
    for name, made in cases(folder):
        for n in (50, 100, 200):
            real(name, made, n, max(replications // 2, 10))
    synthetic(replications)


if __name__ == "__main__":
    main()
