import datetime as dt
import io
import json

import pandas as pd
import pytest

from toolkit.errors import InputError, SettingsError
from toolkit.pages.read.records import check_columns, read_records, read_rows
from toolkit.pages.read.tables import Table
from toolkit.settings import OutletSettings, Settings

BODY = "ISLAMABAD: The river rose again on Monday, and the ministry said that the dam would hold."


def read(data, name="a.csv", settings=None):
    return read_records(data, name=name, outlet="Post", settings=settings or Settings())


def test_recognised_columns_and_extra_ones_are_kept():
    table = (
        f'publisher,headline,byline,date,body,desk\nHerald,Rain,By Jo Day and Al Roe,2024-03-01,"{BODY}",city'
    )
    (row,) = read(table.encode()).articles
    assert (row["outlet"], row["title"], row["authors"], row["desk"]) == (
        "Herald",
        "Rain",
        ["Jo Day", "Al Roe"],
        "city",
    )
    assert row["published"] == dt.date(2024, 3, 1)
    assert row["dateline"] == "ISLAMABAD"
    assert row["text"] == BODY


def test_a_mapped_column():
    settings = Settings(columns={"text": "wording"})
    assert read(f'wording\n"{BODY}"'.encode(), settings=settings).articles[0]["text"] == BODY


def test_a_missing_text_column_is_named_with_the_remedy():
    with pytest.raises(InputError, match=r"a.csv has no column 'text' \(found: url, headlin\); map it with"):
        read(b"url,headlin\nx,y")


def test_an_unknown_name_in_the_column_map_is_refused():
    with pytest.raises(SettingsError, match="did you mean 'title'"):
        check_columns(Settings(columns={"titel": "head"}))


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_separators(separator):
    data = separator.join(["title", "text"]) + "\n" + separator.join(["Rain", "It rained."])
    assert read(data.encode()).articles[0]["title"] == "Rain"


def test_rows_without_text_are_accounted_for():
    records = read(b"title,text\nRain,\nSun,It shone.")
    assert [row["title"] for row in records.articles] == ["Sun"]
    assert records.dropped[0]["reason"] == "row 2 has no text"
    assert records.dropped[0]["title"] == "Rain"


def test_a_broken_line_is_set_aside_and_the_rest_is_read():
    lines = [
        json.dumps({"text": BODY, "title": "A"}),
        "{broken",
        json.dumps({"text": BODY + " More.", "title": "B"}),
    ]
    records = read("\n".join(lines).encode(), name="a.jsonl")
    assert [row["title"] for row in records.articles] == ["A", "B"]
    assert records.quarantine[0]["file"] == "a.jsonl, line 2"


def test_json_objects_in_a_wrapper():
    data = json.dumps({"articles": [{"content": BODY, "authors": ["Jo Day"], "tags": ["a", "b"]}]})
    (row,) = read(data.encode(), name="a.json").articles
    assert row["authors"] == ["Jo Day"]
    assert row["tags"] == '["a", "b"]'


def test_parquet():
    buffer = io.BytesIO()
    pd.DataFrame({"text": [BODY], "date": [pd.Timestamp("2024-03-01")]}).to_parquet(buffer)
    (row,) = read(buffer.getvalue(), name="a.parquet").articles
    assert row["published"] == dt.date(2024, 3, 1)


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b'text\n"open', "a.csv", "no row could be read .row 2: its quotation marks do not match"),
        (b"text\na,b", "a.csv", "no row could be read .row 2: it has 2 cells, the header has 1"),
        (b"text\n", "a.csv", "a header and no rows"),
        (b"{", "a.json", "not valid JSON"),
        (b"no\njson", "a.jsonl", "no line holds"),
        (b"PAR1", "a.parquet", "not a valid Parquet file"),
        (b"[" * 100_000, "a.json", "nests lists and objects too deeply"),
    ],
)
def test_broken_files_are_refused(data, name, reason):
    with pytest.raises(InputError, match=reason):
        read(data, name)


def test_dates_follow_the_outlets_order():
    settings = Settings(outlets={"Herald": OutletSettings(date_order="month")})
    row = read(f'outlet,date,text\nHerald,03/04/2024,"{BODY}"'.encode(), settings=settings).articles[0]
    assert row["published"] == dt.date(2024, 3, 4)


def test_a_date_that_is_none_keeps_its_raw_text():
    row = read(f'date,text\nsometime,"{BODY}"'.encode()).articles[0]
    assert (row["published"], row["date_raw"]) == (None, "sometime")


def test_rows_are_asked_for_one_by_one():
    ahead = []

    def rows():
        for number in range(3_000):
            ahead.append(number)
            yield f"row {number + 1}", {"title": f"T{number}", "text": "It rained." if number % 2 else ""}

    table = Table(rows())
    assert not ahead
    made = read_rows(table, name="a", outlet="Post", settings=Settings())
    assert (len(made.articles), len(made.dropped), len(ahead)) == (1_500, 1_500, 3_000)


def test_collecting_garbage_goes_on_after_a_table_also_after_a_fault():
    import gc

    def rows():
        yield "row 1", {"text": "It rained."}
        assert not gc.isenabled()
        yield "row 2", {"text": object()}
        raise InputError("the file ends here")

    with pytest.raises(InputError, match="ends here"):
        read_rows(Table(lazily(rows())), name="a", outlet="Post", settings=Settings())
    assert gc.isenabled()


def lazily(rows, many=1_000):
    """Yield rows, the first of them many times, so that the sample of names is behind."""
    first = next(rows)
    yield from [first] * many
    yield from rows
