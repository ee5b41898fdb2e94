"""`bench`: saturation by a closed loop, then the latencies at a part of it; what was spent, and by whom."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.console.bench.load import Load, Tally, stories
from services.console.hub import SERVICES, Hub
from services.console.lives.client_log import FOLDER, ClientLog
from services.console.lives.staff import Staff, engage
from services.console.lives.steps import ORDER, OVER, SERVICE_OF, Steps
from services.console.lives.story import Choices
from services.console.measure.histogram import exact_quantile
from services.console.measure.hub_meter import HubMeter
from services.console.ops import Ops
from services.console.replay.hub_clock import HubClock
from services.console.wire.client import Client

TWO_THIRDS = 2 / 3
MOST_CONNECTIONS = 64
"""To each service; a life that finds none free waits, and its wait counts as latency."""


@dataclass(frozen=True)
class Wish:
    """What to measure: a `rate` alone, or a closed loop of `at_once` lives and then (`paced`) two thirds of it."""

    rate: float | None
    at_once: int
    paced: bool
    seconds: float
    warm_up: float
    seed: int
    run: str
    idempotent: bool
    log: bool
    gateway: bool


async def bench(hub: Hub, wish: Wish, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """The phases that were wished for, each with its measurements. Raises ConsoleError when the hub cannot be used."""
    ops, choices = Ops(hub), Choices(hub.county)
    leads = sorted({choices.lead(category) for category in hub.county.categories.codes()})
    staff = await asyncio.to_thread(engage, ops, leads)
    log = ClientLog(hub.var / FOLDER, f"bench-{wish.run}", buffered=True) if wish.log else None
    try:
        phases = []
        if wish.rate is not None:
            phases.append(await _phase(hub, ops, choices, staff, log, wish, wish.rate))
        else:
            say(f"closed loop, {wish.at_once} lives at once, {wish.warm_up:g} + {wish.seconds:g} s")
            phases.append(await _phase(hub, ops, choices, staff, log, wish, None))
            reached = phases[0]["lives_per_second"]
            if wish.paced and reached:
                say(f"{reached:.1f} lives/s; now paced at two thirds, {reached * TWO_THIRDS:.1f} lives/s")
                phases.append(await _phase(hub, ops, choices, staff, log, wish, reached * TWO_THIRDS))
        return phases
    finally:
        if log is not None:
            log.close()


async def registrations(hub: Hub, wish: Wish, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Registrations alone, in a closed loop and then paced at two thirds of what every subscriber kept up with."""
    ops, choices = Ops(hub), Choices(hub.county)
    staff = await asyncio.to_thread(engage, ops, [])
    say(f"registrations, {wish.at_once} at once, {wish.warm_up:g} + {wish.seconds:g} s")
    closed = await _phase(hub, ops, choices, staff, None, wish, None, until=1)
    applied = closed["lives"] / (closed["seconds"] + closed["drained_after_seconds"])
    closed["applied_per_second"] = round(applied, 1)
    say(f"{applied:.0f} registrations/s to the last subscriber; now two thirds of it")
    return [closed, await _phase(hub, ops, choices, staff, None, wish, applied * TWO_THIRDS, until=1)]


async def _phase(
    hub: Hub,
    ops: Ops,
    choices: Choices,
    staff: Staff,
    log: ClientLog | None,
    wish: Wish,
    rate: float | None,
    until: int = OVER,
) -> dict[str, Any]:
    led = ("intake", "routing")
    clients = {
        service: Client(hub.url if wish.gateway else hub.service_url(service), MOST_CONNECTIONS) for service in led
    }
    quiet = HubClock({service: Client(hub.service_url(service), 1) for service in SERVICES}, ops.token)
    run = f"bench-{wish.run}-{'paced' if rate else 'closed'}-{until}"
    steps = Steps(clients["intake"], clients["routing"], staff, choices, log=log, run=run if wish.idempotent else None)
    meter = HubMeter(hub, ops, "load")
    load = Load(steps, stories(choices, wish.seed, run), wish.warm_up, meter.restart, until)
    try:
        tally = await (load.closed(wish.at_once, wish.seconds) if rate is None else load.paced(rate, wish.seconds))
        told = await asyncio.to_thread(meter.told, tally.lives)
        begun = asyncio.get_running_loop().time()
        await quiet.drain()
        told["drained_after_seconds"] = round(asyncio.get_running_loop().time() - begun, 2)
    finally:
        for client in clients.values():
            await client.close()
        await quiet.close()
    return _told(wish, rate, tally, steps) | told | {"hint": _hint(told, tally)}


def _told(wish: Wish, rate: float | None, tally: Tally, steps: Steps) -> dict[str, Any]:
    return {
        "phase": "closed" if rate is None else "paced",
        "lives_at_once": wish.at_once if rate is None else None,
        "wished_lives_per_second": None if rate is None else round(rate, 2),
        "seconds": round(tally.seconds, 2),
        "lives": tally.lives,
        "lives_per_second": round(tally.lives / tally.seconds, 2) if tally.seconds else 0.0,
        "failed": dict(tally.failed),
        "held_back": tally.held_back,
        "life_ms": _quantiles(tally.whole),
        "tries_before_their_time": dict(steps.waits),
        "step_ms": {step: _quantiles(steps.seconds[step]) | {"service": SERVICE_OF[step]} for step in ORDER},
    }


def _quantiles(seconds: list[float]) -> dict[str, Any]:
    found = {name: exact_quantile(seconds, share) for name, share in (("p50", 0.5), ("p99", 0.99))}
    return {name: None if value is None else round(1000 * value, 2) for name, value in found.items()}


def _hint(told: dict[str, Any], tally: Tally) -> str:
    """In one sentence: who takes the CPU, and what to look at next."""
    spent = {name: seconds for name, seconds in told["cpu_seconds"].items() if seconds > 0}
    total = sum(spent.values())
    if not total:
        return "no CPU was read"
    first = max(spent, key=lambda name: spent[name])
    shares = ", ".join(
        f"{name} {100 * seconds / total:.0f} %" for name, seconds in sorted(spent.items(), key=lambda s: -s[1])
    )
    busy = total / tally.seconds if tally.seconds else 0.0
    return f"{busy:.2f} cores busy: {shares}; next: py-spy record --pid of {first}"
