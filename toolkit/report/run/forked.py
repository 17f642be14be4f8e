"""Kernels forked from one process that has loaded what all of them need (`toolkit.report.run.seed`).

A notebook that starts by itself takes two seconds to import what it uses, and reads the corpus again; a fork
of a process that did both takes none. On Linux only: elsewhere a fork of a process that loaded such libraries
is not safe, and each notebook starts a Python of its own.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from toolkit.errors import ReportError


def can_fork() -> bool:
    """Return whether kernels can be forked here: on Linux, where a process can be watched by a file."""
    if sys.platform != "linux":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


class Forked:
    """A forked kernel, with the methods of `subprocess.Popen` that a provisioner calls."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._watched = os.pidfd_open(pid)  # names this very process, also when its number is used again
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return 0 once it has ended; how it ended its own parent knows."""
        if self.returncode is None:
            self.send_signal(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended."""
        if self.returncode is None:
            select.select([self._watched], [], [], timeout)
        return self.poll() or 0

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        if self.returncode is not None:
            return
        try:
            signal.pidfd_send_signal(self._watched, number)
        except ProcessLookupError:
            self.returncode = 0
            os.close(self._watched)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class Seed:
    """The process that kernels are forked from; it begins with the first kernel, and ends with the block.

    Parameters
    ----------
    corpus : Path
        A saved corpus, which is read.
    count : bool
        Whether sentences and subjects are found before the first fork, for all of them.
    environment : mapping
        What the process, and so each kernel, has in its environment from the start.
    """

    def __init__(self, corpus: Path, environment: Mapping[str, str], *, count: bool) -> None:
        self._told = {"corpus": str(corpus.resolve()), "count": count}
        self._environment = dict(environment)
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Seed:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.communicate()  # the end of its orders

    def fork(self, connection: str, cwd: str, env: Mapping[str, str]) -> Forked:
        """Fork a kernel.

        Raises
        ------
        ReportError
            If the process has ended.
        """
        with self._lock:
            if self._process is None:
                self._process = self._begin()
            return Forked(int(self._ask({"connection": connection, "cwd": cwd, "env": dict(env)})))

    def _begin(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "toolkit.report.run.seed"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=self._environment,
            start_new_session=True,
        )
        self._ask(self._told)
        return self._process

    def _ask(self, order: Mapping[str, Any]) -> str:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise ReportError("the process that kernels are forked from was not started")
        try:
            print(json.dumps(order), file=process.stdin, flush=True)
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise ReportError("the process that kernels are forked from ended unexpectedly")
        return answer.strip()


class Forking(LocalProvisioner):
    """Starts a kernel as a fork of a `seed`; all else is as of a process of this machine."""

    seed: Seed
    process: Any

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel that connects as the command says; start one by itself where there is no fork."""
        try:
            self.process = self.seed.fork(cmd[cmd.index("-f") + 1], kwargs["cwd"], kwargs["env"])
        except ReportError:  # most often for lack of memory; the section shows what comes of that
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        return self.connection_info
