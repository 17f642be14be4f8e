"""The opening page's account of the corpus: what is in it, what was left out, what it cannot show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.report.collect import Part
from toolkit.report.display import show
from toolkit.report.findings import Finding
from toolkit.report.view import View

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
    r"^\d+ words \(least: (\d+)\)$": r"fewer than \1 words",
}
FEW = 5  # articles of an outlet below which no comparison is made


def number(count: int, noun: str) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> number(1, "article"), number(1200, "outlet")
    ('1 article', '1,200 outlets')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def listed(names: list[str]) -> str:
    """Return names as a list in words.

    Examples
    --------
    >>> listed(["Herald", "Post", "Times"])
    'Herald, Post and Times'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def lead(corpus: Corpus) -> str:
    """Return the first sentences of a report: how many articles of which outlets, when, in what language.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": ["Rain."], "outlet": "Post", "language": "en"})
    >>> lead(Corpus(conform(frame, "articles")))
    '1 article from 1 outlet (Post). None of the articles is dated. In English.'
    """
    articles = corpus.articles
    outlets = sorted(articles["outlet"].dropna().unique(), key=str)
    named = f" ({listed(outlets)})" if 0 < len(outlets) <= 6 else ""
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
        views.append(
            show(
                corpus.quarantine,
                "Files that could not be read",
                columns={"file": "", "reason": "Why"},
                rows=50,
                name="unreadable_files",
                out=out,
            )
        )
    return [
        Part(view.html_safe(), "table", view.about.get("name"), str(view.about["caption"])) for view in views
    ]


def _outlets(corpus: Corpus, out: Path | None) -> View:
    columns = {
        "outlet": "",
        "n": "Articles",
        "median_words": "Words in the middle article: half of the outlet's articles are longer.",
        "first": "From: first day of publication.",
        "last": "To: last day of publication.",
        "undated": "Without date: articles whose page prints no date that can be resolved.",
        "credited": "Taken over: text credited to an agency or another site, as far as the page says.",
        "dropped": "Left out: articles that were read but are not analysed.",
    }
    return show(
        corpus.describe(), "Articles by outlet", columns=columns, rows=40, name="outlets_read", out=out
    )


def _dropped(corpus: Corpus, out: Path | None) -> View:
    why = corpus.dropped["reason"].fillna("not said")
    for exact, general in GENERAL.items():
        why = why.str.replace(exact, general, regex=True)
    table = corpus.dropped.assign(why=why).groupby("why", sort=True).size().reset_index(name="n")
    return show(
        table.sort_values(["n", "why"], ascending=[False, True]),
        "Articles left out",
        columns={"why": "Why", "n": "Articles"},
        name="left_out",
        out=out,
        note="Each one is listed, with its reason, in corpus/dropped.parquet beside this report.",
    )


def limits(corpus: Corpus, stated: Sequence[Finding]) -> list[str]:
    """Return what cannot be concluded from this corpus, in sentences.

    Parameters
    ----------
    corpus : Corpus
    stated : sequence of Finding
        Findings of the opening page.
    """
    sizes = corpus.articles["outlet"].value_counts().sort_index()
    small = [str(name) for name in sizes.index[sizes < FEW]]
    said = [
        "The articles are those that were saved, not all that an outlet published, and nobody knows how "
        "they were chosen. The numbers describe these articles; they describe the outlets only as far as "
        "the saved pages are typical of them.",
        "A difference in words or sources is a difference in what was written. It says nothing of "
        "intentions, and no report here says who is right.",
    ]
    if len(sizes) < 2:
        said.append("There is one outlet only, so nothing can be compared between outlets.")
    if small:
        verb = "has" if len(small) == 1 else "have"
        said.append(f"{listed(small)} {verb} fewer than {FEW} articles, too few for any comparison.")
    undated = int(corpus.articles["published"].isna().sum())
    if undated:
        share = undated / len(corpus.articles)
        said.append(
            f"{number(undated, 'article')} ({share * 100:.0f} %) cannot be dated, so differences between "
            "outlets may partly be differences in time."
        )
    if any(finding.section == "outlet-framing" for finding in stated):
        said.append(
            "Where outlets differ in words they may differ in their subjects only. The section on outlet "
            "framing compares them on the same subjects too."
        )
    if not stated:
        said.append(
            "No difference between the outlets is supported well enough to be stated here. That is not the "
            "same as showing that they are alike: small differences would not be seen at this size."
        )
    return said
