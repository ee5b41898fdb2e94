"""The load of a fault run: lives begun at a steady rate; each step has its key and is repeated until it is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from services.console.lives.steps import StepFailed, Steps, order_of
from services.console.lives.story import Course, Story


@dataclass(slots=True)
class Ended:
    """What became of the lives so far; `failed` names step, status and code of each life that could not go on."""

    begun: int = 0
    done: int = 0
    failed: list[str] = field(default_factory=list)
    held_back: int = 0


class Load:
    """Begins `rate` lives a second, at most `most` at once; none is given up while the run lasts."""

    def __init__(self, steps: Steps, source: Iterator[Story], rate: float, most: int) -> None:
        self._steps, self._source, self._rate, self._most = steps, source, rate, most
        self._loop = asyncio.get_running_loop()
        self._under_way: set[asyncio.Task[None]] = set()
        self._courses: set[Course] = set()
        self._awaited: list[asyncio.Future[float]] = []
        self.over: list[tuple[float, Course]] = []
        """Lives that ended well, with the loop's time of their end."""
        self.ended = Ended()

    async def run(self, over: asyncio.Event) -> None:
        """Begin lives until it is over; returns while the last ones are still under way."""
        begun, count = self._loop.time(), 0
        while not over.is_set():
            due = int((self._loop.time() - begun) * self._rate) + 1
            while count < due:
                count += 1
                if len(self._under_way) >= self._most:
                    self.ended.held_back += 1
                    continue
                self._begin()
            await asyncio.sleep(min(1 / self._rate, 0.1))

    async def finish(self, seconds: float) -> list[str]:
        """Let every life end; gives where those stand that do not within so long."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)
        left = [
            f"{course.number or 'unregistered'}: before {order_of(course)[course.done]}" for course in self._courses
        ]
        for task in self._under_way:
            task.cancel()
        return left

    async def next_success(self) -> float:
        """The loop's time at which the next command succeeds."""
        awaited: asyncio.Future[float] = self._loop.create_future()
        self._awaited.append(awaited)
        return await awaited

    def _begin(self) -> None:
        task = self._loop.create_task(self._life(Course(next(self._source))))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        self.ended.begun += 1

    async def _life(self, course: Course) -> None:
        self._courses.add(course)
        try:
            while course.done < len(order_of(course)):
                await self._steps.take(course)
                self._succeeded()
        except StepFailed as failed:
            self.ended.failed.append(f"{course.number or 'unregistered'}: {failed}")
        else:
            self.ended.done += 1
            self.over.append((self._loop.time(), course))
        self._courses.discard(course)

    def _succeeded(self) -> None:
        awaited, self._awaited = self._awaited, []
        for future in awaited:
            if not future.done():
                future.set_result(self._loop.time())

    def told(self) -> dict[str, Any]:
        """Numbers for the report."""
        ended = self.ended
        return {
            "lives_begun": ended.begun,
            "lives_done": ended.done,
            "lives_failed": ended.failed,
            "held_back": ended.held_back,
            "tries_again": dict(self._steps.waits),
        }
