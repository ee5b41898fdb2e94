"""A mediator's steps: each form calls the use case that the API calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.chassis.access import roles
from services.chassis.service import HubService, page
from services.chassis.web.answer import Answer
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Redirect, Screen
from services.contracts.vocabulary import Role
from services.county import choices
from services.mediation.domain.case import MOST_PARTIES
from services.mediation.forms import takes
from services.mediation.pages import forms
from services.mediation.pages.cases import CASE, CASES, OPENERS
from services.mediation.use_cases import agree, assign, follow_up
from services.mediation.use_cases.consent import consent
from services.mediation.use_cases.fail import fail
from services.mediation.use_cases.name_parties import name_parties
from services.mediation.use_cases.open_direct import open_direct
from services.mediation.use_cases.sit import sit

MEDIATOR = roles(Role.MEDIATOR)
OPEN_DIRECT = "/work/mediation/open"
UseCase = Callable[..., Answer | dict[str, Any]]


class StepPages(HubService):
    """What a mediator takes down."""

    @page("GET", OPEN_DIRECT, may=roles(*OPENERS))
    def show_open(self, call: PageCall) -> Screen:
        """The form for a dispute that was brought to a body itself."""
        user, county = call.staff(), self.county
        own = county.mediation.bodies_of(user.department or "") if not user.has(Role.CLERK) else None
        bodies = {code: name for code, name in choices.bodies(county).items() if own is None or code in own}
        data = {
            "bodies": bodies,
            "places": choices.places(county, user.place),
            "categories": choices.categories(county),
            "units": choices.units(county),
            "most": MOST_PARTIES,
        }
        return Screen("open.html", data)

    @page("POST", OPEN_DIRECT, may=roles(*OPENERS), takes=takes.DirectForm, again="show_open")
    def do_open(self, call: PageCall) -> Redirect:
        """Open a case at the body itself."""
        return Redirect(f"{CASES}/{call.run(open_direct).body['id']}", done="opened")

    @page("POST", f"{CASE}/parties", may=MEDIATOR, takes=takes.PartiesForm, again="show_case")
    def do_name(self, call: PageCall) -> Redirect:
        """Name parties."""
        return _done(call, name_parties, "named")

    @page("POST", f"{CASE}/consents", may=MEDIATOR, takes=takes.ConsentForm, again="show_case")
    def do_consent(self, call: PageCall) -> Redirect:
        """Take down a party's consent, or its refusal."""
        return _done(call, consent, "consented")

    @page("POST", f"{CASE}/mediators", may=MEDIATOR, takes=takes.MediatorForm, again="show_case")
    def do_assign(self, call: PageCall) -> Redirect:
        """Let a mediator sit in the case."""
        return _done(call, assign.assign, "assigned")

    @page("POST", f"{CASE}/interests", may=MEDIATOR, takes=takes.InterestForm, again="show_case")
    def do_declare(self, call: PageCall) -> Redirect:
        """A mediator steps back (回避)."""
        return _done(call, assign.declare_interest, "stepped_back")

    @page("POST", f"{CASE}/sessions", may=MEDIATOR, takes=forms.HeldForm, again="show_case")
    def do_sit(self, call: PageCall) -> Redirect:
        """Take down a session and its minutes."""
        return self._in_utc(call, sit, "sat")

    @page("POST", f"{CASE}/agreement", may=MEDIATOR, takes=forms.AgreedForm, again="show_case")
    def do_agree(self, call: PageCall) -> Redirect:
        """Take down an agreement (Art. 29)."""
        return self._in_utc(call, agree.agree, "agreed")

    @page("POST", f"{CASE}/failure", may=MEDIATOR, takes=takes.FailureForm, again="show_case")
    def do_fail(self, call: PageCall) -> Redirect:
        """End a mediation without an agreement."""
        return _done(call, fail, "failed")

    @page("POST", f"{CASE}/judicial-confirmation", may=MEDIATOR, takes=forms.AppliedForm, again="show_case")
    def do_confirm(self, call: PageCall) -> Redirect:
        """Take down the parties' application to the court (司法确认)."""
        return self._in_utc(call, agree.confirm, "confirmed")

    @page("POST", f"{CASE}/follow-ups", may=MEDIATOR, takes=takes.FollowUpForm, again="show_case")
    def do_follow_up(self, call: PageCall) -> Redirect:
        """Take down how an agreement is kept."""
        return _done(call, follow_up.follow_up, "followed_up")

    @page("POST", f"{CASE}/limit", may=MEDIATOR, takes=takes.LimitForm, again="show_case")
    def do_extend(self, call: PageCall) -> Redirect:
        """Put the limit off, for all parties together."""
        return _done(call, follow_up.extend_limit, "extended")

    def _in_utc(self, call: PageCall, use_case: UseCase, done: str) -> Redirect:
        call.body = forms.in_utc(call.body, self.county.timezone)
        return _done(call, use_case, done)


def _done(call: PageCall, use_case: UseCase, done: str) -> Redirect:
    call.run(use_case)
    return Redirect(f"{CASES}/{call.path['id']}", done=done)
