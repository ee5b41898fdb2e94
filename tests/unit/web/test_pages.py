"""A page's forms, its session and its files, over a real port."""

import re
from urllib.parse import urlencode

from services.chassis.web.pages import session
from tests.unit.web.conftest import Reply, Sample

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def token(bearer: str) -> str:
    return bearer.removeprefix("Bearer ")


def cookie(bearer: str) -> str:
    return f"countynet_session={token(bearer)}"


def send(sample: Sample, fields: dict[str, str], **headers: str) -> Reply:
    body = urlencode(fields).encode()
    return sample.call("POST", "/sheet", body, Content_Type=FORM["Content-Type"], **headers)


def test_a_page_allows_nothing_but_its_own_origin(sample: Sample) -> None:
    reply = sample.call("GET", "/sheet")
    assert reply.status == 200
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["referrer-policy"] == "same-origin"


def test_style_is_kept_for_ever_under_the_address_of_its_content(sample: Sample) -> None:
    page = sample.call("GET", "/sheet").text.decode()
    address = re.search(r'"(/static/[0-9a-f]{12}/page\.css)"', page)
    assert address is not None
    reply = sample.call("GET", address[1])
    assert reply.status == 200
    assert "immutable" in reply.headers["cache-control"]
    assert sample.call("GET", "/static/000000000000/page.css").status == 404


def test_what_was_typed_is_shown_again_with_what_is_wrong(sample: Sample) -> None:
    reply = send(sample, {"text": "<b>文字</b>", "people.0.name": "", "people.1.name": "甲", "people.1.phone": "12"})
    shown = reply.text.decode()
    assert reply.status == 422
    assert "&lt;b&gt;文字&lt;/b&gt;" in shown
    assert "people.0.phone: 请填写 11 位手机号" in shown
    assert "people.0.name=甲" in shown


def test_a_form_sent_twice_counts_once(sample: Sample) -> None:
    first = send(sample, {"text": "一次", "once": "a-key-of-this-form"})
    again = send(sample, {"text": "一次", "once": "a-key-of-this-form"})
    assert (first.status, again.status) == (200, 200)
    assert first.text == again.text


def test_a_key_with_other_words_is_told_and_a_fresh_key_given(sample: Sample) -> None:
    send(sample, {"text": "一次", "once": "another-key"})
    reply = send(sample, {"text": "两次", "once": "another-key"})
    assert reply.status == 422
    assert "已经提交过" in reply.text.decode()
    assert b'value="another-key"' not in reply.text


def test_a_signed_in_persons_form_needs_the_sessions_mark(sample: Sample, clerk: str) -> None:
    mine = {"Cookie": cookie(clerk)}
    assert send(sample, {"text": "没有记号"}, **mine).status == 403
    assert send(sample, {"text": "错的记号", "csrf": "0" * 40}, **mine).status == 403
    assert send(sample, {"text": "记号", "csrf": session.mark_of(token(clerk))}, **mine).status == 200
    assert send(sample, {"text": "htmx"}, X_Requested_With="countynet", **mine).status == 200


def test_what_another_origins_page_sends_is_refused(sample: Sample) -> None:
    assert send(sample, {"text": "外来"}, Origin="https://elsewhere.example").status == 403
    assert send(sample, {"text": "外来"}, Sec_Fetch_Site="cross-site").status == 403
    assert send(sample, {"text": "自家"}, Origin=f"http://127.0.0.1:{sample.port}").status == 200


def test_who_is_not_signed_in_is_led_to_the_sign_in(sample: Sample, clerk: str) -> None:
    reply = sample.call("GET", "/work/inside?after=x")
    assert reply.status == 303
    assert reply.headers["location"] == "/work/sign-in?next=/work/inside%3Fafter%3Dx"
    part = sample.call("GET", "/work/inside", HX_Request="true")
    assert (part.status, part.headers["hx-redirect"]) == (401, "/work/sign-in")
    assert sample.call("GET", "/work/inside", Cookie=cookie(clerk)).status == 200
    assert sample.call("GET", "/work/inside", Cookie="countynet_session=spoilt").status == 303


def test_a_mistake_is_a_page_for_people_and_json_for_programs(sample: Sample) -> None:
    page = sample.call("GET", "/nothing")
    assert (page.status, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "没有找到" in page.text.decode()
    program = sample.call("GET", "/api/nothing")
    assert (program.status, program.headers["content-type"]) == (404, "application/problem+json")


def test_a_bug_shows_a_page_without_what_broke(sample: Sample) -> None:
    reply = sample.call("GET", "/broken")
    assert reply.status == 500
    assert "系统出错了" in reply.text.decode()
    assert b"13800000000" not in reply.text


def test_a_list_taken_away_opens_as_a_table_and_runs_no_formula(sample: Sample) -> None:
    reply = sample.call("GET", "/sheet/all")
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.text.decode("utf-8-sig").splitlines() == ["编号,说明", "1,'=1+1", '2,"甲,乙"']


def test_other_kinds_of_body_are_refused(sample: Sample) -> None:
    assert sample.call("POST", "/sheet", b"{}", Content_Type="application/json").status == 415
    part = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xe5\x88\x86\xe6\xae\xb5\r\n--x--\r\n'
    assert sample.call("POST", "/sheet", part, Content_Type="multipart/form-data; boundary=x").status == 200
    file = part.replace(b'name="text"', b'name="text"; filename="a.txt"')
    assert sample.call("POST", "/sheet", file, Content_Type="multipart/form-data; boundary=x").status == 415


def test_after_signing_in_only_a_page_of_the_workbench_is_gone_to() -> None:
    assert session.inner_path("/work/intake/matters?status=x", "/work") == "/work/intake/matters?status=x"
    for foreign in (
        "https://elsewhere.example",
        "//elsewhere.example",
        "/\\elsewhere",
        "/api/x",
        "/work\r\nX: y",
        None,
    ):
        assert session.inner_path(foreign, "/work") == "/work"
