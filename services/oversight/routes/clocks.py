"""Clocks that are made to stand still, to go on, or to run longer."""

from __future__ import annotations

from services.chassis.access import roles
from services.chassis.service import HubService, api
from services.chassis.web.call import Answer, Call
from services.contracts.vocabulary import Role
from services.oversight.forms import watching
from services.oversight.use_cases import hold_clock

HOLDERS = roles(Role.DISPATCHER, Role.SUPERVISOR)
APPROVERS = roles(Role.LEADER, Role.SUPERVISOR)


class ClockRoutes(HubService):
    """What people may decide about one running clock."""

    @api("POST", "/api/oversight/clocks/<id>/pause", takes=watching.PauseForm, gives=watching.ClockForm, may=HOLDERS)
    def pause_clock(self, call: Call) -> Answer:
        """Let a clock stand still."""
        return call.run(hold_clock.pause)

    @api(
        "POST",
        "/api/oversight/clocks/<id>/resumption",
        takes=watching.ResumptionForm,
        gives=watching.ClockForm,
        may=HOLDERS,
    )
    def resume_clock(self, call: Call) -> Answer:
        """Let a clock go on."""
        return call.run(hold_clock.resume)

    @api(
        "POST",
        "/api/oversight/clocks/<id>/extension",
        takes=watching.ClockExtensionForm,
        gives=watching.ClockForm,
        may=APPROVERS,
    )
    def extend_clock(self, call: Call) -> Answer:
        """Approve more time, once, where the law allows it."""
        return call.run(hold_clock.extend)
