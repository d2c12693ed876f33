#!/usr/bin/env bash
# A private PostgreSQL for tests and benchmarks, under target/postgres (or $TIMEBANK_PG_DIR). Listens on a socket only.
#   postgres.sh url [--durable]   start it if it does not run, print its address (--durable: fsync on, for benchmarks)
#   postgres.sh stop
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
mode=${2:-}
dir=${TIMEBANK_PG_DIR:-${TMPDIR:-/tmp}/timebank-postgres-$(printf %s "$here" | cksum | cut -d' ' -f1)$mode}
bin=$(dirname "$(readlink -f "$(command -v pg_ctl || ls /usr/lib/postgresql/*/bin/pg_ctl 2>/dev/null | sort -V | tail -1)")" 2>/dev/null || true)
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ]; then
  echo "PostgreSQL 15 or later is not installed: apt-get install postgresql" >&2
  exit 1
fi
# PostgreSQL refuses to run as root; then its own user runs it.
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
case ${1:-} in
  url)
    mkdir -p "$dir"
    [ "$(id -u)" != 0 ] || { id postgres >/dev/null 2>&1 || useradd --system --no-create-home postgres; chown postgres "$dir"; }
    exec 9>"$dir.lock"
    flock 9
    if ! as "$bin/pg_ctl" -D "$dir/data" status >/dev/null 2>&1; then
      fsync=off
      [ "$mode" = --durable ] && fsync=on
      [ -f "$dir/data/PG_VERSION" ] || as "$bin/initdb" -D "$dir/data" -U timebank --auth=trust -E UTF8 --no-locale >/dev/null
      as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" -o "-c listen_addresses='' -c unix_socket_directories='$dir' -c port=5433 \
        -c max_connections=300 -c fsync=$fsync -c synchronous_commit=on -c full_page_writes=$fsync -c shared_buffers=512MB \
        -c max_wal_size=4GB -c checkpoint_timeout=15min" start >/dev/null 9>&-
    fi
    echo "postgres://timebank@localhost:5433/postgres?host=$dir"
    ;;
  stop) as "$bin/pg_ctl" -D "$dir/data" -m fast stop >/dev/null ;;
  *) echo "usage: postgres.sh url|stop [--durable]" >&2; exit 2 ;;
esac
