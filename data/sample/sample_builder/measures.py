"""Counts over the rendered articles: labels, events, stories, easy and hard prose."""

import re
from collections.abc import Iterator
from typing import Any

from sample_builder.source import Article, Piece
from sample_builder.truth import PlantError

Row = dict[str, Any]
LEVELS = {"The Ashru Notebook": "easy", "TNB Online": "hard"}


def pattern(label: dict[str, Any]) -> re.Pattern[str]:
    """Whole-word pattern of a label's forms."""
    forms = "|".join(re.escape(form.replace("'", "’")) for form in sorted(label["forms"], key=len)[::-1])
    behind = "".join(f"(?<!{re.escape(text)})" for text in label.get("not_after", []))
    ahead = "".join(f"(?!{re.escape(text)})" for text in label.get("not_before", []))
    return re.compile(rf"{behind}\b(?:{forms})\b{ahead}", re.I)


def label_rows(articles: list[Article], labels: list[dict[str, Any]]) -> Iterator[Row]:
    """How often each outlet writes each label, and how often inside quotation marks."""
    for outlet in sorted({article.outlet for article in articles}):
        for label in labels:
            chosen = [
                article
                for article in articles
                if article.outlet == outlet
                and article.meta["event"] in label.get("events", [article.meta["event"]])
            ]
            counts = [count(article, pattern(label)) for article in chosen]
            yield {
                "outlet": outlet,
                "actor": label["actor"],
                "label": label["label"],
                "count": sum(total for total, _ in counts),
                "in_quotes": sum(quoted for _, quoted in counts),
                "articles": sum(total > 0 for total, _ in counts),
            }


def count(article: Article, label: re.Pattern[str]) -> tuple[int, int]:
    """Occurrences of a label in title and prose, and those inside quotation marks."""
    total, quoted = 0, 0
    for piece in (Piece("h", article.title), *article.prose):
        for match in label.finditer(piece.text):
            total += 1
            quoted += any(quote.start <= match.start() < quote.end for quote in piece.quotes)
    return total, quoted


def check_labels(rows: list[Row], plants: list[dict[str, Any]], names: dict[str, str]) -> None:
    """Raise unless each outlet's own voice prefers the label planted for it."""
    for plant in plants:
        for slug, expected in plant["lead"].items():
            own = [row for row in rows if row["outlet"] == names[slug] and row["actor"] == plant["actor"]]
            ranked = sorted(own, key=lambda row: row["in_quotes"] - row["count"])
            if ranked[0]["label"] != expected or ranked[0]["count"] == 0:
                raise PlantError(f"{names[slug]} calls {plant['actor']} {ranked[0]}, not {expected}")


def readability_rows(articles: list[Article]) -> list[Row]:
    """Words a sentence and characters a word; the easy outlet must stay far below the hard one."""
    rows = []
    for outlet in sorted({article.outlet for article in articles}):
        texts = [article.text for article in articles if article.outlet == outlet]
        words = [word for text in texts for word in re.findall(r"\w+", text)]
        ends = sum(len(re.findall(r"[.!?][’”\"']?(?=\s|$)", text)) for text in texts)
        level = LEVELS.get(outlet, "between")
        mean = round(len(words) / ends, 1)
        length = round(sum(map(len, words)) / len(words), 2)
        rows.append(
            {"outlet": outlet, "level": level, "words_per_sentence": mean, "letters_per_word": length}
        )
    mean_of = {row["level"]: row["words_per_sentence"] for row in rows}
    if mean_of["hard"] < 2 * mean_of["easy"]:
        raise PlantError(f"easy and hard prose lie too close together: {rows}")
    return rows
