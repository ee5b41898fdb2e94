"""What routing tells of the matter: withdrawn, over, walled; whatever came before, and however late it is heard."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.events import dispute
from tests.unit.mediation.conftest import CASE, CODES, NUMBER, TWO

LATER = "2026-06-03T01:00:00Z"


def withdrawn() -> dispute.DisputeEnded:
    return dispute.DisputeEnded(**CODES, order=CASE, result="withdrawn")


def concluded() -> dispute.DisputeEnded:
    return dispute.DisputeEnded(**CODES, order=CASE, result="agreed")


@pytest.mark.parametrize("stage", ["ordered", "consented", "in_session"])
def test_a_withdrawn_matter_ends_its_mediation_wherever_it_stands(house: Any, stage: str) -> None:
    getattr(house, stage)()
    house.hears(withdrawn(), LATER)
    case = house.case()
    assert (case["state"], case["reason"], case["over_at"]) == ("failed", "withdrawn", LATER)
    assert case["routes"] == ["administration", "arbitration", "litigation"]
    assert (house.last().data["reason"], house.last().time) == ("withdrawn", LATER)
    assert house.refused("failure", {"reason": "no_agreement"}).code == "step_not_allowed"
    body = next(b for b in house.ask("dispatcher", "GET", "/bodies").body["bodies"] if b["code"] == case["body"])
    assert (body["failed"], body["withdrawn"], body["rate"]) == (0, 1, None), "no failure of the body's"


def test_an_agreement_stands_though_the_matter_was_withdrawn_at_the_same_moment(house: Any) -> None:
    house.agreed()
    told = len(house.names())
    house.hears(withdrawn(), LATER)
    assert (house.case()["state"], len(house.names())) == ("agreed", told)


def test_routing_going_on_by_itself_changes_nothing(house: Any) -> None:
    house.agreed()
    house.hears(concluded(), LATER)
    assert house.case()["state"] == "agreed"


def test_a_mediation_that_was_restored_finds_out_that_the_matter_is_over(house: Any) -> None:
    house.in_session()
    house.hears(concluded(), LATER)
    assert (house.case()["state"], house.case()["reason"]) == ("failed", "withdrawn")


def test_the_end_of_an_order_that_mediation_has_lost_is_nothing_to_it(house: Any) -> None:
    house.hears(withdrawn(), LATER)
    assert house.names() == []
    assert house.ordered(2, at=LATER) == f"{NUMBER}-m2"
    assert house.case(f"{NUMBER}-m2")["state"] == "opened"


def test_of_a_walled_matter_nothing_is_left_to_see_count_or_tell(house: Any) -> None:
    house.agreed()
    told = len(house.names())
    house.hears(dispute.DisputeWalled(**CODES), LATER)
    assert house.ask("mediator", "GET", f"/cases/{CASE}").status == 404
    assert house.ask("mediator", "GET", "/cases").body["cases"] == []
    assert house.ask("mediator", "GET", "/follow-ups").body["cases"] == []
    store = house.service.store
    for collection in ("case", "party", "word", "agreement"):
        assert store.find(collection).documents == []
    assert set(store.counters("body/").values()) | set(store.counters("mediator/").values()) <= {0}
    assert len(house.names()) == told, "the end of a mediation would tell of the accusation"
    assert house.service.is_behind_wall(NUMBER)
    assert NUMBER not in str(store.find("walled").documents)


def test_facts_that_come_after_the_wall_meet_silence(house: Any) -> None:
    house.ordered()
    house.hears(dispute.DisputeWalled(**CODES), LATER)
    house.ordered(2, at=LATER)
    house.hears(withdrawn(), LATER)
    house.hears(dispute.DisputeWalled(**CODES), LATER)
    assert house.service.store.find("case").documents == []
    assert house.refused("parties", {"parties": TWO}).status == 404


def test_a_matter_walled_before_it_was_ever_mediated_is_known_as_such(house: Any) -> None:
    house.hears(dispute.DisputeWalled(**CODES), LATER)
    assert house.service.is_behind_wall(NUMBER)
    house.ordered(at=LATER)
    assert house.names() == []


def test_two_orders_of_one_matter_are_two_cases(house: Any) -> None:
    house.ordered()
    house.does("parties", {"parties": TWO})
    house.does("consents", {"party": 1, "consents": False})
    house.hears(dispute.DisputeEnded(**CODES, order=CASE, result="consent_refused"), LATER)
    second = house.ordered(2, at=LATER)
    assert (house.case()["state"], house.case(second)["state"]) == ("failed", "opened")
