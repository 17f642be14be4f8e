"""Reports on odd corpora: every section is made, or says in a line why it does not apply.

    python tests/hostile/odd_reports.py [part of a corpus' name ...]

The notebooks' cells run in this process, one corpus after the other, so that packages are loaded once; all
else is a report's own way: settings, sections, opening, page, tables, workbook, manifest.
"""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from toolkit.errors import ToolkitError
from toolkit.report.run import build
from toolkit.report.run.execute import Executed, read_notebook, with_parameters
from toolkit.report.run.run import SectionError, run_report

try:
    from .odd import CORPORA, corpus_of
except ImportError:
    sys.path.insert(0, str(Path(__file__).parent))
    from odd import CORPORA, corpus_of

SECTIONS = ("corpus", "topics", "outlet_framing", "source_framing", "readability", "frames")


def in_process(path: Path, parameters: Mapping[str, Any], *, folder: Path, **_: object) -> Executed:
    """Run a notebook's cells here as a kernel would, up to the first that fails."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    notebook, failure, here = with_parameters(read_notebook(path), parameters), None, Path.cwd()
    shell = InteractiveShell()
    os.chdir(folder)
    try:
        for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
            with capture_output() as caught:
                result = shell.run_cell(cell.source, store_history=False)
            cell.outputs = [
                nbformat.v4.new_output("display_data", data=one.data, metadata=one.metadata or {})
                for one in caught.outputs
            ]
            if fault := result.error_in_exec or result.error_before_exec:
                failure = f"{type(fault).__name__}: {fault}"
                break
    finally:
        os.chdir(here)
        InteractiveShell.clear_instance()
    return Executed(notebook, failure, "")


def report_on(name: str, out: Path) -> str:
    """Return how a report on an odd corpus ended: ``made``, our own error, or what failed in it."""
    kept = build.execute, build.KERNELS  # type: ignore[attr-defined]
    build.execute, build.KERNELS = in_process, 1  # type: ignore[attr-defined]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            run_report(corpus_of(name), out, sections=SECTIONS, reuse=False)
    except SectionError as error:
        return f"FAILED {error.failures}"
    except ToolkitError as error:
        return f"told: {error}"
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return f"TRACEBACK {type(error).__name__}: {error}"
    finally:
        build.execute, build.KERNELS = kept  # type: ignore[attr-defined]
    tables = sorted((out / "tables").glob("*.csv"))
    empty = sum(pd.read_csv(table).empty for table in tables)
    return f"made: {len(tables)} tables, {empty} of them without a row"


def main() -> None:
    """Print how each report ended, as they come."""
    wanted = sys.argv[1:]
    for name in CORPORA:
        if not wanted or any(part in name for part in wanted):
            with tempfile.TemporaryDirectory() as folder:
                print(f"{name} | {report_on(name, Path(folder) / 'report')}", flush=True)


if __name__ == "__main__":
    main()
