"""An article's sentences with the words that make it hard marked, folded until the reader opens them."""

from __future__ import annotations

from html import escape

from toolkit.analysis.readability.reasons import Explanation
from toolkit.report.page.view import View
from toolkit.report.page.words import named


def highlight(found: Explanation, title: str = "", *, sentences: int = 8) -> View:
    """Show the sentences that moved an article's score most, its hard words marked.

    Parameters
    ----------
    found : Explanation
        From `toolkit.explain`.
    title : str
        Headline of the article.
    sentences : int
        Sentences shown, those that moved the score most first.

    Returns
    -------
    View
        Every text is escaped.

    Examples
    --------
    >>> import pandas as pd
    >>> from toolkit.analysis.readability.reasons import explain
    >>> from toolkit.corpus.corpus import Corpus
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"article_id": ["a1"], "text": ["He left. Bureaucracy <b> stayed."]})
    >>> view = highlight(explain(Corpus(conform(frame, "articles")), "a1"))
    >>> "<mark>Bureaucracy</mark>" in view.html, "<b>" in view.html
    (True, False)
    """
    order = found.sentences["moved"].abs().sort_values(ascending=False, kind="stable").index
    rows = [
        f"<li>{_marked(found, int(place))} <small>({_moved(found, int(place))})</small></li>"
        for place in order[:sentences]
    ]
    name = f"“{title}”" if title else f"article {found.article_id}"
    summary = f"What moved the score of {name}: {named(found.measure)} {found.estimate:.1f}"
    folded = f"<summary>{escape(summary)}</summary><ol>{''.join(rows)}</ol>"
    html = f'<details class="tk-evidence mathjax_ignore">{folded}</details>'
    return View(html, summary, {"kind": "evidence", "name": None, "caption": summary, "rows": len(rows)})


def _moved(found: Explanation, place: int) -> str:
    row = found.sentences.loc[place]
    rate = row["syllables"] / row["n_words"]
    return f"{row['moved']:+.2f}; {row['n_words']} words, {rate:.1f} syllables a word"


def _marked(found: Explanation, place: int) -> str:
    """Return one sentence as HTML with its hard words marked."""
    start, end = (int(found.sentences[name].to_numpy()[place]) for name in ("start", "end"))
    text = str(found.sentences["text"].to_numpy()[place])
    inside = found.words[found.words["start"].ge(start) & found.words["end"].le(end)]
    pieces, last = [], 0
    for a, b in zip(inside["start"] - start, inside["end"] - start, strict=True):
        pieces += [escape(text[last:a]), f"<mark>{escape(text[a:b])}</mark>"]
        last = int(b)
    return "".join([*pieces, escape(text[last:])])
