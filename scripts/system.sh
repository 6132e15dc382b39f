#!/usr/bin/env bash
# See to what Debian must bring: Python's venv, the libraries for PDF, and for the tests a browser.
# Installs what is missing if it may; else prints the one command to type and fails.
# Usage: scripts/system.sh run|test
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
if [ "$1" = test ]; then wanted+=(chromium fonts-liberation); fi

missing=()
python=$(scripts/python.sh)
if [ -z "$python" ]; then
  missing+=(python3 python3-venv)
elif [ ! -x .venv/bin/python ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  missing+=("$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')")
fi

if ! command -v dpkg-query >/dev/null; then
  echo "This is not Debian: if something is missing, install the equivalent of ${missing[*]} ${wanted[*]}."
  exit 0
fi
for package in "${wanted[@]}"; do
  state=$(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null || true)
  if [ "${state:0:2}" != ii ]; then missing+=("$package"); fi
done
if [ ${#missing[@]} = 0 ]; then exit 0; fi

install="apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" = 0 ]; then
  root=()
elif sudo -n true 2>/dev/null; then
  root=(sudo -n)
else
  if command -v sudo >/dev/null; then become="sudo sh -c"; else become="su -c"; fi
  echo "Some system packages are missing. Have them installed with this one command, then try again:" >&2
  echo "  $become 'apt-get update && $install'" >&2
  exit 1
fi
echo "Installing system packages: ${missing[*]}"
quietly="-qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120"
script="export DEBIAN_FRONTEND=noninteractive; $install $quietly || { apt-get update -qq && $install $quietly; }"
if ! log=$("${root[@]}" sh -c "$script" 2>&1); then
  printf '%s\n' "$log" >&2
  exit 1
fi
