"""Clocks that are made to stand still, to go on, or to run longer."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.access import roles
from services.chassis.service import HubService, api
from services.chassis.web.call import Answer, Call
from services.chassis.web.forms import EnumField, Form, InstantField, TextField
from services.contracts.vocabulary import ExtensionReason, PauseReason, Role
from services.oversight.forms import ClockForm
from services.oversight.use_cases import hold_clock

HOLDERS = roles(Role.DISPATCHER, Role.SUPERVISOR)
APPROVERS = roles(Role.LEADER, Role.SUPERVISOR)
BY_PEOPLE = [str(reason) for reason in PauseReason if reason is not PauseReason.HEARING]
LONGEST_REASON = 2000


class PauseForm(Form):
    """Why a clock stands still: a code that is told, and words that stay sealed."""

    reason = fields.String(required=True, validate=validate.OneOf(BY_PEOPLE, error=f"Allowed: {', '.join(BY_PEOPLE)}."))
    text = TextField(LONGEST_REASON, load_default=None)


class ResumptionForm(Form):
    """Nothing to say."""


class ClockExtensionForm(Form):
    """Until when a clock of the law is put off, and why; the reason is told to the citizen."""

    until = InstantField(required=True)
    reason = EnumField(ExtensionReason, required=True)


class ClockRoutes(HubService):
    """What people may decide about one running clock."""

    @api("POST", "/api/oversight/clocks/<id>/pause", takes=PauseForm, gives=ClockForm, may=HOLDERS)
    def pause_clock(self, call: Call) -> Answer:
        """Let a clock stand still."""
        return call.run(hold_clock.pause)

    @api("POST", "/api/oversight/clocks/<id>/resumption", takes=ResumptionForm, gives=ClockForm, may=HOLDERS)
    def resume_clock(self, call: Call) -> Answer:
        """Let a clock go on."""
        return call.run(hold_clock.resume)

    @api("POST", "/api/oversight/clocks/<id>/extension", takes=ClockExtensionForm, gives=ClockForm, may=APPROVERS)
    def extend_clock(self, call: Call) -> Answer:
        """Approve more time, once, where the law allows it."""
        return call.run(hold_clock.extend)
