"""What one file may ask of the machine (``[limits]`` in the settings), and the errors past it."""

from __future__ import annotations

from toolkit.errors import InputError
from toolkit.settings import LimitsSettings

LIMITS = LimitsSettings()
MEGABYTE = 2**20
SMALL = 64 * MEGABYTE  # bytes up to which a file may unpack as far as it likes


def room(packed: int, limits: LimitsSettings = LIMITS) -> int:
    """Return how many bytes a file of a packed size may take unpacked.

    Examples
    --------
    >>> [room(size) // MEGABYTE for size in (1_000, 2_000_000, 400_000_000)]
    [64, 190, 512]
    """
    return min(limits.file_mb * MEGABYTE, max(SMALL, limits.expansion * packed))


def too_large(most: int) -> InputError:
    """Return the error of a file that unpacks further than it may."""
    return InputError(
        f"unpacked, the file is larger than {most // MEGABYTE:,} MB ([limits] file_mb and expansion)"
    )


def check_expansion(unpacked: int, packed: int, what: str, limits: LimitsSettings = LIMITS) -> None:
    """Refuse what takes many times its packed size; no text shrinks so far.

    Raises
    ------
    InputError
        With both sizes.
    """
    if unpacked > max(SMALL, limits.expansion * packed):
        raise InputError(
            f"unpacked, {what} take {unpacked // MEGABYTE:,} MB, {unpacked // max(packed, 1):,} times the "
            f"file's size; up to {limits.expansion:,} times are read ([limits] expansion)"
        )


def check_count(n: int, what: str, key: str, limits: LimitsSettings = LIMITS) -> None:
    """Refuse more parts of a file than there may be.

    Raises
    ------
    InputError
        With the number and the setting.

    Examples
    --------
    >>> check_count(6_000, "columns", "columns")
    Traceback (most recent call last):
    toolkit.errors.InputError: it has 6,000 columns; up to 5,000 are read ([limits] columns)
    """
    most = getattr(limits, key)
    if n > most:
        raise InputError(f"it has {n:,} {what}; up to {most:,} are read ([limits] {key})")


def check_lines(text: str, limits: LimitsSettings = LIMITS) -> None:
    """Refuse a text of more or longer lines than a page or document may have.

    Raises
    ------
    InputError
        With the number of lines, or the number and length of the long one.

    Examples
    --------
    >>> check_lines("Rain." * 3_000_000)
    Traceback (most recent call last):
    toolkit.errors.InputError: line 1 has 15,000,000 characters; up to 10,000,000 are read ([limits] line)
    """
    check_count(text.count("\n") + 1, "lines", "lines", limits)
    if len(text) > limits.line:
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > limits.line:
                raise InputError(
                    f"line {number:,} has {len(line):,} characters; up to {limits.line:,} are read "
                    "([limits] line)"
                )
