# `make site` sets up and builds the archive of this repository; `make test` sets up and runs all tests.

PYTHON ?= python3
BIN := .venv/bin
# Stamp of what building the site needs, and of what the checks and tests need beside it.
SETUP := .venv/.complete
TOOLS := .venv/.tools

.PHONY: manual-site site serve test check format bench manual expected messages screenshots soak lock clean

site: $(SETUP)
	$(BIN)/site-builder build

serve: $(SETUP)
	$(BIN)/site-builder serve

check: $(TOOLS)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: check
	tests/tools/install
	$(BIN)/python -m pytest -n 2 --dist worksteal

format: $(TOOLS)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The manual as a site with an index and a search, built by this program, in _manual/.
manual-site: $(TOOLS)
	$(BIN)/python -m tests.manual_site _manual

# Builds the same site with this program and its peers, in turn, and writes the ratios to benchmarks/RESULTS.md.
# On request: make bench BENCH="--sizes 100000 --rounds 1 --peers Hugo"
BENCH ?= --save
bench:
	$(PYTHON) -m venv .bench/venv
	.bench/venv/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt .
	mkdir -p .bench/node && cp benchmarks/package.json benchmarks/package-lock.json .bench/node/
	cd .bench/node && PATH="$(CURDIR)/.bench/venv/bin:$$PATH" npm ci --silent --ignore-scripts
	.bench/venv/bin/python benchmarks/compare.py $(BENCH)

# Gathers the words of the theme, and brings the catalogues of site_builder/locale up to date with them.
messages: $(SETUP)
	$(BIN)/pybabel -q extract -F babel.cfg -k translate -k translate_count:2,3 -k count:2,3 -k gettext_noop -k ngettext_noop:1,2 \
	  --no-location --sort-output --project=site-builder -o .venv/theme.pot .
	for file in site_builder/locale/*.po; do \
	  $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --omit-header -w 110 -N -l $$(basename $$file .po) -i .venv/theme.pot -o $$file; done

# Writes the parts of the manual that follow from the code.
manual: $(TOOLS)
	$(BIN)/python -m tests.manual

# Takes the output of the demonstration archive as what is expected; python -m tests.expected_tree diff shows what changes.
expected: $(TOOLS)
	$(BIN)/python -m tests.expected_tree accept

# Pictures of each kind of page, for somebody to look at.
screenshots: $(TOOLS)
	tests/tools/install
	$(BIN)/python -m tests.screenshots screenshots

# Every property with twenty times the examples, or more: make soak SOAK=200 takes hours.
export SOAK ?= 20
soak: $(TOOLS)
	tests/tools/install
	$(BIN)/python -m pytest tests/incremental tests/output tests/test_accessibility.py tests/test_budgets.py tests/redaction tests/test_build.py tests/markdown tests/names tests/sources tests/refactor tests/render tests/linking -n 2 --dist worksteal --hypothesis-profile=soak --timeout=0

# Renews the versions that development and CI use, within the ranges of pyproject.toml.
LOCK := $(BIN)/uv pip compile --universal --upgrade --quiet --generate-hashes --python-version 3.11 \
  --no-header --no-emit-index-url --no-annotate
lock: $(TOOLS)
	$(BIN)/pip install --quiet uv
	$(LOCK) --extra search --group build -o requirements.lock pyproject.toml
	$(LOCK) --extra search --extra pdf --group build --group dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf .venv .bench _site screenshots dist node_modules tests/tools/node_modules

$(SETUP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("site-builder needs Python 3.11 or newer: make PYTHON=python3.11 ...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -c 'import ensurepip, venv' || tests/tools/install-packages python3-venv
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(SETUP)

$(TOOLS): requirements-dev.lock $(SETUP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $(TOOLS)
