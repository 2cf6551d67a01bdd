#!/bin/sh
# Make or refresh the virtual environment .venv from a lock file.
#   packaging/setup/python.sh requirements.lock
# Prefers a Python that is there already; on Debian as root, installs Debian's own.
set -eu
lock=$1
stamp=.venv/.installed-$(basename "$lock")

usable() { "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; }
find_python() {
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
        if usable "$candidate"; then echo "$candidate"; return; fi
    done
}

if [ ! -x .venv/bin/python ]; then
    python=$(find_python)
    if [ -z "$python" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "carinspect: installing Debian's Python"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
            python3 python3-venv ca-certificates >/dev/null
        python=$(find_python)
    fi
    if [ -z "$python" ]; then
        echo "carinspect: Python 3.11, 3.12 or 3.13 with venv is needed" \
             "(Debian: sudo apt-get install python3 python3-venv)" >&2
        exit 1
    fi
    "$python" -m venv .venv
fi

if [ ! -f "$stamp" ] || [ "$lock" -nt "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$lock"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
    touch "$stamp"
fi
