# The entrances to everything; README.md starts with the first three.
SHELL := /bin/sh
PY := .venv/bin/python

.PHONY: help demo run test slow lint types contracts texts check bench bench-folder bench-training recipes \
	comparison faults torture fuzz coverage mutation audit guide licences package models lock clean setup dev-setup

help:  ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup:
	@packaging/setup/system.sh run
	@packaging/setup/python.sh requirements.lock

dev-setup:
	@packaging/setup/system.sh test
	@packaging/setup/python.sh requirements-dev.lock

demo: setup  ## install what is missing, inspect the samples, photograph the window
	@$(PY) packaging/demo.py

run: setup  ## open the window
	@$(PY) -m carinspect

test: dev-setup  ## run the tests
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2 --dist loadgroup -m "not xcb and not slow and not access"
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -p no:randomly -m access tests/unit/ui/access
	packaging/setup/with_screen.sh $(PY) -m pytest -m xcb

slow: dev-setup  ## the tests that take long: kills, large databases, real photos
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2 --dist loadgroup -m "slow and not xcb and not access"

lint: dev-setup  ## format and lint
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .

types: dev-setup  ## pyright, strict
	$(PY) -m pyright

contracts: dev-setup  ## who may import whom
	.venv/bin/lint-imports

texts: dev-setup  ## every text translated, none stale
	$(PY) packaging/catalogs.py check

check: lint types contracts texts test  ## all that CI runs

bench: dev-setup  ## speed, against the original's way in the same run
	$(PY) tests/benchmarks/bench_inspect.py

bench-folder: dev-setup  ## 10,000 photos in one folder: photos a second, memory
	$(PY) tests/benchmarks/bench_folder.py

bench-training: dev-setup  ## training speed, against the original's way (needs the photos)
	$(PY) tests/benchmarks/bench_training.py

recipes: dev-setup  ## the three recipes by five seeds, as a table (needs the photos)
	$(PY) models/tools/seeds_table.py

comparison: dev-setup  ## precision and recall of "new damage" (needs the photos)
	$(PY) models/tools/measure_comparison.py

faults: dev-setup  ## 200 kills in the middle of saving
	$(PY) -m tests.faults.kill_while_saving

torture: dev-setup  ## everything that can go wrong, within half an hour; prints the table
	$(PY) -m tests.torture

fuzz: dev-setup  ## mutate every file that is read back, for five minutes
	$(PY) -m tests.fuzz --seconds 300

coverage: dev-setup  ## lines and branches that the tests reach
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2 --dist loadgroup -m "not slow and not xcb and not access" \
	    --cov=carinspect --cov-branch --cov-report=term

mutation: dev-setup  ## do the tests notice small mistakes? A drawn sample
	$(PY) -m tests.mutation

audit: dev-setup  ## known holes of the dependencies (needs the advisories' server)
	$(PY) -m pip_audit --strict --disable-pip --require-hashes -r requirements.lock

guide: dev-setup  ## take the guide's pictures again
	$(PY) packaging/guide_pictures.py

licences: dev-setup  ## collect the licences of all parts again
	$(PY) packaging/licences.py

package: dev-setup  ## build the installers and use what they install (root; minutes)
	@packaging/setup/system.sh package
	$(PY) packaging/build.py make --target deb run nsis-stub --test

models: dev-setup  ## make the shipped models again (needs the photos: CARINSPECT_DATA)
	$(PY) models/tools/convert_efficientnet_lite.py
	$(PY) models/tools/train_shipped_model.py
	$(PY) -m pip install --no-deps ai-edge-quantizer litert-lm-builder immutabledict
	$(PY) models/tools/train_localized.py

lock:  ## pin the dependencies anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate \
	    --output-file requirements.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate \
	    --all-extras --group dev --output-file requirements-dev.lock pyproject.toml

clean:  ## remove what can be made again
	rm -rf .venv build dist demo-out .pytest_cache .ruff_cache
