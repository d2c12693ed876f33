# Two commands: `make demo` runs a city, `make test` runs the tests (browser and conformance: see below). Each installs what it lacks (Debian packages through
# apt, the rest through cargo, npm and pip).

CITY ?= nanjing
PORT ?= 8080

.PHONY: demo test browser conformance check ui setup setup-demo bench clean-data

demo: setup-demo ui
	cargo build --release -p tb-cli
	target/release/timebank demo --city $(CITY) --listen 127.0.0.1:$(PORT)

test: setup ui
	scenarios/test.sh

# The pages in a real browser, and the API against its own document: beside `make test` until both are part of it.
browser: setup ui
	scenarios/browser/run.sh

conformance: setup ui
	scenarios/conformance/run.sh

# What a change should pass before it is committed; quicker than `make test`.
check: ui
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings -A clippy::unwrap_used
	cargo xtask all

ui: surface/web/ui/dist/manifest.json

surface/web/ui/dist/manifest.json: $(shell find surface/web/ui -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)
	cd surface/web/ui && npm ci --no-audit --no-fund && npm run build

setup:
	scenarios/setup.sh test

setup-demo:
	scenarios/setup.sh demo

bench: ui
	scenarios/bench.sh

clean-data:
	rm -rf data
