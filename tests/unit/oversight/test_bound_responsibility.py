"""Units that are bound to answer for a matter together (责任捆绑) are reminded and ordered together."""

from __future__ import annotations

from services.contracts.events import leading
from services.contracts.events.opinion import InterestDeclared
from services.oversight import store as documents
from tests.unit.oversight.conftest import FINISH, NUMBER, Oversight, fact

TEN, NOON, LATE = "2026-11-23T02:00:00Z", "2026-11-23T04:00:00Z", "2026-12-31T02:00:00Z"


def bound(oversight: Oversight, *units: str) -> None:
    oversight.registered()
    oversight.hear(fact(leading.ResponsibilityBound, units=units), TEN)
    oversight.whistled(TEN, NOON)
    oversight.checked_in(TEN, NOON)


def ordered(oversight: Oversight, kind: str, clock: str = "handling") -> set[str]:
    found = [each.body for each in oversight.store.find(documents.ORDER.name).documents]
    return {order["unit"] for order in found if (order["kind"], order["clock"]) == (kind, clock)}


def test_a_breach_of_the_handling_reminds_every_bound_unit_and_proposes_to_order_each(oversight: Oversight) -> None:
    bound(oversight, "ns-housing", "ns-water", "ns-city")
    oversight.sweep_until(LATE)
    for kind in ("reminder", "supervision", "listed"):
        assert ordered(oversight, kind) == {"ns-housing", "ns-water", "ns-city"}
    reminders = [row for row in oversight.store.journal() if row.type.endswith("order_issued.v1")]
    assert len(reminders) >= 3
    ids = oversight.docket()["orders"]
    assert len(set(ids)) == len(ids)
    assert max(map(len, ids)) <= 80


def test_a_check_in_is_each_departments_own(oversight: Oversight) -> None:
    oversight.registered()
    oversight.hear(fact(leading.ResponsibilityBound, units=("ns-housing", "ns-water")), TEN)
    oversight.whistled(TEN, NOON)
    oversight.sweep_until(FINISH)
    assert ordered(oversight, "reminder", "check_in") == {"ns-housing"}


def test_a_bound_unit_that_stepped_back_is_not_ordered(oversight: Oversight) -> None:
    bound(oversight, "ns-housing", "ns-water", "ns-city")
    oversight.hear(fact(InterestDeclared, department="ns-city"), NOON)
    oversight.sweep_until(LATE)
    assert ordered(oversight, "reminder") == {"ns-housing", "ns-water"}


def test_a_breach_that_turns_out_to_be_none_takes_back_every_reminder(oversight: Oversight) -> None:
    bound(oversight, "ns-housing", "ns-water")
    oversight.sweep_until("2026-11-27T02:00:00Z")
    assert ordered(oversight, "reminder") == {"ns-housing", "ns-water"}
    oversight.concluded("2026-11-24T02:00:00Z")
    states = {each.body["state"] for each in oversight.store.find(documents.ORDER.name).documents}
    assert states == {"withdrawn"}
    assert NUMBER in oversight.docket()["orders"][0]
