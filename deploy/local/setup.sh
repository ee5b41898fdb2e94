#!/usr/bin/env bash
# Give this checkout what it needs to run: Debian packages and the virtual environment.
# Safe to repeat; a prepared machine is recognised in well under a second and left alone.
# Usage: setup.sh [venv|all|test]     venv = only the Python side (lint, unit tests); all = also broker and gateway;
#                                     test = also what the tests look at the hub with: browser, Chinese font, Prometheus
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
lock="$root/deploy/local/requirements.lock"
venv="$root/.venv"
stamp="$venv/.countynet-stamp"
policy=/usr/sbin/policy-rc.d

say() { printf 'setup: %s\n' "$*"; }
die() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "need root or sudo for: $*"
    fi
}

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# A Debian package may start its service when it is installed; a policy of "never" (101) stops that
# for the time of the installation, and what stood there before is put back, also after a failure.
forbid_service_starts() {
    # Kept beside the original, so that putting it back restores content, owner and mode at once.
    if [ -e "$policy" ] && [ ! -e "$policy.before-countynet" ]; then as_root mv "$policy" "$policy.before-countynet"; fi
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
}

restore_service_policy() {
    as_root rm -f "$policy"
    if [ -e "$policy.before-countynet" ]; then as_root mv "$policy.before-countynet" "$policy"; fi
}

install_packages() {
    command -v apt-get >/dev/null || die "missing: $*; install them by hand, or use docker compose"
    say "installing Debian packages: $*"
    trap restore_service_policy EXIT
    forbid_service_starts
    as_root apt-get -qq -o Acquire::Retries=3 update >&2
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -y -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 install --no-install-recommends "$@" >&2
    restore_service_policy
    trap - EXIT
    keep_from_starting_at_boot "$@"
}

# Only for packages that this very run brought: the hub runs its own broker and gateway from var/.
keep_from_starting_at_boot() {
    command -v systemctl >/dev/null || return 0
    local package
    for package in "$@"; do
        case $package in
        rabbitmq-server) as_root systemctl --quiet disable rabbitmq-server.service epmd.socket epmd.service ;;
        nginx-light) as_root systemctl --quiet disable nginx.service ;;
        prometheus) as_root systemctl --quiet disable prometheus.service ;;
        esac || say "note: could not keep $package from starting at boot; it does not disturb the hub"
    done
}

# Debian's own interpreter where there is one: built with link-time optimisation it takes a fifth less CPU than a plain
# build of the same version (docs/decisions/0004); else whichever python3.11 is found.
interpreter() {
    if [ -x /usr/bin/python3.11 ]; then echo /usr/bin/python3.11; else command -v python3.11; fi
}

ensure_system_packages() {
    local missing=()
    if [ "$1" != venv ]; then
        [ -e /usr/lib/rabbitmq/bin/rabbitmq-server ] || installed rabbitmq-server || missing+=(rabbitmq-server)
        [ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || missing+=(nginx-light)
    fi
    if [ "$1" = test ]; then
        [ -x /usr/bin/chromium ] || missing+=(chromium)
        installed fonts-noto-cjk || missing+=(fonts-noto-cjk)
        [ -x /usr/bin/prometheus ] || missing+=(prometheus)
    fi
    if [ -z "$(interpreter)" ]; then
        missing+=(python3.11 python3.11-venv)
    elif [ ! -e "$stamp" ] && ! "$(interpreter)" -c 'import ensurepip, venv' 2>/dev/null; then
        missing+=(python3.11-venv)
    fi
    if [ "${#missing[@]}" -gt 0 ]; then install_packages "${missing[@]}"; fi
}

# The stamp holds what the environment was made from, its place included: scripts inside it carry absolute paths.
fingerprint() {
    { cat "$lock" "$root/pyproject.toml"; printf '%s' "$root" "$(readlink -f "$(interpreter)")"; } | sha256sum | cut -d' ' -f1
}

of_this_interpreter() { [ "$(readlink -f "$venv/bin/python")" = "$(readlink -f "$(interpreter)")" ]; }

ensure_venv() {
    local wanted
    wanted=$(fingerprint)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && [ -x "$venv/bin/python" ]; then return; fi
    if ! of_this_interpreter || ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
        say "making the virtual environment with $(interpreter)"
        "$(interpreter)" -m venv --clear "$venv"
    fi
    say "installing the locked Python packages"
    "$venv/bin/python" -m pip --disable-pip-version-check -q --retries 5 install --no-deps -r "$lock"
    "$venv/bin/python" -m pip --disable-pip-version-check -q install --no-deps --no-build-isolation -e "$root"
    "$venv/bin/python" -m pip --disable-pip-version-check check >/dev/null ||
        die "the locked packages do not fit together: run '.venv/bin/python -m pip check'"
    printf '%s\n' "$wanted" >"$stamp"
}

case ${1:-all} in venv | all | test) ;; *) die "'$1': allowed are venv, all, test" ;; esac
mkdir -p "$root/var"
exec 9>"$root/var/setup.lock"
flock 9 # two `make` at once wait for each other
ensure_system_packages "${1:-all}"
ensure_venv
