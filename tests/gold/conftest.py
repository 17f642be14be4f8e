"""What every gold test may use: floors that only rise, see `gate`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from gate import FLOORS, raised, read

Reaches = Callable[[str, float], None]


@pytest.fixture(scope="session")
def measured(request: pytest.FixtureRequest) -> Iterator[dict[str, float]]:
    """The figures of this run; with ``--pin`` they become the floors where they are higher."""
    figures: dict[str, float] = {}
    yield figures
    if request.config.getoption("--pin"):
        text = json.dumps(raised(read(), figures), indent=1, ensure_ascii=False)
        FLOORS.write_text(text + "\n", encoding="utf-8")


@pytest.fixture(scope="session")
def reaches(measured: dict[str, float]) -> Reaches:
    """Fail where a figure is under its floor."""
    floors = read()["floors"]

    def check(name: str, figure: float) -> None:
        assert name in floors, f"floors.json has no floor '{name}'"
        measured[name] = float(figure)
        assert figure >= floors[name]["floor"], f"{name}: {figure:.4f}, floor {floors[name]['floor']}"

    return check
