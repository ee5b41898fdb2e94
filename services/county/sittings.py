"""When rosters sit: the sitting of a day, the one that is open at an instant, the next one; nothing is kept."""

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
    """One sitting of a roster: its day in the county, and from when until when (UTC, the end not within it)."""

    roster: Roster
    day: date
    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        """Whether an aware instant lies in it."""
        return self.start <= at < self.end

    def people(self, places: Places, place: str, calendar: Calendar) -> tuple[Person, ...]:
        """Who receives at one of the roster's places; the first `roster.leads` of them lead."""
        return self.roster.people(places, place, self.day, calendar)


def sitting_on(roster: Roster, day: date, calendar: Calendar) -> Sitting | None:
    """The sitting of one day; None where the roster does not sit."""
    if not roster.sits_on(day, calendar):
        return None
    start = datetime.combine(day, roster.start, COUNTY_TIME)
    if roster.end == TO_THE_LAST:
        end = datetime.combine(day + timedelta(days=1), time(), COUNTY_TIME)
    else:
        end = datetime.combine(day, roster.end, COUNTY_TIME)
    return Sitting(roster, day, start.astimezone(UTC), end.astimezone(UTC))


def sitting_at(roster: Roster, at: datetime, calendar: Calendar) -> Sitting | None:
    """The sitting that is open at an aware instant."""
    found = sitting_on(roster, at.astimezone(COUNTY_TIME).date(), calendar)
    return found if found is not None and found.holds(at) else None


def next_sitting(roster: Roster, at: datetime, calendar: Calendar) -> Sitting | None:
    """The first sitting that begins after an aware instant, within `LOOK_AHEAD` days."""
    day = at.astimezone(COUNTY_TIME).date()
    for ahead in range(LOOK_AHEAD + 1):
        found = sitting_on(roster, day + timedelta(days=ahead), calendar)
        if found is not None and found.start > at:
            return found
    return None


def sittings(roster: Roster, first: date, last: date, calendar: Calendar) -> Iterator[Sitting]:
    """Every sitting from the first day to the last, both inclusive."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        found = sitting_on(roster, date.fromordinal(ordinal), calendar)
        if found is not None:
            yield found


def is_round(roster: Roster) -> bool:
    """Whether a roster is a round (民意5来听): it goes out to many places on several days of each month."""
    return roster.cycle is Cycle.MONTHLY and len(roster.days) > 1 and bool(roster.places_of)
