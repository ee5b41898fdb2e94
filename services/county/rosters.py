"""Who receives citizens when (接访值班): rosters by level, their days, hours and turns, and who is on duty now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from services.contracts.vocabulary import PlaceKind
from services.county.calendar import COUNTY_TIME, Calendar
from services.county.places import Places
from services.county.problem import UnknownCode


class RosterLevel(StrEnum):
    """Which house receives; `room` is a talking room (说事室) or a station outside the offices."""

    COUNTY = "county"
    TOWN = "town"
    OFFICE = "office"
    VILLAGE = "village"
    ROOM = "room"


class Cycle(StrEnum):
    """How often a roster sits; a monthly one names its days of the month, a weekly one its weekdays (1 Monday).

    One of working days sits whenever offices are open by the county's calendar, adjusted weekends among them.
    """

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    WORKING_DAYS = "working_days"


class DaysOff(StrEnum):
    """What a sitting on a day off does: it is held, left out, or moves to the next working day."""

    HELD = "held"
    CLOSED = "closed"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a county file by name and post (职务)."""

    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One turn: on a `weekday` (1 to 7), a `day` of the month, as the `n`-th of a rotation, or always (none of them).

    A rotation turns with the cycle of its roster: day by day, week by week (of working days too) or month by month.

    People are named, or found by their `posts` at the place that the roster sits in.
    """

    people: tuple[Person, ...] = ()
    posts: tuple[str, ...] = ()
    weekday: int | None = None
    day: int | None = None
    n: int | None = None

    def is_on(self, day: date) -> bool:
        """Whether its weekday or day of the month is this day's; always where it names neither."""
        return self.weekday in (None, day.isoweekday()) and self.day in (None, day.day)


@dataclass(frozen=True, slots=True)
class Roster:
    """One duty roster: of one `place`, or one for each place of the kinds `places_of`. Times are the county's.

    The first `leads` people of a turn lead, the rest assist. `hotline` is answered day and night.
    """

    code: str
    name: str
    level: RosterLevel
    cycle: Cycle
    start: time
    end: time
    duty: tuple[Duty, ...]
    place: str | None = None
    places_of: frozenset[PlaceKind] = frozenset()
    days: tuple[int, ...] = ()
    days_off: DaysOff = DaysOff.HELD
    leads: int = 1
    assists: int = 0
    hotline: str | None = None

    def covers(self, places: Places, place: str) -> bool:
        """Whether the roster sits at this very place."""
        return self.place == place or places.get(place).kind in self.places_of

    def seats(self, places: Places) -> tuple[str, ...]:
        """The places at which it sits, in file order."""
        return tuple(code for code in places.codes() if self.covers(places, code))

    def sits_on(self, day: date, calendar: Calendar) -> bool:
        """Whether citizens are received on this day."""
        return bool(self.planned_for(day, calendar))

    def turns(self, day: date, calendar: Calendar) -> tuple[Duty, ...]:
        """Whose turn it is on a day: one duty, more where sittings moved here from days off, none when it is shut."""
        return tuple(duty for planned in self.planned_for(day, calendar) for duty in self._turns_of(planned))

    def open_at(self, at: datetime, calendar: Calendar) -> bool:
        """Whether somebody receives at an aware instant."""
        local = at.astimezone(COUNTY_TIME)
        return self.start <= local.time() < self.end and self.sits_on(local.date(), calendar)

    def people(self, places: Places, place: str, day: date, calendar: Calendar) -> tuple[Person, ...]:
        """Who receives at one of its places on a day, in all its sittings; nobody when it does not sit."""
        return tuple(
            one for planned in self.planned_for(day, calendar) for one in self.planned_people(places, place, planned)
        )

    def planned_people(self, places: Places, place: str, planned: date) -> tuple[Person, ...]:
        """Whose turn it is in the one sitting that is planned for a day, at one of its places; whenever it is held."""
        posts = places.get(place).posts
        return tuple(
            person
            for turn in self._turns_of(planned)
            for person in turn.people or (Person(posts[post], post) for post in turn.posts if post in posts)
        )

    def _planned(self, day: date) -> bool:
        if self.cycle in (Cycle.DAILY, Cycle.WORKING_DAYS):
            return True
        return (day.isoweekday() if self.cycle is Cycle.WEEKLY else day.day) in self.days

    def planned_for(self, day: date, calendar: Calendar) -> tuple[date, ...]:
        """The planned days whose sittings are held on this one: days off before it that moved here, then itself."""
        shut = self.cycle is Cycle.WORKING_DAYS or self.days_off is not DaysOff.HELD
        if shut and not calendar.is_working_day(day):
            return ()
        days = [day] if self._planned(day) else []
        if self.days_off is DaysOff.LATER and self.cycle is not Cycle.WORKING_DAYS:
            before = day - timedelta(days=1)
            while not calendar.is_working_day(before):
                if self._planned(before):
                    days.insert(0, before)
                before -= timedelta(days=1)
        return tuple(days)

    def _turns_of(self, day: date) -> tuple[Duty, ...]:
        fixed = [duty for duty in self.duty if duty.n is None and duty.is_on(day)]
        rotation = [duty for duty in self.duty if duty.n is not None]
        return (*fixed, *([rotation[self._period(day) % len(rotation)]] if rotation else []))

    def _period(self, day: date) -> int:
        """The running number of the day, week or month: the rotation turns with the cycle."""
        match self.cycle:
            case Cycle.DAILY:
                return day.toordinal() - 1
            case Cycle.WEEKLY | Cycle.WORKING_DAYS:
                return (day.toordinal() - 1) // 7
            case Cycle.MONTHLY:
                return day.year * 12 + day.month - 1


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who receives at a place: the roster, the day's people, and whether its hours are open at that instant."""

    roster: Roster
    place: str
    people: tuple[Person, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Rosters:
    """All duty rosters of a county, by code."""

    by_code: Mapping[str, Roster] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_code)

    def get(self, code: str) -> Roster:
        """The roster of this code. Raises UnknownCode."""
        try:
            return self.by_code[code]
        except KeyError:
            raise UnknownCode("roster", code) from None

    def on_duty(self, places: Places, line: Iterable[str], at: datetime, calendar: Calendar) -> tuple[OnDuty, ...]:
        """Who receives on the day of an aware instant, for a line of places (`Places.line`), the nearest first."""
        day = at.astimezone(COUNTY_TIME).date()
        return tuple(
            OnDuty(roster, place, roster.people(places, place, day, calendar), roster.open_at(at, calendar))
            for place in line
            for roster in self.by_code.values()
            if roster.covers(places, place) and roster.sits_on(day, calendar)
        )
