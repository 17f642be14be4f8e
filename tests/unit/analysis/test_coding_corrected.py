"""Codes correct what was counted: frames, checked tables, word lists; the model never sees its own codes."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from coding_corpora import book, corpus_of, fill

from toolkit import (
    check_sheet,
    coding_sheet,
    corrected,
    frame_shares,
    load_corpus,
    quotes,
    read_codebook,
    read_coding,
    readability,
    sources,
    topics,
    verb_profile,
)
from toolkit.analysis.coding import (
    Predictions,
    calibration,
    dictionary_accuracy,
    frame_differences,
    model_quality,
    next_sheet,
    predict_frames,
    with_checks,
)
from toolkit.analysis.coding.checks import CHECKS
from toolkit.analysis.coding.predict import FOLDS, LEAST_KIND, folds
from toolkit.analysis.concordance import concordance
from toolkit.analysis.framing.hedges import hedging
from toolkit.analysis.framing.naming import labels
from toolkit.analysis.readability.scores import flag_counts
from toolkit.corpus.corpus import Corpus
from toolkit.errors import InputError, TableError
from toolkit.results import contract
from toolkit.settings import make_settings
from toolkit.stats.correction import corrected_share, units_of
from toolkit.tables import conform


def coded_by(sheet, folder, truth, coders=("anna", "ben")):
    """Code a sheet by the truth."""
    sheet.save(folder, coders, "csv")
    ids = sheet.items.set_index("item_id")["article_id"]
    for name in coders:
        fill(
            folder / f"{name}.csv",
            lambda row: {"quarrel.there": "yes" if truth[ids[row["item_id"]]] else "no"},
        )
    return read_coding(folder)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    corpus, truth = corpus_of(200)
    coding = coded_by(coding_sheet(corpus, book(), 120), tmp_path_factory.mktemp("coding") / "codes", truth)
    return corpus, truth, coding


def test_shares_of_frames_are_those_of_the_codes(study):
    _, truth, coding = study
    table = frame_shares(coding).set_index("outlet")
    items = coding.sheet.items
    for outlet in ("Herald", "Post"):
        codes = truth[items.loc[items["group"] == outlet, "article_id"]]
        assert table.loc[outlet, "share"] == pytest.approx(codes.mean())
        assert table.loc[outlet, ["n", "coded"]].tolist() == [200, 60]
        assert table.loc[outlet, "method"] == "codes"
        assert np.isnan(table.loc[outlet, "raw"])


def test_predictions_make_them_narrower_and_they_hold_the_truth(study):
    corpus, truth, coding = study
    made = predict_frames(corpus, coding)
    alone, better = (frame_shares(coding, p).set_index("outlet") for p in (None, made.table))
    for outlet, key in (("Herald", "h"), ("Post", "p")):
        true = truth[truth.index.str.startswith(key)].mean()
        assert better.loc[outlet, "low"] <= true <= better.loc[outlet, "high"]
        width = better["high"] - better["low"]
        assert width[outlet] < 0.75 * (alone["high"] - alone["low"])[outlet]
    difference = frame_differences(coding, made.table).iloc[0]
    assert (difference["a"], difference["b"]) == ("Herald", "Post")
    assert difference["difference"] == pytest.approx(
        better.loc["Herald", "share"] - better.loc["Post", "share"]
    )
    assert difference["high"] < 0


def test_several_coders_count_by_their_mean(study, tmp_path):
    corpus, _, _ = study
    sheet = coding_sheet(corpus, book(), 40)
    sheet.save(tmp_path / "codes", ["a", "b"], "csv")
    fill(tmp_path / "codes" / "a.csv", lambda row: {"quarrel.there": "yes"})
    fill(tmp_path / "codes" / "b.csv", lambda row: {"quarrel.there": "no"})
    assert frame_shares(read_coding(tmp_path / "codes"))["share"].tolist() == [0.5, 0.5]


def test_no_prediction_depends_on_the_codes_of_its_fold(study, tmp_path):
    """Turn all codes of one fold round: the predictions of that fold stay as they are, those of others do not."""
    corpus, truth, coding = study
    frame = coding.sheet.frame
    coded = frame["item_id"].notna().to_numpy()
    own = folds(frame["article_id"], coded, corpus.settings.seed) == 2
    turned = truth.copy()
    turned[frame["article_id"][own]] = ~turned[frame["article_id"][own]]
    other = coded_by(coding.sheet, tmp_path / "codes", turned)
    first, second = (predict_frames(corpus, c).table["quarrel"].to_numpy() for c in (coding, other))
    assert np.array_equal(first[own], second[own])
    assert np.abs(first[~own] - second[~own]).max() > 0.05


def test_folds_keep_stories_whole_and_share_out_the_codes():
    story = pd.Series(np.repeat(np.arange(50), 4))
    coded = np.arange(200) % 8 == 0
    found = folds(story, coded, 1)
    assert pd.Series(found).groupby(story).nunique().max() == 1
    assert np.bincount(found[coded], minlength=FOLDS).tolist() == [5] * FOLDS


@pytest.mark.parametrize(("yes", "learnt"), [(LEAST_KIND - 1, False), (LEAST_KIND, True)])
def test_fewest_codes_of_one_kind_to_learn_from(study, tmp_path, yes, learnt):
    corpus, truth, coding = study
    few = pd.Series(False, index=truth.index)
    few[coding.sheet.items["article_id"][:yes]] = True
    made = predict_frames(corpus, coded_by(coding.sheet, tmp_path / "codes", few))
    assert ("quarrel" in made.table) == learnt
    assert made.reasons == (
        {} if learnt else {"quarrel": "fewer than 5 codes of one kind (4): nothing to learn"}
    )
    if not learnt:
        quality = model_quality(read_coding(tmp_path / "codes"), made)
        assert quality["reason"].tolist() == [made.reasons["quarrel"]]


def test_quality_and_calibration_are_of_codes_the_model_did_not_see(study):
    corpus, truth, coding = study
    made = predict_frames(corpus, coding)
    quality = model_quality(coding, made).set_index("measure")
    items = coding.sheet.items
    y = truth[items["article_id"]].to_numpy()
    f = made.table.set_index("unit_id")["quarrel"][items["unit_id"]].to_numpy()
    assert quality.loc["brier", "estimate"] == pytest.approx(((f - y) ** 2).mean())
    assert quality.loc["percent", "estimate"] == pytest.approx(((f >= 0.5) == y).mean())
    bins = calibration(coding, made)
    assert bins["n"].sum() == 120
    assert (bins["share"] * bins["n"]).sum() == pytest.approx(y.sum())
    assert bins["predicted"].is_monotonic_increasing


def test_what_to_code_next_is_what_the_model_is_unsure_of(study, tmp_path):
    corpus, truth, coding = study
    made = predict_frames(corpus, coding)
    sheet = next_sheet(corpus, coding, made, "quarrel", 60)
    assert len(sheet) == 180
    new = sheet.items[sheet.items["wave"] == 2]
    assert len(new) == 60
    assert not set(new["article_id"]) & set(coding.sheet.items["article_id"])
    assert new["text"].notna().all()
    left = sheet.frame[~sheet.frame["item_id"].isin(coding.sheet.items["item_id"])]
    for _, own in left.groupby("stratum"):
        assert own["probability"].unique().tolist() == pytest.approx([own["item_id"].notna().mean()])
    chance = made.table.set_index("unit_id")["quarrel"]
    unsure = (chance - 0.5).abs()
    assert unsure[new["unit_id"]].mean() < unsure[left["unit_id"]].mean()
    sheet.save(tmp_path / "second", ["anna", "ben"], "csv", codes=coding.codes)
    before = read_coding(tmp_path / "second")
    assert len(before.codes) == len(coding.codes)
    ids = sheet.items.set_index("item_id")["article_id"]
    for name in ("anna", "ben"):
        fill(
            tmp_path / "second" / f"{name}.csv",
            lambda row: {"quarrel.there": "yes" if truth[ids[row["item_id"]]] else "no"},
        )
    table = frame_shares(read_coding(tmp_path / "second")).set_index("outlet")
    assert table["coded"].sum() == 180
    for outlet, key in (("Herald", "h"), ("Post", "p")):
        true = truth[truth.index.str.startswith(key)].mean()
        assert table.loc[outlet, "low"] <= true <= table.loc[outlet, "high"]
    with pytest.raises(TableError, match="'quarel' was not predicted; did you mean 'quarrel'"):
        next_sheet(corpus, coding, made, "quarel")


def test_parts_that_the_model_thinks_settled_are_drawn_too(study):
    """Of each outlet's articles a third with a chance of a half, the others sure: two of each part all the same."""
    corpus, _, coding = study
    units = coding.sheet.frame["unit_id"]
    chance = np.where(
        np.arange(len(units)) % 3 == 0, 0.5, np.where(np.arange(len(units)) % 3 == 1, 1e-9, 1e-12)
    )
    made = Predictions(pd.DataFrame({"unit_id": units, "quarrel": chance}), {})
    sheet = next_sheet(corpus, coding, made, "quarrel", 60)
    new = sheet.items[sheet.items["wave"] == 2]["stratum"].value_counts()
    assert len(new) == 6
    assert new.drop([name for name in new.index if name.endswith("high")]).tolist() == [2] * 4


