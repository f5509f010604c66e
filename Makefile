# make demo   review notes from the example vault, in a scratch folder
# make test   everything that must hold: style, types, import contract, tests, the wheel
# make bench  what each command costs beside a bare walk of the same vault; how well acquaintances are guessed; what an address book costs

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := .demo
DEMO_DAY := 2026-11-23
# The program is started hundreds of times by its tests: it is compiled once.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check pytest wheel torture bench clean

demo: $(VENV)/.runs
	@rm -rf $(DEMO) && mkdir -p $(DEMO) && cp -R example_vault $(DEMO)/vault
	@PNM_CACHE=$(DEMO)/cache PNM_STATE=$(DEMO)/state $(BIN)/pnm --vault $(DEMO)/vault --today $(DEMO_DAY) regenerate
	@echo
	@PNM_CACHE=$(DEMO)/cache PNM_STATE=$(DEMO)/state $(BIN)/pnm --vault $(DEMO)/vault --today $(DEMO_DAY) today
	@echo
	@echo "The review notes:"
	@find $(DEMO)/vault/Reviews -name '*.md' | sort | sed 's/^/  /'

test: check pytest wheel

check: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# More processes than two processors: tests of the watch wait most of the time.
pytest: $(VENV)/.tests
	$(BIN)/python -m pytest -n 4 --dist worksteal

wheel: $(VENV)/.tests
	.ci/try-wheel $(BIN)/python

torture: $(VENV)/.tests
	PNM_TORTURE=1 $(BIN)/python -m pytest -n 3 --dist loadfile

bench: $(VENV)/.tests
	$(BIN)/python -m benchmarks.bench
	$(BIN)/python -m benchmarks.graphs
	$(BIN)/python -m benchmarks.import_cards

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runs: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.tests: $(VENV)/.runs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) $(DEMO) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
