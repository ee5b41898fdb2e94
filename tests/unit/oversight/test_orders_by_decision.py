"""Listed supervision by decision: a supervisor or leader orders it without any breach, and the unit answers."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import ValidationError

from services.chassis.access import User
from services.chassis.web.acceptance import loader_of
from services.chassis.web.forms import PageQuery
from services.contracts.events import routing
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.oversight import store as documents
from services.oversight.forms import ordering, watching
from services.oversight.routes import orders as routes
from services.oversight.use_cases import decide_order, issue_order, show_listed
from tests.unit.oversight.conftest import NUMBER, SUPERVISOR, Asking, Oversight, fact, staff

TEN, NOON = "2026-11-23T02:00:00Z", "2026-11-23T04:00:00Z"
HOUSING = staff(Role.HANDLER, department="ns-housing")
WHY = "重点事项，请主要领导包案推进"
LISTED = f"{NUMBER}.listed.1"


@pytest.fixture
def in_time(oversight: Oversight) -> Oversight:
    """A matter of which every clock is in time; a department leads."""
    oversight.registered()
    oversight.whistled(TEN, NOON)
    return oversight


def decide(oversight: Oversight, user: User = SUPERVISOR, **body: Any) -> dict[str, Any]:
    asked = {"number": NUMBER, "kind": "listed", "reason": WHY} | body
    return oversight.ask(decide_order.decide_order, ordering.DecidedOrderForm, asked, user)


def read(oversight: Oversight, user: User, order: str = LISTED) -> dict[str, Any]:
    desk: Any = oversight
    return issue_order.show_order(desk, Asking({"id": order}, {}, {}, user))  # type: ignore[arg-type]


def listed(oversight: Oversight, user: User = SUPERVISOR, **query: Any) -> list[str]:
    page = oversight.read(issue_order.list_orders, watching.OrdersQuery, user, **query)
    return [row["id"] for row in page["orders"]]


def test_nothing_is_ordered_of_a_matter_that_is_over(in_time: Oversight) -> None:
    in_time.hear(fact(routing.MatterWithdrawn, request="r-1"), NOON)
    with pytest.raises(Refusal, match="matter_over"):
        decide(in_time)


def test_a_matter_in_time_is_listed_by_decision_and_the_unit_that_leads_is_told(in_time: Oversight) -> None:
    order = decide(in_time)
    assert (order["id"], order["unit"], order["state"]) == (LISTED, "ns-housing", "issued")
    assert (order["ground"], order["clock"], order["clock_id"]) == ("key_matter", None, None)
    assert (order["issued_by"], order["due"]) == (SUPERVISOR.id, "2026-11-30T15:59:59Z"), "five working days"
    told = in_time.last()
    assert told.type == "countynet.oversight.order_issued.v1"
    assert (told.data["kind"], told.data["unit"], told.data["ground"]) == ("listed", "ns-housing", "key_matter")
    assert WHY not in str(told.data)


def test_only_who_supervises_or_leads_decides_and_only_in_ones_own_places(in_time: Oversight) -> None:
    assert routes.DECIDERS.roles == {Role.SUPERVISOR, Role.LEADER}
    with pytest.raises(Refusal) as refused:
        decide(in_time, staff(Role.LEADER, place="ns-t02"))
    assert refused.value.status == 404
    assert decide(in_time, staff(Role.LEADER, place="ns-t01"), kind="supervision")["kind"] == "supervision"


def test_the_reason_is_sealed_and_read_by_the_unit_ordered_and_who_supervises(in_time: Oversight) -> None:
    decide(in_time)
    on_disk = b"".join(path.read_bytes() for path in in_time.path.parent.glob("oversight.db*"))
    assert WHY.encode() not in on_disk
    in_time.ask(issue_order.answer_order, watching.AnswerForm, {"text": "已落实专人"}, HOUSING, id=LISTED)
    for reader in (SUPERVISOR, HOUSING, staff(Role.LEADER, place="ns-t01")):
        assert (read(in_time, reader)["reason"], read(in_time, reader)["answer"]) == (WHY, "已落实专人")
    for stranger in (
        staff(Role.HANDLER, department="ns-water"),
        staff(Role.SUPERVISOR, place="ns-t02"),
        staff(Role.CLERK),
    ):
        with pytest.raises(Refusal) as refused:
            read(in_time, stranger)
        assert refused.value.status == 404


def test_an_order_is_not_given_twice_before_it_is_answered(in_time: Oversight) -> None:
    decide(in_time)
    with pytest.raises(Refusal) as refused:
        decide(in_time)
    assert refused.value.code == "already_ordered"
    assert decide(in_time, unit="ns-water")["id"] == f"{NUMBER}.listed.2", "another unit is ordered beside it"
    in_time.ask(issue_order.answer_order, watching.AnswerForm, {"text": "已落实专人"}, HOUSING, id=LISTED)
    assert decide(in_time)["id"] == f"{NUMBER}.listed.3"


@pytest.mark.parametrize(
    ("said", "field"),
    [({"unit": "ns-nobody"}, "unit"), ({"due": "2026-11-20T00:00:00Z"}, "due")],
)
def test_what_is_said_wrongly_is_named_by_its_field(in_time: Oversight, said: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        decide(in_time, **said)
    assert refused.value.errors[0].field == field


def test_a_reminder_is_the_machines_and_no_order_is_without_a_reason() -> None:
    for body in ({"kind": "reminder", "reason": WHY}, {"kind": "listed"}):
        with pytest.raises(ValidationError) as refused:
            loader_of(ordering.DecidedOrderForm)({"number": NUMBER, **body})
        assert refused.value.normalized_messages().keys() <= {"kind", "reason"}


def test_listed_orders_are_found_by_their_kind_and_by_the_matter(in_time: Oversight) -> None:
    decide(in_time)
    decide(in_time, kind="supervision")
    assert listed(in_time, kind="listed") == [LISTED]
    assert listed(in_time, number=NUMBER) == [LISTED, f"{NUMBER}.supervision.2"]
    assert listed(in_time, number=NUMBER, kind="listed", state="answered") == []
    assert listed(in_time, HOUSING, kind="listed") == [LISTED]


def test_everybody_sees_which_units_are_under_listed_supervision_and_nothing_of_the_matter(
    in_time: Oversight,
) -> None:
    decide(in_time)
    decide(in_time, kind="supervision")
    public = in_time.read(show_listed.show_listed, PageQuery)
    name = in_time.county.units.get("ns-housing").name
    days = {"issued_on": "2026-11-23", "due_on": "2026-11-30"}
    assert public == {"listed": [{"unit": "ns-housing", "name": name, "kind": "listed", **days}], "after": None}
    in_time.ask(issue_order.answer_order, watching.AnswerForm, {"text": "已落实专人"}, HOUSING, id=LISTED)
    assert in_time.read(show_listed.show_listed, PageQuery)["listed"] == []


def test_a_matter_behind_the_wall_is_not_listed_and_what_was_ordered_is_forgotten(in_time: Oversight) -> None:
    decide(in_time)
    in_time.hear(fact(routing.MatterWalled), "2026-11-24T02:00:00Z")
    assert in_time.store.get(documents.ORDER.name, LISTED) is None
    with pytest.raises(Refusal) as refused:
        decide(in_time)
    assert refused.value.status == 404
