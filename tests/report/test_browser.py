"""The page in a real browser: nothing runs, nothing is asked for. Skipped where there is no Chromium."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--v=0",
    "--virtual-time-budget=3000",
]


@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_the_page_opens_without_scripts_requests_or_errors(report: Path, tmp_path: Path) -> None:
    """A request or a script would be refused by the page's policy, and the refusal would be on the console."""
    assert BROWSER
    command = [BROWSER, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"]
    page = f"file://{report / 'report.html'}"
    done = subprocess.run([*command, page], capture_output=True, text=True, timeout=600, check=True)
    assert "CONSOLE" not in done.stderr
    assert '<h1>Study "&gt;&lt;img src=x onerror=alert(1)&gt;' in done.stdout


@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_the_console_is_heard(tmp_path: Path) -> None:
    """The test above can fail: a page that asks for something under the same policy is heard."""
    assert BROWSER
    policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"
    file = tmp_path / "page.html"
    file.write_text(f"{policy}<img src='x.png' onerror='alert(1)'><script>alert(2)</script>")
    command = [BROWSER, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", f"file://{file}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    assert done.stderr.count("CONSOLE") >= 2
