"""Write ``data_dictionary.md`` from the contracts in `toolkit.tables`."""

from pathlib import Path

from toolkit.tables import CONTRACTS

ABOUT = {
    "articles": "One row an article. Made by `load_corpus`; in a report `corpus/articles.parquet`.",
    "blocks": "Every character of every page has exactly one label. In a report `corpus/blocks.parquet`.",
    "dropped": "What was read and is not analysed, with the reason. In a report `corpus/dropped.parquet`.",
    "quarantine": "Files that could not be read. In a report `corpus/quarantine.parquet`.",
    "files": "Files that were read. In a report `corpus/files.parquet`.",
    "segments": "Sentences, cut where the voice changes. Made by `segments(corpus)`.",
    "quotes": "One row a quotation. Made by `quotes(corpus)`.",
}
KINDS = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "true or false",
    "date": "date",
    "list": "list of texts",
}


def made() -> str:
    """Return the page's text."""
    lines = [
        "# Data dictionary",
        "",
        "Columns of the tables the toolkit passes on. Missing is null, never a guess. This page is made from",
        "`toolkit/tables.py` by `python docs/make_data_dictionary.py`.",
    ]
    for name, columns in CONTRACTS.items():
        lines += ["", f"## {name}", "", ABOUT[name], "", "| column | kind | meaning |", "|---|---|---|"]
        for column in columns:
            meaning = column.meaning.replace("|", "&#124;")
            lines.append(f"| `{column.name}` | {KINDS[column.kind]} | {meaning} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("data_dictionary.md").write_text(made(), encoding="utf-8")
