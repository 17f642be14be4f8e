# The two commands of a fresh clone: `make report` and `make test`. Both set up what they need.
PYTHON ?= python3
PAGES ?=
STUDY ?=
OUT ?= report
OPTIONS ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV := $(VENV)/.dev

.DEFAULT_GOAL := help
.PHONY: help install report test gate pin mutate lab lint docs wheel bench sbom audit lowest fuzz clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(DEV) ## Make .venv with the exact versions of requirements.lock and requirements-dev.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name one with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	@echo "Setting up $(VENV) (once, some minutes) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

$(DEV): $(READY) requirements-dev.lock
	@echo "Adding what tests and documentation need ..."
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $(DEV)

report: $(READY) ## Make the report: over the sample, or PAGES=folder [STUDY=study.toml] [OUT=folder] [OPTIONS="--each outlet"]
	@$(BIN)/toolkit report $(if $(PAGES),"$(PAGES)") -o "$(OUT)" $(if $(STUDY),--study "$(STUDY)") $(OPTIONS)

test: $(DEV) ## Run every test, one process a core, each file whole in one of them
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

mutate: $(DEV) ## Change the statistics in one place at a time and see whether the tests notice [OPTIONS="--sample 200"]
	@$(BIN)/python tests/mutation/mutate.py $(OPTIONS)

gate: $(DEV) ## Measure quality on the gold and check it against tests/gold/floors.json
	@$(BIN)/python -m pytest tests/gold

pin: $(DEV) ## The same, and raise the floors to what was measured
	@$(BIN)/python -m pytest tests/gold --pin

lab: $(READY) ## Open copies of the notebooks, kept in lab/, in JupyterLab [OPTIONS="--no-browser"]
	@mkdir -p lab && for file in notebooks/*.ipynb; do \
		test -e "lab/$${file##*/}" || cp "$$file" lab/; \
		cmp -s "$$file" "lab/$${file##*/}" || echo "lab/$${file##*/} is your copy, as you left it; delete it to have the new one"; done
	@$(BIN)/jupyter lab $(AS_ROOT) --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate \
		--LabApp.news_url=None $(OPTIONS) lab/00_tour.ipynb

# JupyterLab does not start as root without this; where one is root (a container), it is what one wants.
AS_ROOT = $(if $(filter 0,$(shell id -u)),--allow-root)

docs: $(DEV) ## Build the documentation as pages that open without a network: docs/_build/index.html
	@$(BIN)/python docs/make_reference.py
	@$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going docs docs/_build
	@echo docs/_build/index.html

lint: $(DEV) ## Check style, types and spelling
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/typos docs README.md CONTRIBUTING.md CHANGELOG.md

wheel: ## Build the wheel and make the sample's report with it in an empty environment
	@tools/check_wheel.sh $(PYTHON)

sbom: $(DEV) ## Write sbom.json: every package of requirements.lock with version, hashes and licence
	@$(BIN)/python tools/supply_chain.py sbom > sbom.json && echo sbom.json

audit: ## Look up known vulnerabilities of requirements.lock (needs the network)
	@$(PYTHON) -m venv .audit && .audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	@.audit/bin/pip-audit --require-hashes --disable-pip -r requirements.lock

lowest: ## Install the lowest versions pyproject.toml allows in a new environment and run a smoke test
	@tools/lower_bounds.sh $(PYTHON)

fuzz: $(READY) ## Fuzz a reader by the clock: make fuzz OPTIONS="html --seconds 1800" (pip install atheris first)
	@$(BIN)/python tests/fuzz/fuzz.py $(OPTIONS)

bench: $(DEV) ## Compare speed and quality with the usual tools, thin: some minutes [OPTIONS="--full" or "--only quotes"]
	@OMP_NUM_THREADS=1 $(BIN)/python benchmarks/run.py $(OPTIONS)

clean: ## Remove the environment and caches
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
