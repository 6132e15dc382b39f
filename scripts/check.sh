#!/usr/bin/env bash
# Everything that can be checked without running the tests; all of it, even after something failed.
set -uo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
failed=0

check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    echo "  ok      $name"
  else
    echo "  FAILED  $name"
    printf '%s\n' "$output"
    failed=1
  fi
}

same_as_printed() { # file, command of marac
  diff -u "$1" <(marac "$2")
}

check "formatting" ruff format --check --diff .
check "lint" ruff check .
check "types" mypy
check "import contracts" lint-imports --no-logo
check "templates, formatting" scripts/pages.sh --check
check "templates, lint" djlint --lint --quiet templates
check "tables equal the migrations" marac check-schema
check "docs/permissions.md" same_as_printed docs/permissions.md permissions
check "docs/lifecycle.md" same_as_printed docs/lifecycle.md lifecycle
check "docs/visibility.md" same_as_printed docs/visibility.md visibility
exit $failed
