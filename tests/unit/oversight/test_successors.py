"""A unit whose duties went over to another: that one sees its clocks and orders, and is who is ordered from then on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.county.leading import Successor
from services.oversight import store as documents
from services.oversight.domain.rules import RuleBook
from services.oversight.forms import ordering, watching
from services.oversight.use_cases import decide_order, issue_order, list_clocks
from tests.unit.oversight.conftest import NUMBER, SUPERVISOR, Oversight, staff

TEN, NOON = "2026-11-23T02:00:00Z", "2026-11-23T04:00:00Z"
DAY = "2026-11-24T16:00:00Z"
"""The first second of 25 November, by the county's clock."""
HANDLING = f"{NUMBER}-w1-handling-ns-housing"
CHECK_IN = f"{NUMBER}-w1-check_in-ns-housing"
FORMER = staff(Role.HANDLER, department="ns-housing")
SUCCESSOR = staff(Role.HANDLER, department="ns-civil")
ANSWER = {"text": "已经派人前往现场"}


@pytest.fixture
def merging(oversight: Oversight) -> Oversight:
    """Housing is called, does not check in, is reminded, and goes over into civil affairs on the third day."""
    went = (Successor("ns-housing", "ns-civil", date(2026, 11, 25)),)
    oversight.county = replace(oversight.county, successors=went)
    oversight.rules = RuleBook(oversight.county, oversight.shelf)
    oversight.registered()
    oversight.whistled(TEN, NOON)
    oversight.sweep_until("2026-11-24T02:00:00Z")
    return oversight


def orders(oversight: Oversight, user: object) -> list[str]:
    page = oversight.read(issue_order.list_orders, watching.OrdersQuery, user)
    return [row["id"] for row in page["orders"]]


def test_the_successor_sees_clocks_docket_and_orders_from_its_day_on(merging: Oversight) -> None:
    assert merging.clocks(SUCCESSOR, number=NUMBER) == []
    assert orders(merging, SUCCESSOR) == []
    merging.clock.at = DAY
    assert {row["id"] for row in merging.clocks(SUCCESSOR, number=NUMBER)} >= {HANDLING, CHECK_IN}
    shown = merging.read(list_clocks.show_docket, watching.ClocksQuery, SUCCESSOR, number_=NUMBER)
    assert {clock["unit"] for clock in shown["clocks"]} >= {"ns-housing"}, "what was kept is not written anew"
    assert orders(merging, SUCCESSOR) == [f"{CHECK_IN}.reminder", f"{CHECK_IN}.supervision"]


def test_the_successor_answers_an_order_of_the_unit_that_is_gone(merging: Oversight) -> None:
    order = f"{CHECK_IN}.reminder"
    with pytest.raises(Refusal) as caught:
        merging.ask(issue_order.answer_order, watching.AnswerForm, ANSWER, SUCCESSOR, id=order)
    assert caught.value.code == "not_found"
    merging.clock.at = DAY
    assert (
        merging.ask(issue_order.answer_order, watching.AnswerForm, ANSWER, SUCCESSOR, id=order)["state"] == "answered"
    )
    assert merging.last().data["unit"] == "ns-civil"


def test_what_is_ordered_after_the_day_is_ordered_of_the_successor(merging: Oversight) -> None:
    merging.sweep_until("2026-12-10T02:00:00Z")
    kept = {each.id: each.body for each in merging.store.find(documents.ORDER.name).documents}
    assert kept[f"{CHECK_IN}.reminder"]["unit"] == "ns-housing", "it went out before"
    assert {kept[f"{HANDLING}.{kind}"]["unit"] for kind in ("reminder", "supervision", "listed")} == {"ns-civil"}
    signed = merging.ask(
        issue_order.issue_order, watching.IssueForm, {}, SUPERVISOR, id=f"{CHECK_IN}.supervision"
    )  # fmt: skip
    assert (signed["unit"], merging.last().data["unit"]) == ("ns-civil", "ns-civil"), "proposed before, signed after"


def test_an_order_by_decision_goes_to_the_successor_too(merging: Oversight) -> None:
    merging.clock.at = DAY
    body = {"number": NUMBER, "kind": "listed", "reason": "久拖不决"}
    order = merging.ask(decide_order.decide_order, ordering.DecidedOrderForm, body, SUPERVISOR)
    assert order["unit"] == "ns-civil"
    again = body | {"unit": "ns-housing"}
    with pytest.raises(Refusal) as caught:
        merging.ask(decide_order.decide_order, ordering.DecidedOrderForm, again, SUPERVISOR)
    assert caught.value.code == "already_ordered"


def test_who_inherits_nothing_sees_nothing_more(merging: Oversight) -> None:
    merging.clock.at = DAY
    assert merging.clocks(staff(Role.HANDLER, department="ns-city"), number=NUMBER) == []
    assert merging.clocks(FORMER, number=NUMBER), "its own people still see what was theirs"
