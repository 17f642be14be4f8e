"""A report with codes: the section joins it, both numbers are shown, the files of codes are in the manifest."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from toolkit import run_report
from toolkit.report.run.verify import verify
from toolkit.settings import load_settings, sections_of


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    folder = tmp_path_factory.mktemp("coded") / "sample"
    shutil.copytree(root / "data" / "sample", folder)
    return folder


@pytest.fixture(scope="module")
def coded(study: Path) -> Path:
    settings = load_settings(study / "study.toml")
    assert sections_of(settings)[-1] == "frames"
    out = study.parent / "report"
    run_report(study / "pages", out, settings=settings, sections=["source_framing", "frames"])
    return out


def test_shares_agreement_and_the_corrected_table_are_there(coded: Path) -> None:
    shares = pd.read_parquet(coded / "tables" / "frame_shares.parquet")
    assert shares["coded"].tolist() == [11] * 12
    types = pd.read_parquet(coded / "tables" / "source_types.parquet")
    unknown = types[(types["value"] == "(not known)") & (types["outlet"] == "The Ashru Notebook")].iloc[0]
    assert unknown["corrected_high"] < unknown["share"]  # people know most of these speakers
    page = (coded / "report.html").read_text(encoding="utf-8")
    assert "How far the coders agree" in page
    assert "Corrected" in page


def test_codes_are_in_the_manifest_and_verified(coded: Path, study: Path) -> None:
    manifest = json.loads((coded / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(manifest["study_files"]) == [
        "[coding] checks 1: source_types.json",
        "[coding] frames: frames.json",
    ]
    assert any("codebooks/" in name for name in manifest["lexicons"])
    file = study / "coding" / "frames.json"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace('"yes"', '"no"', 1), encoding="utf-8")
    try:
        found = verify(coded, study / "pages")
    finally:
        file.write_text(before, encoding="utf-8")
    assert any("frames.json" in str(line) for line in found)
