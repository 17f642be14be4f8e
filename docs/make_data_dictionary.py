"""Write ``data_dictionary.md`` from the contracts in `toolkit.tables` and ``toolkit/results.toml``."""

from pathlib import Path

from toolkit.results import BY, Column, Contract, contract, kinds
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
    "any": "text or number",
}
HEAD = """# Data dictionary

Every column of every table the toolkit returns or ships. Missing is null, never a guess. This page is
made from `toolkit/tables.py` and `toolkit/results.toml` by `python docs/make_data_dictionary.py`.

In all result tables `n` is a number of articles; `uses`, `clauses` and `quotes` are what was counted.
`low` and `high` are the ends of a 95 % interval; where there is none, they are null and `reason` says
why. `{by}` is the column of the groups, which has the name you compare by: `outlet`, `month`, `desk`.
`evidence(corpus, row)` opens a row."""


def made() -> str:
    """Return the page's text."""
    lines = [HEAD, "", "# Tables about articles"]
    for name, columns in CONTRACTS.items():
        lines += ["", f"## {name}", "", ABOUT[name], "", "| column | kind | meaning |", "|---|---|---|"]
        lines += [f"| `{one.name}` | {KINDS[one.kind]} | {plain(one.meaning)} |" for one in columns]
    lines += ["", "# Result tables"]
    for kind in kinds():
        if kind not in CONTRACTS:
            lines += ["", *result(contract(kind, BY))]
    return "\n".join(lines) + "\n"


def result(known: Contract) -> list[str]:
    """Return the lines of one kind of result table."""
    behind = f"`evidence` returns its {known.opens}"
    behind += f", as many as `{known.counts}`." if known.counts else "."
    if known.opens == "nothing":
        behind = f"`evidence` has nothing to open: {known.why}."
    head = ["| column | kind | unit | meaning |", "|---|---|---|---|"]
    rows = [row(one, "") for one in known.columns] + [row(one, " (some tables)") for one in known.optional]
    return [f"## {known.kind}", "", f"{known.title}. From `{known.made_by}`. {behind}", "", *head, *rows]


def row(one: Column, note: str) -> str:
    """Return the line of one column."""
    meaning = "The group that is compared." if one.name == BY else plain(one.meaning or one.heading)
    return f"| `{one.name}`{note} | {KINDS[one.kind]} | {one.unit} | {meaning} |"


def plain(text: str) -> str:
    """Return text that does not end a cell."""
    return text.replace("|", "&#124;")


if __name__ == "__main__":
    Path(__file__).with_name("data_dictionary.md").write_text(made(), encoding="utf-8")
