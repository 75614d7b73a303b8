# Two commands do everything on a fresh machine with Python 3.11, make, a compiler and git: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PYTEST_ARGS ?=

.PHONY: demo test check bench docs serve clean

demo: $(STAMP)
	@rm -rf out/demo
	@$(BIN)/hepatica simulate NCT07120750 --seed 1 --subjects 332 -o out/demo/data
	@$(BIN)/hepatica run NCT07120750 --data out/demo/data -o out/demo/result
	@echo "The report: $(CURDIR)/out/demo/result/report.html"

test: $(STAMP) system
	$(BIN)/python -m pytest -n 2 --dist worksteal $(PYTEST_ARGS)

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP)
	$(BIN)/python -m benchmarks

docs: $(STAMP)
	$(BIN)/python docs/build.py site

serve: docs
	@echo "The manual: http://127.0.0.1:8000"
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory site 8000

clean:
	rm -rf $(VENV) out site build dist

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Hepatica needs Python 3.11 or newer; set PYTHON=…") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# What the tests need from Debian: a browser for the report's pages and a font with Chinese. Installed where apt may.
.PHONY: system
system:
	@sh .ci/system
