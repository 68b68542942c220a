# `make start` and `make test` set up what they need in .venv; when pyproject.toml has not changed, that takes no time.
# Another Python: `make start PYTHON=python3.12`.

SHELL := bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup start test long lint evals audit clean index chromium

PYTHON ?= python3
VENV := .venv/bin/python
# Without compiling: Python compiles a module when it is first imported, and most never are.
INSTALL := set -o pipefail; $(VENV) -m pip --log .venv/pip.log install --no-compile
TORCH := torch==2.13.0
CPU_ONLY := --no-deps --index-url https://download.pytorch.org/whl/cpu --timeout 10 --retries 0
# Of what pip says, the name of each package and every error; everything is in .venv/pip.log.
BRIEFLY = 2>&1 | awk '/^(Collecting|Processing) / { n = split($$2, part, "/"); print "  " part[n]; fflush() } /^ *(ERROR|error)/'

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export PYTHONUNBUFFERED := 1

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

setup: .venv/dev  ## make .venv with everything, nothing more
	@echo "== Compiling, so that a service that may not write here starts quickly"
	@$(VENV) -m compileall -q -j 0 .venv/lib ingest assistant ui evals >/dev/null 2>&1 || true
	@echo "Ready. Next: make start (open the assistant) or make test (check everything)."

start: index  ## set up, build the index, open the interface at http://127.0.0.1:7860
	@echo "== Opening the interface; stop it with Ctrl-C"
	@$(VENV) -m ui

# An index of their own: the documents that a user added to theirs would change the figures.
test long evals: export REISGENOOT_INDEX := build/index
# A thread for each process: more would wait for one another.
test: export OMP_NUM_THREADS := 1

test: lint chromium index  ## set up, run everything that CI runs
	@echo "== Tests, three files at a time: many wait for a browser"
	@$(VENV) -m pytest -n 3 --dist loadfile --no-loadscope-reorder
	@echo "== Evaluation gates, questions and conversations at the same time"
	@$(VENV) -m evals conversations --gate >build/conversations.log 2>&1 & talk=$$!; \
	  $(VENV) -m evals run --gate; asked=$$?; wait $$talk; talked=$$?; cat build/conversations.log; exit $$((asked + talked))

long: .venv/dev chromium index  ## run the tests of faults and load, which take many minutes
	@$(VENV) -m pytest -m long

lint: .venv/dev  ## check format, style and types
	@echo "== Format, style and types"
	@$(VENV) -m ruff format --check .
	@$(VENV) -m ruff check .
	@$(VENV) -m mypy

evals: .venv/dev index  ## run the evaluation suite and print its figures
	@$(VENV) -m evals run
	@$(VENV) -m evals conversations

audit: .venv/base  ## look for known faults in the packages and list their licences; needs a network
	@echo "== Installing the tools"
	@$(INSTALL) 'pip-audit>=2.9,<3' 'pip-licenses>=5,<6' $(BRIEFLY) \
	  || { echo "No network, or no such package: nothing was checked (.venv/pip.log)." >&2; exit 2; }
	@echo "== Known faults"
	@$(VENV) -m pip_audit --skip-editable --progress-spinner off >.venv/audit.txt 2>&1; status=$$?; cat .venv/audit.txt; \
	if grep -qE 'ConnectionError|Max retries|NameResolution|timed out' .venv/audit.txt; then \
	  echo "No network: the list of known faults could not be read, nothing was checked." >&2; exit 2; fi; exit $$status
	@echo "== Licences"
	@$(VENV) -m piplicenses --order=license --format=columns

clean:  ## remove .venv, what was built and every cache; keep what exists only here: added documents, accounts, feedback
	@rm -rf .venv evals/results build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@rm -rf index/builds index/CURRENT index/LOCK index/vectors.db*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@if [ -d index ] && ! rmdir index 2>/dev/null; then \
	  echo "Kept in index/, since it exists only there:" $$(ls -A index); echo "To remove that too: rm -r index"; fi

index: .venv/base
	@echo "== Building the index from corpus/"
	@$(VENV) -m ingest build

# The browser of the browser tests. Without it and without the right to install it, those tests are skipped.
chromium: .venv/dev
	@if command -v chromium >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "== Installing Debian's Chromium for the browser tests"; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  apt-get update -qq && apt-get install -qq --no-install-recommends chromium fonts-liberation >.venv/apt.log 2>&1 </dev/null \
	    || { tail -n 5 .venv/apt.log; exit 1; }; \
	else echo "No chromium on this machine: the browser tests are skipped (on Debian: apt-get install chromium)."; fi

.venv/torch: pyproject.toml
	@$(VENV) -m pip --version >/dev/null 2>&1 || { \
	  echo "== Making .venv"; \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Reisgenoot needs Python 3.11 or newer as $(PYTHON). Another one: make start PYTHON=python3.12" >&2; exit 1; }; \
	  $(PYTHON) -m venv --clear .venv; }
	@$(VENV) -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("torch") is None)' || { \
	  echo "== Installing PyTorch"; \
	  if nvidia-smi -L >/dev/null 2>&1; then $(INSTALL) $(TORCH) $(BRIEFLY); \
	  else $(INSTALL) $(CPU_ONLY) $(TORCH) $(BRIEFLY) || { \
	    echo "  PyTorch's own index of CPU builds cannot be reached: taking the usual build"; \
	    $(INSTALL) $(TORCH) $(BRIEFLY); }; fi; }
	@touch $@

.venv/base: .venv/torch
	@echo "== Installing Reisgenoot and the packages it uses (about a hundred; a minute or two)"
	@$(INSTALL) --editable . $(BRIEFLY)
	@touch $@

# The whole at once, and not the tools after the base: pip looks up every package again each time.
.venv/dev: .venv/torch
	@echo "== Installing Reisgenoot, the packages it uses and the tools for tests and checks (a minute or two)"
	@$(INSTALL) --editable '.[dev]' $(BRIEFLY)
	@touch .venv/base $@
