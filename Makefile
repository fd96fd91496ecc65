# The verbs of this repository. Each sets up what it needs: a fresh clone wants Python >= 3.11 with venv, make and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: map test check format types docs bench clean

map: $(INSTALLED)
	$(BIN)/rimland build -o out

test: $(INSTALLED)
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: $(INSTALLED) types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Type checkers cannot see through an editable install: they are given the same folders as links.
types: $(INSTALLED)
	mkdir -p build/types/rimland
	for part in geo layers maps data scripts; do ln -sfn ../../../$$part build/types/rimland/$$part; done
	$(BIN)/mypy

docs: $(INSTALLED)
	$(BIN)/python -m rimland.scripts.build_docs
	$(BIN)/sphinx-build -W --keep-going -q docs build/docs
	@echo build/docs/index.html

bench: $(INSTALLED)
	$(BIN)/python -m benchmarks

$(INSTALLED): pyproject.toml constraints.txt
	@echo 'Setting up $(VENV): a few minutes, once.'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $(INSTALLED)

clean:
	rm -rf $(VENV) build dist out
