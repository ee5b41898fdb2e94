"""The steps of a whole life over HTTP: register, accept, whistle, check in, reply, conclude, rate.

Only the step after the registration waits for another service: routing does not know the case before the fact has
reached it. That wait (404, tried again with back-off) is counted apart from the step's own latency. A step that a limit
holds up (429) is tried once more after its Retry-After, and has then failed.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson

from services.console.lives import mediated
from services.console.lives.aim import Aim
from services.console.lives.client_log import ClientLog
from services.console.lives.mediated import Mediated
from services.console.lives.staff import Staff
from services.console.lives.story import Choices, Course
from services.console.wire.client import Answer, Client, Lost

ORDER = ("register", "accept", "whistle", "check_in", "reply", "conclude", "rate")
MEDIATION = frozenset(mediated.ORDER) - {*ORDER, "mediate", "settled"}
SERVICE_OF = {
    step: "intake" if step in ("register", "rate") else "mediation" if step in MEDIATION else "routing"
    for step in (*ORDER, *mediated.ORDER)
}
ARRIVED, OVER = ORDER.index("reply"), len(ORDER)
"""How many steps belong to the arrival, and to the whole life."""

FIRST_WAIT, LONGEST_WAIT = 0.01, 0.5
AWAITED = frozenset({"accept", "name_parties"})
"""Steps that another service must have heard of before."""
BUSY = frozenset({502, 503, 504})
NOT_THERE_YET = 404
TOO_MANY, LONGEST_HOLD = 429, 60.0
"""A step that is held up by a limit waits once, as long as it is told to, up to so many seconds."""


def order_of(course: Course) -> tuple[str, ...]:
    """The steps of a course's life."""
    return mediated.ORDER if course.story.mediated else ORDER


class StepFailed(Exception):
    """A step was answered with an error: `step`, HTTP status (0: connection lost) and the problem's code."""

    def __init__(self, step: str, status: int, code: str, fields: list[str]) -> None:
        super().__init__(f"{step}: {status} {code} {' '.join(fields)}".rstrip())
        self.step, self.status, self.code, self.fields = step, status, code, fields


