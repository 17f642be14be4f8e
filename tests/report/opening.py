"""Random corpora for the opening page, and counts of what it says made without the toolkit's tables."""

from __future__ import annotations

import re
from random import Random

import pandas as pd

from toolkit.analysis.readability.scores import readability
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.stories import assign_stories
from toolkit.tables import conform

OUTLETS = ("Herald", "far-shore", "Post & Co", "Times")
NAMES = {"armed groups": {"terrorist": "terrorists", "militant": "militants", "rebel": "rebels"}}
OTHER = ("activist", "dissident")  # names of another actor
VERBS = {"said": "neutral", "claimed": "doubt", "insisted": "assertion", "admitted": "concession"}
SPEAKERS = {"official": "Interior Minister", "expert": "analyst", "witness": "eyewitness"}
PEOPLE = {  # of one kind each: a name is one person wherever it stands in an article
    "Interior Minister": ("Ardan Halik", "Rumi Sorel"),
    "analyst": ("Temur Vasko", "Yelin Zafir"),
    "eyewitness": ("Marik Onur", "Selim Arad"),
}
PLAIN = ("The road was closed near bridge {}.", "Rain fell on harbour {} all day.", "Shop {} opened late.")
ACTIVE, BARE = "Troops killed two men near river {}.", "Two men were killed near river {}."


def corpus(seed: int) -> Corpus:
    """Return articles whose sentences are drawn at random, each counted below by its own words."""
    draw = Random(seed)
    outlets = draw.sample(OUTLETS, draw.choice((1, 2, 3, 4)))
    habit = {outlet: [draw.random() ** 2 for _ in range(20)] for outlet in outlets}
    rows = []
    for number in range(draw.randrange(3, 26)):
        outlet = draw.choice(outlets)
        parts = [_sentence(draw, habit[outlet]) for _ in range(draw.randrange(3, 14))]
        rows.append(
            {
                "article_id": f"a{number:02}",
                "outlet": outlet,
                "title": f"Report number {number}",
                "text": "\n\n".join(parts),
                "language": "en",
                "n_words": len(" ".join(parts).split()),
            }
        )
    return assign_stories(Corpus(conform(pd.DataFrame(rows), "articles")))


def _sentence(draw: Random, habit: list[float]) -> str:
    """Return a sentence with a number of its own: lines that repeat are furniture."""
    kind = draw.choices(("name", "other", "quote", "harm", "plain"), [0.4, 0.1, 0.2, 0.15, 0.15])[0]
    place = draw.randrange(100_000)
    if kind == "name":
        word = _drawn(draw, list(NAMES["armed groups"].values()), habit[:3])
        return f"Officers looked for the {word} at dawn on hill {place}."
    if kind == "other":
        return f"The {_drawn(draw, OTHER, habit[3:5])} walked home on day {place}."
    if kind == "harm":
        return _drawn(draw, (ACTIVE, BARE), habit[5:7]).format(place)
    if kind == "plain":
        return draw.choice(PLAIN).format(place)
    role = _drawn(draw, list(SPEAKERS.values()), habit[7:10])
    verb = _drawn(draw, list(VERBS), habit[10:14])
    return f"“The road near bridge {place} is closed today,” {role} {draw.choice(PEOPLE[role])} {verb}."


def _drawn(draw: Random, values: list[str] | tuple[str, ...], weights: list[float]) -> str:
    return draw.choices(list(values), [0.02 + weight for weight in weights])[0]


def counted(made: Corpus) -> pd.DataFrame:
    """Return, for each outlet and thing that was written, how often, in how many articles, and the most in one.

    Found by the fixed words of the sentences above: no list, parser or table of the toolkit is used.
    """
    patterns = {
        ("armed groups", label): rf"the {word} at dawn" for label, word in NAMES["armed groups"].items()
    }
    patterns |= {("critics of the state", word): rf"The {word} walked home" for word in OTHER}
    patterns |= {("source", kind): rf"” {role} " for kind, role in SPEAKERS.items()}
    patterns |= {("verb", kind): rf"{verb}\.$" for verb, kind in VERBS.items()}
    patterns |= {("harm", "all"): r"Troops killed two men|Two men were killed"}
    patterns |= {("harm", "bare"): "Two men were killed"}
    patterns |= {("the killing", "killed"): r"\bkilled\b"}
    rows = []
    for outlet, part in made.articles.groupby("outlet"):
        for (of, what), pattern in patterns.items():
            each = [len(re.findall(pattern, text, re.MULTILINE)) for text in part["text"]]
            rows.append((outlet, of, what, sum(each), sum(n > 0 for n in each), max(each)))
    return pd.DataFrame(rows, columns=["outlet", "of", "what", "uses", "articles", "top"])


OUTLET = re.compile("|".join(map(re.escape, OUTLETS)))
COUNT = r"(never|once|twice|[\d,]+ times)(?: \((all|[\d,]+) in one article\))?"
PART = re.compile(rf"(none|[\d,]+) of ({OUTLET.pattern})'s ([\d,]+)")


def value(words: str) -> int:
    """Return the number that is told in words."""
    known = {"never": 0, "none": 0, "No": 0, "once": 1, "twice": 2}
    return known[words] if words in known else int(words.split(" ", maxsplit=1)[0].replace(",", ""))


