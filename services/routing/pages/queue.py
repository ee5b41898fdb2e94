"""The dispatcher's queue: cases newest first, by filter, with the lights that oversight gives."""

from __future__ import annotations

from collections.abc import Iterator

from services.chassis.access import roles
from services.chassis.service import HubService, page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Redirect, Screen, Sheet
from services.contracts.labels import label
from services.contracts.vocabulary import Role
from services.county import choices
from services.routing.pages import forms
from services.routing.use_cases import list_cases

WATCHERS = roles(Role.DISPATCHER, Role.CLERK, Role.LEADER, Role.SUPERVISOR)
QUEUE, CASES = "/work/routing/queue", "/work/routing/cases"
COLUMNS = ("编号", "状态", "属地", "分类", "轻重缓急", "责任单位", "被召集单位", "登记时间")
MOST_ROWS, PAGE_ROWS = 20_000, 200


class QueuePages(HubService):
    """All cases of a dispatcher's places."""

    @page("GET", QUEUE, may=WATCHERS, query=forms.QueueQuery)
    def show_queue(self, call: PageCall) -> Screen | Redirect | Sheet:
        """A page of the queue, all of it as CSV, or straight to the case of a number."""
        query = call.query
        if query["number"] is not None:
            return Redirect(f"{CASES}/{query['number']}")
        if query["format"] == "csv":
            return Sheet("分流台账", COLUMNS, self._rows(call))
        listed = list_cases.list_cases(self, call).body
        own = call.staff().place
        lists = {
            "places": choices.places(self.county, own, choices.EVERYWHERE),
            "categories": choices.categories(self.county),
            "units": choices.units(self.county),
        }
        return Screen("queue.html", {**listed, **lists, "called": called})

    def _rows(self, call: PageCall) -> Iterator[tuple[str, ...]]:
        names = self.names()
        call.query |= {"limit": PAGE_ROWS, "after": None}
        given = 0
        while given < MOST_ROWS:
            listed = list_cases.list_cases(self, call).body
            for case in listed["cases"]:
                given += 1
                yield (
                    case["number"],
                    label(case["status"], "status"),
                    names["place"](case["place"]),
                    names["category"](case["category"]),
                    label(case["urgency"], "urgency"),
                    names["unit"](case["owner"]),
                    "、".join(names["unit"](code) for code in called(case)),
                    case["received_at"] or case["opened_at"],
                )
            if listed["after"] is None:
                return
            call.query["after"] = listed["after"]


def called(case: dict[str, object]) -> list[str]:
    """The departments that a case calls now, each once, the lead first."""
    whistles = case["whistles"]
    assert isinstance(whistles, list)
    codes = [each["department"] for whistle in whistles for each in whistle["calls"] if each["state"] != "released"]
    return list(dict.fromkeys(codes))
