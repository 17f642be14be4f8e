import pytest

from toolkit.errors import SettingsError
from toolkit.pages.themes import load_furniture


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Page 5 of 9", "page"),
        ("  CONTINUE   reading ", "end"),
        ("Short Url", "start"),
        ("5 min read", "start"),
        ("Trending", "tail"),
        ("Advertisement", "inline"),
        ("12 Comments", "bar"),
        ("* * *", "end"),
    ],
)
def test_furniture(line, place):
    assert load_furniture().place(line) == place


@pytest.mark.parametrize(
    "line",
    [
        "Rain stops play",
        "Outrage over minister's comments",
        "Minister airs his views",
        "Home of the brave burns",
        "",
    ],
)
def test_headlines_are_no_furniture(line):
    assert load_furniture().place(line) is None


def test_a_users_theme_comes_first(tmp_path):
    theme = tmp_path / "mine.theme.toml"
    theme.write_text('start = ["Trending", "Bulletin No. *"]', encoding="utf-8")
    furniture = load_furniture([theme])
    assert furniture.place("trending") == "start"
    assert furniture.place("Bulletin No. 12") == "start"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('strat = ["x"]', "did you mean 'start'"),
        ('start = "x"', "must be a list"),
        ("start = [", "not valid TOML"),
    ],
)
def test_bad_themes_are_refused(tmp_path, content, message):
    theme = tmp_path / "bad.theme.toml"
    theme.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        load_furniture([theme])


def test_a_missing_theme_is_named(tmp_path):
    with pytest.raises(SettingsError, match="no theme file"):
        load_furniture([tmp_path / "gone.toml"])
