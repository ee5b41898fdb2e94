"""Improvements over HTTP: matters of one kind grouped, measures taken, results counted."""

from __future__ import annotations

from services.chassis.access import roles
from services.chassis.service import HubService, api
from services.chassis.web.call import Answer, Call
from services.chassis.web.forms import PageQuery
from services.contracts.vocabulary import Role
from services.routing.forms import improvements as forms
from services.routing.use_cases import improve

LEADERS = roles(Role.DISPATCHER, Role.LEADER)
READERS = roles(Role.CLERK, Role.DISPATCHER, Role.LEADER, Role.SUPERVISOR)
KINDS = "/api/routing/kinds"


class ImprovementRoutes(HubService):
    """Solve one, solve its kind."""

    @api("GET", KINDS, query=PageQuery, gives=forms.KindsView, may=READERS)
    def list_kinds(self, call: Call) -> Answer:
        """Improvements, and what may become one."""
        return improve.list_kinds(self, call)

    @api("GET", f"{KINDS}/<id>", gives=forms.KindView, may=READERS)
    def read_kind(self, call: Call) -> Answer:
        """One improvement."""
        return improve.read_kind(self, call)

    @api("POST", KINDS, takes=forms.GroupForm, gives=forms.KindView, may=LEADERS, status=201)
    def group(self, call: Call) -> Answer:
        """Group matters of one kind."""
        return call.run(improve.group)

    @api("POST", f"{KINDS}/<id>/steps", takes=forms.MeasureForm, gives=forms.KindView, may=LEADERS, status=201)
    def record_step(self, call: Call) -> Answer:
        """A measure was taken."""
        return call.run(improve.record_step)

    @api("POST", f"{KINDS}/<id>/result", takes=forms.MeasureForm, gives=forms.KindView, may=LEADERS)
    def record_result(self, call: Call) -> Answer:
        """What came of it."""
        return call.run(improve.record_result)
