"""Reports on designs in which nothing but subject, time or length differs: what do they state?

    python benchmarks/bench_confounding.py [RUNS [DESIGN ...]]

Every run makes the tables of a report from real news (../shared/benchmarks/allsides_dev.csv.gz) and reads its
findings. The two sides are articles of one outlet, called Herald and Post (in ``leaning``: articles of many
outlets of one leaning, which fall at random on one side or the other by outlet). Nothing is a difference of
framing there; a finding that is stated as one is false. ``planted`` designs change the words of one side and so
have something to find. Stories are assigned once, to all articles of an outlet. Printed as they come: the findings of each
report on framing, sources and readability, with subject, time and length held equal ("held") and without
("crude"); then how many reports have any (nominal at most 5 %), with the interval of Clopper and Pearson.
"""

from __future__ import annotations

import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from random import Random

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
warnings.simplefilter("ignore")

import pandas as pd  # noqa: E402
from report.planted import tables  # noqa: E402 - the maker of a report's tables
from scipy.stats import binomtest  # noqa: E402

from toolkit.corpus.corpus import Corpus  # noqa: E402
from toolkit.corpus.stories import assign_stories  # noqa: E402
from toolkit.report.wording.stated import families_in, stated  # noqa: E402
from toolkit.tables import conform  # noqa: E402

FILE = ROOT.parent / "shared" / "benchmarks" / "allsides_dev.csv.gz"
RUNS, SIDE, FEW = 5, 40, 10
OUTLETS = ("Washington Times", "Fox News", "CNN (Web News)", "Townhall", "Politico", "NPR Online News")
COMMON = ("immigration", "gun_control_and_gun_rights")  # the two subjects every outlet of OUTLETS has most of

COLUMNS = ["article_id", "outlet", "published", "title", "text", "n_words", "language"]
STORY = ["story_id", "story_confidence"]
Frame = pd.DataFrame
_TOLD: dict[str, Frame] = {}


def news() -> Frame:
    """Return the articles with their number of words and day of publication."""
    table = pd.read_csv(FILE)
    table["n_words"] = table["text"].str.split().str.len()
    table["published"] = pd.to_datetime(table["published"])
    return table


def outlet_of(table: Frame, run: int) -> Frame:
    """Return the articles of the outlet whose turn it is, with their stories."""
    outlet = OUTLETS[run % len(OUTLETS)]
    if outlet not in _TOLD:
        own = table[table["outlet"] == outlet].assign(language="en")
        found = assign_stories(Corpus(conform(own[COLUMNS], "articles"))).articles
        _TOLD[outlet] = own.assign(**{name: found[name].to_numpy() for name in STORY})
    return _TOLD[outlet]


def sides(first: Frame, second: Frame) -> Corpus:
    """Return two sets of articles as two outlets; their own outlets are in the column ``desk``."""
    both = pd.concat([first.assign(side="Herald"), second.assign(side="Post")], ignore_index=True)
    both = both.assign(desk=both["outlet"], outlet=both["side"], language="en")
    frame = both[[*COLUMNS, "desk", *(name for name in STORY if name in both)]]
    return Corpus(conform(frame, "articles"))


def balanced(table: Frame, run: int) -> Corpus:
    drawn = outlet_of(table, run).sample(2 * SIDE, random_state=run)
    return sides(drawn[:SIDE], drawn[SIDE:])


def few_and_many(table: Frame, run: int) -> Corpus:
    """Return ten articles of an outlet against up to 120 of its others."""
    drawn = outlet_of(table, run).sample(frac=1, random_state=run)
    return sides(drawn[:FEW], drawn[FEW : FEW + 120])


def four_groups(table: Frame, run: int) -> Corpus:
    """Return three times twelve articles of an outlet and up to 93 of its others, as four outlets."""
    drawn = outlet_of(table, run).sample(frac=1, random_state=run)[:129]
    articles = sides(drawn[:36], drawn[36:]).articles
    names = ["Herald"] * 12 + ["Mail"] * 12 + ["Sun"] * 12 + ["Post"] * (len(articles) - 36)
    return Corpus(articles.assign(outlet=pd.Series(names, dtype="str")))


