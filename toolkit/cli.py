"""The ``toolkit`` command: parses arguments, calls public functions, prints where the results are."""

from __future__ import annotations

import argparse
import io
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from types import FrameType
from typing import Any

import toolkit
from toolkit.errors import InputError, OutputError, ReportError, ToolkitError, shown

USAGE, FAILED = 2, 1
SIGNALLED = 128  # a shell's code for a program that a signal ended: 128 and the signal's number


class Stopped(KeyboardInterrupt):
    """A signal asks the command to end; its argument is the signal's number."""


def _spare() -> None:
    """Leave out what the validator of notebooks loads for addresses, which no notebook has a rule for.

    The grammar behind it takes a second to build, more than all else that a command imports.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type] # as if it were not installed


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    0 done; 1 the report was made but a part of it failed, or a check did not pass; 2 the input or the
    arguments cannot be used; 130 or 143 it was stopped by SIGINT (Ctrl-C) or SIGTERM.
    """
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a letter gets its number
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    _spare()
    parser = make_parser()
    parsed = parser.parse_args(arguments)
    if "run" not in parsed:
        parser.print_help()
        return 0
    run: Callable[[argparse.Namespace], int] = parsed.run
    try:
        with _stoppable():
            return run(parsed)
    except (ReportError, OutputError) as error:
        _say(f"toolkit: {error}", error=True)
        return FAILED
    except ToolkitError as error:
        _say(f"toolkit: {error}", error=True)
        return USAGE
    except Stopped as stopped:
        _say("toolkit: stopped; nothing was written", error=True)
        return SIGNALLED + int(stopped.args[0])


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let SIGINT and SIGTERM end the block in good order, with its kernels and half-written folders.

    A shell without job control starts what follows ``&`` with SIGINT ignored, and Python keeps that: no
    interrupt would ever end such a run. What was set before is set again at the end.
    """
    if threading.current_thread() is not threading.main_thread():  # where no handler can be set
        yield
        return
    before = {number: signal.signal(number, _stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def _stop(number: int, _frame: FrameType | None) -> None:
    raise Stopped(number)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="toolkit",
        description="Saved news pages to articles and a report on topics, framing, sources, readability.",
    )
    parser.add_argument("--version", action="version", version=f"toolkit {toolkit.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND")
    makers = (_add_report, _add_articles, _add_init, _add_names, _add_verify, _add_diff, _add_methods)
    for add in (*makers, _add_export):
        add(commands)
    return parser


def _add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    report = commands.add_parser(
        "report", help="make the report over a folder of pages (default: the sample)"
    )
    _add_pages(report)
    report.add_argument(
        "-o", "--out", type=Path, default=Path("report"), help="folder of the report (default: report)"
    )
    report.add_argument("--section", action="append", help="make this section alone; may be repeated")
    report.add_argument(
        "--each", choices=["outlet", "topic", "story"], help="one report for each, and a page that lists them"
    )
    report.add_argument(
        "--least", type=int, help="with --each: fewest articles of a group (default: as in the settings, 5)"
    )
    report.add_argument("--csv", action="store_true", help="write the tables as CSV alone")
    report.add_argument(
        "--fresh", action="store_true", help="take nothing over from the report in the folder"
    )
    report.add_argument(
        "--deadline", type=float, default=60, metavar="MINUTES", help="end the run by then (default: 60)"
    )
    _add_engine(report)
    report.set_defaults(run=_report)


def _add_articles(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    articles = commands.add_parser(
        "articles", help="write the articles found in a folder of pages to a table"
    )
    _add_pages(articles)
    articles.add_argument(
        "-o",
        "--out",
        type=Path,
        help="a file ending in .parquet, .jsonl or .csv; a folder, without an ending, takes the articles "
        "under study as a corpus, which every other command reads",
    )
    articles.add_argument("--check", type=Path, metavar="GOLD", help="compare with a gold file of JSON lines")
    _add_engine(articles)
    articles.set_defaults(run=_articles)


def _add_init(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    init = commands.add_parser("init", help="write a commented study.toml from a look at the pages")
    init.add_argument("pages", type=Path, help="folder of pages")
    init.add_argument(
        "-o",
        "--out",
        type=Path,
        help="file to write (default: study.toml in the folder, where report finds it)",
    )
    init.set_defaults(run=_init)


def _add_names(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    names = commands.add_parser("names", help="look for names of the same people, groups and events")
    kinds = names.add_subparsers(metavar="WHAT", required=True)
    suggest = kinds.add_parser("suggest", help="words that occur in the same contexts as a word")
    suggest.add_argument("word", help="a word or two, such as immigrant")
    _add_pages(suggest)
    suggest.add_argument("-n", type=int, default=20, help="candidates at most (default: 20)")
    suggest.add_argument(
        "--labels", type=Path, metavar="FILE", help="write ticked names into this file of labels"
    )
    suggest.add_argument(
        "--actor", default="", help="with --labels: whom or what the names are of (default: WORD)"
    )
    suggest.add_argument(
        "--tick", default="", metavar="NAMES", help="with --labels: names, separated by commas"
    )
    suggest.set_defaults(run=_suggest)


def _add_verify(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verify = commands.add_parser("verify", help="make a report again and compare the two, file by file")
    verify.add_argument("report", type=Path, help="folder of a report")
    verify.add_argument("--pages", type=Path, help="its pages, where they have moved")
    verify.set_defaults(run=_verify)


def _add_diff(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    diff = commands.add_parser("diff", help="say what changed from one report to another")
    diff.add_argument("old", type=Path, help="folder of the earlier report")
    diff.add_argument("new", type=Path, help="folder of the later report")
    diff.add_argument(
        "-o",
        "--out",
        type=Path,
        default=Path("diff.csv"),
        help="file that lists every change (default: diff.csv)",
    )
    diff.set_defaults(run=_diff)


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = commands.add_parser("export", help="write a report as a Word file or as PDF")
    export.add_argument("report", type=Path, help="folder of a report")
    export.add_argument("-o", "--out", type=Path, required=True, help="a file ending in .docx or .pdf")
    export.add_argument("--whole", action="store_true", help="with what is folded on the page")
    export.set_defaults(run=_export)


def _add_methods(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    methods = commands.add_parser("methods", help='draft the "Data and methods" of a paper from a report')
    methods.add_argument("report", type=Path, help="folder of a report")
    methods.add_argument("-o", "--out", type=Path, help="a Markdown file (default: printed)")
    methods.set_defaults(run=_methods)


def _add_pages(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "pages", nargs="?", type=Path, help="a folder (its sub-folders are the outlets) or a file"
    )
    parser.add_argument(
        "--study", type=Path, help="settings file (default: study.toml in the folder, if any)"
    )


def _add_engine(parser: argparse.ArgumentParser) -> None:
    large = parser.add_argument_group("large corpora", "by default all work is done in one process a section")
    large.add_argument(
        "--engine",
        metavar="ADDRESS",
        help="processes of this machine (local), or a Spark master: spark://host:7077, sc://host:15002, yarn",
    )
    large.add_argument("--workers", type=int, help="processes of this machine (default: its processors)")
    large.add_argument("--memory", metavar="SIZE", help="as many processes as fit, such as 2GB")
    large.add_argument(
        "--work", type=Path, help="folder of what was done; a run that was stopped goes on from there"
    )


@contextmanager
def _engine(parsed: argparse.Namespace) -> Iterator[None]:
    """Run steps by the engine that a command names, if it names one."""
    if not any((parsed.engine, parsed.workers is not None, parsed.memory, parsed.work)):
        yield
        return
    from toolkit.engine import using  # noqa: PLC0415 - the command starts at once
    from toolkit.engine.told import LOCAL, opened, workers_within  # noqa: PLC0415

    workers = workers_within(parsed.memory, parsed.workers) if parsed.memory else parsed.workers
    with (
        opened(parsed.engine or LOCAL, workers=workers, work=str(parsed.work or "")) as chosen,
        using(chosen),
    ):
        yield


def _say(*lines: object, error: bool = False) -> None:
    """Print lines; what a file's name or text could tell the terminal to do is written out."""
    for line in lines:
        print("\n".join(map(shown, str(line).split("\n"))), file=sys.stderr if error else sys.stdout)


