#!/usr/bin/env bash
# Does the API do what its document says? Starts the real server with a small made-up city and lets schemathesis send
# generated requests, right and wrong, as an officer's program, a volunteer and an elder; every answer must be one the document
# describes. At most three minutes in all. Ends with "N passed, M failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
here=scenarios/conformance
binary=${TIMEBANK_BINARY:-target/debug/timebank}
# The program refuses words of the environment that it does not know.
export -n TIMEBANK_BINARY
work=target/conformance
venv=$work/venv
seed=${CONFORMANCE_SEED:-1}
log=$work/server.log

[ -n "${TIMEBANK_BINARY:-}" ] || cargo build -q -p tb-cli
if [ ! -f "$venv/.ready" ] || ! cmp -s $here/requirements.txt "$venv/.ready"; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install -q --disable-pip-version-check -r $here/requirements.txt
  cp $here/requirements.txt "$venv/.ready"
fi

rm -rf $work/city $work/report $work/*.tally
mkdir -p $work
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
base=http://127.0.0.1:$port
# The city of the browser stories, or a copy of it when one is ready (CITY_READY).
export STORIES_BIN=$binary
data=$work/city/data
scenarios/browser/serve.sh $work/city >$work/city.log 2>&1 || { tail -n 30 $work/city.log; exit 1; }
mkdir -p $data/messages
officer=$(python3 $here/token.py $data)
scenarios/browser/serve.sh $work/city "$port" >"$log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true' EXIT
for _ in $(seq 150); do
  curl -fsS "$base/readyz" >/dev/null 2>&1 && break
  kill -0 $server 2>/dev/null || { tail -n 30 "$log"; exit 1; }
  sleep 0.2
done
curl -fsS "$base/readyz" >/dev/null
volunteer=$(python3 $here/sign_in.py "$base" $data volunteer-free)
elder=$(python3 $here/sign_in.py "$base" $data elder)
CONFORMANCE_IDS=$(python3 $here/known.py "$base" "$officer")
export CONFORMANCE_IDS

passed=0 failed=0
# as NAME TOKEN SECONDS OPERATIONS: OPERATIONS must succeed at least once. Signing out would end the run's own session.
as() {
  local name=$1 seconds=$3 out=$work/$1.log
  if CONFORMANCE_TOKEN=$2 SCHEMATHESIS_HOOKS=$here/hooks.py \
    timeout $((seconds + 30)) "$venv/bin/schemathesis" --config-file $here/schemathesis.toml run "$base/api/openapi.json" \
    --phases examples,coverage,fuzzing --max-examples 15 --max-time "$seconds" --seed "$seed" --no-color --warnings off \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,negative_data_rejection,missing_required_header,unsupported_method,ignored_auth \
    --exclude-operation-id people.sign-out --continue-on-failure --report ndjson --report-dir "$work/report/$name" >"$out" 2>&1 &&
    python3 $here/tell.py "$work/report/$name" "$4" >"$out.tally"; then
    passed=$((passed + 1))
    echo "as $name: $(grep -oE '[0-9]+ generated' "$out" | tail -n 1) requests, every answer as described"
  else
    failed=$((failed + 1))
    tail -n 150 "$out"
  fi
  cat "$out.tally" 2>/dev/null || true
}

# What is served is what is committed, also in its readable form.
curl -fsS "$base/api/openapi.json" -o $work/openapi.json
curl -fsS "$base/api/" -o $work/api.html
if cmp $work/openapi.json docs/openapi.json && grep -q 'id="orders.submit"' $work/api.html; then
  passed=$((passed + 1))
  echo "the served document is docs/openapi.json"
else
  failed=$((failed + 1))
fi
as officer "$officer" 45 30
as volunteer "$volunteer" 30 12
as elder "$elder" 30 12
if grep -qE 'panicked|a request failed|a handler panicked' "$log"; then
  echo "the server's log has a fault:"
  grep -nE 'panicked|a request failed|a handler panicked' "$log" | head -n 20
  failed=$((failed + 1))
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
