"""Pages of leading a matter: the forms on a case's page, and what waits for a unit's own word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.chassis.access import roles
from services.chassis.service import HubService, page
from services.chassis.web.answer import Answer
from services.chassis.web.forms import Form
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Redirect, Screen
from services.contracts.labels import label
from services.contracts.vocabulary import Role
from services.county.county import County
from services.routing.domain.escalation import ORDER, starting_level
from services.routing.domain.life import Step
from services.routing.forms import leading as takes
from services.routing.pages.queue import CASES
from services.routing.use_cases import confer, hand_over, lead, respond
from services.routing.use_cases.escalate import escalate
from services.routing.use_cases.list_waiting import list_waiting

LEADERS = roles(Role.DISPATCHER, Role.LEADER)
UNITS = roles(Role.CLERK, Role.DISPATCHER, Role.HANDLER, Role.LEADER)
CASE = f"{CASES}/<number>"
WAITING = "/work/routing/waiting"
NAMES = {
    str(Step.HAND_OVER): "移交",
    str(Step.ESCALATE): "提级",
    str(Step.SPONSOR): "包案",
    str(Step.CONFER): "联席会议",
    str(Step.TASK_FORCE): "工作专班",
}
"""The steps of leading that a case's page offers, in this order."""
ADDRESSES = {
    "handovers": Step.HAND_OVER,
    "withdrawal": Step.HAND_OVER,
    "escalations": Step.ESCALATE,
    "sponsor": Step.SPONSOR,
    "conferences": Step.CONFER,
    "minutes": Step.CONFER,
    "cancellation": Step.CONFER,
    "task-force": Step.TASK_FORCE,
}


class LeadingPages(HubService):
    """What happens to a matter beside its handling."""

    @page("GET", WAITING, may=UNITS)
    def show_waiting(self, call: PageCall) -> Screen:
        """Matters offered to the reader's unit, and orders to take or claim, the longest waiting first."""
        return Screen("waiting.html", {"rows": list_waiting(self, call.staff())})

    @page("POST", f"{CASE}/handovers", may=LEADERS, takes=takes.HandoverForm, again="show_case")
    def do_hand_over(self, call: PageCall) -> Redirect:
        """Offer to another unit (移交)."""
        return _done(call, hand_over.hand_over, "handed_over")

    @page("POST", f"{CASE}/handovers/<k>/withdrawal", may=LEADERS, takes=takes.HandoverAnswerForm, again="show_case")
    def do_withdraw_handover(self, call: PageCall) -> Redirect:
        """Take the offer back (撤回移交)."""
        return _done(call, hand_over.withdraw_handover, "handover_withdrawn")

    @page("POST", f"{CASE}/escalations", may=LEADERS, takes=takes.EscalationForm, again="show_case")
    def do_escalate(self, call: PageCall) -> Redirect:
        """Send up the ladder (提级)."""
        return _done(call, escalate, "escalated")

    @page("POST", f"{CASE}/sponsor", may=LEADERS, takes=takes.SponsorForm, again="show_case")
    def do_sponsor(self, call: PageCall) -> Redirect:
        """Name a sponsor (包案)."""
        return _done(call, lead.name_sponsor, "sponsored")

    @page("POST", f"{CASE}/conferences", may=LEADERS, takes=takes.ConferenceForm, again="show_case")
    def do_call_conference(self, call: PageCall) -> Redirect:
        """Call a joint conference (联席会议)."""
        return _done(call, confer.call_conference, "conference_called")

    @page("POST", f"{CASE}/conferences/<k>/minutes", may=LEADERS, takes=takes.MinutesForm, again="show_case")
    def do_end_conference(self, call: PageCall) -> Redirect:
        """Its minutes."""
        return _done(call, confer.end_conference, "conference_held")

    @page("POST", f"{CASE}/conferences/<k>/cancellation", may=LEADERS, takes=takes.CalledOffForm, again="show_case")
    def do_call_off_conference(self, call: PageCall) -> Redirect:
        """It is not held."""
        return _done(call, confer.call_off_conference, "conference_called_off")

    @page("POST", f"{CASE}/task-force", may=LEADERS, takes=takes.TaskForceForm, again="show_case")
    def do_form_task_force(self, call: PageCall) -> Redirect:
        """Form a task force (工作专班)."""
        return _done(call, lead.form_task_force, "task_force")

    @page("POST", f"{WAITING}/<number>/handovers/<k>/acceptance", may=UNITS, takes=Form, again="show_waiting")
    def do_accept_handover(self, call: PageCall) -> Redirect:
        """Take a matter over (接办)."""
        call.body["reason"] = None
        return _answered(call, hand_over.accept_handover, "taken_over")

    @page(
        "POST",
        f"{WAITING}/<number>/handovers/<k>/refusal",
        may=UNITS,
        takes=takes.HandoverAnswerForm,
        again="show_waiting",
    )
    def do_refuse_handover(self, call: PageCall) -> Redirect:
        """Do not take it over."""
        return _answered(call, hand_over.refuse_handover, "not_taken_over")

    @page("POST", f"{WAITING}/<number>/orders/<k>/taking", may=UNITS, takes=takes.TakeForm, again="show_waiting")
    def do_take_order(self, call: PageCall) -> Redirect:
        """Take a citizen's order (接单)."""
        return _answered(call, respond.take_order, "order_taken")

    @page("POST", f"{WAITING}/<number>/orders/<k>/claim", may=UNITS, takes=takes.ClaimForm, again="show_waiting")
    def do_claim_order(self, call: PageCall) -> Redirect:
        """Claim it (领单)."""
        return _answered(call, respond.claim_order, "order_claimed")


