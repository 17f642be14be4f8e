"""One normalisation of text at the door of every format.

Composed characters (NFC), no soft hyphens, no zero-width characters, ligatures as letters, entities as what
they stand for. Applied where article rows are made; spans still point into the file as it was.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

# Typographic joins of Latin letters; NFKC would also change fractions, exponents and full-width letters.
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# A zero-width joiner or non-joiner between letters of Persian, Urdu or Hindi is part of the spelling.
_HIDDEN = "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CHANGED = str.maketrans({**dict.fromkeys(_HIDDEN), **_LIGATURES})
_JOINERS = re.compile(
    "(?<![\u0600-\u08ff\u0900-\u0dff\u1780-\u17ff])[\u200c\u200d](?![\u0600-\u08ff\u0900-\u0dff\u1780-\u17ff\ufe0f])"
)
_EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.I)


def normal(text: str, *, entities: bool = True) -> str:
    r"""Return a text in its normal form; most texts are in it already.

    Parameters
    ----------
    text : str
    entities : bool
        Whether entities are still to be resolved; False for the text of HTML, in which they are.

    Examples
    --------
    >>> normal("re\u00adelection, cafe\u0301, \ufb01nal, &quot;AT&amp;T&quot;")
    'reelection, café, final, "AT&T"'
    """
    if entities and "&" in text:
        text = _ENTITY.sub(_entity, text)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text.translate(_CHANGED))
    if ("\u200c" in text or "\u200d" in text) and not _EMOJI.search(text):
        text = _JOINERS.sub("", text)
    return text


def _entity(found: re.Match[str]) -> str:
    """Return what an entity stands for; one that stands for a control character stays as it is."""
    said = unescape(found[0])
    return " " if said.isspace() else said if said.isprintable() or said == "\u00ad" else found[0]
