import pytest

from toolkit.errors import ToolkitError
from toolkit.patterns import pattern


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("militant*", "Militants and a militant’s demilitantised", ["Militants", "militant"]),
        ("freedom fighter*", "freedom-fighters, freedom\nfighter", ["freedom-fighters", "freedom\nfighter"]),
        ("so-called", "the so‑called and so called", ["so‑called"]),
        ("people's army", "the People’s Army", ["People’s Army"]),
        ("armed|armed group*", "armed groups", ["armed groups"]),
        ("/kill(?:ed|ing)/", "killed, killing", ["killed", "killing"]),
        ("a.b", "a.b axb", ["a.b"]),
    ],
)
def test_matches(query, text, found):
    assert pattern(query).findall(text) == found


@pytest.mark.parametrize("query", ["", " | ", "*", "/(/", "/x*/"])
def test_refused(query):
    with pytest.raises(ToolkitError):
        pattern(query)
