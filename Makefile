# `make run` and `make test` do everything on a fresh Debian machine with Python 3.11 or later; `make help` lists the rest.
# Every recipe is one program started with exec, so that signals reach it and nothing is left behind.
PYTHON := .venv/bin/python

.PHONY: help run test check reset manage lock format bootstrap bench-reports bench-pages
.DEFAULT_GOAL := help

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 24

run: bootstrap  ## start everything at http://localhost:8000 (PORT=8001 for another port); Ctrl-C stops it
	@exec $(PYTHON) -m dev.run

test: bootstrap-test  ## all tests with coverage, or a part: make test ARGS="tests/core -k clock"
	@exec $(PYTHON) -m dev.testing $(ARGS)

check: bootstrap  ## formatting, lint, import layers, types, migrations, locks; a part: ARGS=types
	@exec $(PYTHON) -m dev.check $(ARGS)

reset: bootstrap  ## remove the data that `make run` has kept
	@exec $(PYTHON) -m dev.reset

manage: bootstrap  ## Django's manage.py on the data of `make run`: make manage ARGS="render_reports --year 2022 --wait"
	@exec $(PYTHON) -m dev.manage $(ARGS)

format: bootstrap  ## format the code and mend what ruff can mend
	@$(PYTHON) -m ruff check --fix --quiet . ; exec $(PYTHON) -m ruff format .

lock: bootstrap  ## resolve requirements*.in into requirements*.txt (ARGS=--upgrade for newer versions)
	@exec $(PYTHON) -m dev.locks $(ARGS)

bench-reports: bootstrap  ## measure the reports into var/bench/reports.json
	@exec $(PYTHON) -m dev.bench.reports $(ARGS)

bench-pages: bootstrap  ## measure the pages into var/bench/pages.json
	@exec $(PYTHON) -m dev.bench.pages $(ARGS)

bootstrap:  ## the virtual environment and the system libraries; the other commands call it
	@exec python3 dev/bootstrap.py

.PHONY: bootstrap-test
bootstrap-test:
	@exec python3 dev/bootstrap.py --tests
