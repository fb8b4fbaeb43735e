# Guerdon: every way to set it up, run it and check it. Needs Python 3.11 or newer with pip, and make.

PYTHON ?= python3
PORT ?= 8000
export UV_PYTHON_DOWNLOADS = never
# The machine's own certificates, as pip uses them: behind a company's proxy there are no others.
export UV_SYSTEM_CERTS ?= 1
export PIP_ROOT_USER_ACTION = ignore
# A cache on another disk than the checkout cannot be linked to; copying needs no warning.
export UV_LINK_MODE ?= copy

UV := .tools/bin/uv
BIN := .venv/bin
RUN := .venv/.run
DEV := .venv/.dev
COMPILED := .venv/.compiled
PACKAGES := cli compiled_execution configuration models resolvers sample schema services transport
MODULES := app.py settings.py $(shell find $(PACKAGES) -name '*.py')
SNAPSHOTS := schema/storefront/snapshot.graphql schema/admin/snapshot.graphql
# Two cores is the least that a machine has today; the suite is made for that.
TEST_PROCESSES ?= 2
# Their bytecode is kept, also where PYTHONDONTWRITEBYTECODE is set: six processes would compile all tests anew.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n $(TEST_PROCESSES)
ENDLESS := --timeout=0 -o faulthandler_timeout=0  # a test of hours is no test that hangs

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install dev run test test-sqlite test-graphql-core test-postgres test-pooler test-partitions test-partitions-share test-citus test-faults test-walks test-simulation check static format sbom bench bench-peers pages web clients \
	lock pictures snapshots schema-changes clean

help:
	@echo "make run       install, load the sample shop, serve http://127.0.0.1:8000 (PORT=8001 for another)"
	@echo "make install   what ./guerdon needs"
	@echo "make test      the whole suite, on SQLite and on PostgreSQL"
	@echo "make check     formatting, lint, types, import contracts, schema snapshots, tests"
	@echo "make test-simulation  commands at once against the same one by one, from 2,000 seeds"
	@echo "make test-pooler  the services' tests on PostgreSQL behind PgBouncer"
	@echo "make test-partitions  the services' tests on PostgreSQL with the tables of points in partitions"
	@echo "make test-citus  the services' tests on the cluster of Citus that GUERDON_TEST_CITUS_URL names"
	@echo "make test-faults  the long runs: kill, stop, starve; acknowledged, lost, doubled, 5xx"
	@echo "make test-walks  thousands of orders and activities at random, against plain models"
	@echo "pytest -m proof  both executors on thousands of documents: .venv/bin/pytest -m proof"
	@echo "make format    format the code and mend what ruff can mend"
	@echo "make bench     the benchmarks; make bench-peers  beside what a shop would take instead"
	@echo "make static    what make check does before the tests"
	@echo "make dev, pages, clients  what the tests need, the pages for browsers, other projects' clients"
	@echo "make clean     remove all that was installed or built"
	@echo "make web       build the pages for browsers and the storefront kit"
	@echo "make snapshots write the schema snapshots anew"
	@echo "make schema-changes  what in them would break clients, since HEAD or SINCE=revision"
	@echo "make pictures  the docs' pictures of the kit, the admin app and the demo shop, taken anew"
	@echo "make sbom      what the image holds of others, and its licences, into build/"
	@echo "make lock      pin the newest allowed dependencies"

# --- installing ---------------------------------------------------------------------------------

$(UV): requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Guerdon needs Python 3.11 or newer.")'
	$(PYTHON) -m pip install --quiet --upgrade --disable-pip-version-check --target .tools --require-hashes -r $<
	@touch $@

.venv/pyvenv.cfg: $(UV)
	$(UV) venv --quiet --clear --python $(PYTHON) .venv
	@touch $@

$(RUN): requirements/run.txt pyproject.toml .venv/pyvenv.cfg
	$(UV) pip install --quiet --python .venv --compile-bytecode --require-hashes -r requirements/run.txt
	$(UV) pip install --quiet --python .venv --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(COMPILED)
	$(UV) pip install --quiet --python .venv --compile-bytecode --require-hashes -r requirements/dev.txt
	@touch $@

# Bytecode of our own modules, also where PYTHONDONTWRITEBYTECODE is set: without, every command takes thrice as long.
$(COMPILED): $(RUN) $(MODULES)
	@$(BIN)/python -m compileall -q $(PACKAGES) app.py settings.py
	@touch $@

install: $(COMPILED)

dev: $(DEV)

# --- running ------------------------------------------------------------------------------------

# A sandbox, for the demo shop and its clock: GUERDON_SANDBOX=0 for none.
run: install pages
	@GUERDON_SANDBOX=$${GUERDON_SANDBOX-1} ./guerdon serve --sample --port $(PORT)

# It knows by itself whether anything changed, and brings Node along where there is none.
pages: install
	@UV="$(CURDIR)/$(UV)" PYTHON="$(CURDIR)/$(BIN)/python" sh web/build.sh $(WEB_FLAGS)

# The pages, and the kit for storefronts, which the server does without.
web: pages
	@UV="$(CURDIR)/$(UV)" PYTHON="$(CURDIR)/$(BIN)/python" sh clients/storefront/build.sh

# --- testing ------------------------------------------------------------------------------------

test: test-sqlite test-graphql-core test-postgres test-partitions-share test-citus

# The clients of other projects that the tests run; they too bring Node along.
clients: dev
	@UV="$(CURDIR)/$(UV)" PYTHON="$(CURDIR)/$(BIN)/python" sh tests/clients/install.sh
	@UV="$(CURDIR)/$(UV)" PYTHON="$(CURDIR)/$(BIN)/python" sh tests/federation/run.sh || true
	@UV="$(CURDIR)/$(UV)" PYTHON="$(CURDIR)/$(BIN)/python" sh tests/gateway/run.sh || true

