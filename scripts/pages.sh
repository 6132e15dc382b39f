#!/usr/bin/env bash
# djlint over the pages. Frames and macros stay out: it would put white space where none may be.
set -euo pipefail
cd "$(dirname "$0")/.."
find templates -mindepth 2 -name '*.html' -not -path 'templates/components/*' -print0 | xargs -0 .venv/bin/djlint "$@"
