"""Bylines, datelines, credits and captions: what a line of a page says about its article."""

from __future__ import annotations

import re
from dataclasses import dataclass

AGENCIES = (
    "Reuters", "Thomson Reuters", "AFP", "Agence France-Presse", "AP", "Associated Press", "The Associated Press",
    "dpa", "PTI", "ANI", "IANS", "APP", "PPI", "UPI", "EFE", "TASS", "Xinhua", "Anadolu", "AA", "Anadolu Agency",
    "Kyodo", "Yonhap", "IRNA", "SPA", "WAM", "MENA", "Bloomberg", "BBC", "CNN", "DPA", "UNB", "BSS", "INP", "NNI",
)  # fmt: skip
_AGENCY = "|".join(sorted(map(re.escape, AGENCIES), key=len, reverse=True))
_UPPER = "A-ZÀ-ÖØ-ÞŁŚŞŽČĞİ"
_NAME_WORD = rf"(?:[{_UPPER}][\w.'’\-]*|de|da|di|du|la|le|van|von|der|den|bin|ibn|al|el|ul|e|y|ud|ur|of|the)"
_SMALL = frozenset(
    "and with a an the of for in at from on special to our by de da di du la le van von der den bin ibn al el ul e y "
    "ud ur staff team desk reporter reporters correspondent correspondents writer writers editor editors news club "
    "bureau agency agencies contributor columnist analyst service und et".split()
)
_BYLINE = re.compile(
    r"^(?:story\s+|words\s+|report\s+|written\s+|posted\s+|reported\s+)?(?:by|von|par|por|autor|author)\b\s*[:\-–]?\s*(?P<names>\S.*)$",
    re.I,
)
_ROLE = re.compile(
    r"^(?:(?:our|the|a|an)\s+)?(?:(?:chief|senior|staff|special|political|diplomatic|foreign|defen[cs]e|economics?|business"
    r"|crime|security|regional|news|national|city|south\s+asia|world|guest|contributing|environment|health|science)\s+)*"
    r"(?:correspondent|reporter|editor|writer|columnist|contributor|analyst|bureau chief)s?\b[,:]?\s*",
    re.I,
)
_TRAILING = re.compile(
    r"\s*(?:,|\||–|—| - |\bin\b|\bfor\b|\()\s*(?:[\w\s.'’/&-]*\b(?:correspondent|reporter|editor|writer|columnist|analyst"
    r"|bureau|desk|chief|staff|news|times|press|post)\b.*|[A-Z][\w .'-]+\)?)$",
    re.I,
)
_HANDLE = re.compile(r"\s*(?:\(?@\w+\)?|<?[\w.+-]+@[\w-]+\.[\w.]+>?)")
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Mx)\.?\s+")
_PLACE_LINE = re.compile(
    rf"^(?:[{_UPPER}][\w.'’\-]+(?: [{_UPPER}][\w.'’\-]+){{0,2}})(?:, ?[{_UPPER}][\w.]+(?: [{_UPPER}][\w.]+){{0,2}}| ?\([{_UPPER}.]{{2,}}\))$"
)
_CAPS = rf"[{_UPPER}][{_UPPER}.'’\-]+(?:[ /][{_UPPER}.'’\-]{{2,}}){{0,2}}"
_NOT_PLACES = frozenset(
    "exclusive breaking watch video opinion analysis update updated live explainer note editorial comment factbox "
    "timeline read review interview profile feature column letter correction clarification photos pictures gallery "
    "podcast listen question answer q a quote unquote summary abstract background source sources new report".split()
)
_DATELINE = re.compile(
    rf"^(?P<place>{_CAPS}(?:, ?[{_UPPER}][\w.]+(?: [{_UPPER}][\w.]+)?)?)"
    rf"(?:,? (?:[{_UPPER}][a-z]{{2,8}}\.? \d{{1,2}}|\d{{1,2}} [{_UPPER}][a-z]{{2,8}}\.?),?)?"
    rf"(?: ?[(\[](?P<agency>{_AGENCY})[^)\]]{{0,20}}[)\]])?\s*(?::|–|—| ?- ?-? )\s*(?=\S)"
)
_DATELINE_AGENCY = re.compile(
    rf"^(?P<place>[{_UPPER}][\w.'’\-]+(?: [{_UPPER}][\w.'’\-]+){{0,3}}(?:, [{_UPPER}][\w. ]{{2,20}})?)"
    rf"(?:,? (?:[{_UPPER}][a-z]{{2,8}}\.? \d{{1,2}}|\d{{1,2}} [{_UPPER}][a-z]{{2,8}}\.?),?)?"
    rf" ?[(\[](?P<agency>{_AGENCY})[^)\]]{{0,20}}[)\]]\s*[:\-–—]*\s*"
)
_RUN_IN = re.compile(
    rf"^(?P<place>[{_UPPER}][\w.'’\-]+(?: [{_UPPER}][\w.'’\-]+){{0,2}}) ?\((?P<name>[^()]{{4,60}})\) ?[:\-–—]{{1,3}}\s*"
)
_ANALYSIS = re.compile(
    rf"(?:\b(?:Mr|Mrs|Ms|Dr|Prof)\.? |(?<![\w.] ))(?P<name>[{_UPPER}][a-z][\w'’\-]*(?: [{_UPPER}]\.| [{_UPPER}][\w'’\-]+){{1,3}})"
    r" (?:analysis|analyses|writes|comment|opinion|report|column) ?:"
)
_GLUED = re.compile(
    rf"^By (?P<names>(?:{_NAME_WORD} ){{1,3}}?[{_UPPER}][\w'’\-]*?)(?:\s{{2,}}|(?<=[a-z])(?=[{_UPPER}][a-z]))(?=\S)"
)
_CREDIT = re.compile(
    r"^[\[(]?(?:(?:source|sources|credit|courtesy|via)\s*[:\-–]\s*(?P<a>\S.{1,80})"
    r"|(?:this|the) (?:article|story|report|piece|op-ed|post) (?:was |has been |is )?(?:\w+ )?(?:ori?ginally|first|also)?\s*(?:was )?"
    r"(?:appeared|published|posted|produced)\s+(?:\w+ )?(?:on|in|by|at)\s+(?P<b>.{2,80})"
    r"|(?:originally|first) (?:published|appeared) (?:on|in|by|at) (?P<c>.{2,80})"
    r"|(?:with )?(?:additional )?inputs? from (?P<d>.{2,80})|with additional reporting (?:by|from) (?P<e>.{2,80})"
    rf"|[—–-]{{1,2}} ?(?P<f>{_AGENCY})|(?P<g>{_AGENCY}|agencies)|(?:©|\(c\)|copyright) ?(?:\d{{4}} )?(?P<h>{_AGENCY}))[.\])]*$"
    r"|^\((?-i:(?P<i>[A-Z][\w.&-]+(?: [A-Z][\w.&-]+){0,2}))\)$",
    re.I,
)
_CAPTION = re.compile(
    rf"(?:\((?:photo|image|picture|file|courtesy|credit|supplied|{_AGENCY}|getty)\b[^()]*\)|\b(?:source|photo|image|picture|credit|courtesy)s?"
    r"\s*[:/]\s*[^.]{2,60}|\b(?:getty images|ap photo|afp photo|reuters photo|file photo|photo by [^.]{2,50}|via (?:getty|ap|reuters)))\.?$"
    r"|^(?:photo|image|picture|pic|caption|file photo|in this (?:file )?(?:photo|picture|image))\s*(?::|,|of\b|shows\b)",
    re.I,
)
_READ_MORE = re.compile(
    r"^(?:\[?(?:also |must |please )?(?:read|see|watch|listen)(?: more| also| on| next| full \w+)*(?: on [^:]{2,60})?\s*[:|›»]|related\s*:|more on this\s*:|>>|»|›)",
    re.I,
)
_INFERRED = re.compile(
    rf"(?:\btold (?:the )?(?P<a>{_AGENCY})(?: news agency)?\b(?! correspondent))|\((?P<b>{_AGENCY})(?:/File)?\)",
    re.I,
)
_BACKGROUND = re.compile(r"\b(?:in|since) (?:19|20)\d\d\b|\blast year\b|\byears? ago\b", re.I)
_LINE = 160  # bylines, datelines and credits stand on short lines