def test_the_estimate_after_a_second_wave_is_unbiased(tmp_path):
    """Fifteen studies: shares from both waves together, beside the truth."""
    off = []
    for seed in range(15):
        corpus, truth = corpus_of(150, (0.3, 0.3), seed=seed)
        first = coded_by(coding_sheet(corpus, book(), 60, seed=seed), tmp_path / f"a{seed}", truth, ["anna"])
        sheet = next_sheet(corpus, first, predict_frames(corpus, first), "quarrel", 60, seed=seed)
        both = coded_by(sheet, tmp_path / f"b{seed}", truth, ["anna"])
        table = frame_shares(both).set_index("outlet")
        off += [
            table.loc[o, "share"] - truth[truth.index.str.startswith(k)].mean()
            for o, k in (("Herald", "h"), ("Post", "p"))
        ]
    assert abs(np.mean(off)) < 3 * np.std(off) / np.sqrt(len(off)) + 1e-9
    assert abs(np.mean(off)) < 0.02


def test_a_word_lists_precision_and_recall_are_those_of_all_articles_once_all_are_coded(tmp_path):
    corpus, truth = corpus_of(40)
    coding = coded_by(coding_sheet(corpus, book(), 80), tmp_path / "codes", truth, ["anna"])
    matches = concordance(corpus, "rival*")
    both = dictionary_accuracy(coding, matches, "quarrel").set_index(["outlet", "measure"])
    table, coded = both["estimate"], both["coded"]
    hit = pd.Series(truth.index.isin(matches["article_id"]), index=truth.index)
    for outlet, key in (("Herald", "h"), ("Post", "p")):
        own = truth.index.str.startswith(key)
        assert table[outlet, "precision"] == pytest.approx(truth[own & hit].mean())
        assert table[outlet, "recall"] == pytest.approx(hit[own & truth].mean())
        assert coded[outlet, "precision"] == (own & hit).sum()
        assert coded[outlet, "recall"] == (own & truth).sum()
    with pytest.raises(TableError, match="did you mean 'quarrel'"):
        dictionary_accuracy(coding, matches, "quarel")


