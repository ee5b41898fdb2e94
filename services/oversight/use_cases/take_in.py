"""Take a fact of a matter into its docket: what it starts, stops and counts commits together with its record."""

from __future__ import annotations

from typing import cast

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events import grid_work, intake, leading, mediation, routing
from services.contracts.events.matter import MatterFact, codes_of
from services.contracts.events.opinion import OPINION_FACTS
from services.contracts.events.review import REVIEW_FACTS
from services.contracts.vocabulary import RequestKind
from services.oversight import store
from services.oversight.domain import tally
from services.oversight.domain.clocks import Event, sum_up
from services.oversight.domain.docket import Docket, open_docket
from services.oversight.domain.ending import settle
from services.oversight.domain.owing import OWNING, charged_to
from services.oversight.domain.standing import stand_still
from services.oversight.domain.unfinished import idle_since
from services.oversight.use_cases.append_entry import append_entry, append_walled_entry
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.hand_on import hand_on
from services.oversight.use_cases.kept_rules import keep_rules
from services.oversight.use_cases.let_go import let_go
from services.oversight.use_cases.put_off import put_off
from services.oversight.use_cases.read_fact import read_fact, take_codes
from services.oversight.use_cases.tell import tell

LEADING: tuple[type[MatterFact], ...] = (
    leading.HandoverOffered,
    leading.HandoverRefused,
    leading.WhistleEscalated,
    leading.SponsorNamed,
    leading.TaskForceFormed,
    leading.ResponsibilityBound,
    leading.CasePlanned,
    leading.CompetenceDisputed,
    leading.ConferenceCalled,
    leading.ConferenceHeld,
    leading.ConferenceCalledOff,
    leading.CallOpened,
    leading.CallAnswered,
    leading.OrderDispatched,
    leading.OrderTaken,
    leading.OrderClaimed,
)
"""Facts of leading a hard matter; a county clock may start or stop at them."""

TAKEN_IN: tuple[type[MatterFact], ...] = (
    intake.MatterRegistered,
    intake.MatterSupplemented,
    intake.MatterRated,
    intake.WithdrawalRequested,
    intake.JoiningRequested,
    intake.RepeatConfirmed,
    intake.ReviewRequested,
    intake.GraveMatterReported,
    intake.AgentNamed,
    intake.SealedDataRead,
    grid_work.SosCalled,
    routing.OwnerChanged,
    routing.MatterAccepted,
    routing.MatterDeclined,
    routing.MatterReferred,
    routing.MatterAnswered,
    routing.WhistleBlown,
    routing.DepartmentCheckedIn,
    routing.ObjectionRaised,
    routing.ObjectionDecided,
    routing.DepartmentReplied,
    routing.ExtensionGranted,
    routing.MediationOrdered,
    routing.MediationReturned,
    routing.MatterConcluded,
    routing.MatterReopened,
    routing.MatterClosed,
    routing.MatterWithdrawn,
    routing.RequestRefused,
    *LEADING,
    *OPINION_FACTS,
    *REVIEW_FACTS,
    mediation.MediationOpened,
    mediation.PartiesNamed,
    mediation.ConsentGiven,
    mediation.ConsentRefused,
    mediation.MediatorAssigned,
    mediation.InterestDeclared,
    mediation.LimitExtended,
    mediation.SessionHeld,
    mediation.AgreementReached,
    mediation.MediationFailed,
    mediation.JudicialConfirmationApplied,
    mediation.PerformanceFollowedUp,
    mediation.SealedDataRead,
)
"""The facts that go into a matter's docket, or only into its record."""

RECORD_ONLY = (
    intake.MatterSupplemented,
    intake.WithdrawalRequested,
    intake.JoiningRequested,
    intake.GraveMatterReported,
    intake.AgentNamed,
    intake.SealedDataRead,
    routing.RequestRefused,
    mediation.PartiesNamed,
    mediation.SealedDataRead,
)
"""Facts that move no clock and no counter; they stand in the record alone."""


def take_in(work: Work, desk: Desk, fact: MatterFact, envelope: Envelope) -> None:
    """Apply one fact of intake, routing or mediation; the first fact of an unknown matter opens its docket.

    A matter behind the wall has none, and what is still told of it goes into its recipient's record alone.
    """
    found = work.get(store.DOCKET.name, fact.number)
    if found is None:
        accusation = work.get(store.ACCUSATION.name, fact.number)
        if accusation is not None:
            append_walled_entry(work, envelope, str(accusation.body["recipient"]))
            return
    append_entry(work, envelope)
    if isinstance(fact, RECORD_ONLY) and not _answers_review(fact):
        return
    if found is None:
        docket = open_docket(fact.number, codes_of(fact), fact.service)
        docket["county"] = desk.county.version
    else:
        docket = cast("Docket", found.body)
        take_codes(docket, fact)
    rules = desk.rules.under(docket.get("county"))
    known = set(docket["clocks"])
    for clock_id in let_go(docket, fact, envelope.time, rules):
        tell(work, desk, docket, clock_id, Event.RESUMED)
    step = read_fact(docket, fact, envelope, rules)
    for clock_id, moved in put_off(docket, fact, step, rules):
        tell(work, desk, docket, clock_id, moved)
    for clock_id, clock in docket["clocks"].items():
        if clock_id not in known:
            steps = docket["steps"]
        elif step["fact"] in rules.heard_by(clock):
            steps = [step]
        else:
            continue
        for stood in stand_still(clock, steps, rules.rule_of(clock), desk.county.calendar):
            tell(work, desk, docket, clock_id, stood)
        event = settle(clock, steps, rules)
        if clock_id not in known:
            clock["unit"] = charged_to(clock, docket)
        if event is not None:
            tell(work, desk, docket, clock_id, event)
    if known and step["fact"] in OWNING:
        hand_on(work, desk, docket, rules)
    if len(docket["clocks"]) > len(known):
        keep_rules(work, desk, docket, known, rules)
    put_docket(work, desk, docket, 0 if found is None else found.version)


def _answers_review(fact: MatterFact) -> bool:
    return isinstance(fact, routing.RequestRefused) and fact.kind == RequestKind.REVIEW


def put_docket(work: Work, desk: Desk, docket: Docket, version: int) -> None:
    """Keep a changed docket, found by what is due next, and move its counters with it."""
    sum_up(docket)
    docket["idle_since"] = idle_since(docket)
    for counter, amount in tally.recount(docket, desk.rules.under(docket.get("county"))).items():
        work.add(counter, amount)
    work.put(store.DOCKET.name, docket["number"], cast("dict[str, object]", docket), version)
