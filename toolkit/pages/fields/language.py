"""The language of a text, told by a model that ships with its package."""

from __future__ import annotations

SHORTEST = 60  # characters; shorter texts are not guessed at
_SAMPLE = 300  # characters looked at
_ENGLISH = frozenset(
    {"the", "of", "and", "that", "with", "from", "which", "were", "have", "been", "said", "their"}
)
_ENOUGH = 5  # of these words, which no other language has, in a sample


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language, or None where it is too short to tell.

    Source: langid (Lui & Baldwin 2012) as kept up in py3langid.

    Examples
    --------
    >>> language_of("The river rose again on Monday, and the ministry said that the dam would hold.")
    'en'
    >>> language_of("Rain.") is None
    True
    """
    sample = text[:_SAMPLE].strip()
    if len(sample) < SHORTEST:
        return None
    if len(list(filter(_ENGLISH.__contains__, sample.lower().split()))) >= _ENOUGH:
        return "en"  # most pages are: the model takes thirty times as long to say so
    from py3langid import classify  # noqa: PLC0415 - loads its model on first use

    code: str = classify(sample)[0]
    return code
