"""Commands: given twice they are done once; a stale version is refused."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

from tests.unit.web.conftest import Sample


def notes(sample: Sample) -> int:
    found = sample.call("GET", "/api/notes?limit=200").body["notes"]
    return len(found)


def test_the_same_key_with_the_same_body_gives_the_same_answer_and_one_effect(sample: Sample) -> None:
    before = notes(sample)
    first = sample.call("POST", "/api/notes", {"text": "once"}, Idempotency_Key="key-1")
    again = sample.call("POST", "/api/notes", {"text": "once"}, Idempotency_Key='"key-1"')
    assert (first.status, again.status) == (201, 201)
    assert again.body == first.body
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert notes(sample) == before + 1


def test_the_same_key_with_another_body_is_refused(sample: Sample) -> None:
    sample.call("POST", "/api/notes", {"text": "one"}, Idempotency_Key="key-2")
    reply = sample.call("POST", "/api/notes", {"text": "two"}, Idempotency_Key="key-2")
    assert (reply.status, reply.body["code"]) == (422, "idempotency_key_reused")


def test_a_key_belongs_to_who_used_it(sample: Sample, clerk: str) -> None:
    mine = sample.call("POST", "/api/notes", {"text": "mine"}, Idempotency_Key="key-3")
    theirs = sample.call("POST", "/api/notes", {"text": "mine"}, Idempotency_Key="key-3", Authorization=clerk)
    assert theirs.body["number"] != mine.body["number"]


def test_a_refused_command_may_be_tried_again_under_its_key(sample: Sample) -> None:
    for _ in range(2):
        reply = sample.call("POST", "/api/notes", {"text": "refuse me"}, Idempotency_Key="key-4")
        assert (reply.status, reply.body["code"]) == (409, "not_today")


def test_a_key_whose_first_request_is_under_way_is_told_so(sample: Sample) -> None:
    before = notes(sample)
    with ThreadPoolExecutor(4) as pool:
        asked = [
            pool.submit(sample.call, "POST", "/api/notes", {"text": "slow"}, Idempotency_Key="key-5") for _ in range(4)
        ]
        replies = [one.result() for one in asked]
    assert sorted(reply.status for reply in replies) == [201, 409, 409, 409]
    assert {reply.body["code"] for reply in replies if reply.status == 409} == {"idempotency_in_progress"}
    assert notes(sample) == before + 1


def test_a_key_that_is_no_identifier_is_refused(sample: Sample) -> None:
    for key in ("a b", "x" * 81, "{}", '""'):
        reply = sample.call("POST", "/api/notes", {"text": "a"}, Idempotency_Key=key)
        assert (reply.status, reply.body["code"]) == (400, "bad_idempotency_key")


def test_a_stored_answer_is_not_readable_in_the_file(sample: Sample) -> None:
    sample.call("POST", "/api/notes", {"text": "sealed words"}, Idempotency_Key="key-6")
    with sqlite3.connect(sample.folder / "sample.db") as database:
        dumped = "\n".join(database.iterdump())
    assert "expires" in dumped
    assert "secret-code" not in dumped
    assert "sealed words" not in dumped


def test_a_stale_if_match_is_refused_and_the_right_one_is_not(sample: Sample, clerk: str) -> None:
    number = sample.call("POST", "/api/notes", {"text": "versions"}).body["number"]
    path = f"/api/notes/{number}/change"
    stale = sample.call("POST", path, Authorization=clerk, If_Match='W/"7"')
    assert (stale.status, stale.body["code"]) == (412, "stale_version")
    right = sample.call("POST", path, Authorization=clerk, If_Match='W/"1"')
    assert (right.status, right.headers["etag"]) == (200, 'W/"2"')
    assert sample.call("POST", path, Authorization=clerk, If_Match='W/"1"').status == 412


def test_an_if_match_of_a_star_matches_any_version_of_what_is_there(sample: Sample, clerk: str) -> None:
    number = sample.call("POST", "/api/notes", {"text": "any version"}).body["number"]
    for version in (2, 3):
        reply = sample.call("POST", f"/api/notes/{number}/change", Authorization=clerk, If_Match="*")
        assert (reply.status, reply.headers["etag"]) == (200, f'W/"{version}"')
    assert sample.call("POST", "/api/notes/9999/change", Authorization=clerk, If_Match="*").status == 404


def test_a_malformed_if_match_is_refused(sample: Sample, clerk: str) -> None:
    for given in ("1", '"a"', "**", 'W/""', 'W/"' + "9" * 40 + '"'):
        reply = sample.call("POST", "/api/notes/1/change", Authorization=clerk, If_Match=given)
        assert (reply.status, reply.body["code"]) == (400, "bad_if_match")


def test_what_has_not_changed_is_not_sent_again(sample: Sample, clerk: str) -> None:
    number = sample.call("POST", "/api/notes", {"text": "etag"}).body["number"]
    shown = sample.call("GET", f"/api/notes/{number}", Authorization=clerk)
    again = sample.call("GET", f"/api/notes/{number}", Authorization=clerk, If_None_Match=shown.headers["etag"])
    assert (shown.status, again.status, again.text) == (200, 304, b"")


def test_pages_go_on_where_the_one_before_ended(sample: Sample) -> None:
    for _ in range(5):
        sample.call("POST", "/api/notes", {"text": "page"})
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        page = sample.call("GET", "/api/notes?limit=2" + (f"&after={after}" if after else "")).body
        seen += page["notes"]
        after = page["after"]
    assert len(seen) == len(set(seen)) == notes(sample)
