#!/usr/bin/env bash
# Make .venv hold exactly what the lock file says. Quick when it already does.
# Usage: scripts/install.sh run|test
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_NO_PROGRESS=1 PIP_DISABLE_PIP_VERSION_CHECK=1
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS=true; fi # else uv's own

scripts/system.sh "$1"

exec 9<pyproject.toml # two at once in one checkout wait for each other
flock 9

kind=$1
if [ -e .venv/installed-test ]; then kind=test; fi # a developer's environment stays one
lock=requirements.lock
if [ "$kind" = test ]; then lock=requirements-dev.lock; fi
state=$(cat "$lock" requirements-uv.lock pyproject.toml | sha256sum)

usable() { # also false when Python went away, or the folder was moved or copied
  grep -qsF "$PWD/.venv" .venv/bin/activate && .venv/bin/python -c '' 2>/dev/null
}
providers() {
  if [ "$1" = test ]; then scripts/interop.sh; fi
}
if usable && [ "$(cat ".venv/installed-$kind" 2>/dev/null)" = "$state" ]; then
  providers "$1"
  exit 0
fi

echo "Installing Python packages into .venv"
if ! usable; then "$(scripts/python.sh)" -m venv --clear .venv; fi
: >".venv/installed-$kind" # begun, not done
sed -i '/^uv = /d' .venv/pyvenv.cfg # else uv, where it made .venv, would take itself and pip away again
if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "$(sed -n 's/^uv==\([^ ]*\).*/\1/p' requirements-uv.lock)" ]; then
  .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
  .venv/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements-uv.lock
fi
if ! .venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes --no-build --compile-bytecode "$lock"; then
  echo "That did not work with uv; trying with pip, which takes longer"
  .venv/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r "$lock"
fi
.venv/bin/uv pip install --quiet --python .venv/bin/python --offline --no-deps --no-build-isolation --editable .
echo "$state" >".venv/installed-$kind"
providers "$1"
