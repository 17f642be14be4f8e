#!/usr/bin/env bash
# Install the lowest versions that pyproject.toml allows in a new environment and run a smoke test with them.
#   tools/lower_bounds.sh [python3.11] [folder of the environment]
set -euo pipefail
cd "$(dirname "$0")/.."
python="${1:-python3}"
place="${2:-$(mktemp -d)}"
"$python" -m venv "$place/uv"
"$place/uv/bin/python" -m pip install --quiet --disable-pip-version-check uv
"$place/uv/bin/uv" venv --quiet --python "$python" "$place/lowest"
export VIRTUAL_ENV="$place/lowest"
"$place/uv/bin/uv" pip install --quiet --resolution lowest-direct -e ".[documents,warc]" "pytest>=8.3" "hypothesis>=6.115"
"$place/uv/bin/uv" pip list --quiet | grep -iE "^(jinja2|lxml|matplotlib|nbclient|numpy|pandas|pyarrow|regex|scikit-learn|scipy|trafilatura) "
"$place/lowest/bin/python" -m pytest -q -p no:cacheprovider tests/test_package.py tests/hostile/test_limits.py \
    tests/unit/corpus tests/unit/stats/test_shares.py tests/unit/analysis/test_keyness.py tests/unit/analysis/test_quotes.py \
    tests/unit/analysis/test_topics.py tests/unit/analysis/test_readability.py tests/report/test_run.py
