#!/usr/bin/env bash
# Write requirements.lock anew from pyproject.toml: a fresh environment, what it resolved to, nothing else.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

python3.11 -m venv "$fresh/venv"
"$fresh/venv/bin/python" -m pip -q install "${root}[dev]"
{
    echo "# Every package of the hub and its tool chain, exactly. Made by deploy/local/lock.sh; do not edit."
    "$fresh/venv/bin/python" -m pip freeze --all --exclude countynet --exclude pip
} >"$root/deploy/local/requirements.lock"
