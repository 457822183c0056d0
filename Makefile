# Every target does its own set-up: Python 3.11 to 3.13, git and make are enough on Debian or Ubuntu.
PYTHON ?= $(firstword $(foreach v,python3.11 python3.12 python3.13 python3,$(shell command -v $(v) 2>/dev/null)))
BIN := .venv/bin
# One more than there are cores: now and then each waits for a browser or for git.
WORKERS := $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help site serve pdf demo demo-built test nightly mutation check lint types floors schemas architecture screens lighthouse bench lock clean

help:
	@echo "make site     build the site strictly, then check the policy"
	@echo "make serve    serve the site and rebuild it as files change"
	@echo "make pdf      print the policy and every runbook into build/pdf/ (needs Chromium, and installs it)"
	@echo "make demo     write a made-up company with its history, check it, serve its site"
	@echo "make test     run the tests, browser tests included, on one of each kind (about 10 minutes)"
	@echo "make nightly  run them on all of each kind: every page, every fault, 20,000 histories (hours)"
	@echo "make mutation change the approval core in 3,600 ways and see that tests notice (an hour or more)"
	@echo "make check    lint, types, floors, tests, site: before every commit"
	@echo "make screens  take the pictures in docs/assets/screens/ anew, from the demo company"
	@echo "make lighthouse  judge four pages of the demo company: scores, weight, Start here on a slow network (5 minutes)"
	@echo "make bench    measure the site build and the command's start-up"
	@echo "make schemas  write schemas/ anew from the models, and the catalogues and pages of rules as JSON"
	@echo "make architecture  draw the picture and the lists in ARCHITECTURE.md anew"
	@echo "make lock     write requirements/ anew from pyproject.toml (needs uv)"

site: .venv/site
	$(BIN)/ratified site build
	$(BIN)/ratified check

serve: .venv/site
	$(BIN)/ratified site serve

pdf: .venv/site
	sh .ci/browser
	$(BIN)/ratified site build
	$(BIN)/ratified pdf

# The demo's dates are always the same, so it is judged by a fixed day.
DEMO_DAY := 2026-11-22
PORT ?= 8010

demo: demo-built
	@echo "Example Corp is at http://127.0.0.1:$(PORT)/ until Ctrl-C; another port: make demo PORT=8011"
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory build/demo-site $(PORT)

demo-built: .venv/site
	sh .ci/signing-tools
	@mkdir -p build
	@rm -rf build/demo.new
	$(BIN)/ratified demo build/demo.new >/dev/null
	@rm -rf build/demo && mv build/demo.new build/demo
	$(BIN)/ratified check --repo build/demo --as-of $(DEMO_DAY)
	$(BIN)/ratified site build --repo build/demo --as-of $(DEMO_DAY) --out build/demo-site

test: .venv/dev
	sh tests/set-up.sh
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

# Everything: what `make test` leaves out as well, and more of what it runs. CONTRIBUTING.md lists what.
nightly: .venv/dev
	sh tests/set-up.sh
	RATIFIED_NIGHTLY=1 RATIFIED_HISTORIES=20000 LAW_EXAMPLES=2000 $(BIN)/pytest -n $(WORKERS) --dist worksteal -m ""

mutation: .venv/mutation
	$(BIN)/python tests/mutation/run.py

check: lint types floors test site

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev
	$(BIN)/mypy

floors: .venv/dev
	$(BIN)/lint-imports

schemas: .venv/dev
	$(BIN)/python schemas/write.py

architecture: .venv/dev
	$(BIN)/python tests/architecture.py

screens: .venv/dev demo-built
	sh tests/set-up.sh
	$(BIN)/python tests/screens.py build/demo-site

# Lighthouse itself is installed here alone: the tests do without.
lighthouse: .venv/dev demo-built
	sh benchmarks/lighthouse/set-up.sh
	$(BIN)/python benchmarks/site_speed.py build/demo-site

bench: .venv/dev
	$(BIN)/python benchmarks/run.py

lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --upgrade pyproject.toml --extra site --group build -o requirements/site.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --upgrade pyproject.toml --extra site --group dev -o requirements/dev.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --upgrade --group mutation -c requirements/dev.txt -o requirements/mutation.txt

clean:
	rm -rf .venv build

# A lock holds everything that is needed, so nothing is left to resolve: pip would take a newer `coverage` for
# somebody's `coverage[toml]` and then miss its hash.
.venv/site: requirements/site.txt pyproject.toml | .venv/made
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements/site.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: requirements/dev.txt pyproject.toml | .venv/made
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ .venv/site

.venv/mutation: requirements/mutation.txt .venv/dev
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements/mutation.txt
	@touch $@

.venv/made:
	sh .ci/make-venv "$(PYTHON)"
