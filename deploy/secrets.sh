#!/usr/bin/env bash
# Make the folder of secrets that docker-compose.yml mounts: passwords, keys, addresses with passwords in them.
# Safe to repeat: what is there is never changed, what is missing is made. Needs openssl 1.1.1 or newer, no image.
# Usage: deploy/secrets.sh [FOLDER]     FOLDER: SECRETS_DIR of the environment or of .env (as Compose takes it: from
#                                       where docker-compose.yml is), else ./secrets there
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
services=(intake routing mediation oversight notify)

say() { printf 'secrets: %s\n' "$*"; }
die() {
    printf 'secrets: %s\n' "$*" >&2
    exit 1
}

# from_env_file NAME: its last value in .env, which is read and never run.
from_env_file() {
    local line value=
    [ -f "$root/.env" ] || return 0
    while IFS= read -r line || [ -n "$line" ]; do
        line=${line%$'\r'}
        [[ $line =~ ^[[:space:]]*(export[[:space:]]+)?$1[[:space:]]*=[[:space:]]*(.*)$ ]] || continue
        value=${BASH_REMATCH[2]}
        if [[ $value =~ ^\'([^\']*)\'[[:space:]]*(#.*)?$ || $value =~ ^\"([^\"]*)\"[[:space:]]*(#.*)?$ ]]; then
            value=${BASH_REMATCH[1]}
        else
            value=${value%%[[:space:]]#*}
            value=${value%"${value##*[![:space:]]}"}
        fi
    done <"$root/.env"
    case $value in
        *[\$\`\\\"\']*) die "$1 in .env: allowed is a plain path, without \$, quotes inside or backslashes" ;;
    esac
    printf '%s' "$value"
}

folder=${1:-}
if [ -z "$folder" ]; then
    if [ -n "${SECRETS_DIR+set}" ]; then folder=$SECRETS_DIR; else folder=$(from_env_file SECRETS_DIR); fi
    case ${folder:=./secrets} in
        /*) ;;
        "~"*) die "SECRETS_DIR: write the whole path instead of ~" ;;
        *) folder=$root/${folder#./} ;;
    esac
fi

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

# The keys of seal, sign-in, record and contacts, in the forms that services/chassis/keys.py makes and reads.
random_key() { openssl rand 32 | openssl base64 -A; }

# pair ALGORITHM KID: a fresh pair; the last 32 bytes of either DER form (RFC 8410) are the raw key.
pair() {
    local whole private public
    whole=$(openssl genpkey -algorithm "$1" -outform DER | openssl base64 -A)
    private=$(printf '%s' "$whole" | openssl base64 -d -A | tail -c 32 | openssl base64 -A)
    public=$(printf '%s' "$whole" | openssl base64 -d -A | openssl pkey -inform DER -pubout -outform DER | tail -c 32 | openssl base64 -A)
    [ "${#private}:${#public}" = 44:44 ] || die "this openssl makes no $1 keys; 1.1.1 or newer is needed"
    printf '{\n "kid": "%s",\n "private": "%s",\n "public": "%s"\n}\n' "$2" "$private" "$public"
}

# both NAME ALGORITHM KID: a pair and the half of it that others may have; halves of different pairs never meet.
both() {
    if [ ! -e "$folder/$1.json" ]; then
        [ ! -e "$folder/$1-public.json" ] ||
            die "$1-public.json is there without $1.json: restore it, or remove both to start anew"
        local made
        made=$(pair "$2" "$3")
        printf '%s\n' "$made" | keep "$1.json"
    fi
    if [ ! -e "$folder/$1-public.json" ]; then
        local kid public
        kid=$(sed -n 's/.*"kid": *"\([^"]*\)".*/\1/p' "$folder/$1.json")
        public=$(sed -n 's/.*"public": *"\([^"]*\)".*/\1/p' "$folder/$1.json")
        if [ -z "$kid" ] || [ "${#public}" != 44 ]; then
            die "$1.json: allowed is JSON with kid, private and public, each on a line of its own"
        fi
        printf '{\n "kid": "%s",\n "public": "%s"\n}\n' "$kid" "$public" | keep "$1-public.json"
    fi
}

if [ ! -e "$folder/seal.json" ]; then
    key=$(random_key)
    blind=$(random_key)
    printf '{\n "current": "k1",\n "keys": {\n  "k1": "%s"\n },\n "blind": "%s"\n}\n' "$key" "$blind" | keep seal.json
fi
both token ed25519 t1
if [ ! -e "$folder/audit.json" ]; then
    made=$(pair ed25519 a1)
    printf '%s\n' "$made" | keep audit.json
fi
both contact x25519 c1
say "ready: $folder. Keep a copy elsewhere: without seal.json no sealed word is ever opened again."
