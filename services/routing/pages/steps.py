"""The dispatcher's steps: each form calls the use case that the API calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.chassis.access import roles
from services.chassis.service import HubService, page
from services.chassis.web.answer import Answer
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Redirect
from services.contracts.vocabulary import Role
from services.routing.forms import takes
from services.routing.pages import forms
from services.routing.pages.queue import CASES, QUEUE
from services.routing.use_cases.accept import accept
from services.routing.use_cases.answer_on_the_spot import answer_on_the_spot
from services.routing.use_cases.blow_whistle import blow_whistle
from services.routing.use_cases.conclude import conclude
from services.routing.use_cases.decide_objection import decide_objection
from services.routing.use_cases.decline import decline
from services.routing.use_cases.extend import extend
from services.routing.use_cases.order_mediation import order_mediation
from services.routing.use_cases.refer import refer
from services.routing.use_cases.rights import number_of

DISPATCHER = roles(Role.DISPATCHER)
CASE, WHISTLE = f"{CASES}/<number>", "/work/routing/whistles/<id>"
UseCase = Callable[..., Answer | dict[str, Any]]


class StepPages(HubService):
    """What a dispatcher decides."""

    @page("POST", f"{CASE}/acceptance", may=DISPATCHER, takes=takes.AcceptanceForm, again="show_case")
    def do_accept(self, call: PageCall) -> Redirect:
        """Accept (受理)."""
        return _done(call, accept, "accepted")

    @page("POST", f"{CASE}/decline", may=DISPATCHER, takes=takes.DeclineForm, again="show_case")
    def do_decline(self, call: PageCall) -> Redirect:
        """Decline (不予受理)."""
        return _done(call, decline, "declined")

    @page("POST", f"{CASE}/referral", may=DISPATCHER, takes=takes.ReferralForm, again="show_case")
    def do_refer(self, call: PageCall) -> Redirect:
        """Refer (转送); back to the queue, for what went behind the wall has no page any more (Art. 30)."""
        return Redirect(QUEUE, done="referred", counted=call.run(refer).counted)

    @page("POST", f"{CASE}/on-the-spot", may=DISPATCHER, takes=takes.OnTheSpotForm, again="show_case")
    def do_answer(self, call: PageCall) -> Redirect:
        """Answer on the spot (即办即走)."""
        return _done(call, answer_on_the_spot, "answered")

    @page("POST", f"{CASE}/whistles", may=DISPATCHER, takes=takes.WhistleForm, again="show_case")
    def do_whistle(self, call: PageCall) -> Redirect:
        """Blow a whistle (吹哨)."""
        return _done(call, blow_whistle, "whistled")

    @page("POST", f"{CASE}/mediation", may=DISPATCHER, takes=takes.MediationForm, again="show_case")
    def do_mediate(self, call: PageCall) -> Redirect:
        """Send to a mediation body (调解)."""
        return _done(call, order_mediation, "mediated")

    @page("POST", f"{CASE}/conclusion", may=DISPATCHER, takes=takes.ConclusionForm, again="show_case")
    def do_conclude(self, call: PageCall) -> Redirect:
        """Conclude (办结)."""
        return _done(call, conclude, "concluded")

    @page(
        "POST",
        f"{WHISTLE}/objections/<n>/decision",
        may=DISPATCHER,
        takes=takes.DecisionForm,
        again="show_case",
    )
    def do_decide(self, call: PageCall) -> Redirect:
        """Decide an objection."""
        return _done(call, decide_objection, "decided")

    @page("POST", f"{WHISTLE}/extensions", may=DISPATCHER, takes=forms.ExtendedForm, again="show_case")
    def do_extend(self, call: PageCall) -> Redirect:
        """Grant more time (延期)."""
        call.body["until"] = forms.end_of(call.body["until"])
        return _done(call, extend, "extended")


def _done(call: PageCall, use_case: UseCase, done: str) -> Redirect:
    answer = call.run(use_case)
    number = call.path.get("number") or number_of(call.path["id"])
    return Redirect(f"{CASES}/{number}", done=done, counted=answer.counted)
