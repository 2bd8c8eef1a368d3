# Seutukartta. `make demo` runs the site with the demo's data, `make test` runs all tests.
# Each target sets up what it needs: the virtual environment in .venv, data in var/.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
# Few tests are given out at a time: neither process is left with the slow ones.
IN_TWO := $(BIN)/python -m pytest -n 2 --maxschedchunk 4
ON_POSTGRES := $(BIN)/python -m tests.postgres_server
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup demo test test-postgres lint bench clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/requirements: requirements.txt
	@scripts/setup/python.sh $(PYTHON) $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/requirements-dev: requirements-dev.txt $(VENV)/requirements
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

PO_FILES := $(wildcard site/locale/*/LC_MESSAGES/*.po site/admin_locale/*/LC_MESSAGES/*.po)
$(VENV)/translations: $(PO_FILES) $(VENV)/requirements
	$(BIN)/pybabel --quiet compile --directory site/locale --domain django
	$(BIN)/pybabel --quiet compile --directory site/admin_locale --domain "django djangojs"
	@touch $@

setup: $(VENV)/requirements $(VENV)/translations ## Install only: environment, Voikko, translations
	@scripts/setup/voikko.sh

demo: setup ## Load the demo and serve it on PORT (default 8000)
	BASE_URL=$${BASE_URL:-http://localhost:$(PORT)} $(MANAGE) migrate --verbosity 0
	$(MANAGE) seed_demo
	$(MANAGE) rebuild_search_index --verbosity 0
	@echo "http://localhost:$(PORT)/fi/"
	BASE_URL=$${BASE_URL:-http://localhost:$(PORT)} DEBUG=false DJANGO_RUNSERVER_HIDE_WARNING=true $(MANAGE) runserver --noreload localhost:$(PORT)

test: setup $(VENV)/requirements-dev ## Run all tests, or only TESTS=…
	@scripts/setup/chromium.sh
	@scripts/setup/postgres.sh
	$(IN_TWO) $(TESTS)
	$(if $(TESTS),,@$(MAKE) --no-print-directory test-postgres)

# The first run has the site on SQLite; here everything but the browser tests is on PostgreSQL.
test-postgres: setup $(VENV)/requirements-dev ## Run the tests with the site on PostgreSQL
	@scripts/setup/postgres.sh
	@$(ON_POSTGRES) --find >/dev/null || exit 0; set -x; \
		$(ON_POSTGRES) $(IN_TWO) $(or $(TESTS),--ignore=tests/browser tests)

lint: setup $(VENV)/requirements-dev ## Check format, types, imports and migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djhtml --check templates
	$(BIN)/mypy site/config servicemap pages search
	PYTHONPATH=site:. $(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level ERROR

bench: setup $(VENV)/requirements-dev ## Measure words, relevance, speed, pages in a browser; SIZES=3000,100000 for other sizes
	@scripts/setup/chromium.sh
	@status=0; \
	$(BIN)/python -m bench.inflection || status=1; \
	$(BIN)/python -m bench.relevance || status=1; \
	$(BIN)/python -m bench $(if $(SIZES),--sizes $(SIZES)) || status=1; \
	$(BIN)/python -m bench.browser || status=1; \
	exit $$status

clean: ## Remove the environment; data in var/ stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
