"""The ``toolkit`` command: parses arguments, calls public functions, prints where the results are."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from toolkit.errors import ReportError, ToolkitError

USAGE, FAILED = 2, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    0 done; 1 the report was made but a part of it failed, or a check did not pass; 2 the input or the
    arguments cannot be used.
    """
    parsed = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = parsed.run
    try:
        return run(parsed)
    except ReportError as error:
        print(f"toolkit: {error}", file=sys.stderr)
        return FAILED
    except ToolkitError as error:
        print(f"toolkit: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("toolkit: stopped; nothing was written", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="toolkit",
        description="Saved news pages to articles and a report on topics, framing, sources, readability.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (_add_report, _add_articles):
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
    report.set_defaults(run=_report)


def _add_articles(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    articles = commands.add_parser(
        "articles", help="write the articles found in a folder of pages to a table"
    )
    _add_pages(articles)
    articles.add_argument(
        "-o", "--out", type=Path, required=True, help="a file ending in .parquet, .jsonl or .csv"
    )
    articles.set_defaults(run=_articles)


def _add_pages(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "pages", nargs="?", type=Path, help="a folder (its sub-folders are the outlets) or a file"
    )
    parser.add_argument(
        "--study", type=Path, help="settings file (default: study.toml in the folder, if any)"
    )


def _report(parsed: argparse.Namespace) -> int:
    from toolkit.corpus.load import find_study  # noqa: PLC0415 - the command starts at once
    from toolkit.progress import Lines  # noqa: PLC0415
    from toolkit.report.run import run_report  # noqa: PLC0415

    pages, settings = find_study(parsed.pages, parsed.study)
    made = run_report(pages, parsed.out, settings=settings, sections=parsed.section, progress=Lines())
    print(made)
    return 0


def _articles(parsed: argparse.Namespace) -> int:
    from toolkit.corpus.export import write_articles  # noqa: PLC0415
    from toolkit.corpus.load import find_study, read_articles  # noqa: PLC0415

    pages, settings = find_study(parsed.pages, parsed.study)
    corpus = read_articles(pages, settings)
    write_articles(corpus, parsed.out)
    for row in corpus.quarantine.itertuples():
        print(f"not read: {row.file}: {row.reason}", file=sys.stderr)
    print(f"{parsed.out}: {len(corpus):,} articles of {len(corpus.files):,} files")
    return 0
