import numpy as np
import pytest
from framing_corpora import make_corpus

from toolkit.analysis.keyness.detectable import power, power_line

WORDS = {"Herald": ["Militants", "Troops", "Police"], "Post": ["Rebels", "Troops", "Police", "Villagers"]}


@pytest.mark.parametrize("n", [6, 30])
def test_more_difference_is_found_more_often(n):
    table = power(make_corpus({"Herald": n, "Post": n}, words=WORDS), draws=150)
    found = table["power"].to_numpy()
    assert (np.diff(found) >= -0.08).all()
    assert ((found >= 0) & (found <= 1)).all()


def test_more_articles_find_more():
    small, large = (
        power(make_corpus({"Herald": n, "Post": n}, words=WORDS), draws=150).set_index("fold")["power"][3.0]
        for n in (6, 40)
    )
    assert large > small


def test_too_few_articles_are_said():
    table = power(make_corpus({"Herald": 4, "Post": 30}, words=WORDS), draws=10)
    assert table["power"].isna().all()
    assert "only counts and sentences" in power_line(table)


def test_another_sequence_of_draws_gives_about_the_same():
    corpus = make_corpus({"Herald": 12, "Post": 14}, words=WORDS)
    one = power(corpus, folds=(5,), draws=400)["power"].iloc[0]
    two = power(corpus, folds=(2, 5), draws=400)["power"].iloc[1]
    assert abs(one - two) < 0.1
