"""``study.toml`` read into frozen settings: everything is checked before anything runs.

An unknown key is refused with the nearest known one, a wrong type with the place it is in.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import tomllib
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from toolkit.errors import SettingsError, nearest

DateOrder = Literal["day", "month"]
Syndicated = Literal["count_once", "keep", "drop"]
Agency = Literal["apart", "own"]
LEAST, FEW = 5, 10  # articles: no interval or p-value under the first, a flag and no finding under the second


@dataclass(frozen=True)
class OutletSettings:
    """What the user knows of one outlet; the table's key is the name of its folder."""

    name: str | None = None
    country: str | None = None
    group: str | None = None
    language: str | None = None
    date_order: DateOrder | None = None


@dataclass(frozen=True)
class PagesSettings:
    """How saved pages are read.

    ``captured`` is the moment the pages were saved: only with it do "2 hours ago" and dates without a
    year become dates. ``date_order`` says what 03/04/2024 means. ``themes`` are files with more page
    furniture, in the form of those in ``toolkit/pages/themes``.
    """

    captured: dt.datetime | None = None
    date_order: DateOrder = "day"
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LimitsSettings:
    """What one file may ask of the machine; past a limit it is set aside with the reason, the rest goes on.

    ``docs/reliability.md`` says what happens past each. ``expansion`` holds from 64 MB on: a small file may
    unpack as far as it likes. ``cell`` is of a table, ``line`` of a page or document. ``seconds`` are of
    the processor, with as many again for each 10 MB of a file; they and ``memory_mb`` hold where a file can
    be read in a process of its own, which is on Linux.
    """

    file_mb: int = 512
    expansion: int = 100
    members: int = 200_000
    rows: int = 5_000_000
    columns: int = 5_000
    cell: int = 10_000_000
    line: int = 10_000_000
    lines: int = 200_000
    html_mb: int = 20
    tags: int = 600_000
    nesting: int = 2_000
    pdf_pages: int = 5_000
    seconds: int = 60
    memory_mb: int = 4_096


@dataclass(frozen=True)
class CorpusSettings:
    """Which articles are analysed: kinds, shortest length in words, copies across outlets.

    ``agency`` says whether articles credited to an agency are part of the outlet's own voice.
    """

    kinds: tuple[str, ...] = ("article",)
    min_words: int = 50
    syndicated: Syndicated = "count_once"
    agency: Agency = "apart"


@dataclass(frozen=True)
class TopicsSettings:
    """Topic model: number of topics (null lets the toolkit suggest one) and the user's own labels."""

    k: int | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ComparisonSettings:
    """The smallest numbers of articles, for every section, the opening page and ``--each``.

    Under ``min_articles`` a side there is no interval and no p-value, only counts; under ``few_articles``
    a row is flagged and no difference is stated as one that holds; the opening page still describes what
    these articles say.
    """

    min_articles: int = LEAST
    few_articles: int = FEW


@dataclass(frozen=True)
class FramingSettings:
    """Outlet framing: the column whose values are compared, and the study's own terms.

    ``terms`` are words, phrases and patterns that are compared beside all other words, as a family of
    their own: best written before the results are seen.
    """

    by: str = "outlet"
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuotesSettings:
    """Quotations: with the parser or without."""

    parser: bool = False


@dataclass(frozen=True)
class LexiconSettings:
    """The study's own word lists, each a file that takes the place of the toolkit's list of that name.

    ``docs/howto/add_a_lexicon.md`` says what each list is for and what a file must hold.
    """

    actor_labels: str | None = None
    agents: str | None = None
    given_names: str | None = None
    harm_verbs: str | None = None
    hedges: str | None = None
    house_style: str | None = None
    reporting_verbs: str | None = None
    source_types: str | None = None
    topic_stopwords: str | None = None


@dataclass(frozen=True)
class ReadabilitySettings:
    """Readability: how words and sentences are counted, and the measures shown."""

    counting: Literal["news", "textstat"] = "news"
    measures: tuple[str, ...] = ("flesch", "flesch_kincaid", "smog", "dale_chall", "rix")


@dataclass(frozen=True)
class CodingSettings:
    """What people coded: files from `Coding.save`, of frames and of checks of result tables.

    With any of them the report has a section on frames, and checked tables show the corrected numbers.
    """

    frames: str | None = None
    checks: tuple[str, ...] = ()


@dataclass(frozen=True)
class EventSettings:
    """A day that figures over time mark, and a short name for what happened on it."""

    date: dt.date
    name: str


@dataclass(frozen=True)
class ReportSettings:
    """The report: its sections, by the notebooks' names, in order, and the researcher's own words.

    ``notes`` is a Markdown file with the lines below the title and before and after each section
    (`toolkit.report.page.own`).
    """

    sections: tuple[str, ...] = ("corpus", "topics", "outlet_framing", "source_framing", "readability")
    question: str = ""
    author: str = ""
    licence: str = ""
    citation: str = ""
    notes: str | None = None


