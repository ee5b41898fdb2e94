"""Matters that a merged or dissolved unit owns go over to the unit that goes on with its duties (Art. 24)."""

from __future__ import annotations

import logging

from services.chassis.store import Work
from services.contracts.envelope import Context, new_id
from services.contracts.events.routing import OwnerChanged
from services.county.leading import Successor
from services.routing import store
from services.routing.domain import led
from services.routing.domain.life import LEADING, Step
from services.routing.domain.succession import heir
from services.routing.store import CASE, SUCCEEDED
from services.routing.use_cases.deps import Deps, town_of
from services.routing.use_cases.tell import tell

log = logging.getLogger(__name__)
CHUNK = 200
MACHINE = "machine"


def sweep_successions(deps: Deps, now: str) -> int:
    """Hand over the open matters of each unit whose day has come, once for each; how many went over.

    Reads every open case once on that day; a unit that was done costs one document afterwards. A row that was taken out
    of the file is done no more: put back, it hands over what the unit was given in between.
    """
    moved = 0
    _forget_rows_taken_out(deps, now)
    for row in deps.county.successors:
        done = _row_id(row)
        if heir(deps.county, row.unit, now) == row.unit or deps.store.get(SUCCEEDED, done) is not None:
            continue
        for status in LEADING[Step.HAND_OVER]:
            moved += _hand_over(deps, row.unit, str(status), now)
        deps.store.run(Context(MACHINE, now, new_id()), _remember, done, now)
        log.info("the matters of a unit went over to its successor", extra={"moved": moved})
    return moved


def _row_id(row: Successor) -> str:
    return f"{row.unit}:{row.to}:{row.since.isoformat()}"


def _forget_rows_taken_out(deps: Deps, now: str) -> None:
    rows = {_row_id(row) for row in deps.county.successors}
    for document in deps.store.find(SUCCEEDED, limit=CHUNK).documents:
        if document.id not in rows:
            deps.store.run(Context(MACHINE, now, new_id()), _forget, document.id)


def _forget(work: Work, done: str) -> None:
    kept = work.get(SUCCEEDED, done)
    if kept is not None:
        work.delete(SUCCEEDED, done, kept.version)


def _remember(work: Work, done: str, now: str) -> None:
    if work.get(SUCCEEDED, done) is None:
        work.put(SUCCEEDED, done, {"at": now})


def _hand_over(deps: Deps, unit: str, status: str, now: str) -> int:
    moved, after = 0, None
    while True:
        page = deps.store.find(CASE, equals={"status": status}, order="opened_at", limit=CHUNK, after=after)
        for document in page.documents:
            if document.body["owner"] == unit:
                deps.store.run(Context(MACHINE, now, new_id()), _move, deps, document.id, unit, now)
                moved += 1
        after = page.cursor
        if after is None:
            return moved


def _move(work: Work, deps: Deps, number: str, unit: str, now: str) -> None:
    held = store.find(work, number)
    if held is None or held.case.owner != unit:
        return
    successor = heir(deps.county, unit, now)
    case = led.owned(held.case, successor, now)
    tell(work, case, OwnerChanged, owner=successor, former=unit)
    store.put(work, held, case, town_of(deps.county, case.place))
