"""The ledger of matters, and one matter with its story; opening the story is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.chassis.access import roles
from services.chassis.service import page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Redirect, Screen, Sheet
from services.contracts import doors
from services.contracts.labels import label
from services.contracts.vocabulary import Role
from services.intake.domain import attached
from services.intake.domain.grave import REPORTERS
from services.intake.forms.takes import ReadQuery
from services.intake.pages import choosing, forms
from services.intake.pages.desk import IntakePages
from services.intake.use_cases import list_matters, read_matter

COMPARERS = roles(Role.CLERK, Role.DISPATCHER, Role.GRID_WORKER)
LISTERS = roles(Role.CLERK, Role.DISPATCHER, Role.GRID_WORKER, Role.LEADER, Role.SUPERVISOR)
READERS = roles(*LISTERS.roles, Role.HANDLER, Role.MEDIATOR, Role.DISCIPLINE)
MATTERS = "/work/intake/matters"
COLUMNS = ("编号", "状态", "渠道", "目的", "属地", "分类", "轻重缓急", "责任单位", "登记时间")
MOST_ROWS, PAGE_ROWS = 20_000, 200


class MatterPages(IntakePages):
    """Matters as the staff sees them, each as far as their rights go."""

    @page("GET", MATTERS, may=LISTERS, query=forms.MattersQuery)
    def show_matters(self, call: PageCall) -> Screen | Redirect | Sheet:
        """A page of the ledger, all of it as CSV, or straight to the matter of a number."""
        query = call.query
        if query["number"] is not None:
            return Redirect(f"{MATTERS}/{query['number']}")
        if query["format"] == "csv":
            return Sheet("诉求台账", COLUMNS, self._rows(call))
        listed = list_matters.list_matters(self, call)
        own = call.staff().place
        data = {"places": choosing.places(self.county, own), "categories": choosing.categories(self.county)}
        return Screen("matters.html", data | listed | {"columns": COLUMNS})

    @page("GET", f"{MATTERS}/<number>", may=READERS, query=ReadQuery)
    def show_matter(self, call: PageCall) -> Screen:
        """One matter; who opened its words stands in its timeline."""
        answer = call.run(read_matter.read_matter)
        reader = call.staff()
        parts = {
            "case": reader.has(*doors.CASE_READERS),
            "clocks": reader.has(*doors.CLOCK_READERS),
            "candidates": reader.has(*COMPARERS.roles),
            "grave": reader.has(*REPORTERS),
        }
        limits = attached.told_limits(self.county)
        return Screen("matter.html", {"matter": answer.body, "parts": parts, "limits": limits}, counted=answer.counted)

    @page("GET", "/work/intake/parts/timeline/<number>", may=READERS)
    def show_timeline(self, call: PageCall) -> Screen:
        """What has happened to one matter, in codes, for other services' pages; nothing is opened."""
        call.query = {"fields_": "codes"}
        answer = call.run(read_matter.read_matter)
        return Screen("timeline_part.html", {"matter": answer.body}, counted=answer.counted)

    def _rows(self, call: PageCall) -> Iterator[tuple[str, ...]]:
        names = self.names()
        call.query |= {"limit": PAGE_ROWS, "after": None}
        given = 0
        while given < MOST_ROWS:
            listed = list_matters.list_matters(self, call)
            for matter in listed["matters"]:
                given += 1
                yield _row(matter, names)
            if listed["after"] is None:
                return
            call.query["after"] = listed["after"]


def _row(matter: dict[str, Any], names: Any) -> tuple[str, ...]:
    return (
        matter["number"],
        label(matter["status"], "status"),
        label(matter["channel"], "channel"),
        label(matter["purpose"], "purpose"),
        names["place"](matter["place"]),
        names["category"](matter["category"]),
        label(matter["urgency"], "urgency"),
        names["unit"](matter["owner"]),
        matter["received_at"],
    )
