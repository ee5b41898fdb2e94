"""A county that has grid duties, rosters, a contact network and bracelets, on Ningshan's own tree of places."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from services.chassis.access import User
from services.chassis.hub.hub import COLLECTIONS
from services.chassis.store import open_store
from services.contracts.vocabulary import PlaceKind, Role, Urgency
from services.county.contact import Contact, ContactNetwork, GridDuties, Named, Sos, Visits
from services.county.county import County
from services.county.rosters import Cycle, Duty, Person, Roster, RosterLevel, Rosters
from services.intake import store as documents
from tests.unit.intake.desk import GRID, Intake, staff
from tests.unit.intake.test_routes import Wire

TOWN, VILLAGE = "ns-t01", "ns-t01-v04"
LEADER, FIRST, SECOND = Person("测试领导", "县委书记"), Person("测试甲", "镇长"), Person("测试乙", "副镇长")
WORKER = staff(Role.GRID_WORKER, place=VILLAGE)
CLERK = staff(Role.CLERK, department="ns-petition")
DUTIES = GridDuties(4, tuple(Named(code, code) for code in ("information", "safety", "order", "service", "reports")))
NETWORK = ContactNetwork(
    (Contact(TOWN, leader="secretary"), Contact(VILLAGE, unit="ns-water")), Visits.MONTHLY, cadres=4, households=40
)
MONTHLY = Roster(
    "county-leaders", "县领导接访", RosterLevel.COUNTY, Cycle.MONTHLY, time(9), time(11), (Duty((LEADER,)),),
    place="ns", days=(15,),
)  # fmt: skip
DAILY = Roster(
    "town-daily", "镇接访", RosterLevel.TOWN, Cycle.DAILY, time(8, 30), time(17, 30),
    (Duty((FIRST,), n=1), Duty((SECOND,), n=2)), places_of=frozenset({PlaceKind.TOWN}),
)  # fmt: skip
ROUND = Roster(
    "listening", "民意5来听", RosterLevel.VILLAGE, Cycle.MONTHLY, time(8), time(18), (Duty((FIRST,)),),
    places_of=frozenset({PlaceKind.VILLAGE}), days=(5, 15, 25),
)  # fmt: skip


def with_grid_work(county: County) -> County:
    rosters = Rosters({roster.code: roster for roster in (MONTHLY, DAILY, ROUND)})
    return replace(
        county, grid_duties=DUTIES, contact_network=NETWORK, rosters=rosters, sos=Sos(Urgency.URGENT, guardian=True)
    )


@pytest.fixture
def wire(intake: Intake) -> Wire:
    """Intake's routes on a county that has all of it."""
    intake.store.close()
    intake.store = open_store(f"sqlite:///{intake.path}", (*documents.COLLECTIONS, *COLLECTIONS), "intake")
    intake.county = with_grid_work(intake.county)
    return Wire(intake)


__all__ = ["CLERK", "GRID", "TOWN", "VILLAGE", "WORKER", "User", "Wire", "wire", "with_grid_work"]
