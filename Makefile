# Everything from a fresh clone: Python 3.11 or newer, make and a package registry are all it needs.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
EXAMPLE := examples/fernshire

.PHONY: site test lab fuzz kill access quarters bench ledgers lock clean

site: $(STAMP)  ## build the newest editions of Worcestershire and of the invented council
	$(BIN)/kpi run --latest 2
	test -e $(EXAMPLE)/kpi.toml || $(BIN)/kpi init $(EXAMPLE) --example
	$(BIN)/kpi run --latest 2 --project $(EXAMPLE)
	@echo "Worcestershire: _site/index.html; Fernshire, which is invented: $(EXAMPLE)/_site/index.html"

test: $(STAMP)  ## all proofs: style, types, then the tests, a worker for each core
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyrefly check
	$(BIN)/pytest -n logical --dist worksteal

lab: $(STAMP)  ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab --notebook-dir=notebooks

fuzz: $(STAMP)  ## damage twenty thousand files and read them all; draw ten thousand scorecards
	KPI_FUZZ_FILES=20000 $(BIN)/pytest -n 2 tests/fuzz
	KPI_SCORECARDS=10000 $(BIN)/pytest -n 2 tests/properties/test_scorecards.py

kill: $(STAMP)  ## end release, publish and clean before every operation on files, thousands of times
	KPI_KILLS=all $(BIN)/pytest -n 2 tests/kill

access: $(STAMP)  ## hold every page, not one of each kind, to the rules of WCAG 2.2 in a real browser
	KPI_EVERY_PAGE=1 $(BIN)/pytest -n 2 tests/site/test_access.py

quarters: $(STAMP)  ## build and release each bundled quarter by itself, and make all pages without each file
	KPI_EVERY_QUARTER=1 $(BIN)/pytest -n 2 --dist worksteal --durations 0 tests/end_to_end/test_every_quarter.py

bench: $(STAMP)  ## measure speed and memory; see benchmarks/README.md
	$(BIN)/python -m benchmarks

ledgers: $(STAMP)  ## run the source notebooks and keep only their ledgers, after figures have rightly changed
	test -e $(EXAMPLE)/kpi.toml || $(BIN)/kpi init $(EXAMPLE) --example
	rm -rf $(EXAMPLE)/notebooks && cp -r notebooks $(EXAMPLE)/notebooks
	$(BIN)/jupyter execute --inplace $(EXAMPLE)/notebooks/*.ipynb
	cp $(EXAMPLE)/notebooks/*.ipynb notebooks/ && rm -rf $(EXAMPLE)/notebooks
	$(BIN)/nbstripout --keep-count --keep-id --extra-keys "metadata.language_info" notebooks/*.ipynb

lock:  ## resolve pyproject.toml anew into requirements.lock, for all platforms
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet uv
	.venv-lock/bin/uv pip compile --universal --quiet --python-version 3.11 --extra lab --extra documents --extra dev \
		pyproject.toml --no-header --output-file requirements.lock
	rm -rf .venv-lock

clean:  ## remove all that is built, the environment too; the release log and the evidence stay
	rm -rf .venv .venv-lock _site _internal _areas _kpi editions index.ipynb releases.ipynb _quarto-editions.yml .kpi .quarto
	find data/processed -mindepth 1 ! -name .gitkeep -delete

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m compileall -q src
	touch $@
