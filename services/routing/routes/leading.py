"""Leading a matter over HTTP: handed over, sent up, conferred on, sponsored, called for, ordered."""

from __future__ import annotations

from services.chassis.access import roles
from services.chassis.service import HubService, api
from services.chassis.web.call import Answer, Call
from services.contracts.vocabulary import Role
from services.routing.forms import gives
from services.routing.forms import leading as forms
from services.routing.use_cases import confer, hand_over, lead, respond
from services.routing.use_cases.escalate import escalate

RECEIVERS = roles(Role.CLERK, Role.DISPATCHER, Role.HANDLER, Role.GRID_WORKER, Role.LEADER)
LEADERS = roles(Role.DISPATCHER, Role.LEADER)
UNITS = roles(Role.CLERK, Role.DISPATCHER, Role.HANDLER, Role.LEADER)
CASE = "/api/routing/cases/<number>"
WHISTLE = "/api/routing/whistles/<id>"


class LeadingRoutes(HubService):
    """What happens to a matter beside its handling."""

    @api("POST", f"{CASE}/handovers", takes=forms.HandoverForm, gives=gives.CaseView, may=RECEIVERS, status=201)
    def hand_over(self, call: Call) -> Answer:
        """Offer the matter to another unit (移交)."""
        return call.run(hand_over.hand_over)

    @api("POST", f"{CASE}/handovers/<k>/acceptance", takes=forms.HandoverAnswerForm, gives=gives.CaseView, may=UNITS)
    def accept_handover(self, call: Call) -> Answer:
        """Take the matter over (接收)."""
        return call.run(hand_over.accept_handover)

    @api("POST", f"{CASE}/handovers/<k>/refusal", takes=forms.HandoverAnswerForm, gives=gives.CaseView, may=UNITS)
    def refuse_handover(self, call: Call) -> Answer:
        """Do not take it over."""
        return call.run(hand_over.refuse_handover)

    @api("POST", f"{CASE}/handovers/<k>/withdrawal", takes=forms.HandoverAnswerForm, gives=gives.CaseView, may=UNITS)
    def withdraw_handover(self, call: Call) -> Answer:
        """Take the offer back (撤回移交)."""
        return call.run(hand_over.withdraw_handover)

    @api("POST", f"{WHISTLE}/escalations", takes=forms.EscalationForm, gives=gives.CaseView, may=RECEIVERS, status=201)
    def escalate_whistle(self, call: Call) -> Answer:
        """Send one whistle up the ladder (提级)."""
        return call.run(escalate)

    @api("POST", f"{CASE}/escalations", takes=forms.EscalationForm, gives=gives.CaseView, may=RECEIVERS, status=201)
    def escalate_case(self, call: Call) -> Answer:
        """Send the matter up the ladder (提级)."""
        return call.run(escalate)

    @api("POST", f"{CASE}/disputes", takes=forms.DisputeForm, gives=gives.CaseView, may=UNITS, status=201)
    def dispute(self, call: Call) -> Answer:
        """Dispute whose the matter is (Art. 24)."""
        return call.run(confer.dispute)

    @api("POST", f"{CASE}/disputes/<k>/decision", takes=forms.DisputeDecisionForm, gives=gives.CaseView, may=UNITS)
    def decide_dispute(self, call: Call) -> Answer:
        """The superior decides."""
        return call.run(confer.decide_dispute)

    @api("POST", f"{CASE}/conferences", takes=forms.ConferenceForm, gives=gives.CaseView, may=LEADERS, status=201)
    def call_conference(self, call: Call) -> Answer:
        """Call a joint conference (联席会议)."""
        return call.run(confer.call_conference)

    @api("POST", f"{CASE}/conferences/<k>/minutes", takes=forms.MinutesForm, gives=gives.CaseView, may=LEADERS)
    def end_conference(self, call: Call) -> Answer:
        """Its minutes and decision."""
        return call.run(confer.end_conference)

    @api("POST", f"{CASE}/conferences/<k>/cancellation", takes=forms.CalledOffForm, gives=gives.CaseView, may=LEADERS)
    def call_off_conference(self, call: Call) -> Answer:
        """It is not held (取消联席会议)."""
        return call.run(confer.call_off_conference)

    @api("POST", f"{CASE}/sponsor", takes=forms.SponsorForm, gives=gives.CaseView, may=LEADERS)
    def name_sponsor(self, call: Call) -> Answer:
        """Name a sponsor (包案)."""
        return call.run(lead.name_sponsor)

    @api("POST", f"{CASE}/task-force", takes=forms.TaskForceForm, gives=gives.CaseView, may=LEADERS)
    def form_task_force(self, call: Call) -> Answer:
        """Form a task force (工作专班)."""
        return call.run(lead.form_task_force)

    @api("POST", f"{CASE}/bindings", takes=forms.BindingForm, gives=gives.CaseView, may=LEADERS)
    def bind(self, call: Call) -> Answer:
        """Bind responsibility together (责任捆绑)."""
        return call.run(lead.bind)

    @api("POST", f"{CASE}/plans", takes=forms.PlanForm, gives=gives.CaseView, may=UNITS)
    def plan(self, call: Call) -> Answer:
        """Plan the case (一案一对策)."""
        return call.run(lead.plan)

    @api("POST", f"{CASE}/calls", takes=forms.CallForm, gives=gives.CaseView, may=RECEIVERS, status=201)
    def open_call(self, call: Call) -> Answer:
        """The first receiver calls (呼叫)."""
        return call.run(respond.open_call)

    @api("POST", f"{CASE}/calls/<k>/answer", takes=forms.CallAnswerForm, gives=gives.CaseView, may=LEADERS)
    def answer_call(self, call: Call) -> Answer:
        """The petition office answers with departments (响应)."""
        return call.run(respond.answer_call)

    @api("POST", f"{CASE}/orders", takes=forms.DepartmentsForm, gives=gives.CaseView, may=RECEIVERS, status=201)
    def dispatch_order(self, call: Call) -> Answer:
        """The community dispatches a citizen's order (派单)."""
        return call.run(respond.dispatch_order)

    @api("POST", f"{CASE}/orders/<k>/taking", takes=forms.TakeForm, gives=gives.CaseView, may=UNITS)
    def take_order(self, call: Call) -> Answer:
        """A department takes it (接单)."""
        return call.run(respond.take_order)

    @api("POST", f"{CASE}/orders/<k>/claim", takes=forms.ClaimForm, gives=gives.CaseView, may=UNITS)
    def claim_order(self, call: Call) -> Answer:
        """A member claims it (领单)."""
        return call.run(respond.claim_order)
