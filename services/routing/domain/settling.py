"""What ends a matter without an opinion: a settlement of the parties, an answered suggestion; and the short way."""

from __future__ import annotations

from datetime import date, datetime

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Branch, Outcome, Purpose, Status, Tier
from services.county.calendar import END_OF_DAY
from services.county.clocks import Length
from services.county.county import County
from services.county.instants import instant, is_after, moment
from services.county.statutory import STATUTORY
from services.routing.domain.branch import of_appeal
from services.routing.domain.case import Case
from services.routing.domain.conference import none_open
from services.routing.domain.ending import whistles_ended
from services.routing.domain.life import Step, after
from services.routing.domain.opinion import acting, nothing_open


def last_moment(day_or_instant: str | None) -> str | None:
    """Until when something is to be performed: a day means until its end in the county."""
    if day_or_instant is None or "T" in day_or_instant:
        return day_or_instant
    return instant(datetime.combine(date.fromisoformat(day_or_instant), END_OF_DAY))


def settled(county: County, case: Case, unit: str | None, perform_by: str | None, at: str) -> Case:
    """The parties settled by themselves (和解, 信访工作条例 Art. 33); `unit` makes the 和解协议书.

    Raises Refusal `step_not_allowed`, `not_an_appeal`, `hearing_open`, `conference_open`, or naming a field.
    """
    status = after(Status(case.status), Step.SETTLE)
    of_appeal(case)
    nothing_open(case)
    none_open(case.leading.conferences)
    made_by = acting(county, case, unit, _answering(case))
    if perform_by is not None and is_after(at, perform_by):
        raise Refusal.of_field("perform_by", "out_of_range", f"Allowed: a day or an instant after {at}.")
    return whistles_ended(case)._replace(status=status, outcome=str(Outcome.SOLVED), responsible=made_by, over_at=at)


def suggestion_answered(county: County, case: Case, unit: str | None, adopted: bool, at: str) -> Case:
    """A suggestion was studied and is answered, adopted or not (Art. 29).

    Raises Refusal `step_not_allowed`, `not_a_suggestion`, `hearing_open`, `conference_open`, or naming `unit`.
    """
    status = after(Status(case.status), Step.ANSWER_SUGGESTION)
    if case.purpose != Purpose.SUGGESTION:
        raise Refusal("not_a_suggestion", f"The matter is no suggestion but: {case.purpose}.")
    nothing_open(case)
    none_open(case.leading.conferences)
    answers = acting(county, case, unit, _answering(case))
    outcome = str(Outcome.SOLVED if adopted else Outcome.EXPLAINED)
    return whistles_ended(case)._replace(status=status, outcome=outcome, responsible=answers, over_at=at)


def simplified(county: County, case: Case, at: str) -> Case:
    """A small, clear appeal goes the short way (简易办理): answered within ten working days of its acceptance.

    Raises Refusal `step_not_allowed`, `not_an_appeal`, `not_small`, `other_branch`, `already_simplified`, `too_late`.
    """
    status = after(Status(case.status), Step.SIMPLIFY)
    of_appeal(case)
    if case.tier != Tier.SMALL:
        raise Refusal("not_small", f"Allowed for matters of tier small; this one is {case.tier or 'of no tier'}.")
    if case.redress.branch == Branch.OPINION:
        raise Refusal("other_branch", "An appeal that ends in an opinion is not handled the short way.")
    if case.redress.reply_by is not None:
        raise Refusal("already_simplified", f"The handling is simplified already, until {case.redress.reply_by}.")
    rule = STATUTORY["simplified"]
    if not isinstance(rule.length, Length):
        raise TypeError("the simplified handling has no length of its own")
    start = moment(case.decided_at or at)
    by = instant(county.calendar.deadline(start, rule.length.amount, rule.length.unit, rule.roll).due)
    if is_after(at, by):
        raise Refusal("too_late", f"Ten working days after the acceptance ended at {by}.")
    return case._replace(status=status, redress=case.redress._replace(reply_by=by))


def _answering(case: Case) -> str | None:
    running = [whistle for whistle in case.whistles if not whistle.ended]
    return running[0].lead if running else case.owner
