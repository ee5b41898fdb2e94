"""A matter is handed over: what its owner owes, and has not run out yet, is the new owner's from then on."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from services.contracts.events import grid_work, intake, leading, mediation, routing
from services.contracts.fact import Fact
from services.contracts.vocabulary import Role
from services.oversight import store as documents
from services.oversight.domain.rules import RuleBook
from services.oversight.forms import watching
from services.oversight.use_cases import hold_clock, list_clocks
from tests.unit.oversight.conftest import MONDAY, NUMBER, SUPERVISOR, Oversight, fact, staff
from tests.unit.oversight.test_who_owes_a_step import Elsewhere

FORMER, NEW, THIRD = "ns-t01-unit", "ns-water", "ns-civil"
TRANSFER, DISPATCH = f"{NUMBER}-transfer", f"{NUMBER}-dispatch"
TUESDAY, DUE, RED = "2026-11-24T02:00:00Z", "2026-12-08T15:59:59Z", "2026-12-08T16:00:00Z"
"""The law's fifteen days of the transfer end on the eighth."""
AFTER = "2026-12-09T02:00:00Z"


def handed(oversight: Oversight, at: str, to: str = NEW, former: str = FORMER) -> None:
    oversight.hear(fact(routing.OwnerChanged, owner=to, former=former), at)


def clock(oversight: Oversight, clock_id: str = TRANSFER) -> dict[str, Any]:
    found: dict[str, Any] = oversight.docket()["clocks"][clock_id]
    return found


def orders(oversight: Oversight) -> dict[str, tuple[str, str]]:
    """Each order of the machine: to whom, and where it stands."""
    found = oversight.store.find(documents.ORDER.name, limit=50).documents
    return {each.body["kind"]: (each.body["unit"], each.body["state"]) for each in found}


def scored(oversight: Oversight, unit: str) -> dict[str, int]:
    """What a unit is scored with: its `dispatch` in time and late."""
    rows = {row["code"]: row for row in oversight.rates("department")["rows"]}
    said: dict[str, Any] = rows[unit]["whistling"]["dispatch"] if unit in rows else {"in_time": 0, "late": 0}
    return {name: said[name] for name in ("in_time", "late")}


def test_a_running_clock_of_the_owners_is_the_new_owners_to_see_and_no_more_the_formers(oversight: Oversight) -> None:
    desk: Any = oversight
    oversight.registered()
    before = clock(oversight)
    handed(oversight, TUESDAY)
    assert clock(oversight) == before | {"unit": NEW}, "its time does not begin anew"
    assert [row["id"] for row in oversight.clocks(staff(Role.HANDLER, department=NEW))] == [TRANSFER]
    assert oversight.clocks(staff(Role.HANDLER, department=FORMER)) == []
    assert [row["id"] for row in oversight.clocks(unit=NEW)] == [TRANSFER]
    assert list_clocks.lights_of(desk, staff(Role.HANDLER, department=NEW), [NUMBER]) == {NUMBER: "green"}
    assert oversight.told() == [], "nothing became of the clock"


def test_the_new_owner_is_warned_reminded_ordered_and_scored(oversight: Oversight) -> None:
    oversight.registered()
    handed(oversight, TUESDAY)
    oversight.sweep_until(AFTER)
    told = [row.type.split(".")[2] for row in oversight.store.journal()]
    assert "clock_warned" in told
    assert "clock_breached" in told
    assert {row["unit"] for row in oversight.clocks(number=NUMBER)} == {NEW}
    assert orders(oversight)["reminder"] == (NEW, "issued")
    assert scored(oversight, NEW) == {"in_time": 0, "late": 1}
    assert scored(oversight, FORMER) == {"in_time": 0, "late": 0}


def test_what_is_done_in_time_after_the_handover_is_the_new_owners_merit(oversight: Oversight) -> None:
    oversight.registered()
    handed(oversight, TUESDAY)
    oversight.whistled("2026-11-25T02:00:00Z", "2026-11-25T04:00:00Z")
    assert scored(oversight, NEW) == {"in_time": 1, "late": 0}
    assert scored(oversight, FORMER) == {"in_time": 0, "late": 0}


def test_what_was_done_before_the_handover_stays_with_who_did_it(oversight: Oversight) -> None:
    oversight.registered()
    oversight.whistled("2026-11-24T01:00:00Z", "2026-11-24T03:00:00Z")
    handed(oversight, TUESDAY)
    assert clock(oversight)["unit"] == FORMER
    assert scored(oversight, FORMER) == {"in_time": 1, "late": 0}
    assert clock(oversight, f"{NUMBER}-w1-handling-ns-housing")["unit"] == "ns-housing", "a called department's own"


