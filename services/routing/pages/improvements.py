"""Pages of improvements: kinds that the county would group, and what came of those that were (办好一件，解决一类)."""

from __future__ import annotations

from collections.abc import Callable

from services.chassis.access import roles
from services.chassis.service import HubService, page
from services.chassis.web.answer import Answer
from services.chassis.web.forms import PageQuery
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Redirect, Screen
from services.contracts.vocabulary import Role
from services.routing.forms import improvements as takes
from services.routing.use_cases import improve

LEADERS = roles(Role.DISPATCHER, Role.LEADER)
READERS = roles(Role.CLERK, Role.DISPATCHER, Role.LEADER, Role.SUPERVISOR)
KINDS = "/work/routing/kinds"


class ImprovementPages(HubService):
    """Solve one, solve its kind."""

    @page("GET", KINDS, may=READERS, query=PageQuery)
    def show_kinds(self, call: PageCall) -> Screen:
        """Improvements of the reader's places, newest first, and the kinds that may become one."""
        call.query = call.query or PageQuery().load({})
        leads = call.staff().has(Role.DISPATCHER, Role.LEADER)
        if self.county.kinds is None:
            return Screen(
                "kinds.html", {"kinds": [], "candidates": [], "after": None, "leads": False, "grouped": False}
            )
        return Screen("kinds.html", {**improve.list_kinds(self, call).body, "leads": leads, "grouped": True})

    @page("POST", KINDS, may=LEADERS, takes=takes.GroupForm, again="show_kinds")
    def do_group(self, call: PageCall) -> Redirect:
        """Group matters of one kind."""
        return _done(call, improve.group, "grouped")

    @page("POST", f"{KINDS}/<id>/steps", may=LEADERS, takes=takes.MeasureForm, again="show_kinds")
    def do_record_step(self, call: PageCall) -> Redirect:
        """A measure was taken."""
        return _done(call, improve.record_step, "measure_recorded")

    @page("POST", f"{KINDS}/<id>/result", may=LEADERS, takes=takes.MeasureForm, again="show_kinds")
    def do_record_result(self, call: PageCall) -> Redirect:
        """What came of it."""
        return _done(call, improve.record_result, "result_recorded")


def _done(call: PageCall, use_case: Callable[..., Answer], done: str) -> Redirect:
    call.run(use_case)
    return Redirect(KINDS, done=done)
