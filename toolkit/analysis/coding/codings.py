"""Codes as people gave them: read from a folder or from one file, with what was drawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.analysis.coding.agree import frame_codes
from toolkit.analysis.coding.files import QUESTIONS, read_coder_file
from toolkit.analysis.coding.sheets import ABOUT, BOOK, FORMAT, FRAME, FRAME_COLUMNS, VERSION, Sheet
from toolkit.errors import InputError
from toolkit.files import write_whole
from toolkit.lexicons.codebook import Codebook, parse_codebook
from toolkit.results import make

_GIVEN = ["item_id", "coder", "variable", "code"]


@dataclass(frozen=True, eq=False)
class Coding:
    """A sheet with the codes that people gave.

    Attributes
    ----------
    sheet : Sheet
    codes : DataFrame
        One row an item, coder and variable: ``item_id``, ``article_id``, ``group``, ``coder``, ``variable``
        (``frame.question``, and ``frame`` for whole frames), ``code``, ``place``, ``probability``,
        ``stratum``.
    remarks : DataFrame
        ``item_id``, ``coder`` and what the coder noted.
    """

    sheet: Sheet
    codes: pd.DataFrame
    remarks: pd.DataFrame

    @property
    def codebook(self) -> Codebook:
        """What coders were asked."""
        return self.sheet.codebook

    @property
    def coders(self) -> list[str]:
        """Names of the coders."""
        return sorted(self.codes["coder"].unique())

    def save(self, path: str | Path) -> Path:
        """Write the sheet and all codes to one file, which a study names under ``[coding]``.

        Parameters
        ----------
        path : str or Path
            Ends in .json; `read_coding` reads it as it reads the folder.

        Raises
        ------
        InputError
            If the ending is another one.
        """
        file = Path(path)
        if file.suffix != ".json":
            raise InputError(f"{file} must end in .json")
        frame = self.sheet.frame.astype("object").where(self.sheet.frame.notna(), None)
        own = self.codes[self.codes["variable"].isin(list(self.codebook.questions))]
        data = self.sheet.design | {
            "codebook": self.codebook.text,
            "frame": {str(name): frame[name].tolist() for name in frame},
            "codes": own[_GIVEN].to_numpy().tolist(),
            "remarks": self.remarks.to_numpy().tolist(),
        }
        write_whole(file, json.dumps(data, ensure_ascii=False, indent=0) + "\n")
        return file

    def __repr__(self) -> str:
        coded = self.codes["item_id"].nunique()
        return f"Coding: {coded} of {len(self.sheet)} items coded by {', '.join(self.coders) or 'nobody'}"


def read_sheet(folder: str | Path) -> Sheet:
    """Read what was drawn from a folder that `Sheet.save` wrote.

    Raises
    ------
    InputError
        If the folder is none, or a file of it is damaged.
    """
    place = Path(folder)
    try:
        about = json.loads((place / ABOUT).read_text(encoding="utf-8"))
        frame = pd.read_csv(place / FRAME, dtype="str", keep_default_na=False, na_values=[""])
        book = (place / BOOK).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InputError(f"{place} is not a folder of codes: it has no {Path(error.filename).name}") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{place} cannot be read: {error}") from error
    return _sheet_of(about, frame, book, place / ABOUT)


def _sheet_of(about: Any, frame: pd.DataFrame, book: str, place: Path) -> Sheet:
    """Return a checked sheet; numbers may be there as text."""
    if not isinstance(about, dict) or about.get("format") != FORMAT or about.get("version") != VERSION:
        raise InputError(f"{place} is not of format '{FORMAT}' {VERSION}")
    missing = [name for name in FRAME_COLUMNS if name not in frame]
    if missing:
        raise InputError(f"the units of {place.parent / FRAME} have no column '{missing[0]}'")
    made = frame.astype("str").where(frame.notna(), None)
    made["probability"] = pd.to_numeric(made["probability"]).astype("float64")
    for name in ("place", "wave"):
        made[name] = pd.to_numeric(made[name]).astype("Int64")
    made["shared"] = made["shared"].eq("True")
    return Sheet(made, parse_codebook(book, BOOK), about["of"], about["by"], about["about"])


def read_coding(place: str | Path) -> Coding:
    """Read a folder of codes: what was drawn, and what each coder said.

    Parameters
    ----------
    place : str or Path
        A folder written by `Sheet.save`: each ``.xlsx`` or ``.csv`` file beside ``frame.csv`` is one coder's,
        named after the coder, and empty answers are items not coded yet. Or one file from `Coding.save`.

    Returns
    -------
    Coding

    Raises
    ------
    InputError
        With every fault, its file and its row: an item that was not drawn or comes twice, an answer that is
        not among the answers, a missing column.
    """
    if Path(place).is_file():
        return _packed(Path(place))
    sheet = read_sheet(place)
    items = set(sheet.items["item_id"])
    given = [(path.stem, read_coder_file(path, sheet.codebook, items)) for path in _coder_files(Path(place))]
    rows = [(item, coder, name, code) for coder, (codes, _) in given for item, name, code in codes]
    return _coding(sheet, rows, [(item, coder, text) for coder, (_, notes) in given for item, text in notes])


def _coder_files(place: Path) -> list[Path]:
    """Return the coders' files of a folder."""
    paths = [
        path
        for path in sorted([*place.glob("*.csv"), *place.glob("*.xlsx")])
        if path.name not in (FRAME, QUESTIONS) and not path.name.startswith((".", "~"))
    ]
    doubled = sorted({path.stem for path in paths if sum(other.stem == path.stem for other in paths) > 1})
    if doubled:
        raise InputError(f"{place} has two files of codes of {doubled[0]}; keep the .csv or the .xlsx")
    return paths


def _packed(file: Path) -> Coding:
    """Return the coding of one file."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        frame, codes, remarks = pd.DataFrame(data["frame"]), data["codes"], data["remarks"]
        book = data["codebook"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{file} is not a file of codes: {error!r}; Coding.save writes one") from error
    sheet = _sheet_of(data, frame, book, file)
    strange = [row for row in codes if row[0] not in set(sheet.items["item_id"])]
    if strange:
        raise InputError(f"{file} has a code of item '{strange[0][0]}', which was not drawn")
    return _coding(sheet, codes, remarks)


def _coding(sheet: Sheet, rows: Sequence[Sequence[str]], remarks: Sequence[Sequence[str]]) -> Coding:
    """Return codes with what is known of their items, and with those of whole frames."""
    codes = pd.DataFrame(list(rows), columns=_GIVEN, dtype="str")
    known = sheet.items[["item_id", "article_id", "group", "place", "probability", "stratum"]]
    columns = ["item_id", "article_id", "group", "coder", "variable", "code"]
    joined = codes.merge(known, on="item_id", how="left")[[*columns, "place", "probability", "stratum"]]
    whole = frame_codes(joined, sheet.codebook)
    table = pd.concat([part for part in (joined, whole) if len(part)] or [joined], ignore_index=True)
    notes = pd.DataFrame(list(remarks), columns=["item_id", "coder", "remark"], dtype="str")
    return Coding(sheet, make("codes", table, by=sheet.by), notes)
