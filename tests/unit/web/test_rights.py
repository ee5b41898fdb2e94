"""Who may come in."""

import time

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.chassis.tokens import Tokens
from tests.unit.web.conftest import Sample


def test_without_a_token_one_is_asked_to_sign_in(sample: Sample) -> None:
    reply = sample.call("GET", "/api/notes/1")
    assert (reply.status, reply.body["code"]) == (401, "not_signed_in")
    assert reply.headers["www-authenticate"].startswith("Bearer")


def test_a_token_that_is_not_ours_is_refused_even_where_none_is_needed(sample: Sample) -> None:
    claims = {"sub": "u-1", "roles": ["clerk"], "iss": "countynet", "iat": int(time.time()), "exp": 2**33}
    forged = jwt.encode(claims, Ed25519PrivateKey.generate(), algorithm="EdDSA")
    plain = jwt.encode(claims, "x" * 40, algorithm="HS256")
    bare = jwt.encode(claims, "", algorithm="none")
    for given in (f"Bearer {forged}", f"Bearer {plain}", f"Bearer {bare}", "Bearer x", "Basic eDp5", "Bearer", ""):
        for path in ("/api/notes/1", "/api/who"):
            reply = sample.call("GET", path, Authorization=given)
            assert (reply.status, reply.body["code"]) == (401, "bad_token")


def test_another_role_is_not_allowed(sample: Sample, operator: str) -> None:
    reply = sample.call("GET", "/api/notes/1", Authorization=operator)
    assert (reply.status, reply.body["code"]) == (403, "not_allowed")
    assert "clerk" in reply.body["detail"]


def test_the_actor_is_the_account_or_the_citizen(sample: Sample, clerk: str) -> None:
    assert sample.call("GET", "/api/who").body["actor"] == "citizen"
    assert sample.call("GET", "/api/who", Authorization=clerk).body["actor"] == "u-0123456789abcdef"


def test_a_follow_token_opens_its_own_matter_alone(sample: Sample, tokens: Tokens) -> None:
    number = str(sample.call("POST", "/api/notes", {"text": "follow"}).body["number"])
    given = "Bearer " + tokens.sign_follow(number)[0]
    assert sample.call("GET", f"/api/notes/{number}", Authorization=given).status == 200
    assert sample.call("GET", "/api/notes/999", Authorization=given).status == 403
    assert sample.call("POST", f"/api/notes/{number}/change", Authorization=given).status == 403
    assert sample.call("GET", "/ops/clock", Authorization=given).status == 403
    assert sample.call("GET", "/api/who", Authorization=given).body["actor"] == "citizen"


def test_a_cookie_reads_but_changes_only_with_the_header_that_no_other_page_can_send(
    sample: Sample, clerk: str
) -> None:
    number = sample.call("POST", "/api/notes", {"text": "cookie"}).body["number"]
    cookie = "theme=dark; countynet_session=" + clerk.removeprefix("Bearer ")
    assert sample.call("GET", f"/api/notes/{number}", Cookie=cookie).status == 200
    path = f"/api/notes/{number}/change"
    reply = sample.call("POST", path, Cookie=cookie)
    assert (reply.status, reply.body["code"]) == (403, "cookie_only")
    assert sample.call("POST", path, Cookie=cookie, X_Requested_With="countynet").status == 200


def test_ops_is_for_operators_and_never_through_the_gateway(sample: Sample, clerk: str, operator: str) -> None:
    assert sample.call("GET", "/ops/clock").status == 401
    assert sample.call("GET", "/ops/clock", Authorization=clerk).status == 403
    assert sample.call("GET", "/ops/clock", Authorization=operator).status == 200
    for header in ({"X_Countynet_Gateway": "1"}, {"X_Forwarded_For": "10.0.0.1"}):
        assert sample.call("GET", "/ops/clock", Authorization=operator, **header).status == 404


def test_the_address_is_the_one_that_the_gateway_saw(sample: Sample) -> None:
    assert sample.call("GET", "/api/who").body["address"] == "127.0.0.1"
    forged = sample.call("GET", "/api/who", X_Forwarded_For="9.9.9.9")
    assert forged.body["address"] == "127.0.0.1"
    by_gateway = sample.call("GET", "/api/who", X_Forwarded_For="9.9.9.9, 10.0.0.7", X_Countynet_Gateway="1")
    assert by_gateway.body["address"] == "10.0.0.7"
