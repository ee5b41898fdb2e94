"""Facts that move no clock of a matter: they stand in the record, and work in the grids in the figures' counters."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events.grid_work import HomeVisitRecorded, PatrolRecorded, ReceptionHeld, RoundHeld
from services.contracts.fact import Fact
from services.oversight import store
from services.oversight.use_cases.append_entry import append_entry, append_walled_entry
from services.oversight.use_cases.count_work import count_work
from services.oversight.use_cases.desk import Desk

OF_GRID_WORK: tuple[type[Fact], ...] = (PatrolRecorded, HomeVisitRecorded, RoundHeld, ReceptionHeld)
"""Visits, rounds and sessions: of no single matter."""


def keep_record(work: Work, desk: Desk, fact: Fact, envelope: Envelope) -> None:
    """Enter a fact into the county's chain, or, of a matter behind the wall, into its recipient's alone."""
    del desk
    count_work(work, fact)
    accusation = work.get(store.ACCUSATION.name, fact.number)
    if accusation is None:
        append_entry(work, envelope)
    else:
        append_walled_entry(work, envelope, str(accusation.body["recipient"]))
