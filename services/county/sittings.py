"""When rosters sit: the sittings of a day, those that are open at an instant, the next ones; nothing is kept.

A day has one sitting, or several where some were put off to it (`days_off: later`): each keeps its own people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from services.county.calendar import COUNTY_TIME, Calendar
from services.county.places import Places
from services.county.rosters import Cycle, Person, Roster

LOOK_AHEAD = 400
"""Days within which every roster sits again: a monthly one whose days are left out when they are days off, too."""
TO_THE_LAST = time(23, 59, 59)
"""How a county file's `24:00` is kept."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting of a roster: its day in the county, and from when until when (UTC, the end not within it).

    `planned_on` is the day that the file names, another than `day` where it was put off; `n` counts the day's sittings.
    """

    roster: Roster
    day: date
    planned_on: date
    n: int
    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        """Whether an aware instant lies in it."""
        return self.start <= at < self.end

    def people(self, places: Places, place: str) -> tuple[Person, ...]:
        """Who receives at one of the roster's places; the first `roster.leads` of them lead."""
        return self.roster.planned_people(places, place, self.planned_on)


def sittings_on(roster: Roster, day: date, calendar: Calendar) -> tuple[Sitting, ...]:
    """The sittings of one day, the earliest planned first; none where the roster does not sit."""
    planned = roster.planned_for(day, calendar)
    start = datetime.combine(day, roster.start, COUNTY_TIME)
    if roster.end == TO_THE_LAST:
        end = datetime.combine(day + timedelta(days=1), time(), COUNTY_TIME)
    else:
        end = datetime.combine(day, roster.end, COUNTY_TIME)
    return tuple(
        Sitting(roster, day, on, n, start.astimezone(UTC), end.astimezone(UTC)) for n, on in enumerate(planned, 1)
    )


def sittings_at(roster: Roster, at: datetime, calendar: Calendar) -> tuple[Sitting, ...]:
    """The sittings that are open at an aware instant."""
    found = sittings_on(roster, at.astimezone(COUNTY_TIME).date(), calendar)
    return tuple(each for each in found if each.holds(at))


def next_sittings(roster: Roster, at: datetime, calendar: Calendar) -> tuple[Sitting, ...]:
    """The first sittings that begin after an aware instant, within `LOOK_AHEAD` days."""
    day = at.astimezone(COUNTY_TIME).date()
    for ahead in range(LOOK_AHEAD + 1):
        found = sittings_on(roster, day + timedelta(days=ahead), calendar)
        if found and found[0].start > at:
            return found
    return ()


def sittings(roster: Roster, first: date, last: date, calendar: Calendar) -> Iterator[Sitting]:
    """Every sitting from the first day to the last, both inclusive."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield from sittings_on(roster, date.fromordinal(ordinal), calendar)


def is_round(roster: Roster) -> bool:
    """Whether a roster is a round (民意5来听): it goes out to many places on several days of each month."""
    return roster.cycle is Cycle.MONTHLY and len(roster.days) > 1 and bool(roster.places_of)
