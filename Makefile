.DEFAULT_GOAL := help
.PHONY: help run test check bench format lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: ## start the portal with demonstration content; PORT=8123 make run takes another port than 8000
	@bin/run

test: ## run every check and every test
	@bin/test

check: ## the fast loop: format, lint, types, layers and the tests of what changed
	@bin/check

format: ## format Python and templates, and repair what the linters can repair
	@bin/format

lock: ## resolve the requirements again; bin/lock --upgrade takes newer versions
	@bin/lock

bench: ## measure in portals made for it, for an hour, and write the figures to benchmarks/
	@bin/bench

clean: ## remove what was installed and built here; the database and files in var/ stay
	rm -rf .venv .services .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis tests/browser/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
