"""What the toolkit is made of: a bill of materials, the licences, and a query for known vulnerabilities.

    python tools/supply_chain.py sbom > sbom.json          CycloneDX 1.5, with the hashes of requirements.lock
    python tools/supply_chain.py licences                  each package with its licence; fails on one that is not allowed
    python tools/supply_chain.py osv > query.json          for https://api.osv.dev/v1/querybatch (curl -d @query.json)

Names, versions and hashes are those of ``requirements.lock``; licences are what the installed packages say.
"""

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Licences that a program under MIT may use and be shipped with; of several offered, one of these is chosen.
ALLOWED = re.compile(
    r"\b(?:MIT|MIT-0|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|PSF-2\.0|HPND|Zlib|CC0|Unlicense|CNRI|MPL"
    r"|Mozilla Public|LGPL|OFL|Public Domain|WTFPL|ZPL|Zope|Artistic|Academic Free)",
    re.I,
)
# Packages whose own metadata name no licence that can be read, with what their repository says.
KNOWN: dict[str, str] = {}


def locked():
    """Return name, version and hashes of each package of the lock."""
    found, hashes = [], []
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if named := re.match(r"([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", line):
            hashes = []
            found.append((named[1], named[2], hashes))
        hashes += re.findall(r"--hash=sha256:([0-9a-f]{64})", line)
    return found


def licence(name):
    """Return what an installed package says of its licence; None where it is not installed here."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return None
    classes = [
        c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or [] if c.startswith("License ::")
    ]
    said = [
        told.get("License-Expression") or "",
        *classes,
        (told.get("License") or "").strip().split("\n")[0][:100],
    ]
    return (
        KNOWN.get(name)
        or " / ".join(dict.fromkeys(one for one in said if one and one != "OSI Approved"))
        or "?"
    )


def refused(table):
    """Return the packages whose licence is not allowed or not known."""
    return [(name, said) for name, said in table if said is not None and not ALLOWED.search(said)]


def sbom():
    """Return the bill of materials."""
    parts = [
        {
            "type": "library",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name.lower()}@{version}",
            "hashes": [{"alg": "SHA-256", "content": one} for one in hashes],
            "licenses": [{"license": {"name": said}}] if (said := licence(name)) else [],
        }
        for name, version, hashes in locked()
    ]
    about = {
        "component": {"type": "application", "name": "news-toolkit", "licenses": [{"license": {"id": "MIT"}}]}
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": about,
        "components": parts,
    }


def osv():
    """Return the question for the database of open-source vulnerabilities."""
    return {
        "queries": [
            {"package": {"name": name, "ecosystem": "PyPI"}, "version": version}
            for name, version, _ in locked()
        ]
    }


def main():
    what = sys.argv[1] if len(sys.argv) == 2 else ""
    if what in ("sbom", "osv"):
        print(json.dumps({"sbom": sbom, "osv": osv}[what](), indent=1))
        return 0
    if what != "licences":
        sys.exit(__doc__)
    table = [(name, licence(name)) for name, _, _ in locked()]
    for name, said in table:
        print(f"{name}: {'not installed here' if said is None else said}")
    bad = refused(table)
    for name, said in bad:
        print(f"not allowed: {name}: {said}", file=sys.stderr)
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
