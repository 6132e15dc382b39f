#!/usr/bin/env bash
# Print a Python that the platform runs on (3.11 to 3.13), or nothing. PYTHON names one to prefer.
fits='import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
  if found=$(command -v "$candidate") && "$found" -c "$fits" 2>/dev/null; then
    echo "$found"
    exit
  fi
done
