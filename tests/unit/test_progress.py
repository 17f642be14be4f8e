from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from toolkit import progress


@pytest.fixture
def bars(monkeypatch):
    """A live notebook: the bars that are shown in it."""
    shown = []

    def bar(label, total):
        made = SimpleNamespace(label=label, total=total, value=0, closed=False)
        made.close = lambda: setattr(made, "closed", True)
        shown.append(made)
        return made

    shell = SimpleNamespace(kernel=object())
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.setattr(progress, "_bar", bar)
    monkeypatch.setattr(progress, "WAIT", -1)
    return shown


def test_a_live_notebook_sees_a_bar_that_goes_when_all_is_done(bars):
    seen = [(item, bars[0].value) for item in progress.track("abc", "letters")]
    assert seen == [("a", 0), ("b", 1), ("c", 2)]
    assert [(bar.label, bar.total, bar.closed) for bar in bars] == [("letters", 3, True)]


def test_an_interrupt_ends_the_step_and_takes_the_bar_away(bars):
    def work():
        for item in progress.track([1, 2, 3], "numbers"):
            if item == 2:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert bars[0].closed


def test_a_run_for_a_report_and_short_steps_show_none(bars, monkeypatch):
    monkeypatch.setenv(progress.QUIET, "1")
    assert list(progress.track([1], "x")) == [1]
    monkeypatch.delenv(progress.QUIET)
    monkeypatch.setattr(progress, "WAIT", 60)
    assert list(progress.track([1], "x")) == [1]
    assert bars == []
