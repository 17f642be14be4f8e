"""Numbers in sentences: shares, intervals, counts; what is shown says no more, and no less, than they do."""

from __future__ import annotations

MANY = 100  # times as often; a higher end of an interval only says that one side hardly has the word
PLACES = (0, 1, 2)  # decimals tried until a number can be told from none, from all, and from the other end


def number(count: int, noun: str) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> number(1, "article"), number(1200, "story")
    ('1 article', '1,200 stories')
    """
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else many}"


def listed(names: list[str], *, last: str = "and") -> str:
    """Return names as a list in words; `last` joins the last two.

    Examples
    --------
    >>> listed(["Herald", "Post", "Times"])
    'Herald, Post and Times'
    """
    return f" {last} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def possessive(name: str) -> str:
    """Return the possessive of a name.

    Examples
    --------
    >>> possessive("South Asia Press"), possessive("Arab News")
    ("South Asia Press's", "Arab News's")
    """
    return f"{name}'s"


WRITTEN = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def written(count: int) -> str:
    """Return a small number as a word.

    Examples
    --------
    >>> written(3), written(11)
    ('three', '11')
    """
    return WRITTEN[count] if count < len(WRITTEN) else f"{count:,}"


def times_used(count: int) -> str:
    """Return how often something is used.

    Examples
    --------
    >>> times_used(0), times_used(1), times_used(2), times_used(1200)
    ('never', 'once', 'twice', '1,200 times')
    """
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count:,} times")


def percent(share: float) -> str:
    """Return a share in per cent; a few are never none, and nearly all never all.

    Examples
    --------
    >>> percent(0.284), percent(0.004), percent(0.9964), percent(0.0), percent(1.0)
    ('28 %', '0.4 %', '99.6 %', '0 %', '100 %')
    """
    value = share * 100
    for places in PLACES:
        shown = f"{value:.{places}f}"
        if (float(shown) > 0 or value == 0) and (float(shown) < 100 or value == 100):
            return f"{shown} %"
    return "under 0.01 %" if value < 50 else "over 99.99 %"


def points(low: float, high: float) -> str:
    """Return an interval of a difference of shares that is clear of none; its ends are told apart.

    Both ends on one side of none are given by their size: which side has more is in the sentence.

    Examples
    --------
    >>> points(0.0512, 0.2), points(-0.2, -0.004), points(0.111, 0.114), points(0.0004, 0.2)
    ('5 to 20 percentage points', '0.4 to 20 percentage points', '11.1 to 11.4 percentage points',
    '0.04 to 20 percentage points')
    >>> points(0.0, 0.2), times(0, 2), grades(0, 1.5)
    ('up to 20 percentage points', 'up to 4.0 times as often', 'up to 1.5 school grades')
    >>> points(-0.05, 0.2)
    'from 5 percentage points fewer to 20 more'
    """
    if low < 0 < high:
        fewer, more = _apart(-low * 100, high * 100, alike=True)
        return f"from {fewer} percentage points fewer to {more} more"
    ends = sorted((abs(low) * 100, abs(high) * 100))
    return f"{_range(ends[0], ends[1]) if ends[0] else f'up to {ends[1]:.0f}'} percentage points"


def times(low: float, high: float) -> str:
    """Return an interval of a log ratio (base 2), clear of 0, as factors.

    Examples
    --------
    >>> times(1, 2), times(-2, -1), times(2, 9)
    ('2.0 to 4.0 times as often', '2.0 to 4.0 times less often', '4.0 times as often or more')
    >>> times(-2, -0.07), times(-9, -7), times(0.01, 1)
    ('1.05 to 4.00 times less often', 'over 100 times less often', '1.01 to 2.00 times as often')
    """
    less, more = sorted((2 ** abs(low), 2 ** abs(high)))
    word = "as" if low + high > 0 else "less"
    if less == 1 and more <= MANY:
        return f"up to {_factors(more)[0]} times {word} often"
    if less == 1:
        return f"{'more' if word == 'as' else 'less'} often, by how much is left open"
    if less > MANY:
        return f"over {MANY} times {word} often"
    if more > MANY:
        return f"{_factors(less)[0]} times {word} often or more"
    return f"{' to '.join(_factors(less, more))} times {word} often"


def _factors(*values: float) -> list[str]:
    """Return factors above 1, none of them shown as 1, and no two that differ shown alike."""
    for small, large in ((1, 0), (1, 1), (2, 2)):
        shown = [f"{value:.{large if value >= 10 else small}f}" for value in values]
        if float(shown[0]) > 1 and len(set(shown)) == len(shown):
            return shown
    return [f"{value:.3f}" for value in values]


def grades(low: float, high: float) -> str:
    """Return an interval of a difference of school grades.

    Examples
    --------
    >>> grades(0.51, 1.24), grades(1.21, 1.24)
    ('0.5 to 1.2 school grades', '1.21 to 1.24 school grades')
    """
    ends = sorted((abs(low), abs(high)))
    told = _range(ends[0], ends[1], places=(1, 2, 3)) if ends[0] else f"up to {ends[1]:.1f}"
    return f"{told} school grades"


def _range(low: float, high: float, places: tuple[int, ...] = PLACES) -> str:
    one, other = _apart(low, high, places=places)
    return one if one == other else f"{one} to {other}"


def _apart(
    low: float, high: float, *, alike: bool = False, places: tuple[int, ...] = PLACES
) -> tuple[str, str]:
    """Return two sizes with the fewest decimals that keep them above none and, unless alike, apart."""
    ends = ("", "")
    for count in places:
        ends = _short(low, count, places[0]), _short(high, count, places[0])
        told = alike or ends[0] != ends[1] or low == high
        if told and all(float(end) > 0 or value == 0 for end, value in zip(ends, (low, high), strict=True)):
            return ends
    least = f"under {10 ** -places[-1]:g}"  # smaller than all the decimals there are
    return (
        ends[0] if float(ends[0]) > 0 or low == 0 else least,
        ends[1] if float(ends[1]) > 0 else least,
    )


def _short(value: float, places: int, least: int) -> str:
    """Return a number without decimals that are all zeros, beyond those every number has."""
    shown = f"{value:.{places}f}"
    return f"{value:.{least}f}" if float(shown) == float(f"{value:.{least}f}") else shown
