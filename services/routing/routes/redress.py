"""Branches, opinions, settlements, hearings and reviews over HTTP, and what intake asks for in a citizen's name."""

from __future__ import annotations

from services.chassis.access import roles
from services.chassis.service import HubService, api, handles
from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.envelope import Envelope
from services.contracts.events.intake import JoiningRequested, ReviewRequested
from services.contracts.vocabulary import Role
from services.routing.forms import gives
from services.routing.forms import redress as forms
from services.routing.use_cases import hear, serve_opinion, settle
from services.routing.use_cases.answer_joining import answer_joining
from services.routing.use_cases.answer_review import answer_review
from services.routing.use_cases.decide_branch import decide_branch
from services.routing.use_cases.decide_review import decide_review
from services.routing.use_cases.step_back import step_back

DISPATCHER = roles(Role.DISPATCHER)
ANSWERING = roles(Role.DISPATCHER, Role.HANDLER)
DECIDING = roles(Role.DISPATCHER, Role.HANDLER, Role.LEADER)
CASE = "/api/routing/cases/<number>"


class RedressRoutes(HubService):
    """What the law adds to a case."""

    @api("POST", f"{CASE}/branch", takes=forms.BranchForm, gives=gives.CaseView, may=DISPATCHER)
    def decide_branch(self, call: Call) -> Answer:
        """Decide an appeal's branch (Art. 31)."""
        return call.run(decide_branch)

    @api("POST", f"{CASE}/opinion", takes=forms.OpinionForm, gives=gives.CaseView, may=DECIDING)
    def serve_opinion(self, call: Call) -> Answer:
        """Serve an opinion (处理意见书)."""
        return call.run(serve_opinion.serve_opinion)

    @api("POST", f"{CASE}/opinions/<k>/execution", takes=forms.ExecutionForm, gives=gives.CaseView, may=ANSWERING)
    def report_execution(self, call: Call) -> Answer:
        """Report how an opinion is carried out (执行)."""
        return call.run(serve_opinion.report_execution)

    @api("POST", f"{CASE}/suggestion-answer", takes=forms.SuggestionForm, gives=gives.CaseView, may=DECIDING)
    def answer_suggestion(self, call: Call) -> Answer:
        """Answer a suggestion (Art. 29)."""
        return call.run(settle.answer_suggestion)

    @api("POST", f"{CASE}/settlement", takes=forms.SettlementForm, gives=gives.CaseView, may=DECIDING)
    def settle(self, call: Call) -> Answer:
        """Record a settlement (和解)."""
        return call.run(settle.settle)

    @api("POST", f"{CASE}/simplification", takes=forms.SimplificationForm, gives=gives.CaseView, may=DISPATCHER)
    def simplify(self, call: Call) -> Answer:
        """Handle the short way (简易办理)."""
        return call.run(settle.simplify)

    @api("POST", f"{CASE}/interests", takes=forms.InterestForm, gives=gives.CaseView, may=ANSWERING, status=201)
    def step_back(self, call: Call) -> Answer:
        """A unit with an interest steps back (回避)."""
        return call.run(step_back)

    @api("POST", f"{CASE}/hearings", takes=forms.HearingForm, gives=gives.CaseView, may=DISPATCHER, status=201)
    def open_hearing(self, call: Call) -> Answer:
        """Open a hearing (听证)."""
        return call.run(hear.open_hearing)

    @api("POST", f"{CASE}/hearings/<k>/end", takes=forms.HearingEndForm, gives=gives.CaseView, may=DISPATCHER)
    def end_hearing(self, call: Call) -> Answer:
        """End a hearing with its minutes."""
        return call.run(hear.end_hearing)

    @api("POST", f"{CASE}/review", takes=forms.ReviewForm, gives=gives.CaseView, may=DISPATCHER)
    def decide_review(self, call: Call) -> Answer:
        """Decide a review or second review (复查、复核)."""
        return call.run(decide_review)

    @handles(JoiningRequested)
    def answer_joining(self, work: Work, fact: JoiningRequested, envelope: Envelope) -> None:
        """A repeat was confirmed."""
        answer_joining(work, self, fact, envelope)

    @handles(ReviewRequested)
    def answer_review(self, work: Work, fact: ReviewRequested, envelope: Envelope) -> None:
        """A citizen asks for a review."""
        answer_review(work, self, fact, envelope)
