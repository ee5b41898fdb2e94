"""Mediation ordered for a matter, and how routing goes on by itself with what it came to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.chassis.access import User
from services.contracts.events import mediation
from services.contracts.events.intake import MatterRated, ReviewRequested, WithdrawalRequested
from services.contracts.vocabulary import Role
from services.county.county import County
from services.county.mediation import Body, BodyKind, Mediation
from services.routing.domain import mediating
from services.routing.domain.life import LEADING
from services.routing.store import body_of, case_of
from tests.unit.routing import conftest

N = "123456789012"
CODES = {"number": N, "place": "xx-t1-v1", "channel": "web", "purpose": "appeal"}
CASE = {"case": f"{N}-m1", "body": "town", "direct": False}
LATER = "2026-06-02T01:00:00Z"


@pytest.fixture
def house(house: Any, county: County, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Routing in a county with two bodies, an accepted matter, and the body's mediator among its people."""
    bodies = {
        "town": Body("town", "一镇调委会", BodyKind.TOWN, "xx-t1", "housing", committee=True),
        "other": Body("other", "二镇调委会", BodyKind.TOWN, "xx-t2", "water", committee=True),
    }
    house.service.county = replace(county, mediation=Mediation(bodies))
    people = {"u1": ("town mediator", "housing"), "u2": ("other mediator", "water")}
    for n, (name, unit) in enumerate(people.values()):
        user = User(f"u-00000000000000b{n}", frozenset({Role.MEDIATOR}), department=unit)
        monkeypatch.setitem(conftest.USERS, name, user)
    house.registers()
    house.does("dispatcher", f"/cases/{N}/acceptance", {})
    return house


def ordered(house: Any, **body: Any) -> dict[str, Any]:
    done: dict[str, Any] = house.does("dispatcher", f"/cases/{N}/mediation", {"body": "town", **body})
    return done


def agreed(**more: Any) -> mediation.AgreementReached:
    return mediation.AgreementReached(**(CODES | CASE | more), form="oral", effective_at=LATER)


def failed(reason: str = "no_agreement", **more: Any) -> mediation.MediationFailed:
    return mediation.MediationFailed(**(CODES | CASE | more), reason=reason, routes=("litigation",))


def test_an_accepted_matter_goes_to_a_body_of_its_place(house: Any) -> None:
    done = ordered(house, text="先行调解")
    assert (done["status"], set(done["allowed"]) - set(LEADING)) == ("mediating", set())
    assert [(order["id"], order["body"], order["result"]) for order in done["mediations"]] == [
        (f"{N}-m1", "town", None)
    ]
    told = house.facts()[-1].data
    assert (told["order"], told["body"], told["leads"]) == (f"{N}-m1", "town", [])


@pytest.mark.parametrize(("body", "code"), [("other", "body_elsewhere"), ("nobody", "unknown_body")])
def test_a_body_that_does_not_take_on_the_place_is_refused_with_those_that_do(house: Any, body: str, code: str) -> None:
    said = house.ask("dispatcher", "POST", f"/cases/{N}/mediation", {"body": body})
    error = said.body["errors"][0]
    assert (said.status, error["field"], error["code"], error["detail"]) == (422, "body", code, "Allowed: town.")


def test_an_agreement_concludes_the_matter_for_the_bodys_unit_to_be_rated(house: Any) -> None:
    ordered(house)
    house.hears(agreed(), LATER)
    case = house.ask("dispatcher", "GET", f"/cases/{N}").body
    assert (case["status"], case["outcome"], case["responsible"], case["over_at"]) == (
        *("concluded", "solved", "housing"),
        LATER,
    )
    assert (case["mediations"][0]["result"], case["mediations"][0]["ended_at"]) == ("agreed", LATER)
    assert (house.facts()[-1].data["lead"], house.facts()[-1].time) == ("housing", LATER)
    house.hears(MatterRated(**CODES, request="r-1", receiving="satisfied", responsible="dissatisfied"), LATER)
    again = house.does("dispatcher", f"/cases/{N}/mediation", {"body": "town"})
    assert [(order["id"], order["round"]) for order in again["mediations"]] == [(f"{N}-m1", 1), (f"{N}-m2", 2)]


def test_a_failure_gives_the_matter_back_and_a_whistle_may_follow(house: Any) -> None:
    ordered(house)
    house.hears(failed("consent_refused"), LATER)
    case = house.ask("dispatcher", "GET", f"/cases/{N}").body
    assert (case["status"], case["mediations"][0]["result"]) == ("accepted", "consent_refused")
    assert house.names()[-1] == "mediation_returned"
    whistle = {"kind": "fast", "lead": "water", "assists": [], "reason": "转部门办理"}
    house.does("dispatcher", f"/cases/{N}/whistles", whistle)
    assert house.ask("dispatcher", "GET", f"/cases/{N}").body["status"] == "whistled"


