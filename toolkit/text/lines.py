"""Where the lines of a text begin and end, found once for all that is asked of them."""

from __future__ import annotations

import re
from bisect import bisect_left

_END = re.compile("\n")


class Lines:
    r"""The lines of a text.

    Parameters
    ----------
    text : str
    ends : Pattern, optional
        What ends a line, one character each; a line feed by default.

    Examples
    --------
    >>> text = "Rain.\nHail fell.\nSun."
    >>> text[slice(*Lines(text).around(11, 15))]
    'Hail fell.'
    """

    def __init__(self, text: str, ends: re.Pattern[str] = _END) -> None:
        self._ends = [found.start() for found in ends.finditer(text)]
        self._length = len(text)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return where the line begins in which a passage does, and where that ends in which it ends."""
        before, after = bisect_left(self._ends, start), bisect_left(self._ends, end)
        first = self._ends[before - 1] + 1 if before else 0
        return first, self._ends[after] if after < len(self._ends) else self._length
