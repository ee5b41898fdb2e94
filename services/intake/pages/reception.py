"""The reception desk: who sits today, sessions that are open, sessions that were missed this month."""

from __future__ import annotations

from typing import Any

from services.chassis.access import roles
from services.chassis.service import page
from services.chassis.web.forms import CodeField, Form
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Redirect, Screen
from services.contracts.vocabulary import Role
from services.intake.forms import rosters as forms
from services.intake.pages import choosing
from services.intake.pages.desk import IntakePages
from services.intake.use_cases import on_duty, receptions

RECEPTION = "/work/intake/reception"
DESK = roles(Role.CLERK, Role.DISPATCHER, Role.LEADER, Role.GRID_WORKER)
SHOWN = 30


class DeskQuery(Form):
    """Whose rosters are looked at."""

    place = CodeField(load_default=None)


class ReceptionPages(IntakePages):
    """Where somebody sits and listens."""

    @page("GET", RECEPTION, may=DESK, query=DeskQuery)
    def show_reception(self, call: PageCall) -> Screen:
        """Rosters of the place and above it, the sessions that are open, and those that were missed."""
        if not self.county.rosters:
            return Screen("reception.html", {"on_duty": None})
        own = call.staff().place
        place = call.query.get("place") or own or on_duty.whole(self.county)
        now = self.clock.now()
        rows = on_duty.on_duty(self.county, place, now)["on_duty"]
        today = on_duty.rosters_on(self.county, place, on_duty.today(now))["rosters"]
        call.query = {"place": place, "month": None, "roster": None, "after": None, "limit": SHOWN}
        sessions = receptions.list_sessions(self, call)["receptions"]
        data: dict[str, Any] = {
            "place": place,
            "places": choosing.places(self.county, own),
            "on_duty": rows,
            "today": [row for row in today if row["sitting"] and self._is_own(row["place"], own)],
            "open": (running := [each for each in sessions if each["ended_at"] is None]),
            "running": [(each["roster"], each["planned_on"]) for each in running],
            "missing": receptions.list_missing(self, call),
            "names": {code: roster.name for code, roster in self.county.rosters.by_code.items()},
            "takes_in": call.staff().has(Role.CLERK),
        }
        return Screen("reception.html", data)

    @page("POST", RECEPTION, may=DESK, takes=forms.OpenForm, again="show_reception")
    def do_open_reception(self, call: PageCall) -> Redirect:
        """Begin a session."""
        body = call.run(receptions.open_session).body
        return Redirect(f"{RECEPTION}?place={body['place']}", done="reception_opened")

    @page("POST", f"{RECEPTION}/<id>/end", may=DESK, takes=forms.EndForm, again="show_reception")
    def do_end_reception(self, call: PageCall) -> Redirect:
        """End a session, with how many came."""
        body = call.run(receptions.end_session).body
        return Redirect(f"{RECEPTION}?place={body['place']}", done="reception_ended")

    def _is_own(self, place: str, own: str | None) -> bool:
        return own is None or self.county.places.within(place, own)
