"""The page at the width of a phone, in a real browser: nothing is cut. Skipped where there is no Chromium."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path

import pytest

from .test_browser import BROWSER, FLAGS

PHONE = 360  # CSS pixels
MEASURE = """<pre id="found"></pre><script>
window.onload = () => {
  const found = {};
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument;
    for (const fold of page.querySelectorAll("details")) fold.open = frame.dataset.open === "yes";
    const root = page.documentElement, edge = root.clientWidth;
    const wide = [...page.querySelectorAll("main *")].filter(
      one => one.checkVisibility() && !one.closest("pre, .tk-page") && one.getBoundingClientRect().right > edge + 1);
    found[frame.dataset.name] = {over: root.scrollWidth - edge, wide: wide.slice(0, 3).map(one => one.outerHTML.slice(0, 120)),
      pictures: [...page.images].filter(one => one.checkVisibility()).map(one => one.currentSrc.length).join()};
  }
  document.getElementById("found").textContent = JSON.stringify(found);
};
</script>"""


def measured(page: Path, tmp_path: Path) -> dict[str, dict[str, object]]:
    """Return what does not fit, of the page as it is and with every fold open; each in a frame of its width."""
    assert BROWSER
    text = page.read_text(encoding="utf-8")
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)  # for our own script alone
    frames = "".join(
        f'<iframe data-name="{name}" data-open="{folds}" width="{width}" height="700" srcdoc="{html.escape(text)}"></iframe>'
        for name, width, folds in (("closed", PHONE, "no"), ("open", PHONE, "yes"), ("desk", 1000, "yes"))
    )
    file = tmp_path / "frames.html"
    file.write_text(f"<!doctype html><meta charset=utf-8>{frames}{MEASURE}", encoding="utf-8")
    command = [BROWSER, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", f"file://{file}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    told = re.search(r'<pre id="found">(.+?)</pre>', done.stdout)
    assert told, "the page was not measured"
    return dict(json.loads(html.unescape(told[1])))


@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_nothing_is_wider_than_a_phone(report: Path, tmp_path: Path) -> None:
    found = measured(report / "report.html", tmp_path)
    for name in ("closed", "open", "desk"):
        assert (found[name]["over"], found[name]["wide"]) == (0, []), name
    assert found["open"]["pictures"] != found["desk"]["pictures"], "a phone gets its own drawing"


@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_what_is_too_wide_is_found(report: Path, tmp_path: Path) -> None:
    """The test above can fail: a bar of 400 pixels in the page is found on a phone, and not on a desk."""
    page = (report / "report.html").read_text(encoding="utf-8")
    wide = tmp_path / "wide.html"
    wide.write_text(page.replace("</header>", '<div style="width:400px">x</div></header>'), encoding="utf-8")
    found = measured(wide, tmp_path)
    assert found["closed"]["over"] > 0
    assert found["desk"]["over"] == 0
