#!/usr/bin/env bash
# Builds the wheel, installs it by plain pip in an empty environment outside the checkout, and makes the
# sample's report there: what a user gets who has neither the lock file nor the checkout.
#
#   tools/check_wheel.sh [PYTHON]
#
# Quiet when all is well, apart from one line a step; the log of a step that failed is printed. Packages come
# from wherever this machine's pip gets them.
set -euo pipefail

root="$(cd "$(dirname "$0")/.." && pwd)"
python="${1:-python3}"
limit=600 # seconds for a step, far over what it takes: only a step that hangs meets it
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT
cd "$place"
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV
export PYTHONNOUSERSITE=1 PIP_DISABLE_PIP_VERSION_CHECK=1

step() { # step WHAT COMMAND...: runs a command within the limit, and shows what it printed only where it fails
    local what="$1" began=$SECONDS code=0
    shift
    timeout --kill-after=10 "$limit" "$@" >log 2>&1 || code=$?
    if [ "$code" -ne 0 ]; then
        grep -v '^WARNING: Location' log | tail -n 40 >&2
        echo "$what: failed with code $code (124: not done within $limit seconds)" >&2
        exit 1
    fi
    echo "$what: $((SECONDS - began)) s"
}

step "the wheel is built" "$python" -m pip wheel --quiet --no-deps --wheel-dir dist "$root"
"$python" -m venv env
step "it is installed in an empty environment" env/bin/python -m pip install --quiet dist/news_toolkit-*.whl
step "its requirements agree" env/bin/python -m pip check
step "the command runs" env/bin/toolkit --version
# Nothing is fetched on the way: a connection beyond this machine is an error, in the notebooks' kernels too.
step "the sample's report is made, without a network" \
    env PYTHONPATH="$root/tests/hostile/offline" TOOLKIT_CALLS="$place/calls" env/bin/toolkit report -o report
[ ! -e calls ] || { echo "a connection was tried:" >&2; cat calls >&2; exit 1; }
for file in report/report.html report/manifest.json report/tables/tables.xlsx; do
    [ -s "$file" ] || { echo "the report has no $file" >&2; exit 1; }
done
env/bin/python - "$root" <<'CHECK'
import sys
from pathlib import Path

import toolkit

root, package = Path(sys.argv[1]), Path(toolkit.__file__).parent
assert not package.is_relative_to(root), f"{package} is of the checkout, not of the wheel"
kinds = {".py", ".csv", ".toml", ".txt", ".xz", ".j2", ".css", ".typed"}
files = [file for file in (root / "toolkit").rglob("*") if file.suffix in kinds and "_shipped" not in file.parts]
missing = [name for file in files if not (package / (name := file.relative_to(root / "toolkit"))).is_file()]
assert files and not missing, f"the wheel has no {missing[:5]}"
CHECK
echo "the wheel works: Python $(env/bin/python -c 'import platform; print(platform.python_version())')"
