"""Datelines, credits and captions: what a line of a page says about its article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.pages.fields.bylines import split_names
from toolkit.pages.fields.words import AGENCIES, NOT_PLACES, PICTURED, RUN_IN_WORDS

_AGENCY = "|".join(sorted(map(re.escape, AGENCIES), key=len, reverse=True))
_UPPER = "A-ZÀ-ÖØ-ÞŁŚŞŽČĞİ"
_CAPITAL = rf"[{_UPPER}][\w.'’\-]+"  # a word with a capital
_PLACE = rf"{_CAPITAL}(?:\ {_CAPITAL}){{0,2}}"
_NAME_WORD = rf"(?:[{_UPPER}][\w.'’\-]*|de|da|di|du|la|le|van|von|der|den|bin|ibn|al|el|ul|e|y|ud|ur|of|the)"
_PLACE_LINE = re.compile(rf"^{_PLACE}(?:,\ ?{_PLACE}|\ ?\([{_UPPER}.]{{2,}}\))$", re.X)
_CAPS = rf"[{_UPPER}][{_UPPER}.'’\-]+(?:(?:\ /\ |[\ /])[{_UPPER}.'’\-]{{2,}}){{0,2}}"
_DAY = rf"(?:,?\ (?:[{_UPPER}][a-z]{{2,8}}\.?\ \d{{1,2}}|\d{{1,2}}\ [{_UPPER}][a-z]{{2,8}}\.?),?)?"
_BY_AGENCY = rf"\ ?[(\[](?P<agency>{_AGENCY}|(?!USA|UAE|UK)[A-Z]{{3,5}}\b)[^)\]]{{0,20}}[)\]]"
_DATELINE = re.compile(
    rf"""^(?P<place>{_CAPS}(?:,\ ?[{_UPPER}][\w.]+(?:\ [{_UPPER}][\w.]+)?)?){_DAY}
    (?:{_BY_AGENCY})?\s*(?::|–|—|\ ?-\ ?-?\ )\s*(?=\S)""",
    re.X,
)
_DATELINE_AGENCY = re.compile(
    rf"""^(?P<place>{_CAPITAL}(?:\ {_CAPITAL}){{0,3}}(?:,\ (?!\w+\.?\ \d)[{_UPPER}][\w.\ ]{{2,20}})?)
    {_DAY}{_BY_AGENCY}\s*[:\-–—]*\s*""",
    re.X,
)
_TOWN = rf"[{_UPPER}][\w\-]+(?:[ /][{_UPPER}][\w\-]+){{0,2}}"
_NEVER = re.compile(r"(?!)")
# Letters of some scripts carry marks that are no word characters: words are what is between spaces.
_BARE = r"[^\s\d:।–—()،,.]+"
_BEFORE_COLON = re.compile(rf"^(?P<place>{_BARE}(?: {_BARE}){{0,2}})(?: ?\([^)]{{2,30}}\))?(?: ?[:–—।]| -) ")
# In German a dateline ends in a full stop; scripts without capitals have no other sign than the colon.
_DATELINES = {
    "de": re.compile(rf"^(?P<place>{_TOWN})(?: ?\([\w/]{{2,12}}\))?\. (?=[{_UPPER}])"),
    **dict.fromkeys(("ur", "ar", "fa", "hi", "bn", "ps"), _BEFORE_COLON),
}
# "(Nairobi) – ", as rights groups and churches print it
_BRACKETED = re.compile(rf"^\((?P<place>{_PLACE}(?:(?:/|,\ ){_PLACE})?)\)\s*[:\-–—]+\s*(?=\S)", re.X)
_RUN_IN_ANY = "|".join(sorted(RUN_IN_WORDS, key=len, reverse=True))
_RUN_IN = re.compile(rf"^(?P<place>{_PLACE})\ ?\((?P<name>[^()]{{4,60}})\)\ ?[:\-–—]{{1,3}}\s*", re.X)
_ANALYSIS = re.compile(
    rf"""(?:\b(?:Mr|Mrs|Ms|Dr|Prof)\.?\ |(?<![\w.]\ ))
    (?P<name>[{_UPPER}][a-z][\w'’\-]*(?:\ [{_UPPER}]\.|\ [{_UPPER}][\w'’\-]+){{1,3}})
    \ (?:{_RUN_IN_ANY})\ ?:""",
    re.X,
)
_GLUED = re.compile(
    rf"""^By\ (?P<names>(?:{_NAME_WORD}\ ){{1,3}}?[{_UPPER}][\w'’\-]*?)
    (?:\s{{2,}}|(?<=[a-z])(?=[{_UPPER}][a-z]))(?=\S)""",
    re.X,
)
_CREDIT = re.compile(
    rf"""^[\[(]?(?:
      (?:source|sources|credit|courtesy|via)\s*[:\-–]\s*(?P<a>\S.{{1,80}})
    | (?:this|the)\ (?:article|story|report|piece|op-ed|post)\ (?:(?:was|has\ been|is)\ )?(?:\w+\ )?
      (?:(?:originally|first|also)\ )?(?:was\ )?(?:appeared|published|posted|produced)\ (?:\w+\ )?
      (?:on|in|by|at)\ (?P<b>.{{2,80}})
    | (?:originally|first)\ (?:published|appeared)\ (?:on|in|by|at)\ (?P<c>.{{2,80}})
    | (?:with\ )?(?:additional\ )?inputs?\ from\ (?P<d>.{{2,80}})
    | with\ additional\ reporting\ (?:by|from)\ (?P<e>.{{2,80}})
    | (?:[—–-]{{1,2}}|avec|mit|con|with|from)\ ?(?P<f>{_AGENCY})
    | (?P<g>{_AGENCY}|agencies)
    | (?:©|\(c\)|copyright)\ ?(?:\d{{4}}\ )?(?P<h>{_AGENCY})
    )[.\])]*$
    | ^\((?-i:(?P<i>[A-Z][\w.&-]+(?:\ [A-Z][\w.&-]+){{0,2}}))\)$""",
    re.I | re.X,
)
_CAPTION_END = re.compile(
    rf"""(?:\((?:photo|image|picture|file|courtesy|credit|supplied|getty|foto|bild|فوٹو|تصویر|صورة|{_AGENCY})\b[^()]*\)
    | \b(?:source|photo|image|picture|credit|courtesy|foto|bild|fotos)s?\s*[:/]\s*[^.]{{2,60}}
    | \b(?:getty\ images|(?:ap|afp|reuters|file)\ photo
      |via\ (?:getty|ap|reuters)
      |(?:\w+\ )?(?:photos?|photographs?|illustrations?|picture)\ by\ [^.]{{2,50}}
      |(?:photo|picture)\ courtesy\ of\ [^.]{{2,60}}))\.?$
    | \S\ ©\ ?\S.{{1,60}}$""",
    re.I | re.X,
)
_CAPTION_CUES = (
    ":",
    "/",
    "©",
    "images",
    "photo",
    "picture",
    "illustration",
)  # of a caption's end without brackets
_CAPTION_START = re.compile(
    r"""^(?:(?:file\ )?photo|image|picture|pic|caption|in\ this\ (?:file\ )?(?:photo|picture|image))
      \s*(?::|,|of\b|shows\b)""",
    re.I | re.X,
)
_IN, _THIS, _ARTICLE, _PICTURE = (
    "|".join(map(re.escape, PICTURED[key])) for key in ("in", "this", "article", "picture")
)
# A description that points to its picture: "In this old photograph, ..."
_POINTED = re.compile(
    rf"\W?(?:(?:{_IN}) )?(?:{_THIS}) (?!(?:is|was|are) )"
    rf"(?:(?!(?:{_ARTICLE}) )[^\s,]+ ){{0,3}}?(?:{_PICTURE})(?!\w)",
    re.I,
)
_READ_MORE = re.compile(
    r"""^(?:\[?(?:(?:also|must|please)\ )?(?:read|see|watch|listen)(?:\ (?:more|also|on|next|full\ \w+))*
      (?:\ on\ [^:]{2,60})?\s*[:|›»]
    | (?:lire|voir|à\ lire)\ aussi\b | lesen\ sie\ auch\b | mehr\ zum\ thema\b | leer?\ también\b
    | اقرأ\ أيضا | یہ\ بھی\ پڑھیں
    | related\s*: | more\ on\ this\s*: | >> | » | ›)""",
    re.I | re.X,
)
_TOLD = rf" told (?:the )?(?P<a>{_AGENCY})(?: news agency)?\b(?! correspondent)"
_INFERRED = re.compile(rf"{_TOLD}|\((?P<b>{_AGENCY}|{_AGENCY.upper()})(?:/File)?\)")
_ONLY_TOLD = re.compile(rf"{_TOLD}(?P<b>)")
_BACKGROUND = re.compile(r"\b(?:in|since) (?:19|20)\d\d\b|\blast year\b|\byears? ago\b", re.I)
_CREDIT_TAIL = 120  # characters in which a caption's credit is found
_LINE = 160  # datelines and credits are on short lines


@dataclass(frozen=True)
class Opening:
    """What the first words of a text say: place, agency or author, and where prose begins."""

    dateline: str | None = None
    credit: str | None = None
    authors: tuple[str, ...] = ()
    byline_end: int = 0
    end: int = 0


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
    >>> is_caption("In this old photograph, miners wait at the gate."), is_caption("This paints a picture.")
    (True, False)
    """
    if len(line) > 500:
        return False
    tail = line[-_CREDIT_TAIL:].lower()
    ends = tail.rstrip(" .").endswith(")") or any(cue in tail for cue in _CAPTION_CUES)
    return bool(_CAPTION_START.match(line) or _POINTED.match(line) or (ends and _CAPTION_END.search(tail)))


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


def read_opening(text: str, language: str | None = None) -> Opening:
    """Return dateline, agency and run-in byline of a text's first words.

    Examples
    --------
    >>> read_opening("ISLAMABAD (Reuters) - The river rose.").dateline
    'ISLAMABAD'
    >>> read_opening("Paris (A. Writer) :- Mr. Jo Blum analysis : When").authors
    ('Jo Blum',)
    >>> "ISLAMABAD (Reuters) - The river rose."[read_opening("ISLAMABAD (Reuters) - The river rose.").end :]
    'The river rose.'
    """
    head = text[:700]
    glued = _GLUED.match(head)
    if glued:
        return Opening(authors=tuple(split_names(glued["names"])), byline_end=glued.end(), end=glued.end())
    place = _DATELINE.match(head) or _DATELINE_AGENCY.match(head)
    if place and place["place"].split(",")[0].lower().split()[0] not in NOT_PLACES:
        return Opening(dateline=place["place"].strip(), credit=place["agency"], end=place.end())
    other = _DATELINES.get(language or "", _NEVER).match(head)
    if other:
        return Opening(dateline=other["place"], end=other.end())
    bracketed = _BRACKETED.match(head)
    if bracketed:
        return Opening(dateline=bracketed["place"], end=bracketed.end())
    run_in = _RUN_IN.match(head)
    if run_in and not re.search(r"\d", run_in["name"]):
        analyst = _ANALYSIS.search(head)
        name = analyst["name"] if analyst else run_in["name"].strip()
        end = max(run_in.end(), analyst.end() if analyst else 0)
        end += len(head[end:]) - len(head[end:].lstrip())
        return Opening(dateline=run_in["place"], authors=(name,), end=end)
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
    if " told " not in text and "(" not in text:
        return None
    # Without a bracket the pattern begins with a fixed word, which is found many times faster.
    for match in (_INFERRED if "(" in text else _ONLY_TOLD).finditer(text):
        sentence = text[
            max(text.rfind(". ", 0, match.start()), text.rfind("\n", 0, match.start())) + 1 : match.end()
        ]
        if not _BACKGROUND.search(sentence):
            found = match["a"] or match["b"]
            return next(name for name in AGENCIES if name.lower() == found.lower())
    return None
