"""Files through the gateway, grave matters that reach the leadership at once, and an agent's view: on a running hub."""

from __future__ import annotations

from typing import Any

import requests

from tests.integration.hub_under_test import Hub, until

PDF = b"%PDF-1.7\n" + b"minutes of the meeting " * 40_000
MIB = 1024 * 1024


def register(hub: Hub, token: str | None = None, **changes: Any) -> dict[str, Any]:
    body = {
        "channel": "web",
        "purpose": "appeal",
        "title": "河堤开裂",
        "text": "河堤开裂，汛期快到了，请尽快处理。",
        "place": "ns-t01-v04",
        "category": "transport.roads",
        "petitioners": [{"name": "堤边住户", "phone": "13811112222"}],
    }
    answer = hub.call("gateway", "POST", "/api/intake/matters", body | changes, token=token)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def attach(hub: Hub, told: dict[str, Any], content: bytes, name: str = "照片.pdf") -> requests.Response:
    url = hub.url("gateway") + f"/api/intake/matters/{told['number']}/attachments"
    data = {"query_code": told["query_code"]}
    return hub.session.post(url, files={"file": (name, content)}, data=data, timeout=60)


def test_a_file_passes_the_gateway_and_one_that_is_too_large_is_told_so(hub: Hub) -> None:
    told = register(hub)
    kept = attach(hub, told, PDF)
    assert kept.status_code == 201, kept.text
    path = f"/api/intake/matters/{told['number']}/attachments/{kept.json()['attachment']}"
    given = hub.call("gateway", "GET", path, token=hub.token("clerk"))
    assert given.content == PDF
    assert given.headers["Content-Disposition"].startswith("attachment;")
    assert "nosniff" in given.headers["X-Content-Type-Options"]
    too_large = attach(hub, told, b"%PDF-" + b"x" * (20 * MIB))
    beyond_the_gateway = attach(hub, told, b"%PDF-" + b"x" * (22 * MIB))
    assert [each.status_code for each in (too_large, beyond_the_gateway)] == [413, 413]
    program = attach(hub, told, b"MZ\x90\x00")
    assert (program.status_code, program.json()["code"]) == (415, "wrong_type")
    for service in ("intake", "routing", "oversight", "notify"):
        assert "照片".encode() not in (hub.var / "log" / f"{service}.log").read_bytes()


def test_a_grave_matter_reaches_the_leadership_and_the_upper_office_at_once(hub: Hub) -> None:
    number = register(hub, hub.token("clerk"), channel="phone", grave=True)["number"]
    token = hub.token("operator")

    def told() -> set[str]:
        answer = hub.call("notify", "GET", f"/api/notify/messages?number={number}", token=token)
        assert answer.status_code == 200, answer.text
        return {str(row["recipient"]) for row in answer.json()["messages"]}

    wanted = {"ns-committee", "ns-office", "ns-petition-upper"}
    until(lambda: all(any(unit in each for each in told()) for unit in wanted), 20, "the leadership hears of it")
    listed = hub.call("gateway", "GET", "/api/intake/matters?grave=true", token=hub.token("dispatcher"))
    assert number in [row["number"] for row in listed.json()["matters"]]


def test_an_agent_follows_what_they_filed_outside_their_place(hub: Hub) -> None:
    worker = hub.token("grid_worker", place="ns-t02")
    number = register(hub, worker, channel="grid", agent="me")["number"]
    mine = hub.call("gateway", "GET", "/api/intake/matters?agent=me", token=worker)
    assert number in [row["number"] for row in mine.json()["matters"]]
    assert hub.call("gateway", "GET", f"/api/intake/matters/{number}", token=worker).status_code == 200
    stranger = hub.token("grid_worker", place="ns-t03")
    assert hub.call("gateway", "GET", f"/api/intake/matters/{number}", token=stranger).status_code == 404
