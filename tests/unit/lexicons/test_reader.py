"""Word lists: one form for all that ship, every fault with its line, what spreadsheets save."""

import csv
import dataclasses

import pytest

from toolkit import read_lexicon
from toolkit.errors import InputError
from toolkit.lexicons import Entry, word_classes, word_set
from toolkit.lexicons.forms import FORMS, OWN
from toolkit.settings import LexiconSettings

NUMBERS = {
    "ease_score.csv",
    "entity_accuracy.csv",
    "readability_validity.csv",
}  # tables of numbers, not word lists
LICENCES = {"cmudict_LICENSE.txt", "newsmap_LICENSE.txt"}
SHARED = {"pattern", "class", "note", "source"}


def write(tmp_path, text, name="mine.csv"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


def test_every_list_that_ships_has_a_form_and_a_study_may_name_the_editable_ones(root):
    shipped = {file.name for file in (root / "toolkit/lexicons").iterdir() if file.suffix in (".csv", ".txt")}
    assert {form.file for form in FORMS.values()} == shipped - NUMBERS - LICENCES
    assert [field.name for field in dataclasses.fields(LexiconSettings)] == list(OWN)


@pytest.mark.parametrize("name", FORMS)
def test_the_lists_that_ship_have_one_form_and_name_their_source(root, name):
    form = FORMS[name]
    text = (root / "toolkit/lexicons" / form.file).read_text(encoding="utf-8")
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert any(word in line for line in head for word in ("Source: ", "the list of", "Own list")), head
    assert read_lexicon(name)
    if form.file.endswith(".csv"):
        rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
        assert set(rows[0]) == SHARED | set(form.columns)
        assert all(row["source"].strip() for row in rows)


FAULTS = {
    (
        "hedges",
        "pattern,class\nmay,hedge\nMAY,doubt\n",
    ): "line 3: 'may' is 'doubt' here and 'hedge' in line 2",
    ("hedges", "pattern,class\nmay,hedge\nmight|may,hedge\n"): "line 3: 'may' is in line 2 already",
    ("hedges", "pattern,class\nmay\n"): "line 2: no class",
    ("hedges", "patern,class\nmay,hedge\n"): "no column 'pattern'; did you mean 'patern'",
    ("hedges", "pattern,clas\nmay,hedge\n"): "no column 'class'; did you mean 'clas'",
    ("hedges", "pattern,class,class\nmay,hedge,hedge\n"): "two columns 'class'",
    ("hedges", "pattern,class\nmay,hedge,or,might\n"): "line 2: 4 cells under 2 columns",
    ("hedges", "# a remark\n\npattern,class\n/(/,hedge\n"): "line 4: .*not a valid regular expression",
    ("hedges", "pattern,class\n"): "has no rows",
    ("given_names", "pattern,class\nkim,x\n"): "line 2: class 'x' is unknown; known: f, m",
    ("given_names", "pattern,class\nkim*,f\n"): "line 2: 'kim\\*' is more than words",
    ("topic_stopwords", "pattern\n/a.c/\n"): "line 2: '/a.c/' is more than words",
    (
        "source_types",
        "pattern,class\nporter,busines\n",
    ): "class 'busines' is unknown; did you mean 'business'",
    ("agents", "pattern,class\nrebels,rebels\n"): "no column 'actor'",
    (
        "reporting_verbs",
        "pattern,class,lemma,strength,core\nsay|said,neutral,say,firm,yes\n",
    ): "strength 'firm' is unknown; known: strong, weak",
}


@pytest.mark.parametrize(("like", "text"), FAULTS)
def test_a_fault_is_named_with_its_line(tmp_path, like, text):
    with pytest.raises(InputError, match=FAULTS[like, text]):
        read_lexicon(write(tmp_path, text), like)


def test_all_faults_are_listed_at_once_in_the_order_of_lines(tmp_path):
    file = write(tmp_path, "pattern,class\n“may”,hedge\nmight\nx,hedge,1,2\n")
    with pytest.raises(
        InputError, match=r"3 faults:\n  line 2: curly.*\n  line 3: no class\n  line 4: 4 cells"
    ):
        read_lexicon(file, "hedges")


def test_names_are_lists_of_the_toolkit_and_anything_else_is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "pattern,class\nmaybe,hedge\n", "hedges.csv")
    assert len(read_lexicon("hedges")) > 10  # a file of that name in the folder changes nothing
    assert [entry.pattern for entry in read_lexicon("hedges.csv")] == ["maybe"]
    with pytest.raises(InputError, match="no word list 'hedge'; did you mean 'hedges'"):
        read_lexicon("hedge")
    with pytest.raises(InputError, match=r"there is no word list .*none\.csv"):
        read_lexicon(tmp_path / "none.csv")
    with pytest.raises(InputError, match="no word list 'hedge'; did you mean 'hedges'"):
        read_lexicon("hedges.csv", "hedge")
    with pytest.raises(InputError, match="cannot be read"):
        read_lexicon(tmp_path)


def test_a_list_of_any_form_may_be_read(tmp_path):
    file = write(tmp_path, "pattern,tone\nso-called,sneer\nregime|junta,sneer\n")
    entries = read_lexicon(file, columns=["tone"])
    assert entries[1] == Entry("", "", "regime|junta", "", 3, {"tone": "sneer"})
    assert entries[1].parts == ("regime", "junta")
    with pytest.raises(InputError, match="no column 'tne'; did you mean 'tone'"):
        read_lexicon(file, columns=["tne"])


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffpattern;class;note\nmay|might;hedge;both, often\n",
        "pattern\tclass\tnote\r\nmay|might\thedge\tboth, often\r\n",
        '"# a remark, with ""marks"""\npattern,class,note,,\nmay|might,hedge,"both, often",,\n,,,,\n',
        '# a remark\n\nPATTERN, Class ,note\nmay|might , hedge,"both, often"\n',
    ],
)
def test_what_a_spreadsheet_saves_is_read(tmp_path, text):
    file = tmp_path / "mine.csv"
    file.write_bytes(text.encode())
    (entry,) = read_lexicon(file, "hedges")
    assert (entry.pattern, entry.label, entry.note) == ("may|might", "hedge", "both, often")


def test_a_list_without_classes_may_be_plain_text(tmp_path):
    file = write(tmp_path, "# my stop words\nthe of\nand\nthe\n", "stops.txt")
    assert word_set(file, "topic_stopwords") == {"the", "of", "and"}
    with pytest.raises(InputError, match="each word needs a class"):
        read_lexicon(file, "hedges")


def test_an_edited_file_is_read_anew(tmp_path):
    file = write(tmp_path, "pattern,class\nkim,f\n")
    assert dict(word_classes(file, "given_names")) == {"kim": "f"}
    write(tmp_path, "pattern,class\nkim,m\n")
    assert dict(word_classes(file, "given_names")) == {"kim": "m"}
