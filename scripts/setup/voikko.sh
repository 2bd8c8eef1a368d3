#!/bin/sh
# Installs Voikko, the Finnish analyser, where the system's package manager can.
set -eu
. "$(dirname "$0")/system.sh"

has_voikko() {
  .venv/bin/python -c 'import libvoikko; libvoikko.Voikko("fi")' >/dev/null 2>&1
}

has_voikko && exit 0
echo "Installing Voikko for Finnish words …"
install_packages "libvoikko1 voikko-fi" "libvoikko" || true
has_voikko && exit 0
if [ "${CI:-}" = true ]; then
  echo "Voikko is missing and could not be installed." >&2
  exit 1
fi
echo "Voikko is not installed: search works, but finds fewer inflected words." >&2
echo "Debian, Ubuntu: sudo apt install libvoikko1 voikko-fi    macOS: brew install libvoikko" >&2
