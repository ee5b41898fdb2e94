"""A handover that is heard late, or before what it follows, charges whom it would have charged in its turn."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from services.contracts.events import grid_work, intake, mediation, routing
from services.contracts.fact import Fact
from services.oversight import store as documents
from services.oversight.domain.rules import RuleBook
from tests.unit.oversight.conftest import MONDAY, Oversight, fact
from tests.unit.oversight.test_handed_over import (
    AFTER,
    DISPATCH,
    FORMER,
    NEW,
    RED,
    THIRD,
    TUESDAY,
    clock,
    handed,
    orders,
    scored,
)
from tests.unit.oversight.test_who_owes_a_step import Elsewhere


def test_a_breach_told_before_a_handover_that_came_late_is_withdrawn_and_is_the_new_owners(
    oversight: Oversight,
) -> None:
    oversight.registered()
    oversight.sweep_until(RED)
    handed(oversight, TUESDAY)
    assert (oversight.last().type.split(".")[2], oversight.last().data["unit"]) == ("clock_breach_withdrawn", FORMER)
    assert orders(oversight) == {"reminder": (FORMER, "withdrawn")}
    assert scored(oversight, FORMER) == scored(oversight, NEW) == {"in_time": 0, "late": 0}
    oversight.sweep_until(AFTER)
    assert oversight.told()[-2:] == ["clock_breached", "order_issued"]
    assert oversight.last().data["unit"] == NEW
    assert orders(oversight)["reminder"] == (NEW, "issued")
    assert len(oversight.docket()["orders"]) == len(set(oversight.docket()["orders"]))
    assert scored(oversight, NEW) == {"in_time": 0, "late": 1}


Told = tuple[type[Fact], str, dict[str, Any]]
REGISTERED: Told = (
    intake.MatterRegistered,
    MONDAY,
    {"received_at": MONDAY, "owner": FORMER, "petitioners": 1, "anonymous": False, "secret": False},
)
STREAMS: dict[str, tuple[Told, ...]] = {
    "handed over twice, the second time too late for the transfer": (
        (routing.MatterReopened, "2026-11-25T02:00:00Z", {"request": "q1", "round": 2}),
        (routing.OwnerChanged, "2026-11-26T02:00:00Z", {"owner": NEW, "former": FORMER}),
        (routing.OwnerChanged, AFTER, {"owner": THIRD, "former": NEW}),
    ),
    "handed over when all has run out": ((routing.OwnerChanged, AFTER, {"owner": NEW, "former": FORMER}),),
    "accepted, handed over, dealt with late": (
        (routing.MatterAccepted, TUESDAY, {"owner": FORMER}),
        (routing.OwnerChanged, "2026-11-25T02:00:00Z", {"owner": NEW, "former": FORMER}),
        (routing.MatterAnswered, AFTER, {"reply": 1, "unit": NEW}),
    ),
}
UNITS = {
    "handed over twice, the second time too late for the transfer": {"transfer": NEW, "dispatch": NEW},
    "handed over when all has run out": {"transfer": FORMER},
    "accepted, handed over, dealt with late": {"transfer": NEW},
}


@pytest.mark.parametrize("stream", STREAMS)
def test_in_whatever_order_the_streams_arrive_and_however_late_the_charge_and_its_counters_are_the_same(
    oversight: Oversight, stream: str
) -> None:
    seen = []
    for n, (place, swept) in enumerate(product(range(len(STREAMS[stream]) + 1), (False, True))):
        number = f"3000000001{n:02}"
        facts = [*STREAMS[stream][:place], REGISTERED, *STREAMS[stream][place:]]
        oversight.clock.at = MONDAY
        for named, at, said in facts:
            oversight.hear(fact(named, number, **said), at)
            if swept:
                oversight.sweep_until("2026-12-20T02:00:00Z")
        oversight.sweep_until("2026-12-20T02:00:00Z")
        docket = oversight.docket(number)
        ladder = [oversight.store.get(documents.ORDER.name, each) for each in docket["orders"]]
        assert {each["clock"]: each["unit"] for each in docket["clocks"].values()} == UNITS[stream], (place, swept)
        assert {order.body["unit"] for order in ladder if order and order.body["state"] != "withdrawn"} <= {
            *UNITS[stream].values()
        }
        counted = {label.replace(number, "n"): cell for label, cell in docket["counted"].items()}
        rates = {key: amount for key, amount in oversight.store.counters("rate/").items() if amount}
        seen.append((counted, rates))
    assert all(counted == seen[0][0] for counted, _ in seen)
    once = seen[0][1]
    assert seen[-1][1] == {key: amount * len(seen) for key, amount in once.items()}, "the ledgers add up"


def test_told_once_more_a_handover_changes_no_charge(oversight: Oversight) -> None:
    oversight.registered()
    oversight.sweep_until(RED)
    handed(oversight, TUESDAY)
    oversight.sweep_until(AFTER)
    before, counters, told = clock(oversight), oversight.store.counters("rate/"), oversight.told()
    handed(oversight, TUESDAY)
    assert (clock(oversight), oversight.store.counters("rate/"), oversight.told()) == (before, counters, told)


def test_a_late_end_that_was_told_of_the_former_owner_is_told_again_of_the_new_one(oversight: Oversight) -> None:
    clocks = oversight.county.clocks
    until_failed = replace(clocks.rules["dispatch"], stops=frozenset({"mediation_failed"}))
    oversight.county = replace(
        oversight.county, clocks=replace(clocks, rules={**clocks.rules, "dispatch": until_failed})
    )
    oversight.rules = RuleBook(oversight.county, oversight.shelf)
    oversight.registered()
    oversight.hear(fact(routing.MatterReopened, request="q1", round=2), MONDAY)
    failed = {"case": "m-1", "direct": False, "body": "ns-t01-mediation", "reason": "no_agreement", "routes": ()}
    oversight.hear(fact(mediation.MediationFailed, **failed), "2026-11-27T02:00:00Z")
    assert oversight.told() == ["clock_breached"]
    handed(oversight, TUESDAY)
    assert oversight.told() == ["clock_breached", "clock_breach_withdrawn", "clock_breached"]
    assert (oversight.last().data["unit"], clock(oversight, DISPATCH)["ended"]) == (NEW, "stopped")
    assert (scored(oversight, FORMER)["late"], scored(oversight, NEW)["late"]) == (0, 1)


def test_a_call_that_ran_out_before_the_handover_is_the_formers_also_if_it_is_heard_of_after_it(
    oversight: Oversight,
) -> None:
    kelan = Elsewhere(oversight, "kelan", "kl-t01-v01", "kl-t01-unit")
    kelan.then(routing.OwnerChanged, "2026-11-23T02:30:00Z", owner="kl-water", former="kl-t01-unit")
    kelan.then(grid_work.SosCalled, "2026-11-23T02:00:00Z", call=1, unit="kl-t01-unit")
    kelan.then(grid_work.SosCalled, "2026-11-23T02:25:00Z", call=2, unit="kl-t01-unit")
    assert kelan.units("sos_answer") == [("kl-t01-unit", None), ("kl-water", None)]
