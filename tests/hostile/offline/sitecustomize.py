"""Loaded by every Python that has this folder on its path: no connection beyond this machine can be made.

Whoever tries gets an error, and its name is written to the file that ``TOOLKIT_CALLS`` names. Sockets between
processes of this machine (a notebook's kernel) work.
"""

import os
import socket

_connect, _resolve = socket.socket.connect, socket.getaddrinfo


def _told(where):
    with open(os.environ["TOOLKIT_CALLS"], "a", encoding="utf-8") as file:  # noqa: PTH123 - as little as can be
        file.write(f"{where!r}\n")
    raise OSError(f"no network: {where!r}")


def _local(where):
    return not isinstance(where, tuple) or where[0] in ("127.0.0.1", "::1")


def connect(self, where):
    return _connect(self, where) if _local(where) else _told(where)


def getaddrinfo(host, *arguments, **options):
    return _resolve(host, *arguments, **options) if host in (None, "127.0.0.1", "::1") else _told(host)


socket.socket.connect = socket.socket.connect_ex = connect
socket.getaddrinfo = getaddrinfo
