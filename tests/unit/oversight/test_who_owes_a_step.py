"""A clock is charged to who owes the step: the office that was called, the departments that were offered an order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.contracts.events import intake, leading, mediation
from services.contracts.events.routing import MediationOrdered
from services.contracts.fact import Fact
from services.contracts.vocabulary import Role
from services.county.reader import load
from services.oversight import store as documents
from services.oversight.domain.owing import asked
from services.oversight.domain.rules import RuleBook
from tests.unit.oversight.conftest import MONDAY, Oversight, fact, staff

COUNTIES = Path(__file__).parents[3] / "deploy" / "counties"
TEN = "2026-11-23T02:00:00Z"
ELEVEN = "2026-11-23T03:00:00Z"


class Elsewhere:
    """One matter of a village of another county."""

    def __init__(self, oversight: Oversight, county: str, place: str, owner: str) -> None:
        self.oversight, self.place = oversight, place
        oversight.county = load(COUNTIES / f"{county}.yaml")
        oversight.rules = RuleBook(oversight.county, oversight.shelf)
        about = {"received_at": MONDAY, "owner": owner, "petitioners": 1, "anonymous": False, "secret": False}
        self.then(intake.MatterRegistered, MONDAY, **about)

    def then(self, named: type[Fact], at: str = TEN, **said: Any) -> None:
        self.oversight.hear(fact(named, place=self.place, category=None, **said), at)

    def units(self, clock: str) -> list[tuple[str, str | None]]:
        """Each clock of a name: its unit, and how it ended."""
        clocks = self.oversight.docket()["clocks"].values()
        return [(each["unit"], each["ended"]) for each in clocks if each["clock"] == clock]


def test_a_call_is_the_petition_offices_to_answer_and_its_reminder_goes_there(oversight: Oversight) -> None:
    zhongxindian = Elsewhere(oversight, "zhongxindian", "zx-t01-v01", "zx-t01-v01-unit")
    zhongxindian.then(leading.CallOpened, call=1, by="zx-t01-v01-unit")
    assert zhongxindian.units("response") == [("zx-petition", None)]
    oversight.sweep_until("2026-11-24T12:00:00Z")
    of_the_call = [
        (order.body["kind"], order.body["unit"])
        for order in oversight.store.find(documents.ORDER.name, limit=50).documents
        if order.body["clock"] == "response"
    ]
    assert ("reminder", "zx-petition") in of_the_call
    assert {unit for _, unit in of_the_call} == {"zx-petition"}
    office = staff(Role.HANDLER, department="zx-petition")
    assert [row["clock"] for row in oversight.clocks(office)] == ["response"]


def test_a_review_is_the_petition_offices_to_see_to_not_the_reviewed_units(oversight: Oversight) -> None:
    zhongxindian = Elsewhere(oversight, "zhongxindian", "zx-t01-v01", "zx-t01-v01-unit")
    zhongxindian.then(intake.ReviewRequested, request="r-1", instance=1)
    assert zhongxindian.units("review") == [("zx-petition", None)]


def test_an_order_is_each_offered_departments_to_take_and_who_did_not_take_it_has_done_nothing(
    oversight: Oversight,
) -> None:
    kelan = Elsewhere(oversight, "kelan", "kl-t01-v01", "kl-t01-unit")
    kelan.then(leading.OrderDispatched, order=1, by="kl-t01-unit", departments=("kl-housing", "kl-water"))
    assert kelan.units("take_order") == [("kl-housing", None), ("kl-water", None)]
    kelan.then(leading.OrderTaken, ELEVEN, order=1, department="kl-water")
    assert kelan.units("take_order") == [("kl-housing", "cancelled"), ("kl-water", "stopped")]


def test_a_mediation_is_its_bodys_and_what_comes_back_is_the_owners_again(oversight: Oversight) -> None:
    kelan = Elsewhere(oversight, "kelan", "kl-t01-v01", "kl-t01-unit")
    of = {"case": "300000000001-m1", "body": "kl-mediation-land", "direct": False}
    kelan.then(MediationOrdered, order="300000000001-m1", body="kl-mediation-land")
    kelan.then(mediation.MediationOpened, parties=2, **of)
    assert kelan.units("mediation") == [("kl-resources", None)]


@pytest.mark.parametrize(
    ("named", "told", "owed_by"),
    [
        ("handover_offered", {"to": "kl-water"}, ("kl-water",)),
        ("whistle_escalated", {"to": "kl-petition"}, ("kl-petition",)),
        ("competence_disputed", {"superior": "kl-petition"}, ("kl-petition",)),
        ("matter_registered", {}, ()),
    ],
)
def test_whoever_is_asked_by_a_fact_owes_it_and_of_nobody_in_particular_it_is_the_owners(
    named: str, told: dict[str, Any], owed_by: tuple[str, ...]
) -> None:
    assert asked(named, told, "kl-t01-v01", load(COUNTIES / "kelan.yaml")) == owed_by
