"""Run a notebook in a fresh kernel, with its parameters set, against a deadline.

The executed notebook is the same bytes for the same inputs: cell ids come from the stored notebook,
no times are recorded, and nothing of the machine (paths in warnings or tracebacks) is kept.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import nbformat

from toolkit.errors import ReportError
from toolkit.files import clear_left
from toolkit.progress import QUIET

if TYPE_CHECKING:
    from toolkit.report.run.forked import Seed

STARTUP_SECONDS = 90
LIVE = "live"  # tag of cells for a reader of the notebook, which a report leaves out
LONGEST_PLACE = 75  # bytes of a path: that of a socket has at most 107 on Linux and 103 on a Mac
FIXED = {  # in the environment of each kernel; two run at once, and sums do not depend on the processors
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    QUIET: "1",
}
ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")  # differs from run to run


@dataclass(frozen=True)
class Executed:
    """An executed notebook; `failure` says in plain words why it stopped early, `log` what it wrote."""

    notebook: nbformat.NotebookNode
    failure: str | None
    log: str


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """Read a stored notebook.

    Raises
    ------
    ReportError
        If the file is not a notebook.
    """
    try:
        notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, nbformat.validator.NotebookValidationError) as error:
        raise ReportError(f"{path.name} is not a notebook that can be run: {error}") from error
    return notebook


def with_parameters(notebook: nbformat.NotebookNode, parameters: Mapping[str, Any]) -> nbformat.NotebookNode:
    """Return a copy of a notebook whose ``parameters`` cell sets these values, without cells tagged ``live``.

    Raises
    ------
    ReportError
        If there is not exactly one such cell, or it does not name a parameter.
    """
    copy: nbformat.NotebookNode = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]
    copy.cells = [cell for cell in copy.cells if LIVE not in cell.metadata.get("tags", [])]
    tagged = [cell for cell in copy.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise ReportError(f"the notebook has {len(tagged)} cells tagged 'parameters'; it needs one")
    for name in parameters:
        if not any(line.startswith(f"{name} =") for line in tagged[0].source.splitlines()):
            raise ReportError(f"the notebook's parameters cell does not set '{name}'")
    tagged[0].source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    return copy


def execute(
    path: Path,
    parameters: Mapping[str, Any],
    *,
    folder: Path,
    deadline: float = float("inf"),
    stopped: Event | None = None,
    told: Mapping[str, str] | None = None,
    seed: Seed | None = None,
) -> Executed:
    """Run a notebook.

    Parameters
    ----------
    path : Path
        The stored notebook.
    parameters : mapping
        Values for its ``parameters`` cell.
    folder : Path
        Folder the kernel works in.
    deadline : float
        Moment of `time.monotonic` at which the run is stopped.
    stopped : Event, optional
        Set from another thread, it ends the run at once (`asyncio.CancelledError`).
    told : mapping, optional
        What names the engine in the notebook's environment: see `toolkit.parts.Engine.told`.
    seed : Seed, optional
        The process its kernel is forked from; by default the kernel starts by itself.

    Returns
    -------
    Executed
        A failing cell does not raise: what was shown before it is kept, and `failure` says why.

    Raises
    ------
    ReportError
        If the notebook cannot be read or its parameters cannot be set.
    """
    notebook = with_parameters(read_notebook(path), parameters)
    with _kernel_folder(folder) as place:
        environment = _environment(place, told or {})
        manager = _kernel_manager(place, seed)
        failure = _run(notebook, folder, deadline, manager, stopped or Event(), environment)
    return Executed(notebook, failure, _tidy(notebook))


@contextmanager
def _kernel_folder(folder: Path) -> Iterator[Path]:
    """Give a folder for a kernel's sockets: beside the unfinished report, which the next run clears away.

    The path of a socket is short by its nature; where that of the report is long, it is in the temporary
    folder, and what killed runs left there is removed.
    """
    beside = folder.parent.parent
    near = len(os.fsencode(beside)) <= LONGEST_PLACE
    mark = f"toolkit-kernel-{os.getpid()}-"
    if not near:
        clear_left(Path(tempfile.gettempdir()), "toolkit-kernel-")
    with tempfile.TemporaryDirectory(prefix="k-" if near else mark, dir=beside if near else None) as place:
        yield Path(place)


def _run(
    notebook: nbformat.NotebookNode,
    folder: Path,
    deadline: float,
    manager: Any,
    stopped: Event,
    environment: Mapping[str, str],
) -> str | None:
    """Run all cells in a new kernel; return why it stopped early, if it did."""
    from jupyter_client.kernelspec import NoSuchKernel  # noqa: PLC0415 - only needed when a report runs
    from nbclient import NotebookClient  # noqa: PLC0415
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError  # noqa: PLC0415

    left = deadline - time.monotonic()
    if left <= 0:
        return "the time for the whole run was over before it began"
    client = NotebookClient(
        notebook,
        km=manager,
        timeout_func=lambda _cell: None if deadline == float("inf") else _seconds_left(deadline),
        startup_timeout=min(STARTUP_SECONDS, max(1, int(min(left, STARTUP_SECONDS)))),
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",
    )
    try:
        asyncio.run(_all_cells(client, stopped, cleanup_kc=True, env=environment, cwd=str(folder)))
    except CellExecutionError as error:
        return f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        return "the time for the whole run was over"
    except DeadKernelError:
        return "the Python process running it ended unexpectedly, most often for lack of memory"
    except (NoSuchKernel, RuntimeError) as error:
        return f"the Python process for it could not be started: {error}"
    return None


async def _all_cells(client: Any, stopped: Event, **options: object) -> None:
    """Run the cells of a client's notebook, or cancel them, kernel and all, once `stopped` is set."""
    run = asyncio.ensure_future(client.async_execute(**options))
    while not run.done() and not stopped.is_set():
        await asyncio.wait([run], timeout=0.2)
    try:
        if not run.done():
            run.cancel()  # once: a second time would break off the kernel's own cleaning up
        await run
    finally:
        if client.km is not None and client.km.has_kernel:  # stopped while its kernel was starting
            await client.km.shutdown_kernel(now=True)


