#!/usr/bin/env bash
# The benchmarks of docs/benchmarks.md, side by side in one run on this machine: pgbench TPC-B (scale 50, prepared, 32
# clients) and our settlements on the same PostgreSQL, and settlements on SQLite. Prints ratios; figures alone say little.
#   bench.sh [seconds per measurement] [rounds]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-10} rounds=${2:-3}
cargo build --release -q -p tb-cli
bin=target/release/timebank
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
url=$(bash scenarios/postgres.sh url --durable)
socket=${url##*host=}
pg() { PGHOST=$socket PGPORT=5433 PGUSER=timebank "$@"; }
pg psql -qc 'drop database if exists bench_tpcb with (force)' -c 'create database bench_tpcb' postgres
pg pgbench -q -i -s 50 bench_tpcb >/dev/null 2>&1
for round in $(seq "$rounds"); do
  tps=$(pg pgbench -M prepared -c 32 -j 2 -T "$seconds" bench_tpcb 2>/dev/null | awk '/^tps/ {print $3}')
  echo "round $round  tpcb  32 clients  $tps /s"
  pg psql -qc 'drop database if exists bench_settle with (force)' -c 'create database bench_settle' postgres
  target=${url/\/postgres\?/\/bench_settle?}
  "$bin" bench settle --database "$target" --callers 1,8,32,256 --seconds "$seconds" --baseline "$tps"
  rm -rf "$work/sqlite" && mkdir "$work/sqlite"
  "$bin" bench settle --database "$work/sqlite/bench.db" --callers 1,8,32,256 --seconds "$seconds" --baseline "$tps"
done
