"""`export_report`: a report's page as a Word file or as PDF."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from toolkit.errors import InputError, ReportError
from toolkit.files import write_whole
from toolkit.report.paper.document import document
from toolkit.report.run.build import PAGE
from toolkit.report.run.manifest import read_manifest

NEEDS = {".docx": "docx", ".pdf": "reportlab"}


def export_report(report: str | Path, out: str | Path, *, whole: bool = False) -> Path:
    """Write a report as a Word file or as PDF: the same sentences, tables and figures as on the page.

    Parameters
    ----------
    report : str or Path
        Folder of a report.
    out : str or Path
        File to write; its ending, ``.docx`` or ``.pdf``, says how.
    whole : bool
        With what is folded on the page: every table and all sentences behind the numbers.

    Returns
    -------
    Path
        The file. The same report gives the same bytes.

    Raises
    ------
    ReportError
        If the folder is not a report, or has no page (``--csv``).
    InputError
        If the ending is another one, or what writes such files is not installed.
    """
    folder, file = Path(report), Path(out)
    if file.suffix not in NEEDS:
        raise InputError(f"{file} must end in .docx or .pdf")
    if find_spec(NEEDS[file.suffix]) is None:
        raise InputError(f"a {file.suffix} file needs more: pip install 'news-toolkit[paper]'")
    if not file.parent.is_dir():
        raise InputError(f"there is no folder {file.parent}; make it first")
    about = read_manifest(folder)["settings"]
    page = folder / PAGE
    if not page.is_file():
        raise ReportError(f"{folder} has no {PAGE}; make the report without --csv")
    items = document(page.read_text(encoding="utf-8"), whole=whole)
    author = str(about.get("report", {}).get("author", ""))
    if file.suffix == ".docx":
        from toolkit.report.paper.word import as_word  # noqa: PLC0415 - an extra

        write_whole(file, as_word(items, folder / "figures", author=author))
    else:
        from toolkit.report.paper.pdf import as_pdf  # noqa: PLC0415 - an extra

        write_whole(file, as_pdf(items, folder / "figures", author=author))
    return file
