"""A clock that stood still: by how much its end moves. Pure; asks the calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from services.county.calendar import COUNTY_TIME, END_OF_DAY, Calendar, TimeUnit


def moved_end(
    calendar: Calendar, due: datetime, last: date, unit: TimeUnit, stood: tuple[datetime, datetime], roll: bool
) -> tuple[datetime, date]:
    """The new end (UTC), and the last day before rolling, of a clock that stood still between two aware times.

    Calendar days move by the days from the one to the other; working days by the working days among them; working
    hours by the office seconds; minutes by all of it. A clock of working days that had not run out when it stopped,
    and goes on on a day off, runs out on the next working day: it has no less left than it had. `last` is the last day
    that the clock had before rolling.
    """
    since, until = (at.astimezone(COUNTY_TIME) for at in stood)
    match unit:
        case TimeUnit.CALENDAR_DAYS:
            last += timedelta(days=(until.date() - since.date()).days)
            rolls = roll and not calendar.is_working_day(last)
            end = calendar.add_working_days(last, 1) if rolls else last
            return datetime.combine(end, END_OF_DAY), last
        case TimeUnit.WORKING_DAYS:
            days = calendar.working_days_between(since.date(), until.date())
            ends_on = due.astimezone(COUNTY_TIME).date()
            end = calendar.add_working_days(ends_on, days)
            if since.date() <= ends_on and end < until.date():
                end = calendar.add_working_days(until.date(), 1)
            return datetime.combine(end, END_OF_DAY), end
        case TimeUnit.WORKING_HOURS:
            seconds = calendar.office_seconds_between(since, until)
            end_at = calendar.after_office_seconds(due, seconds).due if seconds else due
            return end_at, end_at.astimezone(COUNTY_TIME).date()
        case TimeUnit.MINUTES:
            end_at = due + (until - since)
            return end_at, end_at.astimezone(COUNTY_TIME).date()
