"""Names by shared contexts: folding, ranking against brute force, what is left out, rows for the user's file."""

import math
from collections import Counter

import pandas as pd
import pytest

from toolkit import evidence, labels, suggest_names
from toolkit.analysis.names.contexts import contexts, singular
from toolkit.analysis.names.rows import write_labels
from toolkit.analysis.names.suggest import ranking, seed_of
from toolkit.cli import main
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError, TableError
from toolkit.lexicons import read_lexicon
from toolkit.tables import conform
from toolkit.text.furniture import OWN_ARTICLES

FRAMES = (
    "Police stopped {0} near border post {1}.",
    "The {0} who crossed on day {1} asked for help.",
    "Many {0} at camp {1} work.",
)
SEEN = "Police watched the {0} who crossed hill {1}. Rain fell over valley {1}, and {1} schools of the town shut."


def corpus_of(rows):
    return Corpus(conform(pd.DataFrame(rows, columns=["outlet", "text"]), "articles"))


@pytest.fixture(scope="module")
def border():
    rows = []
    for day in range(8):
        for outlet, name in (("Post", "migrants"), ("Herald", "aliens")):
            text = " ".join(frame.format(name, day) for frame in FRAMES)
            rows.append((outlet, f"{text} Rain fell over the {outlet.lower()} valley {day}."))
    rows.append(("Post", "The aliens, the migrants in question, left. A so-called alien spoke."))
    return corpus_of(rows)


def test_a_word_of_the_same_contexts_comes_first_with_its_counts(border):
    row = suggest_names(border, "migrant").iloc[0]
    assert row["label"] == "alien"
    assert (row["uses"], row["n"], row["so_called"], row["told_as"]) == (26, 9, 1, 1)
    assert row["where"] == "Herald 24, Post 2"
    assert "crossed" in row["contexts"] or "police" in row["contexts"].lower()


def test_the_pattern_has_every_printed_form(border):
    assert suggest_names(border, "migrants").iloc[0]["pattern"] == "alien|aliens"


def test_each_use_can_be_opened(border):
    table = suggest_names(border, "migrant")
    for _, row in table.iterrows():
        assert len(evidence(border, row)) == row["uses"]


def test_likeness_is_the_cosine_of_weights_worked_out_by_hand():
    """Brute force over the contexts of a small corpus."""
    texts = [
        "the rebel was home",
        "the rebel was outside",
        "the fighter was home",
        "the fighter was outside",
        "the fighter with money",
        "the rebel with courage",
    ]
    made = corpus_of([("Post", text) for text in texts])
    known = contexts(made)
    counts = brute_contexts(texts, set(known.terms))
    kept = {c for c in {c for _, c in counts} if len({t for t, d in counts if d == c}) > 1}
    cells = {(t, c): v for (t, c), v in counts.items() if c in kept}
    of_term, of_context = Counter(), Counter()
    for (t, c), v in cells.items():
        of_term[t] += v
        of_context[c] += v
    total = sum(v**0.75 for v in of_context.values())
    weight = {}
    for (t, c), v in cells.items():
        pmi = math.log(v / (of_term[t] * of_context[c] ** 0.75 / total))
        m = min(of_term[t], of_context[c])
        weight[t, c] = max(0.0, pmi * v / (v + 1) * m / (m + 1))
    dot = sum(weight.get(("rebel", c), 0) * weight.get(("fighter", c), 0) for c in kept)
    norm = [math.sqrt(sum(weight.get((t, c), 0) ** 2 for c in kept)) for t in ("rebel", "fighter")]
    found = {known.terms[place]: value for place, value in ranking(known, "rebel")}["fighter"]
    assert found == pytest.approx(dot / norm[0] / norm[1] * 3 / (3 + 5))


def brute_contexts(texts, terms):
    from toolkit.lexicons import word_set

    stop, counts = word_set("topic_stopwords"), Counter()
    for text in texts:
        words = text.split()
        spans = [(i, i) for i in range(len(words))] + [(i, i + 1) for i in range(len(words) - 1)]
        for a, b in spans:
            term = " ".join(words[a : b + 1])
            if term not in terms:
                continue
            for slot, at in enumerate((a - 1, b + 1, a - 2, b + 2)):
                if 0 <= at < len(words):
                    counts[term, (slot, words[at])] += 1
            for slot, side in ((4, range(a - 1, -1, -1)), (5, range(b + 1, len(words)))):
                near = next((i for i in side if words[i] not in stop and len(words[i]) > 2), None)
                if near is not None:
                    counts[term, (slot, words[near])] += 1
    return counts


