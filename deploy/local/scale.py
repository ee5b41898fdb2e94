"""How many processes each service of a hub has, and into how many partitions its inbox is spread."""

import os
from collections.abc import Mapping

from deploy.local.names import SERVICE_OFFSETS, PlanError

MOST_PROCESSES = 8
STEP = 10
"""The ports of a service's further processes follow its own by so much: `routing.1` at BASE+112."""
DEFAULT_PARTITIONS = 4
"""Of a service with several processes, where PARTITIONS says nothing of it: with one partition one would do it all."""


def read_scale(given: str | None, remembered: Mapping[str, int]) -> dict[str, int]:
    """From `--scale` or COUNTYNET_SCALE, such as `routing=2,intake=2`, else as the hub was started last.

    Services with one process are left out. Raises PlanError with what is allowed.
    """
    text = given if given is not None else os.environ.get("COUNTYNET_SCALE")
    if text is None:
        return dict(remembered)
    found: dict[str, int] = {}
    for part in filter(None, text.replace(" ", "").split(",")):
        name, _, number = part.partition("=")
        if name not in SERVICE_OFFSETS or name in found or not number.isdecimal():
            raise PlanError(f"scale {part!r}: allowed is {'|'.join(SERVICE_OFFSETS)}=NUMBER, each once, with commas")
        if not 1 <= int(number) <= MOST_PROCESSES:
            raise PlanError(f"scale {part!r}: allowed are 1 to {MOST_PROCESSES} processes")
        found[name] = int(number)
    return {name: number for name, number in found.items() if number > 1}


def processes(service: str, scale: Mapping[str, int]) -> list[str]:
    """The programs of a service: `routing`, `routing.1`, …"""
    return [service, *(f"{service}.{k}" for k in range(1, scale.get(service, 1)))]


def service_of(process: str) -> str:
    """The service that a program runs."""
    return process.partition(".")[0]


def further_offsets(scale: Mapping[str, int]) -> dict[str, int]:
    """Offsets from the base port, for every process but the first of each service."""
    return {
        name: SERVICE_OFFSETS[service] + STEP * k
        for service in scale
        for k, name in enumerate(processes(service, scale))
        if k
    }


def partitions(scale: Mapping[str, int]) -> str:
    """PARTITIONS for all services of the hub: what the environment says, and four where several processes share."""
    given = os.environ.get("PARTITIONS", "").replace(" ", "")
    named = {part.partition("=")[0] for part in given.split(",")}
    more = (f"{service}={DEFAULT_PARTITIONS}" for service in sorted(scale) if service not in named)
    return ",".join(filter(None, (given, *more)))
