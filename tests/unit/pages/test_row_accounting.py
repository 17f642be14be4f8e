"""Nothing is lost: rows in are articles, rows set aside, or repeats, exactly, whatever the table."""

import csv
import io
import json
import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.corpus.load import load_corpus, read_articles
from toolkit.errors import InputError
from toolkit.pages.read.cells import cell_text
from toolkit.pages.read.records import read_records
from toolkit.settings import Settings

EXAMPLES = int(os.environ.get("TOOLKIT_EXAMPLES", "300"))  # 10,000 takes about four minutes
MANY = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
FEW = settings(max_examples=15, deadline=None, derandomize=True)
COLUMNS = ["title", "outlet", "date", "text"]

words = st.text(alphabet="ab ,;'\"\n\t<&é\u2028", max_size=30)
row = st.lists(words, min_size=4, max_size=4)
plain = st.lists(st.text(alphabet="ab c", max_size=12), min_size=4, max_size=4)
BROKEN = ["a,b,c,d,e", 'a,b,c,"open', 'a,"b" c,d,e']
broken = st.sampled_from(BROKEN)


def counted(data, name):
    """Return how many rows came out: as articles, without a text, and set aside."""
    try:
        found = read_records(data, name=name, outlet="Post", settings=Settings())
    except InputError as error:
        return None, str(error)
    return len(found.articles) + len(found.dropped) + len(found.quarantine), ""


def is_blank(cells):
    return not any(cell.strip() for cell in cells)


def is_broken(line):
    return line in BROKEN


@MANY
@given(st.lists(row, min_size=1, max_size=12), st.sampled_from(",;\t|"))
def test_csv_of_any_cells(rows, separator):
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\n")
    writer.writerows([COLUMNS, *rows])
    told, error = counted(buffer.getvalue().encode(), "a.csv")
    full = sum(not is_blank(cells) for cells in rows)
    assert told == full or (told is None and full == 0), error


@MANY
@given(st.lists(st.one_of(plain.map(",".join), broken), min_size=1, max_size=12))
def test_csv_with_broken_rows(lines):
    told, error = counted("\n".join([",".join(COLUMNS), *lines]).encode(), "a.csv")
    full = [line for line in lines if not is_blank(line.split(","))]
    assert told == len(full) or (told is None and all(is_broken(line) for line in full)), error


@MANY
@given(
    st.lists(
        st.one_of(
            st.fixed_dictionaries(
                {"title": words, "text": st.one_of(words, st.none(), st.lists(words, max_size=2))}
            ).map(lambda made: json.dumps(made, ensure_ascii=False)),
            st.sampled_from(["{broken", "[1]", "5", '"text"', '{"title": "no text"}']),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_json_lines_with_broken_lines(lines):
    told, error = counted("\n".join(lines).encode(), "a.jsonl")
    assert told == len(lines) or (told is None and not any('"text":' in line for line in lines)), error


@MANY
@given(
    st.lists(
        st.one_of(st.fixed_dictionaries({"text": words, "title": words}), st.integers(), st.none()),
        min_size=1,
        max_size=12,
    )
)
def test_rows_in_memory(rows):
    try:
        corpus = read_articles(rows)
    except InputError:
        assert not any(cell_text(item["text"])[0] for item in rows if isinstance(item, dict))
        return
    assert len(corpus.articles) + len(corpus.dropped) + len(corpus.quarantine) == len(rows)


@FEW
@given(
    st.lists(
        st.sampled_from(["The river rose in the night. ", "It rained for nine days. ", "Sun. ", ""]),
        min_size=2,
        max_size=8,
    )
)
def test_through_the_whole_way_to_a_corpus(texts):
    rows = [{"title": f"T{n}", "outlet": "Post", "text": text * 30} for n, text in enumerate(texts)]
    if not any(texts):
        return
    corpus = load_corpus(rows)
    assert len(corpus.articles) + len(corpus.dropped) == len(rows)
    assert set(corpus.dropped["stage"]) <= {"read", "duplicates", "filter"}
