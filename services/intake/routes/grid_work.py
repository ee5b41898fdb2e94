"""Grid work on the wire: patrols, home visits, rounds, and which of them are missing."""

from __future__ import annotations

from typing import Any

from services.chassis.access import roles
from services.chassis.service import api
from services.chassis.web.call import Answer, Call
from services.contracts.vocabulary import Role
from services.intake.forms import grid_work as forms
from services.intake.routes.desk import IntakeRoutes
from services.intake.use_cases import patrols

WALKERS = roles(Role.GRID_WORKER)
WATCHERS = roles(Role.CLERK, Role.DISPATCHER, Role.GRID_WORKER, Role.LEADER, Role.SUPERVISOR)
PATROLS = "/api/intake/patrols"


class GridWorkRoutes(IntakeRoutes):
    """Where the county goes to its people."""

    @api("POST", PATROLS, takes=forms.PatrolForm, gives=forms.PatrolKeptForm, may=WALKERS, status=201)
    def record_patrol(self, call: Call) -> Answer:
        """Record a visit of a grid, and what it found."""
        return call.run(patrols.record)

    @api("GET", PATROLS, query=forms.WeekQuery, gives=forms.PatrolsForm, may=WATCHERS)
    def list_patrols(self, call: Call) -> dict[str, Any]:
        """List visits of grids, newest first."""
        return patrols.list_patrols(self, call)

    @api("GET", f"{PATROLS}/missing", query=forms.WeekQuery, gives=forms.PatrolsMissingForm, may=WATCHERS)
    def list_missing_patrols(self, call: Call) -> dict[str, Any]:
        """List the grids that are owed visits in a week."""
        return patrols.list_missing(self, call)
