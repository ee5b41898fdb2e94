"""The county's handling clock may stand still at oversight: the whistle's end moves with it, so both say one thing.

Where the clock runs on the matter it is the lead's, and its end is the whistle's; where the county lets it run on each
department, a department's moved end is its own. Ends only move later, so a pause and an extension that cross on their
way come to the same end in either order.
"""

from __future__ import annotations

from services.county.clocks import Anchor
from services.county.county import County
from services.county.instants import is_after
from services.routing.domain.whistle import Whistle

HANDLING = "handling"


def paused(whistle: Whistle, unit: str) -> Whistle:
    """The clock of who leads stands still: no more time is granted until it goes on."""
    return whistle._replace(paused=unit) if unit == whistle.lead else whistle


def resumed(county: County, whistle: Whistle, unit: str, due: str) -> Whistle:
    """A department's clock goes on and is due later: the whistle's end, or the department's own, is that."""
    going = whistle._replace(paused=None) if whistle.paused == unit else whistle
    rule = county.clocks.rules.get(HANDLING)
    if rule is not None and rule.anchor is Anchor.DEPARTMENT:
        if not going.calls_on(unit) or not is_after(due, going.end_for(going.call(unit))):
            return going
        return going.with_call(unit, lambda call: call._replace(finish_by=due))
    if unit == going.lead and is_after(due, going.finish_by):
        return going._replace(finish_by=due)
    return going
