"""Time of splitting sentences grows with the text: no text is looked through again for each of its stops."""

import random

from toolkit.text import sentences


def test_the_head_of_a_line_is_what_stripping_it_leaves_empty() -> None:
    draw = random.Random(5)
    for _ in range(2_000):
        line = "".join(draw.choices(" \t(•-–*ab1.", k=draw.randrange(6)))
        assert bool(sentences._HEAD.fullmatch(line, 0, len(line))) is not bool(line.strip(" \t(•-–*"))
