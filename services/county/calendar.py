"""Deadlines by the county's calendar: calendar days, working days, working hours and minutes.

Days are counted by the citizen's day in the county's one legal time; the start day is not counted and a last
day on a holiday moves to the next working day (民法典 Art. 201, 203, the second a switch of the county file);
a deadline in days falls at the end of its last day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import lru_cache

from services.contracts.years import FIRST_YEAR, LAST_YEAR
from services.county.seed import seeded_year
from services.county.working_days import CalendarYear, WorkingDays

COUNTY_TIME = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has one legal time and no summer time since 1992: a fixed offset, no zone data needed."""
END_OF_DAY = time(15, 59, 59, tzinfo=UTC)
"""23:59:59 of the county's time, told in UTC: the same date there."""
SPARE_YEARS = 2
KEPT_ANSWERS = 1024
"""So many answers a calendar remembers of a kind: many clocks start on one day, under load many in one second."""


class TimeUnit(StrEnum):
    """In what a clock's length is counted."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The opening spans of a working day, in seconds from midnight, in order and apart from each other."""

    spans: tuple[tuple[int, int], ...]

    @property
    def seconds(self) -> int:
        """How long offices are open on one working day."""
        return sum(closing - opening for opening, closing in self.spans)

    def left_after(self, second: int) -> int:
        """How many office seconds of the day lie after this second."""
        return sum(max(0, closing - max(opening, second)) for opening, closing in self.spans)

    def moment(self, worked: int) -> int:
        """The second of the day by which this many office seconds have passed (1 ≤ worked ≤ `seconds`)."""
        for opening, closing in self.spans:
            if worked <= closing - opening:
                return opening + worked
            worked -= closing - opening
        raise ValueError(f"worked: a working day has {self.seconds} office seconds")


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a clock runs out (UTC), the days off that it jumped, and whether every year in it is official."""

    due: datetime
    skipped: tuple[date, ...]
    official: bool


@dataclass(frozen=True, slots=True)
class Warn:
    """When a clock turns yellow: at `percent` of its time, or `before` units ahead of its end.

    A part of a clock that counts working hours is a part of the office time counted.

    Working days ahead mean the opening of offices on that working day; other units are taken off exactly.
    """

    percent: int | None = None
    before: int | None = None
    unit: TimeUnit | None = None


class Calendar:
    """The county's years, office hours and rolling rule. A year that the file lacks is seeded: official or computed.

    Nothing of it ever changes, so that it may remember its answers: an edited calendar is another one.
    """

    def __init__(self, years: Mapping[int, CalendarYear], office_hours: OfficeHours, roll: bool = True) -> None:
        self.years = dict(years)
        self.office_hours = office_hours
        self.roll = roll
        self._known: dict[int, CalendarYear] = dict(years)
        now = sorted(years) or [2026]
        self._days = self._lay_out(now[0], now[-1] + SPARE_YEARS)
        self._in_days = lru_cache(KEPT_ANSWERS)(self._deadline_in_days)
        self._warning = lru_cache(KEPT_ANSWERS)(self._warning_of)

    def _lay_out(self, first: int, last: int) -> WorkingDays:
        run = {year: self._known.get(year) or seeded_year(year) for year in range(first, last + 1)}
        self._known.update(run)
        return WorkingDays(run, first, last)

    def _reaching(self, first: int, last: int) -> WorkingDays:
        """The laid-out days, made longer when a day outside of them is asked for."""
        days = self._days
        if first < days.first or last > days.last:
            low, high = date.fromordinal(max(first, 1)).year, date.fromordinal(min(last, date.max.toordinal())).year
            if low < FIRST_YEAR or high > LAST_YEAR:
                raise ValueError(f"start: a deadline from {FIRST_YEAR} to {LAST_YEAR} is allowed, with a year to spare")
            days = self._lay_out(min(days.first_year, low), max(days.last_year, high))
            self._days = days
        return days

    def year(self, year: int) -> CalendarYear:
        """This year as the file has it, or computed. Years 1 to 9999."""
        if year not in self._known:
            self._known[year] = seeded_year(year)
        return self._known[year]

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open on this day."""
        return self.year(day.year).is_working_day(day)

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after a day, the day itself not counted; 0 gives the day. Raises ValueError if n < 0."""
        if n < 0:
            raise ValueError("n: a number of working days from 0 up is allowed")
        if n == 0:
            return start
        ordinal = start.toordinal()
        return date.fromordinal(self._reaching(ordinal, ordinal + 2 * n + 60).nth_after(ordinal, n))

    def working_days_before(self, day: date, n: int) -> date:
        """The n-th working day before a day, the day itself not counted (n ≥ 1)."""
        if n < 1:
            raise ValueError("n: a number of working days from 1 up is allowed")
        ordinal = day.toordinal() - 1
        days = self._reaching(ordinal - 2 * n - 60, ordinal)
        return date.fromordinal(days.nth_after(ordinal, 1 - n))

    def deadline(self, start: datetime, length: int, unit: TimeUnit | str, roll: bool | None = None) -> Deadline:
        """When a clock of this length, started at an aware time, runs out.

        `roll` moves a last calendar day on a day off to the next working day (None: the county's rule).
        Raises ValueError for a start without time zone, a length below 1 or an unknown unit.
        """
        if start.tzinfo is None:
            raise ValueError("start: an aware time (with its UTC offset) is allowed")
        if length < 1:
            raise ValueError("length: a whole number from 1 up is allowed")
        local = start.astimezone(COUNTY_TIME)
        match unit if isinstance(unit, TimeUnit) else TimeUnit(unit):
            case TimeUnit.MINUTES:
                due = local + timedelta(minutes=length)
                return Deadline(due.astimezone(UTC), (), self._official(local, due))
            case TimeUnit.WORKING_HOURS:
                return self.after_office_seconds(local, length * 3600)
            case in_days:
                return self._in_days(local.toordinal(), length, in_days, self.roll if roll is None else roll)

    def _deadline_in_days(self, first: int, length: int, unit: TimeUnit, roll: bool) -> Deadline:
        """A deadline in working or calendar days, the same for every start on a day (its ordinal)."""
        if unit is TimeUnit.WORKING_DAYS:
            days = self._reaching(first, first + 2 * length + 60)
            last = days.nth_after(first, length)
            return self._at_end(first, last, days.off_between(first, last))
        nominal = last = first + length
        days = self._reaching(first, nominal + 60)
        if roll and not days.is_working(nominal):
            last = days.nth_after(nominal, 1)
        return self._at_end(first, last, days.off_between(nominal - 1, last) if last > nominal else ())

    def warnings(
        self, start: datetime, due: datetime, rules: Iterable[Warn], unit: TimeUnit | None = None
    ) -> tuple[datetime, ...]:
        """The warning times (UTC) of a clock, in order; one not strictly between start and end is left out.

        `unit` is what the clock counts in: a part of working hours is a part of the counted office time. Where it is
        not known, a clock counts working hours if its end is a whole number of office hours after its start.
        """
        times = sorted({self._warning(start, due, rule, unit) for rule in rules})
        return tuple([each for each in times if start < each < due])

    def _warning_of(self, start: datetime, due: datetime, rule: Warn, unit: TimeUnit | None) -> datetime:
        if rule.percent is not None:
            counted = self._office_seconds_of(start, due, unit)
            if counted > 1:
                return self.after_office_seconds(start, max(1, counted * rule.percent // 100)).due
            at = start + (due - start) * rule.percent / 100
        elif rule.unit is TimeUnit.WORKING_DAYS:
            day = self.working_days_before(due.astimezone(COUNTY_TIME).date(), rule.before or 0)
            at = datetime.combine(day, time(), COUNTY_TIME) + timedelta(seconds=self.office_hours.spans[0][0])
        else:
            ahead = rule.before or 0
            at = due - (timedelta(minutes=ahead) if rule.unit is TimeUnit.MINUTES else timedelta(days=ahead))
        return at.replace(microsecond=0).astimezone(UTC)

    def _office_seconds_of(self, start: datetime, due: datetime, unit: TimeUnit | None) -> int:
        """The office seconds of a clock that counts working hours; 0 for any other."""
        if unit not in (None, TimeUnit.WORKING_HOURS) or due <= start:
            return 0
        counted = self.office_seconds_between(start, due)
        if unit is not None or counted == 0:
            return counted
        return counted if counted % 3600 == 0 and self.after_office_seconds(start, counted).due == due else 0

    def _official(self, start: date, due: date) -> bool:
        if start.year == due.year:
            return self.year(due.year).status == "official"
        return all(self.year(year).status == "official" for year in range(start.year, due.year + 1))

    def _at_end(self, first: int, last: int, skipped: tuple[date, ...]) -> Deadline:
        start, end = date.fromordinal(first), date.fromordinal(last)
        return Deadline(datetime.combine(end, END_OF_DAY), skipped, self._official(start, end))

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie later than one day and not later than the other."""
        first, last = after.toordinal(), until.toordinal()
        days = self._reaching(first, last)
        return days.worked_by(last) - days.worked_by(first)

    def office_seconds_between(self, start: datetime, end: datetime) -> int:
        """For how many seconds offices are open between two aware times."""
        first, last = start.astimezone(COUNTY_TIME), end.astimezone(COUNTY_TIME)
        whole = self.working_days_between(first.date(), last.date()) * self.office_hours.seconds
        return whole + self._left(first) - self._left(last)

    def _left(self, local: datetime) -> int:
        """The office seconds that are left of a day."""
        second = local.hour * 3600 + local.minute * 60 + local.second
        return self.office_hours.left_after(second) if self.is_working_day(local.date()) else 0

    def after_office_seconds(self, start: datetime, wanted: int) -> Deadline:
        """When so many office seconds have passed (1 up); outside office hours they begin at the next opening."""
        local = start.astimezone(COUNTY_TIME)
        office, first = self.office_hours, local.toordinal()
        days = self._reaching(first - 1, first + 3 * (wanted // office.seconds) + 60)
        today = self._left(local)
        if wanted <= today:
            last, worked = first, office.seconds - today + wanted
        else:
            whole, rest = divmod(wanted - today - 1, office.seconds)
            last, worked = days.nth_after(first, whole + 1), rest + 1
        due = datetime.fromordinal(last).replace(tzinfo=COUNTY_TIME) + timedelta(seconds=office.moment(worked))
        return Deadline(due.astimezone(UTC), days.off_between(first - 1, last), self._official(local, due))
