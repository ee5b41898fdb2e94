"""What the console and monitoring ask of every service."""

import hashlib
from uuid import uuid4

from tests.unit.web.conftest import Sample


def test_probes_need_no_rights(sample: Sample) -> None:
    assert sample.call("GET", "/healthz").body == {"status": "ok", "service": "intake"}
    assert sample.call("GET", "/readyz").body["status"] == "ready"
    assert sample.call("POST", "/healthz").status == 404


def test_metrics_count_by_route_and_status_and_name_no_one(sample: Sample) -> None:
    sample.call("GET", "/api/notes/424242424242")
    text = sample.call("GET", "/metrics").text.decode()
    assert 'countynet_http_requests_total{route="/api/notes/<number>",service="intake",status="401"}' in text
    assert 'countynet_http_seconds_count{route="/api/notes",service="intake"}' in text or "/api/notes/<number>" in text
    assert 'countynet_outbox_pending{service="intake"} 0.0' in text
    assert "countynet_build_info" in text
    assert "424242424242" not in text


def test_the_api_is_described_by_its_forms(sample: Sample) -> None:
    told = sample.call("GET", "/openapi.json").body
    assert told["openapi"] == "3.1.0"
    note = told["paths"]["/api/notes"]["post"]
    assert note["summary"] == "Keep a note."
    assert note["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/NoteForm")
    assert told["components"]["schemas"]["NoteForm"]["required"] == ["text"]
    assert told["paths"]["/api/notes/{number}"]["get"]["x-roles"] == ["clerk"]
    assert not any(path.startswith("/ops") for path in told["paths"])


def test_the_virtual_clock_is_set_and_released(sample: Sample, operator: str) -> None:
    at = "2026-11-22T08:00:00Z"
    moved = sample.call("PUT", "/ops/clock", {"now": at}, Authorization=operator).body
    assert moved == {"now": at, "mode": "virtual", "next_due": "2030-01-01T00:00:00Z"}
    assert sample.call("GET", "/api/who").body["now"] == at
    released = sample.call("PUT", "/ops/clock", {"now": None}, Authorization=operator).body
    assert released["mode"] == "real"
    wrong = sample.call("PUT", "/ops/clock", {"now": "tomorrow"}, Authorization=operator)
    assert wrong.body["errors"][0]["field"] == "now"


def test_idle_says_that_nothing_is_under_way(sample: Sample, operator: str) -> None:
    state = sample.call("GET", "/ops/idle", Authorization=operator).body
    assert state["idle"] is True
    assert state["next_due"] == "2030-01-01T00:00:00Z"


def test_documents_come_as_they_lie_and_digests_without_being_read(sample: Sample, operator: str) -> None:
    number = str(sample.call("POST", "/api/notes", {"text": "words of a citizen", "urgency": "hard"}).body["number"])
    rows = sample.call("GET", "/ops/documents/note?limit=1000", Authorization=operator)
    assert "words of a citizen" not in rows.text.decode()
    found = {row["id"]: row["body"] for row in rows.body["documents"]}
    assert found[number]["text"].startswith("s1.k1.")
    asked = {"collection": "note", "ids": [number, "none"], "fields": ["text", "urgency", "gone"], "nonce": "n"}
    made = sample.call("POST", "/ops/digests", asked, Authorization=operator).body["digests"]
    assert made["none"] is None
    assert made[number] == {
        "text": hashlib.sha256(b"nwords of a citizen").hexdigest(),
        "urgency": hashlib.sha256(b"nhard").hexdigest(),
        "gone": None,
    }
    assert sample.call("GET", "/ops/documents/nothing", Authorization=operator).status == 404


def test_journal_handled_diverged_counters_and_parked_are_lists(sample: Sample, operator: str) -> None:
    sample.call("POST", "/api/notes", {"text": "count me"})
    assert sample.call("GET", "/ops/journal", Authorization=operator).body == {"facts": [], "after_position": None}
    assert sample.call("GET", "/ops/handled", Authorization=operator).body == {"handled": [], "after": None}
    assert sample.call("GET", "/ops/diverged", Authorization=operator).body == {"documents": [], "after": None}
    assert sample.call("GET", "/ops/counters?prefix=no", Authorization=operator).body["counters"]["notes"] >= 1
    assert sample.call("GET", "/ops/parked", Authorization=operator).body["parked"][0]["id"] == "sample-1"
    assert sample.call("GET", "/ops/parked/sample-1", Authorization=operator).body["reason"] == "schema"
    assert sample.call("GET", "/ops/parked/sample-2", Authorization=operator).status == 404


def test_republishing_wants_a_stream_or_a_time_not_both(sample: Sample, operator: str) -> None:
    both = {"stream": "matter/1", "since": "2026-11-22T08:00:00Z", "inbox": "routing"}
    for asked in ({"inbox": "routing"}, both):
        reply = sample.call("POST", "/ops/journal/republish", asked, Authorization=operator)
        assert (reply.status, reply.body["errors"][0]["code"]) == (422, "one_of")


def test_every_ops_call_is_logged_with_who_made_it(sample: Sample, operator: str) -> None:
    asked = uuid4().hex
    sample.call("GET", "/ops/diverged", Authorization=operator, X_Request_Id=asked)
    line = sample.logged("ops call")
    while line["correlation_id"] != asked:
        line = sample.logged("ops call")
    assert (line["actor"], line["route"]) == ("u-00000000000000aa", "/ops/diverged")
