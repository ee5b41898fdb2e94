"""A department's calls: what is due soonest first; on each: check in, object, reply."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from services.chassis.access import roles
from services.chassis.service import HubService, page
from services.chassis.web.answer import Answer
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Redirect, Screen, Sheet
from services.contracts.labels import label
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.routing import store
from services.routing.forms import takes
from services.routing.pages import forms, remaining
from services.routing.use_cases import list_calls
from services.routing.use_cases.check_in import check_in
from services.routing.use_cases.raise_objection import raise_objection
from services.routing.use_cases.reply import reply
from services.routing.use_cases.rights import number_of

HANDLER = roles(Role.HANDLER)
CALLS = "/work/routing/calls"
CALL = f"{CALLS}/<id>"
COLUMNS = ("编号", "哨别", "角色", "状态", "属地", "分类", "轻重缓急", "召集时间", "到期")


class CallPages(HubService):
    """What a department is called to."""

    @page("GET", CALLS, may=HANDLER, query=forms.CallsQuery)
    def show_calls(self, call: PageCall) -> Screen | Sheet:
        """The department's open calls, or those that are over, newest first."""
        query, user, now = call.query, call.staff(), self.clock.now()
        after: str | None = None
        if query["over"]:
            rows, after = list_calls.list_former_calls(self, user, query["limit"], query["after"])
        else:
            rows = list_calls.list_calls(self, user)
        rows = [row for row in rows if query["call"] in (None, row["state"])]
        if query["format"] == "csv":
            return Sheet("本单位任务", COLUMNS, self._lines(rows))
        data = {"calls": rows, "after": after, "light": remaining.lights(self.county, now), "left": remaining.left}
        return Screen("calls.html", data)

    @page("GET", CALL, may=HANDLER, query=forms.CaseQuery)
    def show_call(self, call: PageCall) -> Screen:
        """One call with what the department can do now."""
        units = list_calls.units_called(self, call.staff())
        held = store.find(self.store, number_of(call.path["id"]))
        whistle = None if held is None else next((w for w in held.case.whistles if w.id == call.path["id"]), None)
        department = next((unit for unit in units if whistle is not None and whistle.calls_on(unit)), None)
        if held is None or whistle is None or department is None:
            raise Refusal.not_found("whistle")
        row = list_calls.row_of(held.case, whistle, whistle.call(department))
        rejected = any(o.department == department and o.upheld is False for o in whistle.objections)
        open_steps = [] if whistle.ended else STEPS.get(row["state"], [])
        steps = [step for step in open_steps if step != "object" or not rejected]
        wanted = call.query.get("step") or SENT.get(call.route.rpartition("/")[2])
        data = {
            "row": row,
            "whistle": whistle,
            "steps": steps,
            "step": wanted if wanted in steps else next(iter(steps), None),
            "light": remaining.lights(self.county, self.clock.now()),
            "left": remaining.left,
        }
        return Screen("call.html", data)

    @page("POST", f"{CALL}/check-ins", may=HANDLER, takes=takes.CheckInForm, again="show_call")
    def do_check_in(self, call: PageCall) -> Redirect:
        """Check in (报到)."""
        return _done(call, check_in, "checked_in")

    @page("POST", f"{CALL}/objections", may=HANDLER, takes=takes.ObjectionForm, again="show_call")
    def do_object(self, call: PageCall) -> Redirect:
        """Object (异议)."""
        return _done(call, raise_objection, "objected")

    @page("POST", f"{CALL}/replies", may=HANDLER, takes=takes.ReplyForm, again="show_call")
    def do_reply(self, call: PageCall) -> Redirect:
        """Reply (答复)."""
        return _done(call, reply, "replied")

    def _lines(self, rows: list[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
        names = self.names()
        for row in rows:
            yield (
                row["number"],
                names["whistle_kind"](row["kind"]),
                label(row["role"], "unit_role"),
                label(row["state"], "call"),
                names["place"](row["place"]),
                names["category"](row["category"]),
                label(row["urgency"], "urgency"),
                row["called_at"],
                row["due"] or "",
            )


STEPS = {"called": ["check_in", "object"], "checked_in": ["reply", "object"]}
"""What a department can do, by where it stands."""
SENT = {"objections": "object", "replies": "reply", "check-ins": "check_in"}
"""The step whose form is sent to an address."""


def _done(call: PageCall, use_case: Callable[..., Answer | dict[str, Any]], done: str) -> Redirect:
    call.run(use_case)
    return Redirect(f"{CALLS}/{call.path['id']}", done=done)
