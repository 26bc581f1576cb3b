# Everything a developer or a newcomer does. `make` alone explains.
# It needs python3 (3.11 or newer), make and git; the rest it makes itself, in this checkout.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
HERE := $(CURDIR)
BIN := .venv/bin
READY := .venv/.ready
CACHE := .cache

.PHONY: help demo test check bench dev format

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## Serve the demo organization at http://127.0.0.1:8000 (PORT=8123; RESET=1 starts it over)
	@$(BIN)/accord demo --port $(PORT) $(if $(filter 1,$(RESET)),--reset)

dev: $(READY) ## The demo, with changes in the code seen at once (PORT, RESET)
	@ACCORD_DEBUG=1 $(BIN)/accord demo --port $(PORT) $(if $(filter 1,$(RESET)),--reset)

test: $(READY) ## Run all tests: on SQLite, and on PostgreSQL and in Chromium where they are found
	@$(BIN)/python -m tests.everything

check: $(READY) ## Look at format, lint, types, import contracts, migrations, templates and size budgets
	@bin/check

format: $(READY) ## Put the code into its format
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

bench: $(READY) ## Measure pages, changes, a crowd and accord check against the numbers to hold
	@$(BIN)/python -m bench

$(READY): uv.lock pyproject.toml bin/setup
	@bin/setup
