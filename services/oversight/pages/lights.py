"""Lights for the pages of other services, fetched by the reader's browser; and the list of running clocks."""

from __future__ import annotations

from collections.abc import Iterator

from services.chassis.service import page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Screen, Sheet
from services.contracts.labels import label
from services.county import choices
from services.oversight.pages import forms
from services.oversight.pages.desk import WATCHERS, OversightPages
from services.oversight.use_cases import list_clocks

CLOCKS, PARTS = "/work/oversight/clocks", "/work/oversight/parts"
COLUMNS = ("编号", "时限", "灯", "单位", "属地", "开始", "到期")
MOST_ROWS, PAGE_ROWS = 20_000, 200


class LightPages(OversightPages):
    """Every light that the reader may see."""

    @page("GET", f"{PARTS}/lights", may=WATCHERS, query=forms.LightsQuery)
    def show_lights(self, call: PageCall) -> Screen:
        """The worst light of each matter of a list."""
        numbers = call.query["numbers"].split(",")
        return Screen("lights.html", {"lights": list_clocks.lights_of(self, call.staff(), numbers)})

    @page("GET", f"{PARTS}/clocks/<number>", may=WATCHERS)
    def show_matter_clocks(self, call: PageCall) -> Screen:
        """Every clock of one matter, running or ended."""
        call.query = {"number": call.path["number"], "light": None, "clock": None, "unit": None}
        return Screen("matter_clocks.html", {"clocks": list_clocks.list_clocks(self, call)["clocks"]})

    @page("GET", CLOCKS, may=WATCHERS, query=forms.ClocksQuery)
    def show_clocks(self, call: PageCall) -> Screen | Sheet:
        """Running clocks, what ends first first, or all of them as CSV."""
        if call.query["format"] == "csv":
            return Sheet("时限台账", COLUMNS, self._rows(call))
        listed = list_clocks.list_clocks(self, call)
        kinds = {name: rule.title for name, rule in self.rules.rules.items()}
        return Screen("clocks.html", {**listed, "kinds": kinds, "units": choices.units(self.county)})

    def _rows(self, call: PageCall) -> Iterator[tuple[str, ...]]:
        names = self.names()
        call.query |= {"limit": PAGE_ROWS, "after": None}
        given = 0
        while given < MOST_ROWS:
            listed = list_clocks.list_clocks(self, call)
            for row in listed["clocks"]:
                given += 1
                yield (
                    row["number"],
                    names["clock"](row["clock"]),
                    label(row["light"], "light"),
                    names["unit"](row["unit"]),
                    names["place"](row["place"]),
                    row["started_at"],
                    row["due"],
                )
            if listed["after"] is None:
                return
            call.query["after"] = listed["after"]
