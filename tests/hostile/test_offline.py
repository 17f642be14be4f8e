"""Nothing is fetched and nothing is sent: the commands work where no connection can be made.

The whole report of the sample is made so too, by ``tools/check_wheel.sh`` in every build.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

OFFLINE = Path(__file__).with_name("offline")


def run(place: Path, *command: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(OFFLINE), *sys.path])
    env = {**os.environ, "PYTHONPATH": path, "TOOLKIT_CALLS": str(place / "calls")}
    return subprocess.run([sys.executable, *command], env=env, capture_output=True, text=True, check=False)


def test_the_ban_holds(tmp_path: Path) -> None:
    code = "import urllib.request as r; r.urlopen('http://192.0.2.1/x', timeout=1)"
    assert "no network" in run(tmp_path, "-c", code).stderr
    assert "192.0.2.1" in (tmp_path / "calls").read_text()


def test_articles_are_read_and_measured_without_a_network(tmp_path: Path) -> None:
    code = (
        "import toolkit as t; c = t.load_corpus(); c.save('saved'); t.quotes(c); t.labels(c); t.readability(c);"
        "t.keyness(c); t.topics(c, k=3); t.show(t.audit(c))"
    )
    done = run(tmp_path, "-c", f"import os; os.chdir({str(tmp_path)!r}); {code}")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "calls").exists()
