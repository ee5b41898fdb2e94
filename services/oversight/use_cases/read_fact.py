"""Read a fact into a docket: the step it is, and what it says of owner, whistles, conclusion and rating."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.contracts.envelope import Envelope
from services.contracts.events import intake, leading, mediation, opinion, review, routing
from services.contracts.events.matter import MatterFact
from services.contracts.events.opinion import InterestDeclared
from services.contracts.vocabulary import FailureReason
from services.oversight.domain.docket import Conclusion, Docket, Mediated, Rated, Step, Whistled
from services.oversight.domain.owing import asked
from services.oversight.domain.rules import RuleBook
from services.oversight.domain.starting import Calls, start_on_departments, start_on_matter

OF_DEPARTMENTS = (
    routing.DepartmentCheckedIn,
    routing.ObjectionRaised,
    routing.ObjectionDecided,
    routing.DepartmentReplied,
)

SAYING: dict[type[MatterFact], tuple[str, ...]] = {
    intake.ReviewRequested: ("instance", "request"),
    routing.RequestRefused: ("kind", "request"),
    opinion.BranchDecided: ("branch",),
    review.ReviewDecided: ("instance",),
    review.HearingOpened: ("instance",),
    review.HearingHeld: ("instance",),
    routing.MatterAccepted: ("owner",),
    routing.OwnerChanged: ("owner",),
}
"""What rules ask of a fact that comes to stop a clock, and who owns the matter by it; kept with its step."""

DATED: dict[type[MatterFact], str] = {
    intake.MatterRegistered: "received_at",
    opinion.OpinionServed: "served_at",
    review.ReviewDecided: "decided_at",
    mediation.AgreementReached: "effective_at",
    mediation.JudicialConfirmationApplied: "applied_at",
}
"""Facts that name the date of what they tell of."""


def read_fact(docket: Docket, fact: MatterFact, envelope: Envelope, rules: RuleBook) -> Step:
    """Add the fact to the docket as a step, which is returned, and start the clocks that it starts."""
    step = step_of(fact, envelope)
    docket["steps"].append(step)
    read = _READ.get(type(fact))
    if read is not None:
        read(docket, fact, step, rules)
    if rules.started_on_matter(step["fact"]):
        told = {name: getattr(fact, name) for name in fact.field_names}
        units = asked(step["fact"], told, docket["place"], rules.county)
        for unit in units:
            start_on_matter(docket, step, told, unit, rules)
        if not units:
            for clock in start_on_matter(docket, step, told, _answering(docket, rules), rules):
                clock["of_owner"] = True
    return step


def take_codes(docket: Docket, fact: MatterFact) -> None:
    """Take the matter's codes from a fact; after registration they are routing's to decide, so its word stands."""
    if docket["coded_by"] == "routing" and fact.service != "routing":
        return
    docket["place"], docket["channel"], docket["purpose"] = fact.place, fact.channel, fact.purpose
    docket["category"], docket["urgency"], docket["tier"] = fact.category, fact.urgency, fact.tier
    docket["contactable"] = fact.contactable
    docket["coded_by"] = fact.service


def step_of(fact: MatterFact, envelope: Envelope) -> Step:
    """The fact as a docket keeps it."""
    step = Step(
        id=envelope.id,
        fact=fact.name,
        service=fact.service,
        epoch=envelope.epoch,
        seq=envelope.seq,
        at=envelope.time,
    )
    if isinstance(fact, OF_DEPARTMENTS):
        step["whistle"], step["unit"] = fact.whistle, fact.department
    if isinstance(fact, routing.ObjectionDecided) and fact.upheld:
        step["upheld"] = True
    if isinstance(fact, InterestDeclared) and fact.whistle is not None:
        step["whistle"], step["unit"], step["upheld"] = fact.whistle, fact.department, True
    if isinstance(fact, leading.OrderTaken):
        step["unit"] = fact.department
    saying, dated = SAYING.get(type(fact)), DATED.get(type(fact))
    if saying is not None:
        step["said"] = {name: getattr(fact, name) for name in saying}
    if dated is not None:
        step["dated"] = getattr(fact, dated)
    return step


def _answering(docket: Docket, rules: RuleBook) -> str | None:
    """The unit that answers for the matter as a whole; by its place until a fact has named one."""
    return docket["owner"] or rules.unit_at(docket["place"])


def _registered(docket: Docket, fact: intake.MatterRegistered, step: Step, _rules: RuleBook) -> None:
    docket["receiver"], docket["came_at"] = fact.owner, step["at"]
    if docket["owner"] is None:
        docket["owner"] = fact.owner


def _owned(docket: Docket, fact: routing.MatterAccepted | routing.OwnerChanged, _step: Step, _rules: RuleBook) -> None:
    docket["owner"] = fact.owner


def _rated(docket: Docket, fact: intake.MatterRated, step: Step, _rules: RuleBook) -> None:
    docket["ratings"][fact.request] = Rated(receiving=fact.receiving, responsible=fact.responsible, at=step["at"])


def _whistled(docket: Docket, fact: routing.WhistleBlown, step: Step, rules: RuleBook) -> None:
    called = (fact.lead, *fact.assists)
    docket["whistles"][fact.whistle] = Whistled(
        lead=fact.lead, called=list(called), finish_by=fact.finish_by, blown_at=step["at"]
    )
    calls = Calls(fact.whistle, fact.lead, called, fact.check_in_by, fact.finish_by)
    start_on_departments(docket, step, calls, rules)


def _objection_decided(docket: Docket, fact: routing.ObjectionDecided, step: Step, rules: RuleBook) -> None:
    """An upheld objection releases a department; its replacement, or the new lead, gets clocks of its own."""
    whistle = docket["whistles"].get(fact.whistle)
    if not fact.upheld or whistle is None:
        return
    whistle["lead"] = fact.lead
    whistle["called"] = [unit for unit in whistle["called"] if unit != fact.department]
    called = () if fact.replacement is None else (fact.replacement,)
    whistle["called"] += called
    calls = Calls(fact.whistle, fact.lead, called, fact.check_in_by, whistle["finish_by"])
    start_on_departments(docket, step, calls, rules)


def _stepped_back(docket: Docket, fact: InterestDeclared, step: Step, rules: RuleBook) -> None:
    """A unit with an interest is released as by an upheld objection (Art. 28)."""
    if "bound" in docket:
        docket["bound"] = [unit for unit in docket["bound"] if unit != fact.department]
    whistle = None if fact.whistle is None else docket["whistles"].get(fact.whistle)
    if fact.whistle is None or whistle is None:
        return
    whistle["lead"] = fact.lead or whistle["lead"]
    called = () if fact.replacement is None else (fact.replacement,)
    whistle["called"] = [*(unit for unit in whistle["called"] if unit != fact.department), *called]
    calls = Calls(fact.whistle, whistle["lead"], called, fact.check_in_by, whistle["finish_by"])
    start_on_departments(docket, step, calls, rules)


def _bound(docket: Docket, fact: leading.ResponsibilityBound, _step: Step, _rules: RuleBook) -> None:
    """The fact names every unit that is bound, those of earlier bindings too."""
    docket["bound"] = list(fact.units)


def _concluded(docket: Docket, fact: routing.MatterConcluded, step: Step, _rules: RuleBook) -> None:
    docket["conclusion"] = Conclusion(outcome=fact.outcome, lead=fact.lead, at=step["at"])


def _reopened(docket: Docket, fact: routing.MatterReopened, _step: Step, _rules: RuleBook) -> None:
    """The rating counts; the conclusion that it was given for does not any more."""
    conclusion = docket["conclusion"]
    if conclusion is not None:
        docket["answered"][fact.request] = conclusion["lead"]
    docket["conclusion"] = None


def _closed(docket: Docket, fact: routing.MatterClosed, _step: Step, _rules: RuleBook) -> None:
    conclusion = docket["conclusion"]
    lead = fact.lead or (conclusion["lead"] if conclusion is not None else None)
    if fact.request is not None and lead is not None:
        docket["answered"][fact.request] = lead


def _opened_at_body(docket: Docket, fact: mediation.MediationOpened, step: Step, rules: RuleBook) -> None:
    """A dispute that came to a body itself is its unit's; a matter keeps its owner while it is mediated."""
    docket.setdefault("mediations", {})[fact.case] = Mediated(body=fact.body, at=step["at"], result="open")
    body = rules.county.mediation.bodies.get(fact.body)
    if fact.direct and body is not None and docket["owner"] is None:
        docket["owner"] = body.unit


def _mediated(
    docket: Docket, fact: mediation.AgreementReached | mediation.MediationFailed, _step: Step, _rules: RuleBook
) -> None:
    """How a mediation ended; a case that was withdrawn is neither a success nor a failure of its body's."""
    case = docket.get("mediations", {}).get(fact.case)
    if case is None:
        return
    if isinstance(fact, mediation.AgreementReached):
        case["result"] = "agreed"
    else:
        case["result"] = "withdrawn" if fact.reason == FailureReason.WITHDRAWN else "failed"


_READ: dict[type[MatterFact], Callable[[Docket, Any, Step, RuleBook], None]] = {
    intake.MatterRegistered: _registered,
    intake.MatterRated: _rated,
    routing.MatterAccepted: _owned,
    routing.OwnerChanged: _owned,
    routing.WhistleBlown: _whistled,
    routing.ObjectionDecided: _objection_decided,
    InterestDeclared: _stepped_back,
    leading.ResponsibilityBound: _bound,
    routing.MatterConcluded: _concluded,
    routing.MatterReopened: _reopened,
    routing.MatterClosed: _closed,
    mediation.MediationOpened: _opened_at_body,
    mediation.AgreementReached: _mediated,
    mediation.MediationFailed: _mediated,
}
