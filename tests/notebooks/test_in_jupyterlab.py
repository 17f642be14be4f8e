"""The notebooks run from top to bottom in JupyterLab in a browser, and the boxes answer what is typed.

Skipped where there is no Chromium or no Playwright. One kernel serves all notebooks, so that the packages are
loaded once; `07_your_question` runs first, in the fresh kernel.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from toolkit.corpus.load import read_articles
from toolkit.corpus.prepare import prepare

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
PATIENCE = 300  # seconds for a notebook, on a machine that does much else
QUESTION = "07_your_question.ipynb"
NOUNS = tuple(
    "market school bridge court harbour mill church station garden prison tunnel tower library theatre stadium "
    "hospital bakery quarry orchard meadow castle museum factory depot airport canal temple monument vineyard "
    "lighthouse pier barracks archive foundry dairy forge ferry tavern chapel barn".split()
)
VERBS = ("killed", "held", "saved", "guarded", "counted", "watched", "carried", "burned", "closed", "opened", "lost")
SAID = ("said", "claimed", "insisted", "told reporters")
STATE = """() => {
  const panel = window.jupyterapp.shell.currentWidget;
  const cells = panel && panel.content && panel.content.model ? [...panel.content.model.cells] : [];
  const code = cells.filter(cell => cell.type === 'code');
  const errors = code.flatMap(cell => cell.toJSON().outputs.filter(one => one.output_type === 'error'));
  return {
    path: panel && panel.context ? panel.context.path : '',
    code: code.length,
    run: code.filter(cell => cell.executionCount !== null).length,
    errors: errors.map(one => `${one.ename}: ${one.evalue}`),
    kernel: panel && panel.sessionContext && panel.sessionContext.session
      ? panel.sessionContext.session.kernel.status : '',
  };
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notebooks as they are, over a small corpus with two outlets, names, quotations and dates."""
    place = tmp_path_factory.mktemp("lab")
    rng = np.random.default_rng(4)
    rows = []
    for at in range(24):
        who = ("Militants", "Rebels")[at // 2 % 2]
        lines = [f"{who} who fled were seen near the river by the {rng.choice(NOUNS)} {at}."]
        for _ in range(7):
            one, two, three, four = rng.choice(NOUNS, 4, replace=False)
            verb, other, said = rng.choice(VERBS), rng.choice(VERBS), rng.choice(SAID)
            lines.append(f"People {verb} the {one} and {other} every {two} near {three}, village {four}.")
            lines.append(f"The army {other} {rng.integers(2, 99)} men in the {four} {two}.")
            lines.append(f"“Our {three} {verb} {one} by {four},” Minister Asif Khan {said}.")
        rows.append(
            {
                "outlet": ("Post", "Herald")[at % 2],
                "title": f"The {rng.choice(NOUNS)} of {rng.choice(NOUNS)} {at}",
                "text": " ".join(lines),
                "published": pd.Timestamp("2024-01-02") + pd.Timedelta(4 * at, "D"),
            }
        )
    prepare(read_articles(pd.DataFrame(rows))).save(place / "corpus")
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        made = json.loads(path.read_text(encoding="utf-8"))
        (parameters,) = (cell for cell in made["cells"] if "parameters" in cell["metadata"].get("tags", []))
        parameters["source"] = ["corpus_path = 'corpus'\n", "out = None"]
        (place / path.name).write_text(json.dumps(made), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def server(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """JupyterLab on a free port of this machine alone; its address and its token."""
    own = tmp_path_factory.mktemp("jupyter")
    root = NOTEBOOKS.parent
    places = {name: str(own / name.lower()) for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR")}
    env = {**os.environ, **places, "PYTHONPATH": str(root), "JUPYTERLAB_SETTINGS_DIR": str(own / "settings")}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.port=0"]
    command += ["--ServerApp.ip=127.0.0.1"]
    command += ["--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None", "--LabApp.collaborative=False"]
    command += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    log = (own / "log.txt").open("w", encoding="utf-8")
    running = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)
    try:
        yield _address(running, own)
    finally:
        running.terminate()
        running.wait(timeout=60)
        log.close()


def _address(running: subprocess.Popen[bytes], own: Path) -> tuple[str, str]:
    """Return where the server listens, once it says so."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for file in own.glob("jupyter_runtime_dir/jpserver-*.json"):
            told = file.read_text(encoding="utf-8")
            if told.endswith("}"):
                about = json.loads(told)
                return f"http://127.0.0.1:{about['port']}", about["token"]
        assert running.poll() is None, (own / "log.txt").read_text(encoding="utf-8")
        time.sleep(0.1)
    raise AssertionError("JupyterLab did not start")


def post(server: tuple[str, str], path: str, body: dict[str, Any]) -> dict[str, Any]:
    address, token = server
    data, head = json.dumps(body).encode(), {"Authorization": f"token {token}"}
    with urllib.request.urlopen(urllib.request.Request(f"{address}/{path}", data, head), timeout=60) as answer:
        made: dict[str, Any] = json.load(answer)
    return made


@pytest.fixture(scope="module")
def page(server: tuple[str, str]) -> Iterator[Any]:
    """A page of JupyterLab, tall enough that every output is drawn."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="no Playwright in this environment")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        made = browser.new_page(viewport={"width": 1300, "height": 6000})
        made.set_default_timeout(1000 * PATIENCE)
        made.goto(f"{server[0]}/lab?reset&token={server[1]}")
        made.wait_for_function("() => window.jupyterapp && window.jupyterapp.restored")
        made.evaluate("() => window.jupyterapp.restored.then(() => true)")
        yield made
        browser.close()


@pytest.fixture(scope="module")
def kernel(server: tuple[str, str], page: Any) -> str:
    """One kernel that serves every notebook."""
    made = post(server, "api/kernels", {"name": "python3"})
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        body = {"path": path.name, "name": path.name, "type": "notebook", "kernel": {"id": made["id"]}}
        post(server, "api/sessions", body)
    return str(made["id"])


def run_all(page: Any, name: str) -> dict[str, Any]:
    """Open a notebook, run all its cells, and return its state when they are done."""
    page.evaluate("name => window.jupyterapp.commands.execute('docmanager:open', {path: name}).then(() => true)", name)
    ready = f"() => {{ const s = ({STATE})(); return s.path === '{name}' && s.code > 0 && s.kernel === 'idle'; }}"
    page.wait_for_function(ready)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    done = f"() => {{ const s = ({STATE})(); return s.errors.length || (s.run === s.code && s.kernel === 'idle'); }}"
    page.wait_for_function(done)
    state: dict[str, Any] = page.evaluate(STATE)
    return state


needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")


@pytest.mark.browser
@needs_browser
def test_your_question_answers_what_is_typed_and_clicked(page: Any, kernel: str) -> None:
    state = run_all(page, QUESTION)
    assert state["errors"] == []
    boxes = page.locator(".jp-OutputArea-output input[type=text]")
    context = boxes.nth(0)
    context.fill("river")
    context.press("Enter")
    page.locator(".tk-call", has_text="concordance(corpus, 'river', voice='all', sort='right')").wait_for()
    page.locator(".tk-kwic b", has_text="river").first.wait_for()
    page.locator("button", has_text="open").first.click()
    page.locator(".tk-article .tk-found", has_text="river").wait_for()
    rates = boxes.nth(1)
    rates.fill("village, people")
    rates.press("Enter")
    asked = "term_rates(corpus, ['village', 'people'], by='outlet', over='month', voice='narrator')"
    page.locator(".tk-call", has_text=asked).first.wait_for()
    assert page.locator(".tk-table td, .tk-table th", has_text="village").count() > 0


@pytest.mark.browser
@needs_browser
@pytest.mark.parametrize("name", [path.name for path in sorted(NOTEBOOKS.glob("*.ipynb")) if path.name != QUESTION])
def test_a_notebook_runs_from_top_to_bottom(page: Any, kernel: str, name: str) -> None:
    state = run_all(page, name)
    assert state["errors"] == []
    assert state["run"] == state["code"]
