"""Review and second review (复查、复核, 信访工作条例 Art. 35, 36): asked for in 30 days, decided above, then final."""

from __future__ import annotations

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import OpinionOutcome, Outcome, RefusalReason, ReviewOutcome, Status
from services.county.county import County
from services.county.instants import is_after
from services.county.leading import RungLevel
from services.county.units import UnitKind
from services.routing.domain.case import Case, nothing_left_open
from services.routing.domain.ending import whistles_ended
from services.routing.domain.escalation import level_of
from services.routing.domain.life import Step, after
from services.routing.domain.mediating import mediation_ended
from services.routing.domain.opinion import acting, nothing_open, service_time, with_opinion
from services.routing.domain.redress import Opinion, Review
from services.routing.domain.refusing import Refused

_NOT_NOW = {
    Status.JOINED: RefusalReason.JOINED,
    Status.FINAL: RefusalReason.ALREADY_FINAL,
    **dict.fromkeys((Status.REVIEWING, Status.SECOND_REVIEWING), RefusalReason.UNDER_REVIEW),
    **dict.fromkeys((Status.DECLINED, Status.REFERRED, Status.WITHDRAWN), RefusalReason.ALREADY_OVER),
}
WITHDRAWN = "withdrawn"
"""What a mediation has come to that a review ends: the citizen goes on by another way."""
PENDING = (
    *(Status.REGISTERED, Status.ACCEPTED, Status.WHISTLED, Status.HANDLING, Status.REPLIED),
    Status.MEDIATING,
)


def ask(case: Case, request: str, instance: int, at: str) -> Case | Refused:
    """The citizen asks for a review of the opinion, or of the review's opinion, at an instant.

    The 30 days run from service: a handling that has served its opinion and is not concluded yet is concluded on it
    by the review.
    """
    status = Status(case.status)
    if status in _NOT_NOW:
        return Refused(_NOT_NOW[status])
    if status in PENDING and (status is Status.REGISTERED or case.redress.first_opinion is None):
        return Refused(RefusalReason.NOT_CONCLUDED)
    wanted = 2 if status is Status.REVIEWED else 1
    if instance < wanted:
        return Refused(RefusalReason.ALREADY_REVIEWED)
    asked_of = _asked_of(case, wanted)
    if asked_of is None or instance > wanted:
        return Refused(RefusalReason.NO_OPINION)
    if asked_of.ask_by is None or is_after(at, asked_of.ask_by):
        return Refused(RefusalReason.TOO_LATE)
    ended = _concluded_on(case, asked_of, at) if status in PENDING else case
    redress = ended.redress._replace(reviews=(*ended.redress.reviews, Review(instance, request, at)))
    return ended._replace(status=after(status, Step.OPEN_REVIEW), redress=redress)


def _concluded_on(case: Case, opinion: Opinion, at: str) -> Case:
    """The handling is over with the opinion that it has served; its whistles and its mediation end, and a conference or
    a hearing of it that waits is not held: the review opens hearings of its own."""
    told = mediation_ended(case, WITHDRAWN, at) if case.status == Status.MEDIATING else case
    told = nothing_left_open(told, at)
    outcome = Outcome.SOLVED if opinion.outcome == OpinionOutcome.SUPPORT else Outcome.EXPLAINED
    return whistles_ended(told)._replace(outcome=str(outcome), responsible=opinion.unit, over_at=at)


def decide(
    county: County, case: Case, unit: str | None, outcome: str, opinion: str | None, served_at: str | None, now: str
) -> tuple[Case, Review]:
    """The reviewing organ serves its opinion: the first is upheld or changed; after a second review it is final.

    Raises Refusal `step_not_allowed`, `hearing_open`, or naming a field: `unit` must be another unit than those that
    have served opinions of the matter, and stand above the last of them (Art. 35: the organ above).
    """
    status = after(Status(case.status), Step.DECIDE_REVIEW)
    nothing_open(case)
    review = case.redress.open_review
    if review is None:
        raise Refusal("no_review", "No review of the matter waits for its decision.")
    above = _above(county, case)
    if unit is None and above is None:
        raise Refusal.of_field("unit", "required", "Required: name the organ above those that have served opinions.")
    reviewer = acting(county, case, unit, above)
    if reviewer in _served(case):
        detail = f"{reviewer} has served an opinion of this matter: the organ above reviews it (Art. 35, 36)."
        raise Refusal.of_field("unit", "served_before", detail)
    if not _stands_above(county, reviewer, case.redress.opinions[-1].unit):
        raise Refusal.of_field("unit", "not_above", "Allowed: a unit of the county, or of a place above the server's.")
    at = service_time(case, served_at, now, review.asked_at)
    former = case.redress.opinions[-1]
    keeps = former.execution if outcome == ReviewOutcome.UPHELD else None
    changed = with_opinion(county, case, review.instance, _says(case, outcome, opinion), reviewer, at, keeps)
    done = review._replace(unit=reviewer, outcome=outcome, decided_at=at, opinion=changed.redress.opinions[-1].n)
    reviews = tuple(done if each is review else each for each in case.redress.reviews)
    return changed._replace(status=status, redress=changed.redress._replace(reviews=reviews)), done


def _says(case: Case, outcome: str, opinion: str | None) -> str:
    """What the review's own opinion says of the demand: an upheld one what it upheld; a changed one supports, where
    what it changed did not. Raises Refusal naming the field `opinion_outcome`."""
    former = case.redress.opinions[-1].outcome
    upheld = outcome == ReviewOutcome.UPHELD
    if upheld and opinion in (None, former):
        return former
    if not upheld and opinion != former and (opinion is not None or former != OpinionOutcome.SUPPORT):
        return opinion or str(OpinionOutcome.SUPPORT)
    allowed = former if upheld else ", ".join(each for each in OpinionOutcome if each != former)
    code = "required" if opinion is None else "not_allowed"
    raise Refusal.of_field("opinion_outcome", code, f"Allowed for {outcome}: {allowed}.")


def _asked_of(case: Case, instance: int) -> Opinion | None:
    """The opinion that a review of this instance is about."""
    if instance == 1:
        return case.redress.first_opinion
    return next((each for each in reversed(case.redress.opinions) if each.instance == instance - 1), None)


def _served(case: Case) -> frozenset[str]:
    return frozenset(each.unit for each in case.redress.opinions)


def _stands_above(county: County, unit: str, served_by: str) -> bool:
    """Whether a unit is of the county, or sits at a place above that of the unit whose opinion it reviews."""
    seat = county.units.get(unit).place
    if level_of(county, seat) is RungLevel.COUNTY or seat is None:
        return True
    below = county.units.get(served_by).place if county.units.exists(served_by) else None
    return below is not None and below != seat and county.places.within(below, seat)


def _above(county: County, case: Case) -> str | None:
    """Who reviews where nobody is named: a petition office, else those to whom the county reports up, that has served
    no opinion here."""
    barred = _served(case) | case.redress.stepped_back
    reported_to = () if county.grave is None else county.grave.units
    found = (*county.units.codes(UnitKind.PETITION_OFFICE), *reported_to)
    return next((code for code in found if code not in barred), None)
