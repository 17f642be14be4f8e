import datetime as dt
import json

import pytest

from toolkit.errors import SettingsError
from toolkit.report.run.manifest import plain_settings
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
        ({"events": {"date": "2024-05-02"}}, "events must be a list"),
        (
            {"events": [{"date": "2024-05-02", "nme": "vote"}]},
            "events 1: unknown key 'nme'; did you mean 'name'",
        ),
        (
            {"events": [{"date": "2024-05-02", "name": "vote"}, {"name": "count"}]},
            "events 2: 'date' is missing",
        ),
        ({"events": [{"date": "2 May", "name": "vote"}]}, "events 1: date must be a day such as 2024-05-02"),
        ({"events": [{"date": 2024, "name": "vote"}]}, "events 1: date must be a day such as 2024-05-02"),
        ({"events": [{"date": "2024-05-02", "name": " "}]}, "events 1: name is empty"),
        (
            {"events": [{"date": "2024-05-02", "name": "vote"}] * 2},
            "events 2: 'vote' on 2024-05-02 is there twice",
        ),
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


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"seed": -1}, "settings: seed is -1; give a number from 0 to 4,294,967,295"),
        ({"seed": 2**32}, "seed is 4294967296"),
        ({"corpus": {"min_words": -1}}, "corpus: min_words is -1; give a number from 0 to 1,000,000"),
        ({"corpus": {"min_words": 10**20}}, "corpus: min_words is 1"),
        ({"topics": {"k": 0}}, "topics: k is 0; give a number from 1 to 1,000"),
        ({"topics": {"k": -3}}, "topics: k is -3"),
    ],
)
def test_numbers_out_of_range_are_refused(data, message):
    with pytest.raises(SettingsError, match=message):
        make_settings(data)


def test_the_ends_of_a_range_are_taken():
    made = make_settings({"seed": 0, "corpus": {"min_words": 0}, "topics": {"k": 1}})
    assert (made.seed, made.corpus.min_words, made.topics.k) == (0, 0, 1)


@pytest.mark.parametrize("text", [f"seed = {'9' * 5000}", "x = " + "[" * 3000, "title = 'a", "\udcff"])
def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path, text):
    file = tmp_path / "study.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError, match=r"study\.toml is not valid TOML"):
        load_settings(file)


def test_a_folder_is_no_settings_file(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path)


@pytest.mark.parametrize("day", [dt.date(2024, 5, 2), dt.datetime(2024, 5, 2, 9), "2024-05-02"])
def test_an_event_has_a_day_and_a_name(day):
    (event,) = make_settings({"events": [{"date": day, "name": "vote"}]}).events
    assert (event.date, event.name) == (dt.date(2024, 5, 2), "vote")


def test_events_are_read_from_the_file_and_come_back_from_a_manifest(tmp_path):
    file = tmp_path / "study.toml"
    file.write_text('[[events]]\ndate = 2024-05-02\nname = "vote"\n', encoding="utf-8")
    settings = load_settings(file)
    assert make_settings(json.loads(json.dumps(plain_settings(settings)))).events == settings.events
