#!/bin/sh
# Finds or installs a Chromium for the browser tests. Debian's headless shell, the same browser
# without windows and menus, takes half the time: CI gets that one.
set -eu
. "$(dirname "$0")/system.sh"

has_headless_shell() {
  command -v chromium-headless-shell >/dev/null 2>&1
}

has_chromium() {
  for name in "${CHROMIUM:-chromium}" chromium-headless-shell chromium chromium-browser \
    google-chrome; do
    command -v "$name" >/dev/null 2>&1 && return 0
  done
  [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] ||
    [ -x "/Applications/Chromium.app/Contents/MacOS/Chromium" ]
}

has_headless_shell && exit 0
[ "${CI:-}" != true ] && has_chromium && exit 0
echo "Installing Chromium for the browser tests …"
if command -v apt-get >/dev/null 2>&1; then
  install_packages chromium-headless-shell "" 2>/dev/null || has_chromium ||
    install_packages chromium "" || true
elif command -v brew >/dev/null 2>&1; then
  has_chromium || brew install --quiet --cask chromium >/dev/null || true
fi
has_chromium && exit 0
if [ "${CI:-}" = true ]; then
  echo "Chromium is missing and could not be installed." >&2
  exit 1
fi
echo "No Chromium: the browser tests will be skipped." >&2
