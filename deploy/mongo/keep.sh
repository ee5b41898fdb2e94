#!/bin/sh
# One service's database out to standard output, or in from standard input: docker compose run --rm -T mongo-tools …
#   dump SERVICE > FILE      the service is stopped meanwhile: a dump of one database is no snapshot of a busy one
#   restore SERVICE < FILE   the service is stopped; then its new epoch is opened (docs/runbook.md, "Restore with compose")
set -eu
umask 077
case ${2:-} in
intake | routing | mediation | oversight | notify) database=countynet_$2 ;;
*)
    echo "keep: dump|restore SERVICE; services are intake routing mediation oversight notify" >&2
    exit 2
    ;;
esac
printf 'uri: "mongodb://admin:%s@mongo1:27017,mongo2:27017,mongo3:27017/?replicaSet=countynet&authSource=admin"\n' \
    "$(cat /run/secrets/mongo-admin-password)" >/tmp/uri.yml
# Never `countynet_<service>_epochs`: it must outlive every restore.
case $1 in
dump) exec mongodump --quiet --config /tmp/uri.yml --db "$database" --archive --gzip ;;
restore) exec mongorestore --quiet --config /tmp/uri.yml --nsInclude "$database.*" --drop --archive --gzip ;;
*)
    echo "keep: '$1': allowed are dump, restore" >&2
    exit 2
    ;;
esac
