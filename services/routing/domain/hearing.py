"""Hearings (听证, 信访工作条例 Art. 31, 36): for grave, complex and difficult matters, and in a second review."""

from __future__ import annotations

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Status
from services.county.instants import is_after
from services.routing.domain.case import Case
from services.routing.domain.life import Step, after
from services.routing.domain.redress import Hearing

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
    made = Hearing(len(case.redress.hearings) + 1, INSTANCE.get(Status(case.status), 0), at, now)
    redress = case.redress._replace(hearings=(*case.redress.hearings, made))
    return case._replace(status=status, redress=redress), made


def held(case: Case, n: int, now: str) -> tuple[Case, Hearing]:
    """A hearing has ended, with its minutes; it may have been brought forward, so when it was held is kept beside the
    time that it was appointed for.

    Raises Refusal `not_found`, `step_not_allowed` or `hearing_ended`.
    """
    hearing = next((each for each in case.redress.hearings if each.n == n), None)
    if hearing is None:
        raise Refusal.not_found("hearing")
    if hearing.held_at is not None:
        raise Refusal("hearing_ended", f"Hearing {n} ended at {hearing.held_at}.")
    status = after(Status(case.status), Step.HEAR)
    if not hearing.open:
        raise Refusal("hearing_ended", f"Hearing {n} was called off at {hearing.called_off_at}: its handling was over.")
    done = hearing._replace(held_at=now)
    hearings = tuple(done if each.n == n else each for each in case.redress.hearings)
    return case._replace(status=status, redress=case.redress._replace(hearings=hearings)), done
