import datetime as dt

import pytest

from toolkit.errors import SettingsError
from toolkit.settings import Settings, as_dict, load_settings, make_settings


def test_a_study_is_read(tmp_path):
    file = tmp_path / "study.toml"
    file.write_text(
        'title = "A study"\n[outlets.herald]\nname = "The Herald"\ndate_order = "month"\n'
        '[pages]\ncaptured = 2024-11-15T10:00:00\n[topics]\nk = 6\n[columns]\ntext = "wording"\n',
        encoding="utf-8",
    )
    settings = load_settings(file)
    assert settings.outlets["herald"].name == "The Herald"
    assert settings.pages.captured == dt.datetime(2024, 11, 15, 10)
    assert settings.topics.k == 6
    assert settings.columns == {"text": "wording"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"topcs": {}}, "unknown key 'topcs'; did you mean 'topics'"),
        ({"topics": {"kk": 3}}, "topics: unknown key 'kk'; did you mean 'k'"),
        ({"topics": {"k": "three"}}, "topics: k must be of type int, got 'three'"),
        ({"topics": {"k": True}}, "must be of type int"),
        ({"topics": 3}, "expected a table"),
        ({"corpus": {"kinds": "article"}}, "kinds must be a list"),
        ({"corpus": {"syndicated": "once"}}, "syndicated is 'once'"),
        ({"outlets": {"a": {"date_order": "year"}}}, "date_order is 'year'"),
        ({"columns": ["text"]}, "must be a table"),
        ({"pages": {"captured": "yesterday"}}, "captured must be a moment such as"),
    ],
)
def test_wrong_settings_are_refused_with_the_place(data, message):
    with pytest.raises(SettingsError, match=message):
        make_settings(data, where="study.toml")


def test_a_date_stands_for_its_midnight():
    assert make_settings({"pages": {"captured": dt.date(2024, 1, 2)}}).pages.captured == dt.datetime(
        2024, 1, 2
    )


@pytest.mark.parametrize("content", ["title = ", "\xff"])
def test_broken_files_are_named(tmp_path, content):
    file = tmp_path / "study.toml"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(SettingsError, match="not valid TOML"):
        load_settings(file)


def test_settings_are_frozen_and_plain():
    with pytest.raises(AttributeError):
        Settings().title = "x"
    assert as_dict(make_settings({"topics": {"k": 4}}))["topics"]["k"] == 4
