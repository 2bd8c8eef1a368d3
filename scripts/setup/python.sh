#!/bin/sh
# Makes the virtual environment: python.sh PYTHON VENV
set -eu
. "$(dirname "$0")/system.sh"
python=$1
venv=$2

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Seutukartta needs Python 3.11 or newer; “$python” is not. Try: make PYTHON=python3.12 …" >&2
  exit 1
fi
if [ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  exit 0
fi
if ! "$python" -m venv "$venv" >/dev/null 2>&1; then
  # Debian and Ubuntu keep venv in a package of its own.
  install_packages python3-venv python || true
  "$python" -m venv "$venv"
fi
