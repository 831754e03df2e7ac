# The commands of a source tree. Each does its own set-up, once; installer/linux/prepare says how.

.DEFAULT_GOAL := help
.NOTPARALLEL:
SHELL := /bin/sh
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# Tests of one file stay together, in order: each process has its own ports, displays and profiles.
JOBS ?= 2
SIDE_BY_SIDE = -n $(JOBS) --dist loadfile --no-loadscope-reorder

.PHONY: help setup demo xpi outlook outlook-web package test test-unit test-e2e test-faults test-lines test-races test-many
.PHONY: test-samples test-package windows test-windows test-outlook-32 bench lint clean

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' Makefile | expand -t 14

.venv/ready-to-run: requirements.txt installer/linux/prepare
	@installer/linux/prepare run

.venv/ready-to-test: requirements-dev.txt ui/package-lock.json addin/outlook/web/package-lock.json installer/linux/prepare
	@installer/linux/prepare test

setup: .venv/ready-to-test ## everything the other targets need

demo: .venv/ready-to-run ## the whole way of one mail, on the embedded mailbox
	@$(BIN)/sceau demo

xpi: .venv/ready-to-run ## the Thunderbird add-on, as dist/sceau-thunderbird.xpi
	@PYTHONPATH=addin $(BIN)/python -m sceau.hooks.thunderbird.xpi dist/sceau-thunderbird.xpi

HOST ?=
DOMAINS ?=
MODE ?= block
SENDS ?=
outlook-web: .venv/ready-to-test ## the Outlook add-in (web, new, Mac) for HOST=https://…; also DOMAINS=, MODE=, SENDS=yes
	@PYTHONPATH=addin $(BIN)/python -m sceau.hooks.officejs.build dist/outlook-web \
	  --host "$(HOST)" --domains "$(DOMAINS)" --mode "$(MODE)" $(if $(SENDS),--sends)

outlook: .venv/ready-to-test ## the add-in for classic Outlook (64 and 32 bits), in dist/outlook
	@$(BIN)/python addin/outlook/classic/build.py dist/outlook

package: .venv/ready-to-test ## the Debian and RPM packages, in dist/
	@$(BIN)/python installer/linux/package.py dist

# The slow ones last, in one run, so that its last line counts them all.
TESTS := $(filter-out tests/e2e tests/bench tests/package tests/support,$(patsubst %/,%,$(wildcard tests/*/)))
test: lint ## lint, then the fast tests, then those with real servers and windows
	$(PYTEST) $(SIDE_BY_SIDE) $(wildcard tests/test_*.py) $(sort $(TESTS)) tests/e2e

test-unit: .venv/ready-to-test ## the fast tests alone
	$(PYTEST) $(SIDE_BY_SIDE) -m "not e2e"

test-e2e: .venv/ready-to-test ## real servers, windows and readers
	$(PYTEST) $(SIDE_BY_SIDE) -m e2e

RUNS ?= 5000
test-faults: .venv/ready-to-test ## seeded kills and cuts: SMTP, IMAP, Exchange, Graph; RUNS=5000 of them
	@PYTHONPATH=addin:tests $(BIN)/python -m faults $(RUNS)

test-lines: .venv/ready-to-test ## Exchange and Graph cut, late, repeated at every single line of a sending
	@PYTHONPATH=addin:tests $(BIN)/python -m faults.lines

RACES ?= 100
test-races: .venv/ready-to-test ## two helpers on one mailbox, RACES=100, and as many with both killed
	@PYTHONPATH=addin:tests $(BIN)/python -m faults.races $(RACES)

DRAFTS ?= 1000
test-many: .venv/ready-to-test ## DRAFTS=1000 drafts at once, on a real Dovecot; one of 100 MB there, on Exchange, on Graph
	@PYTHONPATH=addin:tests $(BIN)/python -m faults.many $(DRAFTS)
	@PYTHONPATH=addin:tests $(BIN)/python -m faults.large

test-samples: .venv/ready-to-test ## every sample file: each form ImageMagick and LibreOffice write
	@SCEAU_EVERY_SAMPLE=1 $(PYTEST) tests/e2e/test_samples.py

test-package: package ## the Debian package in a clean Debian 12: installed, used, removed (root)
	@PYTHONPATH=addin:tests $(BIN)/python -m package dist

windows: .venv/ready-to-test ## the Windows installers and the bill of what they carry, in dist/
	@$(BIN)/python installer/windows/installers.py dist

test-outlook-32: .venv/ready-to-test ## the shim in an Outlook of 32 bits, in a Debian of 32 bits (root)
	@PYTHONPATH=addin:tests $(BIN)/python -m package.outlook32

test-windows: .venv/ready-to-test ## the helper, its launchers and installers on Windows, under Wine
	$(PYTEST) tests/windows

bench: .venv/ready-to-test ## measure against peers; writes docs/benchmarks.md
	@PYTHONPATH=addin:tests $(BIN)/python -m bench

lint: .venv/ready-to-test ## ruff, mypy --strict on the oldest and newest Python, ESLint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --python-version 3.11
	$(BIN)/mypy --python-version 3.14
	$(BIN)/mypy --platform win32 --no-warn-unreachable
	cd ui && ../$(BIN)/node node_modules/eslint/bin/eslint.js --max-warnings 0 .
	cd addin/thunderbird && ../../$(BIN)/node ../../ui/node_modules/eslint/bin/eslint.js --max-warnings 0 .
	@PYTHONPATH=addin $(BIN)/python -m sceau.hooks.officejs.data_files
	cd addin/outlook/web && ../../../$(BIN)/node ../../../ui/node_modules/eslint/bin/eslint.js --max-warnings 0 .
	cd addin/outlook/web && ../../../$(BIN)/node node_modules/typescript/bin/tsc --project jsconfig.json

clean: ## remove what was built, not what was written
	rm -rf .venv ui/node_modules addin/outlook/web/node_modules addin/outlook/web/built .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
	find addin tests -name __pycache__ -type d -prune -exec rm -rf {} +
