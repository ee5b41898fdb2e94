"""Orders: the machine reminds and proposes, a supervisor signs, the unit answers; lists show what is one's own."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.access import User
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.oversight import store as documents
from services.oversight.forms import watching
from services.oversight.use_cases import issue_order, list_clocks
from tests.unit.oversight.conftest import NUMBER, SUPERVISOR, Oversight, staff

TEN, NOON = "2026-11-23T02:00:00Z", "2026-11-23T04:00:00Z"
REMINDER = f"{NUMBER}-w1-check_in-ns-housing.reminder"
PROPOSED = f"{NUMBER}-w1-check_in-ns-housing.supervision"
HOUSING = staff(Role.HANDLER, department="ns-housing")
ANSWER = "已经派人前往现场"


@pytest.fixture
def breached(oversight: Oversight) -> Oversight:
    """A check-in ran out the day before; its reminder is out and a supervision order is proposed."""
    oversight.registered()
    oversight.whistled(TEN, NOON)
    oversight.sweep_until("2026-11-24T02:00:00Z")
    return oversight


def issue(oversight: Oversight, order: str = PROPOSED, user: User = SUPERVISOR, **body: Any) -> dict[str, Any]:
    return oversight.ask(issue_order.issue_order, watching.IssueForm, body, user, id=order)


def answer(oversight: Oversight, order: str, user: User = HOUSING) -> dict[str, Any]:
    return oversight.ask(issue_order.answer_order, watching.AnswerForm, {"text": ANSWER}, user, id=order)


def orders(oversight: Oversight, user: User = SUPERVISOR, **query: Any) -> list[str]:
    page = oversight.read(issue_order.list_orders, watching.OrdersQuery, user, **query)
    return [row["id"] for row in page["orders"]]


def test_a_reminder_is_due_at_the_end_of_the_next_working_day(breached: Oversight) -> None:
    order = breached.store.get(documents.ORDER.name, REMINDER)
    assert order is not None
    assert (order.body["due"], order.body["issued_by"]) == ("2026-11-24T15:59:59Z", "machine")


def test_a_supervisor_signs_a_proposal_and_the_unit_is_told(breached: Oversight) -> None:
    signed = issue(breached)
    assert (signed["state"], signed["issued_by"], signed["due"]) == ("issued", SUPERVISOR.id, "2026-11-27T15:59:59Z")
    envelope = breached.last()
    assert envelope.type == "countynet.oversight.order_issued.v1"
    assert (envelope.data["order"], envelope.data["unit"], envelope.actor) == (PROPOSED, "ns-housing", SUPERVISOR.id)


def test_the_signer_may_name_another_day_but_none_that_is_over(breached: Oversight) -> None:
    with pytest.raises(Refusal) as refused:
        issue(breached, due="2026-11-20T00:00:00Z")
    assert refused.value.errors[0].field == "due"
    assert issue(breached, due="2026-12-01T00:00:00Z")["due"] == "2026-12-01T00:00:00Z"


def test_what_is_signed_is_not_signed_again(breached: Oversight) -> None:
    issue(breached)
    with pytest.raises(Refusal) as refused:
        issue(breached)
    assert refused.value.code == "not_proposed"


def test_the_unit_answers_in_writing_and_the_words_stay_sealed(breached: Oversight) -> None:
    told = answer(breached, REMINDER)
    assert (told["state"], told["late"], "answer" in told) == ("answered", False, False)
    assert breached.told()[-1] == "order_answered"
    kept = breached.store.get(documents.ORDER.name, REMINDER)
    assert kept is not None
    opener = breached.seal.opener(kept.body["key"])
    assert opener.open("order", REMINDER, "answer", kept.body["answer"]) == ANSWER
    on_disk = b"".join(path.read_bytes() for path in breached.path.parent.glob("oversight.db*"))
    assert ANSWER.encode() not in on_disk


def test_an_answer_after_the_due_date_counts_and_is_marked_late(breached: Oversight) -> None:
    breached.clock.at = "2026-11-25T01:00:00Z"
    assert answer(breached, REMINDER)["late"] is True


@pytest.mark.parametrize("other", [staff(Role.HANDLER, department="ns-water"), staff(Role.HANDLER)])
def test_another_unit_finds_no_such_order(breached: Oversight, other: User) -> None:
    with pytest.raises(Refusal) as refused:
        answer(breached, REMINDER, other)
    assert refused.value.status == 404


def test_a_proposal_waits_for_no_answer(breached: Oversight) -> None:
    with pytest.raises(Refusal) as refused:
        answer(breached, PROPOSED)
    assert refused.value.code == "not_issued"


def test_a_supervisor_of_another_town_neither_sees_nor_signs(breached: Oversight) -> None:
    elsewhere = staff(Role.SUPERVISOR, place="ns-t02")
    assert orders(breached, elsewhere) == []
    with pytest.raises(Refusal) as refused:
        issue(breached, user=elsewhere)
    assert refused.value.status == 404


def test_orders_are_listed_by_state_and_unit_for_who_may_see_them(breached: Oversight) -> None:
    assert orders(breached) == [REMINDER, PROPOSED]
    assert orders(breached, state="proposed") == [PROPOSED]
    assert orders(breached, unit="ns-water") == []
    assert orders(breached, HOUSING, state="issued") == [REMINDER]


def test_an_order_that_a_person_signed_stands_when_the_breach_is_withdrawn(breached: Oversight) -> None:
    issue(breached)
    breached.checked_in("2026-11-23T03:00:00Z", NOON)
    assert breached.orders() == {"reminder": "withdrawn", "supervision": "issued"}


def test_clocks_are_listed_by_light_clock_unit_and_number(breached: Oversight) -> None:
    assert [(row["clock"], row["light"]) for row in breached.clocks()] == [("check_in", "red"), ("handling", "green")]
    assert [row["clock"] for row in breached.clocks(light="red")] == ["check_in"]
    assert [row["clock"] for row in breached.clocks(light="green")] == ["handling"]
    assert [row["clock"] for row in breached.clocks(clock="handling")] == ["handling"]
    assert breached.clocks(unit="ns-water") == []
    assert {row["clock"] for row in breached.clocks(number=NUMBER)} == {"check_in", "handling", "transfer"}


def test_a_department_sees_its_own_clocks_and_a_town_those_of_its_places(breached: Oversight) -> None:
    assert {row["unit"] for row in breached.clocks(HOUSING)} == {"ns-housing"}
    assert breached.clocks(staff(Role.HANDLER, department="ns-water")) == []
    assert len(breached.clocks(staff(Role.LEADER, place="ns-t01-v04"))) == 2
    assert breached.clocks(staff(Role.LEADER, place="ns-t02")) == []


def test_a_docket_shows_its_clocks_and_the_ids_of_its_facts(breached: Oversight) -> None:
    shown = breached.read(list_clocks.show_docket, watching.PageQuery, number_=NUMBER)
    assert [row["type"] for row in shown["facts"]] == ["matter_registered", "whistle_blown"]
    assert shown["light"] == "red"
    assert shown["orders"] == [REMINDER, PROPOSED]
    with pytest.raises(Refusal) as refused:
        breached.read(list_clocks.show_docket, watching.PageQuery, staff(Role.LEADER, place="ns-t02"), number_=NUMBER)
    assert refused.value.code == "not_found"
