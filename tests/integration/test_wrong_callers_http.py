"""Callers who may not: no token, a forged one, the wrong role, another place or department, guessed codes."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from requests.adapters import HTTPAdapter

from services.chassis.access import User
from services.chassis.tokens import Tokens
from services.contracts.vocabulary import Role
from tests.integration.a_matter import CITY, OTHER_TOWN, TOWN, WATER, Matter, petition
from tests.integration.evidence import assert_problem, nothing_changes
from tests.integration.hub_under_test import Hub

MATTERS = "/api/intake/matters"
CASES = "/api/routing/cases"
FAR_FUTURE = 4_102_444_800


class From(HTTPAdapter):
    """Calls from another loopback address, so that one test's wrong guesses hold up nobody else's calls."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, source_address=(self._address, 0), **kwargs)  # type: ignore[no-untyped-call]


@pytest.fixture
def stranger(request: pytest.FixtureRequest) -> Iterator[requests.Session]:
    """Somebody on an address of this test's own."""
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", From(f"127.7.{len(request.node.name) % 250}.{hash(request.node.name) % 250 + 1}"))
    yield session
    session.close()


@pytest.fixture(scope="module")
def matter(hub: Hub) -> Matter:
    """A whistled matter of town 1, called to the city department alone; every account is made before tests begin."""
    found = Matter.called(hub)
    for department in (CITY, WATER):
        hub.token("handler", department=department)
    for role in ("clerk", "leader", "supervisor", "discipline", "grid_worker"):
        hub.token(role, **({"department": "ns-discipline"} if role == "discipline" else {}))
    for place in (TOWN, OTHER_TOWN):
        hub.token("dispatcher", place=place)
        hub.token("clerk", place=place)
    return found


@pytest.mark.parametrize(
    ("service", "method", "path"),
    [
        ("intake", "GET", MATTERS),
        ("routing", "GET", CASES),
        ("routing", "POST", f"{CASES}/123456789012/acceptance"),
        ("oversight", "GET", "/api/oversight/rates?by=town"),
        ("oversight", "GET", "/api/oversight/accusations"),
        ("intake", "GET", "/ops/journal"),
    ],
)
def test_without_a_token_nobody_gets_in(hub: Hub, service: str, method: str, path: str) -> None:
    with nothing_changes(hub):
        answer = hub.call(service, method, path)
        assert_problem(answer, 401, "not_signed_in")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def _forged(hub: Hub, **claims: Any) -> dict[str, str]:
    now = int(time.time())
    told = {"sub": "u-0000000000000000", "roles": ["dispatcher"], "iss": "countynet", "iat": now, "exp": now + 600}
    kid = json.loads((hub.var / "secrets" / "token-public.json").read_text(encoding="utf-8")).get("kid", "t1")
    by_other_key = jwt.encode(told | claims, Ed25519PrivateKey.generate(), algorithm="EdDSA", headers={"kid": kid})
    unsigned = jwt.encode(told | claims, None, algorithm="none", headers={"kid": kid})
    by_public_key = jwt.encode(told | claims, "k" * 32, algorithm="HS256", headers={"kid": kid})
    genuine = hub.token("clerk").split(".")
    stretched = ".".join([genuine[0], by_other_key.split(".")[1], genuine[2]])
    return {"other key": by_other_key, "unsigned": unsigned, "symmetric": by_public_key, "claims changed": stretched}


def test_a_forged_token_is_refused_however_it_was_made(hub: Hub, matter: Matter) -> None:
    with nothing_changes(hub):
        for token in (*_forged(hub, exp=FAR_FUTURE).values(), "no-token-at-all"):
            for service, path in (
                ("intake", MATTERS),
                ("routing", matter.path),
                ("oversight", "/ops/documents/docket"),
            ):
                answer = hub.call(service, "GET", path, token=token)
                assert_problem(answer, 401, "bad_token")


