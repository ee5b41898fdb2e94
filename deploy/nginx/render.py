"""The compose gateway's nginx.conf, made of its own frame and the doors that the gateway on one machine has.

`python -m deploy.nginx.render` writes it anew, `--check` ends with 1 when the file is stale. What both gateways share
(rules, error pages, locations) is written once, in deploy/local; here each door leads to a name that is asked for anew,
since one name stands for several processes.
"""

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path

if not __package__:  # run as a file: the checkout, not this folder, is where imports begin
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from deploy.local import gateway
from deploy.local.plan import SERVICE_OFFSETS

HERE = Path(__file__).resolve().parent
FRAME = HERE / "frame.conf.template"
RENDERED = HERE / "nginx.conf"
PORTS = {name: 8000 + offset for name, offset in SERVICE_OFFSETS.items()}
RULES_FROM, RULES_TO = "gateway/scgi;\n", "@UPSTREAMS@"
DOORS_FROM, SEARCHED = "server_name _;\n", re.compile(r"proxy_pass http://(\w+);")


@dataclass(frozen=True)
class Place:
    """Where the gateway runs; by habit a container of docker-compose.yml."""

    resolver: str = "127.0.0.11"
    plain: str = "8080"
    tls: str = "8443"
    secrets: str = "/run/secrets"
    temporary: str = "/tmp"
    ports: dict[str, int] | None = None


def render(place: Place) -> str:
    """The whole configuration; ValueError when the local template no longer has the marks that it is cut at."""
    local = gateway.filled(gateway.TEMPLATE.read_text(encoding="utf-8"))
    try:
        rules = local.split(RULES_FROM, 1)[1].split(RULES_TO, 1)[0]
        doors = local.split(DOORS_FROM, 1)[1]
    except IndexError as error:
        raise ValueError(f"{gateway.TEMPLATE} has no {RULES_FROM!r}, {RULES_TO!r} or {DOORS_FROM!r}") from error
    rules = "\n".join(line for line in rules.strip("\n").split("\n") if "proxy_next_upstream" not in line)
    ports = place.ports or PORTS
    text = FRAME.read_text(encoding="utf-8")
    for mark, value in {
        "@RESOLVER@": place.resolver,
        "@RULES@": rules,
        "@PLAIN@": place.plain,
        "@TLS@": place.tls,
        "@SECRETS@": place.secrets,
        "@TEMPORARY@": place.temporary,
        "@DOORS@": SEARCHED.sub(lambda door: _door(door[1], ports[door[1]]), doors).rstrip("\n"),
    }.items():
        text = text.replace(mark, value)
    return text


def _door(service: str, port: int) -> str:
    """A name in a variable is looked up when a request comes, not once when nginx starts."""
    return f"set $process {service}:{port};\n            proxy_pass http://$process;"


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or say by 1 that it is stale."""
    parser = argparse.ArgumentParser(prog="python -m deploy.nginx.render", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 when the file is stale")
    text = render(Place())
    if parser.parse_args(arguments).check:
        if RENDERED.read_text(encoding="utf-8") != text:
            print(f"{RENDERED} is stale: run python -m deploy.nginx.render", file=sys.stderr)
            return 1
        return 0
    RENDERED.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
