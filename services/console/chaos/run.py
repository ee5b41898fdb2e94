"""One fault run from beginning to end: staff, load, faults and poison side by side, rest, verdict."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from services.console.bench.load import stories
from services.console.chaos import rest
from services.console.chaos.children import start_outsider, start_proxy
from services.console.chaos.feeding import Feeder
from services.console.chaos.load import Load
from services.console.chaos.own_hub import OwnHub
from services.console.chaos.poison import Poison
from services.console.chaos.recovery import Recovery
from services.console.chaos.schedule import Fault, Kind
from services.console.chaos.strike import Striker
from services.console.chaos.verdict import Verdict, judge
from services.console.exits import ConsoleError
from services.console.lives.client_log import FOLDER, ClientLog
from services.console.lives.staff import engage
from services.console.lives.steps import Steps
from services.console.lives.story import Choices
from services.console.ops import Ops
from services.console.reconcile.gather import gather
from services.console.reconcile.texts import asked
from services.console.reconcile.words import compare_sealed
from services.console.wire.client import Client

SETTLE_S = 60.0
RECOVERS_S = 40.0
"""So long after the last fault may a recovery take; part of the time to settle."""

CONNECTIONS = 96
MEDIATED_EACH = 5
"""One life in so many is settled by a mediation body."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to run."""

    seed: int
    duration: float
    rate: float
    most: int


@dataclass(slots=True)
class Struck:
    """One fault as it was done: when, and how long recovery took (None: not until the end).

    `overtaken`: the next fault struck before the hub had recovered, so that its time is in this one's recovery too.
    """

    fault: Fault
    began: float
    ended: float | None = None
    recovery: float | None = None
    overtaken: bool = False
    error: str = ""


@dataclass(slots=True)
class Report:
    """What a run tells."""

    struck: list[Struck]
    fed: list[Poison]
    lives: dict[str, Any]
    unfinished: list[str] = field(default_factory=list)
    not_at_rest: dict[str, Any] = field(default_factory=dict)
    queues: dict[str, int] = field(default_factory=dict)
    verdict: Verdict = field(default_factory=Verdict)
    parked: int = 0
    facts: int = 0

    @property
    def clean(self) -> bool:
        """Whether everything is as it must be."""
        whole = not (self.lives["lives_failed"] or self.unfinished or self.not_at_rest or self.queues)
        done = all(s.error == "" and (s.fault.kind is Kind.POISON or s.recovery is not None) for s in self.struck)
        return whole and done and self.verdict.clean and self.lives["lives_done"] > 0


async def run(own: OwnHub, wish: Wish, plan: list[Fault], say: Callable[[str], None]) -> Report:
    """Start the hub, run load and faults, and judge. Raises ConsoleError when the hub cannot be used."""
    async with AsyncExitStack() as stack:
        proxy = await start_proxy(own.proxy_port, own.amqp_port)
        stack.push_async_callback(proxy.end)
        stack.push_async_callback(asyncio.to_thread, own.down)  # while the broker can still be reached
        hub = await asyncio.to_thread(own.up)
        outsider = await start_outsider(await asyncio.to_thread(own.amqp_uri))
        stack.push_async_callback(outsider.end)
        ops, choices = Ops(hub), Choices(hub.county)
        leads = sorted({choices.lead(category) for category in hub.county.categories.codes()})
        staff = await asyncio.to_thread(engage, ops, leads, choices.mediators().unit)
        log = ClientLog(hub.var / FOLDER, f"chaos-{wish.seed}")
        stack.callback(log.close)
        client = Client(hub.url, CONNECTIONS)
        stack.push_async_callback(client.close)
        name = f"chaos-{wish.seed}"
        patience = wish.duration + SETTLE_S
        steps = Steps(client, client, staff, choices, log=log, run=name, patience=patience, mediation=client)
        load = Load(steps, stories(choices, wish.seed, name, MEDIATED_EACH), wish.rate, wish.most)
        feeder = Feeder(outsider, ops, load, wish.seed)
        say(f"the hub is up in {hub.var}; {wish.rate:g} lives begin a second")
        faults = _Faults(Striker(own, proxy), feeder, Recovery(hub, load), say)
        async with asyncio.TaskGroup() as group:
            over = asyncio.Event()
            group.create_task(load.run(over))
            group.create_task(faults.all(plan, wish.duration, over))
        return await _settle(own, ops, load, faults, feeder, say)


