"""Count what intake tells of the work in the grids and at the desks, of no single matter (`keep_record` enters it)."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.events import grid_work
from services.contracts.fact import Fact
from services.oversight.domain.figures import monday_of
from services.oversight.domain.instants import county_day

PATROL, HOME_VISIT, ROUND, RECEPTION = "patrol", "visit", "round", "reception"
"""Families of counters `figure/<family>/<day>/<place>/<measure>`; a patrol counts on its week's Monday, by grid."""


def count_work(work: Work, fact: Fact) -> None:
    """Count one visit, round or session; any other fact counts nowhere here."""
    for key, amount in _counted(fact).items():
        if amount:
            work.add(key, amount)


def _counted(fact: Fact) -> dict[str, int]:
    match fact:
        case grid_work.PatrolRecorded():
            where, measures = f"{PATROL}/{monday_of(county_day(fact.at))}/{fact.grid}", {"visits": 1}
        case grid_work.HomeVisitRecorded():
            where, measures = f"{HOME_VISIT}/{county_day(fact.at)}/{fact.place}", {"visits": 1}
            measures |= {"households": fact.households, "matters": fact.matters}
        case grid_work.RoundHeld():
            where, measures = f"{ROUND}/{fact.day}/{fact.place}", {"rounds": 1}
            measures |= {"listened": fact.listened, "matters": fact.matters}
        case grid_work.ReceptionHeld():
            where, measures = f"{RECEPTION}/{fact.day}/{fact.place}", {"sessions": 1}
            measures |= {"visitors": fact.visitors, "matters": fact.matters}
        case _:
            return {}
    return {f"figure/{where}/{measure}": amount for measure, amount in measures.items()}
