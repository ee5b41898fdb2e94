"""The public board of units on the wire."""

from __future__ import annotations

from typing import Any

from services.chassis.access import OPEN
from services.chassis.service import api
from services.chassis.web.call import Call
from services.intake.forms import units as forms
from services.intake.routes.desk import IntakeRoutes
from services.intake.use_cases.show_units import show_units


class UnitRoutes(IntakeRoutes):
    """Who answers for what."""

    @api("GET", "/api/intake/units", query=forms.UnitsQuery, gives=forms.UnitsForm, may=OPEN)
    def show_units(self, call: Call) -> dict[str, Any]:
        """Show the units and who answers for each."""
        return show_units(self.county, call.query["kind"], call.query["place"])
