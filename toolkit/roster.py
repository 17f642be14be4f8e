"""The outlets of the study at hand: what gives each of them one colour and marker in every figure.

A figure is drawn from one table, and not every table has every outlet. `toolkit.load_corpus` notes the
outlets and their articles here, so that an outlet looks the same in all figures of a session and figures
that cannot draw all of them draw the same ones; the last corpus loaded counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable

_ARTICLES: dict[str, int] = {}


def remember(names: Iterable[Hashable]) -> None:
    """Note the outlets of a study, each once for every article, in place of those noted before.

    Examples
    --------
    >>> remember(["Post", "Herald", "Post"])
    >>> known(["Post"]), sizes(["Post"])
    (['Herald', 'Post'], {'Post': 2})
    """
    counted = Counter(map(str, names))
    _ARTICLES.clear()
    _ARTICLES.update(sorted(counted.items()))


def known(names: Iterable[Hashable]) -> list[str]:
    """Return the outlets that were noted, or, where one of these names is not among them, these alone.

    Examples
    --------
    >>> remember([])
    >>> known(["Post", "Herald", "Post"])
    ['Herald', 'Post']
    """
    asked = {str(name) for name in names}
    return list(_ARTICLES) if asked <= _ARTICLES.keys() else sorted(asked)


def sizes(names: Iterable[Hashable]) -> dict[str, int]:
    """Return the articles of each of these outlets; nothing where one of them was not noted.

    Examples
    --------
    >>> remember(["Post", "Herald", "Post"])
    >>> sizes(["Herald", "Post"]), sizes(["2024-06"])
    ({'Herald': 1, 'Post': 2}, {})
    >>> remember([])
    """
    asked = [str(name) for name in names]
    return {name: _ARTICLES[name] for name in asked} if _ARTICLES.keys() >= set(asked) else {}
