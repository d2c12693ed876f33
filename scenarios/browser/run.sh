#!/usr/bin/env bash
# The stories of the faces, told in a real Chromium against the real program on a small made-up city.
#   scenarios/browser/run.sh            all stories
#   ONLY=loop scenarios/browser/run.sh  those whose name contains "loop"
#   QUICK=1 …  without axe      SHOTS=1 …  draws every page into shots/      ARIA=write …  keeps the accessibility trees anew
# STORIES_URL and STORIES_DATA: a program that already runs, with its folder. CITY_READY: see serve.sh.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
export NO_COLOR=1

[ -f "$root/surface/web/ui/dist/manifest.json" ] || make -C "$root" ui >&2
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error >&2

work=$(mktemp -d)
server=
finish() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT

[ -n "${STORIES_BIN:-}" ] || (cd "$root" && cargo build -q -p tb-cli)
export STORIES_DOORS=$work/doors
"${STORIES_BIN:-$root/target/debug/timebank}" doors --demo >"$STORIES_DOORS"

if [ -z "${STORIES_URL:-}" ]; then
  port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
  ./serve.sh "$work" "$port" >"$work/server.log" 2>&1 &
  server=$!
  export STORIES_URL=http://127.0.0.1:$port STORIES_DATA=$work/data
  patience=$((SECONDS + 300))
  until curl -fsS -o /dev/null "$STORIES_URL/readyz" 2>/dev/null; do
    [ $SECONDS -lt $patience ] && kill -0 "$server" 2>/dev/null || { cat "$work/server.log" >&2; echo "0 passed, 1 failed"; exit 1; }
    sleep 0.5
  done
fi

if [ $# -gt 0 ]; then
  node "$@"
  exit
fi

code=0
node --test-reporter=tap stories.mjs 2>&1 | tee "$work/told.tap" || code=$?
# A fault that no page showed would stand in the log.
if [ -s "$work/server.log" ] && grep -E 'ERROR|panicked' "$work/server.log" >&2; then code=1; fi
count() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$work/told.tap" | tail -n 1; }
passed=$(count pass) failed=$(count fail) cancelled=$(count cancelled)
failed=$((${failed:-1} + ${cancelled:-0}))
[ -n "$passed" ] && [ "$passed" -gt 0 ] && [ "$failed" -eq 0 ] || code=1
echo "${passed:-0} passed, $failed failed"
exit "$code"
