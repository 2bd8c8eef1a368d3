# Installs packages of the operating system; sourced by the scripts beside it.
#
#   install_packages "apt packages" "brew packages"
#
# Returns non-zero where nothing can install them: no root and no sudo without a password,
# or neither apt nor brew.

install_packages() {
  if command -v apt-get >/dev/null 2>&1; then
    run=""
    if [ "$(id -u)" != 0 ]; then
      sudo -n true 2>/dev/null || return 1
      run="sudo -n"
    fi
    # Package lists may be missing or old on a fresh machine: try, refresh, try again.
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $run apt-get install -y -q $1 >/dev/null 2>&1 && return 0
    $run apt-get update -q >/dev/null 2>&1
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $run apt-get install -y -q $1 >/dev/null
  elif command -v brew >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    brew install --quiet $2 >/dev/null
  else
    return 1
  fi
}
