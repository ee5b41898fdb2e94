"""Opinions (处理意见书, 信访工作条例 Art. 32): served on the citizen, and, where supporting, carried out."""

from __future__ import annotations

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Branch, ExecutionState, OpinionOutcome, Status
from services.county.clocks import Length
from services.county.county import County
from services.county.instants import instant, is_after, moment
from services.county.statutory import STATUTORY
from services.routing.domain.branch import of_appeal
from services.routing.domain.case import Case
from services.routing.domain.life import Step, after
from services.routing.domain.redress import Opinion
from services.routing.domain.whistle import known_unit

ASK = {0: "ask_review", 1: "ask_second_review"}
"""The clock on the citizen's time to ask for the next instance; after the second review there is none (Art. 36)."""


def ask_by(county: County, instance: int, served_at: str) -> str | None:
    """Until when the next instance may be asked for: 30 days after service (Art. 35, 36), as the calendar rolls."""
    if instance not in ASK:
        return None
    rule = STATUTORY[ASK[instance]]
    length = rule.length
    if not isinstance(length, Length):
        raise TypeError(f"{rule.name} has no length of its own")
    return instant(county.calendar.deadline(moment(served_at), length.amount, length.unit, rule.roll).due)


def service_time(case: Case, served_at: str | None, now: str, since: str | None) -> str:
    """When an opinion was served: as told, or now; not before what it answers, not in the future.

    Raises Refusal naming the field `served_at`.
    """
    at = served_at or now
    if is_after(at, now) or (since is not None and is_after(since, at)):
        detail = f"Allowed: an instant from {since or case.opened_at} to {now}."
        raise Refusal.of_field("served_at", "out_of_range", detail)
    return at


def serve(county: County, case: Case, unit: str | None, outcome: str, served_at: str | None, now: str) -> Case:
    """An opinion on an appeal is served, one in each round; who is not content asks for a review (Art. 35).

    Raises Refusal `step_not_allowed`, `not_an_appeal`, `opinion_served`, `other_branch`, `hearing_open`, or of a field.
    """
    status = after(Status(case.status), Step.SERVE_OPINION)
    of_appeal(case)
    served = case.redress.opinion_of(case.round)
    if served is not None:
        raise Refusal("opinion_served", f"Opinion {served.n} was served in this round already: a review changes it.")
    if case.redress.branch not in (None, Branch.OPINION):
        detail = f"The appeal's branch is {case.redress.branch}: decide `opinion` first (Art. 31)."
        raise Refusal("other_branch", detail)
    nothing_open(case)
    answers = acting(county, case, unit, _lead(case) or case.owner)
    at = service_time(case, served_at, now, case.decided_at)
    told = case._replace(status=status, redress=case.redress._replace(branch=str(Branch.OPINION)))
    return with_opinion(county, told, 0, outcome, answers, at)


def with_opinion(
    county: County, case: Case, instance: int, outcome: str, unit: str, at: str, execution: str | None = None
) -> Case:
    """The case with one more opinion, its last; a supporting one is to be carried out, from `execution` on."""
    if execution is None and outcome == OpinionOutcome.SUPPORT:
        execution = str(ExecutionState.UNDER_WAY)
    made = Opinion(
        len(case.redress.opinions) + 1, instance, case.round, outcome, unit, at, ask_by(county, instance, at), execution
    )
    former = tuple(each._replace(execution=None) if _replaced(each) else each for each in case.redress.opinions)
    return case._replace(redress=case.redress._replace(opinions=(*former, made)))


def executed(county: County, case: Case, n: int, state: str, unit: str | None) -> tuple[Case, str]:
    """How far a supporting opinion has been carried out, and by which unit.

    Raises Refusal `not_found`, `nothing_to_execute`, `already_executed`, or naming the field `unit`.
    """
    opinion = next((each for each in case.redress.opinions if each.n == n), None)
    if opinion is None:
        raise Refusal.not_found("opinion")
    if opinion.execution is None:
        detail = f"Opinion {n} has nothing to carry out: it supports no demand, or a later one took its place."
        raise Refusal("nothing_to_execute", detail)
    if opinion.execution == ExecutionState.DONE:
        raise Refusal("already_executed", f"Opinion {n} has been carried out already.")
    by = opinion.unit if unit is None else known_unit(county, "unit", unit)
    changed = tuple(each._replace(execution=state) if each.n == n else each for each in case.redress.opinions)
    return case._replace(redress=case.redress._replace(opinions=changed)), by


def acting(county: County, case: Case, unit: str | None, default: str | None) -> str:
    """The unit that acts: the one named, or the default; never one that stepped back (Art. 28).

    Raises Refusal naming the field `unit`.
    """
    chosen = default if unit is None else known_unit(county, "unit", unit)
    if chosen is None:
        raise Refusal.of_field("unit", "required", "Required: the matter has no owner yet; a unit of the county file.")
    case.redress.not_stepped_back("unit", chosen)
    return chosen


def nothing_open(case: Case) -> None:
    """Whoever decides has heard what was to be heard. Raises Refusal `hearing_open`."""
    hearing = case.redress.open_hearing
    if hearing is not None:
        raise Refusal("hearing_open", f"Hearing {hearing.n} has not ended: end it with its minutes first.")


def _replaced(opinion: Opinion) -> bool:
    return opinion.execution is not None and opinion.execution != ExecutionState.DONE


def _lead(case: Case) -> str | None:
    running = [whistle for whistle in case.whistles if not whistle.ended]
    return running[0].lead if running else None
