"""The quotations of the sample whose speaker is right, by one reading of its 223: each is found as it was."""

from pathlib import Path

import pandas as pd

from toolkit.analysis.quotes.find import quotes
from toolkit.corpus.load import load_corpus


def test_what_was_right_in_the_sample_is_right() -> None:
    right = pd.read_csv(Path(__file__).with_name("sample_quotes.csv"), dtype={"cue": str})
    found = quotes(load_corpus())
    kept = right[["article_id", "start"]].merge(found, how="left", on=["article_id", "start"])
    told = kept[right.columns].astype(right.dtypes.to_dict()).where(kept["end"].notna())
    pd.testing.assert_frame_equal(told, right, check_dtype=False)
