"""Every formula at one set of counts, against the published arithmetic written out as numbers.

Coefficients and sources: Flesch 1948; Kincaid et al. 1975; McLaughlin 1969; Chall & Dale 1995; Anderson
1983; Smith & Senter 1967; Coleman & Liau 1975; Gunning 1952; O'Hayre 1966; Björnsson 1968; Dale & Chall
1948; Spache 1974; Caylor et al. 1973; McAlpine 2006; Bamberger & Vanecek 1984; Demberg & Keller 2008.
"""

import numpy as np
import pytest

from toolkit.analysis.readability.formulas import MEASURES, NOT_ENGLISH, score

COUNTS = {
    **{"words": 200, "sentences": 8, "syllables": 310, "letters": 950, "chars": 970},
    **{"poly": 24, "complex": 18, "long": 44, "unfamiliar": 36, "mono": 130, "mini": 90},
    **{"spache_types": 30, "nominal": 7, "zipf": 42_000, "content": 100},
    **{"spache_unfamiliar": 50, "pronouns": 12, "names": 8, "content_types": 80, "zipf_types": 32_000},
}
# 25 words a sentence; 1.55 syllables a word; 12 % polysyllables; 22 % long; 18 % unfamiliar; 65 % of one syllable
KNOWN = {
    "flesch": 50.33,  # 206.835 - 25.375 - 131.13
    "flesch_kincaid": 12.45,  # 9.75 + 18.29 - 15.59
    "smog": 13.0239,  # 1.0430 sqrt(90) + 3.1291
    "dale_chall": 29.65,  # 64 - 17.1 - 17.25
    "rix": 5.5,  # 44 / 8
    "sentence_length": 25.0,
    "unfamiliar": 18.0,
    "ari": 13.9135,  # 22.8435 + 12.5 - 21.43
    "coleman_liau": 10.946,  # 27.93 - 1.184 - 15.8
    "fog": 13.6,  # 0.4 (25 + 9)
    "linsear": 15.5,  # (200 + 48) / 8 = 31, over 20: half
    "lix": 47.0,  # 25 + 22
    "dale_chall_1948": 7.7187,  # 2.8422 + 1.24 + 3.6365
    "spache": 4.914,  # 3.025 + 1.23 + 0.659
    "forcast": 10.25,  # 20 - 0.15 * 65
    "eflaw": 36.25,  # 290 / 8
    "wiener_1": 6.3549,  # 2.322 + 4.18 + 2.8534 - 2.1255 - 0.875
    "wiener_2": 6.855,  # 2.4084 + 4.205 + 3.0206 - 2.779
    "wiener_3": 7.2037,  # 3.5556 + 4.7625 - 1.1144
    "wiener_4": 8.2398,  # 3.2928 + 6.64 - 1.693
    "reading_time": 14.2493,  # 970 * 14.69 / 1000
    "nominalisations": 3.5,
    "word_frequency": 4.2,  # 42,000 hundredths over 100 content words
}


def columns(**changed: float) -> dict[str, np.ndarray]:
    return {name: np.array([float(value)]) for name, value in (COUNTS | changed).items()}


def test_every_formula_is_pinned() -> None:
    assert set(KNOWN) == set(MEASURES) - {"ease"} - NOT_ENGLISH


@pytest.mark.parametrize("name", KNOWN)
def test_the_value_at_these_counts(name: str) -> None:
    assert float(score(name, columns())[0]) == pytest.approx(KNOWN[name], abs=6e-5)


@pytest.mark.parametrize("name", KNOWN)
def test_the_value_at_other_counts_tells_the_terms_apart(name: str) -> None:
    """Each count is raised by a tenth: what a formula does not use changes nothing."""
    used = {
        "flesch": "words sentences syllables",
        "flesch_kincaid": "words sentences syllables",
        "smog": "poly sentences",
        "dale_chall": "words sentences unfamiliar",
        "rix": "long sentences",
        "sentence_length": "words sentences",
        "unfamiliar": "unfamiliar words",
        "ari": "chars words sentences",
        "coleman_liau": "letters words sentences",
        "fog": "words sentences complex",
        "linsear": "words sentences poly",
        "lix": "words sentences long",
        "dale_chall_1948": "words sentences unfamiliar",
        "spache": "words sentences spache_types",
        "forcast": "mono words",
        "eflaw": "words mini sentences",
        "wiener_1": "words sentences poly long mono",
        "wiener_2": "words sentences poly long",
        "wiener_3": "words sentences poly",
        "wiener_4": "words sentences poly",
        "reading_time": "chars",
        "nominalisations": "nominal words",
        "word_frequency": "zipf content",
    }[name].split()
    for count, value in COUNTS.items():
        moved = float(score(name, columns(**{count: 1.1 * value}))[0])
        assert (moved != pytest.approx(KNOWN[name], abs=6e-5)) == (count in used), count


@pytest.mark.parametrize(("poly", "expected"), [(9, 10.125), (8, 9.0), (7, 8.875)])
def test_linsear_write_on_each_side_of_twenty(poly: float, expected: float) -> None:
    """Points a sentence over 20 are halved (20.25); of others two less are (20, 19.75)."""
    made = {"words": np.array([144.0]), "sentences": np.array([8.0]), "poly": np.array([float(poly)])}
    assert float(score("linsear", made)[0]) == pytest.approx(expected)


def test_the_ease_score_is_its_published_weights() -> None:
    from toolkit.lexicons import number_table

    weights = number_table("ease_score.csv")
    features = {
        "log_sentence_length": np.log(25),
        "unfamiliar": 0.22,
        "not_spache": 0.29,
        "word_frequency": 4.0,
        "pronouns": 0.06,
        "nominalisations": 0.035,
    }
    expected = weights["intercept"] + sum(weights[name] * value for name, value in features.items())
    assert float(score("ease", columns())[0]) == pytest.approx(expected)