@dataclass(frozen=True)
class Opening:
    """What the first words of a text say: place, agency or author, and where prose begins."""

    dateline: str | None = None
    credit: str | None = None
    authors: tuple[str, ...] = ()
    byline_end: int = 0


def read_byline(line: str) -> list[str] | None:
    """Return the names of a byline, or None when the line is not one.

    Examples
    --------
    >>> read_byline("By a Baloch Reporter AND Taha Siddiqui")
    ['a Baloch Reporter', 'Taha Siddiqui']
    >>> read_byline("By early spring, the river had risen.") is None
    True
    """
    match = _BYLINE.match(line) if len(line) <= _LINE else None
    if not match:
        return None
    names = match["names"].strip()
    words = re.findall(r"[^\s,;|&/()]+", names)
    small = [word for word in words if word[:1].islower() and word.lower() not in _SMALL and "@" not in word]
    capital = any(word[:1].isupper() or not word[:1].isascii() for word in words)
    if (
        not capital
        or len(words) > 16
        or small
        or re.search(r"[^.][.!?]$", names)
        and not re.search(r"\b\w\.$|(?:Jr|Sr|Dr)\.$", names)
    ):
        return None
    return split_names(names) or None


def split_names(text: str) -> list[str]:
    """Return the names in a byline's text, without roles, places, handles and addresses.

    Examples
    --------
    >>> split_names("Senior Correspondent Jane Doe in Quetta and Ali Khan")
    ['Jane Doe', 'Ali Khan']
    """
    text = _HANDLE.sub("", text)
    parts = re.split(r"\s+(?:and|und|et|with)\s+|\s*[;&|]\s*|\s*,\s*(?=\S)", text, flags=re.I)
    names: list[str] = []
    for part in parts:
        bare = part.strip(" .,;:-–—|")
        name = _ROLE.sub("", bare).strip() or bare
        name = _HONORIFIC.sub("", _TRAILING.sub("", name).strip() or name).strip(" ,-–—|")
        if name and not (names and _is_role_or_place(bare)) and not name.isdigit():
            names.append(name)
    return names


