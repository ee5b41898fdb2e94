"""Grid work on a running hub of 岢岚: a bracelet calls and people are told; visits and sessions reach the record."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.county.county import County
from services.county.reader import load
from services.intake.use_cases.patrols import patrolled
from tests.integration import planting
from tests.integration.a_small_county import reconciled
from tests.integration.hub_under_test import ROOT, Hub, started, until
from tests.unit.notify.next_hops import Gateway, Mailbox, http_gateway, mail_server

KELAN = ROOT / "deploy" / "counties" / "kelan.yaml"
SECONDS = 5.0
"""By then both have been told."""


class Kelan:
    """The hub with its next hops, and a grid of its own."""

    def __init__(self, hub: Hub, gateway: Gateway, mailbox: Mailbox) -> None:
        self.hub, self.gateway, self.mailbox = hub, gateway, mailbox
        self.county: County = load(KELAN)
        self.grid = patrolled(self.county, "kl")[7]
        self.worker = hub.token("grid_worker", place=self.grid)

    def post(self, path: str, body: dict[str, Any], token: str | None = None, status: int = 201) -> dict[str, Any]:
        answer = self.hub.call("intake", "POST", f"/api/intake/{path}", body, token=token)
        assert answer.status_code == status, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def get(self, service: str, path: str, token: str) -> dict[str, Any]:
        answer = self.hub.call(service, "GET", path, token=token)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def enrolled(self, **guardian: str) -> dict[str, str]:
        said = {
            "device": f"KL-{planting.phone()[-6:]}",
            "place": self.grid,
            "consented_on": "2026-01-05",
            "person": {"name": "测试独居人", "address": "测试院落一号"},
            "guardian": {"name": "测试监护人", **guardian},
        }
        made = self.post("sos/enrolments", said, self.worker)
        return {"device": made["device"], "device_key": made["device_key"]}

    def in_app(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.get("notify", "/api/notify/messages", self.worker)["messages"]
        return rows


@pytest.fixture(scope="module")
def kelan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kelan]:
    var: Path = tmp_path_factory.mktemp("kelan")
    with pytest.MonkeyPatch.context() as environment, http_gateway() as gateway, mail_server() as (mailbox, mail_port):
        environment.setenv("SMS_URI", f"http://127.0.0.1:{gateway.port}/send")
        environment.setenv("SMTP_URI", f"smtp://127.0.0.1:{mail_port}?from=notices@county.example")
        with started(var, KELAN) as hub:
            yield Kelan(hub, gateway, mailbox)


def test_grid_worker_and_guardian_are_told_of_a_call_within_seconds(kelan: Kelan) -> None:
    by_phone, by_mail = planting.phone(), "guardian@citizens.example"
    for way in ({"phone": by_phone}, {"email": by_mail}):
        keys = kelan.enrolled(**way)
        begun = time.monotonic()
        number = kelan.post("sos", keys)["number"]

        def worker_reads(number: str = number) -> bool:
            return any(row["number"] == number and "sos_call" in row["templates"] for row in kelan.in_app())

        until(worker_reads, SECONDS, "the grid worker's notice")
        if "phone" in way:
            until(lambda: [t for t in kelan.gateway.taken if t["to"] == by_phone], SECONDS, "the guardian's SMS")
        else:
            until(lambda: by_mail in kelan.mailbox.recipients, SECONDS, "the guardian's letter")
        assert time.monotonic() - begun < SECONDS
    case = until(lambda: kelan.hub.call("routing", "GET", f"/api/routing/cases/{number}",
                                        token=kelan.hub.token("dispatcher")), 10, "the case")  # fmt: skip
    assert case.json()["urgency"] == "urgent"


def test_a_second_press_is_one_more_call_of_the_same_matter(kelan: Kelan) -> None:
    keys = kelan.enrolled(phone=planting.phone())
    first = kelan.post("sos", keys)
    assert kelan.post("sos", keys) == {"number": first["number"], "call": 2}
    view = kelan.get("intake", f"/api/intake/matters/{first['number']}", kelan.worker)
    assert [row["type"] for row in view["timeline"]].count("sos_called") == 2
    assert view["channel"] == "sos"
    kelan.post("sos", {**keys, "device_key": "guessed"}, status=401)


def test_visits_and_sessions_are_kept_and_everything_told_is_in_the_record(kelan: Kelan) -> None:
    duty = kelan.county.grid_duties.duties[0].code if kelan.county.grid_duties else ""
    found = [{"title": "路灯坏了", "text": "巡查时看到路口的路灯不亮。"}]
    visit = kelan.post("patrols", {"grid": kelan.grid, "done": [duty], "found": found}, kelan.worker)
    assert visit["matters"][0]["owner"]
    missing = kelan.get("intake", "/api/intake/patrols/missing?limit=200", kelan.hub.token("supervisor"))
    assert kelan.grid not in {row["grid"] for row in missing["missing"]} or visit["missing"]
    village = kelan.county.places.village_of(kelan.grid) or ""
    clerk = kelan.hub.token("clerk")
    on_duty = kelan.get("intake", f"/api/intake/rosters/on-duty?place={village}", clerk)["on_duty"]
    assert {row["place"] for row in on_duty} >= {village, "kl"}
    session = kelan.post("receptions", {"roster": "village-cadres", "place": village}, clerk)
    body = {
        "channel": "visit",
        "purpose": "appeal",
        "title": "当面反映",
        "text": "接访时反映的一件事情。",
        "place": village,
        "petitioners": [{"name": "测试人"}],
        "reception": session["reception"],
    }
    number = kelan.post("matters", body, clerk)["number"]
    ended = kelan.post(f"receptions/{session['reception']}/end", {"visitors": 2}, clerk, status=200)
    assert ended["matters"] == [number]
    kelan.hub.settle()
    assert reconciled(kelan.hub) == []


def test_who_was_called_for_is_readable_nowhere_on_the_wire_or_in_a_log(kelan: Kelan) -> None:
    keys = kelan.enrolled(phone="13912345678")
    kelan.post("sos", keys)
    kelan.hub.settle()
    logs = list((kelan.hub.var / "log").glob("*.log"))
    assert {"intake.log", "routing.log", "notify.log"} <= {path.name for path in logs}
    for path in logs:
        content = path.read_bytes()
        assert b"13912345678" not in content, path
        assert keys["device_key"].encode() not in content, path
