"""More time was granted: the clock's end moves, it is not started again, and its warnings follow; and mediations."""

from __future__ import annotations

from typing import Any

from services.contracts.events import mediation, routing
from tests.unit.oversight.conftest import FINISH, MONDAY, NUMBER, Oversight, fact

BY, LATER = "2026-11-23T06:00:00Z", "2026-12-10T15:59:59Z"
CASE: dict[str, Any] = {"case": f"{NUMBER}-m1", "body": "ns-t01-mediation", "direct": False}


def handling(oversight: Oversight) -> dict[str, Any]:
    return oversight.docket()["clocks"][f"{NUMBER}-w1-handling-ns-housing"]  # type: ignore[no-any-return]


def extended(oversight: Oversight, at: str, until: str = LATER) -> str:
    told = fact(routing.ExtensionGranted, whistle=f"{NUMBER}-w1", finish_by=until, former=FINISH, reason="complex")
    return oversight.hear(told, at)


def test_the_end_moves_and_the_start_stays_and_the_warnings_follow(oversight: Oversight) -> None:
    oversight.registered()
    oversight.whistled(MONDAY, BY)
    oversight.checked_in("2026-11-23T02:00:00Z", BY)
    before = dict(handling(oversight))
    extended(oversight, "2026-11-24T02:00:00Z")
    after = handling(oversight)
    assert (after["started_at"], after["due"], after["light"]) == (before["started_at"], LATER, "green")
    assert after["next_at"] == "2026-12-05T09:05:59Z", "seven tenths of the whole time, from the whistle on"
    assert oversight.docket()["due"] is not None
    oversight.sweep_until("2026-12-01T00:00:00Z")
    assert "clock_breached" not in oversight.told(), "the former end is passed in silence"
    oversight.concluded("2026-12-09T02:00:00Z")
    ended = handling(oversight)
    assert (ended["ended"], ended["light"]) == ("stopped", "green")


def test_a_clock_that_was_yellow_is_green_again_until_its_new_warning(oversight: Oversight) -> None:
    oversight.registered()
    oversight.whistled(MONDAY, BY)
    oversight.sweep_until("2026-11-26T02:00:00Z")
    assert handling(oversight)["light"] == "yellow"
    extended(oversight, "2026-11-26T03:00:00Z")
    assert handling(oversight)["light"] == "green"
    oversight.sweep_until("2026-12-11T00:00:00Z")
    assert handling(oversight)["light"] == "red", "the new end holds"


def test_a_breach_that_was_told_before_the_grant_was_heard_is_taken_back(oversight: Oversight) -> None:
    oversight.registered()
    oversight.whistled(MONDAY, BY)
    oversight.checked_in("2026-11-23T02:00:00Z", BY)
    oversight.sweep_until("2026-11-27T02:00:00Z")
    assert handling(oversight)["light"] == "red"
    assert oversight.orders()["reminder"] == "issued"
    extended(oversight, "2026-11-26T03:00:00Z")
    assert (handling(oversight)["light"], oversight.orders()["reminder"]) == ("green", "withdrawn")
    assert oversight.told()[-1] == "clock_breach_withdrawn"
    row = oversight.rates("department")["total"]["response"]["handling"]
    assert (row["in_time"], row["late"]) == (0, 0)


def test_a_reminder_that_fell_with_a_breach_is_sent_anew_when_the_new_end_is_missed_too(oversight: Oversight) -> None:
    oversight.registered()
    oversight.whistled(MONDAY, BY)
    oversight.checked_in("2026-11-23T02:00:00Z", BY)
    oversight.sweep_until("2026-11-27T02:00:00Z")
    extended(oversight, "2026-11-26T03:00:00Z")
    oversight.sweep_until("2026-12-11T00:00:00Z")
    assert oversight.orders()["reminder"] == "issued"
    assert len(oversight.docket()["orders"]) == len(set(oversight.docket()["orders"]))


def test_who_replaces_a_lead_after_the_grant_has_the_new_end_too(oversight: Oversight) -> None:
    oversight.registered()
    oversight.whistled(MONDAY, BY)
    extended(oversight, "2026-11-23T03:00:00Z")
    told = fact(
        routing.ObjectionDecided, whistle=f"{NUMBER}-w1", department="ns-housing", objection=1, upheld=True,
        lead="ns-city", replacement="ns-city", check_in_by=BY,
    )  # fmt: skip
    oversight.hear(told, "2026-11-23T04:00:00Z")
    assert oversight.docket()["clocks"][f"{NUMBER}-w1-handling-ns-city"]["due"] == LATER


def test_ordering_a_mediation_is_a_transfer_of_the_law(oversight: Oversight) -> None:
    oversight.registered()
    assert oversight.running() == {"transfer": "green"}
    oversight.hear(fact(routing.MediationOrdered, order=f"{NUMBER}-m1", body="ns-t01-mediation"), MONDAY)
    assert oversight.running() == {}


def test_the_facts_of_a_mediation_stand_in_docket_and_record_in_any_order(oversight: Oversight) -> None:
    facts = [
        fact(mediation.MediationOpened, **CASE, parties=0),
        fact(mediation.PartiesNamed, **CASE, parties=2),
        fact(mediation.AgreementReached, **CASE, form="oral", effective_at=MONDAY),
        fact(mediation.SealedDataRead, **CASE, reader="u-1", fields=("minutes",)),
    ]
    heard = [oversight.hear(each, MONDAY) for each in facts]
    oversight.registered()
    assert [step["fact"] for step in oversight.docket()["steps"]] == [
        *("mediation_opened", "agreement_reached", "matter_registered"),
    ]
    recorded = {row.body["fact"] for row in oversight.store.find("entry", limit=50).documents}
    assert recorded.issuperset(heard)
    assert oversight.docket()["owner"] == "ns-t01-unit"


def test_a_dispute_brought_to_a_body_itself_is_its_units(oversight: Oversight) -> None:
    oversight.hear(fact(mediation.MediationOpened, **(CASE | {"direct": True}), parties=2), MONDAY)
    assert oversight.docket()["owner"] == "ns-t01-unit"


def test_what_is_told_of_a_walled_matters_mediation_reaches_its_recipients_record_alone(oversight: Oversight) -> None:
    oversight.registered()
    oversight.hear(fact(routing.MatterWalled), MONDAY)
    oversight.hear(fact(mediation.MediationOpened, **CASE, parties=0), MONDAY)
    assert oversight.store.get("docket", NUMBER) is None
    assert len(oversight.store.find("walled_entry").documents) == 2
