#!/bin/sh
# What a container runs: the one package that its image holds. `exec`, so that SIGTERM reaches Python itself.
set -eu
exec python -m "services.${SERVICE}" "$@"
