# `make` alone lists what can be done. PORT and MARAC_HOME are taken from the environment.
.DEFAULT_GOAL := help
.PHONY: help install install-dev run stop reset test check fix migrate revision docs screenshots bench proof lock

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## Make .venv with what running needs, and see to the system libraries
	@scripts/install.sh run

install-dev: ## The same with what tests and checks need
	@scripts/install.sh test

run: install ## Start everything on http://127.0.0.1:PORT (8000), in the foreground
	@exec .venv/bin/marac run

stop: ## Stop what `make run` started with this MARAC_HOME (.marac)
	@if [ -x .venv/bin/marac ]; then exec .venv/bin/marac stop; fi

reset: install ## Delete the embedded database of this MARAC_HOME; asks first (YES=1: does not)
	@exec .venv/bin/marac reset $(if $(YES),--yes)

test: check ## Check, then run every test on all cores; ARGS goes to pytest
	@exec .venv/bin/pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder --durations=20 $(ARGS)

check: install-dev ## Formatting, lint, types, import contracts, templates, schema, printed documents
	@scripts/check.sh

fix: install-dev ## Format, and mend what can be mended without thinking
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format . ; scripts/pages.sh --reformat --quiet || true

migrate: install ## Bring the database up to date
	@exec .venv/bin/marac migrate

revision: install-dev ## Write the next migration: MESSAGE="what changes"
	@.venv/bin/marac revision "$(MESSAGE)" && .venv/bin/ruff check --fix --quiet migrations && .venv/bin/ruff format --quiet migrations

docs: install ## Print docs/permissions.md, docs/lifecycle.md and docs/visibility.md anew
	@for name in permissions lifecycle visibility; do .venv/bin/marac $$name > docs/$$name.md || exit 1; done

screenshots: install-dev ## Picture the main screens of each role into docs/screenshots
	@exec .venv/bin/python -m tests.screenshots

bench: install-dev ## Print how fast the main pages and the minutes are, as ratios
	@exec .venv/bin/python -m tests.bench

proof: install-dev ## Show at length that nothing leaks and all is on the record; goes on where it stopped. WORLDS= RUNS= EVENTS=
	@exec .venv/bin/python -m tests.proof

lock: install-dev ## Resolve the dependencies anew into the lock files; UPGRADE=1 takes newer versions
	@scripts/lock.sh $(if $(UPGRADE),--upgrade)
