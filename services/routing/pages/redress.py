"""Pages of branches, opinions, suggestions, settlements, hearings and reviews: the forms on a case's page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from marshmallow import fields, validate

from services.chassis.access import roles
from services.chassis.service import HubService, page
from services.chassis.web.answer import Answer
from services.chassis.web.forms import CodeField, DateField, Form, TextField
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Redirect
from services.contracts.vocabulary import Branch, ExecutionState, Purpose, Role, Tier
from services.routing.domain.life import Step
from services.routing.forms import redress as takes
from services.routing.forms.takes import REASON, TEXT
from services.routing.pages import forms
from services.routing.pages.queue import CASES
from services.routing.use_cases import hear, serve_opinion, settle
from services.routing.use_cases.decide_branch import decide_branch
from services.routing.use_cases.decide_review import decide_review
from services.routing.use_cases.step_back import step_back

DISPATCHER = roles(Role.DISPATCHER)
CASE = f"{CASES}/<number>"
EXECUTE = "execute"
"""To report how a supporting opinion is carried out: possible whatever the status, as long as one is open."""
NAMES = {
    str(Step.BRANCH): "办理途径",
    str(Step.SERVE_OPINION): "处理意见书",
    str(Step.ANSWER_SUGGESTION): "答复建议",
    str(Step.SETTLE): "和解",
    str(Step.SIMPLIFY): "简易办理",
    str(Step.HEAR): "听证",
    str(Step.STEP_BACK): "回避",
    str(Step.DECIDE_REVIEW): "复查复核意见",
    EXECUTE: "执行情况",
}
"""The steps of redress that a case's page offers, in this order."""
ADDRESSES = {
    "branch": Step.BRANCH,
    "opinion": Step.SERVE_OPINION,
    "suggestion-answer": Step.ANSWER_SUGGESTION,
    "settlement": Step.SETTLE,
    "simplification": Step.SIMPLIFY,
    "hearings": Step.HEAR,
    "end": Step.HEAR,
    "interests": Step.STEP_BACK,
    "review": Step.DECIDE_REVIEW,
    "execution": EXECUTE,
}


class SettledForm(Form):
    """A settlement: parties one a line, performed by the end of a day."""

    terms = TextField(TEXT, required=True)
    parties = TextField(REASON, load_default=None)
    facts = TextField(TEXT, load_default=None)
    perform_by = DateField(load_default=None)
    unit = CodeField(load_default=None)


class HeardForm(Form):
    """A hearing on a day, at an hour of the county."""

    topic = TextField(REASON, required=True)
    at = DateField(required=True)
    hour = fields.String(
        load_default="09:00",
        validate=validate.Regexp(r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z", error="Allowed: an hour such as 09:00."),
    )
    venue = TextField(takes.NAME, load_default=None)


class RedressPages(HubService):
    """What the law adds to a case, on its page."""

    @page("POST", f"{CASE}/branch", may=DISPATCHER, takes=takes.BranchForm, again="show_case")
    def do_decide_branch(self, call: PageCall) -> Redirect:
        """Decide an appeal's branch."""
        return _done(call, decide_branch, "branched")

    @page("POST", f"{CASE}/opinion", may=DISPATCHER, takes=takes.OpinionForm, again="show_case")
    def do_serve_opinion(self, call: PageCall) -> Redirect:
        """Serve an opinion."""
        return _done(call, serve_opinion.serve_opinion, "opinion")

    @page("POST", f"{CASE}/opinions/<k>/execution", may=DISPATCHER, takes=takes.ExecutionForm, again="show_case")
    def do_report_execution(self, call: PageCall) -> Redirect:
        """Report how an opinion is carried out."""
        return _done(call, serve_opinion.report_execution, "execution")

    @page("POST", f"{CASE}/suggestion-answer", may=DISPATCHER, takes=takes.SuggestionForm, again="show_case")
    def do_answer_suggestion(self, call: PageCall) -> Redirect:
        """Answer a suggestion."""
        return _done(call, settle.answer_suggestion, "suggestion")

    @page("POST", f"{CASE}/settlement", may=DISPATCHER, takes=SettledForm, again="show_case")
    def do_settle(self, call: PageCall) -> Redirect:
        """Record a settlement."""
        named, day = call.body["parties"], call.body["perform_by"]
        call.body["parties"] = [each.strip() for each in re.split(r"[\n、，,]+", named or "") if each.strip()]
        call.body["perform_by"] = None if day is None else forms.end_of(day)
        return _done(call, settle.settle, "settled")

    @page("POST", f"{CASE}/simplification", may=DISPATCHER, takes=takes.SimplificationForm, again="show_case")
    def do_simplify(self, call: PageCall) -> Redirect:
        """Handle the short way."""
        return _done(call, settle.simplify, "simplified")

    @page("POST", f"{CASE}/interests", may=DISPATCHER, takes=takes.InterestForm, again="show_case")
    def do_step_back(self, call: PageCall) -> Redirect:
        """A unit with an interest steps back."""
        return _done(call, step_back, "stepped_back")

    @page("POST", f"{CASE}/hearings", may=DISPATCHER, takes=HeardForm, again="show_case")
    def do_open_hearing(self, call: PageCall) -> Redirect:
        """Open a hearing."""
        call.body["at"] = forms.at_hour(call.body["at"], call.body.pop("hour"))
        return _done(call, hear.open_hearing, "hearing")

    @page("POST", f"{CASE}/hearings/<k>/end", may=DISPATCHER, takes=takes.HearingEndForm, again="show_case")
    def do_end_hearing(self, call: PageCall) -> Redirect:
        """End a hearing."""
        return _done(call, hear.end_hearing, "heard")

    @page("POST", f"{CASE}/review", may=DISPATCHER, takes=takes.ReviewForm, again="show_case")
    def do_decide_review(self, call: PageCall) -> Redirect:
        """Decide a review."""
        return _done(call, decide_review, "reviewed")


def of_address(route: str) -> str | None:
    """The step of redress whose form is sent to an address."""
    step = ADDRESSES.get(route.rpartition("/")[2])
    return None if step is None else str(step)


def possible(case: dict[str, Any]) -> tuple[str, ...]:
    """The steps of redress for a case (`gives.CaseView`) that will not be refused."""
    allowed = {str(step) for step in case["allowed"]}
    waiting = any(each["held_at"] is None and each["called_off_at"] is None for each in case["hearings"])
    appeal, branch = case["purpose"] == Purpose.APPEAL, case["branch"]
    if not appeal:
        allowed -= {str(Step.BRANCH), str(Step.SERVE_OPINION), str(Step.SETTLE), str(Step.SIMPLIFY)}
    if case["purpose"] != Purpose.SUGGESTION:
        allowed.discard(str(Step.ANSWER_SUGGESTION))
    if waiting or branch not in (None, Branch.OPINION):
        allowed.discard(str(Step.SERVE_OPINION))
    if waiting:
        allowed -= {str(Step.SETTLE), str(Step.ANSWER_SUGGESTION), str(Step.DECIDE_REVIEW)}
    if case["tier"] != Tier.SMALL or case["reply_by"] is not None or branch == Branch.OPINION:
        allowed.discard(str(Step.SIMPLIFY))
    if any(each["execution"] not in (None, ExecutionState.DONE) for each in case["opinions"]):
        allowed.add(EXECUTE)
    return tuple(step for step in NAMES if step in allowed)


def _done(call: PageCall, use_case: Callable[..., Answer], done: str) -> Redirect:
    answer = call.run(use_case)
    return Redirect(f"{CASES}/{call.path['number']}", done=done, counted=answer.counted)