def _report(parsed: argparse.Namespace) -> int:
    from toolkit.corpus.load import find_study  # noqa: PLC0415 - the command starts at once
    from toolkit.progress import Lines  # noqa: PLC0415
    from toolkit.report.run.each import run_each  # noqa: PLC0415
    from toolkit.report.run.run import run_report  # noqa: PLC0415

    if parsed.each and parsed.csv:
        raise InputError("--csv writes one folder of tables; leave out --each, or --csv")
    from toolkit.corpus.reading import saved_lines  # noqa: PLC0415

    pages, settings = find_study(parsed.pages, parsed.study)
    options: dict[str, Any] = {
        "settings": settings,
        "sections": parsed.section,
        "deadline": parsed.deadline * 60,
        "reuse": not parsed.fresh,
        "progress": Lines(),
    }
    with _engine(parsed):
        if parsed.each:
            _say(run_each(pages, parsed.out, by=parsed.each, least=parsed.least, **options))
        else:
            made = run_report(pages, parsed.out, csv_only=parsed.csv, **options)
            _say(*saved_lines(parsed.out / "corpus"), error=True)
            _say(made)
    return 0


def _articles(parsed: argparse.Namespace) -> int:
    from toolkit.corpus.check import check  # noqa: PLC0415
    from toolkit.corpus.export import write_articles  # noqa: PLC0415
    from toolkit.corpus.load import find_study, load_corpus, read_articles  # noqa: PLC0415
    from toolkit.corpus.reading import reading_lines  # noqa: PLC0415

    pages, settings = find_study(parsed.pages, parsed.study)
    saved = bool(parsed.out and not parsed.check and not parsed.out.suffix)
    if not parsed.out and not parsed.check:
        raise InputError(
            "say where to write the articles (-o FILE) or what to compare them with (--check GOLD)"
        )
    with _engine(parsed):
        corpus = (load_corpus if saved else read_articles)(pages, settings)
        if saved:
            corpus.save(parsed.out)
    _say(*reading_lines(corpus), error=True)
    for row in corpus.quarantine.itertuples():
        _say(f"not read: {row.file}: {row.reason}", error=True)
    if saved:
        _say(f"{parsed.out}: {len(corpus):,} articles under study, {len(corpus.dropped):,} left out")
    elif parsed.out:
        write_articles(corpus, parsed.out)
        _say(f"{parsed.out}: {len(corpus):,} articles of {len(corpus.files):,} files")
    if parsed.check:
        _say(
            check(corpus.articles, parsed.check).to_string(
                index=False, float_format="{:.3f}".format, na_rep=""
            )
        )
    return 0


