# Two commands for a fresh clone: `make demo` and `make test`. Both need only Python 3.11+, git and make.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

define check
$(BIN)/ruff check .
$(BIN)/ruff format --check .
$(BIN)/mypy
endef

.PHONY: help attacks demo test test-fast format clean

help:
	@echo "make demo       install into $(VENV), read the cards in examples/, draw what was read into demo-out/"
	@echo "make test       install what the tests need, then run ruff, mypy and pytest, the clouds' SDKs among it"
	@echo "make test-fast  the same without the SDKs"
	@echo "make attacks    draw examples/attacks/ again: a picture for each risk signal"
	@echo "make format     let ruff mend style and format"
	@echo "make clean      remove $(VENV), .sdk and demo-out"
	@echo "PYTHON=python3.12 chooses the interpreter."

demo: $(VENV)/installed-demo
	$(BIN)/hmtocr read --annotate demo-out examples/*.jpg
	@echo "The annotated pictures are in demo-out/."

attacks: $(VENV)/installed-demo
	$(BIN)/python examples/attacks/draw.py

test: $(VENV)/installed-test
	$(check)
	$(BIN)/python -m pytest $(PYTEST_ARGS)

test-fast: $(VENV)/installed-test
	$(check)
	$(BIN)/python -m pytest --ignore=tests/sdk $(PYTEST_ARGS)

format: $(VENV)/installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .sdk demo-out

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "hmtocr needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The stamps make a second run quick; they grow old when the dependencies change.
$(VENV)/installed-demo: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) -e '.[specimens]'
	@touch $@

$(VENV)/installed-test: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) -e '.[test,training]'
	@touch $@ $(VENV)/installed-demo
