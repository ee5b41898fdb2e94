"""Routing's entrypoints: each translates, nothing more."""

from __future__ import annotations

from services.chassis.access import roles
from services.chassis.service import api, every, handles
from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.envelope import Envelope
from services.contracts.events import mediation, oversight
from services.contracts.events.intake import MatterRated, MatterRegistered, WithdrawalRequested
from services.contracts.vocabulary import Role
from services.county.county import County
from services.routing import store
from services.routing.forms import gives, takes
from services.routing.pages.calls import CallPages
from services.routing.pages.case import CasePages
from services.routing.pages.improvements import ImprovementPages
from services.routing.pages.leading import LeadingPages
from services.routing.pages.queue import QueuePages
from services.routing.pages.redress import RedressPages
from services.routing.pages.replies import RepliesPages
from services.routing.pages.steps import StepPages
from services.routing.pages.words import WORDS
from services.routing.routes.improvements import ImprovementRoutes
from services.routing.routes.leading import LeadingRoutes
from services.routing.routes.redress import RedressRoutes
from services.routing.use_cases import answer_request, hear_clock, hear_mediation, list_cases, read_case, wall
from services.routing.use_cases.accept import accept
from services.routing.use_cases.answer_on_the_spot import answer_on_the_spot
from services.routing.use_cases.blow_whistle import blow_whistle
from services.routing.use_cases.check_in import check_in
from services.routing.use_cases.conclude import conclude
from services.routing.use_cases.decide_objection import decide_objection
from services.routing.use_cases.decline import decline
from services.routing.use_cases.escalate import next_rung, sweep_ladder
from services.routing.use_cases.extend import extend
from services.routing.use_cases.open_case import open_case
from services.routing.use_cases.order_mediation import order_mediation
from services.routing.use_cases.raise_objection import raise_objection
from services.routing.use_cases.refer import refer
from services.routing.use_cases.reply import reply
from services.routing.use_cases.succeed import sweep_successions

DISPATCHER = roles(Role.DISPATCHER)
DECIDERS = roles(Role.DISPATCHER, Role.LEADER)
CALLED = roles(Role.HANDLER, Role.DISPATCHER)
READERS = roles(Role.CLERK, Role.DISPATCHER, Role.HANDLER, Role.LEADER, Role.SUPERVISOR)
CASE_READERS = roles(Role.MEDIATOR, *READERS.roles)
READERS_AND_CITIZEN = roles(*CASE_READERS.roles, follow=True)
CASE = "/api/routing/cases/<number>"
WHISTLE = "/api/routing/whistles/<id>"


class RoutingService(
    ImprovementRoutes,
    LeadingRoutes,
    RedressRoutes,
    LeadingPages,
    ImprovementPages,
    QueuePages,
    CasePages,
    StepPages,
    CallPages,
    RedressPages,
    RepliesPages,
):
    """Every step of a matter after its registration."""

    name = "routing"
    words = WORDS
    collections = store.COLLECTIONS
    county: County

    def on_start(self) -> None:
        """Let monitoring see every kind of whistle before the first is blown."""
        self.on_county()

    def on_county(self) -> None:
        """Whistles of a new kind are counted from zero too."""
        self.metrics.from_zero(self.metrics.check_in_seconds, self.county.whistle_kinds)

    @every(5.0, alone=True)
    def climb(self) -> None:
        """Send up the county's ladder what has stood on its rung too long; end offers that nobody answered."""
        sweep_ladder(self, self.clock.now())

    @every(5.0, alone=True)
    def succeed(self) -> None:
        """Hand a merged unit's matters over."""
        sweep_successions(self, self.clock.now())

    def on_clock(self, now: str) -> None:
        """Do all that the virtual clock has made due."""
        try:
            sweep_ladder(self, now)
        finally:
            sweep_successions(self, now)

    def next_due(self) -> str | None:
        """When the next matter goes up, or the next offer lapses, by itself."""
        return next_rung(self)

    def is_behind_wall(self, number: str) -> bool:
        """A case that was recognised as an accusation: its number lies here blinded."""
        return self.store.get(store.WALLED, wall.id_of(self, number)) is not None

    @api("GET", "/api/routing/cases", query=takes.CasesQuery, gives=gives.CasesView, may=READERS)
    def list_cases(self, call: Call) -> Answer:
        """The reader's cases, newest first."""
        return list_cases.list_cases(self, call)

    @api("GET", CASE, gives=gives.CaseView, may=CASE_READERS)
    def read_case(self, call: Call) -> Answer:
        """One case in codes."""
        return call.run(read_case.read_case)

    @api("GET", f"{CASE}/replies", gives=gives.RepliesView, may=READERS_AND_CITIZEN)
    def read_replies(self, call: Call) -> Answer:
        """The words of one case; the staff's reading is recorded."""
        return call.run(read_case.read_replies)

    @api("POST", f"{CASE}/acceptance", takes=takes.AcceptanceForm, gives=gives.CaseView, may=DISPATCHER)
    def accept(self, call: Call) -> Answer:
        """Accept a matter (受理)."""
        return call.run(accept)

    @api("POST", f"{CASE}/decline", takes=takes.DeclineForm, gives=gives.CaseView, may=DISPATCHER)
    def decline(self, call: Call) -> Answer:
        """Decline a matter (不予受理)."""
        return call.run(decline)

    @api("POST", f"{CASE}/referral", takes=takes.ReferralForm, gives=gives.CaseView, may=DISPATCHER)
    def refer(self, call: Call) -> Answer:
        """Refer a matter (转送)."""
        return call.run(refer)

    @api("POST", f"{CASE}/on-the-spot", takes=takes.OnTheSpotForm, gives=gives.CaseView, may=DECIDERS)
    def answer_on_the_spot(self, call: Call) -> Answer:
        """Answer on the spot (即办即走)."""
        return call.run(answer_on_the_spot)

    @api("POST", f"{CASE}/whistles", takes=takes.WhistleForm, gives=gives.WhistleView, may=DISPATCHER, status=201)
    def blow_whistle(self, call: Call) -> Answer:
        """Blow a whistle (吹哨)."""
        return call.run(blow_whistle)

    @api("POST", f"{CASE}/mediation", takes=takes.MediationForm, gives=gives.CaseView, may=DISPATCHER)
    def order_mediation(self, call: Call) -> Answer:
        """Send to a mediation body (调解)."""
        return call.run(order_mediation)

    @api("POST", f"{CASE}/conclusion", takes=takes.ConclusionForm, gives=gives.CaseView, may=DECIDERS)
    def conclude(self, call: Call) -> Answer:
        """Conclude a matter (办结)."""
        return call.run(conclude)

    @api("GET", "/api/routing/whistles", query=takes.WhistlesQuery, gives=gives.WhistlesView, may=READERS)
    def list_whistles(self, call: Call) -> Answer:
        """The reader's whistles, newest first."""
        return list_cases.list_whistles(self, call)

    @api("POST", f"{WHISTLE}/check-ins", takes=takes.CheckInForm, gives=gives.CaseView, may=CALLED)
    def check_in(self, call: Call) -> Answer:
        """Report for duty (报到)."""
        return call.run(check_in)

    @api("POST", f"{WHISTLE}/objections", takes=takes.ObjectionForm, gives=gives.CaseView, may=CALLED)
    def raise_objection(self, call: Call) -> Answer:
        """Object (异议)."""
        return call.run(raise_objection)

    @api("POST", f"{WHISTLE}/objections/<n>/decision", takes=takes.DecisionForm, gives=gives.CaseView, may=DISPATCHER)
    def decide_objection(self, call: Call) -> Answer:
        """Decide an objection."""
        return call.run(decide_objection)

    @api("POST", f"{WHISTLE}/replies", takes=takes.ReplyForm, gives=gives.CaseView, may=CALLED)
    def reply(self, call: Call) -> Answer:
        """Reply (答复)."""
        return call.run(reply)

    @api("POST", f"{WHISTLE}/extensions", takes=takes.ExtensionForm, gives=gives.CaseView, may=DISPATCHER)
    def extend(self, call: Call) -> Answer:
        """Grant more time (延期)."""
        return call.run(extend)

    @handles(MatterRegistered)
    def open_case(self, work: Work, fact: MatterRegistered, envelope: Envelope) -> None:
        """A matter came in."""
        open_case(work, self, fact, envelope)

    @handles(MatterRated)
    def answer_rating(self, work: Work, fact: MatterRated, envelope: Envelope) -> None:
        """A citizen judged."""
        answer_request.answer_rating(work, self, fact, envelope)

    @handles(WithdrawalRequested)
    def answer_withdrawal(self, work: Work, fact: WithdrawalRequested, envelope: Envelope) -> None:
        """A citizen wants the matter back."""
        answer_request.answer_withdrawal(work, self, fact, envelope)

    @handles(mediation.AgreementReached)
    def hear_agreement(self, work: Work, fact: mediation.AgreementReached, envelope: Envelope) -> None:
        """The parties of a mediation agreed."""
        hear_mediation.hear_agreement(work, self, fact, envelope)

    @handles(mediation.MediationFailed)
    def hear_failure(self, work: Work, fact: mediation.MediationFailed, envelope: Envelope) -> None:
        """A mediation came to nothing."""
        hear_mediation.hear_failure(work, self, fact, envelope)

    @handles(oversight.ClockPaused)
    def hear_pause(self, work: Work, fact: oversight.ClockPaused, envelope: Envelope) -> None:
        """A clock stands still."""
        hear_clock.hear_pause(work, self, fact, envelope)

    @handles(oversight.ClockResumed)
    def hear_resumption(self, work: Work, fact: oversight.ClockResumed, _envelope: Envelope) -> None:
        """A clock goes on."""
        hear_clock.hear_resumption(work, self, fact)