def _suggest(parsed: argparse.Namespace) -> int:
    from toolkit.analysis.names.rows import write_labels  # noqa: PLC0415
    from toolkit.analysis.names.suggest import suggest_names  # noqa: PLC0415
    from toolkit.corpus.load import find_study, load_corpus  # noqa: PLC0415

    if bool(parsed.labels) != bool(parsed.tick):
        raise InputError("--labels FILE and --tick NAMES go together: which names are written where")
    pages, settings = find_study(parsed.pages, parsed.study)
    table = suggest_names(load_corpus(pages, settings), parsed.word, n=parsed.n)
    _say(*table.attrs["notes"], error=True)
    for row in table.itertuples():
        _say(f"{row.label}  ({row.uses} uses in {row.n} articles; {row.where})  shares: {row.contexts}")
        _say(
            *(f"    {text.strip()}" for text in (row.sentence_1, row.sentence_2) if isinstance(text, str)),
        )
    if parsed.labels:
        ticked = [name.strip() for name in parsed.tick.split(",") if name.strip()]
        _say(write_labels(table, parsed.labels, actor=parsed.actor or parsed.word, names=ticked))
    return 0


def _init(parsed: argparse.Namespace) -> int:
    from toolkit.corpus.load import read_articles  # noqa: PLC0415
    from toolkit.corpus.prepare import prepare  # noqa: PLC0415
    from toolkit.corpus.reading import reading_lines  # noqa: PLC0415
    from toolkit.report.init import next_command, write_study  # noqa: PLC0415
    from toolkit.report.wording.answers import left_out  # noqa: PLC0415

    ready = prepare(read_articles(parsed.pages))
    file = write_study(parsed.pages, parsed.out, prepared=ready)
    _say(*reading_lines(ready), left_out(ready), error=True)
    _say(file)
    program = "toolkit" if which("toolkit") else sys.argv[0]  # as it can be typed here
    _say(f"next: {next_command(parsed.pages, file, program=program)}", error=True)
    return 0


def _verify(parsed: argparse.Namespace) -> int:
    from toolkit.progress import Lines  # noqa: PLC0415
    from toolkit.report.run.verify import verify  # noqa: PLC0415

    differences = verify(parsed.report, parsed.pages, progress=Lines())
    for line in differences:
        _say(line)
    _say(
        f"{parsed.report}: " + (f"{len(differences)} differences" if differences else "made again, the same")
    )
    return FAILED if differences else 0


def _export(parsed: argparse.Namespace) -> int:
    from toolkit.report.paper.make import export_report  # noqa: PLC0415

    print(export_report(parsed.report, parsed.out, whole=parsed.whole))
    return 0


def _diff(parsed: argparse.Namespace) -> int:
    from toolkit.files import write_whole  # noqa: PLC0415
    from toolkit.report.page.export import as_csv  # noqa: PLC0415
    from toolkit.report.run.changes import changes  # noqa: PLC0415

    said, every = changes(parsed.old, parsed.new)
    for line in said or ["nothing changed"]:
        _say(line)
    if said:
        write_whole(parsed.out, as_csv(every))
        print(f"every change: {parsed.out}", file=sys.stderr)
    return 0


def _methods(parsed: argparse.Namespace) -> int:
    from toolkit.files import write_whole  # noqa: PLC0415
    from toolkit.report.methods_text import methods_text  # noqa: PLC0415

    text = methods_text(parsed.report)
    if parsed.out is None:
        _say(text.rstrip("\n"))
    else:
        write_whole(parsed.out, text)
        print(parsed.out)
    return 0
