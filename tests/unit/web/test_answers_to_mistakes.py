"""Every mistake of a caller has its named answer, and says what is allowed."""

from uuid import uuid4

from tests.unit.web.conftest import Sample

PROBLEM = "application/problem+json"


def test_a_body_that_is_not_json_is_refused(sample: Sample) -> None:
    for body in (b"{", b"\xff\xfe", b"[1,", b'{"text": NaN}', b'{"text": "\\ud800"}', b"[" * 100_000):
        reply = sample.call("POST", "/api/notes", body)
        assert (reply.status, reply.body["code"]) == (400, "not_json")
        assert reply.headers["content-type"] == PROBLEM


def test_json_that_is_no_object_is_refused(sample: Sample) -> None:
    bodies: list[object] = [[], "text", 1, True]
    for body in bodies:
        assert sample.call("POST", "/api/notes", body).body["code"] == "not_json"


def test_a_key_written_twice_is_refused_with_its_path(sample: Sample) -> None:
    reply = sample.call("POST", "/api/notes", b'{"text": "a", "people": [{"name": "x", "name": "y"}]}')
    assert (reply.status, reply.body["code"]) == (400, "duplicate_key")
    assert reply.body["errors"] == [{"field": "people.0.name", "code": "repeated", "detail": "Allowed: once."}]


def test_another_content_type_is_refused(sample: Sample) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk"):
        reply = sample.call("POST", "/api/notes", b'{"text":"a"}', Content_Type=kind)
        assert (reply.status, reply.body["code"]) == (415, "wrong_content_type")
        assert [error["field"] for error in reply.body["errors"]] == ["Content-Type"]
    assert (
        sample.call("POST", "/api/notes", b'{"text":"a"}', Content_Type='Application/JSON; charset="UTF-8"').status
        == 201
    )


def test_each_field_at_fault_is_named_with_what_is_allowed(sample: Sample) -> None:
    people = [{"name": "a", "phone": "12345"}, {"name": "", "id_number": "11010519491231002Y"}]
    body = {"text": 7, "urgency": "soon", "at": "2026-02-30T00:00:00Z", "people": people, "colour": "red"}
    reply = sample.call("POST", "/api/notes", body)
    assert (reply.status, reply.body["code"]) == (422, "invalid_fields")
    errors = {error["field"]: error for error in reply.body["errors"]}
    assert set(errors) == {
        "text", "urgency", "at", "people.0.phone", "people.1.name", "people.1.id_number", "colour",
    }  # fmt: skip
    assert "urgent, livelihood, hard" in errors["urgency"]["detail"]
    assert errors["colour"]["code"] == "unknown"
    assert "12345" not in reply.text.decode()


def test_an_empty_text_is_one_mistake(sample: Sample) -> None:
    for text in ("", " \n "):
        reply = sample.call("POST", "/api/notes", {"text": text})
        assert [error["field"] for error in reply.body["errors"]] == ["text"]
        assert "Allowed: text of 1 to" in reply.body["errors"][0]["detail"]


def test_a_missing_field_is_called_required(sample: Sample) -> None:
    reply = sample.call("POST", "/api/notes", {})
    allowed = "Allowed: text of 1 to 200 characters, not blank, no control characters."
    assert reply.body["errors"] == [{"field": "text", "code": "required", "detail": f"This is required. {allowed}"}]


def test_a_body_where_none_is_expected_is_an_error_of_its_fields(sample: Sample, clerk: str) -> None:
    reply = sample.call("POST", "/api/notes/1/change", {"x": 1}, Authorization=clerk)
    assert (reply.status, reply.body["errors"][0]["field"]) == (422, "x")


def test_an_unknown_address_and_a_wrong_method_are_told_apart(sample: Sample) -> None:
    assert sample.call("GET", "/api/nothing").status == 404
    assert sample.call("GET", "/api/notes/").status == 404
    reply = sample.call("DELETE", "/api/notes")
    assert (reply.status, reply.headers["allow"]) == (405, "GET, POST")


