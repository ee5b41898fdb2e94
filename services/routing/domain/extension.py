"""More time for the handling of one whistle (延期): once, for a reason that the citizen is told, at most 30 days more.

Granted before the time is over (after 信访工作条例 Art. 34: once, by not more than 30 days, with approval).
"""

from __future__ import annotations

from datetime import timedelta

from services.contracts.refusals import Refusal
from services.county.instants import instant, is_after, moment
from services.routing.domain.whistle import Whistle

LONGEST = timedelta(days=30)


def extended(whistle: Whistle, until: str, at: str) -> Whistle:
    """The whistle with a later `finish_by`.

    Raises Refusal `already_extended`, `clock_paused`, `extension_too_late`, or naming the field `until`.
    """
    if whistle.former_finish_by is not None:
        detail = f"{whistle.id} was extended once, from {whistle.former_finish_by}; it is not extended again."
        raise Refusal("already_extended", detail)
    if whistle.stands_still:
        raise Refusal("clock_paused", f"The handling clock of {whistle.id} stands still: let it go on, then extend it.")
    if is_after(at, whistle.finish_by):
        raise Refusal("extension_too_late", f"{whistle.id} was to be done by {whistle.finish_by}; grant before that.")
    latest = instant(moment(whistle.finish_by) + LONGEST)
    if not is_after(until, whistle.finish_by) or is_after(until, latest):
        detail = f"Allowed: an instant after {whistle.finish_by}, at the latest {latest} (30 days more)."
        raise Refusal.of_field("until", "out_of_range", detail)
    return whistle._replace(finish_by=until, former_finish_by=whistle.finish_by)