def _is_role_or_place(part: str) -> bool:
    """Return whether a later part of a byline is a role or a place and not another name."""
    return bool(
        _ROLE.fullmatch(part + " ") or len(part.split()) == 1 or re.match(r"(?:in|from|at|for)\s", part)
    )


def is_place(line: str) -> bool:
    """Return whether a line is nothing but a place, such as ``PARIS, France``.

    Examples
    --------
    >>> is_place("California (USA)"), is_place("Akhtar Hussain Sandhu")
    (True, False)
    """
    return len(line) <= 48 and bool(_PLACE_LINE.match(line))


def is_caption(line: str) -> bool:
    """Return whether a line is the caption of a picture.

    Examples
    --------
    >>> is_caption("Miners at the gate. Source: Monitoring Desk"), is_caption("Photo: AP")
    (True, True)
    """
    return len(line) <= 500 and bool(_CAPTION.search(line))


def is_read_more(line: str) -> bool:
    """Return whether a line points to another article.

    Examples
    --------
    >>> is_read_more("Read more on the strike: Port workers walk out")
    True
    """
    return len(line) <= 200 and bool(_READ_MORE.match(line))


def read_credit(line: str) -> str | None:
    """Return the agency or site a credit line names, or None when the line is not one.

    Examples
    --------
    >>> read_credit("Source: The Print, News18")
    'The Print, News18'
    >>> read_credit("This article originally appeared on the Harbour Club.")
    'the Harbour Club'
    """
    match = _CREDIT.match(line) if len(line) <= _LINE else None
    if not match:
        return None
    found = next(value for value in match.groupdict().values() if value)
    return found.strip(" .])") or None


def read_opening(text: str) -> Opening:
    """Return dateline, agency and run-in byline of a text's first words.

    Examples
    --------
    >>> read_opening("ISLAMABAD (Reuters) - The river rose.").dateline
    'ISLAMABAD'
    >>> read_opening("Paris (A. Writer) :- Mr. Jo Blum analysis : When").authors
    ('Jo Blum',)
    """
    head = text[:700]
    glued = _GLUED.match(head)
    if glued:
        return Opening(authors=tuple(split_names(glued["names"])), byline_end=glued.end())
    place = _DATELINE.match(head) or _DATELINE_AGENCY.match(head)
    if place and place["place"].split(",")[0].lower().split()[0] not in _NOT_PLACES:
        return Opening(dateline=place["place"].strip(), credit=place["agency"])
    run_in = _RUN_IN.match(head)
    if run_in and not re.search(r"\d", run_in["name"]):
        analyst = _ANALYSIS.search(head)
        name = analyst["name"] if analyst else run_in["name"].strip()
        return Opening(dateline=run_in["place"], authors=(name,))
    return Opening()


def opens_with_dateline(text: str) -> bool:
    """Return whether a paragraph opens as the first of a report does.

    Examples
    --------
    >>> opens_with_dateline("PESHAWAR: A bus fell"), opens_with_dateline("EXCLUSIVE: A bus fell")
    (True, False)
    """
    return read_opening(text[:120]).dateline is not None


def infer_credit(text: str) -> str | None:
    """Return the agency a text names as the one spoken to, or None.

    Only an agency "told" something in the news itself counts; a sentence that looks back ("In 2010, an
    official told Reuters") does not.

    Examples
    --------
    >>> infer_credit("A spokesman told Reuters it was not so.")
    'Reuters'
    >>> infer_credit("In 2010, an official told Reuters that it was so.") is None
    True
    """
    for match in _INFERRED.finditer(text):
        sentence = text[
            max(text.rfind(". ", 0, match.start()), text.rfind("\n", 0, match.start())) + 1 : match.end()
        ]
        if not _BACKGROUND.search(sentence):
            found = match["a"] or match["b"]
            return next(name for name in AGENCIES if name.lower() == found.lower())
    return None
