# shellcheck shell=bash
# Debian and Ubuntu packages, installed only when the command they bring is missing. Needs say.sh.

# as_root COMMAND…: runs it as root, through sudo where needed.
as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "'$*' needs root, and there is no sudo." "Run this again as root."
  fi
}

# need_commands COMMAND:PACKAGE…: installs the packages of the commands that are missing.
need_commands() {
  local pair missing=() wanted=()
  for pair in "$@"; do
    if ! PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%:*}" >/dev/null; then
      missing+=("${pair%%:*}")
      wanted+=("${pair#*:}")
    fi
  done
  [[ ${#missing[@]} -eq 0 ]] || install_packages "the commands ${missing[*]} are missing" "${wanted[@]}"
}

# install_packages REASON PACKAGE…
install_packages() {
  local reason=$1
  shift
  command -v apt-get >/dev/null ||
    die "$reason, and this machine has no apt-get to install them with." "Install what Debian calls: $*"
  step "installing $* ($reason)"
  local log
  log=$(mktemp)
  # The index is fetched only when the first try fails: on most machines it is there already.
  apt_install "$@" >"$log" 2>&1 ||
    { as_root apt-get update -q >>"$log" 2>&1 && apt_install "$@" >>"$log" 2>&1; } ||
    { tail -n 5 "$log" >&2; die "apt-get could not install: $*" "The whole output is in $log; install them by hand, then run this again."; }
  rm -f "$log"
}

# RUNLEVEL=1 keeps a package's own service from starting: what is needed is started here, with its own configuration.
apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "$@" </dev/null
}
