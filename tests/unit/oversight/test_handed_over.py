"""A matter is handed over: what its owner owes, and has not run out yet, is the new owner's from then on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from services.chassis.store import Document, Work
from services.contracts.events import intake, leading, mediation, routing
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


def test_a_handover_reads_no_more_documents_than_any_other_fact_of_the_matter(
    oversight: Oversight, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Counter[str] = Counter()
    get = Work.get

    def counted(work: Work, collection: str, id: str) -> Document | None:
        read[collection] += 1
        return get(work, collection, id)

    oversight.registered()
    monkeypatch.setattr(Work, "get", counted)
    oversight.hear(fact(leading.CasePlanned, plan=1), MONDAY)
    of_a_plan = Counter(read)
    read.clear()
    handed(oversight, TUESDAY)
    assert clock(oversight)["unit"] == NEW
    assert read == of_a_plan
