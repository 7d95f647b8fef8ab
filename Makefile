# The verbs of the house. Python 3.11+ is all that is needed; PYTHON=… chooses another one.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: review setup setup-dev test test-random test-spark check lock bench clean

review: setup  ## Gia Lai's 2020 review into out/
	$(BIN)/tongket demo --out out

setup: .venv/.installed
setup-dev: .venv/.installed-dev

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 3; }
	$(PYTHON) -m venv .venv

.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

test: setup-dev check  ## everything CI runs
	$(BIN)/python -m pytest -n 2

test-random: setup-dev  ## the same tests with new random examples, more of them; minutes longer
	TONGKET_TEST_RANDOM=1 $(BIN)/python -m pytest -n 2

test-spark: setup-dev  ## the same totals on Spark; needs Java 17, and installs PySpark (460 MB)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	$(BIN)/python -m pytest -n 0 -m spark tests/cube/test_spark.py

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

lock:  ## renew both lock files; needs uv
	uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-emit-index-url -p 3.11 -q -o requirements.lock --group build
	uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-emit-index-url -p 3.11 -q -o requirements-dev.lock --group build --group dev --extra postgres
	uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-emit-index-url -p 3.11 -q -o requirements-spark.lock --extra spark -c requirements.lock

bench: setup-dev
	$(BIN)/python -m bench

clean:
	rm -rf .venv out tongket-data
