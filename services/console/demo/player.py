"""Plays the matters of a day: at each instant of it, everybody who has something to do does it, many at once."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

import orjson

from services.console.demo.acts import CASE, LOGGED, ORDER_STATE, ROUTES, TEXTS, Course
from services.console.demo.model import CITIZEN, EVENING, Act, Matter, Step
from services.console.demo.roles import Cast
from services.console.demo.scene import DISPATCHER
from services.console.exits import FOUND, ConsoleError
from services.console.lives.client_log import ClientLog
from services.console.replay.hub_clock import AWAY_SECONDS, HubClock, instant
from services.console.wire.client import Answer, Client, Lost

AT_ONCE = 16
PATIENCE, FIRST_WAIT, LONGEST_WAIT = AWAY_SECONDS, 0.02, 0.5
TOO_EARLY = frozenset({404, 502, 503, 504})
"""What a service says that has not heard of a matter yet, or that is just starting."""


class NotDone(Exception):
    """A step was refused: the message says by what status and code."""


class Player:
    """One day on one hub; `moved` is told the minute of the day and how many steps were just taken."""

    def __init__(
        self,
        clients: Mapping[str, Client],
        clock: HubClock,
        cast: Cast,
        log: ClientLog,
        day: date,
        zone: timezone,
        moved: Callable[[int, int], None],
    ) -> None:
        self._clients, self._clock, self._cast, self._log, self._moved = clients, clock, cast, log, moved
        self._day, self._zone = day, zone
        self._line = asyncio.Semaphore(AT_ONCE)
        self.taken = 0

    async def play(self, matters: Sequence[Matter]) -> list[Course]:
        """All matters, minute by minute; the courses say how far each came."""
        courses = [Course(matter) for matter in matters]
        instants: dict[int, list[Course]] = defaultdict(list)
        for course in courses:
            for at in dict.fromkeys(step.at for step in course.matter.steps):
                instants[at].append(course)
        for at in sorted(instants):
            await self._clock.reach(self._instant(at))
            before = self.taken
            await asyncio.gather(*(self._go_on(course, at) for course in instants[at]))
            await self._clock.drain()
            self._moved(at, self.taken - before)
        await self._clock.reach(self._instant(EVENING))
        await self._clock.drain()
        self._moved(EVENING, 0)
        return courses

    async def leave_waiting(self, matters: Sequence[Matter]) -> None:
        """Bring a few more as far as they come, in whatever time it is now, and see that the dispatcher has each.

        Raises ConsoleError where a step is refused.
        """
        for matter in matters:
            course = Course(matter)
            try:
                for step in matter.steps:
                    await self._take(course, step)
                    course.done += 1
                case = CASE.format(number=course.number)
                await self._send("routing", "GET", case, None, self._cast.token(DISPATCHER))
            except NotDone as error:
                raise ConsoleError(f"{matter.key}, step {course.done + 1}: {error}", FOUND) from error

    def _instant(self, at: int) -> str:
        return instant(
            datetime(self._day.year, self._day.month, self._day.day, tzinfo=self._zone) + timedelta(minutes=at)
        )

    async def _go_on(self, course: Course, at: int) -> None:
        async with self._line:
            steps = course.matter.steps
            while not course.failed and course.done < len(steps) and steps[course.done].at <= at:
                step = steps[course.done]
                try:
                    await self._take(course, step)
                except NotDone as error:
                    course.failed = f"{course.matter.key} {step.act}: {error}"
                    return
                course.done += 1
                self.taken += 1

    async def _take(self, course: Course, step: Step) -> None:
        token = None if step.by == CITIZEN else self._cast.token(step.by)
        if step.act in ORDER_STATE:
            course.order = await self._order(course, step, token)
        if step.act is Act.ASSIGN:
            course.mediator = await self._mediator(course, token)
        body = course.body(step)
        route = ROUTES[step.act]
        key = f"demo-{self._log.salt[:8]}-{course.matter.key}-{course.done}" if body is not None else None
        told = await self._send(route.service, route.method, course.path(route), body, token, key)
        course.learn(step.act, told)
        if step.act in LOGGED and not course.matter.walled:
            texts = {name: str(step.body[name]) for name in TEXTS.get(step.act, ())}
            sent = Step(step.at, step.act, step.by, body or {})
            self._log.acknowledged(course.logged_as(step), course.number, course.codes(sent, told), texts)

    async def _order(self, course: Course, step: Step, token: str | None) -> str:
        """The matter's order that waits for this act; answers go to the unit's own."""
        state = ORDER_STATE[step.act]
        unit = f"&unit={step.by}" if step.act is Act.ANSWER_ORDER else ""
        after = ""
        while True:
            path = f"/api/oversight/orders?state={state}&limit=200{unit}{after}"
            told = await self._send("oversight", "GET", path, None, token)
            found = [order["id"] for order in told["orders"] if order["number"] == course.number]
            if found:
                return str(found[-1])
            if told["after"] is None:
                raise NotDone(f"no order is {state}")
            after = f"&after={told['after']}"

    async def _mediator(self, course: Course, token: str | None) -> str:
        """Whom mediation proposes first."""
        told = await self._send("mediation", "GET", f"/api/mediation/cases/{course.case}/mediators", None, token)
        return str(told["mediators"][0]["code"])

    async def _send(
        self, service: str, method: str, path: str, body: Any, token: str | None, key: str | None = None
    ) -> dict[str, Any]:
        loop, wait = asyncio.get_running_loop(), FIRST_WAIT
        end = loop.time() + PATIENCE
        while True:
            try:
                answer = await self._clients[service].send(method, path, body, token, key)
            except (Lost, OSError) as error:
                if loop.time() > end:
                    raise NotDone(f"{service} cannot be reached ({type(error).__name__})") from error
            else:
                if answer.status < 300:
                    told: dict[str, Any] = orjson.loads(answer.body)
                    return told
                if answer.status not in TOO_EARLY or loop.time() > end:
                    raise NotDone(_reason(answer))
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)


def _reason(answer: Answer) -> str:
    """Status, code and the fields at fault; never what was sent."""
    try:
        problem = orjson.loads(answer.body)
        fields = " ".join(f"{each['field']}:{each['code']}" for each in problem.get("errors") or ())
        return f"{answer.status} {problem.get('code')} {fields}".rstrip()
    except (ValueError, AttributeError, KeyError, TypeError):
        return f"{answer.status} without a problem document"
