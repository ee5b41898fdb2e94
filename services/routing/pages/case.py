"""One case: its codes, what may be done now, the check-ins as they come, and its words for who opens them."""

from __future__ import annotations

from typing import Any

from services.chassis.access import roles
from services.chassis.service import HubService, page
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Screen
from services.contracts import doors
from services.contracts.vocabulary import ReferralReason, Role
from services.county import choices
from services.routing.pages import forms, leading, redress, remaining, stepping
from services.routing.pages.queue import CASES, WATCHERS
from services.routing.use_cases import read_case
from services.routing.use_cases.rights import number_of

READERS = roles(*doors.CASE_READERS)
FORMS = (stepping, leading, redress)
"""Each knows the addresses that its forms are sent to."""
PART = "/work/routing/parts/cases/<number>"


class CasePages(HubService):
    """A case as the staff sees it, each as far as their rights go."""

    @page("GET", f"{CASES}/<number>", may=WATCHERS, query=forms.CaseQuery)
    def show_case(self, call: PageCall) -> Screen:
        """The case with the form of one step that is possible now."""
        call.path.setdefault("number", number_of(call.path.get("id", "")))
        answer = self.store.run(call.context(), read_case.read_case, self, call)
        case = answer.body
        steps = stepping.possible(case, self.clock.now()) if call.staff().has(Role.DISPATCHER) else ()
        leads = call.staff().has(Role.DISPATCHER, Role.LEADER)
        also = leading.possible(case, self.county) if leads else ()
        law = redress.possible(case) if call.staff().has(Role.DISPATCHER) else ()
        wanted = call.query.get("step") or next(filter(None, (each.of_address(call.route) for each in FORMS)), None)
        nearest = next((each for each in steps if each in stepping.NEAREST), None)
        step = wanted if wanted in (*steps, *also, *law) else nearest
        names = stepping.NAMES | leading.NAMES | redress.NAMES
        data = {"case": case, "version": answer.version, "steps": steps, "also": also, "step": step, "names": names}
        data["law"] = law
        return Screen("case.html", data | self._lists(case) | leading.lists(case, self.county))

    @page("GET", PART, may=READERS, query=forms.PartQuery)
    def show_case_part(self, call: PageCall) -> Screen:
        """Departments, replies and mediation as they stand this moment, in codes."""
        answer = self.store.run(call.context(), read_case.read_case, self, call)
        seen, now = call.query["seen"], self.clock.now()
        data = {
            "case": answer.body,
            "changed": seen is not None and seen != answer.version,
            "left": remaining.left,
            "light": remaining.lights(self.county, now),
        }
        return Screen("case_part.html", data | leading.lists(answer.body, self.county))

    @page("GET", f"{CASES}/<number>/words", may=READERS)
    def show_words(self, call: PageCall) -> Screen:
        """What was told to the citizen and between units; that it was opened is recorded."""
        return Screen("words.html", {"said": call.run(read_case.read_replies).body})

    def _lists(self, case: dict[str, Any]) -> dict[str, Any]:
        county = self.county
        known = county.places.exists(case["place"])
        category = case["category"]
        lead = county.units.lead_for(category).code if category and county.categories.exists(category) else ""
        return {
            "units": choices.units(county),
            "categories": choices.categories(county),
            "bodies": choices.bodies(county, case["place"] if known else county.places.root.code),
            "kinds": {kind.code: kind.name for kind in county.whistle_kinds.values()},
            "likely_lead": lead,
            "accusation": str(ReferralReason.ACCUSATION),
        }
