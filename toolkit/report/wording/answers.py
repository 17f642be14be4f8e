"""Answers in sentences: what became of the articles, what each section found, what cannot be concluded."""

from __future__ import annotations

import pandas as pd

from toolkit.corpus.audit import remarks
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.stories import SURE, stories
from toolkit.figures.most import MOST
from toolkit.figures.most import listed as first_of
from toolkit.report.wording.front import Front
from toolkit.report.wording.numbers import listed, number
from toolkit.report.wording.opening import reasons
from toolkit.report.wording.rules import DIFFERENCES, LEVELS

NOTHING = "No difference is certain beyond these pages."


def left_out(corpus: Corpus, *, reasoned: bool = True) -> str:
    """Return how many articles were read and how many, and why, are not analysed; and what pages lack.

    Examples
    --------
    >>> import pandas as pd
    >>> from toolkit.tables import conform
    >>> corpus = Corpus(conform(pd.DataFrame({"text": ["Rain.", "Sun."]}), "articles"))
    >>> rain = corpus.articles["text"] == "Rain."
    >>> left_out(corpus.where(rain, stage="filter", reason="fewer than 50 words (1)"))
    '2 articles were read. 1 is left out: fewer than 50 words (1).'
    """
    lost, read = len(corpus.dropped), len(corpus.dropped) + len(corpus)
    told = f"{number(read, 'article')} {_be(read, 'was', 'were')} read."
    odd = "".join(f" {remark[0].upper()}{remark[1:]}." for remark in remarks(corpus))
    if not lost:
        return f"{told} None is left out.{odd}"
    if not reasoned:
        return f"{told} {lost:,} {_be(lost)} left out.{odd}"
    why = "; ".join(f"{row.why} ({row.n})" for row in reasons(corpus).itertuples())
    return f"{told} {lost:,} {_be(lost)} left out: {why}.{odd}"


def answers(corpus: Corpus, front: Front, told: pd.DataFrame | None = None) -> dict[str, list[str]]:
    """Return what each section found, in sentences, by its key: what these pages say first, and what holds.

    Parameters
    ----------
    corpus : Corpus
    front : Front
        The opening page.
    told : DataFrame, optional
        The stories of several outlets, as of `toolkit.stories`; found anew by default.
    """
    said = {"corpus": [left_out(corpus), _shared(corpus, stories(corpus) if told is None else told)]}
    one_with_all = {rule.section for rule in DIFFERENCES if not rule.pairs}
    for section in {rule.section for rule in (*DIFFERENCES, *LEVELS)}:
        held = [told.sentence for told in front.holds if told.section == section]
        described = [told.sentence for told in front.describes if told.section == section]
        said[section] = [*described[:1], *(held or [nothing(corpus, pairs=section not in one_with_all)])]
    return said


def nothing(corpus: Corpus, *, pairs: bool) -> str:
    """Return that no difference is certain, and why where the articles are too few whatever they say.

    Parameters
    ----------
    corpus : Corpus
    pairs : bool
        Whether two outlets are compared, or one with all others.

    Examples
    --------
    >>> import pandas as pd
    >>> from toolkit.tables import conform
    >>> frame = pd.DataFrame({"text": "Rain.", "outlet": ["Post"] * 16 + ["Herald"] * 6 + ["Times"] * 4})
    >>> corpus = Corpus(conform(frame, "articles"))
    >>> nothing(corpus, pairs=False)
    'No difference is certain beyond these pages.'
    >>> nothing(corpus, pairs=True).partition(". ")[2]
    'That takes 10 articles on each side; here there are at most 16 and 6.'
    >>> nothing(corpus.filter(outlet="Post"), pairs=True)
    'There is one outlet only: nothing is compared.'
    """
    by = corpus.settings.framing.by
    by = by if by in corpus.articles else "outlet"
    sizes = corpus.articles[by].value_counts().tolist()
    if len(sizes) < 2:
        return f"There is one {by} only: nothing is compared."
    other, enough = sizes[1] if pairs else sum(sizes[1:]), corpus.settings.comparison.few_articles
    if min(sizes[0], other) >= enough:
        return NOTHING
    sides = f"here there are at most {sizes[0]} and {other}"
    return f"{NOTHING} That takes {enough} articles on each side; {sides}."


def _shared(corpus: Corpus, told: pd.DataFrame) -> str:
    """Return how many stories and texts several outlets share; doubtful stories are called so."""
    articles = corpus.articles
    several = told[told["outlets"].map(len) > 1] if len(told) else told
    sure = int((several["confidence"] >= SURE).sum()) if len(several) else 0
    perhaps = len(several) - sure
    carried = 0
    if "syndicated_id" in articles:
        carried = int((articles.groupby("syndicated_id")["outlet"].nunique() > 1).sum())
    both = ((sure, ""), (perhaps, "perhaps "))
    counts = [f"{number(n, 'story')} {_be(n)} {how}reported by several outlets" for n, how in both if n]
    texts = f"{number(carried, 'text')} {_be(carried)}" if carried else "no text is"
    return (
        f"{', '.join(counts) or 'No story is reported by several outlets'}, and {texts} carried by several."
    )


def _be(count: int, one: str = "is", many: str = "are") -> str:
    return one if count == 1 else many


def limits(corpus: Corpus, front: Front) -> list[str]:
    """Return what cannot be concluded from this corpus, in sentences.

    Parameters
    ----------
    corpus : Corpus
    front : Front
        The opening page.
    """
    sizes = corpus.articles["outlet"].value_counts().sort_index()
    fewest = corpus.settings.comparison.min_articles
    small = [str(name) for name in sizes.index[sizes < fewest]]
    said = [
        "The articles are those that were saved, not all that an outlet published, and nobody knows how "
        "they were chosen. The numbers describe these articles; they describe the outlets only as far as "
        "the saved pages are typical of them.",
        "A difference in words or sources is a difference in what was written. It says nothing of "
        "intentions, and no report here says who is right.",
    ]
    if len(sizes) < 2:
        said.append("There is one outlet only, so nothing can be compared between outlets.")
    if small:
        verb = "has" if len(small) == 1 else "have"
        many = len(small) > MOST
        who = f"{len(small)} of the {len(sizes)} outlets" if many else listed(small)
        names = f" They are {first_of(small)}." if many else ""
        said.append(f"{who} {verb} fewer than {fewest} articles, too few for any comparison.{names}")
    undated = int(corpus.articles["published"].isna().sum())
    if undated:
        share = undated / len(corpus.articles)
        said.append(
            f"{number(undated, 'article')} ({share * 100:.0f} %) cannot be dated, so differences between "
            "outlets may partly be differences in time."
        )
    if any(told.section == "outlet-framing" for told in front.holds):
        said.append(
            "Where outlets differ in words they may differ in their subjects only. The section on outlet "
            "framing compares them on the same subjects too."
        )
    if not front.holds and len(sizes) > 1:
        said.append(
            "That no difference is certain does not show that the outlets are alike: small differences would "
            "not be seen at this size."
        )
    return said
