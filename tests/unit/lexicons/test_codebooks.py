"""Codebooks: those that come with the toolkit, and every fault with its line."""

import pytest

from toolkit import read_codebook
from toolkit.errors import InputError
from toolkit.lexicons.codebook import SHIPPED, parse_codebook
from toolkit.patterns import pattern

GOOD = """title = "Two frames"
source = "Somebody (2001)."

[[frames]]
name = "first"
label = "First"
what = "What it is."
least = 1
patterns = ["loss*|cost*"]

[[frames.questions]]
name = "one"
text = "Is it so?"

[[frames.questions]]
name = "two"
text = \"\"\"
name = "not a key" How much?
\"\"\"
answers = ["0", "1", "2"]
present = ["1", "2"]
level = "interval"

[[frames]]
name = "second"
label = "Second"
what = "Another."
[[frames.questions]]
name = "one"
text = "And here?"
"""


def test_a_good_one():
    book = parse_codebook(GOOD)
    assert list(book.questions) == ["first.one", "first.two", "second.one"]
    assert book.questions["first.one"].answers == ("no", "yes")
    assert book.questions["first.two"].present == ("1", "2")
    assert (book.unit, book.frames[0].patterns) == ("article", ("loss*|cost*",))


@pytest.mark.parametrize("name", SHIPPED)
def test_those_that_come_with_the_toolkit(name):
    book = read_codebook(name)
    assert any(char.isdigit() for char in book.source)
    assert all(question.text.endswith("?") for question in book.questions.values())
    assert [pattern(text) for frame in book.frames for text in frame.patterns] or name == "boydstun_2014"


def test_how_many_frames_the_sources_have():
    assert [len(read_codebook(name).frames) for name in SHIPPED] == [5, 4, 15]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('source = "Somebody (2001)."', "", "line 1: the codebook has no source"),
        ('label = "First"', 'lable = "First"', "line 6: unknown key 'lable'; did you mean 'label'?"),
        ('label = "First"', "", "line 4: the frame has no label"),
        ("least = 1", "least = 3", "line 8: least is 3, and there are 2 questions"),
        ("least = 1", "least = true", "line 8: least must be a whole number"),
        ('name = "second"', 'name = "first"', "line 25: two frames are called 'first'"),
        ('name = "two"', 'name = "one"', "line 16: two questions are called 'one'"),
        ('name = "two"', 'name = "Two words"', "line 16: name 'Two words': use small letters, digits and _"),
        ('text = "And here?"', 'text = ""', "line 30: text is empty"),
        ('["1", "2"]', '["1", "3"]', "line 21: present has '3', which is no answer; known: 0, 1, 2"),
        ('["0", "1", "2"]', '["0", "1", "many"]', "line 20: answers of level interval must be numbers"),
        ('["0", "1", "2"]', '["0"]', "line 20: answers need two values or more"),
        ('"interval"', '"intervall"', "line 22: level 'intervall' is unknown; did you mean 'interval'?"),
        ("loss*|cost*", "/(/", "line 9: "),
        ('title = "Two frames"', 'title = "Two frames"\nunit = "page"', "line 2: unit 'page' is unknown"),
    ],
)
def test_each_fault_has_its_line(old, new, told):
    assert old in GOOD
    with pytest.raises(InputError) as error:
        parse_codebook(GOOD.replace(old, new, 1), "mine.toml")
    assert "mine.toml has" in str(error.value)
    assert told in str(error.value)


def test_all_faults_at_once_in_order():
    text = GOOD.replace("least = 1", "least = 9").replace('label = "Second"', "")
    with pytest.raises(InputError, match=r"2 faults:\n  line 8: .*\n  line 24: the frame has no label"):
        parse_codebook(text)


def test_files(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("\ufeff" + GOOD, encoding="utf-8")
    assert len(read_codebook(file).frames) == 2
    file.write_bytes("title = 'é'".encode("latin-1"))
    with pytest.raises(InputError, match=r"mine\.toml is not UTF-8"):
        read_codebook(file)
    with pytest.raises(InputError, match=r"there is no codebook .*gone\.toml"):
        read_codebook(tmp_path / "gone.toml")
    with pytest.raises(InputError, match="line 2"):
        parse_codebook('title = "a"\nsource = \n')
    with pytest.raises(InputError, match="begin it with"):
        parse_codebook('title = "a"\nsource = "b"\nframes = ["c"]')
    with pytest.raises(InputError, match="no frames"):
        parse_codebook('title = "a"\nsource = "b"\nframes = []')
