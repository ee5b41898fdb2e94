"""The grid worker's page, made for a telephone: record a visit, see which grids are still owed visits this week."""

from __future__ import annotations

from typing import Any

from services.chassis.access import roles
from services.chassis.service import page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Redirect, Screen
from services.contracts.vocabulary import Role
from services.intake.forms import grid_work as forms
from services.intake.pages import choosing
from services.intake.pages.desk import IntakePages
from services.intake.use_cases import patrols

PATROLS = "/work/intake/patrols"
WATCHERS = roles(Role.GRID_WORKER, Role.CLERK, Role.DISPATCHER, Role.LEADER, Role.SUPERVISOR)
SHOWN = 200


class GridWorkPages(IntakePages):
    """What grid workers do with a telephone in hand."""

    @page("GET", PATROLS, may=WATCHERS, query=forms.WeekQuery)
    def show_patrols(self, call: PageCall) -> Screen:
        """The form for a visit, for who walks; and the grids that lack visits, for all."""
        plan, user = self.county.grid_duties, call.staff()
        if plan is None:
            return Screen("patrols.html", {"duties": None})
        asked = {name: call.query.get(name) for name in ("place", "week", "after")}
        call.query = {**asked, "limit": SHOWN}
        data: dict[str, Any] = {
            "duties": {duty.code: duty.name for duty in plan.duties},
            "walks": user.has(Role.GRID_WORKER),
            "grids": (grids := choosing.grids(self.county, user.place)),
            "only": next(iter(grids[0][1])) if len(grids) == 1 and len(grids[0][1]) == 1 else "",
            "week": (week := patrols.list_missing(self, call)),
            "short": self._short(week["missing"]),
        }
        return Screen("patrols.html", data)

    @page("POST", PATROLS, may=roles(Role.GRID_WORKER), takes=forms.PatrolForm, again="show_patrols")
    def do_patrol(self, call: PageCall) -> Screen | Redirect:
        """Keep the visit; what was found is shown with its number and query code, this once."""
        kept = call.run(patrols.record).body
        if not kept["matters"]:
            return Redirect(PATROLS, done="patrolled")
        return Screen("patrolled.html", {"kept": kept})

    def _short(self, rows: list[dict[str, Any]]) -> dict[str, str]:
        """Grids and villages by their own names, without those of the places around them: a telephone is narrow."""
        named = {row[kind] for row in rows for kind in ("grid", "village") if row[kind] is not None}
        return {code: self.county.places.get(code).name for code in named}
