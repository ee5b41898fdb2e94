"""Commands in any order over HTTP: each is taken or refused with a code, and no matter leaves the state table."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest

from services.contracts.vocabulary import Status
from services.routing.domain.life import NEXT
from tests.integration.a_matter import CITY, WATER, Matter, petition
from tests.integration.hub_under_test import Hub

PAPER = {"demand": "修好路灯", "facts": "路灯已坏半月", "opinion": "限期修复", "basis": "照明设施管理规定"}
EDGES = {(str(at), str(to)) for (at, _), to in NEXT.items()}
STEPS = 60


def commands(matter: Matter, dice: random.Random) -> list[tuple[str, dict[str, Any]]]:
    """What staff and the matter's citizen may send; half of it will not fit where the matter stands."""
    case, whistle = matter.path, f"/api/routing/whistles/{matter.number}-w{dice.randint(1, 2)}"
    asked, code = f"/api/intake/matters/{matter.number}", {"query_code": matter.query_code}
    unit = dice.choice([CITY, WATER])
    rating = {"receiving": "satisfied", "responsible": dice.choice(["dissatisfied", "satisfied"])}
    return [
        (f"{case}/acceptance", {"branch": dice.choice(["opinion", "statutory_duty", "litigation", None])}),
        (f"{case}/branch", {"branch": dice.choice(["opinion", "statutory_duty"])}),
        (f"{case}/simplification", {}),
        (f"{case}/whistles", {"kind": "urgent", "lead": unit, "assists": [], "reason": "请办"}),
        (f"{whistle}/check-ins", {"department": unit}),
        (f"{whistle}/objections", {"department": unit, "reason": "not_competent", "text": "不属本单位"}),
        (f"{whistle}/objections/1/decision", {"upheld": False, "text": "应由你单位办"}),
        (f"{whistle}/replies", {"department": unit, "text": "已办"}),
        (f"{case}/opinion", PAPER | {"outcome": dice.choice(["support", "explain", "not_support"]), "unit": unit}),
        (f"{case}/opinions/1/execution", {"state": "done", "text": "已执行"}),
        (f"{case}/hearings", {"topic": "由谁修", "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}),
        (f"{case}/hearings/1/end", {"minutes": "发言", "findings": "结论"}),
        (f"{case}/interests", {"unit": CITY, "reason": "有直接利害关系", "replacement": WATER}),
        (f"{case}/conclusion", {"outcome": "explained"}),
        (f"{case}/suggestion-answer", {"adopted": True, "text": "采纳"}),
        (f"{case}/review", PAPER | {"outcome": "changed"}),
        (f"{case}/review", PAPER | {"outcome": "upheld", "unit": WATER}),
        (f"{asked}/review-requests", code),
        (f"{asked}/rating", code | rating),
    ]


@pytest.mark.parametrize("seed", range(3))
def test_a_storm_of_commands_leaves_no_matter_outside_the_table(hub: Hub, seed: int) -> None:
    dice = random.Random(seed)
    matter = Matter.registered(hub, **petition(purpose=dice.choice(["appeal", "appeal", "suggestion"])))
    matter.known_to_routing()
    token = hub.token("dispatcher")
    status, taken = "registered", 0
    for _ in range(STEPS):
        path, body = dice.choice(commands(matter, dice))
        service = "intake" if path.startswith("/api/intake") else "routing"
        answer = hub.call(service, "POST", path, body, token=None if service == "intake" else token)
        assert answer.status_code < 500, (path, answer.text)
        told = answer.json()
        assert answer.status_code < 300 or told["code"], (path, told)
        taken += answer.status_code < 300
        now = hub.call("routing", "GET", matter.path, token=token).json()["status"]
        assert now in {str(each) for each in Status}
        assert now == status or _reachable(status, now), (path, status, now)
        status = now
    assert taken


def _reachable(before: str, after: str) -> bool:
    """Whether the table leads there at once, or over one status between: what intake asked for may be heard first."""
    return (before, after) in EDGES or any((before, each) in EDGES and (each, after) in EDGES for each in Status)
