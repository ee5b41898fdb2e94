"""A life that a mediation body settles: its steps in order, each to its service, and what the client's log keeps."""

from __future__ import annotations

import asyncio
from typing import Any

from services.console.lives import mediated
from services.console.lives.mediated import Mediated
from services.console.lives.staff import Staff
from services.console.lives.steps import ORDER, SERVICE_OF
from services.console.lives.story import Course, Mediators, Story
from services.console.reconcile.commands import FACT_OF

STORY = Story(
    "1", "phone", "ns-t01-v01", "题", "文", "甲", "land", "复", "solved", "satisfied", "satisfied", mediated=True
)
ANSWERS: dict[str, list[dict[str, Any]]] = {
    "mediate": [{"mediations": [{"id": "7-m1"}]}],
    "assign": [{"mediators": [{"code": "first"}, {"code": "second"}]}, {}],
    "settled": [{"status": "mediating"}, {"status": "concluded"}],
}


class Leading:
    """Answers as the services would, and keeps what was sent and logged."""

    def __init__(self) -> None:
        self.answers = {step: list(told) for step, told in ANSWERS.items()}
        self.sent: list[tuple[str, str, str]] = []
        self.logged: list[tuple[str, dict[str, Any]]] = []

    async def send(
        self, step: str, path: str, _body: Any, token: str | None, _course: Course, method: str = "POST"
    ) -> dict[str, Any]:
        self.sent.append((method, path, str(token)))
        return self.answers[step].pop(0) if self.answers.get(step) else {}

    def note(self, step: str, _course: Course, codes: Any, _texts: Any = None) -> None:
        self.logged.append((step, dict(codes)))


def led() -> Leading:
    leading, course = Leading(), Course(STORY, number="7")
    steps = Mediated(leading, Staff("clerk", "dispatcher", {}, "mediator"), Mediators("body", "unit")).steps

    async def lead() -> None:
        for step in mediated.ORDER[2:-1]:
            await steps[step](course)

    asyncio.run(lead())
    return leading


def test_it_is_ordered_at_routing_and_led_at_the_body_until_routing_has_concluded_it() -> None:
    sent = led().sent
    assert sent[0] == ("POST", "/api/routing/cases/7/mediation", "dispatcher")
    assert [path.rpartition("/")[2] for _, path, token in sent if token == "mediator"] == [
        *("parties", "consents", "consents", "mediators", "mediators", "sessions", "agreement"),
    ]
    assert sent[-2:] == [("GET", "/api/routing/cases/7", "dispatcher")] * 2


def test_every_step_is_logged_as_one_that_reconcile_looks_for_and_the_unit_answers_for_the_end() -> None:
    logged = led().logged
    assert {step for step, _ in logged} <= FACT_OF.keys()
    assert [codes["party"] for step, codes in logged if step == "consent"] == [1, 2]
    assert logged[-1] == ("conclude", {"outcome": "solved", "lead": "unit"})


def test_each_step_goes_to_its_service() -> None:
    assert {SERVICE_OF[step] for step in ORDER} == {"intake", "routing"}
    assert SERVICE_OF["mediate"] == SERVICE_OF["settled"] == "routing"
    assert SERVICE_OF["agree"] == SERVICE_OF["consent_too"] == "mediation"
