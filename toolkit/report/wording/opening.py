"""The opening page's account of the corpus: what is in it, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.report.page.display import show
from toolkit.report.page.sections import Part
from toolkit.report.page.view import View
from toolkit.report.wording.beside import REST
from toolkit.report.wording.numbers import listed, number
from toolkit.results import make

LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "hi": "Hindi",
    "it": "Italian",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "zh": "Chinese",
}
GENERAL = {  # what differs from article to article is taken out of a reason, so that reasons can be counted
    r" \(\d+\s?% of its words\)$": "",
    r"^(fewer than \d+ words) \(\d+\)$": r"\1",
}


def lead(corpus: Corpus, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the first sentences of a report: how many articles of which outlets, when, in what language.

    `names` says how outlets are called, where that is not their name in the tables.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": ["Rain."], "outlet": "Post", "language": "en"})
    >>> lead(Corpus(conform(frame, "articles")))
    '1 article from 1 outlet (Post). None of the articles is dated. In English.'
    """
    articles = corpus.articles
    outlets = sorted(articles["outlet"].dropna().unique(), key=str)
    if REST in outlets:
        own = next(outlet for outlet in outlets if outlet != REST)
        sides = articles["outlet"].value_counts()
        made = (
            f"{number(int(sides[own]), 'article')} of {names.get(own, own)} beside {sides[REST]:,} of others."
        )
        return f"{made} {_period(articles['published'])}"
    named = f" ({listed([names.get(outlet, outlet) for outlet in outlets])})" if 0 < len(outlets) <= 6 else ""
    languages = [LANGUAGES.get(code, code) for code in articles["language"].value_counts().index]
    spoken = f" In {listed(languages)}." if languages else ""
    made = f"{number(len(articles), 'article')} from {number(len(outlets), 'outlet')}{named}."
    return f"{made} {_period(articles['published'])}{spoken}"


def _period(published: pd.Series) -> str:
    dated = published.dropna()
    if dated.empty:
        return "None of the articles is dated."
    first, last = dated.min(), dated.max()
    days = f"{_day(first)} to {_day(last)}" if first != last else _day(first)
    gap = len(published) - len(dated)
    if gap > len(dated):
        return f"Only {len(dated):,} of them {'is' if len(dated) == 1 else 'are'} dated, {days}."
    return f"Published {days}." if not gap else f"Published {days} ({gap:,} without a date)."


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {day.strftime('%B %Y')}"


def account(corpus: Corpus, out: Path | None = None) -> list[Part]:
    """Return the tables that account for the corpus: by outlet, left out and why, unreadable files.

    With `out`, the whole tables are written to its ``tables`` folder too.
    """
    views = [_outlets(corpus, out)]
    if len(corpus.dropped):
        views.append(_dropped(corpus, out))
    if len(corpus.quarantine):
        views.append(show(corpus.quarantine, rows=50, name="unreadable_files", out=out))
    return [
        Part(view.html_safe(), "table", view.about.get("name"), str(view.about["caption"])) for view in views
    ]


def _outlets(corpus: Corpus, out: Path | None) -> View:
    return show(corpus.describe(), rows=40, name="outlets_read", out=out)


def _dropped(corpus: Corpus, out: Path | None) -> View:
    return show(
        reasons(corpus),
        name="left_out",
        out=out,
        note="Each one is listed, with its reason, in corpus/dropped.parquet next to this report.",
    )


def reasons(corpus: Corpus) -> pd.DataFrame:
    """Return why articles are left out, the most frequent reason first."""
    why = corpus.dropped["reason"].fillna("not said")
    for exact, general in GENERAL.items():
        why = why.str.replace(exact, general, regex=True)
    table = corpus.dropped.assign(why=why).groupby("why", sort=True).size().reset_index(name="n")
    return make("reasons", table.sort_values(["n", "why"], ascending=[False, True]))
