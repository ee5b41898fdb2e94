"""Do what has become due: warnings, breaches and the steps of the ladder. Costs what is due, not what is open."""

from __future__ import annotations

from typing import cast

from services.chassis.hub.due import work_off
from services.chassis.store import Document, Work
from services.contracts.envelope import Context, new_id
from services.county.instants import whole_seconds
from services.oversight import store
from services.oversight.domain import clocks
from services.oversight.domain.docket import Docket
from services.oversight.domain.instants import is_after
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.take_in import put_docket
from services.oversight.use_cases.tell import MACHINE, tell


def sweep(desk: Desk, now: str) -> int:
    """Look at every docket that is due by `now` until nothing is; how many were looked at.

    A docket that cannot be looked at is left to the next sweep, and holds up no other (`LeftUndone`).
    """

    def look(docket: Document) -> None:
        desk.store.run(Context(MACHINE, now, new_id()), look_at, desk, docket.id, now)

    return work_off(desk.store, store.DOCKET.name, "next_at", whole_seconds(now), look)


def look_at(work: Work, desk: Desk, number: str, now: str) -> None:
    """Do what is due on the clocks of one docket."""
    found = work.get(store.DOCKET.name, number)
    if found is None or found.body["next_at"] is None or is_after(found.body["next_at"], now):
        return
    docket = cast("Docket", found.body)
    for clock_id, clock in docket["clocks"].items():
        next_at = clock["next_at"]
        if next_at is None or is_after(next_at, now):
            continue
        for event in clocks.look(clock, now, desk.rules.rule_of(clock), desk.county.calendar):
            tell(work, desk, docket, clock_id, event)
    put_docket(work, desk, docket, found.version)


def next_due(desk: Desk) -> str | None:
    """The next instant at which a sweep will have something to do; None when no clock waits."""
    page = desk.store.find(store.DOCKET.name, between=("next_at", "", None), order="next_at", limit=1)
    return str(page.documents[0].body["next_at"]) if page.documents else None