def _seconds_left(deadline: float) -> int:
    return max(1, int(deadline - time.monotonic()))


def _kernel_manager(place: Path, seed: Seed | None) -> Any:
    """Return a manager that starts or forks this very Python, whatever kernels the user has registered."""
    from jupyter_client.kernelspec import KernelSpecManager  # noqa: PLC0415
    from jupyter_client.manager import AsyncKernelManager  # noqa: PLC0415
    from traitlets.config import Config  # noqa: PLC0415

    config = Config()
    config.KernelManager.connection_file = str(place / "kernel.json")
    if os.name == "posix":  # sockets in a private folder, not on the network
        config.KernelManager.transport = "ipc"
        config.KernelManager.ip = str(place / "kernel")
    specs = KernelSpecManager(kernel_dirs=[])
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs, config=config)
    if seed is not None:
        from toolkit.report.run.forked import Forking  # noqa: PLC0415

        manager.provisioner = Forking(kernel_spec=manager.kernel_spec, parent=manager)
        manager.provisioner.seed = seed
    return manager


def _environment(place: Path, told: Mapping[str, str]) -> dict[str, str]:
    """Return the kernel's environment: a fixed hash seed, no start-up files of the user, no history.

    Where it names an engine, a start-up file takes it into use.
    """
    if told:
        begin = place / "profile_default" / "startup" / "engine.py"
        begin.parent.mkdir(parents=True)
        begin.write_text("from toolkit.engine.told import use_told\n\nuse_told()\n", encoding="utf-8")
    return {**os.environ, **FIXED, "IPYTHONDIR": str(place), **told}


def _tidy(notebook: nbformat.NotebookNode) -> str:
    """Take out of an executed notebook what differs between machines; return what was written to stderr.

    HTML that the toolkit's displays did not make goes too: it may hold random names or page text.
    """
    log: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata.pop("execution", None)
            cell.outputs = [output for output in cell.outputs if _tidy_output(output, log)]
    notebook.metadata.pop("widgets", None)
    return "".join(log)


def _tidy_output(output: nbformat.NotebookNode, log: list[str]) -> bool:
    """Tidy one output in place; return whether it is kept."""
    if output.output_type == "stream":
        log.extend([output.text] if output.name == "stderr" else [])
        return bool(output.name != "stderr")
    if output.output_type == "error":
        log.append("\n".join(output.traceback))
        output.traceback = []
    elif "toolkit" not in output.metadata:
        plain = ADDRESS.sub("", output.data.get("text/plain", ""))
        output.data = nbformat.from_dict({"text/plain": plain})  # type: ignore[no-untyped-call]
    return True
