"""The table [lexicons]: each list a study names changes the results that go by it."""

import random
import shutil

import pandas as pd
import pytest

from toolkit import agency, hedging, keyness, labels, passives, quotes, run_report, topics
from toolkit.analysis.keyness import top_terms
from toolkit.corpus.corpus import Corpus
from toolkit.corpus.load import load_corpus, read_articles, read_saved
from toolkit.corpus.store import saved_settings
from toolkit.errors import InputError, ReportError, SettingsError
from toolkit.lexicons.forms import OWN
from toolkit.settings import load_settings, make_settings
from toolkit.tables import conform

VERBS = "lemma,class,strength,core,pattern\n"
NEWS = [
    f"{who} left the {place} on day {day}, and the {thing} was shelled by {who.lower()}, it may seem."
    for day, (who, place, thing) in enumerate(
        [("Rebels", "river", "bridge"), ("Soldiers", "market", "school"), ("Rebels", "river", "market")] * 8
    )
]


def corpus_of(texts, lists=None):
    frame = pd.DataFrame(
        {"text": texts, "outlet": [("Post", "Herald", "Times")[i % 3] for i in range(len(texts))]}
    )
    return Corpus(conform(frame, "articles"), settings=make_settings({"lexicons": lists or {}}))


def spoken(text):
    return lambda lists: quotes(corpus_of([text], lists))[["speaker_id", "lemma", "source_type"]]


def terms(lists):
    return [*topics(corpus_of(NEWS, lists), k=2, method="nmf").model.terms_]


def parsed(analysis):
    def table(lists):
        pytest.importorskip("spacy")
        return analysis(corpus_of(NEWS, lists))[["actor", "role", "outlet", "share"]]

    return table


# Each list: a tiny one in its place, and a result that goes by it.
CASES = {
    "actor_labels": (
        "actor,class,pattern\nmen,men,soldiers|rebels\n",
        lambda lists: labels(corpus_of(NEWS, lists)),
    ),
    "agents": ("actor,class,pattern\nmen,men,soldiers\n", parsed(agency)),
    "given_names": ("pattern,class\nbilal,f\n", spoken("Bilal Shah came to the town. “Go home,” she said.")),
    "harm_verbs": ("pattern,class\nshelled,shells\n", parsed(passives)),
    "hedges": ("pattern,class\nseem,mine\n", lambda lists: hedging(corpus_of(NEWS, lists))[["kind", "rate"]]),
    "house_style": (
        "pattern,class\nrebels,mine\n",
        lambda lists: keyness(corpus_of(NEWS, lists), hidden=True)[["feature", "target", "flags"]],
    ),
    "reporting_verbs": (VERBS + "bay,attack,strong,yes,bay|bayed\n", spoken("“We won,” the mayor bayed.")),
    "source_types": ("pattern,class\nporter,business\n", spoken("“We won,” the porter said.")),
    "topic_stopwords": ("pattern\nriver\n", terms),
}


def test_every_list_has_a_case():
    assert set(CASES) == set(OWN)


@pytest.mark.parametrize("name", CASES)
def test_a_study_that_names_its_own_list_gets_other_results(tmp_path, name):
    text, result = CASES[name]
    file = tmp_path / "mine.csv"
    file.write_text(text, encoding="utf-8")
    shipped, own = result({}), result({name: str(file)})
    same = shipped.equals(own) if isinstance(shipped, pd.DataFrame) else shipped == own
    assert not same


@pytest.mark.parametrize("name", CASES)
def test_a_copy_of_the_list_that_ships_changes_nothing(tmp_path, root, name):
    _, result = CASES[name]
    copy = shutil.copy(root / "toolkit/lexicons" / f"{name}.csv", tmp_path / "copy.csv")
    shipped, own = result({}), result({name: str(copy)})
    if isinstance(shipped, pd.DataFrame):
        pd.testing.assert_frame_equal(shipped, own)
    else:
        assert shipped == own


def test_pronouns_go_by_the_studys_verbs(tmp_path):
    file = tmp_path / "verbs.csv"
    rows = "weep,neutral,strong,yes,weep|wept\nsay,neutral,strong,yes,say|said\n"
    file.write_text(VERBS + rows, encoding="utf-8")
    who = spoken("Bilal Shah wept about the road, and Tariq Aziz ran off. “Go home,” he said.")
    assert who({})["speaker_id"].tolist() == ["Tariq Aziz"]
    assert who({"reporting_verbs": str(file)})["speaker_id"].tolist() == ["Bilal Shah"]


