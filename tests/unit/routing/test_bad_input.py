"""Bad input gets an answer that names the field and what is allowed, and leaves nothing half-done."""

from __future__ import annotations

from typing import Any

import pytest

N = "123456789012"
WORDS = "井盖坏了已三月"
WHISTLE = {"kind": "fast", "lead": "water", "assists": [], "reason": WORDS}


@pytest.fixture
def accepted(house: Any) -> Any:
    """An accepted matter."""
    house.registers()
    house.does("dispatcher", f"/cases/{N}/acceptance", {})
    return house


@pytest.mark.parametrize(
    ("path", "body", "field", "allowed"),
    [
        ("whistles", {**WHISTLE, "kind": "loud"}, "kind", "fast, joint"),
        ("whistles", {**WHISTLE, "lead": "nobody"}, "lead", "petition, housing"),
        ("whistles", {**WHISTLE, "assists": ["water"]}, "assists.0", "not the lead"),
        ("whistles", {**WHISTLE, "assists": "roads"}, "assists", "list"),
        ("whistles", {**WHISTLE, "assists": [7]}, "assists.0", "string"),
        ("whistles", {**WHISTLE, "reason": " "}, "reason", "1 to 1000 characters"),
        ("whistles", {**WHISTLE, "colour": "red"}, "colour", "No such field"),
        ("whistles", {k: v for k, v in WHISTLE.items() if k != "lead"}, "lead", "required"),
        ("conclusion", {"outcome": "gone"}, "outcome", "solved, explained, helped, handled_by_law"),
        ("acceptance", {"urgency": "soon"}, "urgency", "urgent, livelihood, hard"),
        ("decline", {"reason": "tired", "text": WORDS}, "reason", "not_ours"),
        ("decline", {"reason": "final"}, "text", "required"),
        ("on-the-spot", {"text": WORDS, "unit": "nobody"}, "unit", "petition, housing"),
        ("on-the-spot", {"text": "x" * 20_001}, "text", "1 to 20000 characters"),
    ],
)
def test_a_field_at_fault_is_named_with_what_is_allowed(
    accepted: Any, path: str, body: dict[str, Any], field: str, allowed: str
) -> None:
    said = accepted.ask("dispatcher", "POST", f"/cases/{N}/{path}", body)
    assert (said.status, said.code) == (422, "invalid_fields")
    [error] = said.body["errors"]
    assert error["field"] == field
    assert allowed in error["detail"]
    assert accepted.names() == ["matter_accepted"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("acceptance", {}),
        ("decline", {"reason": "final", "text": WORDS}),
        ("referral", {"reason": "out_of_county"}),
        ("conclusion", {"outcome": "solved"}),
    ],
)
def test_a_step_that_the_status_does_not_allow_is_refused_and_changes_nothing(
    accepted: Any, path: str, body: dict[str, Any]
) -> None:
    before = accepted.ask("dispatcher", "GET", f"/cases/{N}")
    said = accepted.ask("dispatcher", "POST", f"/cases/{N}/{path}", body)
    assert (said.status, said.code) == (409, "step_not_allowed")
    assert "whistle" in said.body["detail"]
    after = accepted.ask("dispatcher", "GET", f"/cases/{N}")
    assert (after.body, after.headers["ETag"]) == (before.body, before.headers["ETag"])


@pytest.mark.parametrize(
    ("steps", "command", "code"),
    [
        ([], ("replies", {"text": WORDS}), "not_checked_in"),
        (["check-ins"], ("check-ins", {}), "already_checked_in"),
        (["check-ins", "replies"], ("replies", {"text": WORDS}), "already_replied"),
        (["check-ins", "replies"], ("objections", {"reason": "duplicate", "text": WORDS}), "already_replied"),
        (["objections"], ("objections", {"reason": "duplicate", "text": WORDS}), "objection_open"),
    ],
)
def test_a_department_hears_why_its_step_is_not_possible(
    accepted: Any, steps: list[str], command: tuple[str, dict[str, Any]], code: str
) -> None:
    accepted.does("dispatcher", f"/cases/{N}/whistles", WHISTLE)
    bodies = {"check-ins": {}, "replies": {"text": WORDS}, "objections": {"reason": "duplicate", "text": WORDS}}
    for step in steps:
        accepted.does("water", f"/whistles/{N}-w1/{step}", bodies[step])
    said = accepted.ask("water", "POST", f"/whistles/{N}-w1/{command[0]}", command[1])
    assert (said.status, said.code) == (409, code)


def test_the_etag_is_the_documents_version_and_a_stale_one_is_refused(accepted: Any) -> None:
    read = accepted.ask("dispatcher", "GET", f"/cases/{N}")
    assert read.headers["ETag"] == 'W/"2"'
    blown = accepted.ask("dispatcher", "POST", f"/cases/{N}/whistles", WHISTLE, if_match='W/"2"')
    assert (blown.status, blown.headers["ETag"]) == (201, 'W/"3"')
    stale = accepted.ask("water", "POST", f"/whistles/{N}-w1/check-ins", {}, if_match='W/"2"')
    assert (stale.status, stale.code) == (412, "stale_version")
    fresh = accepted.ask("water", "POST", f"/whistles/{N}-w1/check-ins", {}, if_match='W/"3"')
    assert fresh.status == 200
    assert accepted.ask("dispatcher", "GET", f"/cases/{N}").headers["ETag"] == fresh.headers["ETag"] == 'W/"4"'


def test_a_command_given_twice_under_one_key_is_done_once(accepted: Any) -> None:
    first = accepted.ask("dispatcher", "POST", f"/cases/{N}/whistles", WHISTLE, idempotency_key="k-1")
    again = accepted.ask("dispatcher", "POST", f"/cases/{N}/whistles", WHISTLE, idempotency_key="k-1")
    assert (again.status, again.body, again.headers["Idempotency-Replayed"]) == (201, first.body, "true")
    other = accepted.ask(
        "dispatcher", "POST", f"/cases/{N}/whistles", {**WHISTLE, "lead": "roads"}, idempotency_key="k-1"
    )
    assert (other.status, other.code) == (422, "idempotency_key_reused")
    assert accepted.names() == ["matter_accepted", "whistle_blown"]


@pytest.mark.parametrize("number", ["999999999999", "x", "12345"])
def test_a_matter_that_is_not_there_is_not_found(accepted: Any, number: str) -> None:
    assert accepted.ask("dispatcher", "GET", f"/cases/{number}").status == 404
    assert accepted.ask("dispatcher", "POST", f"/cases/{number}/acceptance", {}).status == 404
