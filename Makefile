# What a contributor runs; `make help` lists it.
#
# Everything made here stays in .venv, node_modules and target. Nothing is installed on the machine.

PYTHON ?= python3
CARGO_TERM_QUIET ?= true
export CARGO_TERM_QUIET
export PIP_DISABLE_PIP_VERSION_CHECK = 1

VENV := .venv/bin
# The two binding crates are built by maturin and npm, and tested from Python and Node.
RUST := --workspace --exclude composio-python --exclude composio-node --locked
say = @printf '\033[1m==> %s\033[0m\n' "$(1)"

.DEFAULT_GOAL := help
# Cargo takes all cores by itself, and the steps tell a story in order.
.NOTPARALLEL:
.PHONY: help tools python node quickstart test test-all fmt lint
.PHONY: test-rust test-standin test-python test-node run-quickstart test-docs
.PHONY: test-wheel test-npm test-frameworks-python test-frameworks-node

help: ## list what can be run
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

quickstart: python node run-quickstart ## build everything, then watch a session work in Python and in Node

test: lint test-rust test-standin python test-python node test-node run-quickstart test-docs ## all that is quick; some minutes

test-all: test-wheel test-npm test-frameworks-python test-frameworks-node ## what is slow, on top of `make test`

fmt: .venv/.ready node_modules/.package-lock.json ## format all code
	@cargo fmt --all
	@$(VENV)/ruff format --quiet . && $(VENV)/ruff check --quiet --fix .
	@npm run --silent format

# What the machine has to bring, and what is installed here.

tools:
	@.ci/tools $(PYTHON)

.venv/.ready: pyproject.toml bindings-python/constraints.txt | tools
	$(call say,Installing Python tools into .venv)
	@test -x $(VENV)/python || $(PYTHON) -m venv .venv
	@$(VENV)/pip install --quiet --upgrade pip
	@$(VENV)/pip install --quiet --constraint bindings-python/constraints.txt 'maturin>=1.16,<2' --group test
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json | tools
	$(call say,Installing Node tools into node_modules)
	@npm ci --silent --no-audit --no-fund
	@touch $@

python: tools .venv/.ready
	$(call say,Building the Python package (some minutes the first time))
	@mkdir -p target
	@VIRTUAL_ENV=$(CURDIR)/.venv $(VENV)/maturin develop >target/maturin.log 2>&1 || { cat target/maturin.log; exit 1; }

node: tools node_modules/.package-lock.json
	$(call say,Building the Node package (some minutes the first time))
	@npm run --silent build

run-quickstart: python node
	$(call say,Quickstart in Python)
	@$(VENV)/python tests/quickstart/quickstart.py
	$(call say,Quickstart in Node)
	@node tests/quickstart/quickstart.mjs

# The quick tests, one target per room.

lint: tools .venv/.ready node_modules/.package-lock.json ## formatting, lints and types of all languages
	$(call say,Checking Rust with rustfmt and clippy)
	@cargo fmt --all --check
	@.ci/bans
	@cargo clippy --workspace --locked -- -D warnings
	@cargo clippy $(RUST) --all-targets -- -D warnings
	$(call say,Checking Python with ruff and mypy)
	@$(VENV)/ruff check --quiet . && $(VENV)/ruff format --quiet --check .
	@$(VENV)/mypy --no-error-summary
	@for folder in standin models quickstart docs; do \
		MYPYPATH=$(CURDIR)/bindings-python/python $(VENV)/mypy --no-error-summary --config-file= --strict --python-version 3.10 tests/$$folder || exit; \
	done
	$(call say,Checking TypeScript with biome)
	@npm run --silent lint
	@npx biome check --config-path=bindings-node --skip=suspicious/noConsole tests/quickstart

test-rust: tools ## the engine, its catalog and server
	$(call say,Testing the engine)
	@cargo test $(RUST)

test-standin: tools ## the stand-in provider and the scripted model that the other tests talk to
	$(call say,Testing the stand-in provider and the scripted model)
	@cd tests/standin && $(PYTHON) -m unittest -q
	@cd tests/models && $(PYTHON) -m unittest -q

test-python: python ## the Python package
	$(call say,Testing the Python package)
	@$(VENV)/python -m mypy.stubtest composio._native
	@$(VENV)/pytest --quiet

test-node: node ## the Node package
	$(call say,Testing the Node package)
	@npm test --silent

test-docs: python node ## the snippets of README and docs
	$(call say,Running the snippets of the documentation)
	@$(VENV)/python tests/docs/snippets.py

# The slow tests: the packages as users get them, each proved by the quickstart.

test-wheel: tools
	$(call say,Installing the Python package with pip into a new virtual environment)
	@rm -rf target/fresh-python && $(PYTHON) -m venv target/fresh-python
	@target/fresh-python/bin/pip install --quiet . ./bindings-python/providers/openai 'mcp>=2.3,<3'
	@target/fresh-python/bin/python tests/quickstart/quickstart.py
	@target/fresh-python/bin/python -c 'import composio_openai'
	@target/fresh-python/bin/composio --home target/fresh-python/home tools search 'open an issue' >/dev/null

test-npm: node
	$(call say,Installing the Node package with npm into a new folder)
	@rm -rf target/fresh-node && mkdir -p target/fresh-node/tests
	@npm pack --silent --pack-destination target/fresh-node >/dev/null
	@cd target/fresh-node && echo '{"private": true}' >package.json && \
		npm install --silent --no-audit --no-fund ./composio-core-*.tgz @modelcontextprotocol/client@2
	@cp -R tests/standin tests/quickstart target/fresh-node/tests
	@node target/fresh-node/tests/quickstart/quickstart.mjs
	@cd target/fresh-node && npx --no-install composio --home home tools search 'open an issue' >/dev/null
	$(call say,Installing a framework package for Node as its README has it)
	@npx tsc -p tsconfig.test.json && node --test bindings-node/test/dist/*.slow.mjs

# Each agent framework in an environment of its own, two at a time.

test-frameworks-python: python ## every Python framework package, with the framework itself
	$(call say,Testing the packages for Python frameworks (some minutes the first time))
	@$(VENV)/python bindings-python/providers/run.py

test-frameworks-node: node ## every TypeScript framework package, with the framework itself
	$(call say,Testing the packages for TypeScript frameworks (some minutes the first time))
	@node bindings-node/packages/run.mjs
