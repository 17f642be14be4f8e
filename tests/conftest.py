"""Fixtures every test file may use."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

# the same examples in each run, and no failure because the machine is busy
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest) -> Path:
    """Folder of the real pages and labelled data, which stay out of the repository."""
    folder = ROOT.parent / "shared"
    if not (folder / "pages").is_dir():
        if request.config.getoption("--without-shared"):
            pytest.skip("left out: --without-shared")
        pytest.fail(
            f"the folder of real pages and labelled data is missing: {folder}. "
            "Put it beside the repository, or leave these tests out with: pytest --without-shared"
        )
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pin", action="store_true", help="raise the floors of tests/gold to what is measured")
    parser.addoption(
        "--without-shared", action="store_true", help="leave out tests of real pages and labelled data"
    )
