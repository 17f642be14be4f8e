"""Quotation marks: pairs, conventions, missing marks and apostrophes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.marks import quoted_spans


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in quoted_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won,” he said, “at last.”", ["“We won,”", "“at last.”"]),
        ('"We won," he said, "at last."', ['"We won,"', '"at last."']),
        ("‘We won,’ he said, ‘at last.’", ["‘We won,’", "‘at last.’"]),
        ("'We won,' he said, 'at last.'", ["'We won,'", "'at last.'"]),
        ("«We won», he said.", ["«We won»"]),
        ("»We won«, he said.", ["»We won«"]),
        ("„We won“, he said.", ["„We won“"]),
        ("``We won,'' he said.", ["``We won,''"]),
        ("Dramas are `untouchables` here.", ["`untouchables`"]),
        ("The “Justice collective“, they said.", ["“Justice collective“"]),
        ("”Wrongly turned,” he said.", ["”Wrongly turned,”"]),
        ("It was (“so-called”) peace—“a farce”—to him.", ["“so-called”", "“a farce”"]),
        ("“He told me ‘go’ twice,” she said.", ["“He told me ‘go’ twice,”"]),
        ("‘He told me “go” twice,’ she said.", ["‘He told me “go” twice,’"]),
        (
            '"They say, "I want ten," you know," he said. "Yes."',
            ['"They say, "I want ten," you know,"', '"Yes."'],
        ),
        ("", []),
        ("No marks at all.", []),
    ],
)
def test_pairs_are_found_with_their_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The soldiers’ families can’t wait.",
        "The soldiers' families can't wait, 'cause it's late.",
        "In the ’90s and the '80s they’d rock ’n’ roll.",
        "He’s 5'10\" tall.",
        "Tell ‘em and ’em again.",
    ],
)
def test_apostrophes_are_not_quotes(text: str) -> None:
    assert quoted(text) == []


def test_plural_possessive_inside_single_marks_does_not_close() -> None:
    text = "‘The soldiers’ families are waiting,’ the minister’s aide said."
    assert quoted(text) == ["‘The soldiers’ families are waiting,’"]


def test_two_single_quoted_terms_ending_in_s_stay_apart() -> None:
    text = "They call them ‘terrorists’ and we call them ‘fighters’ here."
    assert quoted(text) == ["‘terrorists’", "‘fighters’"]


def test_paragraph_opening_quote_without_close_runs_to_the_end() -> None:
    assert quoted("  “The first of several paragraphs. ") == ["“The first of several paragraphs."]
    assert quoted("He said: “The first of several paragraphs.") == ["“The first of several paragraphs."]


def test_stray_marks_are_left_alone() -> None:
    assert quoted('A stray " mark between words of this sentence.') == []
    assert quoted("Ended elsewhere.” Then the story goes on.") == []
    assert quoted("“Too short") == []


def test_odd_mark_does_not_spoil_the_rest() -> None:
    assert quoted('He is 6\'2" and said "I am tall today."') == ['"I am tall today."']


@given(st.text(alphabet="ab s.,\"'“”‘’«»`´-\n", max_size=60))
def test_spans_are_ordered_disjoint_and_inside(text: str) -> None:
    spans = quoted_spans(text)
    ends = [0, *(end for _, end in spans)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before <= start for before, (start, _) in zip(ends, spans, strict=False))


def test_cost_grows_with_length_not_its_square() -> None:
    text = "'a " * 100_000
    before = time.process_time()
    quoted_spans(text)
    assert time.process_time() - before < 30  # takes about one; its square would take hours
