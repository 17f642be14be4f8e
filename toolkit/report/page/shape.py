"""The shape of a section on the page: short by default, the rest folded, methods at the end.

A notebook goes from question to question. On the page a section is its question, its answer, one figure
with its evidence, and a line for each further question, which opens. How it was measured and what it
cannot say are in the appendix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from toolkit.report.page.sections import Part, Section

CLOSING = ("How it was measured", "What this cannot say")
FOLDS = 4  # groups of sentences that are listed one by one; more are folded together
REMARK = 2  # paragraphs of a text that is seen at once
SPOKEN = ("lead", "text", "plain", "evidence")


@dataclass(frozen=True)
class Block:
    """One question of a section: its heading and what its notebook shows below it."""

    title: str
    anchor: str
    parts: tuple[Part, ...]
    picture: str = ""

    def of(self, *kinds: str) -> list[Part]:
        """Return the parts of these kinds, in order."""
        return [part for part in self.parts if part.kind in kinds]

    @cached_property
    def empty(self) -> bool:
        """Whether it shows nothing but a sentence: no figure, no sentences, no row of a table."""
        return not any(
            part.kind in {"figure", "page", "article", "plain"}
            or (part.kind in {"table", "evidence"} and part.rows)
            for part in self.parts
        )

    @property
    def told(self) -> list[Part]:
        """What an empty block says in its line: its texts; where there is none, nothing."""
        return self.of("text")

    @property
    def seen(self) -> list[Part]:
        """What is seen at once where a block stands open: its sentence, one figure, what its numbers say."""
        said = [part for part in self.parts if part.kind in SPOKEN[:-1] and not _is_long(part)]
        return [part for part in self.parts if part is self.drawn or any(part is one for one in said)]

    @property
    def drawn(self) -> Part | None:
        """The figure that is seen at once: the one named for the section, or the first."""
        figures = self.of("figure")
        return next((part for part in figures if part.name == self.picture), next(iter(figures), None))

    @property
    def evidence(self) -> list[Part]:
        """The sentences behind its numbers."""
        return self.of("evidence")

    @property
    def folded(self) -> list[Part]:
        """What opens below it: how to read it, and its tables."""
        shown = [*self.seen, *self.evidence]
        return [part for part in self.parts if not any(part is other for other in shown)]

    @property
    def inside(self) -> str:
        """What a reader finds in it, in words.

        Examples
        --------
        >>> from markupsafe import Markup
        >>> table, drawn = Part(Markup(), "table", rows=3), Part(Markup(), "figure")
        >>> Block("Who is quoted", "who", (drawn, table, table)).inside
        'figure, 2 tables'
        """
        counts = {
            "figure": len(self.of("figure")),
            "table": sum(bool(part.rows) for part in self.of("table")),
            "page": len(self.of("page")),
            "article": len(self.of("article")),
        }
        told = [name if n == 1 else f"{n} {name}s" for name, n in counts.items() if n]
        return ", ".join([*told, *(["sentences"] if any(part.rows for part in self.evidence) else [])])


def _is_long(part: Part) -> bool:
    """Tell whether a text is more than a remark: one that goes from outlet to outlet is folded."""
    return part.kind == "text" and part.html.count("<p>") > REMARK


@dataclass(frozen=True)
class Shape:
    """A section as the page shows it.

    Attributes
    ----------
    section : Section
    lead : tuple of Part
        Its question.
    remarks : tuple of Part
        What its notebook says before the first part: sentences, and what came out unasked.
    first : Block or None
        The part that stands open.
    others : tuple of Block
        The other parts, a line each.
    methods : tuple of Part
        For the appendix: how it was measured, what it cannot say, how often its numbers err.
    """

    section: Section
    lead: tuple[Part, ...]
    remarks: tuple[Part, ...]
    first: Block | None
    others: tuple[Block, ...]
    methods: tuple[Part, ...]


def shape(section: Section) -> Shape:
    """Return the shape of a section: what stands open, what is folded, what goes to the appendix."""
    before, blocks = _blocks(section.parts, section.picture)
    closing = [block for block in blocks if block.title in CLOSING]
    questions = [block for block in blocks if block.title not in CLOSING]
    first = _first(questions, section.picture)
    errors = [part for part in before if part.kind in {"table", "note"}]
    methods = [part for block in closing for part in (_small(block), *block.parts)]
    return Shape(
        section=section,
        lead=tuple(part for part in before if part.kind == "lead"),
        remarks=tuple(part for part in before if part.kind != "lead" and part not in errors),
        first=first,
        others=tuple(block for block in questions if block is not first),
        methods=(*methods, *errors),
    )


def _small(block: Block) -> Part:
    """Return the heading of a closing block as one of its section's."""
    return Part(Markup('<h4 id="{}">{}</h4>').format(block.anchor, block.title))


def _blocks(parts: Sequence[Part], picture: str) -> tuple[list[Part], list[Block]]:
    """Return the parts before the first heading, and the blocks that the headings begin."""
    before, blocks = list[Part](), list[tuple[Part, list[Part]]]()
    for part in parts:
        if part.kind == "heading":
            blocks.append((part, []))
        else:
            (blocks[-1][1] if blocks else before).append(part)
    return before, [Block(head.caption, str(head.name), tuple(own), picture) for head, own in blocks]


def _first(blocks: Sequence[Block], picture: str) -> Block | None:
    """Return the block that stands open: that of the named figure, or the first with a figure."""
    drawn = [block for block in blocks if block.of("figure")]
    named = [block for block in drawn if any(part.name == picture for part in block.of("figure"))]
    return next(iter([*named, *drawn, *(block for block in blocks if not block.empty)]), None)
