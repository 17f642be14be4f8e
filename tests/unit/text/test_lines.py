"""Lines around passages: what seeking the ends anew from each passage gives."""

import random
import re

from toolkit.text.lines import Lines


def test_the_line_around_a_passage_is_that_between_the_ends_before_and_behind_it() -> None:
    draw = random.Random(4)
    for _ in range(500):
        text = "".join(draw.choices("ab\n\r", k=draw.randrange(12)))
        for ends in ("\n", "[\n\r]"):
            lines = Lines(text, re.compile(ends))
            for start in range(len(text) + 1):
                for end in range(start, len(text) + 1):
                    marks = [at for at, letter in enumerate(text) if re.match(ends, letter)]
                    first = max((at + 1 for at in marks if at < start), default=0)
                    stop = min((at for at in marks if at >= end), default=len(text))
                    assert lines.around(start, end) == (first, stop)
