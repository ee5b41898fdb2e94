#!/usr/bin/env bash
# Make the folder of secrets that docker-compose.yml mounts: passwords, keys, addresses with passwords in them.
# Safe to repeat: what is there is never changed, what is missing is made. Needs openssl, and for the keys either this
# checkout's .venv or docker (an image of a service then makes them).
# Usage: deploy/secrets.sh [FOLDER]     FOLDER: SECRETS_DIR of .env, else ./secrets
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${1:-${SECRETS_DIR:-$root/secrets}}
registry=${COUNTYNET_REGISTRY:-countynet}
version=${COUNTYNET_VERSION:-0.1.0}
services=(intake routing mediation oversight notify)

say() { printf 'secrets: %s\n' "$*"; }
die() {
    printf 'secrets: %s\n' "$*" >&2
    exit 1
}

command -v openssl >/dev/null || die "openssl is missing; install it"
umask 077
mkdir -p "$folder"
# The folder is its owner's alone. The files in it may be read by all who get them: a container's user has another
# number than their owner, and Compose gives each container only the files that its service names.
chmod 0700 "$folder"

# keep NAME: the content comes on standard input, and becomes a whole file or none; a file that is there stays.
keep() {
    if [ -e "$folder/$1" ]; then
        cat >/dev/null
    else
        cat >"$folder/.$1.new"
        chmod 0444 "$folder/.$1.new"
        mv "$folder/.$1.new" "$folder/$1"
        say "made $1"
    fi
}

password() { openssl rand -hex 24; }

for name in rabbitmq mongo-admin "${services[@]/#/mongo-}" grafana-admin operator; do
    password | keep "$name-password"
done
openssl rand -base64 512 | keep mongo-keyfile

broker=$(cat "$folder/rabbitmq-password")
printf 'default_user = countynet\ndefault_pass = %s\n' "$broker" | keep rabbitmq-user.conf
printf 'amqp://countynet:%s@rabbitmq:5672/countynet\n' "$broker" | keep amqp-uri
for service in "${services[@]}"; do
    printf 'mongodb://countynet_%s:%s@mongo1:27017,mongo2:27017,mongo3:27017/countynet_%s?replicaSet=countynet&authSource=admin\n' \
        "$service" "$(cat "$folder/mongo-$service-password")" "$service" | keep "store-uri-$service"
done
# Ways out of the hub, empty until the county has them: an address (README, Settings), written into the file.
for way in smtp-uri sms-uri wecom-uri; do printf '' | keep "$way"; done

if [ ! -e "$folder/gateway-key.pem" ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 397 -subj "/CN=countynet" \
        -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" \
        -keyout "$folder/.gateway-key.new" -out "$folder/.gateway-certificate.new" 2>/dev/null
    keep gateway-certificate.pem <"$folder/.gateway-certificate.new"
    keep gateway-key.pem <"$folder/.gateway-key.new"
    rm -f "$folder/.gateway-key.new" "$folder/.gateway-certificate.new"
    say "the gateway's certificate is signed by itself: put the county's own in its place before people use it"
fi

# The keys of seal, sign-in, record and contacts: made by the hub's own program in a folder of its own, which is there
# until the last of them is in place, so that halves of different pairs never meet.
if [ -e "$folder/.keys" ] || [ ! -e "$folder/token.json" ]; then
    keys=$folder/.keys
    mkdir -p "$keys"
    if [ -x "$root/.venv/bin/python" ]; then
        (cd "$root" && .venv/bin/python -m services.chassis.keys init "$keys") >/dev/null
    else
        command -v docker >/dev/null || die "for the keys: run deploy/local/setup.sh venv, or install docker"
        docker run --rm --network none --read-only --user "$(id -u):$(id -g)" --volume "$keys:/keys" \
            --entrypoint python "$registry/oversight:$version" -m services.chassis.keys init /keys >/dev/null
    fi
    for file in "$keys"/*.json; do keep "$(basename "$file")" <"$file"; done
    rm -rf "$keys"
fi
say "ready: $folder. Keep a copy elsewhere: without seal.json no sealed word is ever opened again."