class Steps:
    """Leads courses through their steps; `seconds` holds each step's latencies, `waits` counts tries made too early."""

    def __init__(
        self,
        intake: Client,
        routing: Client,
        staff: Staff,
        choices: Choices,
        *,
        log: ClientLog | None = None,
        run: str | None = None,
        patience: float = 30.0,
        mediation: Client | None = None,
    ) -> None:
        self._clients = {"intake": intake, "routing": routing}
        self._staff, self._choices, self._log, self._run, self._patience = staff, choices, log, run, patience
        self._loop = asyncio.get_running_loop()
        self._aim = Aim(FIRST_WAIT, FIRST_WAIT / 5, LONGEST_WAIT)
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.waits: dict[str, int] = defaultdict(int)
        self._steps: dict[str, Callable[[Course], Awaitable[None]]] = {
            "register": self._register,
            "accept": self._accept,
            "whistle": self._blow,
            "check_in": self._check_in,
            "reply": self._reply,
            "conclude": self._conclude,
            "rate": self._rate,
        }
        if mediation is not None:
            self._clients["mediation"] = mediation
            self._steps |= Mediated(self, staff, choices.mediators()).steps

    async def take(self, course: Course) -> None:
        """The next step of a course. Raises StepFailed."""
        await self._steps[order_of(course)[course.done]](course)
        course.done += 1

    async def _register(self, course: Course) -> None:
        story = course.story
        body = {
            "channel": story.channel,
            "purpose": "appeal",
            "title": story.title,
            "text": story.text,
            "place": story.place,
            "petitioners": [{"name": story.petitioner}],
        }
        told = await self.send("register", "/api/intake/matters", body, self._staff.clerk, course)
        course.number, course.query_code = told["number"], told["query_code"]
        course.category, course.category_by = told["category"], told["category_by"]
        codes = {name: told[name] for name in ("place", "category", "urgency", "owner")}
        self.note("register", course, codes | {"channel": story.channel}, {"title": story.title, "text": story.text})

    async def _accept(self, course: Course) -> None:
        if course.category is None:
            course.category = course.story.fallback
        course.lead = self._choices.lead(course.category)
        path = f"/api/routing/cases/{course.number}/acceptance"
        await self.send("accept", path, {"category": course.category}, self._staff.dispatcher, course)
        self.note("accept", course, {"category": course.category})

    async def _blow(self, course: Course) -> None:
        assert course.category is not None
        kind = self._choices.whistle_kind(course.category)
        body = {"kind": kind, "lead": course.lead, "assists": [], "reason": "按职责分工吹哨"}
        path = f"/api/routing/cases/{course.number}/whistles"
        told = await self.send("whistle", path, body, self._staff.dispatcher, course)
        course.whistle = told["id"]
        self.note("whistle", course, {"whistle": course.whistle, "kind": kind, "lead": course.lead, "assists": []})

    async def _check_in(self, course: Course) -> None:
        await self._at_whistle("check_in", "check-ins", {}, course)
        self.note("check_in", course, {"whistle": course.whistle, "department": course.lead})

    async def _reply(self, course: Course) -> None:
        told = await self._at_whistle("reply", "replies", {"text": course.story.reply}, course)
        codes = {"whistle": course.whistle, "department": course.lead, "reply": told["replies"]}
        self.note("reply", course, codes, {"text": course.story.reply})

    async def _at_whistle(self, step: str, what: str, body: dict[str, Any], course: Course) -> dict[str, Any]:
        path = f"/api/routing/whistles/{course.whistle}/{what}"
        return await self.send(step, path, body, self._staff.handlers[course.lead], course)

    async def _conclude(self, course: Course) -> None:
        path = f"/api/routing/cases/{course.number}/conclusion"
        await self.send("conclude", path, {"outcome": course.story.outcome}, self._staff.dispatcher, course)
        self.note("conclude", course, {"outcome": course.story.outcome, "lead": course.lead})

    async def _rate(self, course: Course) -> None:
        rating = {"receiving": course.story.receiving, "responsible": course.story.responsible}
        path = f"/api/intake/matters/{course.number}/rating"
        told = await self.send("rate", path, {"query_code": course.query_code, **rating}, None, course)
        self.note("rate", course, {"request": told["request"], **rating})

    def note(self, step: str, course: Course, codes: Mapping[str, Any], texts: Mapping[str, str] | None = None) -> None:
        """Log what was acknowledged, where a log is kept."""
        if self._log is not None:
            self._log.acknowledged(step, course.number, codes, texts or {})

    async def send(
        self, step: str, path: str, body: Any, token: str | None, course: Course, method: str = "POST"
    ) -> dict[str, Any]:
        """One request of a step, tried again while it came too early or somebody is away. Raises StepFailed."""
        client, loop = self._clients[SERVICE_OF[step]], self._loop
        key = f"{self._run}-{course.story.id}-{step}" if self._run is not None else None
        named, again = key if method == "POST" else None, key is not None
        wait, end, held = self._aim.seconds if step == "accept" else FIRST_WAIT, 0.0, False
        if step == "accept":
            await asyncio.sleep(wait)
        while True:
            begun = loop.time()
            end = end or begun + self._patience
            try:
                answer = await client.send(method, path, body, token, named)
            except (Lost, OSError) as error:
                if self._log is not None:
                    self._log.unknown(step, course.number or None)
                if not again or loop.time() > end:
                    raise StepFailed(step, 0, type(error).__name__, []) from error
            else:
                if answer.status < 300:
                    now = loop.time()
                    self.seconds[step].append(now - begun)
                    if step == "accept" and end == begun + self._patience:
                        self._aim.in_time()
                    told: dict[str, Any] = orjson.loads(answer.body)
                    return told
                if answer.status == TOO_MANY and not held:
                    held, hold = True, min(answer.retry_after or 1, LONGEST_HOLD)
                    end += hold
                    await asyncio.sleep(hold)
                    continue
                if not _too_early(step, answer) or loop.time() > end:
                    raise _failed(step, answer)
                if answer.status == NOT_THERE_YET:
                    self._aim.early()
            self.waits[step] += 1
            await asyncio.sleep(wait)
            wait = min(wait * 1.5, LONGEST_WAIT)


def _too_early(step: str, answer: Answer) -> bool:
    if step in AWAITED and answer.status == NOT_THERE_YET:
        return True
    return answer.status in BUSY or (answer.status == 409 and b"idempotency_in_progress" in answer.body)


def _failed(step: str, answer: Answer) -> StepFailed:
    try:
        problem = orjson.loads(answer.body)
        fields = [f"{e['field']}:{e['code']}" for e in problem.get("errors") or ()]
        return StepFailed(step, answer.status, str(problem.get("code")), fields)
    except (ValueError, AttributeError, KeyError, TypeError):
        return StepFailed(step, answer.status, "no_problem_json", [])