def rebels(n=60):
    """A corpus in which every third "rebel" of the Post is a football team."""
    rows = []
    for i in range(n):
        for outlet in ("Herald", "Post"):
            word = "rebels" if i % 2 else "terrorists"
            rows.append((f"{outlet}{i}", outlet, f"The {word} fled near village {i} on day {i}."))
    frame = pd.DataFrame(rows, columns=["article_id", "outlet", "text"])
    return Corpus(conform(frame, "articles"))


def is_team(item):
    return item["machine"] == "rebel" and item["group"] == "Post" and int(item["article_id"][4:]) % 3 == 0


def checked(sheet, folder, wrong, instead="none"):
    sheet.save(folder, ["anna"], "csv")
    ids = sheet.items.set_index("item_id")

    def answers(row):
        bad = wrong(ids.loc[row["item_id"]])
        return {"check.right": "no" if bad else "yes"} | ({"check.instead": instead} if bad else {})

    fill(folder / "anna.csv", answers)
    return read_coding(folder)


def test_a_table_of_names_is_corrected_by_what_people_found(tmp_path):
    corpus = rebels()
    table = labels(corpus, voice=["narrator"])
    sheet = check_sheet(corpus, table, 120)
    coding = checked(sheet, tmp_path / "all", is_team)
    found = corrected(table, coding)
    row = found[(found["outlet"] == "Post") & (found["label"] == "rebel")].iloc[0]
    assert row["share"] == 0.5
    assert row["corrected"] == pytest.approx(20 / 50)  # ten of thirty are a team, and leave the whole too
    assert (row["corrected_low"], row["corrected_high"], row["checked"]) == (
        row["corrected"],
        row["corrected"],
        60,
    )
    other = found[(found["outlet"] == "Herald") & (found["label"] == "rebel")].iloc[0]
    assert other["corrected"] == 0.5
    assert list(found.columns[: len(table.columns)]) == list(table.columns)
    some = corrected(table, checked(check_sheet(corpus, table, 60), tmp_path / "some", is_team))
    part = some[(some["outlet"] == "Post") & (some["label"] == "rebel")].iloc[0]
    assert part["corrected_low"] < 0.4 < part["corrected_high"] < 0.6


