#!/usr/bin/env bash
# kill -9 of the real server under load, on both engines. Ends with "N passed, N failed".
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build -q -p tb-cli -p tb-faults
url=$(bash scenarios/postgres.sh url)
exec target/debug/tb-faults target/debug/timebank "$url" "${1:-30}"
