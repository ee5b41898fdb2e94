"""Reception on the wire: rosters, who is on duty now, sessions, and which of them were missed."""

from __future__ import annotations

from typing import Any

from services.chassis.access import OPEN, roles
from services.chassis.service import api
from services.chassis.web.call import Answer, Call
from services.contracts.vocabulary import Role
from services.intake.forms import rosters as forms
from services.intake.routes.desk import IntakeRoutes
from services.intake.use_cases import on_duty, receptions

RECEIVERS = roles(Role.CLERK, Role.DISPATCHER, Role.LEADER, Role.GRID_WORKER)
WATCHERS = roles(Role.CLERK, Role.DISPATCHER, Role.GRID_WORKER, Role.LEADER, Role.SUPERVISOR)
ROSTERS, RECEPTIONS = "/api/intake/rosters", "/api/intake/receptions"


class ReceptionRoutes(IntakeRoutes):
    """Where citizens are received in person."""

    @api("GET", ROSTERS, query=forms.DayQuery, gives=forms.RostersForm, may=OPEN)
    def list_rosters(self, call: Call) -> dict[str, Any]:
        """List the rosters for a place on a day."""
        day = call.query["day"] or on_duty.today(self.clock.now())
        return on_duty.rosters_on(self.county, call.query["place"], day)

    @api("GET", f"{ROSTERS}/on-duty", query=forms.InstantQuery, gives=forms.OnDutyForm, may=OPEN)
    def show_on_duty(self, call: Call) -> dict[str, Any]:
        """Show who receives for a place now, or at an instant, and when next."""
        return on_duty.on_duty(self.county, call.query["place"], call.query["at"] or self.clock.now())

    @api("POST", RECEPTIONS, takes=forms.OpenForm, gives=forms.ReceptionForm, may=RECEIVERS, status=201)
    def open_reception(self, call: Call) -> Answer:
        """Open a session of a roster that sits today."""
        return call.run(receptions.open_session)

    @api("GET", RECEPTIONS, query=forms.RosterQuery, gives=forms.ReceptionsForm, may=WATCHERS)
    def list_receptions(self, call: Call) -> dict[str, Any]:
        """List sessions, the last opened first."""
        return receptions.list_sessions(self, call)

    @api("GET", f"{RECEPTIONS}/missing", query=forms.RosterQuery, gives=forms.MissingForm, may=WATCHERS)
    def list_missing_receptions(self, call: Call) -> dict[str, Any]:
        """List the sessions of a month that were not held."""
        return receptions.list_missing(self, call)

    @api("GET", f"{RECEPTIONS}/<id>", gives=forms.ReceptionForm, may=WATCHERS)
    def read_reception(self, call: Call) -> Answer:
        """Read one session."""
        return call.run(receptions.read)

    @api("POST", f"{RECEPTIONS}/<id>/end", takes=forms.EndForm, gives=forms.ReceptionForm, may=RECEIVERS)
    def end_reception(self, call: Call) -> Answer:
        """End a session."""
        return call.run(receptions.end_session)
