"""Subscribe, look, change the secret, leave: who may, and what is refused with which words."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from services.chassis.web.outbound.addresses import Reach
from services.chassis.web.outbound.target import read_target
from services.notify.domain.subscription import MOST_OF_ONE_DEPARTMENT
from services.notify.store import DELIVERY, SUBSCRIPTION
from services.notify.use_cases.deliver_note import TYPES
from services.notify.use_cases.deliver_trim import trim
from tests.unit.notify.a_department import CITY, URL, WATER, House, opened

FILTERS = {"types": ["countynet.routing.whistle_blown.v1"], "places": ["ns-t01"], "categories": ["construction"]}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made


def test_a_handler_subscribes_its_own_department_and_is_told_the_secret_once(house: House) -> None:
    made = house.subscribed("water", **FILTERS)
    assert made["department"] == WATER
    assert made["secret"].startswith("whsec_")
    assert {name: made[name] for name in FILTERS} == FILTERS
    seen = house.ask("water", "GET", f"/{made['id']}").body
    assert "secret" not in seen
    assert seen == {name: value for name, value in made.items() if name != "secret"}
    listed = house.ask("water", "GET", "").body["subscriptions"]
    assert listed == [seen]


def test_an_operator_subscribes_any_department_and_sees_all(house: House) -> None:
    for department in (WATER, CITY):
        assert house.subscribed("operator", department=department)["department"] == department
    departments = [row["department"] for row in house.ask("operator", "GET", "").body["subscriptions"]]
    assert sorted(departments) == [CITY, WATER]
    only = house.ask("operator", "GET", f"?department={CITY}").body["subscriptions"]
    assert [row["department"] for row in only] == [CITY]


@pytest.mark.parametrize(
    ("who", "body", "status", "code"),
    [
        (None, {}, 401, "not_signed_in"),
        ("dispatcher", {}, 403, "not_allowed"),
        ("water's clerk", {}, 403, "not_allowed"),
        ("nobody's handler", {}, 403, "not_allowed"),
        ("water", {"department": CITY}, 403, "not_allowed"),
        ("operator", {}, 422, "invalid_fields"),
        ("operator", {"department": "ns-nobody"}, 422, "invalid_fields"),
    ],
)
def test_nobody_else_subscribes(house: House, who: str | None, body: Any, status: int, code: str) -> None:
    said = house.ask(who, "POST", "", {"url": URL, **body})
    assert (said.status, said.code) == (status, code)
    assert house.service.store.find(SUBSCRIPTION).documents == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("DELETE", "", None),
        ("POST", "/secret", {}),
        ("GET", "/deliveries", None),
        ("GET", "/deliveries/s-1-f1", None),
        ("POST", "/replay", {}),
    ],
)
def test_another_departments_subscription_is_not_there(house: House, method: str, path: str, body: Any) -> None:
    made = house.subscribed("water")
    said = house.ask("city", method, f"/{made['id']}{path}", body)
    assert (said.status, said.code) == (404, "not_found")
    assert house.ask("water", "GET", f"/{made['id']}").status == 200
    assert house.ask("city", "GET", "").body["subscriptions"] == []
    assert house.ask("city", "GET", f"?department={WATER}").status == 403


@pytest.mark.parametrize(
    ("body", "field", "allowed"),
    [
        ({"url": "https://10.20.3.4/"}, "url", "SUBSCRIBER_NETWORKS"),
        ({"url": "http://u:p@127.0.0.1/"}, "url", "without user, password"),
        ({"url": "https://system.example.cn:22/"}, "url", "ports"),
        ({"types": ["countynet.routing.matter_walled.v1"]}, "types.0", "countynet.routing.whistle_blown.v1"),
        ({"types": ["countynet.intake.accusation_registered.v1"]}, "types.0", "countynet.intake.matter_registered.v1"),
        ({"types": ["countynet.routing.sealed_data_read.v1"]}, "types.0", "Allowed"),
        ({"places": ["ns-t01", "elsewhere"]}, "places.1", "a place of the county file"),
        ({"categories": ["magic"]}, "categories.0", "a category of the county file"),
        ({"secret": "whsec_mine"}, "secret", "url, department, types, places, categories"),
        ({"places": ["ns-t01"] * 61}, "places", "at most 60"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(house: House, body: Any, field: str, allowed: str) -> None:
    said = house.ask("water", "POST", "", {"url": URL, **body})
    assert said.status == 422
    assert [error["field"] for error in said.body["errors"]] == [field]
    assert allowed in said.body["errors"][0]["detail"]


@pytest.mark.parametrize(
    "url",
    ["https://localhost:9000/", "https://LOCALHOST/", "https://hub.localhost/", "https://127.0.0.1/", "https://[::1]/"],
)
def test_the_hub_itself_is_no_departments_system(url: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        read_target(url, Reach((ip_network("10.20.0.0/16"),)))


def test_what_shows_an_accusation_or_who_read_words_can_not_even_be_asked_for() -> None:
    assert "countynet.routing.whistle_blown.v1" in TYPES
    assert not [name for name in TYPES if "accusation" in name or "walled" in name or "sealed" in name]


def test_a_hub_that_may_reach_nobody_takes_no_subscription(tmp_path: Path) -> None:
    with opened(tmp_path, reach=Reach()) as house:
        said = house.ask("water", "POST", "", {"url": "https://system.example.cn/"})
        assert (said.status, said.code) == (409, "no_networks")


def test_a_name_is_taken_as_it_is_and_checked_when_it_is_resolved(tmp_path: Path) -> None:
    with opened(tmp_path, reach=Reach((ip_network("10.20.0.0/16"),))) as house:
        assert house.subscribed(url="https://system.example.cn/hook")["state"] == "active"
        assert house.ask("water", "POST", "", {"url": "http://system.example.cn/"}).status == 422


def test_a_department_has_a_limit(house: House) -> None:
    for _ in range(MOST_OF_ONE_DEPARTMENT):
        house.subscribed("water")
    said = house.ask("water", "POST", "", {"url": URL})
    assert (said.status, said.code) == (409, "too_many_subscriptions")
    assert house.subscribed("city")["department"] == CITY


def test_secrets_do_not_lie_readable_in_the_store(house: House) -> None:
    made = house.subscribed("water")
    renewed = house.ask("water", "POST", f"/{made['id']}/secret", {}).body
    [document] = house.service.store.find(SUBSCRIPTION).documents
    for secret in (made["secret"], renewed["secret"]):
        assert secret.removeprefix("whsec_") not in str(document.body)
    assert renewed["secret"] != made["secret"]
    assert renewed["former_secret_until"] is not None


def test_who_leaves_is_gone_at_once_and_all_that_was_kept_with_the_next_sweep(house: House) -> None:
    made = house.subscribed("water")
    house.whistled()
    assert house.ask("water", "DELETE", f"/{made['id']}").body == {"id": made["id"], "removed": True}
    assert house.ask("water", "GET", f"/{made['id']}").status == 404
    assert house.ask("water", "GET", "").body["subscriptions"] == []
    house.rated()
    trim(house.service)
    assert house.service.store.find(SUBSCRIPTION).documents == []
    assert house.service.store.find(DELIVERY).documents == []
