"""The load: whole lives, either so many at once (closed loop) or so many begun a second (paced)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from services.console.bench.sentences import generate
from services.console.lives.steps import OVER, StepFailed, Steps
from services.console.lives.story import Choices, Course, Story

MOST_UNDER_WAY = 3000
"""A paced load begins no more while so many lives are under way: the hub is overloaded, and that is told."""

TICK_SECONDS = 0.005
"""A paced load begins what is due this often: waking for each life alone cost the load as much as leading it."""


@dataclass(slots=True)
class Tally:
    """What became of the lives of one phase, after its warm-up."""

    seconds: float = 0.0
    lives: int = 0
    begun: int = 0
    held_back: int = 0
    whole: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)


def stories(choices: Choices, seed: int, run: str, mediated_each: int = 0) -> Iterator[Story]:
    """An endless seeded stream of generated matters; of so many (0: none) one goes to a mediation body."""
    random, count = Random(seed), 0
    while True:
        count += 1
        told, id = generate(random), f"{seed}-{count}"
        yield Story(
            id=f"{run}-{id}",
            channel="phone",
            place=choices.village(id),
            title=told.title,
            text=told.text,
            petitioner=told.petitioner,
            fallback=choices.category(id),
            reply=told.reply,
            outcome=choices.outcome(id),
            receiving=choices.rating("receiving", id),
            responsible=choices.rating("responsible", id),
            mediated=mediated_each > 0 and count % mediated_each == 0,
        )


class Load:
    """One phase of load; `settled` is called once in a thread, when the warm-up is over."""

    def __init__(
        self,
        steps: Steps,
        source: Iterator[Story],
        warm_up: float,
        settled: Callable[[], None],
        until: int = OVER,
    ) -> None:
        """`until`: after how many steps a life counts as over; 1 for registrations alone."""
        self._steps, self._source, self._warm_up, self._settled, self._until = steps, source, warm_up, settled, until
        self._loop = asyncio.get_running_loop()
        self._counting = False
        self._under_way: set[asyncio.Task[None]] = set()
        self.tally = Tally()

    async def closed(self, at_once: int, seconds: float) -> Tally:
        """Keep `at_once` lives under way; count what ends within `seconds` after the warm-up."""
        over = asyncio.Event()
        workers = [self._loop.create_task(self._worker(over)) for _ in range(at_once)]
        await self._measure(seconds)
        over.set()
        await asyncio.gather(*workers)
        return self.tally

    async def paced(self, rate: float, seconds: float) -> Tally:
        """Begin `rate` lives a second, whatever becomes of them."""
        pacer = self._loop.create_task(self._pace(rate))
        await self._measure(seconds)
        pacer.cancel()
        under_way = await asyncio.gather(pacer, return_exceptions=True)
        if under_way and isinstance(under_way[0], Exception):
            raise under_way[0]
        await asyncio.gather(*self._under_way)
        return self.tally

    async def _pace(self, rate: float) -> None:
        begun, count = self._loop.time(), 0
        while True:
            due = int((self._loop.time() - begun) * rate)
            while count < due:
                count += 1
                if len(self._under_way) >= MOST_UNDER_WAY:
                    self.tally.held_back += 1
                    continue
                task = self._loop.create_task(self._life())
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)
            await asyncio.sleep(max(TICK_SECONDS, begun + (count + 1) / rate - self._loop.time()))

    async def _measure(self, seconds: float) -> None:
        await asyncio.sleep(self._warm_up)
        await asyncio.to_thread(self._settled)
        self._steps.seconds.clear()
        self._steps.waits.clear()
        self._counting, begun = True, self._loop.time()
        await asyncio.sleep(seconds)
        self._counting = False
        self.tally.seconds = self._loop.time() - begun

    async def _worker(self, over: asyncio.Event) -> None:
        while not over.is_set():
            await self._life()

    async def _life(self) -> None:
        begun, course = self._loop.time(), Course(next(self._source))
        self.tally.begun += self._counting
        try:
            while course.done < self._until:
                await self._steps.take(course)
        except StepFailed as failed:
            self.tally.failed[str(failed)] += 1
            await asyncio.sleep(0.05)
            return
        if self._counting:
            self.tally.lives += 1
            self.tally.whole.append(self._loop.time() - begun)
