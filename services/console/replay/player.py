"""Plays rows: every message arrives at its time and is answered at its time, on the hub's virtual clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from services.console.lives.steps import ARRIVED, ORDER, OVER, SERVICE_OF, StepFailed, Steps
from services.console.lives.story import Choices, Course, Story
from services.console.replay.absence import Absence
from services.console.replay.hub_clock import HubClock, instant
from services.console.replay.rows import Row

Event = tuple[datetime, int, Course | None]
"""When, how many steps of the course are then allowed, and the course; None: the absence begins (0) or ends (1)."""

AT_ONCE = 32
"""So many lives take their steps at the same time within one instant."""


def story_of(row: Row, choices: Choices) -> Story:
    """A message and the decisions about it, all taken from hashes of the message itself."""
    return Story(
        id=row.id,
        channel="web",
        place=choices.village(row.user),
        title=row.topic,
        text=row.text,
        petitioner=row.user,
        fallback=choices.category(row.text),
        reply=row.reply,
        outcome=choices.outcome(row.reply),
        receiving=choices.rating("receiving", row.id),
        responsible=choices.rating("responsible", row.id),
    )


@dataclass(slots=True)
class Player:
    """One replay: `stop` and `start` are told the service that is left out."""

    clock: HubClock
    steps: Steps
    stop: Callable[[str], None]
    start: Callable[[str], None]
    moved: Callable[[int], None]
    """Told how many lives have just ended, well or not."""
    _line: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _waiting: list[Course] = field(default_factory=list)

    async def play(self, courses: Sequence[tuple[Row, Course]], absence: Absence | None) -> None:
        """Everything in its time; a step whose service is left out is taken when that is back."""
        for at, group in groupby(_events(courses, absence), key=itemgetter(0)):
            await self.clock.reach(instant(at))
            taken: dict[Course, None] = {}  # an arrival and its reply in one instant are one visit
            for _, allowed, course in group:
                if course is None and absence is not None:
                    await self._absence(absence.service, begins=allowed == 0)
                elif course is not None:
                    course.allowed = allowed
                    taken[course] = None
            await self._go_on(list(taken))
            await self.clock.drain()
        if self.clock.out and absence is not None:
            await self._absence(absence.service, begins=False)
            await self.clock.drain()

    async def _go_on(self, courses: Sequence[Course]) -> None:
        await asyncio.gather(*(self._course(course) for course in courses))

    async def _course(self, course: Course) -> None:
        async with self._line:
            if course.failed or course in self._waiting:
                return
            while course.done < course.allowed:
                if SERVICE_OF[ORDER[course.done]] in self.clock.out:
                    self._waiting.append(course)
                    return
                try:
                    await self.steps.take(course)
                except StepFailed as failed:
                    course.failed = {
                        "step": failed.step,
                        "status": failed.status,
                        "code": failed.code,
                        "fields": failed.fields,
                    }
                    break
        if course.failed or course.done == OVER:
            self.moved(1)

    async def _absence(self, service: str, *, begins: bool) -> None:
        if begins:
            await asyncio.to_thread(self.stop, service)
            self.clock.out.add(service)
            return
        await asyncio.to_thread(self.start, service)
        self.clock.out.discard(service)
        if self.clock.now is not None:
            await self.clock.move(self.clock.now)
        await self.clock.drain()
        waiting, self._waiting = self._waiting, []
        await self._go_on(waiting)


def _events(courses: Sequence[tuple[Row, Course]], absence: Absence | None) -> Iterator[Event]:
    """All events in time order; in one instant the absence comes first, then arrivals, then replies."""
    events: list[tuple[datetime, int, int, Event]] = []
    for order, (row, course) in enumerate(courses):
        events.append((row.submitted, 2, order, (row.submitted, ARRIVED, course)))
        events.append((row.replied, 3, order, (row.replied, OVER, course)))
    if absence is not None and events:
        begin = absence.begin or min(events)[0]
        events.append((begin, 0, 0, (begin, 0, None)))
        if absence.end is not None:
            events.append((absence.end, 1, 0, (absence.end, 1, None)))
    events.sort(key=lambda event: event[:3])
    return (event[3] for event in events)
