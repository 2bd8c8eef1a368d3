#!/bin/sh
# Finds or installs PostgreSQL's server for the tests, which start one of their own.
set -eu
. "$(dirname "$0")/system.sh"

has_postgres() {
  .venv/bin/python -m tests.postgres_server --find >/dev/null
}

# Debian's package would make a database and start a server for it.
without_main_cluster() {
  folder=/etc/postgresql-common/createcluster.d
  run=""
  [ "$(id -u)" = 0 ] || run="sudo -n"
  $run mkdir -p "$folder" 2>/dev/null || return 1
  echo "create_main_cluster = false" | $run tee "$folder/seutukartta.conf" >/dev/null
  "$@" || true
  $run rm -f "$folder/seutukartta.conf"
  $run rmdir -p --ignore-fail-on-non-empty "$folder"
}

has_postgres && exit 0
echo "Installing PostgreSQL for the tests …"
if command -v apt-get >/dev/null 2>&1; then
  without_main_cluster install_packages postgresql "" || true
else
  install_packages "" postgresql@16 || true
fi
has_postgres && exit 0
if [ "${CI:-}" = true ]; then
  echo "PostgreSQL is missing and could not be installed." >&2
  exit 1
fi
echo "No PostgreSQL: its tests will be skipped." >&2