def test_a_token_that_is_over_is_refused(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    signer = Tokens.from_setting(str(hub.var / "secrets" / "token.json"))
    long_ago = time.time() - 9 * 3600
    with monkeypatch.context() as patched:
        patched.setattr("services.chassis.tokens.time.time", lambda: long_ago)
        token, expires = signer.sign(User(id="u-0000000000000001", roles=frozenset({Role.DISPATCHER})))
    assert expires < time.time()
    with nothing_changes(hub):
        assert_problem(hub.call("routing", "GET", CASES, token=token), 401, "bad_token")


def test_a_follow_token_opens_its_own_matter_alone(hub: Hub, matter: Matter) -> None:
    other = Matter.registered(hub)
    other.known_to_routing()
    token = matter.followed()["token"]
    with nothing_changes(hub):
        own = hub.call("routing", "GET", f"{matter.path}/replies", token=token)
        assert own.status_code == 200
        assert_problem(hub.call("routing", "GET", f"{other.path}/replies", token=token), 403, "not_allowed")
        assert_problem(hub.call("routing", "GET", CASES, token=token), 403, "not_allowed")
        assert_problem(hub.call("routing", "POST", f"{matter.path}/acceptance", {}, token=token), 403, "not_allowed")


@pytest.mark.parametrize(
    ("role", "scope", "service", "method", "path", "body"),
    [
        ("clerk", {}, "routing", "POST", "{case}/acceptance", {}),
        ("handler", {"department": CITY}, "routing", "POST", "{case}/conclusion", {"outcome": "solved"}),
        ("leader", {}, "routing", "POST", "{case}/decline", {"reason": "not_ours", "text": "否"}),
        ("dispatcher", {}, "oversight", "POST", "/api/oversight/orders/x/issue", {}),
        ("dispatcher", {}, "oversight", "GET", "/api/oversight/rates?by=town", None),
        ("supervisor", {}, "oversight", "GET", "/api/oversight/accusations", None),
        ("operator", {}, "intake", "GET", "/api/intake/matters", None),
        ("supervisor", {}, "intake", "GET", "/ops/documents/story", None),
        ("dispatcher", {}, "intake", "POST", "/ops/accounts", {"username": "mallory", "roles": ["operator"]}),
    ],
)
def test_a_role_that_has_no_right_to_it_is_refused(
    hub: Hub, matter: Matter, role: str, scope: dict[str, str], service: str, method: str, path: str, body: Any
) -> None:
    token = hub.token(role, **scope)
    with nothing_changes(hub):
        answer = hub.call(service, method, path.format(case=matter.path), body, token=token)
        assert_problem(answer, 403, "not_allowed")


def test_a_grid_worker_takes_in_what_the_grid_finds_and_nothing_by_letter(hub: Hub, matter: Matter) -> None:
    assert matter.number
    token = hub.token("grid_worker")
    with nothing_changes(hub):
        assert_problem(hub.call("intake", "POST", MATTERS, petition(channel="letter"), token=token), 403, "not_allowed")
        assert_problem(hub.call("intake", "POST", MATTERS, petition(channel="letter")), 401, "not_signed_in")
    assert hub.call("intake", "POST", MATTERS, petition(channel="grid"), token=token).status_code == 201


def test_a_dispatcher_of_another_town_sees_and_does_nothing(hub: Hub, matter: Matter) -> None:
    other, own = hub.token("dispatcher", place=OTHER_TOWN), hub.token("dispatcher", place=TOWN)
    with nothing_changes(hub):
        assert_problem(hub.call("routing", "GET", matter.path, token=other), 404, "not_found")
        answer = hub.call("routing", "POST", f"{matter.path}/conclusion", {"outcome": "solved"}, token=other)
        assert_problem(answer, 404, "not_found")
        clerk = hub.token("clerk", place=OTHER_TOWN)
        assert_problem(hub.call("intake", "GET", f"{MATTERS}/{matter.number}", token=clerk), 404, "not_found")
        assert hub.call("routing", "GET", matter.path, token=own).status_code == 200
        listed = hub.call("routing", "GET", f"{CASES}?limit=200", token=other).json()["cases"]
    assert matter.number not in [case["number"] for case in listed]


def test_a_department_that_was_not_called_sees_and_does_nothing(hub: Hub, matter: Matter) -> None:
    token, whistle = hub.token("handler", department=WATER), f"/api/routing/whistles/{matter.whistle_id}"
    with nothing_changes(hub):
        assert_problem(hub.call("routing", "POST", f"{whistle}/check-ins", {}, token=token), 404, "not_found")
        assert_problem(hub.call("routing", "GET", matter.path, token=token), 404, "not_found")
        assert_problem(hub.call("intake", "GET", f"{MATTERS}/{matter.number}", token=token), 404, "not_found")


def test_a_department_does_not_act_for_another_one(hub: Hub, matter: Matter) -> None:
    token, whistle = hub.token("handler", department=CITY), f"/api/routing/whistles/{matter.whistle_id}"
    with nothing_changes(hub):
        answer = hub.call("routing", "POST", f"{whistle}/check-ins", {"department": WATER}, token=token)
        assert_problem(answer, 403, "not_allowed")


def test_a_wrong_query_code_and_an_unknown_number_look_the_same(hub: Hub, matter: Matter) -> None:
    with nothing_changes(hub):
        wrong = {"number": matter.number, "query_code": "0000-0000-00000"}
        unknown = {"number": "999999999999", "query_code": matter.query_code}
        answers = [hub.call("intake", "POST", "/api/intake/follow", body) for body in (wrong, unknown)]
    told = [assert_problem(answer, 404, "not_found") for answer in answers]
    assert told[0]["detail"] == told[1]["detail"]


def test_guessing_query_codes_of_one_matter_is_held_up(hub: Hub, stranger: requests.Session) -> None:
    matter = Matter.registered(hub)
    url, body = hub.url("intake") + "/api/intake/follow", {"number": matter.number, "query_code": "0000-0000-00000"}
    with nothing_changes(hub):
        statuses = [stranger.post(url, json=body, timeout=20).status_code for _ in range(10)]
        assert statuses == [404] * 10
        answer = stranger.post(url, json=body, timeout=20)
        assert_problem(answer, 429, "too_many_requests")
    assert 0 < int(answer.headers["Retry-After"]) <= 600


def test_guessing_from_one_address_is_held_up_through_every_door(hub: Hub, stranger: requests.Session) -> None:
    paths = [f"{MATTERS}/{100000000000 + n}/{step}" for n in range(15) for step in ("withdrawal", "supplements")]
    with nothing_changes(hub):
        for path in paths:
            body = {"query_code": "0000-0000-00000"} | ({"text": "补充"} if "supp" in path else {})
            answer = stranger.post(hub.url("intake") + path, json=body, timeout=20)
            assert_problem(answer, 404, "not_found")
        body = {"number": "199999999999", "query_code": "0000-0000-00000"}
        answer = stranger.post(hub.url("intake") + "/api/intake/follow", json=body, timeout=20)
        assert_problem(answer, 429, "too_many_requests")


def test_guessing_passwords_is_held_up_and_a_wrong_name_looks_like_a_wrong_password(
    hub: Hub, stranger: requests.Session
) -> None:
    url, account = hub.url("intake") + "/api/session", hub.operator()
    known = {"username": account["username"], "password": "wrong"}
    unknown = {"username": f"nobody-{uuid.uuid4().hex[:8]}", "password": "wrong"}
    with nothing_changes(hub):
        told = [
            assert_problem(stranger.post(url, json=b, timeout=20), 401, "wrong_credentials") for b in (known, unknown)
        ]
        assert told[0]["detail"] == told[1]["detail"]
        for _ in range(4):
            stranger.post(url, json=unknown, timeout=20)
        assert_problem(stranger.post(url, json=unknown, timeout=20), 429, "too_many_requests")


@pytest.mark.parametrize(
    "path", ["/ops/journal", "/ops/documents/story", "/metrics", "/ops", "/api/intake/../../ops/clock"]
)
def test_the_gateway_leads_neither_to_operations_nor_to_metrics(hub: Hub, path: str) -> None:
    with nothing_changes(hub):
        answer = hub.call("gateway", "GET", path, token=hub.token("operator"))
        assert_problem(answer, 404, "not_found")


def test_operations_refuse_what_says_it_came_through_the_gateway(hub: Hub) -> None:
    for header in ("X-Forwarded-For", "X-Countynet-Gateway"):
        answer = hub.call("intake", "GET", "/ops/journal", token=hub.token("operator"), headers={header: "1"})
        assert_problem(answer, 404, "not_found")
