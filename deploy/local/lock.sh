#!/usr/bin/env bash
# Write requirements.lock anew from pyproject.toml: a fresh environment, what it resolved to, nothing else; then, with
# the same versions, requirements-runtime.lock: what an image carries, each package with its hashes.
# Usage: lock.sh [runtime]     runtime = only the second, from the versions that requirements.lock has now
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

python3.11 -m venv "$fresh/venv"
if [ "${1:-all}" != runtime ]; then
    "$fresh/venv/bin/python" -m pip -q install "${root}[dev]"
    {
        echo "# Every package of the hub and its tool chain, exactly. Made by deploy/local/lock.sh; do not edit."
        "$fresh/venv/bin/python" -m pip freeze --all --exclude countynet --exclude pip
    } >"$root/deploy/local/requirements.lock"
fi

# Of the runtime packages images need all but supervisor, which starts the hub on one machine.
"$fresh/venv/bin/python" -m pip -q install uv==0.13.9
{
    echo "# What the images carry (deploy/Dockerfile), with hashes. Made by deploy/local/lock.sh; do not edit."
    "$fresh/venv/bin/uv" pip compile --quiet --generate-hashes --python-version 3.11 --no-annotate --no-header \
        --no-emit-package supervisor --constraint "$root/deploy/local/requirements.lock" "$root/pyproject.toml"
} >"$fresh/runtime.lock"
mv "$fresh/runtime.lock" "$root/deploy/local/requirements-runtime.lock"