def test_who_has_led_before_is_named_to_the_body(house: Any) -> None:
    whistle = {"kind": "fast", "lead": "water", "assists": [], "reason": "办理"}
    house.does("dispatcher", f"/cases/{N}/whistles", whistle)
    house.does("water", f"/whistles/{N}-w1/check-ins", {})
    house.does("water", f"/whistles/{N}-w1/replies", {"text": "已办"})
    house.does("dispatcher", f"/cases/{N}/conclusion", {"outcome": "explained"})
    house.hears(MatterRated(**CODES, request="r-1", receiving="satisfied", responsible="dissatisfied"), LATER)
    ordered(house)
    assert house.facts()[-1].data["leads"] == ["water"]


@pytest.mark.parametrize("late", [agreed(), failed("withdrawn")], ids=["agreed", "failed"])
def test_a_matter_withdrawn_meanwhile_stays_withdrawn_whatever_the_body_tells_later(house: Any, late: Any) -> None:
    ordered(house)
    house.hears(WithdrawalRequested(**CODES, request="r-1"), LATER)
    told = house.names()
    house.hears(late, LATER)
    case = house.ask("dispatcher", "GET", f"/cases/{N}").body
    assert (case["status"], case["mediations"][0]["result"], house.names()) == ("withdrawn", "withdrawn", told)


@pytest.mark.parametrize(
    "stranger",
    [agreed(direct=True), agreed(case=f"{N}-m9"), agreed(number="999999999999", case="999999999999-m1")],
    ids=["brought to the body itself", "of another order", "of a matter nobody knows"],
)
def test_an_agreement_that_the_matter_does_not_wait_for_moves_nothing(house: Any, stranger: Any) -> None:
    ordered(house)
    house.hears(stranger, LATER)
    assert house.ask("dispatcher", "GET", f"/cases/{N}").body["status"] == "mediating"
    assert house.names("999999999999") == []


def test_what_is_told_twice_or_after_the_wall_moves_nothing(house: Any) -> None:
    ordered(house)
    house.hears(agreed(), LATER)
    house.hears(agreed(), LATER)
    assert house.names().count("matter_concluded") == 1
    house.registers("222222222222")
    house.does("dispatcher", "/cases/222222222222/acceptance", {})
    house.does("dispatcher", "/cases/222222222222/mediation", {"body": "town"})
    house.does("dispatcher", "/cases/222222222222/referral", {"reason": "accusation"})
    house.hears(agreed(number="222222222222", case="222222222222-m1"), LATER)
    assert house.ask("dispatcher", "GET", "/cases/222222222222").status == 404
    assert house.names("222222222222")[-1] == "matter_walled"


def test_the_bodys_mediators_read_the_case_and_what_was_told_to_them(house: Any) -> None:
    assert house.ask("town mediator", "GET", f"/cases/{N}").status == 404
    ordered(house, text="先行调解")
    assert house.ask("town mediator", "GET", f"/cases/{N}").body["status"] == "mediating"
    assert house.ask("other mediator", "GET", f"/cases/{N}").status == 404
    said = house.ask("town mediator", "GET", f"/cases/{N}/replies").body
    assert [(each["kind"], each["text"]) for each in said["remarks"]] == [("mediation", "先行调解")]
    assert house.ask("town mediator", "POST", f"/cases/{N}/conclusion", {"outcome": "solved"}).status == 403


def test_after_a_restore_the_orders_id_carries_the_epoch(house: Any) -> None:
    held = house.service.store.get("case", N)
    case, order = mediating.mediated(house.service.county, case_of(held.body), "town", LATER, 3)
    assert order.id == f"{N}-m1e3"
    assert case_of(body_of(case, None)).mediations == (order,)


def test_a_case_kept_before_there_was_mediation_is_read_as_one_without(house: Any) -> None:
    body = dict(house.service.store.get("case", N).body)
    del body["mediations"]
    assert case_of(body).mediations == ()


def test_a_review_asked_for_meanwhile_ends_the_mediation_and_the_body_is_told(house: Any) -> None:
    paper = {"demand": "修好", "facts": "已坏", "opinion": "限期修好", "basis": "第二十三条", "outcome": "explain"}
    house.does("dispatcher", f"/cases/{N}/opinion", paper)
    ordered(house)
    house.hears(ReviewRequested(**CODES, request="r-1", instance=1), LATER)
    assert house.names()[-2:] == ["matter_concluded", "review_opened"]
    case = house.ask("dispatcher", "GET", f"/cases/{N}").body
    assert (case["status"], case["mediations"][0]["result"]) == ("reviewing", "withdrawn")
