#!/bin/bash
# usage: aptInstall.sh PACKAGE...
# Installs those of the Debian packages that are missing. Never asks; prints only what went wrong.
set -euo pipefail

missing=()
for package in "$@"; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0
if [ "$(id -u)" != 0 ]; then
  echo "Debian packages are missing and only root can install them: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# RUNLEVEL: services that come with a package (sshd) are not started.
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
get() { apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" >>"$log" 2>&1 </dev/null; }
# A fresh machine's package lists are missing or stale: they are fetched when the first attempt fails.
if ! get install -y --no-install-recommends "${missing[@]}"; then
  if ! { get update && get install -y --no-install-recommends "${missing[@]}"; }; then
    echo "apt-get could not install ${missing[*]}. Its last lines:" >&2
    tail -n 5 "$log" >&2
    exit 1
  fi
fi
