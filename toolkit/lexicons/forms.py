"""The word lists that come with the toolkit, and what a list must hold to take the place of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Form:
    """What a list holds.

    Attributes
    ----------
    file : str
        File in ``toolkit/lexicons``.
    what : str
        What the list is for, in a few words.
    classes : tuple of str or None
        The classes that have a meaning; empty: any class; None: the list needs no class.
    columns : mapping of str to tuple of str
        Columns it needs beside ``pattern`` and ``class``, with the values allowed there; empty: any.
    patterns : bool
        Whether ``*`` and ``/regular expressions/`` are understood, or plain words alone.
    unique : bool
        Whether a word may belong to one class only (of one actor).
    own : bool
        Whether a study may name its own list, under ``[lexicons]``.
    """

    file: str
    what: str
    classes: tuple[str, ...] | None = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    patterns: bool = False
    unique: bool = True
    own: bool = True


_ACTOR = MappingProxyType({"actor": ()})
ANY = Form("", "any list", None, patterns=True)

FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "abbreviations": Form(
            "abbreviations.csv",
            "abbreviations whose full stop does not always end a sentence",
            ("title", "inner", "number", "month", "clock", "suffix"),
            own=False,
        ),
        "actor_labels": Form(
            "actor_labels.csv", "names that outlets give the same actors", columns=_ACTOR, patterns=True
        ),
        "agents": Form(
            "agents.csv", "parties to a conflict: who does what to whom", columns=_ACTOR, patterns=True
        ),
        "countries": Form(
            "countries.csv",
            "names of countries and of their peoples",
            columns=MappingProxyType({"code": ()}),
            own=False,
        ),
        "country_words": Form(
            "country_words.csv",
            "words beside the name of a country that say what is named",
            ("body", "never", "given", "surname", "region", "people"),
            own=False,
        ),
        "familiar_words": Form(
            "familiar_words.txt", "words that readers know (Dale and Chall)", None, own=False
        ),
        "given_names": Form("given_names.csv", "given names of men and women", ("m", "f")),
        "harm_verbs": Form("harm_verbs.csv", "verbs of harm and force: active or passive", patterns=True),
        "hedges": Form("hedges.csv", "hedges, boosters and words of doubt", patterns=True),
        "house_style": Form("house_style.csv", "words of house style, hidden from the short lists"),
        "not_labels": Form(
            "not_labels.csv", "uses of a label that name nobody: weapons, politics", patterns=True, own=False
        ),
        "quote_words": Form(
            "quote_words.csv", "closed classes of words for the rules of quotations", unique=False, own=False
        ),
        "reporting_verbs": Form(
            "reporting_verbs.csv",
            "verbs that introduce what somebody said",
            ("neutral", "doubt", "assertion", "attack", "concession", "reveal", "denial", "emotion"),
            MappingProxyType({"lemma": (), "strength": ("strong", "weak"), "core": ("yes", "no")}),
        ),
        "sentence_openers": Form("sentence_openers.txt", "words that open a sentence", None, own=False),
        "source_types": Form(
            "source_types.csv",
            "words that tell what kind of source a speaker is",
            (
                *("official", "military", "militant", "opposition", "civil_society", "expert", "witness"),
                *("business", "media", "document", "anonymous"),
            ),
        ),
        "spache_words": Form("spache_words.txt", "words that young readers know (Spache)", None, own=False),
        "topic_stopwords": Form("topic_stopwords.csv", "words that never enter a topic model", None),
    }
)
OWN = tuple(name for name, form in FORMS.items() if form.own)