def of_address(route: str) -> str | None:
    """The step of leading whose form is sent to an address."""
    step = ADDRESSES.get(route.rpartition("/")[2])
    return None if step is None else str(step)


def possible(case: dict[str, Any], county: County) -> tuple[str, ...]:
    """The steps of leading for a case (`gives.CaseView`) that will not be refused."""
    allowed, led = {str(step) for step in case["allowed"]}, case["leading"]
    decided_on = [each["lead"] for each in led["disputes"] if each["lead"] is not None][-1:]
    if any(each["accepted"] is None and [each["to"]] == decided_on for each in led["handovers"]):
        allowed.discard(str(Step.HAND_OVER))
    if not levels_above(case, county):
        allowed.discard(str(Step.ESCALATE))
    if county.sponsors is None:
        allowed.discard(str(Step.SPONSOR))
    if county.task_forces is None:
        allowed.discard(str(Step.TASK_FORCE))
    return tuple(step for step in NAMES if step in allowed)


def levels_above(case: dict[str, Any], county: County) -> tuple[str, ...]:
    """The levels of the county's ladder that a case may still go up to."""
    now = case["leading"]["level"] or starting_level(county, case["place"])
    return tuple(str(level) for level in county.ladder.levels() if now and level in ORDER[ORDER.index(now) + 1 :])


def lists(case: dict[str, Any], county: County) -> dict[str, Any]:
    """What the forms and the account of leading offer and name."""
    sponsors = county.sponsors
    leaders = {} if sponsors is None else {one.code: f"{one.name}（{one.post}）" for one in sponsors.leaders.values()}
    return {
        "leaders": leaders,
        "five": sponsors is not None and bool(sponsors.five_to_one),
        "levels": {level: label(level, "level") for level in levels_above(case, county)},
        "conferring": county.conference.members if county.conference is not None else (),
    }


def _done(call: PageCall, use_case: Callable[..., Answer], done: str) -> Redirect:
    answer = call.run(use_case)
    return Redirect(f"{CASES}/{call.path['number']}", done=done, counted=answer.counted)


def _answered(call: PageCall, use_case: Callable[..., Answer], done: str) -> Redirect:
    call.run(use_case)
    return Redirect(WAITING, done=done)