def faults(made: Corpus, found: pd.DataFrame) -> list[str]:
    """Return the sentences that say a number which counting does not give, each with what is wrong."""
    counts = counted(made).set_index(["outlet", "of", "what"])
    return [
        f"{row.measure}: {wrong} in: {row.statement}"
        for row in found[found["tier"] == "describes"].itertuples()
        for wrong in CHECKS[str(row.measure)](str(row.statement), counts, made)
    ]


def _names(statement: str, counts: pd.DataFrame, made: Corpus) -> list[str]:
    """Check names with their uses: the outlet is the one named last before."""
    wrong, outlet = [], ""
    for found in re.finditer(rf"({OUTLET.pattern})|“(\w+)” {COUNT}|never (“.*?”)(?=;|\.)", statement):
        if found[1]:
            outlet = found[1]
        elif found[5]:
            wrong += [label for label in re.findall(r"“(\w+)”", found[5]) if _uses(counts, outlet, label)]
        else:
            uses, top = (_uses(counts, outlet, found[2], column) for column in ("uses", "top"))
            heavy = top if found[4] is None else uses if found[4] == "all" else value(found[4])
            wrong += [f"{outlet} {found[2]}"] if (value(found[3]), heavy) != (uses, top) else []
    return wrong


def _uses(counts: pd.DataFrame, outlet: str, what: str, column: str = "uses") -> int:
    rows = counts.xs((outlet, what), level=["outlet", "what"])
    return int(rows[column].iloc[0])


def _alone(statement: str, counts: pd.DataFrame, made: Corpus) -> list[str]:
    wrong = _names(statement, counts, made)
    for label in re.findall(r"“(\w+)”", statement):
        users = counts.xs(label, level="what")["uses"].gt(0).sum()
        wrong += [f"{users} use {label}"] if users != 1 else []
    return wrong


def _sources(statement: str, counts: pd.DataFrame, made: Corpus) -> list[str]:
    kind = (
        statement.split(" ", maxsplit=1)[0]
        .lower()
        .removesuffix("es" if statement.startswith("Witn") else "s")
    )
    told = counts.xs("source", level="of")["uses"]
    wrong = _parts(
        statement.split(".", maxsplit=1)[0], told.xs(kind, level="what"), told.groupby("outlet").sum()
    )
    for outlet, kinds in re.findall(rf"nly ({OUTLET.pattern}) quotes (.*?)(?:;|\.$)", statement):
        for name, n in re.findall(r"(official|expert|witness)e?s? \((\d+)\)", kinds):
            uses = told.xs(name, level="what")
            wrong += [name] if uses[outlet] != int(n) or uses.gt(0).sum() != 1 else []
    return wrong


def _parts(statement: str, part: pd.Series, whole: pd.Series) -> list[str]:
    wrong = []
    for n, outlet, total in PART.findall(statement):
        right = int(part.get(outlet, 0)), int(whole.get(outlet, 0))
        wrong += [f"{outlet} {right}"] if (value(n), value(total)) != right else []
    return wrong if PART.search(statement) else ["no number"]


def _verbs(statement: str, counts: pd.DataFrame, made: Corpus) -> list[str]:
    told = counts.xs("verb", level="of")["uses"]
    return _parts(
        statement, told.drop("neutral", level="what").groupby("outlet").sum(), told.groupby("outlet").sum()
    )


def _verbs_used(statement: str, counts: pd.DataFrame, made: Corpus) -> list[str]:
    classes = {"say": "neutral", "claim": "doubt", "insist": "assertion", "admit": "concession"}
    return _names(re.sub(r"“(\w+)”", lambda verb: f"“{classes[verb[1]]}”", statement), counts, made)


def _agents(statement: str, counts: pd.DataFrame, made: Corpus) -> list[str]:
    told = counts.xs("harm", level="of")["uses"]
    return _parts(statement, told.xs("bare", level="what"), told.xs("all", level="what"))


def _events(statement: str, counts: pd.DataFrame, made: Corpus) -> list[str]:
    """Check how many stories several outlets have, sure or perhaps."""
    several = int((made.articles.groupby("story_id")["outlet"].nunique() > 1).sum())
    sure, perhaps = re.match(r"(No|[\d,]+) event", statement), re.search(r"; ([\d,]+) perhaps", statement)
    told = value(sure[1]) + (value(perhaps[1]) if perhaps else 0) if sure else -1
    return [] if told == several else [f"{several} events"]


def _reading(statement: str, counts: pd.DataFrame, made: Corpus) -> list[str]:
    """Check mean grades against the mean of the articles' own scores."""
    scores = readability(made, measures=["flesch_kincaid"])
    long = scores[scores["n_words"] >= LONG].groupby("outlet")["estimate"].mean()
    told = re.findall(rf"({OUTLET.pattern}) (-?\d+\.\d)", statement)
    return [outlet for outlet, grade in told if f"{long[outlet]:.1f}" != grade] if told else ["no grade"]


LONG = 150  # words from which an article counts in an outlet's mean
CHECKS = {
    "names": _names,
    "only here": _alone,
    "sources": _sources,
    "verbs": _verbs,
    "verbs used": _verbs_used,
    "agents": _agents,
    "events": _events,
    "readability": _reading,
}
