"""The parser's path: speakers where word order finds none, and indirect speech."""

from __future__ import annotations

import re
from collections.abc import Mapping

from toolkit.analysis.quotes.indirect import Reported, reported
from toolkit.analysis.quotes.record import Answer, Quote, filled, shifted
from toolkit.analysis.quotes.tree import Governor, Tree, governor
from toolkit.analysis.quotes.verbs import Verbs
from toolkit.analysis.quotes.words import PRONOUN, Span
from toolkit.text.parser import Parse

_PARAGRAPH = re.compile(r"[^\n]+")
_WORDS = re.compile(r"[a-z]+")
# Rules that the syntax above a quotation betters on labelled news.
_WEAKER = frozenset(("none", "same_paragraph", "floating", "subject_before", "later_in_sentence", "split"))


def paragraphs(text: str) -> list[tuple[int, str]]:
    """Return the paragraphs of a text with where each begins."""
    return [(found.start(), found.group()) for found in _PARAGRAPH.finditer(text)]


def worth_parsing(text: str, quotes: list[Quote], verbs: Verbs) -> list[str]:
    """Return the paragraphs with a quotation or a verb of saying; the others need no parse."""
    core = {form for form, verb in verbs.forms.items() if verb.core} | {"according"}
    numbers = {quote.paragraph for quote in quotes}
    return [
        body
        for number, (_, body) in enumerate(paragraphs(text))
        if number in numbers or not core.isdisjoint(_WORDS.findall(body.lower()))
    ]


def parsed_quotes(text: str, quotes: list[Quote], parses: Mapping[str, Parse], verbs: Verbs) -> list[Quote]:
    """Return the quotations of an article with what the parses add, and its indirect speech, in order."""
    made: list[Quote] = []
    for number, (start, body) in enumerate(paragraphs(text)):
        here = [quote for quote in quotes if quote.paragraph == number]
        if body not in parses:
            made += here
            continue
        tree = Tree(body, parses[body])
        quoted = [(quote.start - start, quote.end - start) for quote in here]
        clauses = reported(tree, quoted, verbs)
        made += [_better(quote, start, tree, quoted, verbs) for quote in here]
        made += [_indirect(r, start, number) for r in clauses if not _covered(r.content, quoted)]
    return sorted(made, key=lambda quote: (quote.start, quote.end))


def _better(quote: Quote, start: int, tree: Tree, quoted: list[Span], verbs: Verbs) -> Quote:
    """Return a quotation with the speaker its syntax gives, where the rule that found one is weaker."""
    if quote.rule not in _WEAKER:
        return quote
    found = governor(tree, (quote.start - start, quote.end - start), quoted, verbs)
    if found is None or (found.verb is None and (quote.rule != "none" or not _sure(tree, found))):
        return quote
    rule = "syntax" if found.verb else "syntax_subject"
    answer = Answer(found.mention, found.cue if found.verb else None, found.verb, rule, found.referent)
    return filled(quote, start, answer)


def _sure(tree: Tree, found: Governor) -> bool:
    """Tell whether a subject is a pronoun or begins or ends with a capital."""
    words = tree.text[slice(*found.mention)].split()
    return words[0].lower() in PRONOUN - {"it", "you", "we"} or words[-1][:1].isupper()


def _covered(content: Span, quoted: list[Span]) -> bool:
    """Tell whether a clause holds a quotation, or lies in one: it is then no indirect speech of its own."""
    return any(min(content[1], b) - max(content[0], a) > 0 for a, b in quoted)


def _indirect(found: Reported, start: int, number: int) -> Quote:
    return Quote(
        found.content[0] + start,
        found.content[1] + start,
        number,
        shifted(found.mention, start),
        shifted(found.cue, start),
        found.verb,
        "reported",
        referent=shifted(found.referent, start),
        indirect=True,
    )
