"""The one reader of codebooks: frames, their questions and answers, in TOML, checked line by line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from toolkit.errors import InputError, ToolkitError, nearest
from toolkit.lexicons.source import own_text, refuse
from toolkit.patterns import pattern

Level = Literal["nominal", "ordinal", "interval"]
LEVELS = ("nominal", "ordinal", "interval")
UNITS = ("article", "sentence")
YES_NO = ("no", "yes")
SHIPPED = ("semetko_valkenburg_2000", "entman_1993", "boydstun_2014")

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_KEYS: Mapping[str, Mapping[str, type]] = {
    "codebook": {"title": str, "source": str, "note": str, "unit": str, "frames": list},
    "frame": {"name": str, "label": str, "what": str, "least": int, "patterns": list, "questions": list},
    "question": {"name": str, "text": str, "answers": list, "present": list, "level": str},
}
_NEEDED = {
    "codebook": ("title", "source", "frames"),
    "frame": ("name", "label", "what", "questions"),
    "question": ("name", "text"),
}
Place = tuple[int, int, str]  # frame, question (-1: the codebook, the frame itself), key


@dataclass(frozen=True)
class Question:
    """What a coder is asked.

    Attributes
    ----------
    name, text : str
        Its short name, and the question in words.
    answers : tuple of str
        The answers allowed, the lowest first; empty: any text.
    present : tuple of str
        The answers that count as a yes.
    level : str
        What the answers are for agreement: nominal, ordinal (in order), or interval (numbers).
    """

    name: str
    text: str
    answers: tuple[str, ...] = YES_NO
    present: tuple[str, ...] = ("yes",)
    level: Level = "nominal"


@dataclass(frozen=True)
class Frame:
    """A frame, or any other thing that is coded, by one question or several.

    Attributes
    ----------
    name, label, what : str
        Its short name, its name in words, and what it is.
    questions : tuple of Question
    least : int
        So many questions must be answered with a yes for the frame to be present.
    patterns : tuple of str
        Words that often mark it (`toolkit.patterns.pattern`), to draw more of a rare frame.
    """

    name: str
    label: str
    what: str
    questions: tuple[Question, ...]
    least: int = 1
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codebook:
    """What coders are asked about each unit, and where that is from.

    Attributes
    ----------
    title, source : str
        Its name, and the work it follows.
    frames : tuple of Frame
    unit : str
        What is coded: article or sentence.
    note : str
        A remark for coders.
    text : str
        The file as it was read.
    """

    title: str
    source: str
    frames: tuple[Frame, ...]
    unit: str = "article"
    note: str = ""
    text: str = ""

    @property
    def questions(self) -> dict[str, Question]:
        """Every question by the name of its column, ``frame.question``, in order.

        Examples
        --------
        >>> list(read_codebook("entman_1993").questions)[:2]
        ['problem.named', 'problem.harm']
        """
        return {f"{frame.name}.{one.name}": one for frame in self.frames for one in frame.questions}


def read_codebook(source: str | Path) -> Codebook:
    """Read a codebook and check every line of it.

    Parameters
    ----------
    source : str or Path
        One of the toolkit's (``"semetko_valkenburg_2000"``, ``"entman_1993"``, ``"boydstun_2014"``), or a
        TOML file of one's own.

    Returns
    -------
    Codebook

    Raises
    ------
    InputError
        With every fault and its line: a missing or unknown key, a name given twice or with other signs than
        small letters, digits and ``_``, an answer that is not among the answers, an invalid pattern.

    Examples
    --------
    >>> [frame.name for frame in read_codebook("semetko_valkenburg_2000").frames]
    ['responsibility', 'human_interest', 'conflict', 'morality', 'economic']
    >>> read_codebook("entman")
    Traceback (most recent call last):
    toolkit.errors.InputError: there is no codebook 'entman'; did you mean 'entman_1993'?
    """
    name, text = _text(source)
    return parse_codebook(text, name)


def parse_codebook(text: str, name: str = "codebook.toml") -> Codebook:
    """Return the codebook of a text; `name` is what it is called in messages."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name} is not valid TOML: {error}") from error
    lines = _lines(text)
    faults = [(_line(lines, place), words) for place, words in _faults(data)]
    if faults:
        refuse(name, faults)
    return _made(data, text)


def _text(source: str | Path) -> tuple[str, str]:
    if str(source) in SHIPPED:
        file = files("toolkit") / "lexicons" / "codebooks" / f"{source}.toml"
        return f"{source}.toml", file.read_text(encoding="utf-8")
    file = Path(source)
    advice = "save it as UTF-8 in your editor"
    return file.name, own_text(file, what="codebook", known=SHIPPED, advice=advice)


def _lines(text: str) -> dict[Place, int]:
    """Return the line of each header and key; lines inside a text of several lines are passed over."""
    found: dict[Place, int] = {(-1, -1, ""): 1}
    frame, question, inside = -1, -1, False
    for number, line in enumerate(text.splitlines(), 1):
        if not inside:
            if re.match(r"\s*\[\[\s*frames\s*\]\]", line):
                frame, question = frame + 1, -1
                found[frame, -1, ""] = number
            elif re.match(r"\s*\[\[\s*frames\.questions\s*\]\]", line):
                question += 1
                found[frame, question, ""] = number
            elif key := re.match(r"\s*(\w+)\s*=", line):
                found[frame, question, key[1]] = number
        inside ^= (line.count('"""') + line.count("'''")) % 2 == 1
    return found


