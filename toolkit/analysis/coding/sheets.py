"""Coding sheets: what is coded, how it was drawn, and the folder in which coders find it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from toolkit.analysis.coding.draw import dealt, drawn, evenly
from toolkit.analysis.coding.files import check_xlsx, write_coder_file, write_questions
from toolkit.corpus.copies import copies_settled
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError, TableError, nearest
from toolkit.files import write_whole
from toolkit.lexicons.codebook import Codebook, read_codebook
from toolkit.patterns import pattern
from toolkit.text.segments import segmented

Form = Literal["xlsx", "csv"]
FORMAT, VERSION = "news-toolkit coding", 1
ABOUT, FRAME, BOOK = "sheet.json", "frame.csv", "codebook.toml"
SHOWN = ("outlet", "published", "title", "text", "counted_as")
FRAME_COLUMNS = (
    *("unit_id", "article_id", "group", "story_id", "stratum", "machine", "row"),
    *("item_id", "place", "probability", "wave", "shared", "outlet", "published", "title", "text"),
)


@dataclass(frozen=True, eq=False)
class Sheet:
    """All units that could have been drawn, with those that were, and what coders are asked of them.

    Attributes
    ----------
    frame : DataFrame
        One row a unit: ``unit_id``, ``article_id``, ``group``, ``story_id``, ``stratum``, ``machine`` (what
        the toolkit made of it), ``row`` (of the table that is checked), ``probability`` to be drawn,
        ``wave``, and for those drawn ``item_id``, ``place`` in the coding, ``shared`` (every coder codes it),
        ``outlet``, ``published``, ``title`` and ``text``.
    codebook : Codebook
        What coders are asked.
    of : str
        What is coded: articles, sentences, or the kind of table whose rows are checked.
    by : str
        The column whose groups are the strata.
    about : mapping
        Further facts that later steps need.
    """

    frame: pd.DataFrame
    codebook: Codebook
    of: str = "articles"
    by: str = "outlet"
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def items(self) -> pd.DataFrame:
        """The units that were drawn, in the order of the coding."""
        own = self.frame[self.frame["item_id"].notna()]
        return own.sort_values("place", kind="stable").reset_index(drop=True)

    def __len__(self) -> int:
        return int(self.frame["item_id"].notna().sum())

    def __repr__(self) -> str:
        return (
            f"Sheet: {len(self)} of {len(self.frame):,} {self.of}, {len(self.codebook.questions)} questions"
        )

    def save(
        self,
        folder: str | Path,
        coders: Sequence[str] = ("coder_1", "coder_2"),
        form: Form = "xlsx",
        *,
        codes: pd.DataFrame | None = None,
    ) -> Path:
        """Write a folder with a file for each coder; codes that are there are never written over.

        Parameters
        ----------
        folder : str or Path
            A new folder, or one without codes: ``sheet.json``, ``frame.csv`` and ``codebook.toml`` say what
            was drawn and why; ``anna.xlsx`` is what Anna fills in.
        coders : sequence of str
            Names of the coders; they become names of files.
        form : {"xlsx", "csv"}
            XLSX offers the answers in a list; for CSV, ``questions.csv`` has them. Text that a spreadsheet
            would run is neutralised in both.
        codes : DataFrame, optional
            Codes of an earlier wave, to be filled in (`next_sheet`).

        Raises
        ------
        InputError
            If a name cannot be that of a file, or a coder's file is there already.
        """
        place = Path(folder)
        names = _checked_coders(coders)
        if form not in ("xlsx", "csv"):
            raise InputError(f"form is {form!r}; {nearest(str(form), ['xlsx', 'csv'])}")
        if form == "xlsx":
            check_xlsx(str(place))
        there = [name for name in names if (place / f"{name}.{form}").exists()]
        if there:
            raise InputError(
                f"{place / there[0]}.{form} is there already; move it away or name another folder"
            )
        place.mkdir(parents=True, exist_ok=True)
        self.save_design(place)
        for name in names:
            known = None if codes is None else answers_of(codes, name, self.codebook)
            write_coder_file(place / f"{name}.{form}", self.part_of(name, names), self.codebook, known)
        if form == "csv":
            write_questions(place, self.codebook)
        return place

    @property
    def design(self) -> dict[str, Any]:
        """What the sheet is, without its units, as plain values."""
        about = {"of": self.of, "by": self.by, "about": dict(self.about)}
        return {"format": FORMAT, "version": VERSION, **about}

    def save_design(self, folder: Path) -> None:
        """Write what was drawn, without files for coders."""
        write_whole(
            folder / ABOUT, json.dumps(self.design, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        )
        write_whole(folder / FRAME, str(self.frame.to_csv(index=False, lineterminator="\n")))
        write_whole(folder / BOOK, self.codebook.text)

    def part_of(self, coder: str, coders: Sequence[str]) -> pd.DataFrame:
        """Return the items one of some coders is to code, with the columns that coders see."""
        items = self.items
        own = [coder in who for who in dealt(items["shared"].tolist(), coders)]
        shown = [name for name in SHOWN if name != "outlet" or not self.about.get("hide_outlet")]
        table = items.rename(columns={"machine": "counted_as"})[["item_id", *shown]][own]
        seen = self.of not in ("articles", "sentences") and not self.about.get("blind")
        return table if seen else table.drop(columns="counted_as")


def answers_of(codes: pd.DataFrame, coder: str, codebook: Codebook) -> pd.DataFrame:
    """Return one coder's answers, items by questions."""
    own = codes[codes["coder"].eq(coder) & codes["variable"].isin(list(codebook.questions))]
    return own.pivot(index="item_id", columns="variable", values="code")