@pytest.mark.parametrize("swept", [True, False])
def test_a_breach_stays_with_whom_it_happened_to_and_so_does_its_ladder(oversight: Oversight, swept: bool) -> None:
    oversight.registered()
    if swept:
        oversight.sweep_until(RED)
    handed(oversight, "2026-12-08T17:00:00Z")
    oversight.sweep_until("2026-12-20T02:00:00Z")
    assert clock(oversight)["unit"] == FORMER
    assert {unit for unit, _ in orders(oversight).values()} == {FORMER}
    assert set(orders(oversight)) == {"reminder", "supervision", "listed"}
    assert scored(oversight, FORMER) == {"in_time": 0, "late": 1}


def test_the_last_second_of_the_end_is_in_time_for_a_handover_too(oversight: Oversight) -> None:
    oversight.registered()
    handed(oversight, DUE)
    assert clock(oversight)["unit"] == NEW


def test_a_clock_that_warned_stays_yellow_and_is_warned_of_no_second_time(oversight: Oversight) -> None:
    oversight.registered()
    oversight.sweep_until("2026-12-07T02:00:00Z")
    handed(oversight, "2026-12-07T03:00:00Z")
    assert (clock(oversight)["light"], clock(oversight)["unit"]) == ("yellow", NEW)
    assert oversight.store.counter("lights/transfer/yellow") == 1
    assert oversight.told()[-1] == "clock_warned"


def test_a_clock_that_stands_still_goes_over_long_after_the_end_that_it_had(oversight: Oversight) -> None:
    clocks = oversight.county.clocks
    pausable = {name: replace(rule, pausable=True) for name, rule in clocks.rules.items()}
    oversight.county = replace(oversight.county, clocks=replace(clocks, rules=pausable))
    oversight.rules = RuleBook(oversight.county, oversight.shelf)
    oversight.hear(fact(routing.MatterReopened, request="q1", round=2), MONDAY)
    body = {"reason": "waiting_for_citizen"}
    oversight.ask(hold_clock.pause, watching.PauseForm, body, SUPERVISOR, id=DISPATCH)
    handed(oversight, AFTER)
    assert (clock(oversight, DISPATCH)["light"], clock(oversight, DISPATCH)["unit"]) == ("paused", NEW)


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


def test_a_call_that_ran_out_before_the_handover_is_the_formers_also_if_it_is_heard_of_after_it(
    oversight: Oversight,
) -> None:
    kelan = Elsewhere(oversight, "kelan", "kl-t01-v01", "kl-t01-unit")
    kelan.then(routing.OwnerChanged, "2026-11-23T02:30:00Z", owner="kl-water", former="kl-t01-unit")
    kelan.then(grid_work.SosCalled, "2026-11-23T02:00:00Z", call=1, unit="kl-t01-unit")
    kelan.then(grid_work.SosCalled, "2026-11-23T02:25:00Z", call=2, unit="kl-t01-unit")
    assert kelan.units("sos_answer") == [("kl-t01-unit", None), ("kl-water", None)]


def test_what_was_asked_of_a_unit_stays_with_it(oversight: Oversight) -> None:
    kelan = Elsewhere(oversight, "kelan", "kl-t01-v01", "kl-t01-unit")
    kelan.then(leading.OrderDispatched, order=1, by="kl-t01-unit", departments=("kl-housing", "kl-t01-unit"))
    kelan.then(mediation.MediationOpened, parties=2, case=f"{NUMBER}-m1", body="kl-mediation-land", direct=False)
    kelan.then(intake.ReviewRequested, request="r-1", instance=1)
    kelan.then(routing.OwnerChanged, TUESDAY, owner="kl-water", former="kl-t01-unit")
    assert kelan.units("take_order") == [("kl-housing", None), ("kl-t01-unit", None)]
    assert kelan.units("mediation") == [("kl-resources", None)]
    assert kelan.units("review") == [("kl-petition", None)]
    assert kelan.units("transfer") == [("kl-water", None)]


def test_what_could_be_asked_of_nobody_is_the_owners_and_handed_over_with_the_matter(oversight: Oversight) -> None:
    kelan = Elsewhere(oversight, "kelan", "kl-t01-v01", "kl-t01-unit")
    newer = "kl-mediation-of-a-newer-file"
    kelan.then(mediation.MediationOpened, parties=2, case=f"{NUMBER}-m1", body=newer, direct=False)
    assert kelan.units("mediation") == [("kl-t01-unit", None)]
    kelan.then(routing.OwnerChanged, TUESDAY, owner="kl-water", former="kl-t01-unit")
    assert kelan.units("mediation") == [("kl-water", None)]
