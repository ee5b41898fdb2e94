"""The map of grids: a drawing of one town, and the same in a table."""

from __future__ import annotations

from typing import Any

from services.chassis.access import roles
from services.chassis.service import page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Screen
from services.contracts.vocabulary import PlaceKind, Role
from services.intake.forms import grid_map as forms
from services.intake.pages import choosing
from services.intake.pages.desk import IntakePages
from services.intake.use_cases import read_map

MAP = "/work/intake/map"
WATCHERS = roles(Role.CLERK, Role.DISPATCHER, Role.GRID_WORKER, Role.LEADER, Role.SUPERVISOR)
SHOWN, EDGE = 200, 26
"""Grids of one page, and the margin around them on the drawing."""


class MapPages(IntakePages):
    """Where the grids lie and what lies in them."""

    @page("GET", MAP, may=WATCHERS, query=forms.MapQuery)
    def show_map(self, call: PageCall) -> Screen:
        """The asked place, one's own, or the county's first town."""
        own, towns = call.staff().place, self.county.places.codes(PlaceKind.TOWN)
        asked = call.query["place"] or own or towns[0]
        choices = choosing.places(self.county, own)
        if not self.county.elements:
            return Screen("grid_map.html", {"grids": None})
        call.query = {"place": asked, "after": call.query["after"], "limit": SHOWN}
        listed = read_map.read_map(self, call)
        frame: dict[str, Any] = {"places": choices, "shown": asked, "box": box([row["at"] for row in listed["grids"]])}
        villages = read_map.villages(self.county.places, [row["grid"] for row in listed["grids"]])
        frame["villages"] = [place for place in map(self.county.places.get, villages) if place.at is not None]
        return Screen("grid_map.html", frame | listed)


def box(spots: list[list[int] | None]) -> dict[str, Any] | None:
    """The part of the map that holds all spots: `left top width height`; None where no grid has one."""
    known = [spot for spot in spots if spot is not None]
    if not known:
        return None
    left, top = (min(spot[axis] for spot in known) - EDGE for axis in (0, 1))
    right, bottom = (max(spot[axis] for spot in known) + EDGE for axis in (0, 1))
    return {"left": left, "top": top, "width": right - left, "height": bottom - top}
