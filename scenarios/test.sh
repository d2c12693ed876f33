#!/usr/bin/env bash
# Every test, stage by stage; goes on after a failed stage so that one run tells all. Ends with one closing line.
set -uo pipefail
cd "$(dirname "$0")/.."
passed=0 failed=0 broken=()
log=$(mktemp -d)
export CARGO_TERM_COLOR=never

# stage NAME COMMAND…: runs it and tells its outcome.
stage() {
  local name=$1; shift
  echo "== $name"
  run "$name" "$@"
  tell "$name"
}

# beside A B: both at once (each is a function or script of that name); told one after the other.
beside() {
  local name
  echo "== ${*}, side by side"
  for name in "$@"; do run "$name" "$name" & done
  wait
  for name in "$@"; do tell "$name"; done
}

run() {
  local name=$1 start=$SECONDS; shift
  local code=0
  "$@" >"$log/$name.log" 2>&1 || code=$?
  echo "$code $((SECONDS - start))" >"$log/$name.end"
}

# Adds up "N passed" and "N failed" of the runners' own closing lines.
tell() {
  local name=$1 code=1 took=0 p f
  read -r code took <"$log/$name.end"
  p=$(grep -hoE '[0-9]+ passed' "$log/$name.log" | awk '{n += $1} END {print n + 0}')
  f=$(grep -hoE '[0-9]+ failed' "$log/$name.log" | awk '{n += $1} END {print n + 0}')
  passed=$((passed + p)) failed=$((failed + f))
  if [ "$code" -ne 0 ]; then
    [ "$f" -eq 0 ] && failed=$((failed + 1))
    broken+=("$name")
    tail -n 120 "$log/$name.log"
  else
    grep -E '^(  *Summary|test result|PASS |note:|share of kills|checks? |as )' "$log/$name.log" | tail -n 5
  fi
  echo "== $name: exit $code, $p passed, $f failed, $took s"
}

rust_tests() {
  export TIMEBANK_TEST_POSTGRES=${TIMEBANK_TEST_POSTGRES:-$(bash scenarios/postgres.sh url)}
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --workspace --no-fail-fast --status-level fail
  else
    cargo test --workspace --no-fail-fast
  fi
}

# One made-up city for both; each serves a copy of it.
city() { scenarios/browser/serve.sh "$log/city"; }
browser() { STORIES_BIN=$PWD/target/debug/timebank CITY_READY=$log/city scenarios/browser/run.sh; }
conformance() { TIMEBANK_BINARY=$PWD/target/debug/timebank CITY_READY=$log/city scenarios/conformance/run.sh; }

stage rust rust_tests
stage house cargo xtask all
stage binary cargo build -p tb-cli
stage faults bash scenarios/faults/run.sh
stage city city
beside browser conformance

rm -rf "$log"
[ ${#broken[@]} -eq 0 ] || echo "failed stages: ${broken[*]}"
echo "$passed passed, $failed failed"
[ ${#broken[@]} -eq 0 ] && [ "$failed" -eq 0 ]
