"""Cases: the list, and one case with its words, its mediators and the steps that are possible now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.chassis.access import roles
from services.chassis.service import HubService, page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Screen, Sheet
from services.contracts import labels
from services.contracts.labels import label
from services.contracts.vocabulary import Role
from services.county import choices
from services.mediation.pages import forms
from services.mediation.pages.words import STEPS
from services.mediation.use_cases import assign, read_case
from services.mediation.use_cases.rights import works_for

READERS = roles(Role.MEDIATOR, Role.CLERK, Role.DISPATCHER, Role.LEADER, Role.SUPERVISOR)
OPENERS = (Role.MEDIATOR, Role.CLERK)
CASES = "/work/mediation/cases"
CASE = f"{CASES}/<id>"
COLUMNS = ("编号", "状态", "调解组织", "属地", "分类", "来源", "立案时间", "期限")
MOST_ROWS, PAGE_ROWS = 20_000, 200
SENT = {
    "parties": "name_parties",
    "consents": "consent",
    "mediators": "assign_mediator",
    "sessions": "hold_session",
    "agreement": "agree",
    "failure": "fail",
    "follow-ups": "follow_up",
    "judicial-confirmation": "apply_for_confirmation",
    "interests": "declare_interest",
    "limit": "extend_limit",
}
"""The step whose form is sent to an address."""
NEXT = {"consented": "assign_mediator", "assigned": "hold_session", "in_session": "agree"}
"""What usually comes next in a state; at the beginning it depends on the parties."""
ASKED_FOR = frozenset({"fail", "declare_interest", "extend_limit"})
"""Steps whose form is not open unless it is asked for."""


class CasesPages(HubService):
    """Mediation cases as the staff sees them, each as far as their rights go."""

    @page("GET", CASES, may=READERS, query=forms.CasesQuery)
    def show_cases(self, call: PageCall) -> Screen | Sheet:
        """A page of cases, newest first, or all of them as CSV."""
        if call.query["format"] == "csv":
            return Sheet("调解台账", COLUMNS, self._rows(call))
        listed = read_case.list_cases(self, call)
        may_open = call.staff().has(*OPENERS)
        return Screen("cases.html", {**listed, "bodies": choices.bodies(self.county), "may_open": may_open})

    @page("GET", CASE, may=READERS, query=forms.CaseQuery)
    def show_case(self, call: PageCall) -> Screen:
        """One case; who opened its words is recorded."""
        wanted = call.query.get("step") or SENT.get(call.route.rpartition("/")[2])
        call.query = {"fields_": "all"}
        answer = self.store.run(call.context(), read_case.read_case, self, call)
        case = answer.body
        steps = self._steps(call, case)
        step = wanted if wanted in steps else next((each for each in steps[:1] if each not in ASKED_FOR), None)
        proposed = self.store.run(call.context(), assign.propose, self, call) if step == "assign_mediator" else {}
        names = {person["n"]: person["name"] for person in case["persons"] or []}
        people = {each["n"]: names.get(each["n"]) or f"当事人 {each['n']}" for each in case["parties"]}
        data = {
            "case": case,
            "people": people,
            "options": {str(n): name for n, name in people.items()},
            "steps": steps,
            "step": step,
            "names": STEPS,
            "proposed": proposed.get("mediators", []),
            "pool": {code: each.name for code, each in self.county.mediation.mediators.items()},
            "sitting": {code: self.county.mediation.mediator(code).name for code in case["sitting"]},
            "reasons": self._reasons(case),
            "units": choices.units(self.county),
            "committee": self.county.mediation.body(case["body"]).committee,
        }
        return Screen("case.html", data)

    def _steps(self, call: PageCall, case: dict[str, Any]) -> list[str]:
        """The steps that this person may take in the case now; only mediators of its body act."""
        if not works_for(call.staff(), self.county, case["body"]):
            return []
        allowed = {str(step) for step in case["allowed"]}
        if "refuse" in allowed and case["parties"]:
            allowed.add("consent")
        if not case["parties"]:
            allowed -= {"consent", "extend_limit"}
        if case["extended"] >= self.county.mediation.extensions:
            allowed.discard("extend_limit")
        if case["agreement"] is None or case["agreement"]["confirm_by"] is None:
            allowed.discard("apply_for_confirmation")
        waiting = len(case["parties"]) > 1 and any(party["consents"] is None for party in case["parties"])
        first = NEXT.get(case["state"], "consent" if waiting else "name_parties")
        known = sorted((step for step in STEPS if step in allowed), key=lambda step: step != first)
        if not waiting and "consent" in known:
            known.append(known.pop(known.index("consent")))
        return known

    def _reasons(self, case: dict[str, Any]) -> dict[str, str]:
        """Why this case may be ended by its mediator: a refusal is told as a consent, a withdrawal by the citizen."""
        elsewhere = {"consent_refused"} | (set() if case["direct"] else {"withdrawn"})
        elsewhere |= set() if case["sessions"] else {"no_agreement"}
        return {code: said for code, said in labels.of_kind("failure_reason").items() if code not in elsewhere}

    def _rows(self, call: PageCall) -> Iterator[tuple[str, ...]]:
        names = self.names()
        call.query |= {"limit": PAGE_ROWS, "after": None}
        given = 0
        while given < MOST_ROWS:
            listed = read_case.list_cases(self, call)
            for case in listed["cases"]:
                given += 1
                yield (
                    case["id"],
                    label(case["state"], "mediation_state"),
                    names["body"](case["body"]),
                    names["place"](case["place"]),
                    names["category"](case["category"]),
                    "直接受理" if case["direct"] else "诉求转来",
                    case["opened_at"],
                    case["limit_by"],
                )
            if listed["after"] is None:
                return
            call.query["after"] = listed["after"]
