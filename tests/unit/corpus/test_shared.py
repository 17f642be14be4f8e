import pytest
from test_stories import FLOOD, STRIKE, corpus_of

from toolkit.corpus.shared import shared_passages
from toolkit.errors import TableError


def test_shared_passages_slice_back_and_add_up_to_the_share() -> None:
    corpus = corpus_of([FLOOD + " " + STRIKE, "Later: " + FLOOD.upper()])
    found = shared_passages(corpus, "a0", "a1")
    texts = corpus.articles.set_index("article_id")["text"]
    assert all(
        texts[name][s:e] == t for name, s, e, t in found[["article_id", "start", "end", "text"]].to_numpy()
    )
    assert found.groupby("article_id")["n_words"].sum().tolist() == [16, 16]
    with pytest.raises(TableError, match="no article 'x'"):
        shared_passages(corpus, "a0", "x")
