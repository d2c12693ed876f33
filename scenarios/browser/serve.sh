#!/usr/bin/env bash
# The made-up city of the stories, in FOLDER: fills it, or serves it at PORT until told to stop.
#   serve.sh FOLDER [PORT]
# CITY_READY=FOLDER: a filled one, of which a copy is served. STORIES_BIN: the program, instead of the debug build.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$1 port=${2:-}
mkdir -p "$folder"
# The rules of Nanjing as a version of their own that differs in one number: a visit of a minute counts, because a story
# cannot wait for ten.
rm -rf "$folder/rules"
cp -r "$root/policies/nanjing" "$folder/rules"
sed -i 's/NJ-2022-24/NJ-STORIES/g' "$folder"/rules/2022-24/*.toml
sed -i 's/^min_service = .*/min_service = 1/' "$folder/rules/2022-24/parameters.toml"
if [ -n "${CITY_READY:-}" ] && [ ! -e "$folder/data" ]; then cp -r "$CITY_READY/data" "$folder/data"; fi
# From one address a whole city signs in here, and generated requests come in crowds.
rate=1000000/1000000
export TIMEBANK_POLICY_DIR=$folder/rules TIMEBANK_LIMITS_ADDRESS=$rate TIMEBANK_LIMITS_SIGN_IN=$rate \
  TIMEBANK_LIMITS_WRITE=$rate TIMEBANK_LIMITS_READ=$rate TIMEBANK_LIMITS_HEAVY=$rate TIMEBANK_LOG_LEVEL=${TIMEBANK_LOG_LEVEL:-warn}
how=(--no-serve)
[ -z "$port" ] || how=(--listen "127.0.0.1:$port")
exec "${STORIES_BIN:-$root/target/debug/timebank}" demo --city nanjing --people 80 --days 20 --seed 7 \
  --data-dir "$folder/data" "${how[@]}"
