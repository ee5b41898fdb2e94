"""Hearings (听证, 信访工作条例 Art. 31, 36): for grave, complex and difficult matters, and in a second review."""

from __future__ import annotations

from datetime import timedelta

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Status
from services.county.instants import is_after, moment
from services.routing.domain.case import Case
from services.routing.domain.life import Step, after
from services.routing.domain.redress import Hearing

FARTHEST = timedelta(days=90)
"""So far ahead a hearing may be appointed: nothing is decided on the matter before it has ended."""
INSTANCE = {Status.REVIEWING: 1, Status.SECOND_REVIEWING: 2}


def opened(case: Case, at: str, now: str) -> tuple[Case, Hearing]:
    """A hearing is opened, to be held `at`; in a second review its time does not count (Art. 36).

    Raises Refusal `step_not_allowed`, `hearing_open`, or naming the field `at`.
    """
    status = after(Status(case.status), Step.HEAR)
    if case.redress.open_hearing is not None:
        raise Refusal("hearing_open", f"Hearing {case.redress.open_hearing.n} has not ended: end it first.")
    if is_after(case.opened_at, at):
        raise Refusal.of_field("at", "out_of_range", f"Allowed: an instant after {case.opened_at}.")
    if moment(at) > moment(now) + FARTHEST:
        raise Refusal.of_field("at", "out_of_range", f"Allowed: at most {FARTHEST.days} days ahead.")
    made = Hearing(len(case.redress.hearings) + 1, INSTANCE.get(Status(case.status), 0), at, now)
    redress = case.redress._replace(hearings=(*case.redress.hearings, made))
    return case._replace(status=status, redress=redress), made


def held(case: Case, n: int, now: str) -> tuple[Case, Hearing]:
    """A hearing has ended, with its minutes; not before it was to begin.

    Raises Refusal `not_found`, `step_not_allowed`, `hearing_ended` or `hearing_not_begun`.
    """
    hearing = next((each for each in case.redress.hearings if each.n == n), None)
    if hearing is None:
        raise Refusal.not_found("hearing")
    if hearing.held_at is not None:
        raise Refusal("hearing_ended", f"Hearing {n} ended at {hearing.held_at}.")
    if is_after(hearing.at, now):
        raise Refusal("hearing_not_begun", f"Hearing {n} is appointed for {hearing.at}: it ends after that.")
    status = after(Status(case.status), Step.HEAR)
    done = hearing._replace(held_at=now)
    hearings = tuple(done if each.n == n else each for each in case.redress.hearings)
    return case._replace(status=status, redress=case.redress._replace(hearings=hearings)), done
