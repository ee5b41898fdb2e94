"""A matter recognised as an accusation while it is handled: it vanishes everywhere but from its recipient's desk."""

from __future__ import annotations

import json

import pytest

from tests.integration.a_matter import CITY, WATER, Matter
from tests.integration.a_small_county import reconciled
from tests.integration.behind_the_wall import LISTS, discipline, shown, tables_with
from tests.integration.evidence import SERVICES, assert_problem, document, journal
from tests.integration.hub_under_test import Hub, until

WALLED_AUDIT = "/api/oversight/accusations/audit?limit=50"


@pytest.fixture
def recognised(hub: Hub) -> Matter:
    """A matter on which a department already works, and which then turns out to be an accusation."""
    matter = Matter.called(hub, CITY, (WATER,))
    matter.check_in(CITY)
    until(lambda: document(hub, "oversight", "docket", matter.number), what="the docket")
    hub.settle()
    return matter


def test_a_matter_recognised_later_vanishes_everywhere_at_once(hub: Hub, recognised: Matter) -> None:
    number, lights = recognised.number, until(lambda: counters_of(hub, "lights/"), what="the lights")
    docket = document(hub, "oversight", "docket", number)
    assert docket is not None
    running = sorted(clock["clock"] for clock in docket["clocks"].values() if clock["ended"] is None)
    assert running == ["check_in", "handling", "objection"]
    told = recognised.decide("referral", reason="accusation", text="涉嫌违纪,移交纪委。")
    assert told.keys() == {"number", "status"}
    until(lambda: number in shown(hub), what="the recipient's list")
    hub.settle()
    for service, path, readers in LISTS:
        for role in readers:
            assert number not in hub.call(service, "GET", f"{path}?limit=200", token=hub.token(role)).text, (path, role)
    for department in (CITY, WATER):
        token = hub.token("handler", department=department)
        for path in (f"/api/routing/cases/{number}", f"/api/routing/cases/{number}/replies"):
            assert_problem(hub.call("routing", "GET", path, token=token), 404, "not_found")
        assert number not in hub.call("routing", "GET", "/api/routing/whistles?limit=200", token=token).text
        assert_problem(hub.call("intake", "GET", f"/api/intake/matters/{number}", token=token), 404, "not_found")
    for collection in ("case", "desk", "reply", "remark"):
        assert f"routing.doc_{collection}" not in {f"routing.{name}" for name in tables_with(hub, "routing", number)}
    assert document(hub, "oversight", "docket", number) is None
    gone = counters_of(hub, "lights/")
    assert sum(lights.values()) - sum(gone.values()) == len(running), "none of its clocks runs any more"
    assert recognised.followed()["handling"] == []
    read = hub.ops("intake", f"/api/intake/matters/{number}", discipline(hub))
    assert read["story"]["title"] == "路灯不亮"


def counters_of(hub: Hub, prefix: str) -> dict[str, int]:
    return dict(hub.ops("oversight", f"/ops/counters?prefix={prefix}")["counters"])


def test_what_still_comes_of_a_walled_matter_opens_nothing_again(hub: Hub, recognised: Matter) -> None:
    recognised.decide("referral", reason="accusation")
    assert_problem(
        hub.call(
            "routing",
            "POST",
            f"/api/routing/whistles/{recognised.whistle_id}/replies",
            {"text": "已修复。"},
            token=hub.token("handler", department=CITY),
        ),
        404,
        "not_found",
    )
    until(lambda: recognised.number in shown(hub), what="the recipient's list")
    recognised.supplement("再补充一句。")
    hub.settle()
    assert document(hub, "routing", "case", recognised.number) is None
    assert document(hub, "oversight", "docket", recognised.number) is None
    assert document(hub, "intake", "matter", recognised.number) is None
    assert recognised.followed()["supplement_count"] == 1


def test_nothing_that_an_ordinary_operator_reads_tells_that_a_matter_was_walled(hub: Hub, recognised: Matter) -> None:
    (known,) = journal(hub, "intake", recognised.number, "matter_registered")
    assert known["id"] in hub.call("intake", "GET", every(f"matter/{recognised.number}"), token=ordinary(hub)).text
    recognised.decide("referral", reason="accusation")
    until(lambda: recognised.number in shown(hub), what="the recipient's list")
    hub.settle()
    for service in SERVICES:
        assert "matter_walled" not in hub.call(service, "GET", "/metrics").text, service
        for path in (
            every(f"case/{recognised.number}"),
            every(f"matter/{recognised.number}"),
            "/ops/handled?limit=1000",
        ):
            assert recognised.number not in hub.call(service, "GET", path, token=ordinary(hub)).text, (service, path)
    sighted = hub.token("operator,discipline", department="ns-discipline")
    assert "matter_walled" in hub.call("routing", "GET", every(f"case/{recognised.number}"), token=sighted).text


def ordinary(hub: Hub) -> str:
    return hub.token("operator")


def every(stream: str) -> str:
    return f"/ops/journal?limit=1000&stream={stream}"


def test_reconcile_finds_nothing_amiss_in_a_matter_that_was_walled(hub: Hub, recognised: Matter) -> None:
    recognised.decide("referral", reason="accusation")
    until(lambda: recognised.number in shown(hub), what="the recipient's list")
    (told,) = journal(hub, "routing", recognised.number, "matter_walled")
    until(lambda: told["id"] in str(hub.ops("oversight", WALLED_AUDIT, discipline(hub))), what="the wall on record")
    hub.settle()
    text = str(reconciled(hub))
    assert recognised.number not in text
    chain = hub.call("oversight", "GET", "/api/oversight/audit/export", token=hub.token("supervisor")).text.splitlines()
    entries = [entry for line in chain for entry in json.loads(line).get("entries", ())]
    ours = [entry["fact"] for entry in entries if entry["stream"].endswith(recognised.number)]
    assert ours, "what came before the wall is on the county's record"
    assert [fact for fact in ours if fact in text] == []


def test_the_accuser_reads_what_was_answered(hub: Hub, recognised: Matter) -> None:
    recognised.decide("referral", reason="accusation")
    until(lambda: recognised.number in shown(hub), what="the recipient's list")
    path = f"/api/oversight/accusations/{recognised.number}"
    assert hub.call("oversight", "POST", f"{path}/receipt", {}, token=discipline(hub)).status_code == 200
    said = hub.call("oversight", "POST", f"{path}/answer", {"text": "已核查处理。"}, token=discipline(hub))
    assert said.status_code == 200
    view = recognised.followed()
    read = hub.call("gateway", "GET", view["answers_at"], token=view["token"])
    assert (read.status_code, read.json()["text"]) == (200, "已核查处理。")
    other = Matter.registered(hub).followed()["token"]
    assert_problem(hub.call("gateway", "GET", view["answers_at"], token=other), 403, "not_allowed")