@dataclass(frozen=True)
class Settings:
    """Everything a study sets; the defaults are a complete study.

    Examples
    --------
    >>> Settings().pages.date_order
    'day'
    """

    title: str = "News report"
    seed: int = 1
    outlets: Mapping[str, OutletSettings] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    pages: PagesSettings = PagesSettings()
    limits: LimitsSettings = LimitsSettings()
    corpus: CorpusSettings = CorpusSettings()
    topics: TopicsSettings = TopicsSettings()
    comparison: ComparisonSettings = ComparisonSettings()
    framing: FramingSettings = FramingSettings()
    quotes: QuotesSettings = QuotesSettings()
    lexicons: LexiconSettings = LexiconSettings()
    readability: ReadabilitySettings = ReadabilitySettings()
    coding: CodingSettings = CodingSettings()
    events: tuple[EventSettings, ...] = ()
    report: ReportSettings = ReportSettings()


def load_settings(path: str | Path) -> Settings:
    """Read a ``study.toml``.

    Parameters
    ----------
    path : str or Path
        The file. Files that it names (themes, word lists) are looked for from its own folder.

    Returns
    -------
    Settings

    Raises
    ------
    SettingsError
        If the file is missing, is not TOML, names an unknown key or a file that is not there, or holds a
        value of the wrong type.
    """
    file = Path(path)
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(f"there is no settings file {file}") from None
    except OSError as error:
        raise SettingsError(f"the settings file {file} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of figures is a plain ValueError
        raise SettingsError(f"{file} is not valid TOML: {error}") from error
    return with_files(make_settings(data, where=file.name), lambda name: _found(name, file))


def files_of(settings: Settings) -> dict[str, str]:
    """Return the files that settings name, by the place of the setting.

    Examples
    --------
    >>> files_of(make_settings({"lexicons": {"hedges": "mine.csv"}, "pages": {"themes": ["a.theme.toml"]}}))
    {'[pages] themes 1': 'a.theme.toml', '[lexicons] hedges': 'mine.csv'}
    """
    themes = {f"[pages] themes {number}": name for number, name in enumerate(settings.pages.themes, 1)}
    lists = {f"[lexicons] {key}": name for key, name in vars(settings.lexicons).items() if name}
    coded = {"[coding] frames": settings.coding.frames} if settings.coding.frames else {}
    checks = {f"[coding] checks {number}": name for number, name in enumerate(settings.coding.checks, 1)}
    notes = {"[report] notes": settings.report.notes} if settings.report.notes else {}
    return themes | lists | coded | checks | notes


def with_files(settings: Settings, changed: Callable[[str], str]) -> Settings:
    """Return settings with every file they name put through a function."""
    lists = {key: changed(name) for key, name in vars(settings.lexicons).items() if name}
    frames, notes = settings.coding.frames, settings.report.notes
    coding = CodingSettings(
        frames=changed(frames) if frames else None, checks=tuple(map(changed, settings.coding.checks))
    )
    return dataclasses.replace(
        settings,
        pages=dataclasses.replace(settings.pages, themes=tuple(map(changed, settings.pages.themes))),
        lexicons=LexiconSettings(**lists),
        coding=coding,
        report=dataclasses.replace(settings.report, notes=changed(notes) if notes else None),
    )


def sections_of(settings: Settings) -> tuple[str, ...]:
    """Return the sections of a study's report: those asked for, and ``frames`` where there are codes.

    Examples
    --------
    >>> sections_of(make_settings({"coding": {"frames": "codes.json"}}))[-1]
    'frames'
    """
    sections = settings.report.sections
    coded = settings.coding.frames or settings.coding.checks
    return (*sections, "frames") if coded and "frames" not in sections else sections


def _found(name: str, study: Path) -> str:
    """Return where a file is that a study names; it is looked for from the study's folder."""
    file = study.parent / name
    if not file.is_file():
        hint = nearest(file.name, [other.name for other in file.parent.glob("*")])
        meant = f"; {hint}" if hint.startswith("did") else ""
        raise SettingsError(f"{study.name} names a file that is not there: {file}{meant}")
    return str(file)


def make_settings(data: Mapping[str, Any], *, where: str = "settings") -> Settings:
    """Build settings from a mapping shaped like ``study.toml``.

    Parameters
    ----------
    data : mapping
        Nested keys and values.
    where : str
        Name used in messages.

    Raises
    ------
    SettingsError
        If a key is unknown, or a value has the wrong type or is out of its range.

    Examples
    --------
    >>> make_settings({"topics": {"k": 6}}).topics.k
    6
    >>> make_settings({"topic": {"k": 6}})
    Traceback (most recent call last):
    toolkit.errors.SettingsError: settings: unknown key 'topic'; did you mean 'topics'?
    """
    made: Settings = _build(Settings, data, where)
    for (table, key), (least, most) in _RANGES.items():
        value = getattr(getattr(made, table) if table else made, key)
        if value is not None and not least <= value <= most:
            place = f"{table}: {key}" if table else key
            raise SettingsError(f"{where}: {place} is {value}; give a number from {least:,} to {most:,}")
    fewest, few = made.comparison.min_articles, made.comparison.few_articles
    if not 2 <= fewest <= few:
        raise SettingsError(
            f"{where}: comparison: min_articles is {fewest} and few_articles {few}; "
            "give numbers of 2 or more, few_articles not the smaller one"
        )
    _check_events(made.events, where)
    return made


def _check_events(events: tuple[EventSettings, ...], where: str) -> None:
    """Refuse an event without a name, and one that stands twice."""
    for number, event in enumerate(events, 1):
        if not event.name.strip():
            raise SettingsError(f"{where}: events {number}: name is empty; say in a few words what happened")
        if event in events[: number - 1]:
            raise SettingsError(f"{where}: events {number}: {event.name!r} on {event.date} is there twice")


def as_dict(settings: Settings) -> dict[str, Any]:
    """Return settings as plain nested values, for a manifest or a notebook cell.

    Examples
    --------
    >>> as_dict(Settings())["corpus"]["min_words"]
    50
    """
    return dataclasses.asdict(settings)


# What numbers may be; the seed's limits are NumPy's, no article has a million words.
_RANGES: Mapping[tuple[str, str], tuple[int, int]] = types.MappingProxyType(
    {
        ("", "seed"): (0, 2**32 - 1),
        ("corpus", "min_words"): (0, 1_000_000),
        ("topics", "k"): (1, 1_000),
        ("limits", "file_mb"): (1, 2_047),  # a file is read whole, and Python's csv counts in 31 bits
        ("limits", "expansion"): (1, 1_000_000),
        ("limits", "members"): (1, 10_000_000),
        ("limits", "rows"): (1, 100_000_000),
        ("limits", "columns"): (1, 100_000),
        ("limits", "cell"): (1_000, 2**31 - 1),
        ("limits", "line"): (1_000, 2**31 - 1),
        ("limits", "lines"): (1_000, 10_000_000),
        ("limits", "html_mb"): (1, 500),
        ("limits", "tags"): (1_000, 10_000_000),
        ("limits", "nesting"): (10, 2_000),  # libxml2 drops what lies deeper than 2,048
        ("limits", "pdf_pages"): (1, 1_000_000),
        ("limits", "seconds"): (1, 86_400),
        ("limits", "memory_mb"): (256, 1_000_000),
    }
)
_MOVED: Mapping[tuple[type[Any], str], str] = types.MappingProxyType(
    {
        (FramingSettings, "labels"): "[lexicons] actor_labels",
        (FramingSettings, "min_articles"): "[comparison] min_articles",
        (QuotesSettings, "verbs"): "[lexicons] reporting_verbs",
        (QuotesSettings, "sources"): "[lexicons] source_types",
    }
)


def _build(cls: type[Any], data: object, where: str) -> Any:
    """Build a frozen settings class from a mapping, refusing what it does not know."""
    if not isinstance(data, Mapping):
        raise SettingsError(f"{where}: expected a table of keys, got {data!r}")
    hints = typing.get_type_hints(cls)
    for key in data:
        if (cls, key) in _MOVED:
            raise SettingsError(f"{where}: '{key}' has moved: write {_MOVED[cls, key]} instead")
        if key not in hints:
            raise SettingsError(f"{where}: unknown key '{key}'; {nearest(key, hints)}")
    known = {key: value for key, value in data.items() if value is not None}  # a manifest's null: not set
    for one in dataclasses.fields(cls):
        if one.name not in known and one.default is one.default_factory is dataclasses.MISSING:
            raise SettingsError(f"{where}: '{one.name}' is missing")
    return cls(**{key: _value(hints[key], value, f"{where}: {key}") for key, value in known.items()})


def _value(hint: Any, value: object, where: str) -> Any:
    """Return a value checked against a type hint."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if dataclasses.is_dataclass(hint):
        return _build(typing.cast(type[Any], hint), value, where)
    if origin is Literal:
        if value not in args:
            raise SettingsError(f"{where} is {value!r}; {nearest(str(value), map(str, args))}")
        return value
    if origin in (types.UnionType, typing.Union):
        return _value(next(arg for arg in args if arg is not type(None)), value, where)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise SettingsError(f"{where} must be a list, got {value!r}")
        numbered = dataclasses.is_dataclass(args[0])
        return tuple(
            _value(args[0], item, f"{where} {number}" if numbered else where)
            for number, item in enumerate(value, 1)
        )
    if origin is Mapping:
        if not isinstance(value, Mapping):
            raise SettingsError(f"{where} must be a table of keys, got {value!r}")
        return {str(key): _value(args[1], item, f"{where}.{key}") for key, item in value.items()}
    return _scalar(hint, value, where)


def _scalar(hint: type[Any], value: object, where: str) -> Any:
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if hint is dt.date:
        return _day(value, where)
    if hint is dt.datetime and isinstance(value, str):
        return _moment(value, where)
    if hint is dt.datetime and isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    if (hint is int and isinstance(value, bool)) or not isinstance(value, hint):
        raise SettingsError(f"{where} must be of type {hint.__name__}, got {value!r}")
    return value


def _day(value: object, where: str) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise SettingsError(f"{where} must be a day such as 2024-05-02, got {value!r}") from None


def _moment(text: str, where: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{where} must be a moment such as 2024-05-02T09:00:00, got {text!r}") from None
