from __future__ import annotations

import base64
from typing import Any

import orjson
import pytest

from services.chassis.access import User
from services.chassis.store import open_store
from services.chassis.web.message import Request, Response
from services.intake import store as documents
from services.intake.forms import gives
from services.intake.forms.attachments import AttachedForm
from tests.unit.intake.desk import CLERK, Intake, petition
from tests.unit.intake.test_attachments import PNG
from tests.unit.intake.test_routes import COLLECTIONS, Wire, told

SEAM = "seam-of-a-form"


@pytest.fixture
def wire(intake: Intake) -> Wire:
    intake.store.close()
    intake.store = open_store(f"sqlite:///{intake.path}", (*documents.COLLECTIONS, *COLLECTIONS), "intake")
    return Wire(intake)


def form_of(content: bytes, **fields: str) -> bytes:
    said = [
        f'--{SEAM}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode() for n, v in fields.items()
    ]
    head = f'--{SEAM}\r\nContent-Disposition: form-data; name="file"; filename="road.png"\r\n\r\n'.encode()
    return b"".join([*said, head, content, f"\r\n--{SEAM}--\r\n".encode()])


def send(wire: Wire, number: str, body: bytes, kind: str, *, user: User | None = None, **headers: str) -> Response:
    sent = {"content-type": kind, "content-length": str(len(body))} | {
        k.replace("_", "-"): v for k, v in headers.items()
    }
    if user is not None:
        sent["authorization"] = "Bearer " + wire.intake.tokens.sign(user)[0]
    request = Request("POST", f"/api/intake/matters/{number}/attachments", "", sent, wire.address, body)
    assert wire.application.admit(request) > 20 * 1024 * 1024
    return wire.application.handle(request)


def test_a_citizen_attaches_by_a_form_and_staff_by_the_file_alone(wire: Wire) -> None:
    matter = wire.register()
    number, code = matter["number"], matter["query_code"]
    by_form = send(wire, number, form_of(PNG, query_code=code), f"multipart/form-data; boundary={SEAM}")
    assert told(by_form, 201, AttachedForm)["attachments"][0]["name"] == "road.png"
    bare = {"content_disposition": "attachment; filename*=UTF-8''%E7%AC%94%E5%BD%95.pdf"}
    by_clerk = send(wire, number, b"%PDF-1.4 minutes", "application/pdf", user=CLERK, **bare)
    assert told(by_clerk, 201, AttachedForm)["attachments"][0]["name"] == "笔录.pdf"
    body = {"number": number, "query_code": code}
    assert len(told(wire.send("POST", "/api/intake/follow", body), 200, gives.CitizenViewForm)["attachments"]) == 2


def test_a_form_may_name_its_file(wire: Wire) -> None:
    body = form_of(PNG, name="村口.png")
    answer = send(wire, wire.register()["number"], body, f"multipart/form-data; boundary={SEAM}", user=CLERK)
    assert told(answer, 201)["attachments"][0]["name"] == "村口.png"


def test_what_is_given_back_is_saved_and_never_shown(wire: Wire) -> None:
    matter = wire.register()
    path = f"/api/intake/matters/{matter['number']}/attachments"
    kind = f"multipart/form-data; boundary={SEAM}"
    id = told(send(wire, matter["number"], form_of(PNG, query_code=matter["query_code"]), kind), 201)["attachment"]
    for response in (
        wire.send("GET", f"{path}/{id}", user=CLERK),
        wire.send("POST", f"{path}/{id}", {"query_code": matter["query_code"]}),
    ):
        assert (response.status, response.content_type) == (200, "image/png")
        headers = dict(response.headers)
        assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''road.png"
        assert "sandbox" in headers["Content-Security-Policy"]
        assert b"".join(response.lines or ()) == PNG
    assert wire.send("GET", f"{path}/{id}").status == 401
    assert wire.send("POST", f"{path}/{id}", {"query_code": "0000-0000-00000"}).status == 404


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{}", "application/json", 415, "wrong_content_type"),
        (form_of(b"MZ\x90"), f"multipart/form-data; boundary={SEAM}", 415, "wrong_type"),
        (form_of(PNG, colour="x"), f"multipart/form-data; boundary={SEAM}", 422, "invalid_fields"),
        (b"", "multipart/form-data", 422, "invalid_fields"),
        (b"no form", "multipart/form-data", 400, "not_a_form"),
        (b"%PDF-" + b"x" * (20 * 1024 * 1024), "application/pdf", 413, "too_large"),
    ],
)
def test_each_wrong_upload_has_its_answer(wire: Wire, body: bytes, kind: str, status: int, code: str) -> None:
    number = wire.register()["number"]
    assert told(send(wire, number, body, kind, user=CLERK), status)["code"] == code


def test_a_small_file_inside_a_registration_is_attached(wire: Wire) -> None:
    files: list[Any] = [{"name": "路.png", "content": base64.b64encode(PNG).decode()}]
    matter = wire.register(attachments=files)
    body = {"number": matter["number"], "query_code": matter["query_code"]}
    followed = orjson.loads(wire.send("POST", "/api/intake/follow", body).body)
    assert [each["name"] for each in followed["attachments"]] == ["路.png"]
    files[0]["content"] = "MZ"
    wrong = petition(attachments=files)
    assert wire.send("POST", "/api/intake/matters", wrong).status in (415, 422)
    assert wire.intake.names().count("matter_registered") == 1
