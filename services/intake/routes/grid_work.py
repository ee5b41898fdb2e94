"""Grid work on the wire: patrols, home visits, rounds, and which of them are missing."""

from __future__ import annotations

from typing import Any

from services.chassis.access import roles
from services.chassis.service import api
from services.chassis.web.call import Answer, Call
from services.contracts.vocabulary import Role
from services.intake.forms import grid_work as forms
from services.intake.forms import rosters as roster_forms
from services.intake.routes.desk import IntakeRoutes
from services.intake.use_cases import home_visits, patrols, rounds

WALKERS = roles(Role.GRID_WORKER)
WATCHERS = roles(Role.CLERK, Role.DISPATCHER, Role.GRID_WORKER, Role.LEADER, Role.SUPERVISOR)
VISITORS = roles(Role.CLERK, Role.DISPATCHER, Role.GRID_WORKER, Role.LEADER, Role.HANDLER)
PATROLS, HOME_VISITS, ROUNDS = "/api/intake/patrols", "/api/intake/home-visits", "/api/intake/rounds"


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

    @api("POST", HOME_VISITS, takes=forms.HomeVisitForm, gives=forms.HomeVisitKeptForm, may=VISITORS, status=201)
    def record_home_visit(self, call: Call) -> Answer:
        """Record a visit to contact households, and what it found."""
        return call.run(home_visits.record)

    @api("GET", HOME_VISITS, query=forms.MonthQuery, gives=forms.HomeVisitsForm, may=WATCHERS)
    def list_home_visits(self, call: Call) -> dict[str, Any]:
        """List visits to contact households, newest first."""
        return home_visits.list_visits(self, call)

    @api("GET", f"{HOME_VISITS}/missing", query=forms.MonthQuery, gives=forms.HomeVisitsMissingForm, may=WATCHERS)
    def list_missing_home_visits(self, call: Call) -> dict[str, Any]:
        """List the leaders and units that owe visits in a month."""
        return home_visits.list_missing(self, call)

    @api("POST", ROUNDS, takes=forms.RoundForm, gives=roster_forms.RoundKeptForm, may=VISITORS, status=201)
    def record_round(self, call: Call) -> Answer:
        """Record a round of a roster, and what it found."""
        return call.run(rounds.record)

    @api("GET", ROUNDS, query=roster_forms.RosterQuery, gives=roster_forms.RoundsForm, may=WATCHERS)
    def list_rounds(self, call: Call) -> dict[str, Any]:
        """List rounds, the last told first."""
        return rounds.list_rounds(self, call)

    @api("GET", f"{ROUNDS}/missing", query=roster_forms.RosterQuery, gives=roster_forms.MissingForm, may=WATCHERS)
    def list_missing_rounds(self, call: Call) -> dict[str, Any]:
        """List the rounds of a month that were not held."""
        return rounds.list_missing(self, call)
