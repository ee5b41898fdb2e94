"""Leading a hard matter over HTTP, on Ningshan's own file: whose it is, how high it goes, who answers for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.a_matter import CITY, HOUSING, WATER, Matter
from tests.integration.evidence import assert_problem
from tests.integration.hub_under_test import Hub, until


@pytest.fixture
def matter(hub: Hub) -> Matter:
    accepted = Matter.registered(hub)
    accepted.accept(tier="complex")
    return accepted


def types_of(matter: Matter) -> list[str]:
    return [row["type"] for row in matter.followed()["timeline"]]


def test_a_matter_is_handed_over_only_when_the_other_unit_takes_it(hub: Hub, matter: Matter) -> None:
    first = matter.told["owner"]
    water, dispatcher = hub.token("handler", department=WATER), hub.token("dispatcher")
    offered = hub.call(
        "routing", "POST", f"{matter.path}/handovers", {"to": WATER, "reason": "水利设施"}, token=dispatcher
    )
    assert (offered.status_code, offered.json()["owner"]) == (201, first)
    assert_problem(matter.ask(f"{matter.path}/handovers/1/acceptance", {}), 403, "not_allowed")
    taken = matter.ask(f"{matter.path}/handovers/1/acceptance", {}, water)
    assert (taken.status_code, taken.json()["owner"]) == (200, WATER)
    until(lambda: matter.followed()["owner"] == WATER, what="the citizen sees the new owner")
    assert types_of(matter)[-2:] == ["handover_offered", "owner_changed"]


def test_a_dispute_goes_to_a_conference_and_the_unit_decided_on_takes_over(hub: Hub, matter: Matter) -> None:
    steps: list[tuple[str, dict[str, Any]]] = [
        ("disputes", {"units": [WATER, HOUSING], "reason": "都说不是自己的"}),
        ("conferences", {"members": ["ns-petition", WATER, HOUSING]}),
        ("conferences/1/minutes", {"minutes": "各方陈述", "decision": "由水利局主办", "lead": WATER}),
    ]
    for path, body in steps:
        assert matter.ask(f"{matter.path}/{path}", body).status_code in (200, 201)
    taken = matter.ask(f"{matter.path}/handovers/1/acceptance", {}, hub.token("handler", department=WATER))
    assert taken.json()["owner"] == WATER
    whistle = matter.whistle(WATER, (CITY,))
    body = {"reason": "not_competent", "text": "不归我们"}
    told = matter.ask(f"/api/routing/whistles/{whistle['id']}/objections", body, hub.token("handler", department=WATER))
    assert_problem(told, 409, "competence_decided")


def test_a_hard_matter_is_sponsored_and_led_to_its_end_by_those_who_may_decide(matter: Matter) -> None:
    early = matter.ask(f"{matter.path}/on-the-spot", {"text": "已办"})
    assert_problem(early, 409, "conference_missing")
    force = {"name": "小水电专班", "lead": WATER, "members": [HOUSING]}
    assert matter.ask(f"{matter.path}/task-force", force).status_code == 200
    assert matter.ask(f"{matter.path}/bindings", {"units": [WATER, HOUSING]}).status_code == 200
    assert matter.ask(f"{matter.path}/plans", {"text": "先修后补"}).status_code == 200
    assert matter.ask(f"{matter.path}/sponsor", {"leader": "ns-l01"}).status_code == 200
    assert_problem(matter.ask(f"{matter.path}/sponsor", {"leader": "ns-l01"}), 409, "already_sponsored")
    assert matter.ask(f"{matter.path}/on-the-spot", {"text": "已办"}).json()["status"] == "concluded"
    wanted = {"task_force_formed", "responsibility_bound", "case_planned", "sponsor_named", "matter_concluded"}
    until(lambda: wanted <= set(types_of(matter)), what="the citizen sees who leads")


def test_matters_of_one_kind_become_one_improvement(hub: Hub) -> None:
    numbers = []
    for _ in range(2):
        one = Matter.registered(hub, category="construction.village")
        one.known_to_routing()
        numbers.append(one.number)
    token = hub.token("dispatcher")
    body = {"category": "construction.village", "place": "ns-t01", "numbers": numbers, "title": "一类事"}
    made = hub.call("routing", "POST", "/api/routing/kinds", body, token=token)
    assert made.status_code == 201, made.text
    room = f"/api/routing/kinds/{made.json()['code']}"
    assert hub.call("routing", "POST", f"{room}/steps", {"text": "统一整改"}, token=token).status_code == 201
    ended = hub.call("routing", "POST", f"{room}/result", {"text": "整改完成"}, token=token).json()
    assert [each["step"] for each in ended["measures"]] == ["measure", "result"]
    listed = hub.call("routing", "GET", "/api/routing/kinds", token=token).json()["kinds"]
    assert ended["code"] in [each["code"] for each in listed]
