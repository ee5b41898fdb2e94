"""The emergency bracelet on the wire: a consent is kept or withdrawn, and the bracelet calls by a key of its own."""

from __future__ import annotations

from services.chassis.access import OPEN, roles
from services.chassis.service import api
from services.chassis.web.call import Answer, Call
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.intake.forms import sos as forms
from services.intake.routes.desk import IntakeRoutes
from services.intake.use_cases import sos_call, sos_enrol

ENROLLERS = roles(Role.CLERK, Role.GRID_WORKER)
SOS = "/api/intake/sos"
KEY_HEADER = "x-device-key"
"""Where a bracelet may give its key instead of in the body."""


class SosRoutes(IntakeRoutes):
    """Help at one press."""

    @api("POST", f"{SOS}/enrolments", takes=forms.EnrolForm, gives=forms.EnrolledForm, may=ENROLLERS, status=201)
    def enrol_bracelet(self, call: Call) -> Answer:
        """Enrol a consenting person's bracelet."""
        return call.run(sos_enrol.enrol)

    @api("DELETE", f"{SOS}/enrolments/<id>", gives=forms.WithdrawnForm, may=ENROLLERS)
    def forget_enrolment(self, call: Call) -> Answer:
        """Delete an enrolment whose consent is withdrawn."""
        return call.run(sos_enrol.withdraw)

    @api("POST", f"{SOS}/withdrawals", takes=forms.WithdrawForm, gives=forms.WithdrawnForm, may=ENROLLERS)
    def withdraw_consent(self, call: Call) -> Answer:
        """Delete the enrolment of a bracelet whose consent is withdrawn."""
        return call.run(sos_enrol.withdraw)

    @api("POST", SOS, takes=forms.CallForm, gives=forms.CalledForm, may=OPEN, status=201)
    def call_for_help(self, call: Call) -> Answer:
        """A bracelet calls; authenticated by its own key."""
        if call.body["device_key"] is None:
            call.body["device_key"] = call.headers.get(KEY_HEADER, "")
        try:
            return call.run(sos_call.call_for_help)
        except Refusal as refusal:
            sos_call.hold_up(call, refusal)
            raise
