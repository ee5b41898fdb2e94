"""The whole day: which county it is written for, which day it is played on, and all of its matters."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from random import Random

from services.console.demo.mediations import mediations
from services.console.demo.model import EVENING, Act, Matter
from services.console.demo.ordinary import just_called, ordinary, waiting
from services.console.demo.people import People
from services.console.demo.scene import Scene
from services.console.demo.turns import turns
from services.console.demo.walls import walls
from services.console.exits import ConsoleError
from services.county.calendar import COUNTY_TIME
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
    """A few more matters, in real time after `day` was played: a matter a door waits to be accepted, one is called."""
    random = Random(f"countynet waiting {day}")
    scene = Scene(county, random, People(random))
    return [*waiting(scene), just_called(scene)]


def choose_day(county: County, now: datetime, played: Collection[str]) -> date:
    """The last working day whose evening (18:30 county time) is past at `now`, so that nothing lies in the future.

    On a hub that has played already it is one before those: a day never disturbs clocks that run since a later one.
    """
    over = (now.astimezone(COUNTY_TIME) - timedelta(minutes=EVENING)).date()
    day = min([over, *(date.fromisoformat(each) - timedelta(days=1) for each in played)])
    for back in range(FURTHEST_BACK):
        candidate = day - timedelta(days=back)
        if county.calendar.is_working_day(candidate):
            return candidate
    raise ConsoleError(f"no working day in the {FURTHEST_BACK} days before {day}; see the county file's calendar")


def departments(matters: Collection[Matter]) -> list[str]:
    """The units whose handlers act in these matters, or are called to and might."""
    acting = (Act.CHECK_IN, Act.OBJECT, Act.REPLY, Act.READ, Act.ANSWER_ORDER)
    steps = [step for matter in matters for step in matter.steps]
    called = {unit for s in steps if s.act is Act.WHISTLE for unit in (s.body["lead"], *s.body["assists"])}
    return sorted({step.by for step in steps if step.act in acting} | called)
