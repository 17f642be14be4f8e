"""What is only a difference of subject or of time is not stated as framing; what is planted still is.

A thin copy of ``benchmarks/bench_confounding.py``, whose full figures are in ``docs/validity.md``.
"""

from __future__ import annotations

import importlib.util
import sys

import pytest


@pytest.fixture(scope="module")
def bench(root, shared):
    """The benchmark as a module, and its news."""
    place = root / "benchmarks" / "bench_confounding.py"
    spec = importlib.util.spec_from_file_location("bench_confounding", place)
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module, module.news()


@pytest.mark.parametrize(("design", "run"), [("periods", 1), ("periods", 2), ("mix34", 1), ("mix34", 3)])
def test_subject_and_time_are_not_stated_as_framing(bench, design: str, run: int) -> None:
    module, news = bench
    held, crude = module.of_a_report(module.DESIGNS[design](news, run))
    assert held["statement"].tolist() == []
    assert len(crude), "the design has lost what makes it a test"


@pytest.mark.parametrize(("design", "run"), [("planted20", 0), ("planted28", 2)])
def test_a_word_planted_on_one_side_is_still_stated(bench, design: str, run: int) -> None:
    module, news = bench
    held, _ = module.of_a_report(module.DESIGNS[design](news, run))
    assert module.has_planted(held), held["statement"].tolist()