@copies_settled
def coding_sheet(  # noqa: PLR0913 - the options of one sample, all by keyword
    corpus: Corpus,
    codebook: Codebook | str | Path,
    n: int = 100,
    *,
    by: str = "outlet",
    overlap: int | None = None,
    likely: str | pd.Series | None = None,
    hide_outlet: bool = False,
    seed: int | None = None,
) -> Sheet:
    """Draw articles (or sentences) for people to code, as many of each group, with known probabilities.

    Parameters
    ----------
    corpus : Corpus
        The articles; copies count as the settings say.
    codebook : Codebook, str or Path
        What is asked; see `toolkit.read_codebook`.
    n : int
        Items to draw; all where there are fewer.
    by : str
        Column of the articles whose groups are the strata.
    overlap : int, optional
        Items that every coder codes, for agreement; the others are dealt out. All by default.
    likely : str or Series, optional
        For a rare frame: its name, to draw as many articles with its patterns as without; or a number from 0
        to 1 for each article (index: ``article_id``), to draw as many of the upper half as of the lower.
    hide_outlet : bool
        Leave the outlet out of the coders' files, and its name out of titles and texts.
    seed : int, optional
        Of the draw; the study's by default.

    Returns
    -------
    Sheet
        ``sheet.save("coding", coders=["anna", "ben"])`` writes the files; `read_coding` reads them back.

    Raises
    ------
    TableError
        If there are fewer items than the strata need, or no such frame.

    Examples
    --------
    >>> from toolkit.tables import conform
    >>> texts = [f"Day {i}." for i in range(40)]
    >>> frame = pd.DataFrame({"outlet": ["Post"] * 30 + ["Herald"] * 10, "text": texts,
    ...     "article_id": [f"a{i}" for i in range(40)]})
    >>> sheet = coding_sheet(Corpus(conform(frame, "articles")), "entman_1993", 12)
    >>> sheet
    Sheet: 12 of 40 articles, 8 questions
    >>> sheet.items.groupby("outlet")["probability"].agg(["size", "max"]).values.tolist()
    [[6.0, 0.6], [6.0, 0.2]]
    """
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook)
    units = _articles(corpus, by) if book.unit == "article" else _sentences(corpus, by)
    if not len(units):
        raise TableError("the corpus has no articles to code")
    band = _band(units, book, likely)
    units["stratum"] = units["group"] + ("" if band is None else band)
    of = "articles" if book.unit == "article" else "sentences"
    about = {"hide_outlet": hide_outlet, "seed": corpus.settings.seed if seed is None else seed}
    return sheet_of(units, book, n, overlap=overlap, of=of, by=by, about=about)


def sheet_of(
    units: pd.DataFrame,
    codebook: Codebook,
    n: int,
    *,
    overlap: int | None,
    of: str,
    by: str,
    about: Mapping[str, Any],
) -> Sheet:
    """Return a sheet of `n` of some units, drawn by their column ``stratum``."""
    if n < 1:
        raise TableError(f"n is {n}; draw one item or more")
    chosen, probability = drawn(units["stratum"], n, int(about["seed"]))
    total = len(chosen)
    frame = units.assign(probability=probability, wave=1).reset_index(drop=True)
    place = pd.Series(np.arange(total), index=chosen)
    width = len(str(total))
    names = pd.Series([f"i{number:0{width}}" for number in range(1, total + 1)], index=chosen)
    shared = pd.Series(evenly(total if overlap is None else min(overlap, total), total), index=chosen)
    frame["item_id"] = names.reindex(frame.index)
    frame["place"] = place.reindex(frame.index).astype("Int64")
    frame["shared"] = shared.reindex(frame.index, fill_value=False).astype("bool")
    left = frame["item_id"].isna()
    for name in ("outlet", "published", "title", "text"):
        frame[name] = frame[name].mask(left)
    if about.get("hide_outlet"):
        frame = _hidden(frame)
    ordered = [name for name in FRAME_COLUMNS if name in frame]
    return Sheet(frame[ordered], codebook, of, by, dict(about))


