"""The English model is spaCy's own, file by file, whoever uploaded the package it came in.

``en_core_web_sm-3.8.0.record`` lists the files' hashes as in the RECORD of spaCy's wheel (three installs of it
from GitHub, found in public repositories, agree). Names of the package and its description differ.
"""

import base64
import hashlib
from importlib.util import find_spec
from pathlib import Path

import pytest

from toolkit.errors import ToolkitError
from toolkit.text import parser

RECORD = Path(__file__).with_name("en_core_web_sm-3.8.0.record")


def published() -> dict[str, str]:
    rows = [line.rsplit(",", 2) for line in RECORD.read_text(encoding="utf-8").splitlines()]
    return {
        name: base64.urlsafe_b64decode(told.removeprefix("sha256=") + "=").hex() for name, told, _ in rows
    }


def test_the_digest_is_that_of_the_published_files():
    lines = [f"{name} {told}\n" for name, told in sorted(published().items())]
    assert len(lines) == 22
    assert hashlib.sha256("".join(lines).encode()).hexdigest() == parser.PUBLISHED


def test_the_installed_model_is_the_published_one():
    name = next((name for name in parser.MODELS if find_spec(name)), None)
    if name is None:
        pytest.skip("spaCy's model is an extra")
    package = Path(str(find_spec(name).origin)).parent
    (folder,) = package.glob(f"*-{parser.VERSION}")
    found = {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and file.name not in parser._DESCRIPTION
    }
    assert found == published()
    parser._check_published(package)


def test_another_model_is_refused(tmp_path):
    folder = tmp_path / f"model-{parser.VERSION}"
    folder.mkdir()
    (folder / "tokenizer").write_bytes(b"other")
    with pytest.raises(ToolkitError, match="not the one that spaCy's makers published"):
        parser._check_published(tmp_path)
