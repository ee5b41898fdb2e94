"""The citizen's doors: tell, and follow."""

from __future__ import annotations

from services.chassis.access import OPEN
from services.chassis.service import page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Screen
from services.intake.pages.desk import IntakePages


class CitizenPages(IntakePages):
    """Pages that need no sign-in."""

    @page("GET", "/", may=OPEN)
    def show_home(self, _: PageCall) -> Screen:
        """What this is, and its two doors."""
        return Screen("home.html")
