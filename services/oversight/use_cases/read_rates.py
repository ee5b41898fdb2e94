"""The three rates of a period, from counters alone: it costs the days asked for, not the matters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from services.chassis.access import User
from services.chassis.web.call import Call
from services.contracts.refusals import Refusal
from services.oversight.domain import rates
from services.oversight.domain.instants import county_day
from services.oversight.use_cases.desk import Desk

PERIOD_DAYS = 30
LONGEST_DAYS = 3660
OF_PLACES = ("town", "village")


def read_rates(desk: Desk, call: Call) -> dict[str, Any]:
    """Rates by one dimension, first to last day inclusive; without days, the last thirty."""
    by, user = call.query["by"], call.staff()
    first, last = period_of(call, county_day(desk.clock.now()))
    return rates_of(desk, user, by, first, last)


def rates_of(desk: Desk, user: User, by: str, first: str, last: str) -> dict[str, Any]:
    """Rates by one dimension over days that are known to be a period. Refuses 403 what goes beyond one's places."""
    if user.place is not None and by not in OF_PLACES:
        raise Refusal(
            "not_allowed", f"You see the rates of your own places. Allowed: by={' or by='.join(OF_PLACES)}.", status=403
        )
    counters = desk.store.counters(rates.prefix_of(by, first, last))
    rows = rates.score(counters, by, first, last, lambda code: _row_of(desk, user, by, code))
    return {
        "by": by,
        "from": first,
        "to": last,
        "rows": [{"code": code, **rows[code].row()} for code in sorted(rows)],
        "total": rates.total(rows).row(),
    }


def period_of(call: Call, today: str) -> tuple[str, str]:
    """The days asked for, inclusive: the last thirty without them. Refuses 422 `no_period`."""
    last = call.query["last"] or today
    first = call.query["first"] or (date.fromisoformat(last) - timedelta(days=PERIOD_DAYS - 1)).isoformat()
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    if not 0 <= days <= LONGEST_DAYS:
        raise Refusal.of_field(
            "from", "no_period", f"Allowed: a day up to `to` and at most {LONGEST_DAYS} days before."
        )
    return first, last


def _row_of(desk: Desk, user: User, by: str, code: str) -> str | None:
    """The row that a counter's code belongs to; None where it lies outside of the reader's places."""
    places = desk.county.places
    if by in OF_PLACES and user.place is not None and not places.within(code, user.place):
        return None
    if by == "town":
        return (places.town_of(code) or code) if places.exists(code) else code
    return code
