"""The map of grids on the wire."""

from __future__ import annotations

from typing import Any

from services.chassis.access import roles
from services.chassis.service import api
from services.chassis.web.call import Call
from services.contracts.vocabulary import Role
from services.intake.forms import grid_map as forms
from services.intake.routes.desk import IntakeRoutes
from services.intake.use_cases import read_map

WATCHERS = roles(Role.CLERK, Role.DISPATCHER, Role.GRID_WORKER, Role.LEADER, Role.SUPERVISOR)


class MapRoutes(IntakeRoutes):
    """What lies in the grids."""

    @api("GET", "/api/intake/grids", query=forms.MapQuery, gives=forms.GridMapForm, may=WATCHERS)
    def list_grids(self, call: Call) -> dict[str, Any]:
        """List the grids of a place with what is tied to each and how many matters are open there."""
        return read_map.read_map(self, call)
