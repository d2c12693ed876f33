#!/usr/bin/env bash
# Installs what a fresh Debian with Rust and Node lacks. `setup.sh demo` needs only a C compiler; `setup.sh test` also needs
# PostgreSQL, curl, Chromium with a Chinese font, poppler to read PDFs back, and Python for the conformance run. Says what it
# does; does nothing twice.
set -euo pipefail
need=()
has() { command -v "$1" >/dev/null 2>&1; }
has cc || need+=(build-essential)
has cargo || { echo "Rust is missing: install it first (rustup or Debian's rustc 1.94 or later)" >&2; exit 1; }
has npm || { echo "Node 20 or later with npm is missing: install it first" >&2; exit 1; }
if [ "${1:-}" = test ]; then
  has pg_ctl || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 || need+=(postgresql)
  [ -x /usr/bin/chromium ] || need+=(chromium)
  ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc >/dev/null 2>&1 || need+=(fonts-noto-cjk)
  has pdftotext || need+=(poppler-utils)
  has python3 || need+=(python3)
  has curl || need+=(curl)
  python3 -c 'import venv, ensurepip' >/dev/null 2>&1 || need+=(python3-venv)
fi
[ ${#need[@]} -eq 0 ] && exit 0
echo "installing: ${need[*]}"
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
as_root apt-get update -qq
# A server that the package would start is not wanted: tests start their own.
as_root mkdir -p /etc/postgresql-common/createcluster.d 2>/dev/null || true
DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
