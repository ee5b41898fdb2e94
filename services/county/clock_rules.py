"""By when departments report and a matter is done, as a whistle tells it. Pure: asks the county, keeps nothing."""

from __future__ import annotations

from datetime import datetime

from services.contracts.vocabulary import Urgency
from services.county.calendar import Deadline
from services.county.county import County


def check_in_by(county: County, whistle_kind: str, at: datetime) -> Deadline:
    """When departments called by a whistle of this kind must have reported for duty. Raises UnknownCode."""
    length = county.whistle_kind(whistle_kind).check_in
    return county.calendar.deadline(at, length.amount, length.unit)


def finish_by(county: County, urgency: Urgency, at: datetime) -> Deadline:
    """When a matter of this urgency, whistled at this time, must be done (the county's clock `handling`)."""
    rule = county.clocks.get("handling")
    length = rule.length_for(urgency, None)
    if length is None:
        raise ValueError("clock handling: needs a length of its own, not the whistle's")
    return county.calendar.deadline(at, length.amount, length.unit, rule.roll)
