#!/bin/sh
# Finds or installs a Chromium for the browser tests.
set -eu
. "$(dirname "$0")/system.sh"

has_chromium() {
  for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && return 0
  done
  [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] ||
    [ -x "/Applications/Chromium.app/Contents/MacOS/Chromium" ]
}

has_chromium && exit 0
echo "Installing Chromium for the browser tests …"
if command -v brew >/dev/null 2>&1; then
  brew install --quiet --cask chromium >/dev/null || true
else
  install_packages chromium chromium || true
fi
has_chromium && exit 0
if [ "${CI:-}" = true ]; then
  echo "Chromium is missing and could not be installed." >&2
  exit 1
fi
echo "No Chromium: the browser tests will be skipped." >&2
