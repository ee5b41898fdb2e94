"""The county's handling clock may stand still at oversight: the whistle's end moves with it, so both say one thing.

Where the clock runs on the matter it is the lead's, and its end is the whistle's; where the county lets it run on each
department, a department's moved end is its own. Ends only move later, so a pause and an extension that cross on their
way come to the same end in either order.

A pause is oversight's word on one unit's clock. When another unit leads, that clock is over and the new lead's begins
with its own fact: the pause ends with the former lead, and the time that the matter stood still is not taken from the
new one, for an end that has moved stays moved. Whoever still waits lets the new lead's clock stand still.
"""

from __future__ import annotations

from datetime import date, timedelta

from services.contracts.vocabulary import Urgency
from services.county import clock_rules
from services.county.calendar import COUNTY_TIME, TimeUnit
from services.county.clocks import Anchor, Length
from services.county.county import County
from services.county.instants import instant, is_after, moment
from services.county.standing import moved_end
from services.routing.domain.call import CallRole
from services.routing.domain.whistle import Whistle

HANDLING = "handling"


def paused(whistle: Whistle, unit: str, at: str) -> Whistle:
    """The clock of who leads stands still from an instant on: no more time is granted until it goes on."""
    return whistle._replace(paused=unit, paused_at=at) if unit == whistle.lead else whistle


def resumed(county: County, whistle: Whistle, unit: str, due: str) -> Whistle:
    """A department's clock goes on and is due later: the whistle's end, or the department's own, is that.

    It may have gone on before the unit was released from leading, and be heard after: the end has moved all the same.
    """
    going = whistle._replace(paused=None, paused_at=None) if whistle.paused == unit else whistle
    rule = county.clocks.rules.get(HANDLING)
    if rule is not None and rule.anchor is Anchor.DEPARTMENT:
        if not going.calls_on(unit) or not is_after(due, going.end_for(going.call(unit))):
            return going
        return going.with_call(unit, lambda call: call._replace(finish_by=due))
    if _has_led(going, unit) and is_after(due, going.finish_by):
        return going._replace(finish_by=due)
    return going


def passed_on(county: County, former: Whistle, whistle: Whistle, urgency: str | None, at: str) -> Whistle:
    """The whistle after a decision by which another unit may lead: a pause of the former lead's clock is over then, and
    the whistle's end has moved by the time that it stood still. A clock of each department's own is nobody else's."""
    if former.paused is None or former.paused == whistle.lead:
        return whistle
    going = whistle._replace(paused=None, paused_at=None)
    rule = county.clocks.rules.get(HANDLING)
    if rule is not None and rule.anchor is Anchor.DEPARTMENT:
        return going
    return going._replace(finish_by=_moved(county, former, going.finish_by, urgency, at))


def waited(county: County, whistle: Whistle, unit: str, urgency: str | None, at: str) -> Whistle:
    """The whistle as a reply meets it: who replies while its clock stands still has had all the time until then."""
    if whistle.paused != unit:
        return whistle
    end = whistle.end_for(whistle.call(unit))
    moved = _moved(county, whistle, end, urgency, at)
    return whistle if moved == end else whistle.with_call(unit, lambda call: call._replace(finish_by=moved))


def _moved(county: County, whistle: Whistle, end: str, urgency: str | None, until: str) -> str:
    """An end, later by the time that the whistle's clock has stood still; the same where nobody knows since when."""
    rule = county.clocks.rules.get(HANDLING)
    length = None if rule is None or urgency is None else rule.length_for(Urgency(urgency), None)
    if rule is None or length is None or urgency is None or whistle.paused_at is None:
        return end
    since = moment(whistle.paused_at)
    stood = since, max(since, moment(until))
    roll = county.calendar.roll if rule.roll is None else rule.roll
    last = _last_day(county, whistle.blown_at, end, urgency, length)
    moved, _ = moved_end(county.calendar, moment(end), last, length.unit, stood, roll)
    return max(end, instant(moved), key=moment)


def _has_led(whistle: Whistle, unit: str) -> bool:
    return any(call.department == unit and call.role == CallRole.LEAD for call in whistle.calls)


def _last_day(county: County, blown_at: str, end: str, urgency: str, length: Length) -> date:
    """The last day of the whistle's time before it rolled over days off; of one that was moved, the day it ends on."""
    begun = moment(blown_at)
    if length.unit is TimeUnit.CALENDAR_DAYS:
        whole = clock_rules.finish_by(county, Urgency(urgency), begun)
        if instant(whole.due) == end:
            return begun.astimezone(COUNTY_TIME).date() + timedelta(days=length.amount)
    return moment(end).astimezone(COUNTY_TIME).date()
