"""The steps of a life that a mediation body settles: ordered, parties named, both consent, one sits, they agree.

Routing concludes such a life by itself; the last step here asks until it has, so that the citizen can rate.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from services.console.lives.staff import Staff
from services.console.lives.story import Course, Mediators
from services.contracts.vocabulary import Status

ORDER = (
    *("register", "accept", "mediate", "name_parties", "consent", "consent_too"),
    *("assign", "session", "agree", "settled", "rate"),
)
CASES, CASE = "/api/mediation/cases", "/api/routing/cases"
POLL = 0.1


class Leading(Protocol):
    """What the leader of all steps lends: sending with patience, and the client's log."""

    async def send(
        self, step: str, path: str, body: Any, token: str | None, course: Course, method: str = "POST"
    ) -> dict[str, Any]:
        """One request, tried again as long as it may be."""

    def note(self, step: str, course: Course, codes: Mapping[str, Any], texts: Mapping[str, str] | None = None) -> None:
        """Log what was acknowledged."""


class Mediated:
    """Leads the steps between acceptance and rating."""

    def __init__(self, leading: Leading, staff: Staff, mediators: Mediators) -> None:
        self._leading, self._staff, self._mediators = leading, staff, mediators
        self.steps: Mapping[str, Callable[[Course], Awaitable[None]]] = {
            "mediate": self._mediate,
            "name_parties": self._name_parties,
            "consent": lambda course: self._consent("consent", 1, course),
            "consent_too": lambda course: self._consent("consent_too", 2, course),
            "assign": self._assign,
            "session": self._sit,
            "agree": self._agree,
            "settled": self._settled,
        }

    async def _mediate(self, course: Course) -> None:
        body = {"body": self._mediators.body, "text": "双方愿意调解"}
        path = f"{CASE}/{course.number}/mediation"
        told = await self._leading.send("mediate", path, body, self._staff.dispatcher, course)
        course.case = str(told["mediations"][-1]["id"])
        self._leading.note("mediate", course, {"order": course.case, "body": self._mediators.body})

    async def _name_parties(self, course: Course) -> None:
        parties = [{"name": course.story.petitioner}, {"name": "另一方"}]
        await self._at_case("name_parties", "parties", {"parties": parties}, course)
        self._leading.note("name_parties", course, {"case": course.case, "parties": len(parties)})

    async def _consent(self, step: str, party: int, course: Course) -> None:
        await self._at_case(step, "consents", {"party": party, "consents": True}, course)
        self._leading.note("consent", course, {"case": course.case, "party": party})

    async def _assign(self, course: Course) -> None:
        path = f"{CASES}/{course.case}/mediators"
        told = await self._leading.send("assign", path, None, self._staff.mediator, course, "GET")
        course.mediator = str(told["mediators"][0]["code"])
        await self._at_case("assign", "mediators", {"mediator": course.mediator}, course)
        self._leading.note("assign", course, {"case": course.case, "mediator": course.mediator})

    async def _sit(self, course: Course) -> None:
        await self._at_case("session", "sessions", {"minutes": course.story.reply}, course)
        self._leading.note("session", course, {"case": course.case})

    async def _agree(self, course: Course) -> None:
        signed = {"parties": [1, 2], "mediators": [course.mediator], "seal": True}
        words = {"facts": course.story.title, "terms": course.story.reply, "manner": "当场履行"}
        await self._at_case("agree", "agreement", {"form": "written", "signed": signed, **words}, course)
        self._leading.note("agree", course, {"case": course.case, "form": "written"})

    async def _settled(self, course: Course) -> None:
        path, status = f"{CASE}/{course.number}", str(Status.MEDIATING)
        while status == Status.MEDIATING:
            told = await self._leading.send("settled", path, None, self._staff.dispatcher, course, "GET")
            status = str(told["status"])
            await asyncio.sleep(POLL if status == Status.MEDIATING else 0)
        self._leading.note("conclude", course, {"outcome": "solved", "lead": self._mediators.unit})

    async def _at_case(self, step: str, what: str, body: dict[str, Any], course: Course) -> None:
        await self._leading.send(step, f"{CASES}/{course.case}/{what}", body, self._staff.mediator, course)
