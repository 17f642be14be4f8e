"""Which database a file is an export of, by its marks; such a file is never read as a page."""

from __future__ import annotations

import re

from toolkit.pages.exports.document import Export
from toolkit.pages.exports.europresse import is_europresse, read_europresse
from toolkit.pages.exports.factiva import is_factiva, read_factiva
from toolkit.pages.exports.factiva_xml import read_factiva_xml
from toolkit.pages.exports.fields import is_labelled, is_proquest, read_labelled, read_proquest
from toolkit.pages.exports.nexis import is_nexis, read_nexis
from toolkit.pages.exports.ris import is_ris, read_ris
from toolkit.pages.read.paragraphs import from_markup, from_text

# A look at the source that costs nothing tells most pages from exports; the readers then look closer.
_HINTS = re.compile(
    r"\bDOCFULL\b|LXNComment|\b\d+ (?:of|von|de|di|van|sur) \d+ DO[CK]UMENT"
    r"|\bDo[ck]umento? \d+ (?:of|von|de|di|van|sur) \d+\b"
    r"|End of Document|Ende des Dokuments"
    r"|Fin du document|Fin del documento|Einde van"
    r"|articleParagraph|fcpNavContainer|Factiva|(?:Doc|Dok)ument[o]? [A-Z]\w{2,14}\d{8}[a-z]\w{7,9}\b"
    r"|DocPublicationName|ProQuest|Publication info(?:rmation)?:"
    r"|\b[A-Z]\w{2,13}(?:19|20)\d{6}[a-z][a-z0-9]{7,9}\b",
    re.I,
)
_FACTIVA_XML = re.compile(r"<(?:PPSResponse|ppsArticleResponse|ppsarticleResultSet)\b", re.I)


def read_export(text: str, *, markup: bool) -> Export | None:
    """Return the documents of a database's export, or None where a file bears no database's marks.

    Parameters
    ----------
    text : str
        The decoded file.
    markup : bool
        Whether it is HTML or XML.

    Raises
    ------
    InputError
        If it bears the marks of a database but no document in it can be told apart: it is set aside, not
        read as a page.
    """
    if markup and _FACTIVA_XML.search(text):
        return read_factiva_xml(text)
    if not markup and is_ris(text):
        return read_ris(text)
    hinted = _HINTS.search(text)
    if not hinted and (markup or not _label_first(text)):
        return None
    parts = from_markup(text) if markup else from_text(text)
    for known, read in (
        (is_europresse, read_europresse),
        (is_proquest, read_proquest),
        (is_nexis, read_nexis),
        (is_factiva, read_factiva),
    ):
        if hinted and known(parts):
            return read(parts)
    return read_labelled(parts) if not markup and is_labelled(parts) else None


def _label_first(text: str) -> bool:
    """Return whether one of the first lines of a text begins with a word and a colon."""
    head = [line for line in text[:2000].splitlines() if line.strip()][:3]
    return any(re.match(r"\W{0,2}[^\W\d_][\w /.-]{0,30}\s?[:：]", line) for line in head)