test-sqlite: dev web clients
	$(PYTEST) --database=sqlite

# The other executor, which answers where plans are switched off: what a client sees must be the same. Tokens, rate limits
# and an outage are told before anything is executed.
test-graphql-core: dev web test-sqlite
	GUERDON_COMPILED_EXECUTION=0 $(PYTEST) --database=sqlite tests/api/storefront \
		$(addprefix tests/transport/api/test_,errors.py executor.py scopes.py time_limit.py)

# The rules need no database: only what touches one is run again.
test-postgres: dev web test-sqlite
	$(PYTEST) --database=postgres $(wildcard tests/services tests/operation tests/api tests/transport tests/faults)

# Behind PgBouncer in transaction mode; `make test` runs tests/operation/deployment/test_pooler.py of it.
test-pooler: dev
	@sh tests/pooler/install.sh >/dev/null || { echo "SKIPPED: test-pooler"; exit 0; }; \
	set -x; $(PYTEST) --database=postgres --pooler tests/services

# The tables of points in partitions; `make test` runs tests/*/operation/test_partitions.py and test-partitions-share of it.
PARTITIONS ?= 4
test-partitions: dev
	$(PYTEST) --database=postgres --partitions=$(PARTITIONS) tests/services

test-partitions-share: dev test-postgres
	$(PYTEST) --database=postgres --partitions=$(PARTITIONS) tests/services/ledger

# On a cluster of somebody else's making, which nothing here starts.
test-citus: dev
	@if [ -n "$$GUERDON_TEST_CITUS_URL" ]; then set -x; $(PYTEST) --database=citus tests/services; \
		else echo "SKIPPED: test-citus: no test was run on Citus, GUERDON_TEST_CITUS_URL names no cluster"; fi

static: dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile deploy/compose/pgbouncer/Dockerfile
	for api in storefront admin; do $(BIN)/python -m schema.snapshots $$api | diff -u schema/$$api/snapshot.graphql - || exit 1; done

# One at a time: they stop, kill and starve what they run, and time it.
test-faults: dev
	$(BIN)/pytest -m faults --database=sqlite
	$(BIN)/pytest -m faults --database=postgres

# The proof of the rules: 2,000 lives of orders on SQLite, 520 on PostgreSQL; an hour or two.
WALKS := tests/services/orders/walks tests/services/customers/walks tests/services/activities/test_activity_machine.py \
	tests/services/accounts/test_any_changed_bit.py \
	$(addprefix tests/services/reports/test_,activity.py journal.py liability_of_a_random_past.py simulation.py)

test-walks: dev
	GUERDON_WALKS=50 $(PYTEST) $(ENDLESS) --database=sqlite $(WALKS)
	GUERDON_WALKS=13 $(PYTEST) $(ENDLESS) --database=postgres $(WALKS)

# Static checks first: they are fast, and a broken type is the better message.
check: static
	$(MAKE) test

# The same in small: 2,000 shops whose commands run into each other, each from a seed.
test-simulation: dev
	GUERDON_SEEDS=2000 $(PYTEST) $(ENDLESS) tests/simulation

format: dev
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# The docs' pictures of the kit, the admin app and the demo shop, in the machine's Chromium: look before you commit.
pictures: dev web
	$(BIN)/python -m tests.storefront_kit.pictures
	$(BIN)/python -m tests.admin_app.pictures
	$(BIN)/python -m tests.demo_shop.pictures

snapshots: dev
	for api in storefront admin; do $(BIN)/python -m schema.snapshots $$api > schema/$$api/snapshot.graphql; done
	./guerdon export-schema storefront --plain > deploy/gateway/guerdon.graphql
	env -u GUERDON_DATABASE_URL ./guerdon config --reference > docs/configuration.md
	$(BIN)/python -m schema.api_reference > docs/api-reference.md
	$(BIN)/python -m schema.webhook_types python | $(BIN)/ruff format - > services/rules/events/payloads.py
	$(BIN)/python -m schema.webhook_types typescript > docs/webhooks/events.ts

schema-changes: dev
	$(BIN)/python -m tests.clients.breaking_changes $(SINCE)

# LOCKED=otel for an image that is built with PACKAGES=otel.
LOCKED ?= run
sbom: dev pages
	$(BIN)/python -m deploy.bill_of_materials requirements/$(LOCKED).txt build

bench: dev
	$(BIN)/python -m bench

# Beside what a shop would take instead; brings Node 22 and the others along.
bench-peers: dev
	@UV="$(CURDIR)/$(UV)" PYTHON="$(CURDIR)/$(BIN)/python" sh bench/peers/install.sh
	$(BIN)/python -m bench.beside

# --- dependencies -------------------------------------------------------------------------------

COMPILE = $(UV) pip compile --upgrade --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

lock: $(UV)
	$(COMPILE) requirements/uv.in -o requirements/uv.txt
	$(COMPILE) pyproject.toml --group pyproject.toml:build -o requirements/run.txt
	$(COMPILE) pyproject.toml --extra otel --group pyproject.toml:build -c requirements/run.txt \
		-o requirements/otel.txt
	$(COMPILE) pyproject.toml --group pyproject.toml:build --group pyproject.toml:dev \
		-c requirements/run.txt -c requirements/otel.txt -o requirements/dev.txt

clean:
	rm -rf .venv .tools build *.egg-info web/dist web/node_modules tests/clients/node_modules \
		tests/federation/node_modules clients/storefront/dist clients/storefront/src/generated \
		deploy/gateway/node_modules bench/peers/node_modules
