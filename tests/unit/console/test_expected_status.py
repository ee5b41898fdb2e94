"""What the facts of one matter imply, independent of any document."""

from __future__ import annotations

from services.console.reconcile.expected import expect
from services.contracts.vocabulary import Status
from tests.unit.console.lives_of_facts import LIFE, tell

NUMBER = "100000000001"
CALLED = ("routing", "whistle_blown", {"whistle": "w1", "kind": "k", "lead": "a", "assists": ("b",)})


def after(*names: str) -> Status:
    steps = tuple(step for step in LIFE if step[1] in names)
    return expect(NUMBER, tell(NUMBER, steps)).status


def test_each_step_of_a_life_leads_to_its_status() -> None:
    names = [step[1] for step in LIFE]
    reached = [after(*names[: count + 1]) for count in range(len(names))]
    assert reached == [
        Status.REGISTERED,
        Status.ACCEPTED,
        Status.WHISTLED,
        Status.HANDLING,
        Status.REPLIED,
        Status.CONCLUDED,
        Status.CONCLUDED,
        Status.CLOSED,
    ]


def test_one_of_two_departments_having_replied_the_matter_is_still_handled() -> None:
    told = tell(NUMBER, (*LIFE[:2], CALLED, check_in("a"), check_in("b"), reply("a")))
    assert expect(NUMBER, told).status is Status.HANDLING


def test_departments_called_by_a_further_whistle_must_reply_too() -> None:
    further = ("routing", "whistle_blown", {"whistle": "w2", "kind": "k", "lead": "c", "assists": ()})
    begun = (*LIFE[:2], CALLED, check_in("a"), further, check_in("b"), reply("a"), reply("b"))
    handled = expect(NUMBER, tell(NUMBER, begun))
    assert (handled.status, handled.impossible) == (Status.HANDLING, [])
    assert expect(NUMBER, tell(NUMBER, (*begun, check_in("c"), reply("c")))).status is Status.REPLIED


def test_the_last_department_that_had_not_replied_being_released_the_matter_counts_as_replied() -> None:
    upheld = {"whistle": "w1", "department": "b", "objection": 1, "upheld": True, "lead": "a", "replacement": None}
    told = tell(
        NUMBER,
        (*LIFE[:2], CALLED, check_in("a"), reply("a"), raised("b"), ("routing", "objection_decided", upheld)),
    )
    assert expect(NUMBER, told).status is Status.REPLIED


def test_a_replacement_is_called_and_must_reply_too() -> None:
    upheld = {"whistle": "w1", "department": "b", "objection": 1, "upheld": True, "lead": "a", "replacement": "c"}
    told = tell(
        NUMBER,
        (*LIFE[:2], CALLED, check_in("a"), reply("a"), raised("b"), ("routing", "objection_decided", upheld)),
    )
    assert expect(NUMBER, told).status is Status.HANDLING


def test_reopening_begins_the_second_round_and_forgets_the_outcome() -> None:
    reopened = ("routing", "matter_reopened", {"request": "r1", "round": 2})
    expected = expect(NUMBER, tell(NUMBER, (*LIFE[:6], reopened)))
    assert (expected.status, expected.round, expected.outcome) == (Status.ACCEPTED, 2, None)


def test_facts_of_another_order_of_arrival_imply_the_same() -> None:
    told = tell(NUMBER)
    assert expect(NUMBER, reversed(told)) == expect(NUMBER, told)


def test_a_whistle_before_the_acceptance_is_impossible_and_named() -> None:
    expected = expect(NUMBER, tell(NUMBER, (LIFE[0], LIFE[2])))
    assert [(fact.name, status) for fact, status in expected.impossible] == [("whistle_blown", Status.REGISTERED)]


def test_the_owner_changes_only_by_acceptance() -> None:
    assert expect(NUMBER, tell(NUMBER, LIFE[:1])).owner == "town-1"
    assert expect(NUMBER, tell(NUMBER, LIFE[:2])).owner == "centre"


def check_in(department: str) -> tuple[str, str, dict[str, object]]:
    return ("routing", "department_checked_in", {"whistle": "w1", "department": department, "late": False})


def reply(department: str) -> tuple[str, str, dict[str, object]]:
    return ("routing", "department_replied", {"whistle": "w1", "department": department, "reply": 1})


def raised(department: str) -> tuple[str, str, dict[str, object]]:
    return ("routing", "objection_raised", {"whistle": "w1", "department": department, "objection": 1})
