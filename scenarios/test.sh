#!/usr/bin/env bash
# Every test, stage by stage; goes on after a failed stage so that one run tells all. Ends with one closing line.
set -uo pipefail
cd "$(dirname "$0")/.."
passed=0 failed=0 broken=()
log=$(mktemp -d)
export CARGO_TERM_COLOR=never

# stage NAME COMMAND…: runs it, adds up "N passed" and "N failed" of the runners' own closing lines.
stage() {
  local name=$1 start=$SECONDS; shift
  echo "== $name"
  "$@" >"$log/$name.log" 2>&1
  local code=$?
  local p f
  p=$(grep -hoE '[0-9]+ passed' "$log/$name.log" | awk '{n += $1} END {print n + 0}')
  f=$(grep -hoE '[0-9]+ failed' "$log/$name.log" | awk '{n += $1} END {print n + 0}')
  passed=$((passed + p)) failed=$((failed + f))
  if [ $code -ne 0 ]; then
    [ "$f" -eq 0 ] && failed=$((failed + 1))
    broken+=("$name")
    tail -n 120 "$log/$name.log"
  else
    grep -E '^(  *Summary|test result|PASS |note:|share of kills|checks? )' "$log/$name.log" | tail -n 5
  fi
  echo "== $name: exit $code, $p passed, $f failed, $((SECONDS - start)) s"
}

rust_tests() {
  export TIMEBANK_TEST_POSTGRES=${TIMEBANK_TEST_POSTGRES:-$(bash scenarios/postgres.sh url)}
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --workspace --no-fail-fast --status-level fail
  else
    cargo test --workspace --no-fail-fast
  fi
}

stage rust rust_tests
stage house cargo xtask all
stage binary cargo build -p tb-cli
[ -f scenarios/faults/run.sh ] && stage faults bash scenarios/faults/run.sh
# The browser stories and the conformance run stand on their own for now: `make browser`, `make conformance`.

rm -rf "$log"
[ ${#broken[@]} -eq 0 ] || echo "failed stages: ${broken[*]}"
echo "$passed passed, $failed failed"
[ ${#broken[@]} -eq 0 ] && [ "$failed" -eq 0 ]