def test_adjectives_and_longer_forms_of_the_word_are_left_out(border):
    found = [contexts(border).terms[place] for place, _ in ranking(contexts(border), "migrants")]
    assert found
    assert "migrants" not in found
    assert not [name for name in found if "migrants" in name.split()]


@pytest.mark.parametrize(
    ("word", "known", "one"),
    [
        ("refugees", "refugee", "refugee"),
        ("policies", "policy", "policy"),
        ("classes", "class", "class"),
        ("gunmen", "gunman", "gunman"),
        ("children", "child", "child"),
        ("news", "new age", "news"),
    ],
)
def test_plurals_are_folded_only_onto_words_the_texts_have(word, known, one):
    assert singular(word, {known: 0}) == one
    assert singular(word, {}) == word


@pytest.mark.parametrize(("size", "shown"), [(OWN_ARTICLES - 1, True), (OWN_ARTICLES, False)])
def test_what_one_outlet_prints_in_many_of_its_articles_is_its_furniture(size, shown):
    rows = [("Post", f"{SEEN.format('rebels', day)} {SEEN.format('widgets', day)}") for day in range(size)]
    rows += [("Herald", SEEN.format("rebels", day)) for day in range(size)]
    assert ("widgets" in suggest_names(corpus_of(rows), "rebel")["label"].tolist()) is shown


def test_a_rare_word_is_refused_with_the_nearest(border):
    with pytest.raises(TableError, match=r"too rarely.*did you mean 'migrants'"):
        suggest_names(border, "migrent")
    with pytest.raises(TableError, match="takes a word"):
        suggest_names(border, "...")
    assert seed_of(border, contexts(border), "Migrants") == "migrants"


def test_few_articles_are_said(border):
    assert any("noise" in note for note in suggest_names(border, "migrant").attrs["notes"])


def test_ticked_names_go_into_the_users_file_once(border, tmp_path):
    file = tmp_path / "labels.csv"
    table = suggest_names(border, "migrant")
    for _ in range(2):
        write_labels(table, file, actor="people at the border", names=["alien"])
    assert file.read_text().splitlines() == [
        "actor,pattern,class,note,source,found_in",
        "people at the border,alien|aliens,alien,,,suggestions",
    ]
    assert labels(border, file, voice=["narrator"])["uses"].sum() == 26


def test_rows_of_the_users_own_stay_as_they_are(border, tmp_path):
    file = tmp_path / "labels.csv"
    file.write_text("# mine\nactor;class;pattern;found_in\nmen;rebel;rebel*;\n")
    with pytest.raises(InputError, match="commas"):
        write_labels(suggest_names(border, "migrant"), file, actor="men", names=["alien"])
    file.write_text("# mine\nactor,class,pattern,found_in\nmen,rebel,rebel*,")
    write_labels(suggest_names(border, "migrant"), file, actor="men", names=["alien"])
    assert [entry.label for entry in read_lexicon(file, "actor_labels")] == ["rebel", "alien"]
    assert file.read_text().startswith("# mine\n")


def test_a_file_without_found_in_and_a_name_not_in_the_table_are_refused(border, tmp_path):
    file = tmp_path / "labels.csv"
    file.write_text("actor,class,pattern\nmen,rebel,rebel*\n")
    with pytest.raises(InputError, match="no column 'found_in'"):
        write_labels(suggest_names(border, "migrant"), file, actor="men", names=["alien"])
    with pytest.raises(TableError, match="did you mean 'alien'"):
        write_labels(suggest_names(border, "migrant"), tmp_path / "x.csv", actor="men", names=["alein"])


def test_the_command_prints_candidates_and_writes_ticks(tmp_path, capsys):
    out = tmp_path / "own.csv"
    assert main(["names", "suggest", "police", "-n", "3"]) == 0
    first = capsys.readouterr().out.split("  (")[0]
    assert main(["names", "suggest", "police", "--labels", str(out), "--tick", first]) == 0
    assert first in out.read_text()
    assert main(["names", "suggest", "police", "--labels", str(out)]) == 2


def test_rows_that_do_not_go_with_the_file_leave_it_as_it_was(border, tmp_path):
    file = tmp_path / "mine.csv"
    table = suggest_names(border, "migrant")
    pattern = table.set_index("label")["pattern"]["alien"]
    file.write_text(f"actor,pattern,class,found_in\nmen,{pattern},other,own\n", encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(InputError, match=r"mine\.csv has 2 faults"):
        write_labels(table, file, actor="men", names=["alien"])
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]