def test_a_name_that_people_give_instead_counts_for_that_name(tmp_path):
    corpus = rebels()
    table = labels(corpus, voice=["narrator"])
    coding = checked(
        check_sheet(corpus, table, 120),
        tmp_path / "codes",
        lambda item: item["machine"] == "terrorist",
        "rebel",
    )
    found = corrected(table, coding).set_index(["outlet", "label"])["corrected"]
    assert found["Post", "rebel"] == 1
    assert found["Post", "terrorist"] == 0


def test_blind_checks_say_the_same(tmp_path):
    corpus = rebels()
    table = labels(corpus, voice=["narrator"])
    sheet = check_sheet(corpus, table, 120, blind=True)
    sheet.save(tmp_path / "codes", ["anna"], "csv")
    assert "counted_as" not in (tmp_path / "codes" / "anna.csv").read_text(encoding="utf-8-sig")
    machine = sheet.items.set_index("item_id")["machine"]
    fill(tmp_path / "codes" / "anna.csv", lambda row: {"check.is": machine[row["item_id"]]})
    found = corrected(table, read_coding(tmp_path / "codes"))
    named = found[found["uses"] > 0]
    assert named["corrected"].tolist() == pytest.approx(named["share"].tolist())


def test_a_rate_is_corrected_by_the_part_that_is_right(tmp_path):
    rows = [
        (f"{o}{i}", o, f"It may rain in May, they say on day {i} of the week.")
        for i in range(40)
        for o in ("A", "B")
    ]
    corpus = Corpus(conform(pd.DataFrame(rows, columns=["article_id", "outlet", "text"]), "articles"))
    table = hedging(corpus)
    used = table[table["uses"] > 0]
    sheet = check_sheet(corpus, used, len(corpus) * 3)
    coding = checked(sheet, tmp_path / "codes", lambda item: int(item["article_id"][1:]) % 4 == 0)
    found = corrected(used, coding)
    assert found["corrected"].tolist() == pytest.approx((0.75 * found["rate"]).tolist())


def test_under_ten_checks_there_is_no_corrected_number(tmp_path):
    corpus = rebels()
    table = labels(corpus, voice=["narrator"])
    coding = checked(check_sheet(corpus, table, 12), tmp_path / "codes", lambda item: False)
    found = corrected(table, coding)
    assert found["corrected"].isna().all()
    assert set(found.loc[found["uses_actor"] > 0, "corrected_reason"]) == {"fewer than 10 coded (6)"}


def test_checks_of_other_rows_are_refused(tmp_path):
    corpus = rebels()
    table = labels(corpus, voice=["narrator"])
    coding = checked(check_sheet(corpus, table, 12), tmp_path / "codes", lambda item: False)
    turned = corrected(table.iloc[::-1].reset_index(drop=True), coding)
    pd.testing.assert_frame_equal(turned.iloc[::-1].reset_index(drop=True), corrected(table, coding))
    part = table[(table["outlet"] == "Post") & (table["label"] == "rebel")]
    some = checked(check_sheet(corpus, part, 12), tmp_path / "some", lambda item: False)
    less = corrected(table[table["uses"] > 0], some).query("outlet == 'Post' and label == 'rebel'")
    assert less["corrected_reason"].tolist() == ["the checks are not of all that is counted here"]
    with pytest.raises(TableError, match="drawn from other rows"):
        corrected(table[table["uses"] == 0], coding)
    with pytest.raises(TableError, match="checks are of 'labels', the table is of 'hedging'"):
        corrected(hedging(corpus), coding)
    with pytest.raises(TableError, match="use corrected"):
        frame_shares(coding)
    with pytest.raises(TableError, match=r"counts .*, the corpus has .*: it is another corpus"):
        check_sheet(rebels(12), table)
    other = table.copy()
    other.attrs = {"toolkit": {"kind": "power", "by": "outlet"}}
    with pytest.raises(TableError, match="rows of 'power' cannot be checked"):
        check_sheet(corpus, other)
    with pytest.raises(TableError, match="does not say what it is"):
        check_sheet(corpus, pd.DataFrame())


