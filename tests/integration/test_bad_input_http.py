"""Bad bodies over HTTP: each gets its named answer, the field at fault and what is allowed; nothing is half-done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.integration.a_matter import CITY, Matter, petition
from tests.integration.evidence import assert_problem, nothing_changes
from tests.integration.hub_under_test import Hub

MATTERS = "/api/intake/matters"
TWO_MIB = json.dumps({"text": "a" * (2 << 20)}).encode()


@pytest.fixture(scope="module")
def matter(hub: Hub) -> Matter:
    """An accepted matter that no bad input may change."""
    found = Matter.registered(hub)
    found.accept()
    hub.token("clerk")
    return found


@pytest.fixture(scope="module")
def untouched(hub: Hub) -> Matter:
    """A registered matter that nobody has accepted."""
    found = Matter.registered(hub)
    found.known_to_routing()
    return found


@pytest.fixture(autouse=True)
def _nothing_is_half_done(hub: Hub, matter: Matter, untouched: Matter) -> Iterator[None]:
    assert matter.number != untouched.number
    with nothing_changes(hub):
        yield


def registered_with(hub: Hub, **changes: Any) -> requests.Response:
    return hub.call("intake", "POST", MATTERS, petition(**changes))


def test_a_body_that_is_not_json_is_refused(hub: Hub) -> None:
    assert_problem(hub.call("intake", "POST", MATTERS, data=b'{"channel": "web"'), 400, "not_json")


def test_a_body_that_is_json_but_no_object_is_refused(hub: Hub) -> None:
    assert_problem(hub.call("intake", "POST", MATTERS, data=b'["web"]'), 400, "not_json")


def test_a_body_in_another_encoding_than_utf_8_is_refused(hub: Hub) -> None:
    body = json.dumps(petition(), ensure_ascii=False).encode("gb18030")
    assert_problem(hub.call("intake", "POST", MATTERS, data=body), 400, "not_json")


def test_a_body_of_another_content_type_is_refused(hub: Hub) -> None:
    body = json.dumps(petition()).encode()
    answer = hub.call("intake", "POST", MATTERS, data=body, headers={"Content-Type": "text/plain"})
    assert_problem(answer, 415, "wrong_content_type", "Content-Type")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", 7),
        ("text", ["a"]),
        ("anonymous", "no"),
        ("petitioners", {"name": "测试人"}),
        ("place", None),
        ("occurred_at", "yesterday"),
        ("channel", "sms"),
        ("purpose", "complaint"),
        ("urgency", "soon"),
        ("title", "  "),
        pytest.param("text", "a" * 20_001, id="text-too long"),
    ],
)
def test_a_field_of_a_wrong_type_or_word_is_named(hub: Hub, field: str, value: Any) -> None:
    assert_problem(registered_with(hub, **{field: value}), 422, "invalid_fields", field)


def test_a_field_that_nobody_knows_is_named(hub: Hub) -> None:
    told = assert_problem(registered_with(hub, colour="red"), 422, "invalid_fields", "colour")
    assert told["errors"][0]["code"] == "unknown"


def test_a_field_that_is_missing_is_named(hub: Hub) -> None:
    body = petition()
    del body["place"], body["title"]
    answer = hub.call("intake", "POST", MATTERS, body)
    told = assert_problem(answer, 422, "invalid_fields", "title", "place")
    assert {error["code"] for error in told["errors"]} == {"required"}


def test_every_field_at_fault_is_named_at_once(hub: Hub) -> None:
    answer = registered_with(hub, title="", colour="red", petitioners=[{"name": "测试人", "phone": "12"}])
    found = {error["field"] for error in answer.json()["errors"]}
    assert found == {"title", "colour", "petitioners.0.phone"}


def test_a_place_that_the_county_does_not_have_is_refused(hub: Hub) -> None:
    told = assert_problem(registered_with(hub, place="ns-t99"), 422, "invalid_fields", "place")
    assert told["errors"][0]["code"] == "unknown_place"


def test_a_category_that_the_county_does_not_have_is_refused(hub: Hub) -> None:
    told = assert_problem(registered_with(hub, category="space.travel"), 422, "invalid_fields", "category")
    assert told["errors"][0]["code"] == "unknown_category"


@pytest.mark.parametrize("phone", ["12345678901", "1381234567", "138123456789", "0916-12345", "call me"])
def test_a_phone_number_that_cannot_be_is_refused(hub: Hub, phone: str) -> None:
    answer = registered_with(hub, petitioners=[{"name": "测试人", "phone": phone}])
    assert_problem(answer, 422, "invalid_fields", "petitioners.0.phone")
    assert phone not in answer.text


@pytest.mark.parametrize(
    "id_number", ["11010519491231002x1", "110105194912310021", "110105194913310024", "11010519491231002", "610923"]
)
def test_an_id_number_that_cannot_be_is_refused(hub: Hub, id_number: str) -> None:
    answer = registered_with(hub, petitioners=[{"name": "测试人", "id_number": id_number}])
    assert_problem(answer, 422, "invalid_fields", "petitioners.0.id_number")
    assert id_number not in answer.text


def test_an_anonymous_petition_that_names_petitioners_is_refused(hub: Hub) -> None:
    assert_problem(registered_with(hub, anonymous=True), 422, "invalid_fields", "petitioners")


def test_a_petition_without_petitioners_is_refused(hub: Hub) -> None:
    assert_problem(registered_with(hub, petitioners=[]), 422, "invalid_fields", "petitioners")


def test_a_visit_with_six_representatives_is_refused(hub: Hub) -> None:
    six = [{"name": f"测试人{n}"} for n in range(6)]
    answer = hub.call("intake", "POST", MATTERS, petition(channel="visit", petitioners=six), token=hub.token("clerk"))
    assert_problem(answer, 422, "invalid_fields", "petitioners")


def test_something_that_happened_in_the_future_is_refused(hub: Hub) -> None:
    assert_problem(registered_with(hub, occurred_at="2099-01-01T00:00:00Z"), 422, "invalid_fields", "occurred_at")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("kind", "loud", "unknown_whistle_kind"),
        ("lead", "ns-nobody", "unknown_department"),
        ("assists", ["ns-water", "ns-nobody"], "unknown_department"),
        ("assists", [CITY], "called_twice"),
    ],
)
def test_a_whistle_for_what_the_county_does_not_have_is_refused(
    matter: Matter, field: str, value: Any, code: str
) -> None:
    body = {"kind": "ordinary", "lead": CITY, "assists": [], "reason": "按职责分工", field: value}
    at_fault = f"{field}.{len(value) - 1}" if isinstance(value, list) else field
    told = assert_problem(matter.ask(f"{matter.path}/whistles", body), 422, "invalid_fields", at_fault)
    assert told["errors"][0]["code"] == code
    assert "Allowed" in told["errors"][0]["detail"]


def test_accepting_under_an_unknown_category_is_refused(untouched: Matter) -> None:
    answer = untouched.ask(f"{untouched.path}/acceptance", {"category": "space.travel"})
    told = assert_problem(answer, 422, "invalid_fields", "category")
    assert told["errors"][0]["code"] == "unknown_category"


def test_accepting_for_an_unknown_owner_is_refused(untouched: Matter) -> None:
    answer = untouched.ask(f"{untouched.path}/acceptance", {"owner": "ns-nobody"})
    told = assert_problem(answer, 422, "invalid_fields", "owner")
    assert told["errors"][0]["code"] == "unknown_department"


def test_litigation_referred_to_who_is_neither_court_nor_police_is_refused(untouched: Matter) -> None:
    answer = untouched.ask(f"{untouched.path}/referral", {"reason": "litigation", "to": "ns-water"})
    told = assert_problem(answer, 422, "invalid_fields", "to")
    assert "ns-court" in told["errors"][0]["detail"]


def test_a_body_of_two_mib_is_refused_by_the_service_itself(hub: Hub) -> None:
    answer = hub.call("intake", "POST", MATTERS, data=TWO_MIB)
    assert_problem(answer, 413, "body_too_large")


def test_a_body_of_two_mib_is_refused_by_the_gateway(hub: Hub) -> None:
    answer = hub.call("gateway", "POST", MATTERS, data=TWO_MIB)
    assert_problem(answer, 413, "body_too_large")


def test_two_mib_in_chunks_without_a_length_are_refused_too(hub: Hub) -> None:
    chunks = (b"a" * 65_536 for _ in range(32))
    try:
        answer = requests.post(
            hub.url("intake") + MATTERS, data=chunks, headers={"Content-Type": "application/json"}, timeout=20
        )
    except requests.ConnectionError:
        return  # the service closed the connection before all was sent: refused as well, nothing was read on
    assert_problem(answer, 413, "body_too_large")


def test_a_header_of_twenty_kib_is_refused(hub: Hub) -> None:
    answer = hub.call("intake", "GET", MATTERS, headers={"X-Long": "a" * 20_480})
    assert_problem(answer, 431, "head_too_large")


def test_a_header_of_forty_kib_is_refused_by_the_gateway(hub: Hub) -> None:
    answer = hub.call("gateway", "GET", MATTERS, headers={"X-Long": "a" * 40_960})
    assert_problem(answer, 431, "head_too_large")


def test_an_address_that_leads_nowhere_is_a_problem_too(hub: Hub) -> None:
    assert_problem(hub.call("intake", "GET", "/api/intake/nothing"), 404, "not_found")
    assert_problem(hub.call("gateway", "GET", "/nothing"), 404, "not_found")


def test_a_method_that_an_address_does_not_take_is_refused(hub: Hub) -> None:
    answer = hub.call("intake", "DELETE", MATTERS)
    assert_problem(answer, 405, "wrong_method")
    assert answer.headers["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    ("service", "path"),
    [
        ("intake", "/api/intake/matters?name=somebody"),
        ("routing", "/api/routing/cases?name=somebody"),
        ("oversight", "/api/oversight/orders?name=somebody"),
    ],
)
def test_a_query_parameter_that_nobody_knows_is_named(hub: Hub, service: str, path: str) -> None:
    answer = hub.call(service, "GET", path, token=hub.token("dispatcher"))
    told = assert_problem(answer, 422, "invalid_fields", "name")
    assert told["errors"][0]["code"] == "unknown"


def test_a_query_parameter_given_twice_is_refused(hub: Hub) -> None:
    answer = hub.call("intake", "GET", f"{MATTERS}?limit=1&limit=2", token=hub.token("clerk"))
    assert_problem(answer, 422, "invalid_fields", "limit")
