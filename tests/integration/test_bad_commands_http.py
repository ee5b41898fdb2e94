"""Commands out of place over HTTP: wrong state, stale version, repeated key; each has its named answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.a_matter import CITY, WATER, Matter, key, petition
from tests.integration.evidence import assert_problem, journal, nothing_changes
from tests.integration.hub_under_test import Hub

MATTERS = "/api/intake/matters"


@pytest.fixture(scope="module")
def matter(hub: Hub) -> Matter:
    """A whistled matter."""
    hub.token("handler", department=CITY)
    return Matter.called(hub)


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("acceptance", {}),
        ("decline", {"reason": "not_ours", "text": "不属于本县。"}),
        ("referral", {"reason": "other_organ", "to": WATER}),
        ("on-the-spot", {"text": "已答复。"}),
        ("whistles", {"kind": "ordinary", "lead": WATER, "reason": "再次"}),
        ("conclusion", {"outcome": "solved"}),
    ],
)
def test_a_step_that_the_state_does_not_allow_is_refused(hub: Hub, matter: Matter, step: str, body: Any) -> None:
    with nothing_changes(hub):
        told = assert_problem(matter.ask(f"{matter.path}/{step}", body), 409, "step_not_allowed")
    assert "whistled" in told["detail"]
    assert "check_in" in told["detail"], "what is allowed is said"


def test_a_reply_before_the_check_in_is_refused(hub: Hub, matter: Matter) -> None:
    token = hub.token("handler", department=CITY)
    with nothing_changes(hub):
        answer = matter.ask(f"/api/routing/whistles/{matter.whistle_id}/replies", {"text": "已修复。"}, token)
        assert_problem(answer, 409, "not_checked_in")


def test_a_command_on_an_older_version_than_the_present_one_is_refused(hub: Hub) -> None:
    matter = Matter.registered(hub)
    matter.known_to_routing()
    dispatcher = hub.token("dispatcher")
    seen = hub.call("routing", "GET", matter.path, token=dispatcher).headers["ETag"]
    matter.accept()
    body = {"kind": "ordinary", "lead": CITY, "reason": "按职责分工"}
    with nothing_changes(hub):
        for stale in (seen, 'W/"999"'):
            path = f"{matter.path}/whistles"
            answer = hub.call("routing", "POST", path, body, token=dispatcher, headers={"If-Match": stale})
            assert_problem(answer, 412, "stale_version")
    fresh = hub.call("routing", "GET", matter.path, token=dispatcher).headers["ETag"]
    answer = hub.call("routing", "POST", f"{matter.path}/whistles", body, token=dispatcher, headers={"If-Match": fresh})
    assert answer.status_code == 201, answer.text


def test_an_if_match_that_is_no_version_is_refused(hub: Hub, matter: Matter) -> None:
    with nothing_changes(hub):
        answer = hub.call(
            "routing",
            "POST",
            f"{matter.path}/conclusion",
            {"outcome": "solved"},
            token=hub.token("dispatcher"),
            headers={"If-Match": "yesterday"},
        )
        assert_problem(answer, 400, "bad_if_match")


def test_the_same_key_with_the_same_body_gives_the_first_answer_again(hub: Hub) -> None:
    headers, body = key(), petition()
    first = hub.call("intake", "POST", MATTERS, body, headers=headers)
    assert first.status_code == 201
    with nothing_changes(hub):
        second = hub.call("intake", "POST", MATTERS, body, headers=headers)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert (second.status_code, second.json()) == (201, first.json())
    told = [fact["type"].split(".")[2] for fact in journal(hub, "intake", first.json()["number"])]
    assert sorted(told) == ["contact_given", "matter_registered"]


def test_the_same_key_with_another_body_is_refused(hub: Hub) -> None:
    headers = key()
    assert hub.call("intake", "POST", MATTERS, petition(), headers=headers).status_code == 201
    with nothing_changes(hub):
        answer = hub.call("intake", "POST", MATTERS, petition(title="另一件事"), headers=headers)
        assert_problem(answer, 422, "idempotency_key_reused")


def test_a_key_that_is_no_identifier_is_refused(hub: Hub) -> None:
    with nothing_changes(hub):
        answer = hub.call("intake", "POST", MATTERS, petition(), headers={"Idempotency-Key": "a" * 300})
        assert_problem(answer, 400, "bad_idempotency_key")


def test_a_refused_command_leaves_its_key_free(hub: Hub) -> None:
    headers = key()
    assert_problem(
        hub.call("intake", "POST", MATTERS, petition(place="ns-t99"), headers=headers), 422, "invalid_fields", "place"
    )
    assert hub.call("intake", "POST", MATTERS, petition(), headers=headers).status_code == 201
