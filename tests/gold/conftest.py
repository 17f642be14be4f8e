"""What every gold test may use: floors that only rise, see `gate`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import pytest
from gate import raised, read, write

Reaches = Callable[..., None]


@pytest.fixture(scope="session")
def reached(request: pytest.FixtureRequest) -> Iterator[dict[str, float]]:
    """The figures of this run, the lowest of each name; with ``--pin`` floors below them rise to them."""
    figures: dict[str, float] = {}
    yield figures
    if request.config.getoption("--pin"):
        write(raised(read(), figures))


@pytest.fixture(scope="session")
def reaches(reached: dict[str, float]) -> Reaches:
    """Fail where a figure is under its floor; what was missed is shown then."""
    floors = read()["floors"]

    def check(name: str, figure: float, missed: object = "") -> None:
        assert name in floors, f"floors.json has no floor '{name}'"
        reached[name] = min(float(figure), reached.get(name, math.inf))
        assert figure >= floors[name]["floor"], (
            f"{name}: {figure:.4f}, floor {floors[name]['floor']} {missed}"
        )

    return check
