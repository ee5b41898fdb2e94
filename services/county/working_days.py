"""A run of years laid out day by day, so that counting working days is a look-up and not a walk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.county.festivals import statutory_days_off

Status = Literal["official", "provisional"]


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year of the county file: days off (weekends need not be named) and weekend days that are worked.

    `official` when it follows the State Council's list, `provisional` when computed from the law alone.
    """

    year: int
    status: Status
    off: frozenset[date]
    work: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open on this day of the year."""
        return day in self.work or (day.weekday() < 5 and day not in self.off)


def computed_year(year: int) -> CalendarYear:
    """A year that the file lacks: weekdays minus the statutory holidays, provisional."""
    return CalendarYear(year, "provisional", statutory_days_off(year), frozenset())


class WorkingDays:
    """The days of the years `first` to `last`, by ordinal (`date.toordinal`)."""

    def __init__(self, years: Mapping[int, CalendarYear], first: int, last: int) -> None:
        self.first_year, self.last_year = first, last
        self.first = date(first, 1, 1).toordinal()
        self.last = date(last, 12, 31).toordinal()
        self.working: list[int] = []
        self.off: list[int] = []
        self._worked_by: list[int] = []
        for ordinal in range(self.first, self.last + 1):
            day = date.fromordinal(ordinal)
            (self.working if years[day.year].is_working_day(day) else self.off).append(ordinal)
            self._worked_by.append(len(self.working))

    def worked_by(self, ordinal: int) -> int:
        """How many working days lie before or on this day."""
        return self._worked_by[ordinal - self.first]

    def is_working(self, ordinal: int) -> bool:
        """Whether offices are open on this day."""
        index = ordinal - self.first
        return self._worked_by[index] > (self._worked_by[index - 1] if index else 0)

    def nth_after(self, ordinal: int, n: int) -> int:
        """The n-th working day after this day, the day itself not counted (n ≥ 1; n ≤ 0 looks back from it)."""
        index = self.worked_by(ordinal) + n - 1
        if index < 0:
            raise IndexError("before the first working day of the run")
        return self.working[index]

    def off_between(self, after: int, until: int) -> tuple[date, ...]:
        """The days off later than one day and not later than the other."""
        first = after - self.first + 1 - self.worked_by(after)
        last = until - self.first + 1 - self.worked_by(until)
        return tuple(map(date.fromordinal, self.off[first:last]))
