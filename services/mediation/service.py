"""Mediation's entrypoints: each translates, nothing more."""

from __future__ import annotations

from typing import Any

from services.chassis.access import roles
from services.chassis.service import api, handles
from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.envelope import Envelope
from services.contracts.events import dispute
from services.contracts.vocabulary import Role
from services.county.county import County
from services.mediation import store
from services.mediation.forms import gives, takes
from services.mediation.pages.cases import CasesPages
from services.mediation.pages.steps import StepPages
from services.mediation.pages.words import WORDS
from services.mediation.use_cases import agree, assign, follow_up, open_case, read_case, show_pool, wall
from services.mediation.use_cases.consent import consent
from services.mediation.use_cases.fail import fail
from services.mediation.use_cases.name_parties import name_parties
from services.mediation.use_cases.open_direct import open_direct
from services.mediation.use_cases.sit import sit

MEDIATOR = roles(Role.MEDIATOR)
OPENERS = roles(Role.MEDIATOR, Role.CLERK)
READERS = roles(Role.MEDIATOR, Role.CLERK, Role.DISPATCHER, Role.LEADER, Role.SUPERVISOR)
CASES = "/api/mediation/cases"
CASE = f"{CASES}/<id>"


class MediationService(CasesPages, StepPages):
    """Every step of a mediation case."""

    name = "mediation"
    words = WORDS
    collections = store.COLLECTIONS
    county: County

    def is_behind_wall(self, number: str) -> bool:
        """A matter that was recognised as an accusation: its number lies here blinded."""
        return self.store.get(store.WALLED, wall.id_of(self, number)) is not None

    @api("GET", CASES, query=takes.CasesQuery, gives=gives.CasesView, may=READERS)
    def list_cases(self, call: Call) -> dict[str, Any]:
        """The reader's cases, newest first."""
        return read_case.list_cases(self, call)

    @api("POST", CASES, takes=takes.DirectForm, gives=gives.CaseView, may=OPENERS, status=201)
    def open_direct(self, call: Call) -> Answer:
        """Open a case at the body itself."""
        return call.run(open_direct)

    @api("GET", "/api/mediation/follow-ups", query=takes.DueQuery, gives=gives.CasesView, may=READERS)
    def list_due(self, call: Call) -> dict[str, Any]:
        """Agreements whose follow-up is due, the one due longest first."""
        return follow_up.list_due(self, call)

    @api("GET", "/api/mediation/mediators", query=takes.PoolQuery, gives=gives.MediatorsView, may=READERS)
    def show_mediators(self, call: Call) -> dict[str, Any]:
        """The pool of mediators."""
        return show_pool.show_mediators(self, call)

    @api("GET", "/api/mediation/bodies", query=takes.PoolQuery, gives=gives.BodiesView, may=READERS)
    def show_bodies(self, call: Call) -> dict[str, Any]:
        """The county's mediation bodies."""
        return show_pool.show_bodies(self, call)

    @api("GET", CASE, query=takes.ReadQuery, gives=gives.WholeCaseView, may=READERS)
    def read_case(self, call: Call) -> Answer:
        """One case; opening sealed words is recorded."""
        return call.run(read_case.read_case)

    @api("POST", f"{CASE}/parties", takes=takes.PartiesForm, gives=gives.CaseView, may=MEDIATOR)
    def name_parties(self, call: Call) -> Answer:
        """Name parties."""
        return call.run(name_parties)

    @api("POST", f"{CASE}/consents", takes=takes.ConsentForm, gives=gives.CaseView, may=MEDIATOR)
    def consent(self, call: Call) -> Answer:
        """Take down a party's consent, or its refusal."""
        return call.run(consent)

    @api("GET", f"{CASE}/mediators", gives=gives.ProposalsView, may=READERS)
    def propose(self, call: Call) -> Answer:
        """Propose mediators, with the reason why."""
        return call.run(assign.propose)

    @api("POST", f"{CASE}/mediators", takes=takes.MediatorForm, gives=gives.CaseView, may=MEDIATOR)
    def assign(self, call: Call) -> Answer:
        """Let a mediator sit in the case."""
        return call.run(assign.assign)

    @api("POST", f"{CASE}/interests", takes=takes.InterestForm, gives=gives.CaseView, may=MEDIATOR)
    def declare_interest(self, call: Call) -> Answer:
        """Declare a mediator's interest."""
        return call.run(assign.declare_interest)

    @api("POST", f"{CASE}/sessions", takes=takes.SessionForm, gives=gives.CaseView, may=MEDIATOR)
    def sit(self, call: Call) -> Answer:
        """Take down a session and its minutes."""
        return call.run(sit)

    @api("POST", f"{CASE}/agreement", takes=takes.AgreementForm, gives=gives.CaseView, may=MEDIATOR)
    def agree(self, call: Call) -> Answer:
        """Take down an agreement."""
        return call.run(agree.agree)

    @api("POST", f"{CASE}/failure", takes=takes.FailureForm, gives=gives.CaseView, may=MEDIATOR)
    def fail(self, call: Call) -> Answer:
        """End a mediation without an agreement."""
        return call.run(fail)

    @api("POST", f"{CASE}/judicial-confirmation", takes=takes.ConfirmationForm, gives=gives.CaseView, may=MEDIATOR)
    def confirm(self, call: Call) -> Answer:
        """Take down the parties' application to the court (司法确认)."""
        return call.run(agree.confirm)

    @api("POST", f"{CASE}/follow-ups", takes=takes.FollowUpForm, gives=gives.CaseView, may=MEDIATOR)
    def follow_up(self, call: Call) -> Answer:
        """Take down how an agreement is kept."""
        return call.run(follow_up.follow_up)

    @api("POST", f"{CASE}/limit", takes=takes.LimitForm, gives=gives.CaseView, may=MEDIATOR)
    def extend_limit(self, call: Call) -> Answer:
        """Put the limit off, for all parties together."""
        return call.run(follow_up.extend_limit)

    @handles(dispute.DisputeSent)
    def open_case(self, work: Work, fact: dispute.DisputeSent, envelope: Envelope) -> None:
        """A matter was sent here."""
        open_case.open_case(work, self, fact, envelope)

    @handles(dispute.DisputeEnded)
    def end_case(self, work: Work, fact: dispute.DisputeEnded, envelope: Envelope) -> None:
        """Routing is done with an order: the matter is over, or not with mediation any more."""
        open_case.end_case(work, self, fact, envelope)

    @handles(dispute.DisputeWalled)
    def wall(self, work: Work, fact: dispute.DisputeWalled, envelope: Envelope) -> None:
        """A matter turned out to be an accusation."""
        wall.wall(work, self, fact, envelope)
