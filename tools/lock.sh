#!/usr/bin/env bash
# Write both lock files anew: requirements.lock (what a report needs) and requirements-dev.lock (tests and docs too).
# Versions stay as they are where they can; name packages to raise: tools/lock.sh --upgrade-package numpy
set -euo pipefail
cd "$(dirname "$0")/.."
options=(--universal --python-version 3.11 --extra nlp --extra documents --extra warc --extra paper --generate-hashes --no-header --no-annotate
    --no-emit-index-url --no-emit-find-links --quiet "$@")
uv pip compile pyproject.toml "${options[@]}" --group build -o requirements.lock
uv pip compile pyproject.toml "${options[@]}" --group dev -c requirements.lock -o requirements-dev.lock
