"""`init`: a commented ``study.toml`` from a look at the pages."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pandas as pd

from toolkit.corpus.corpus import Corpus
from toolkit.corpus.reading import reading_lines
from toolkit.errors import ReportError
from toolkit.files import write_whole
from toolkit.lexicons.forms import FORMS, OWN
from toolkit.report.wording.numbers import number
from toolkit.report.wording.opening import LANGUAGES

HEAD = """# Settings of this study. Every line can be left out; a line that begins with # is a remark.
# What was found:{found}

title = {title}
seed = {seed}  # of everything drawn at random; another one gives other resamplings

[pages]
# The moment the pages were saved. Only with it do "2 hours ago" and days without a year become dates.
# captured = 2024-05-01
date_order = "day"  # what 03/04/2024 means: "day" (3 April) or "month" (4 March)
# Menus and buttons of these pages that are taken for text: list them in a file. Files that end in .theme.toml
# among the pages are used anyway.
# themes = ["mine.theme.toml"]

[corpus]
kinds = ["article"]  # also "video" (blurbs of videos) and "teaser" (openings of texts that go on elsewhere)
min_words = {min_words}  # shorter texts are left out
syndicated = "count_once"  # texts that several outlets carry: "count_once", "keep" or "drop"
agency = "apart"  # articles credited to an agency: "apart" from the outlet's own voice, or "own"

[topics]
# k = 12  # number of topics; left out, the toolkit suggests one

[framing]
by = "outlet"  # what is compared: "outlet", "group", "country" or a column of your table
# Words and phrases to compare as a family of their own, best written before the results are seen:
# terms = ["undocumented immigrant*|unauthorized immigrant*", "illegal alien*"]

[comparison]  # holds for every section
min_articles = {min_articles}  # fewer articles a side: counts, but no interval and no p-value
few_articles = {few_articles}  # fewer articles a side: marked, and no difference is said to hold

[quotes]
parser = false  # true: more speakers, and speech reported without quotation marks; about 17 articles a second

# Your own word lists in place of the toolkit's; a file's place is seen from this file.
[lexicons]
{lexicons}

[readability]
counting = "news"  # or "textstat"
# measures = ["flesch", "flesch_kincaid", "smog", "dale_chall", "rix"]  # measure_table() lists all

# What people coded; with it the report has a section on frames, and checked tables show corrected numbers.
# [coding]
# frames = "frames.json"
# checks = ["names.json"]

# Days that figures over time mark; one block a day.
# [[events]]
# date = 2024-05-02
# name = "Election day"

[report]
sections = {sections}  # leave out or reorder
# question = "What do they call the insurgents?"  # shown under the title
# author = "..."
# licence = "CC BY 4.0"
# citation = "..."
# notes = "notes.md"  # your own words: a text, then "## Before topics", "## After topics" and so on
"""


def study_text(corpus: Corpus) -> str:
    r"""Return a commented ``study.toml`` for the pages a corpus was read from.

    Parameters
    ----------
    corpus : Corpus
        The articles as read with the default settings.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": ["a"], "outlet": ["Post"], "language": ["en"]})
    >>> '[outlets."Post"]' in study_text(Corpus(conform(frame, "articles")))
    True
    """
    settings = corpus.settings
    head = HEAD.format(
        found="\n#   ".join(["", *reading_lines(corpus)]),
        title=_quoted(settings.title),
        seed=settings.seed,
        min_words=settings.corpus.min_words,
        lexicons="\n".join(f'# {name} = "my_{name}.csv"  # {FORMS[name].what}' for name in OWN),
        min_articles=settings.comparison.min_articles,
        few_articles=settings.comparison.few_articles,
        sections=_quoted(list(settings.report.sections)),
    )
    outlets = [_outlet(str(name), part) for name, part in corpus.articles.groupby("outlet", sort=True)]
    return (
        head
        + "\n# Outlets: the name in the table's heading is the folder's or the column's.\n"
        + "".join(outlets)
    )


def write_study(
    source: str | Path, path: str | Path | None = None, *, prepared: Corpus | None = None
) -> Path:
    """Look at saved pages, exports or tables and write a commented ``study.toml`` for them.

    Parameters
    ----------
    source : str or Path
        Folder or file of pages, exports or tables.
    path : str or Path, optional
        The file to write; never one that is there already. By default ``study.toml`` in the folder, or
        beside the file, where the report finds it by itself.
    prepared : Corpus, optional
        The articles of the source, read and prepared (`toolkit.corpus.prepare.prepare`), where that is done.

    Raises
    ------
    ReportError
        If the file exists.
    InputError
        If nothing can be read.
    """
    file = Path(path) if path is not None else found_by_report(source)
    if file.exists():
        raise ReportError(f"{file} exists; move it away or choose another name with -o")
    from toolkit.corpus.load import read_articles  # noqa: PLC0415 - loads an HTML parser
    from toolkit.corpus.prepare import prepare  # noqa: PLC0415

    corpus = prepare(read_articles(source)) if prepared is None else prepared
    write_whole(file, study_text(corpus))
    return file


def found_by_report(source: str | Path) -> Path:
    """Return where ``toolkit report`` looks for the settings of a source.

    Examples
    --------
    >>> found_by_report("pages.csv").as_posix()
    'study.toml'
    """
    place = Path(source)
    return (place if place.is_dir() else place.parent) / "study.toml"


def next_command(source: str | Path, file: str | Path, *, program: str = "toolkit") -> str:
    """Return the command that makes the report with the settings just written, in a folder of its own.

    Examples
    --------
    >>> next_command("my pages.csv", "study.toml")
    "toolkit report 'my pages.csv' -o 'my pages-report'"
    >>> next_command("a.csv", "b.toml", program=".venv/bin/toolkit")
    '.venv/bin/toolkit report a.csv --study b.toml -o a-report'
    """
    study = [] if Path(file) == found_by_report(source) else ["--study", str(file)]
    out = f"{Path(source).resolve().stem}-report"
    return shlex.join([program, "report", str(source), *study, "-o", out])


def _outlet(name: str, articles: pd.DataFrame) -> str:
    """Return the settings of one outlet, with what was seen of it as a remark."""
    dated = articles["published"].dropna()
    period = f", {dated.min():%Y-%m-%d} to {dated.max():%Y-%m-%d}" if len(dated) else ""
    undated = len(articles) - len(dated)
    gap = f", {undated} without a date" if undated else ""
    codes = [str(code) for code in articles["language"].dropna().value_counts().index]
    spoken = f", {', '.join(LANGUAGES.get(code, code) for code in codes)}" if codes else ""
    language = f"language = {_quoted(codes[0])}\n" if len(codes) == 1 else ""
    return (
        f"\n[outlets.{_quoted(name)}]  # {number(len(articles), 'article')}{period}{gap}{spoken}\n"
        f"# name = {_quoted(name)}\n"
        '# country = ""\n'
        '# group = ""  # outlets of one group can be compared with those of another\n'
        f"{language}"
    )


def _quoted(value: object) -> str:
    """Return a value as TOML; a JSON string or list of strings is one too."""
    return json.dumps(value, ensure_ascii=False)