def test_a_study_that_names_its_checks_has_them_in_its_tables(tmp_path):
    corpus = rebels()
    table = labels(corpus, voice=["narrator"])
    coding = checked(check_sheet(corpus, table, 60), tmp_path / "codes", is_team)
    file = coding.save(tmp_path / "checks.json")
    again = read_coding(file)
    pd.testing.assert_frame_equal(again.codes, coding.codes)
    pd.testing.assert_frame_equal(corrected(table, again), corrected(table, coding))
    study = replace(corpus, settings=make_settings({"coding": {"checks": [str(file)]}}))
    pd.testing.assert_frame_equal(with_checks(study, table), corrected(table, coding))
    assert list(with_checks(corpus, table)) == list(table)
    other = hedging(corpus)
    assert with_checks(study, other) is other


def test_files_of_codes_that_are_damaged_are_named(tmp_path):
    file = tmp_path / "codes.json"
    for text in ("{", "{}", '{"frame": {}, "codes": [], "remarks": [], "codebook": ""}'):
        file.write_text(text)
        with pytest.raises(InputError, match=r"codes\.json is not"):
            read_coding(file)


@pytest.fixture(scope="module")
def sample():
    return load_corpus()


MADE = {
    "labels": lambda corpus: labels(corpus).query("actor == 'armed groups'"),
    "hedging": hedging,
    "speakers": lambda corpus: sources(quotes(corpus)).query("outlet == 'TNB Online'"),
    "source_types": lambda corpus: sources(quotes(corpus), of="source_type"),
    "verbs": lambda corpus: verb_profile(quotes(corpus)),
    "topics": lambda corpus: topics(corpus).topics,
    "readability_flags": lambda corpus: flag_counts(readability(corpus)),
}


@pytest.mark.parametrize("kind", MADE)
def test_tables_of_the_sample_are_drawn_from_and_stay_as_they_are_where_all_is_right(sample, tmp_path, kind):
    table = MADE[kind](sample)
    known = contract(kind)
    sheet = check_sheet(sample, table, 10_000)
    assert len(sheet) == len(sheet.frame) == table[known.counts].sum()
    assert sheet.frame["unit_id"].is_unique
    found = corrected(table, checked(sheet, tmp_path / "codes", lambda item: False))
    # of topics the share is the mean of the articles' shares, not that of the articles
    raw = found["n"] / found["n"].sum() if kind == "topics" else found[CHECKS[kind].estimate]
    some = found["corrected"].notna() & raw.notna()
    assert some.any()
    assert found["corrected"][some].tolist() == pytest.approx(raw[some].tolist())
    assert (found["corrected_low"] - found["corrected"]).abs().max() < 1e-9


def test_every_kind_that_can_be_checked_has_room_for_the_corrected_numbers():
    for kind, check in CHECKS.items():
        known = contract(kind)
        assert known.opens != "nothing"
        assert known.column("corrected_high") is not None
        assert all(known.column(name) for name in (check.value, *check.within, check.estimate, known.counts))


def test_the_numbers_are_those_of_the_statistics(study):
    """The table hands its strata and codes on as they are."""
    _, truth, coding = study
    frame = coding.sheet.frame
    own = (frame["group"] == "Post").to_numpy()
    y = np.where(frame["item_id"].notna(), truth[frame["article_id"]].to_numpy(dtype=float), np.nan)[own]
    found = corrected_share(units_of(y, np.zeros(len(y)), frame["stratum"][own]), method="codes")
    row = frame_shares(coding).set_index("outlet").loc["Post"]
    assert (row["share"], row["low"], row["high"]) == pytest.approx(found[:3])
    few = frame_shares(coding, target="outlet").set_index("outlet").loc["Post"]
    assert few["high"] - few["low"] > row["high"] - row["low"]


def test_a_shipped_codebook_runs_through(tmp_path):
    corpus, _ = corpus_of(20)
    sheet = coding_sheet(corpus, "semetko_valkenburg_2000", 24)
    sheet.save(tmp_path / "codes", ["anna"], "csv")
    names = list(read_codebook("semetko_valkenburg_2000").questions)
    fill(tmp_path / "codes" / "anna.csv", lambda row: dict.fromkeys(names, "y"))
    table = frame_shares(read_coding(tmp_path / "codes"))
    assert len(table) == 10
    assert table["share"].tolist() == [1.0] * 10
    assert table["low"].lt(1).all()
