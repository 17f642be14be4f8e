"""A process that has loaded what a report's notebooks need, and forks a kernel for each of them.

Run as a program: the first line it reads names a saved corpus, which it loads; each line after that orders a
kernel, and is answered by the number of its process. It ends with its input, and the kernels end with it.

A kernel is as one that was started by itself: nothing of a notebook has run before the fork, and what was
loaded is not written to. Threads are not carried over by a fork; libraries have none here, as in all kernels
of a report (`toolkit.report.run.execute.FIXED`).
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any


def load(place: Path, *, count: bool) -> None:
    """Import what the notebooks use, read the corpus that they ask for, and count what most of them need."""
    # ruff: noqa: PLC0415, F401 - for the forks
    import ipykernel.kernelapp
    import matplotlib.backends.backend_agg
    import matplotlib.backends.backend_svg
    from py3langid import classify

    import toolkit.analysis.coding
    import toolkit.analysis.evidence
    import toolkit.analysis.framing
    import toolkit.analysis.sources
    import toolkit.analysis.topics
    import toolkit.figures
    import toolkit.report.page.draw
    from toolkit.analysis.strata import strata_of
    from toolkit.corpus.copies import counted_articles
    from toolkit.corpus.load import lend
    from toolkit.text.segments import segmented

    classify("")  # loads its model
    corpus = lend(place)
    if count:
        segmented(counted_articles(corpus))
        strata_of(corpus)


def serve() -> None:
    """Answer orders until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the report ends its kernels itself
    told = json.loads(sys.stdin.readline())
    load(Path(told["corpus"]), count=told["count"])
    signal.signal(signal.SIGCHLD, _clear_away)
    print("ready", flush=True)
    for line in sys.stdin:
        kernel = os.fork()
        if not kernel:
            _become_kernel(json.loads(line))
        print(kernel, flush=True)


def _clear_away(*_: object) -> None:
    """Take note of the kernels that ended, or the system would keep them."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become_kernel(order: Mapping[str, Any]) -> None:
    """Run a kernel in this process, and end with it."""
    from ipykernel.kernelapp import IPKernelApp

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    parent = os.getppid()
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what was standard output answers orders
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    status = 1
    try:
        app: Any = IPKernelApp.instance(parent_handle=parent)
        app.initialize(["-f", order["connection"]])
        app.start()
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    serve()
