import pytest

from toolkit.pages.fields.bylines import read_byline, split_names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By South Asia Press Team", ["South Asia Press Team"]),
        ("By the DISSIDENT club team", ["the DISSIDENT club team"]),
        ("By a Baloch Reporter AND Taha Siddiqui", ["a Baloch Reporter", "Taha Siddiqui"]),
        ("By Jane Doe | Staff Reporter", ["Jane Doe"]),
        ("BY JANE DOE", ["JANE DOE"]),
        ("By Ali Khan, Mina Harrach and Jo O’Neil", ["Ali Khan", "Mina Harrach", "Jo O’Neil"]),
        ("By Political Editor Jane Doe", ["Jane Doe"]),
        ("Von Anna Müller", ["Anna Müller"]),
        ("By Jane Doe in Quetta", ["Jane Doe"]),
        ("By John Smith Jr.", ["John Smith Jr"]),
        ("By Jane Doe @janedoe", ["Jane Doe"]),
    ],
)
def test_bylines(line, names):
    assert read_byline(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "By early 2010s, the experiment that started with the squads failed.",
        "By then it was too late",
        "By",
        "Bypass opens to traffic",
        "By the time the police came, the gate had been locked and nobody was to be found near it",
    ],
)
def test_not_bylines(line):
    assert read_byline(line) is None


def test_roles_places_and_addresses_are_no_names():
    assert split_names("Our Correspondent Ali Khan, Karachi") == ["Ali Khan"]
    assert split_names("Jane Doe jane@example.org") == ["Jane Doe"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Words: Mira Tolland", ["Mira Tolland"]),
        ("Words: Mira Tolland | Filed: 3 March 2024", ["Mira Tolland"]),
        ("Text: Jo Day, Photos: Ali Khan", ["Jo Day"]),
        ("Words and pictures: Jo Day", ["Jo Day"]),
        ("By Jo Day | Published: 4 May", ["Jo Day"]),
        ("Words: the slang of the trenches", None),
        ("Text: Genesis 1:1 is read aloud", None),
    ],
)
def test_labels_are_no_names(line, names):
    assert read_byline(line) == names
