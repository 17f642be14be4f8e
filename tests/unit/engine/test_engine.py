"""Steps by any engine: the same tables as in one piece, what was done is not done again, damage is seen."""

import dataclasses
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import toolkit.analysis.keyness.compare as keyness_compare
from toolkit import compare, evidence, hedging, keyness, labels, load_corpus, parts, quotes, readability
from toolkit.engine import Local, Spark, bundles, local, using, work
from toolkit.engine.keys import key_of
from toolkit.errors import InputError, ToolkitError
from toolkit.forms import form
from toolkit.text import word_index
from toolkit.text.segments import segmented
from toolkit.text.word_counts import segment_words


@pytest.fixture(scope="module")
def whole():
    return tables(load_corpus())


def tables(corpus):
    cut = segmented(corpus)
    return {
        "segments": cut.table.assign(document=cut.document),
        "words": pd.DataFrame({"words": segment_words(corpus)}),
        "labels": labels(corpus),
        "hedging": hedging(corpus),
        "quotes": quotes(corpus),
        "readability": readability(corpus),
        "keyness": keyness(corpus, hidden=True),
    }


@pytest.fixture
def in_parts(monkeypatch):
    """Cut the sample into parts of 20 articles, 3 in all."""
    monkeypatch.setattr(parts, "PART", 20)


def same(found, wanted):
    assert found.keys() == wanted.keys()
    for name, table in wanted.items():
        pd.testing.assert_frame_equal(found[name], table, obj=name)


def test_parts_in_this_process(whole, in_parts):
    assert len(parts.ranges(54)) == 3
    same(tables(load_corpus()), whole)


def test_words_of_a_part_are_found_once_for_all_actors(whole, in_parts, monkeypatch):
    made, index = [], word_index._made
    monkeypatch.setattr(word_index, "_made", lambda texts: made.append(len(texts)) or index(texts))
    corpus = load_corpus()
    pd.testing.assert_frame_equal(labels(corpus), whole["labels"])
    assert whole["labels"]["actor"].nunique() > 3
    assert len(made) == 3
    pd.testing.assert_frame_equal(compare(corpus, "names"), compare(load_corpus(), "names"))
    assert made[3:6] == made[:3]
    evidence(corpus, whole["labels"].iloc[0])
    assert len(made) == 12


def test_parts_in_processes_and_taken_over(whole, in_parts, tmp_path, monkeypatch):
    with Local(workers=2, work=tmp_path) as here, using(here):
        same(tables(load_corpus()), whole)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.arrow")}
    results = [file for file in before if file.parent.name == "results"]
    assert len(results) > 20
    results[0].unlink()  # as if the run had been stopped there
    made = []
    monkeypatch.setattr(Local, "_submit", lambda self, task: made.append(task) or work.make(task))
    with Local(workers=2, work=tmp_path) as here, using(here):
        same(tables(load_corpus()), whole)
    assert [task.result for task in made] == [results[0]]
    assert {file: file.stat().st_mtime_ns for file in before if file != results[0]} == {
        file: moment for file, moment in before.items() if file != results[0]
    }


def test_parts_on_spark(whole, in_parts, tmp_path):
    pytest.importorskip("pyspark")
    with Spark.at("local[2]", work=tmp_path / "spark") as cluster, using(cluster):
        same(tables(load_corpus()), whole)
    with Local(workers=1, work=tmp_path / "local") as here, using(here):
        tables(load_corpus())
    by_spark, by_processes = (
        {file.name: file.read_bytes() for file in (tmp_path / name / "results").iterdir()}
        for name in ("spark", "local")
    )
    assert by_spark == by_processes


