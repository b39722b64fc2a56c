# Every command does its own set-up on a machine with Python 3.11 to 3.13 and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The lists are complete, so pip has nothing to resolve: --no-deps, else an extra in a dependency (kombu[redis]) makes
# older pips look past the locked version as soon as a newer one is published.
PIP := $(BIN)/pip --disable-pip-version-check --quiet install --no-deps --require-hashes
.DEFAULT_GOAL := help
.PHONY: help run install install-dev install-train test test-faults check train bench lock clean erase

help:
	@echo "make run [PORT=8000]  run the whole system; prints its address when it is ready"
	@echo "make install          .venv and the locked run-time packages, nothing else"
	@echo "make test             every test this machine can run; says what it skipped and why"
	@echo "make test-faults      breaks a running system 220 times, about 40 minutes; a short run is part of make test"
	@echo "make check            ruff, mypy, import-linter, node --test, django check --deploy"
	@echo "make train [EXTRA=…]   the shipped model from its data, from scratch (installs TensorFlow, 2 GB; days without"
	@echo "                      a GPU); EXTRA: folders that manage.py training_set wrote, to go on with from what is shipped"
	@echo "make bench            latency and requests per second, beside a Flask peer"
	@echo "make lock             re-make the hash-locked lists in requirements/"
	@echo "make clean            delete .venv and the caches; what people handed in stays"
	@echo "make erase            delete var/ for good, after a question: the database, the pictures, the secret key"

# A stamp is named after what it installed, so that a changed lock is installed and an unchanged one is not.
$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else "This needs Python 3.11, 3.12 or 3.13; choose one with: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "This Python cannot make a virtual environment; on Debian: apt-get install python3-venv"; exit 1; }
	@touch $@

$(VENV)/%.stamp: requirements/%.txt $(VENV)/python
	@echo "Installing $< …"
	@$(PIP) --requirement $<
	@touch $@

install: $(VENV)/run.stamp

install-dev: $(VENV)/run.stamp $(VENV)/dev.stamp

install-train: $(VENV)/run.stamp $(VENV)/train.stamp

run: install
	@exec $(BIN)/python manage.py serve

test: install-dev
	@$(BIN)/python -m pytest -n 2 $(ARGS)

test-faults: install-dev
	@$(BIN)/python -m tests.live.harness $(ARGS)

check: install-dev
	$(BIN)/pip --disable-pip-version-check check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if command -v node >/dev/null; then node --test tests/js/; else echo "skipped: node --test, because node is not installed"; fi
	BEHIND_TLS=true $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run

train: install-train
	$(BIN)/python -m ml train $(if $(EXTRA),--architecture hand_more --name hand --extra $(EXTRA)) $(ARGS)

bench: install-train
	$(BIN)/pip --disable-pip-version-check --quiet install --no-deps --require-hashes --requirement requirements/dev.txt
	$(BIN)/python -m bench $(ARGS)

lock: install-dev
	UV=$(abspath $(BIN)/uv) requirements/lock.sh

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

erase:
	@printf 'This deletes var/ for good: the database, the pictures, the published models and the secret key. Type yes: '
	@read -r answer; if [ "$$answer" = yes ]; then rm -rf var; else echo "Nothing is deleted."; fi