def test_short_lists_of_words_go_by_the_studys_stop_words(tmp_path):
    file = tmp_path / "stops.txt"
    file.write_text("rebels soldiers", encoding="utf-8")
    shown = [
        set(top_terms(keyness(corpus_of(NEWS, lists)))["feature"])
        for lists in ({}, {"topic_stopwords": str(file)})
    ]
    assert "soldiers" in shown[0]
    assert "soldiers" not in shown[1]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"lexicons": {"hedge": "x.csv"}}, "lexicons: unknown key 'hedge'; did you mean 'hedges'"),
        ({"lexicons": {"hedges": 3}}, "hedges must be of type str"),
        ({"framing": {"labels": "x.csv"}}, "'labels' has moved: write .lexicons. actor_labels"),
        ({"quotes": {"verbs": "x.csv"}}, "'verbs' has moved: write .lexicons. reporting_verbs"),
        ({"quotes": {"sources": "x.csv"}}, "'sources' has moved: write .lexicons. source_types"),
    ],
)
def test_wrong_keys_are_refused_with_their_place(data, message):
    with pytest.raises(SettingsError, match=message):
        make_settings(data, where="study.toml")


def body(number):
    """Return a text of its own, so that none is set aside as a copy."""
    draw = random.Random(number)
    words = ["council", "river", "bridge", "vote", "market", "road", "school", "winter", "train", "harbour"]
    return " ".join(f"On Monday the {' '.join(draw.sample(words, 6))} may seem to come." for _ in range(12))


@pytest.fixture
def study(tmp_path):
    """A folder of pages with a study, its list and its theme among them."""
    folder = tmp_path / "pages"
    (folder / "Post").mkdir(parents=True)
    rows = [f"{'Post' if i % 2 else 'Herald'},Title {i},{body(i)}" for i in range(4)]
    (folder / "articles.csv").write_text("\n".join(["outlet,title,text", *rows]), encoding="utf-8")
    (folder / "mine.csv").write_text("pattern,class\nseem,mine\n", encoding="utf-8")
    (folder / "my.theme.toml").write_text('start = ["It rained all day"]\n', encoding="utf-8")
    (folder / "study.toml").write_text(
        '[pages]\nthemes = ["my.theme.toml"]\n[lexicons]\nhedges = "mine.csv"\n', encoding="utf-8"
    )
    return folder


def test_files_are_looked_for_from_the_study_and_are_not_read_as_pages(study, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = load_settings(study / "study.toml")
    assert settings.lexicons.hedges == str(study / "mine.csv")
    assert settings.pages.themes == (str(study / "my.theme.toml"),)
    corpus = read_articles(study, settings)
    assert len(corpus) == 4
    assert len(corpus.quarantine) == 0


def test_a_file_that_is_not_there_is_refused_with_the_nearest(study):
    (study / "mine.csv").rename(study / "mine2.csv")
    with pytest.raises(SettingsError, match=r"not there: .*mine\.csv; did you mean 'mine2\.csv'"):
        load_settings(study / "study.toml")


def test_a_saved_corpus_carries_its_lists(study, tmp_path):
    corpus = load_corpus(study, load_settings(study / "study.toml"))
    corpus.save(tmp_path / "saved")
    moved = shutil.move(tmp_path / "saved", tmp_path / "elsewhere")
    shutil.rmtree(study)
    again = read_saved(moved)
    assert "mine" in set(hedging(again)["kind"])
    assert str(tmp_path) not in (tmp_path / "elsewhere" / "manifest.json").read_text(encoding="utf-8")
    again.save(tmp_path / "twice")
    assert saved_settings(tmp_path / "twice").lexicons.hedges == str(
        tmp_path / "twice" / "study" / "mine.csv"
    )


def test_a_saved_corpus_without_its_list_says_so(study, tmp_path):
    corpus = load_corpus(study, load_settings(study / "study.toml"))
    (study / "mine.csv").unlink()
    with pytest.raises(InputError, match=r"mine\.csv, which the settings name, cannot be read"):
        corpus.save(tmp_path / "saved")


def test_a_faulty_list_is_known_before_anything_runs(study, tmp_path):
    (study / "mine.csv").write_text("pattern,class\nseem\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2: no class"):
        run_report(study, tmp_path / "report")
    (study / "mine.csv").unlink()
    with pytest.raises((ReportError, SettingsError), match="not there"):
        run_report(study, tmp_path / "report")
    assert not (tmp_path / "report").exists()
