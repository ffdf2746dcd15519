# Every workflow, in one place. Needs Python 3.11+ and make; everything else comes into .venv from the locks.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test proofs coverage check bench fuzz locks clean

demo: .venv/.demo
	$(BIN)/python main.py demo

# Three at a time on two cores: many a test waits for a process of its own.
test: .venv/.dev
	$(BIN)/python -m pytest -n 3 --dist worksteal -m 'not proof'

# What `make test` leaves out: thousands of readers, killed processes, whole collections of feeds.
proofs: .venv/.dev
	$(BIN)/python -m pytest -n 2 --dist worksteal -m proof

# The tracer doubles the time of the tests, so it runs apart. It does not see into other processes: tests that start
# a bot of their own, or only read our files, are left out.
UNTRACED := acceptance bench crash fuzz house_rules locales
CORE := bot/domain/*,bot/usecases/*
coverage: .venv/.dev
	$(BIN)/python -m pytest -n 3 --dist worksteal -m 'not proof' --cov --cov-report= $(UNTRACED:%=--ignore=tests/%)
	$(BIN)/coverage report --skip-covered --show-missing --fail-under=95 --omit='$(CORE),storage/migrations/versions/*'
	$(BIN)/coverage report --skip-covered --show-missing --fail-under=100 --include='$(CORE)'

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/locales -p no:cacheprovider

bench: .venv/.dev
	$(BIN)/python -m tests.bench

# A minute of mutated feeds, after the hostile ones; `make fuzz FUZZ="--seconds 3600 --inputs 100000"` for more.
fuzz: .venv/.dev
	$(BIN)/python -m tests.fuzz $(FUZZ)

# uv resolves; the locks hold versions and hashes of everything, so pip installs from them without resolving
# again (it would stumble over extras whose newest version is not the locked one).
LOCK := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
locks:
	$(LOCK) --group dev --extra charts pyproject.toml -o requirements-dev.lock
	$(LOCK) --extra charts -c requirements-dev.lock pyproject.toml -o requirements.lock

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kolporter needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.demo: .venv/.made requirements.lock
	$(BIN)/python -m pip install -q --no-deps --require-hashes -r requirements.lock
	@touch $@

.venv/.dev: .venv/.made requirements-dev.lock
	$(BIN)/python -m pip install -q --no-deps --require-hashes -r requirements-dev.lock
	@touch $@ .venv/.demo

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage
