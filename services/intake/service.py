"""Intake on the wire: every route and every fact, a line or two each."""

from __future__ import annotations

from typing import Any

from services.chassis.access import OPEN, roles
from services.chassis.boxes import BoxSealer, read_sealer
from services.chassis.seal import Opener
from services.chassis.service import api, handles
from services.chassis.store import Document, Work
from services.chassis.web.call import Answer, Call
from services.contracts.envelope import Envelope
from services.contracts.events import mediation, oversight, routing
from services.contracts.events.matter import MatterFact
from services.contracts.vocabulary import Role
from services.county.county import County
from services.intake import store
from services.intake.forms import gives, takes
from services.intake.pages.follow import FollowPages
from services.intake.pages.matters import MatterPages
from services.intake.pages.register import RegisterPages
from services.intake.pages.sign_in import SignInPages
from services.intake.pages.submit import SubmitPages
from services.intake.pages.words import WORDS
from services.intake.use_cases import (
    accounts,
    ask,
    contact,
    follow,
    follow_fact,
    list_matters,
    read_matter,
    register,
    sign_in,
)
from services.intake.use_cases import supplement as supplements
from services.intake.use_cases import wall_off as wall
from services.intake.use_cases.guesses import GUESSES, SIGN_INS

STAFF = roles(
    *(Role.CLERK, Role.DISPATCHER, Role.HANDLER, Role.GRID_WORKER, Role.MEDIATOR, Role.LEADER, Role.SUPERVISOR),
    Role.DISCIPLINE,
)
LISTERS = roles(Role.CLERK, Role.DISPATCHER, Role.GRID_WORKER, Role.LEADER, Role.SUPERVISOR)
OPERATOR = roles(Role.OPERATOR)


class IntakeService(SubmitPages, FollowPages, RegisterPages, MatterPages, SignInPages):
    """Where a matter comes in, and where its citizen follows it."""

    name = "intake"
    collections = store.COLLECTIONS
    needs = ("CONTACT_KEYS",)
    county: County
    words = WORDS
    contacts: BoxSealer

    def on_start(self) -> None:
        """Read the key that contacts are sealed to, and show every town before its first matter."""
        self.contacts = read_sealer(self.settings.contact_keys or "", "CONTACT_KEYS")
        register.count_from_zero(self)

    def opener_of(self, collection: str, document: Document) -> Opener | None:
        """Later words are sealed under the key of their matter's story."""
        if collection in (store.SUPPLEMENT, store.REQUEST) and "key" not in document.body:
            key = store.key_of(self.store, document.body["number"])
            return None if key is None else self.seal.opener(key)
        return super().opener_of(collection, document)

    def is_walled(self, collection: str, document: Document) -> bool:
        """Words of an accusation lie beside those of matters: nobody but discipline is shown that they are there."""
        if collection not in store.SEALED:
            return False
        return self.store.get(store.ACCUSATION, document.body.get("number", document.id)) is not None

    def is_behind_wall(self, number: str) -> bool:
        """An accusation has a picture of its own here, whichever way it became one."""
        return self.store.get(store.ACCUSATION, number) is not None

    @api("POST", "/api/intake/matters", takes=takes.RegisterForm, gives=gives.RegisteredForm, may=OPEN, status=201)
    def register(self, call: Call) -> Answer:
        """Register a matter."""
        return call.run(register.register)

    @api("GET", "/api/intake/matters", query=takes.ListQuery, gives=gives.MattersForm, may=LISTERS)
    def list_matters(self, call: Call) -> dict[str, Any]:
        """List matters, codes only, newest first."""
        return list_matters.list_matters(self, call)

    @api("GET", "/api/intake/matters/<number>", query=takes.ReadQuery, gives=gives.StaffViewForm, may=STAFF)
    def read_matter(self, call: Call) -> Answer:
        """Read one matter; opening sealed words is recorded."""
        return call.run(read_matter.read_matter)

    @api("POST", "/api/intake/follow", takes=takes.FollowForm, gives=gives.CitizenViewForm, may=OPEN, throttle=GUESSES)
    def follow(self, call: Call) -> Answer:
        """Follow a matter by number and query code."""
        return call.run(follow.follow)

    @api(
        "POST",
        "/api/intake/matters/<number>/supplements",
        takes=takes.SupplementForm,
        gives=gives.SupplementedForm,
        may=OPEN,
        status=201,
        throttle=GUESSES,
    )
    def supplement(self, call: Call) -> Answer:
        """Add to the story."""
        return call.run(supplements.supplement)

    @api(
        "POST",
        "/api/intake/matters/<number>/rating",
        takes=takes.RatingForm,
        gives=gives.RequestForm,
        may=OPEN,
        status=202,
        throttle=GUESSES,
    )
    def rate(self, call: Call) -> Answer:
        """Rate the receiving and the responsible unit."""
        return call.run(ask.rate)

    @api(
        "POST",
        "/api/intake/matters/<number>/withdrawal",
        takes=takes.WithdrawalForm,
        gives=gives.RequestForm,
        may=OPEN,
        status=202,
        throttle=GUESSES,
    )
    def withdraw(self, call: Call) -> Answer:
        """Ask for the matter back."""
        return call.run(ask.withdraw)

    @api(
        "POST",
        "/api/intake/matters/<number>/notices",
        takes=takes.NoticesForm,
        gives=gives.NoticesShownForm,
        may=OPEN,
        throttle=GUESSES,
    )
    def choose_notices(self, call: Call) -> Answer:
        """Want notices no more, or again."""
        return call.run(contact.choose_notices)

    @api("POST", "/api/session", takes=takes.SessionForm, gives=gives.SignedInForm, may=OPEN, throttle=SIGN_INS)
    def sign_in(self, call: Call) -> Answer:
        """Sign in."""
        signed_in = sign_in.sign_in(self, call.body["username"], call.body["password"])
        cookie = sign_in.cookie_of(signed_in["token"], call.headers)
        return Answer(signed_in, headers=(("Set-Cookie", cookie),))

    @api("GET", "/ops/accounts", query=takes.AccountsQuery, gives=gives.AccountsForm, may=OPERATOR)
    def list_accounts(self, call: Call) -> dict[str, Any]:
        """List the accounts of the staff."""
        return accounts.page(self.store, self.seal, call.query["after"], call.query["limit"])

    @api("POST", "/ops/accounts", takes=takes.AccountForm, gives=gives.AddedAccountForm, may=OPERATOR, status=201)
    def add_account(self, call: Call) -> dict[str, Any]:
        """Add an account."""
        return accounts.add(self.store, self.seal, self.county, call.context(), call.body)

    @api("POST", "/ops/accounts/<id>/disable", gives=gives.AccountShownForm, may=OPERATOR)
    def disable_account(self, call: Call) -> dict[str, Any]:
        """Disable an account."""
        return self.store.run(call.context(), accounts.disable, self.seal, call.path["id"])

    @handles(routing.MatterWalled)
    def wall_off(self, work: Work, fact: routing.MatterWalled, envelope: Envelope) -> None:
        """A matter was recognised as an accusation."""
        wall.wall_off(work, self, fact, envelope)

    @handles(routing.MatterAccepted)
    @handles(routing.MatterDeclined)
    @handles(routing.MatterReferred)
    @handles(routing.MatterAnswered)
    @handles(routing.OwnerChanged)
    @handles(routing.WhistleBlown)
    @handles(routing.DepartmentCheckedIn)
    @handles(routing.ObjectionRaised)
    @handles(routing.ObjectionDecided)
    @handles(routing.DepartmentReplied)
    @handles(routing.MatterConcluded)
    @handles(routing.MatterReopened)
    @handles(routing.MatterClosed)
    @handles(routing.MatterWithdrawn)
    @handles(routing.RequestRefused)
    @handles(routing.SealedDataRead)
    @handles(routing.ExtensionGranted)
    @handles(routing.MediationOrdered)
    @handles(routing.MediationReturned)
    @handles(oversight.ClockWarned)
    @handles(oversight.ClockBreached)
    @handles(oversight.ClockBreachWithdrawn)
    @handles(oversight.OrderIssued)
    @handles(oversight.OrderAnswered)
    def follow_fact(self, work: Work, fact: MatterFact, envelope: Envelope) -> None:
        """A sibling has told something of a matter."""
        follow_fact.follow_fact(work, self, fact, envelope)

    @handles(mediation.MediationOpened)
    @handles(mediation.PartiesNamed)
    @handles(mediation.ConsentGiven)
    @handles(mediation.ConsentRefused)
    @handles(mediation.MediatorAssigned)
    @handles(mediation.InterestDeclared)
    @handles(mediation.LimitExtended)
    @handles(mediation.SessionHeld)
    @handles(mediation.AgreementReached)
    @handles(mediation.MediationFailed)
    @handles(mediation.JudicialConfirmationApplied)
    @handles(mediation.PerformanceFollowedUp)
    @handles(mediation.SealedDataRead)
    def follow_mediation(self, work: Work, fact: mediation.MediationFact, envelope: Envelope) -> None:
        """A mediation body has told something of a matter."""
        follow_fact.follow_mediation(work, self, fact, envelope)

    @handles(oversight.AccusationReceived)
    @handles(oversight.AccusationAnswered)
    def follow_accusation(
        self, work: Work, fact: oversight.AccusationReceived | oversight.AccusationAnswered, envelope: Envelope
    ) -> None:
        """The recipient has told something of an accusation."""
        follow_fact.follow_accusation(work, self, fact, envelope)