def _line(lines: Mapping[Place, int], place: Place) -> int:
    frame, question, _ = place
    tried: list[Place] = [place, (frame, question, ""), (frame, -1, "questions"), (frame, -1, "")]
    return next((lines[one] for one in tried if one in lines), 1)


def _faults(data: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Yield what is wrong, with its place."""
    yield from _table_faults("codebook", data, (-1, -1))
    if data.get("unit", "article") not in UNITS:
        yield (-1, -1, "unit"), f"unit {data['unit']!r} is unknown; {nearest(str(data['unit']), UNITS)}"
    frames = data.get("frames")
    if not isinstance(frames, list):
        return
    if not frames:
        yield (-1, -1, "frames"), "no frames"
    for i, frame in enumerate(frames):
        yield from _frame_faults(frame, i)
    yield from _double(_names(frames), lambda i: (i, -1, "name"), "frame")


def _frame_faults(frame: object, i: int) -> Iterator[tuple[Place, str]]:
    if not isinstance(frame, Mapping):
        yield (i, -1, ""), "a frame is a table: begin it with [[frames]]"
        return
    yield from _table_faults("frame", frame, (i, -1))
    yield from _pattern_faults(frame, i)
    questions = frame.get("questions")
    if not isinstance(questions, list):
        return
    least = frame.get("least", 1)
    if isinstance(least, int) and not 1 <= least <= max(len(questions), 1):
        yield (i, -1, "least"), f"least is {least}, and there are {len(questions)} questions"
    if not questions:
        yield (i, -1, "questions"), "no questions"
    for j, question in enumerate(questions):
        yield from _question_faults(question, i, j)
    yield from _double(_names(questions), lambda j: (i, j, "name"), "question")


def _pattern_faults(frame: Mapping[str, Any], i: int) -> Iterator[tuple[Place, str]]:
    patterns = frame.get("patterns", [])
    for one in patterns if isinstance(patterns, list) else ():
        try:
            pattern(str(one))
        except ToolkitError as error:
            yield (i, -1, "patterns"), str(error)


def _question_faults(question: object, i: int, j: int) -> Iterator[tuple[Place, str]]:
    if not isinstance(question, Mapping):
        yield (i, j, ""), "a question is a table: begin it with [[frames.questions]]"
        return
    yield from _table_faults("question", question, (i, j))
    answers, level = question.get("answers", list(YES_NO)), question.get("level", "nominal")
    if level not in LEVELS:
        yield (i, j, "level"), f"level {level!r} is unknown; {nearest(str(level), LEVELS)}"
    if not isinstance(answers, list):
        return
    named = [str(one) for one in answers]
    if len(named) == 1 or len(set(named)) < len(named):
        yield (i, j, "answers"), "answers need two values or more, each once"
    if level == "interval" and not all(re.fullmatch(r"-?\d+(\.\d+)?", one) for one in named):
        yield (i, j, "answers"), "answers of level interval must be numbers"
    present = question.get("present", [])
    for one in present if isinstance(present, list) and named else ():
        if str(one) not in named:
            yield (i, j, "present"), f"present has {one!r}, which is no answer; {nearest(str(one), named)}"


def _table_faults(kind: str, data: Mapping[str, Any], place: tuple[int, int]) -> Iterator[tuple[Place, str]]:
    """Yield missing and unknown keys, values of another type, empty texts and names that are not plain."""
    known = _KEYS[kind]
    for key in _NEEDED[kind]:
        if key not in data:
            yield (*place, ""), f"the {kind} has no {key}"
    for key, value in data.items():
        if key not in known:
            yield (*place, key), f"unknown key '{key}'; {nearest(key, known)}"
        elif not isinstance(value, known[key]) or isinstance(value, bool):
            yield (*place, key), f"{key} must be {_WORDS[known[key]]}"
        elif value == "":
            yield (*place, key), f"{key} is empty"
        elif key == "name" and not _NAME.match(str(value)):
            yield (*place, key), f"name {value!r}: use small letters, digits and _"


_WORDS = {str: "text", int: "a whole number", list: "a list"}


def _names(tables: list[Any]) -> list[Any]:
    return [one.get("name") if isinstance(one, Mapping) else None for one in tables]


def _double(names: list[Any], place: Any, what: str) -> Iterator[tuple[Place, str]]:
    seen: dict[Any, int] = {}
    for number, name in enumerate(names):
        if name is not None and seen.setdefault(name, number) != number:
            yield place(number), f"two {what}s are called {name!r}"


def _made(data: Mapping[str, Any], text: str) -> Codebook:
    frames = tuple(
        Frame(
            name=one["name"],
            label=one["label"],
            what=one["what"],
            least=one.get("least", 1),
            patterns=tuple(map(str, one.get("patterns", ()))),
            questions=tuple(_question(question) for question in one["questions"]),
        )
        for one in data["frames"]
    )
    rest = {key: data[key] for key in ("unit", "note") if key in data}
    return Codebook(data["title"], data["source"], frames, text=text, **rest)


def _question(data: Mapping[str, Any]) -> Question:
    answers = tuple(str(one) for one in data.get("answers", YES_NO))
    present = tuple(str(one) for one in data.get("present", answers[-1:]))
    return Question(data["name"], data["text"], answers, present, data.get("level", "nominal"))