def two_periods(table: Frame, run: int) -> Corpus:
    """Return one outlet on one subject: the earlier half against the later of its dated articles."""
    own = outlet_of(table, run).dropna(subset=["published"])
    own = own[own["topic"] == COMMON[0]]
    drawn = own.sample(min(2 * SIDE, len(own)), random_state=run).sort_values(["published", "article_id"])
    return sides(drawn[: len(drawn) // 2], drawn[len(drawn) // 2 :])


def later_and_earlier(table: Frame, run: int) -> Corpus:
    """Return one outlet on one subject, three quarters of one side early, of the other late."""
    own = outlet_of(table, run).dropna(subset=["published"])
    own = own[own["topic"] == COMMON[0]].sort_values(["published", "article_id"])
    old, new = own[: len(own) // 2], own[len(own) // 2 :]
    size = min(SIDE, len(old) * 3 // 4)
    few = size // 4
    old, new = old.sample(frac=1, random_state=run), new.sample(frac=1, random_state=run)
    return sides(
        pd.concat([old[: size - few], new[:few]]),
        pd.concat([new[few : few + size - few], old[size - few : size]]),
    )


def mixed(many: int, few: int) -> Callable[[Frame, int], Corpus]:
    """Return a design of one outlet: `many` articles on one subject and `few` on another, and the reverse."""

    def design(table: Frame, run: int) -> Corpus:
        own = outlet_of(table, run)
        one, two = (own[own["topic"] == topic].sample(frac=1, random_state=run) for topic in COMMON)
        need = many + few
        if min(len(one), len(two)) < need:  # a smaller outlet: the same mix of fewer articles
            share = min(len(one), len(two)) / need
            return _cross(one, two, int(many * share), max(1, int(few * share)))
        return _cross(one, two, many, few)

    return design


def _cross(one: Frame, two: Frame, many: int, few: int) -> Corpus:
    return sides(
        pd.concat([one[:many], two[:few]]), pd.concat([two[few : few + many], one[many : many + few]])
    )


def by_length(table: Frame, run: int) -> Corpus:
    drawn = outlet_of(table, run).sample(2 * SIDE, random_state=run).sort_values(["n_words", "article_id"])
    return sides(drawn[SIDE:], drawn[:SIDE])


def one_leaning(table: Frame, run: int) -> Corpus:
    """Return outlets of one leaning put at random on two sides, 120 articles of each side at most."""
    leaning = ("left", "center", "right")[run % 3]
    own = table[table["outlet_leaning"] == leaning]
    own = own[own.groupby("outlet")["outlet"].transform("size") >= 20]
    names = sorted(own["outlet"].unique())
    Random(run).shuffle(names)
    drawn = own.sample(frac=1, random_state=run)
    first = drawn[drawn["outlet"].isin(names[::2])].head(120)
    made = sides(first, drawn[drawn["outlet"].isin(names[1::2])].head(120)).articles
    return Corpus(made.rename(columns={"outlet": "side"}).rename(columns={"desk": "outlet"}))


def planted_words(many: int, few: int) -> Callable[[Frame, int], Corpus]:
    """Return a mixed design where the Herald also says "scheme" for half of its "plan", "bill" and "law"."""

    def design(table: Frame, run: int) -> Corpus:
        made = mixed(many, few)(table, run)
        draw, articles = Random(run), made.articles.copy()
        herald = (articles["outlet"] == "Herald").to_numpy()
        words = {"plan", "bill", "law", "policy", "proposal", "program", "measure", "effort"}

        def changed(text: str) -> str:
            parts = text.split(" ")
            return " ".join("scheme" if part in words and draw.random() < PLANT else part for part in parts)

        articles["text"] = [changed(t) if h else t for t, h in zip(articles["text"], herald, strict=True)]
        return Corpus(articles)

    return design


PLANT = 0.5
DESIGNS: dict[str, Callable[[Frame, int], Corpus]] = {
    "halves": balanced,
    "few": few_and_many,
    "four": four_groups,
    "periods": two_periods,
    "later": later_and_earlier,
    "mix34": mixed(34, 6),
    "mix28": mixed(28, 12),
    "length": by_length,
    "leaning": one_leaning,
    "planted20": planted_words(20, 20),
    "planted28": planted_words(28, 12),
}


def of_a_report(made: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what a report states of framing, and what it would without strata held equal."""
    made_of = tables(made, by="side" if "side" in made.articles else "outlet")
    crude = {name: table.drop(columns="explained_by", errors="ignore") for name, table in made_of.items()}
    return held(made_of), held(crude)


def held(made_of: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the certain findings that nothing but the outlets explains: section and sentence."""
    told = stated(families_in(made_of))
    kept = [(family.rule.section, one.sentence) for family, one in told if not one.explained_by]
    return pd.DataFrame(kept, columns=["section", "statement"], dtype="str")


def main(runs: int, chosen: list[str]) -> None:
    table = news()
    for name in chosen:
        begin, pairs = time.process_time(), []
        for run in range(runs):
            pairs.append(of_a_report(DESIGNS[name](table, run)))
            told(f"{name} {run}", *pairs[-1])
        cost = (time.process_time() - begin) / runs
        for how, found in (("held", [a for a, _ in pairs]), ("crude", [b for _, b in pairs])):
            report(f"{name}, {how}", found, planted=name.startswith("planted"))
        print(f"    {cost:.1f} CPU s a report", flush=True)


def told(name: str, kept: pd.DataFrame, crude: pd.DataFrame) -> None:
    """Print what one report states."""
    print(f"{name}: held {len(kept)}, crude {len(crude)}", flush=True)
    for sentence in kept["statement"]:
        print(f"    {sentence}", flush=True)


def report(name: str, found: list[pd.DataFrame], *, planted: bool) -> None:
    """Print how many reports have findings, and of which sections."""
    sections = pd.concat(found)["section"].value_counts()
    word = f"; the planted word in {sum(map(has_planted, found))}" if planted else ""
    listed = ", ".join(f"{section} {number}" for section, number in sections.items())
    some, n = sum(len(one) > 0 for one in found), len(found)
    low, high = binomtest(some, n).proportion_ci(method="exact")
    share = f"{some / n:.3f} [{low:.3f}, {high:.3f}]"
    print(f"{name}: findings in {some} of {n} reports, {share}{word} ({listed or 'none'})")


def has_planted(found: pd.DataFrame) -> bool:
    return bool(found["statement"].str.contains("“scheme").any())


if __name__ == "__main__":
    if not FILE.is_file():
        sys.exit(f"the real news are missing: {FILE}")
    asked = sys.argv[2:] or list(DESIGNS)
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS, asked)
