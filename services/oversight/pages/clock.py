"""One clock and what may be decided about it: let it wait, let it go on, put it off."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from services.chassis.access import roles
from services.chassis.service import page
from services.chassis.web.forms import DateField, EnumField, Form
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Redirect, Screen
from services.contracts.labels import of_kind
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import ExtensionReason, PauseReason, Role
from services.county.calendar import END_OF_DAY
from services.county.instants import instant
from services.oversight import store
from services.oversight.forms import watching
from services.oversight.pages.desk import WATCHERS, OversightPages
from services.oversight.use_cases import hold_clock
from services.oversight.use_cases.list_clocks import row_of
from services.oversight.use_cases.sight import sees_row

CLOCK = "/work/oversight/clocks/<id>"
HOLDERS = roles(Role.DISPATCHER, Role.SUPERVISOR)
APPROVERS = roles(Role.LEADER, Role.SUPERVISOR)
WORDS = {
    "never_pauses": "法定时限不能暂停。",
    "not_pausable": "县域配置没有允许这一时限暂停。",
    "already_paused": "这一时限已经暂停。",
    "not_paused": "这一时限没有暂停。",
    "run_out": "这一时限已经超期，不能再暂停。",
    "clock_ended": "这一时限已经结束。",
    "not_extendable": "这一时限不能在这里延期。",
    "already_extended": "已经延期过一次，不能再延。",
    "extension_too_late": "时限已过，不能再延期。",
    "done.paused": "时限已暂停。",
    "done.resumed": "时限已恢复，到期时间顺延。",
    "done.put_off": "已批准延期，理由告知信访人。",
}


class ExtendedForm(Form):
    """The last day of the longer time, and why."""

    until = DateField(required=True)
    reason = EnumField(ExtensionReason, required=True)


class ClockPages(OversightPages):
    """What a dispatcher, a supervisor or a leader decides about one clock."""

    @page("GET", CLOCK, may=WATCHERS)
    def show_clock(self, call: PageCall) -> Screen:
        """The clock, and the forms that it will not refuse."""
        found = self.store.get(store.DOCKET.name, call.path["id"].partition("-")[0])
        if found is None or call.path["id"] not in found.body["clocks"]:
            raise Refusal.not_found("clock")
        row, clock = row_of(found.body, call.path["id"]), found.body["clocks"][call.path["id"]]
        user = call.staff()
        if not sees_row(self, user, row):
            raise Refusal.not_found("clock")
        rule = self.rules.rule_of(clock)
        holds, approves = user.has(Role.DISPATCHER, Role.SUPERVISOR), user.has(Role.LEADER, Role.SUPERVISOR)
        runs = row["ended"] is None
        shown: dict[str, Any] = {
            "row": row,
            "rule": rule,
            "may_pause": holds and runs and rule.pausable and not rule.article and row["light"] in ("green", "yellow"),
            "may_resume": holds and runs and not rule.article and row["paused_at"] is not None,
            "may_extend": approves and runs and rule.extension is not None and row["former_due"] is None,
            "reasons": {code: said for code, said in of_kind("pause_reason").items() if code != PauseReason.HEARING},
        }
        return Screen("clock.html", shown)

    @page("POST", f"{CLOCK}/pause", may=HOLDERS, takes=watching.PauseForm, again="show_clock")
    def do_pause(self, call: PageCall) -> Redirect:
        """Let it wait."""
        call.run(hold_clock.pause)
        return _back(call, "paused")

    @page("POST", f"{CLOCK}/resumption", may=HOLDERS, takes=watching.ResumptionForm, again="show_clock")
    def do_resume(self, call: PageCall) -> Redirect:
        """Let it go on."""
        call.run(hold_clock.resume)
        return _back(call, "resumed")

    @page("POST", f"{CLOCK}/extension", may=APPROVERS, takes=ExtendedForm, again="show_clock")
    def do_put_off(self, call: PageCall) -> Redirect:
        """Put it off to the end of a day."""
        last = datetime.combine(date.fromisoformat(call.body["until"]), END_OF_DAY)
        call.body["until"] = instant(last)
        call.run(hold_clock.extend)
        return _back(call, "put_off")


def _back(call: PageCall, done: str) -> Redirect:
    return Redirect(f"/work/oversight/clocks/{call.path['id']}", done=done)
