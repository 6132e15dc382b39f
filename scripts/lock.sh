#!/usr/bin/env bash
# Resolve pyproject.toml into lock files: versions and hashes, no addresses. --upgrade takes newer versions.
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_SYSTEM_CERTS=true
compile() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header "$@"
}
compile "$@" pyproject.toml --group build -o requirements.lock
compile "$@" pyproject.toml --group dev --constraint requirements.lock -o requirements-dev.lock
echo uv | compile "$@" --no-annotate - -o requirements-uv.lock
