# What one does with this project. `make` says which.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
SAMPLES := $(notdir $(patsubst %/study.toml,%,$(wildcard surveys/*/study.toml)))
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.ready: .ci/requirements.txt pyproject.toml
	@$(PYTHON) -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'gapsurvey needs Python 3.11 or newer with venv; name it: make PYTHON=/path/to/python3.11 (Debian: apt-get install python3-venv)' >&2; exit 1; }
	@echo 'Setting up .venv with the packages that .ci/requirements.txt locks; about a minute, once.'
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes --requirement .ci/requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: setup
setup: .venv/.ready ## The virtual environment .venv, as locked

.PHONY: demo
demo: setup ## The sample study's report, into reports/support-hours
	$(BIN)/gapsurvey report surveys/support-hours --output reports/support-hours --formats html,json,md

.PHONY: test
test: lint browser ## Everything that must be green: lint, types, tests
	$(BIN)/pytest --numprocesses 2

.PHONY: lint
lint: setup ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@for script in $(wildcard surveys/*/generate.py); do $(BIN)/mypy $$script || exit 1; done

.PHONY: browser
browser: ## Chromium for the browser tests, where it can be installed
	@.ci/browser

.PHONY: bench
bench: setup .venv-bench/.ready .venv-lifelines/.ready ## Speed, memory and size against others, as ratios; ONLY=word for some, FULL=1 for 100,000 rows
	@missed=0; \
	$(BIN)/python -m tests.benchmarks.run $(if $(ONLY),--only '$(ONLY)') $(if $(FULL),--full) || missed=1; \
	$(if $(ONLY),,$(BIN)/python -m tests.benchmarks.warehouse || missed=1;) \
	exit $$missed

# What is measured against, apart from the package's own environment; without it the lines say that it is not there.
.venv-bench/.ready .venv-lifelines/.ready: .venv-%/.ready: .ci/%.txt
	@$(PYTHON) -m venv .venv-$*
	@.venv-$*/bin/python -m pip --disable-pip-version-check --quiet --quiet install --require-hashes --requirement $< \
	  && touch $@ || echo 'The packages to measure against could not be installed: their lines are left out.' >&2

.PHONY: engines
engines: .venv-engines/.ready ## Tables that Spark and Dask hold, tested with both: reports equal to the files'; needs Java, four minutes
	.venv-engines/bin/python -m pytest -p no:cacheprovider tests/exports/test_spark.py tests/exports/test_dask.py

.venv-engines/.ready: .ci/engines.txt
	@$(PYTHON) -m venv .venv-engines
	@.venv-engines/bin/python -m pip --disable-pip-version-check --quiet --quiet install --require-hashes --requirement .ci/engines.txt
	@.venv-engines/bin/python -m pip --disable-pip-version-check --quiet --quiet install --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: coverage
coverage: setup ## How often the intervals hold the truth: exactly where that can be had, simulated elsewhere; two minutes
	$(BIN)/python -m tests.benchmarks.coverage

.PHONY: verdicts
verdicts: setup ## How often verdicts are wrong at bases that surveys have: simulated from known truths; nine minutes
	$(BIN)/python -m tests.benchmarks.verdicts

.PHONY: fuzz
fuzz: setup ## Twenty thousand damaged exports: each is read or refused, and nothing else happens
	$(BIN)/python -m tests.exports.fuzz 20000

.PHONY: attack
attack: setup ## Two thousand random studies: what of hidden groups can be recovered from a report's files (nothing)
	$(BIN)/python -m tests.attack.run 2000

.PHONY: goldens
goldens: setup ## Renew the checked-in results, summaries and schemas; look at the difference before you commit it
	@for sample in $(SAMPLES); do \
	  $(BIN)/gapsurvey report surveys/$$sample --output reports/$$sample --formats json,md || exit 1; \
	done
	$(BIN)/gapsurvey questionnaire surveys/support-hours --output tests/questionnaire/golden --force
	$(BIN)/gapsurvey schema study > gapsurvey/schemas/study.schema.json
	$(BIN)/gapsurvey schema results > gapsurvey/schemas/results.schema.json
	$(BIN)/gapsurvey schema truths > gapsurvey/schemas/truths.schema.json

.PHONY: reference
reference: setup ## Renew the reference of the Python interface from the docstrings
	$(BIN)/python -m tests.reference > gapsurvey/guides/reference.md

.PHONY: screenshots
screenshots: setup ## Pictures of the samples' first screens, into reports
	$(BIN)/python -m tests.browser.screenshots

.PHONY: texts
texts: setup ## Bring the catalogues in gapsurvey/language up to the texts that reports say; fill in what comes in blank
	$(BIN)/python -m tests.language.texts

.PHONY: lock
lock: setup ## Renew what .ci locks, from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --upgrade --quiet \
	  --no-config --custom-compile-command 'make lock' --output-file .ci/requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group engines --universal --python-version 3.11 --generate-hashes --upgrade --quiet \
	  --no-config --custom-compile-command 'make lock' --constraint .ci/requirements.txt --output-file .ci/engines.txt
	for group in bench lifelines; do \
	  $(BIN)/uv pip compile --group $$group --universal --python-version 3.11 --generate-hashes --upgrade --quiet \
	    --no-config --custom-compile-command 'make lock' --output-file .ci/$$group.txt || exit 1; \
	done
