"""Which differences are stated: certain over the whole report, large and broad enough, few of a kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from toolkit.report.wording.contrasts import (
    Contrast,
    DifferenceRule,
    LevelRule,
    from_differences,
    from_levels,
)
from toolkit.report.wording.numbers import listed
from toolkit.report.wording.rules import DIFFERENCES, LEVELS
from toolkit.report.wording.said import Tables
from toolkit.settings import FEW
from toolkit.stats.families import CERTAIN, hierarchical, interval_level
from toolkit.stats.selected import articles_needed

MOST, OF_A_RULE, OF_A_SECTION = 10, 3, 4  # findings on the page, of one rule, of one section
APART = "no overlap"  # groups that share neither subject nor month are not compared
EXAMPLE = 0.2  # difference of shares for which the articles needed are told
VARIED = 0.5  # standard deviation of one article's share where no table shows it: the largest there is

Rule = DifferenceRule | LevelRule


@dataclass(frozen=True)
class Family:
    """The comparisons of one table: its rule, their contrasts, and how many were tested."""

    rule: Rule
    contrasts: tuple[Contrast, ...]
    tested: int


def families_in(tables: Tables) -> list[Family]:
    """Return the comparisons of every table there is, their q adjusted over all of them at once."""
    found: list[Family] = []
    for rule in (*DIFFERENCES, *LEVELS):
        table = tables.get(rule.table)
        if table is None:
            continue
        made = from_levels(table, rule) if isinstance(rule, LevelRule) else from_differences(table, rule)
        if made:
            tests = table.attrs.get("settings", {}).get("tests", 0)
            found.append(Family(rule, tuple(made), max(int(tests), len(made))))
    adjusted = hierarchical([[contrast.q for contrast in family.contrasts] for family in found])
    return [
        replace(
            family,
            contrasts=tuple(replace(c, q=float(q)) for c, q in zip(family.contrasts, qs, strict=True)),
        )
        for family, qs in zip(found, adjusted, strict=True)
    ]


def stated(families: Sequence[Family], enough: int = FEW) -> list[tuple[Family, Contrast]]:
    """Return the differences that are stated, the best supported first, with intervals for picked findings.

    The level of an interval allows for all that is certain in its table, and for the tables with anything
    certain (`toolkit.stats.families.interval_level`). Which side has more is settled by the test: the
    interval ends at none there.
    """
    certain = {id(f): sum(is_supported(c, enough) for c in f.contrasts) for f in families}
    open_families = sum(count > 0 for count in certain.values()), len(families)
    return [
        (family, contrast.selected(interval_level(certain[id(family)], family.tested, open_families)))
        for family, contrast in _chosen(families, enough)
    ]


def _chosen(families: Sequence[Family], enough: int) -> list[tuple[Family, Contrast]]:
    """Return the best supported contrasts: few of one rule, of one section, and in all."""
    found: list[tuple[Family, Contrast]] = []
    for family in families:
        fit = [contrast for contrast in family.contrasts if is_supported(contrast, enough)]
        rule = family.rule
        # Shares that add up are told by the surest pair: there a wide gap is one of many.
        told_widest = not rule.adds_up if isinstance(rule, LevelRule) else rule.pairs
        found += [(family, contrast) for contrast in _best(_widest(fit) if told_widest else fit)]
    kept: list[tuple[Family, Contrast]] = []
    for family, contrast in sorted(found, key=lambda item: (-item[1].strength, item[1].sentence)):
        same = sum(other.rule.section == family.rule.section for other, _ in kept)
        if same < OF_A_SECTION and len(kept) < MOST:
            kept.append((family, contrast))
    return kept


def is_supported(contrast: Contrast, enough: int = FEW) -> bool:
    """Say whether a difference is certain, large and broad enough to be stated.

    Examples
    --------
    >>> made = Contrast("Post", "rain", 0.3, 0.2, 0.4, n=(40, 40), q=0.001, minimum=0.05, sentence="")
    >>> is_supported(made)
    True
    """
    return is_told(contrast, enough) and contrast.clear and contrast.q < CERTAIN


def is_told(contrast: Contrast, enough: int = FEW) -> bool:
    """Say whether a difference is large and broad enough to be told, whatever its certainty."""
    large = abs(contrast.difference) >= contrast.minimum
    return large and min(contrast.n) >= enough and contrast.explained_by != APART


def _widest(contrasts: Iterable[Contrast]) -> list[Contrast]:
    """Return for each thing compared the two groups farthest apart, so that the extremes are named."""
    widest: dict[str, Contrast] = {}
    for contrast in contrasts:
        known = widest.get(contrast.what)
        if known is None or abs(contrast.difference) > abs(known.difference):
            widest[contrast.what] = contrast
    return list(widest.values())


def _best(contrasts: Iterable[Contrast]) -> list[Contrast]:
    """Return the best supported contrasts of one rule, one for each thing compared."""
    ranked = sorted(
        contrasts,
        key=lambda contrast: (
            -round(contrast.strength, 6),
            contrast.difference < 0,
            contrast.who,
            contrast.what,
        ),
    )
    kept: list[Contrast] = []
    for contrast in ranked:
        told = any(c.what == contrast.what or (c.pair and c.pair == contrast.pair) for c in kept)
        if not told and len(kept) < OF_A_RULE:
            kept.append(contrast)
    return kept


def size_line(tables: Tables, sizes: Sequence[int]) -> str:
    """Return one sentence on how many articles would show a difference, for a page where none is certain.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The report's tables by name.
    sizes : sequence of int
        Articles of each group, the largest first.

    Examples
    --------
    >>> size_line({}, [16, 6]).partition(". ")[0]
    'With 16 and 6 articles nothing is certain beyond these pages'
    """
    families = families_in(tables)
    spreads = [
        contrast.spread
        for family in families
        if isinstance(family.rule, LevelRule) and family.rule.share
        for contrast in family.contrasts
        if all(value > 0 for value in contrast.spread)
    ]
    typical = sorted(spreads, key=sum)[len(spreads) // 2] if spreads else (VARIED, VARIED)
    tests = max((family.tested for family in families if isinstance(family.rule, LevelRule)), default=1)
    needed = articles_needed(typical, EXAMPLE, p=CERTAIN / (tests * max(1, len(families))))
    have = f"With {listed([f'{n:,}' for n in sizes])} articles nothing is certain beyond these pages."
    return (
        f"{have} A difference of {EXAMPLE * 100:.0f} percentage points in who is quoted, or in a choice of "
        f"names, would be found in eight of ten studies with about {_round(needed):,} articles on each side."
    )


def _round(value: float) -> int:
    """Return a number of articles as it is told: two places that say something."""
    size = 10 ** max(0, len(f"{int(value)}") - 2)
    return int(-(-value // size) * size)
