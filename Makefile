# The everyday commands. `make` alone lists them.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help install system run test test-long check bench demo translations clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

system: ## install what the system lacks (Tesseract, poppler); says what to do where it cannot
	@bash scripts/system.sh

install: system ## make .venv and install the program into it
	@bash scripts/venv.sh

run: install ## start the site and its worker; prints the address and the first login
	@exec $(BIN)/python -m tracker.run

demo: install ## add the demo world
	@$(BIN)/acuse seed demo

test: ## run the tests (under ten minutes), after installing what they need
	@bash scripts/system.sh --tests
	@bash scripts/venv.sh dev
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -m "not long" -n 2 --dist loadfile --no-loadscope-reorder

test-long: ## soak, fuzz and scale runs
	@bash scripts/system.sh --tests
	@bash scripts/venv.sh dev
	@$(BIN)/python -m pytest -m long

check: ## style and types only
	@$(BIN)/ruff check . && $(BIN)/mypy

translations: ## collect the texts to translate and compile the translations
	@$(BIN)/pybabel -q extract -F babel.cfg -k N_ -k _l --no-location --omit-header -o /tmp/acuse-messages.pot .
	@$(BIN)/pybabel -q update -i /tmp/acuse-messages.pot -d tracker/web/translations --no-fuzzy-matching --omit-header
	@$(BIN)/python -m tracker.translating

clean: ## remove the virtual environment and caches; never the data
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache *.egg-info
