"""Every package of the lock has a licence that a program under MIT may use, and is in the bill of materials."""

import importlib.util

import pytest


@pytest.fixture(scope="module")
def chain(root):
    spec = importlib.util.spec_from_file_location("supply_chain", root / "tools" / "supply_chain.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_licence_is_allowed(chain):
    table = [(name, chain.licence(name)) for name, _, _ in chain.locked()]
    told = [said for _, said in table if said is not None]
    assert len(told) > 0.9 * len(table), "the licences are those of installed packages"
    assert not chain.refused(table)


@pytest.mark.parametrize("said", ["?", "GPL-3.0-only", "GNU Affero General Public License v3", "Proprietary"])
def test_a_licence_that_is_not_allowed_is_refused(chain, said):
    assert chain.refused([("x", said), ("y", "MIT License"), ("z", None)]) == [("x", said)]


def test_the_bill_names_every_package_with_its_hashes(chain, root):
    lines = (root / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if "==" in line and not line.startswith((" ", "#"))]
    parts = chain.sbom()["components"]
    assert len(parts) == len(pinned) > 100
    assert all(part["hashes"] and part["version"] for part in parts)
    assert len(chain.osv()["queries"]) == len(parts)
