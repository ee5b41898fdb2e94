#!/bin/sh
# What the gateway's container runs: nginx, told at which port people find the encrypted door.
# Usage: start.sh CONFIGURATION [FOLDER]     FOLDER: where `outside.conf`, which CONFIGURATION takes in, is written (/tmp)
# GATEWAY_PORT: the published port; addresses without a port mean 443.
set -eu
port=${GATEWAY_PORT:-8443}
case $port in
    *[!0-9]* | ??????*)
        echo "gateway: GATEWAY_PORT=$port. Allowed: one port number, such as 8443 or 443." >&2
        exit 2
        ;;
    443) outside= ;;
    *) outside=:$port ;;
esac
# shellcheck disable=SC2016 # the name is nginx's
printf 'set $outside "%s";\n' "$outside" >"${2:-/tmp}/outside.conf"
exec nginx -e stderr -c "$1"