async def _settle(
    own: OwnHub, ops: Ops, load: Load, faults: _Faults, feeder: Feeder, say: Callable[[str], None]
) -> Report:
    loop = asyncio.get_running_loop()
    begun = faults.over_since
    say(f"no more faults, all recovered after {loop.time() - begun:.1f} s; every life finishes")
    unfinished = await load.finish(SETTLE_S - (loop.time() - begun))
    left = max(SETTLE_S - (loop.time() - begun), 5.0)
    say(f"lives are over after {loop.time() - begun:.1f} s; waiting for the hub's rest")
    not_at_rest = await asyncio.to_thread(rest.until_rest, ops, left)
    say(f"at rest after {loop.time() - begun:.1f} s; comparing" if not not_at_rest else "not at rest; comparing")
    report = Report(faults.struck, feeder.fed, load.told(), unfinished, not_at_rest)
    report.queues = await asyncio.to_thread(rest.queues, own)
    picture = await asyncio.to_thread(gather, ops)
    report.verdict = judge(picture, feeder.fed, await asyncio.to_thread(rest.counters, ops))
    texts = await asyncio.to_thread(lambda: compare_sealed(picture, asked(ops)))
    report.verdict.wrong.extend(texts)
    report.parked, report.facts = len(picture.parked), len(picture.facts)
    return report


class _Faults:
    """Strikes by the schedule and measures each recovery, while poison is fed on its own."""

    def __init__(self, striker: Striker, feeder: Feeder, recovery: Recovery, say: Callable[[str], None]) -> None:
        self._striker, self._feeder, self._recovery, self._say = striker, feeder, recovery, say
        self._loop = asyncio.get_running_loop()
        self._recoveries: set[asyncio.Task[None]] = set()
        self.struck: list[Struck] = []
        self.over_since = 0.0

    async def all(self, plan: list[Fault], duration: float, over: asyncio.Event) -> None:
        """Everything of the schedule, each as near to its time as what came before allows; then the recoveries."""
        begun = self._loop.time()
        async with asyncio.TaskGroup() as group:
            for of_poison in (True, False):
                chosen = [fault for fault in plan if (fault.kind is Kind.POISON) is of_poison]
                group.create_task(self._one_by_one(chosen, begun))
        await asyncio.sleep(max(0.0, begun + duration - self._loop.time()))
        self.over_since = self._loop.time()
        if self._recoveries:
            await asyncio.wait(self._recoveries, timeout=RECOVERS_S)
        for task in self._recoveries:
            task.cancel()
        over.set()

    async def _one_by_one(self, faults: list[Fault], begun: float) -> None:
        for fault in faults:
            await asyncio.sleep(max(0.0, begun + fault.at - self._loop.time()))
            struck = Struck(fault, round(self._loop.time() - begun, 1))
            for before in self.struck:
                before.overtaken |= before.recovery is None and Kind.POISON not in (fault.kind, before.fault.kind)
            self.struck.append(struck)
            try:
                if fault.kind is Kind.POISON:
                    await self._feeder.feed(fault.feed)
                else:
                    await self._striker.strike(fault)
            except ConsoleError as error:
                struck.error = str(error)
                self._say(f"{struck.began:6.1f} s  {fault.kind} {fault.target}: {error}")
                continue
            now = self._loop.time()
            struck.ended = round(now - begun, 1)
            if fault.kind is not Kind.POISON:
                task = self._loop.create_task(self._recover(struck, now))
                self._recoveries.add(task)
                task.add_done_callback(self._recoveries.discard)

    async def _recover(self, struck: Struck, ended: float) -> None:
        struck.recovery = round(await self._recovery.seconds(ended), 2)
