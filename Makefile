# Every target makes ready what it needs and is safe to repeat. `make` alone says what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
HUB := $(PYTHON) deploy/local/hub.py
DURATION ?= 60
SEED ?= 1
ARGS ?=
WORKERS ?= 3

.PHONY: help up demo down status test check format chaos bench venv system looking

help: ## What there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

up: system ## Start the hub on this machine and wait until it is ready
	@$(HUB) up

demo: system ## A county day through every channel and service, its ledger, and the hub stays up
	@.venv/bin/countynet demo $(ARGS)

down: venv ## Stop exactly this hub
	@$(HUB) down

status: venv ## A row for each process; fails when one does not run
	@$(HUB) status

# Compiled beforehand: hundreds of short processes would each do it anew where Python is told to write no bytecode.
test: looking ## Every fast suite, with a real RabbitMQ of its own
	@$(PYTHON) -m compileall -q services deploy
	@$(PYTHON) -m pytest tests -m "not long" -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: venv ## Lint, types, import rules, rules of the house, freshness of generated pages
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@$(PYTHON) -m pytest -q tests/architecture
	@$(PYTHON) -m services.contracts.document --check

format: venv ## Put the code in the one form that `check` accepts
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

chaos: system ## A fault run on a hub of its own: DURATION= seconds, SEED=
	@.venv/bin/countynet chaos --duration $(DURATION) --seed $(SEED) $(ARGS)

bench: system ## Registrations and whole lives a second, the raw limit and plain nameko beside: var/bench/latest.json
	@.venv/bin/countynet bench $(ARGS)

venv:
	@deploy/local/setup.sh venv

system:
	@deploy/local/setup.sh all

looking:
	@deploy/local/setup.sh test
