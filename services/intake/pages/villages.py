"""The villages' own pages: for who scans the code on the wall, and the sheet that hangs there."""

from __future__ import annotations

from typing import Any

from services.chassis.access import OPEN
from services.chassis.service import page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Redirect, Screen
from services.intake.domain import villages
from services.intake.pages.desk import IntakePages
from services.intake.use_cases import on_duty, qr

VILLAGE = "/village"


class CardPages(IntakePages):
    """Contact cards (连心服务卡) of all villages."""

    @page("GET", f"{VILLAGE}s", may=OPEN)
    def show_villages(self, _: PageCall) -> Screen:
        """Every village, by town."""
        return Screen("villages.html", {"towns": villages.by_town(self.county)})

    @page("GET", f"{VILLAGE}/<code>", may=OPEN)
    def show_village(self, call: PageCall) -> Screen | Redirect:
        """One village: whom to turn to, who receives now, what is served, and the way to tell."""
        return self._shown(call, "village.html", "")

    @page("GET", f"{VILLAGE}/<code>/card", may=OPEN)
    def show_village_card(self, call: PageCall) -> Screen | Redirect:
        """The same as a sheet to print, and the petition card to fill in."""
        return self._shown(call, "village_card.html", "/card")

    def _shown(self, call: PageCall, template: str, ending: str) -> Screen | Redirect:
        card = villages.card_of(self.county, call.path["code"])
        if card.code != call.path["code"]:
            return Redirect(f"{VILLAGE}/{card.code}{ending}")
        address = qr.address_of(call, f"{VILLAGE}/{card.code}")
        data: dict[str, Any] = {
            "card": card,
            "address": address,
            "code": qr.picture_of(address),
            "on_duty": on_duty.seated(self.county, card.code, self.clock.now()),
        }
        return Screen(template, data)
