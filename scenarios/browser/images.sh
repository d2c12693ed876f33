#!/usr/bin/env bash
# Draws docs/images/faces.png anew, from the real program on the city of the stories.
set -euo pipefail
exec "$(dirname "$0")/run.sh" images.mjs
