"""The public board of units (公示牌): for anybody, who answers for what."""

from __future__ import annotations

from services.chassis.access import OPEN
from services.chassis.service import page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Screen
from services.intake.pages.desk import IntakePages
from services.intake.use_cases.show_units import show_units


class UnitPages(IntakePages):
    """One house accepts, every house answers."""

    @page("GET", "/units", may=OPEN)
    def show_board_of_units(self, _: PageCall) -> Screen:
        """Every unit, who is responsible for it, and what it leads in."""
        return Screen("units.html", show_units(self.county, None, None))
