"""The whole day: which county it is written for, which day it is played on, and all of its matters."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from random import Random

from services.console.demo.mediations import mediations
from services.console.demo.model import Act, Matter
from services.console.demo.ordinary import ordinary, waiting
from services.console.demo.people import People
from services.console.demo.scene import Scene
from services.console.demo.turns import turns
from services.console.demo.walls import walls
from services.console.exits import ConsoleError
from services.county.county import County

WRITTEN_FOR = "ns"
FURTHEST_BACK = 400
"""Days."""


def write(county: County, day: date) -> list[Matter]:
    """The matters of one day: another day brings other citizens and another mixture, the same day the same.

    Raises ConsoleError for a county that the day is not written for.
    """
    if county.places.root.code != WRITTEN_FOR:
        raise ConsoleError(f"the day is written for the county {WRITTEN_FOR}, this hub is {county.places.root.code}'s")
    random = Random(f"countynet demo {day}")
    scene = Scene(county, random, People(random))
    return [*turns(scene), *walls(scene), *mediations(scene), *ordinary(scene)]


def still_waiting(county: County, day: date) -> list[Matter]:
    """A few more matters, which are only registered: what waits on the real day after `day` was played."""
    random = Random(f"countynet waiting {day}")
    return list(waiting(Scene(county, random, People(random))))


def choose_day(county: County, today: date, played: Collection[str]) -> date:
    """Today where it is a working day, else the last one before; on a hub that has played already, one before those.

    So a day that is played again never disturbs clocks that run since a later one.
    """
    day = min([today, *(date.fromisoformat(each) - timedelta(days=1) for each in played)])
    for back in range(FURTHEST_BACK):
        candidate = day - timedelta(days=back)
        if county.calendar.is_working_day(candidate):
            return candidate
    raise ConsoleError(f"no working day in the {FURTHEST_BACK} days before {day}; see the county file's calendar")


def departments(matters: Collection[Matter]) -> list[str]:
    """The units whose handlers act on this day."""
    acting = (Act.CHECK_IN, Act.OBJECT, Act.REPLY, Act.READ, Act.ANSWER_ORDER)
    return sorted({step.by for matter in matters for step in matter.steps if step.act in acting})
