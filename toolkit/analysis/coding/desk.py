"""One coder at work: which question is next, which key answers it, and every answer saved at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from toolkit.analysis.coding.codings import read_sheet
from toolkit.analysis.coding.files import REMARK, answer_of, coder_table, write_table
from toolkit.errors import InputError, nearest
from toolkit.lexicons.codebook import Codebook, Question

BACK, SKIP = "-", "+"  # keys that begin no answer


@dataclass(frozen=True)
class Asked:
    """What is asked now: the row of the file, the column, and the question."""

    row: int
    name: str
    question: Question


class Desk:
    """A coder's file, answered question by question; the file on the disk is always what was answered.

    Parameters
    ----------
    folder : str or Path
        Written by `toolkit.analysis.coding.Sheet.save` with ``form="csv"``.
    coder : str
        Whose file it is.

    Raises
    ------
    InputError
        If the coder has no CSV file in the folder.

    Attributes
    ----------
    table : DataFrame
        The file as it is on the disk.
    codebook : Codebook
    at : int
        Place among all questions of all items, from 0.
    """

    def __init__(self, folder: str | Path, coder: str) -> None:
        self.codebook: Codebook = read_sheet(folder).codebook
        self.file = _file_of(Path(folder), coder)
        self.table = coder_table(self.file, self.codebook)
        self._names = list(self.codebook.questions)
        self.at = self._open(0)

    def __len__(self) -> int:
        return len(self.table) * len(self._names)

    @property
    def done(self) -> int:
        """Questions answered."""
        return int(self.table[self._names].notna().to_numpy().sum())

    @property
    def asked(self) -> Asked | None:
        """What is asked now; None after the last question."""
        if self.at >= len(self):
            return None
        row, place = divmod(self.at, len(self._names))
        name = self._names[place]
        return Asked(row, name, self.codebook.questions[name])

    def keys(self) -> dict[str, str]:
        """Return which key gives which answer: numbers from 1, and first letters that only one answer has.

        Questions with ten answers or more, or with free ones, have no keys: `answer` takes the words.
        """
        asked = self.asked
        answers = asked.question.answers if asked else ()
        if not answers or len(answers) > 9:
            return {}
        digits = all(answer.isdigit() and len(answer) == 1 for answer in answers)
        first = [answer[0].casefold() for answer in answers]
        letters = {key: a for key, a in zip(first, answers, strict=True) if first.count(key) == 1}
        numbers = {} if digits else {str(place): answer for place, answer in enumerate(answers, 1)}
        return {**letters, **{key: a for key, a in numbers.items() if key not in letters}}

    def press(self, key: str) -> bool:
        """Answer by a key, go back (``-``) or on (``+``) unanswered; tell whether the key has a meaning."""
        if key == BACK:
            self.at = max(0, self.at - 1)
        elif key == SKIP:
            self.at = min(len(self), self.at + 1)
        elif key.casefold() in self.keys():
            self.answer(self.keys()[key.casefold()])
        else:
            return False
        return True

    def answer(self, given: str) -> None:
        """Save an answer and go on to the next question that is open.

        Raises
        ------
        InputError
            If it is not among the answers; nothing is saved then.
        """
        asked = self.asked
        if asked is None:
            raise InputError("every question was asked; go back with '-' to change an answer")
        code = answer_of(given.strip(), asked.question) if given.strip() else None
        if code is None:
            raise InputError(f"'{given.strip()}' is no answer; {nearest(given, asked.question.answers)}")
        self._set(asked.row, asked.name, code)
        self.at = self._open(self.at + 1)

    def remark(self, words: str) -> None:
        """Save a remark on the item in question."""
        if self.asked is not None:
            self._set(self.asked.row, REMARK, words.strip() or None)

    def _set(self, row: int, name: str, value: str | None) -> None:
        table = self.table.copy()
        table.loc[row, name] = value
        write_table(self.file, table)  # first the disk
        self.table = table

    def _open(self, start: int) -> int:
        """Return the next question without an answer from a place on."""
        open_ones = self.table[self._names].isna().to_numpy().ravel()
        return next((place for place in range(start, len(self)) if open_ones[place]), len(self))


def _file_of(folder: Path, coder: str) -> Path:
    file = folder / f"{coder}.csv"
    if file.is_file():
        return file
    if (folder / f"{coder}.xlsx").is_file():
        raise InputError(f"{coder}.xlsx is for a spreadsheet; to code here save the sheet with form='csv'")
    known = [path.stem for path in folder.glob("*.csv") if path.stem != "frame"]
    raise InputError(f"{folder} has no file of codes of '{coder}'; {nearest(coder, known)}")


def item_of(desk: Desk) -> pd.Series | None:
    """Return the row of the item in question."""
    return None if desk.asked is None else desk.table.iloc[desk.asked.row]