def test_a_damaged_result_is_made_again(tmp_path):
    place = work.Work(tmp_path)
    task = place.task(twice, {"numbers": pd.DataFrame({"n": [1, 2]})}, ())
    work.make(task)
    assert work.done(task)
    body = bytearray(task.result.read_bytes())
    body[len(body) // 2] ^= 1
    task.result.write_bytes(bytes(body))
    assert not work.done(task)
    with pytest.raises(InputError, match="damaged"):
        work.result(task)
    task.result.write_bytes(b"")
    assert not work.done(task)


def twice(part):
    return part["numbers"] * 2


def test_bundles_keep_tables(tmp_path):
    made = {
        "a": pd.DataFrame({"text": ["Rain.", None], "day": pd.to_datetime(["2024-01-05", None])}),
        "b": pd.DataFrame({"n": pd.array([1, None], dtype="Int64"), "all": [True, False]}),
        "none": pd.DataFrame({"text": pd.Series([], dtype="str")}),
    }
    bundles.write(made, tmp_path / "x.arrow")
    same(bundles.read(tmp_path / "x.arrow"), made)


@dataclasses.dataclass
class Given:
    names: frozenset
    deep: dict


def test_names_are_of_values():
    one = Given(frozenset(["a", "b"]), {"x": (1, np.arange(3)), "y": pd.DataFrame({"a": [1]})})
    two = Given(frozenset(["b", "a"]), {"y": pd.DataFrame({"a": [1]}), "x": [1, np.arange(3)]})
    assert form(one) == form(two)
    others = [
        dataclasses.replace(one, names=frozenset("a")),
        dataclasses.replace(one, deep={"x": (1, np.arange(4))}),
        dataclasses.replace(one, deep=one.deep | {"y": pd.DataFrame({"a": [2]})}),
    ]
    assert len({form(other) for other in [one, *others]}) == 4
    assert form(1) != form("1") != form(True)
    assert key_of(b"", twice, (1,)) != key_of(b"", twice, (2,)) != key_of(b"x", twice, (2,))
    with pytest.raises(TypeError, match="no form"):
        form(lambda: 1)
    with pytest.raises(TypeError, match="no form"):
        form(object())


def test_no_workers():
    with pytest.raises(ToolkitError, match="give 1 or more"):
        Local(workers=0)


def test_sums_are_those_of_the_whole():
    rng = np.random.default_rng(3)
    table = pd.DataFrame({"key": rng.integers(0, 9, 500), "n": rng.integers(0, 5, 500)})
    pieces = [table.iloc[low : low + 70] for low in range(0, 500, 70)]
    pd.testing.assert_frame_equal(parts.summed(pieces, ["key"]), table.groupby("key").sum().reset_index())
    with pytest.raises(ValueError, match="no tables"):
        parts.summed([], ["key"])


def test_a_saved_corpus_is_opened_with_its_text_on_disk(whole, in_parts, tmp_path):
    corpus = load_corpus()
    corpus.save(tmp_path / "saved")
    with Local(workers=2, work=tmp_path / "work") as here, using(here):
        opened = here.open(tmp_path / "saved")
        pd.testing.assert_frame_equal(opened.articles, load_corpus(tmp_path / "saved").articles)
        same(tables(opened), whole)
    copies = [file.stat().st_size for file in (tmp_path / "work" / "tables").glob("*.arrow")]
    assert len(copies) == 5
    assert max(copies) > (tmp_path / "saved" / "articles.parquet").stat().st_size


def test_a_damaged_copy_of_a_saved_table_is_made_again(tmp_path):
    folder = load_corpus().save(tmp_path / "saved")
    with Local(workers=1, work=tmp_path / "work") as here:
        before = here.open(folder).articles.copy()
        copy = max((tmp_path / "work" / "tables").iterdir(), key=lambda file: file.stat().st_size)
        sound = copy.read_bytes()
        body = bytearray(sound)
        body[len(body) // 2] ^= 1
        copy.unlink()  # what is mapped stays
        copy.write_bytes(bytes(body))
        pd.testing.assert_frame_equal(here.open(folder).articles, before)
        assert copy.read_bytes() == sound


def waits(part):
    Path(part["told"]["file"][0]).write_text(str(os.getpid()))
    time.sleep(60)
    return part["told"]


SCRIPT = """
import sys
import pandas as pd
sys.path.insert(0, {here!r})
import test_engine
from toolkit.engine import Local, using
from toolkit.parts import run
if __name__ == "__main__":
    with Local(workers=1, work={work!r}) as here, using(here):
        list(run(test_engine.waits, [{{"told": pd.DataFrame({{"file": [name]}})}} for name in ({told!r}, {told!r})]))
"""


def process(part):
    return part["numbers"].assign(process=os.getpid())


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_new_process_takes_the_place_of_one_that_did_its_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "RENEWED", 2)
    some = [{"numbers": pd.DataFrame({"n": [number]})} for number in range(5)]
    with Local(workers=1, work=tmp_path) as here, using(here):
        found = pd.concat(parts.run(process, some))
        assert found["n"].tolist() == [0, 1, 2, 3, 4]
        one, two, three = found["process"].unique()
        assert found["process"].tolist() == [one, one, two, two, three]
        assert [alive(own) for own in (one, two, three)] == [False, False, True]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_processes_that_rest_have_ended_and_others_take_their_place(tmp_path):
    some = [{"numbers": pd.DataFrame({"n": [number]})} for number in range(4)]
    with Local(workers=2, work=tmp_path) as here, using(here):
        before = set(pd.concat(parts.run(process, some[:2]))["process"])
        parts.rest()
        assert not any(map(alive, before))
        parts.rest()
        after = pd.concat(parts.run(process, some[2:]))
    assert after["n"].tolist() == [2, 3]
    assert not before & set(after["process"])


def ends(part):
    os._exit(1)


def test_a_process_that_was_ended_is_told_and_others_take_its_place(tmp_path):
    some = [{"numbers": pd.DataFrame({"n": [number]})} for number in range(20)]
    with Local(workers=2, work=tmp_path) as here, using(here):
        for _ in range(2):
            with pytest.raises(ToolkitError, match="ended from outside"):
                list(parts.run(ends, some))
        assert pd.concat(parts.run(process, some))["n"].tolist() == list(range(20))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_process_waits_while_words_are_compared(in_parts, tmp_path, monkeypatch):
    waiting, compare = [], keyness_compare._compare
    monkeypatch.setattr(
        keyness_compare, "_compare", lambda *given: waiting.append(here._pool) or compare(*given)
    )
    with Local(workers=1, work=tmp_path) as here, using(here):
        keyness(load_corpus())
    assert len(waiting) > 1
    assert set(waiting) == {None}


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_processes_end_with_the_run_that_started_them(tmp_path):
    told, script = tmp_path / "told", tmp_path / "script.py"
    here = str(Path(__file__).parent)
    script.write_text(SCRIPT.format(here=here, work=str(tmp_path / "work"), told=str(told)))
    run = subprocess.Popen([sys.executable, str(script)])
    until(lambda: told.exists() and told.read_text())
    worker = int(told.read_text())
    assert alive(worker)
    run.kill()
    run.wait()
    until(lambda: not alive(worker))


def until(true, patience=60):
    """Wait until something is true; how long it takes is the machine's."""
    for _ in range(patience * 20):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about")


def alive(process):
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"