def _hidden(frame: pd.DataFrame) -> pd.DataFrame:
    """Return units whose titles and texts do not say the outlet's name."""
    out = frame.copy()
    names = {str(name) for name in frame["outlet"].dropna().unique()}
    if names:
        any_of = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)), re.I)
        for column in ("title", "text"):
            out[column] = out[column].astype("str").str.replace(any_of, "[outlet]", regex=True)
    return out


def _articles(corpus: Corpus, by: str) -> pd.DataFrame:
    """Return the articles as units; those without a group or text are in none."""
    articles, group = corpus.articles, corpus.column(by)
    kept = group.notna() & articles["text"].fillna("").str.strip().ne("")
    own = articles[kept].reset_index(drop=True)
    return pd.DataFrame(
        {
            "unit_id": own["article_id"],
            "article_id": own["article_id"],
            "group": group[kept].astype("str").reset_index(drop=True),
            "story_id": own.get("story_id"),
            "machine": None,
            "row": None,
            **described(own),
            "text": own["text"],
        }
    )


def described(articles: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the columns that tell coders where an item is from."""
    return {
        "outlet": articles["outlet"],
        "published": articles["published"].dt.strftime("%Y-%m-%d"),
        "title": articles["title"],
    }


def _sentences(corpus: Corpus, by: str) -> pd.DataFrame:
    """Return the sentences of the texts as units, each inside the words around it."""
    cut = segmented(corpus)
    body = (cut.table["part"] == "body").to_numpy() & ~cut.table["boilerplate"].to_numpy(dtype=bool)
    spans = cut.table.loc[body, ["sentence", "start", "end"]].astype("int64")
    spans["document"] = cut.document[body]
    whole = (
        spans.groupby(["document", "sentence"]).agg(start=("start", "min"), end=("end", "max")).reset_index()
    )
    whole_articles = _articles(corpus, by).set_index("article_id")
    ids = corpus.articles["article_id"].iloc[whole["document"]].reset_index(drop=True)
    places, met = np.unique(whole["document"].to_numpy(), return_inverse=True)
    texts = corpus.articles["text"].iloc[places].tolist()  # once each, however many sentences an article has
    told = [
        marked(str(texts[place]), start, end)
        for place, start, end in zip(met, whole["start"], whole["end"], strict=True)
    ]
    own = whole_articles.reindex(ids).reset_index()
    own = own.assign(unit_id=ids + ":" + whole["sentence"].astype("str"), text=told)
    return own[own["group"].notna()].reset_index(drop=True)


AROUND = 300  # characters shown before and after what is coded


def marked(text: str, start: int, end: int, around: int = AROUND) -> str:
    """Return a passage with the part that is coded in double brackets.

    Examples
    --------
    >>> marked("The rebels fled.", 4, 10)
    'The [[rebels]] fled.'
    """
    low, high = max(0, start - around), min(len(text), end + around)
    before = ("… " if low else "") + text[low:start]
    return before + "[[" + text[start:end] + "]]" + text[end:high] + (" …" if high < len(text) else "")


def _band(units: pd.DataFrame, book: Codebook, likely: str | pd.Series | None) -> pd.Series | None:
    """Return which half of the likelihood each unit is in, as a part of the stratum's name."""
    if likely is None:
        return None
    if isinstance(likely, str):
        frame = next((one for one in book.frames if one.name == likely), None)
        if frame is None or not frame.patterns:
            known = [one.name for one in book.frames if one.patterns]
            raise TableError(f"the codebook has no frame '{likely}' with patterns; {nearest(likely, known)}")
        made = [pattern(one) for one in frame.patterns]
        score = pd.Series(
            [sum(len(one.findall(str(t))) for one in made) for t in units["text"]], dtype="float64"
        )
    else:
        score = units["article_id"].map(likely).astype("float64")
        if score.isna().any():
            raise TableError(
                f"likely has no number for {int(score.isna().sum())} articles; give one for each"
            )
    upper = score > score.groupby(units["group"]).transform("median")
    return pd.Series(np.where(upper, " / likely", " / other"), index=units.index)


def _checked_coders(coders: Sequence[str]) -> list[str]:
    names = [str(name) for name in ([coders] if isinstance(coders, str) else coders)]
    if not names:
        raise InputError("coders is empty; name one coder or more")
    for name in names:
        if not re.fullmatch(r"[\w][\w .-]*", name) or name in ("frame", "sheet", "codebook", "questions"):
            raise InputError(f"{name!r} cannot be the name of a coder's file; use letters, digits, - and _")
    if len({name.lower() for name in names}) < len(names):
        raise InputError("two coders have one name; their files would be the same")
    return names
