"""A mediation case through its commands: consent, mediators, sessions, the end, and what comes after."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mediation.conftest import CASE, MONDAY, NUMBER, SIGNED, TERMS, TWO

LATER = "2026-06-20T01:00:00Z"


def test_a_case_from_the_order_to_a_written_agreement_tells_one_fact_for_each_step(house: Any) -> None:
    house.agreed(perform_by="2026-07-01T00:00:00Z")
    assert house.names() == [
        *("mediation_opened", "parties_named", "consent_given", "consent_given", "mediator_assigned"),
        *("session_held", "agreement_reached"),
    ]
    complete = [fact.data["complete"] for fact in house.facts() if "complete" in fact.data]
    assert complete == [False, True]
    told = house.last().data
    wanted = {
        **{"case": CASE, "body": "ns-t01-mediation", "direct": False, "form": "written"},
        **{"effective_at": MONDAY, "perform_by": "2026-07-01T00:00:00Z", "category": "construction.property"},
    }
    assert told | wanted == told
    case = house.case()
    assert (case["state"], case["allowed"]) == ("agreed", ["apply_for_confirmation", "follow_up"])
    assert case["agreement"]["confirm_by"] == "2026-07-01T15:59:59Z", "thirty days from its effect"


def test_a_refused_consent_ends_the_case_and_tells_the_parties_where_to_turn(house: Any) -> None:
    house.ordered()
    house.does("parties", {"parties": TWO})
    house.does("consents", {"party": 1, "consents": True})
    done = house.does("consents", {"party": 2, "consents": False})
    assert (done["state"], done["reason"]) == ("failed", "consent_refused")
    assert done["routes"] == ["administration", "arbitration", "litigation", "petition"]
    assert house.names()[-2:] == ["consent_refused", "mediation_failed"]
    assert house.refused("consents", {"party": 2, "consents": True}).code == "step_not_allowed"


def test_nobody_is_mediated_who_is_alone_or_has_not_been_asked(house: Any) -> None:
    house.ordered()
    assert house.refused("consents", {"party": 1, "consents": True}).fault == ("party", "unknown_party")
    house.does("parties", {"parties": TWO[:1]})
    done = house.does("consents", {"party": 1, "consents": True})
    assert done["state"] == "opened", "one party alone has nobody to agree with"
    assert house.refused("consents", {"party": 1, "consents": True}).code == "already_consented"
    assert house.refused("mediators", {"mediator": "ns-t01-mediation-1"}).code == "step_not_allowed"
    house.does("parties", {"parties": TWO[1:]})
    assert house.does("consents", {"party": 2, "consents": True})["state"] == "consented"


def test_a_party_may_end_the_mediation_at_any_time(house: Any) -> None:
    house.in_session()
    done = house.does("consents", {"party": 1, "consents": False})
    assert (done["state"], done["reason"]) == ("failed", "party_left")


def test_nothing_is_agreed_on_without_a_session_and_no_agreement_needs_one_too(house: Any) -> None:
    house.consented()
    house.does("mediators", {"mediator": "ns-t01-mediation-1"})
    agreement = {"form": "oral", **TERMS}
    assert house.refused("agreement", agreement).code == "step_not_allowed"
    assert house.refused("failure", {"reason": "no_agreement"}).fault == ("reason", "not_allowed")
    house.does("sessions", {"minutes": "未谈拢", "open": True, "present": [1]})
    assert house.last().data["open"] is True
    done = house.does("failure", {"reason": "no_agreement", "text": "分歧太大"})
    assert (done["state"], done["sessions"][0]["present"]) == ("failed", [1])


@pytest.mark.parametrize("reason", ["consent_refused", "withdrawn"])
def test_what_others_say_is_not_said_as_a_failure_of_an_ordered_case(house: Any, reason: str) -> None:
    house.in_session()
    assert house.refused("failure", {"reason": reason}).fault == ("reason", "not_allowed")


@pytest.mark.parametrize(
    ("signed", "fault"),
    [
        (None, ("signed", "required")),
        (SIGNED | {"parties": [1]}, ("signed.parties", "not_signed")),
        (SIGNED | {"parties": [1, 2, 3]}, ("signed.parties.2", "unknown_party")),
        (SIGNED | {"mediators": []}, ("signed.mediators", "not_sitting")),
        (SIGNED | {"mediators": ["ns-t01-mediation-2"]}, ("signed.mediators.0", "not_sitting")),
        (SIGNED | {"seal": False}, ("signed.seal", "not_sealed")),
        (SIGNED | {"at": LATER}, ("signed.at", "out_of_range")),
        (SIGNED | {"at": "2026-05-01T01:00:00Z"}, ("signed.at", "out_of_range")),
    ],
)
def test_a_written_agreement_needs_every_signature_and_the_seal(house: Any, signed: Any, fault: Any) -> None:
    house.in_session()
    assert house.refused("agreement", {"form": "written", **TERMS, "signed": signed}).fault == fault


@pytest.mark.parametrize(
    ("step", "body", "field"),
    [
        ("sessions", {"minutes": "未谈拢", "present": [1, 2, 7]}, "present.2"),
        ("limit", {"parties": [7, 1, 2]}, "parties.0"),
    ],
)
def test_a_party_that_there_is_not_is_named_by_its_place_in_the_list(
    house: Any, step: str, body: dict[str, Any], field: str
) -> None:
    house.in_session()
    assert house.refused(step, body).fault == (field, "unknown_party")


def test_a_written_agreement_takes_no_other_time_than_that_of_its_signatures(house: Any) -> None:
    house.in_session()
    said = {"form": "written", **TERMS, "signed": SIGNED, "agreed_at": LATER}
    assert house.refused("agreement", said).fault == ("agreed_at", "not_allowed")


def test_an_oral_agreement_takes_effect_when_it_was_come_to_and_bears_no_signature(house: Any) -> None:
    house.in_session()
    oral = {"form": "oral", **TERMS}
    assert house.refused("agreement", oral | {"signed": SIGNED}).fault == ("signed", "not_allowed")
    early = {"perform_by": "2026-05-30T01:00:00Z"}
    assert house.refused("agreement", oral | early).fault == ("perform_by", "out_of_range")
    house.at(LATER)
    done = house.does("agreement", oral | {"agreed_at": "2026-06-19T01:00:00Z"})
    assert done["agreement"]["effective_at"] == "2026-06-19T01:00:00Z"
    assert done["agreement"]["reached_at"] == LATER


def test_the_court_is_asked_by_all_parties_together_within_thirty_days(house: Any) -> None:
    house.agreed()
    assert house.refused("judicial-confirmation", {"parties": [1]}).fault == ("parties", "not_together")
    house.at("2026-07-01T16:00:00Z")
    late = house.refused("judicial-confirmation", {})
    assert (late.code, "Art. 33" in late.body["detail"]) == ("confirmation_too_late", True)
    done = house.does("judicial-confirmation", {"applied_at": "2026-07-01T02:00:00Z", "parties": [1, 2]})
    assert (done["state"], done["confirmed_at"]) == ("confirmed", "2026-07-01T02:00:00Z")
    assert house.last().data["applied_at"] == "2026-07-01T02:00:00Z"
    assert house.refused("judicial-confirmation", {}).code == "step_not_allowed"


def test_a_body_that_is_no_committee_seals_nothing_and_opens_no_way_to_the_court(house: Any) -> None:
    case = house.ordered(body="ns-police-mediation")
    police = {"case": case, "who": "police mediator"}
    house.does("parties", {"parties": TWO}, **police)
    for n in (1, 2):
        house.does("consents", {"party": n, "consents": True}, **police)
    house.does("mediators", {"mediator": "ns-police-mediation-1"}, **police)
    house.does("sessions", {"minutes": "当面说清"}, **police)
    signed = {"parties": [1, 2], "mediators": ["ns-police-mediation-1"]}
    done = house.does("agreement", {"form": "written", **TERMS, "signed": signed}, **police)
    assert done["agreement"]["confirm_by"] is None
    assert house.refused("judicial-confirmation", {}, **police).code == "not_a_committee"


def test_an_agreement_is_followed_up_until_it_is_performed(house: Any) -> None:
    house.agreed(perform_by="2026-06-19T01:00:00Z")
    assert house.ask("mediator", "GET", "/follow-ups").body == {"cases": [], "after": None}
    house.at(LATER)
    assert [case["id"] for case in house.ask("mediator", "GET", "/follow-ups").body["cases"]] == [CASE]
    assert house.ask("mediator of t02", "GET", "/follow-ups").body["cases"] == []
    again = house.does("follow-ups", {"performance": "partly", "text": "还差一千"})
    assert again["follow_up_at"] == "2026-07-20T15:59:59Z"
    assert house.ask("mediator", "GET", "/follow-ups").body["cases"] == []
    done = house.does("follow-ups", {"performance": "performed"})
    assert (done["follow_up_at"], [each["performance"] for each in done["follow_ups"]]) == (
        None,
        ["partly", "performed"],
    )
    assert house.last().data["follow_up"] == 2


def test_the_limit_is_a_month_and_is_put_off_once_when_all_parties_ask(house: Any) -> None:
    house.consented()
    assert house.case()["limit_by"] == "2026-07-01T15:59:59Z"
    assert house.refused("limit", {"parties": [1]}).fault == ("parties", "not_together")
    house.at("2026-07-02T01:00:00Z")
    assert house.case()["overdue"] is True
    done = house.does("limit", {"parties": [2, 1]})
    assert (done["limit_by"], done["overdue"]) == ("2026-08-03T15:59:59Z", False), "1 August is a Saturday"
    told = house.last().data
    assert (told["former"], told["until"]) == ("2026-07-01T15:59:59Z", "2026-08-03T15:59:59Z")
    assert house.refused("limit", {"parties": [1, 2]}).code == "already_extended"


def test_an_order_that_is_heard_twice_opens_one_case(house: Any) -> None:
    house.ordered()
    house.ordered()
    assert house.names(NUMBER) == ["mediation_opened"]


def test_every_fact_told_says_who_did_it_and_nothing_of_what_was_said(house: Any) -> None:
    house.agreed()
    raw = b"".join(row.body for row in house.service.store.journal())
    for word in ("甲某", "13800000000", "双方各述其理", "赔偿三千元"):
        assert word.encode() not in raw
    assert house.last().actor == "u-00000000000000f1"
