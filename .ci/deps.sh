#!/usr/bin/env bash
# deps.sh build|test - installs the system packages that are missing, and only those. Says what to do where it cannot.
set -euo pipefail

packages=(libssl-dev libreadline-dev libsqlite3-dev)
[ "${1:-build}" != test ] || packages+=(dovecot-core dovecot-pop3d openssl parallel python3 python3-pexpect)

die() { printf '%s\n' "$@" >&2; exit 1; }

command -v "${SWIFT:-swift}" >/dev/null ||
    die 'martlet needs: Swift 6.3 or newer, with its bin folder in PATH (https://www.swift.org/install)'

if [ "$(uname -s)" = Darwin ]; then
    for keg in openssl@3 readline sqlite; do
        brew --prefix --installed "$keg" >/dev/null 2>&1 ||
            die 'martlet needs: openssl@3 readline sqlite; run: brew install openssl@3 readline sqlite'
    done
    exit 0
fi
if ! command -v dpkg-query >/dev/null; then
    echo 'martlet needs the headers of OpenSSL 3, readline 8 and SQLite 3; this system has no apt-get, so they are not checked' >&2
    exit 0
fi

missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) || state=
    [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

cannot="martlet needs: ${missing[*]}; run as root: apt-get install ${missing[*]}"
if [ "$(id -u)" = 0 ]; then root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then root=(sudo -n)
elif command -v sudo >/dev/null && [ -t 0 ]; then root=(sudo)
else die "$cannot"
fi
as_root() { ${root[@]+"${root[@]}"} "$@"; }

echo "installing: ${missing[*]}"

# The tests start a Dovecot of their own; Debian's must not start by being installed.
policy=/usr/sbin/policy-rc.d
if [[ " ${missing[*]} " == *" dovecot-"* ]] && [ ! -e $policy ]; then
    trap 'as_root rm -f $policy' EXIT
    as_root sh -c "printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy"
fi

log=$(mktemp)
apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -qq "$@" >"$log" 2>&1; }
install() { apt install -y --no-install-recommends "${missing[@]}"; }

# Known packages first go without a fresh list; an old list names versions that are gone.
apt-cache show "${missing[@]}" >/dev/null 2>&1 || apt update || true
install || { apt update && install; } || { cat "$log" >&2; die "$cannot"; }
rm -f "$log"