def test_a_part_of_the_path_is_no_place_for_other_characters(sample: Sample, clerk: str) -> None:
    for number in ("%2e%2e%2fetc", "a%00b", "x" * 81, "%E7%8E%8B"):
        assert sample.call("GET", f"/api/notes/{number}", Authorization=clerk).status == 404


def test_a_query_is_checked_like_a_form(sample: Sample) -> None:
    reply = sample.call("GET", "/api/notes?limit=1000&colour=red")
    assert {error["field"] for error in reply.body["errors"]} == {"limit", "colour"}
    assert sample.call("GET", "/api/notes?limit=1&limit=2").body["errors"][0]["code"] == "repeated"
    assert sample.call("GET", "/api/notes?after=%FF").body["code"] == "bad_query"
    assert sample.call("GET", "/api/notes?after=nonsense").body["errors"][0]["code"] == "bad_cursor"
    assert sample.call("GET", "/api/notes?limit=5").status == 200


def test_a_refusal_of_a_rule_keeps_its_code(sample: Sample) -> None:
    reply = sample.call("POST", "/api/notes", {"text": "refuse me"})
    assert (reply.status, reply.body["code"], reply.body["detail"]) == (409, "not_today", "Not today.")


def test_a_bug_shows_only_the_request_id_and_logs_no_value(sample: Sample) -> None:
    asked = uuid4().hex
    reply = sample.call("POST", "/api/bug", {"amount": 1}, X_Request_Id=asked)
    assert (reply.status, reply.body["code"], reply.body["request_id"]) == (500, "internal_error", asked)
    assert "RuntimeError" not in reply.text.decode()
    line = sample.logged("a call ended in a bug")
    assert line["correlation_id"] == asked
    assert line["error"][0]["type"] == "RuntimeError"
    assert any("sample.py" in place for place in line["error"][0]["at"])
    assert "13800000000" not in str(line)


def test_no_log_line_holds_a_phone_number_that_was_sent_as_a_request_id(sample: Sample) -> None:
    reply = sample.call("POST", "/api/bug", {"amount": 1}, X_Request_Id="13911112222")
    line = sample.logged("a call ended in a bug")
    assert line["correlation_id"] == reply.headers["x-request-id"]
    assert "13911112222" not in str(sample.log)


def test_what_is_not_ready_says_try_again(sample: Sample) -> None:
    for path in ("/api/away", "/api/late"):
        reply = sample.call("GET", path)
        assert (reply.status, reply.body["code"], reply.headers["retry-after"]) == (503, "try_again", "1")


def test_who_fails_too_often_has_to_wait_and_who_knows_the_code_has_not(sample: Sample) -> None:
    right = {"number": "100000000001", "code": "right"}
    assert [sample.call("POST", "/api/follow", right).status for _ in range(6)] == [200] * 6
    wrong = {"number": "100000000002", "code": "wrong"}
    replies = [sample.call("POST", "/api/follow", wrong) for _ in range(4)]
    assert [reply.status for reply in replies] == [404, 404, 404, 429]
    assert replies[3].body["code"] == "too_many_requests"
    assert 1 <= int(replies[3].headers["retry-after"]) <= 31


def test_a_request_id_that_is_a_uuid_is_kept(sample: Sample) -> None:
    for good in (str(uuid4()), uuid4().hex, str(uuid4()).upper()):
        assert sample.call("GET", "/api/who", X_Request_Id=good).headers["x-request-id"] == good


def test_a_request_id_that_could_be_anything_else_is_replaced(sample: Sample) -> None:
    numbers = ("13800000000", "0916-6822000", "11010519491231002X", "req-13800000000")
    cut = ("a" * 31, "a" * 33, f"{uuid4()}-1", str(uuid4())[:-1], str(uuid4()).replace("-", "."), "g" * 32)
    for bad in (*numbers, *cut, "a b", "x" * 81, "é", "{}", "-a"):
        given = sample.call("GET", "/api/who", X_Request_Id=bad.encode().decode("latin-1")).headers["x-request-id"]
        assert given != bad
        assert len(given) == 32
