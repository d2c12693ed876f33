#!/usr/bin/env bash
# Serves the made-up city of the stories in FOLDER at PORT, until told to stop.
#   serve.sh FOLDER PORT
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$1 port=$2
mkdir -p "$folder"
# The rules of Nanjing as a version of their own that differs in one number: a visit of a minute counts, because a story
# cannot wait for ten.
rm -rf "$folder/rules"
cp -r "$root/policies/nanjing" "$folder/rules"
sed -i 's/NJ-2022-24/NJ-STORIES/g' "$folder"/rules/2022-24/*.toml
sed -i 's/^min_service = .*/min_service = 1/' "$folder/rules/2022-24/parameters.toml"
# From one address a whole city signs in here.
export TIMEBANK_POLICY_DIR=$folder/rules TIMEBANK_LIMITS_SIGN_IN=6000/2000 TIMEBANK_LIMITS_WRITE=6000/2000 \
  TIMEBANK_LIMITS_READ=6000/2000 TIMEBANK_LIMITS_HEAVY=600/200 TIMEBANK_LOG_LEVEL=${TIMEBANK_LOG_LEVEL:-warn}
exec "${STORIES_BIN:-$root/target/debug/timebank}" demo --city nanjing --people 80 --days 20 --seed 7 \
  --data-dir "$folder/data" --listen "127.0.0.1:$port"
