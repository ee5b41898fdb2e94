from __future__ import annotations

import base64
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from services.chassis.access import User
from services.chassis.seal import SealError
from services.chassis.web.multipart import Upload
from services.contracts.envelope import Context
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.county.ways import TYPES, Attachments
from services.intake.domain import attached
from services.intake.use_cases import attach, read_attachment
from tests.unit.intake import facts
from tests.unit.intake.desk import CLERK, DISCIPLINE, Asking, Intake, staff

PNG = b"\x89PNG\r\n\x1a\n" + b"picture of the road " * 20
NAME = "我家门口.png"
HANDLER = staff(Role.HANDLER, department=facts.LEAD)


def office(part: str, *more: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name in ("[Content_Types].xml", part, *more):
            made.writestr(name, "x")
    return packed.getvalue()


@pytest.fixture(autouse=True)
def anything(intake: Intake) -> None:
    intake.county = replace(intake.county, attachments=Attachments(20, 3, TYPES))


def put(intake: Intake, told: dict[str, str], content: bytes = PNG, name: str = NAME, user: User | None = None) -> str:
    body = {"query_code": told["query_code"]} if user is None else {}
    call = Asking({"number": told["number"]}, body, {}, user)
    context = Context("citizen" if user is None else user.id, intake.clock.now(), "r-1")
    answer = attach.attach(intake, call, context, [Upload(name, content)])
    return str(answer.body["attachment"])


def content(intake: Intake, told: dict[str, str], id: str, user: User | None = None) -> bytes:
    body = {} if user is not None else {"query_code": told["query_code"]}
    call = Asking({"number": told["number"], "id": id}, body, {}, user)
    context = Context("citizen" if user is None else user.id, intake.clock.now(), "r-1")
    use_case = read_attachment.open_by_citizen if user is None else read_attachment.open_by_staff
    answer = intake.store.run(context, use_case, intake, call)
    return b"".join(read_attachment.content_of(intake, answer.body))


@pytest.mark.parametrize("size", [1, attach.PIECE - 1, attach.PIECE, attach.PIECE + 1, 3 * attach.PIECE + 7])
def test_a_file_comes_back_byte_for_byte_and_lies_sealed(intake: Intake, size: int) -> None:
    told = intake.register()
    sent = b"%PDF-" + bytes(n % 251 for n in range(size))
    id = put(intake, told, sent, "证明.pdf")
    assert content(intake, told, id) == sent
    document = intake.store.get("attachment", id)
    assert document is not None
    kept = b"".join(intake.store.blobs.open(document.body["blob"]))
    assert b"%PDF" not in kept
    assert "证明".encode() not in intake.bytes_on_disk()


def test_citizen_and_staff_see_what_is_attached_and_the_staffs_reading_is_recorded(intake: Intake) -> None:
    told = intake.register()
    id = put(intake, told)
    put(intake, told, b"%PDF-1.7 more", "笔录", CLERK)
    names = [(each["name"], each["type"]) for each in intake.follow(told)["attachments"]]
    assert names == [(NAME, "image/png"), ("笔录.pdf", "application/pdf")]
    assert [each["name"] for each in intake.read(told["number"], CLERK, "codes")["attachments"]] == [None, None]
    assert intake.read(told["number"], CLERK)["attachments"][0]["name"] == NAME
    assert content(intake, told, id, CLERK) == PNG
    assert intake.last().type == "countynet.intake.sealed_data_read.v1"
    assert intake.last().data["fields"] == ["attachments"]


def test_each_file_is_told_as_a_supplement_and_the_same_one_counts_once(intake: Intake) -> None:
    told = intake.register()
    assert put(intake, told) == put(intake, told) == f"{told['number']}-a1"
    assert put(intake, told, PNG + b"!") == f"{told['number']}-a2"
    assert intake.names() == ["matter_registered", "matter_supplemented", "matter_supplemented"]


def test_a_department_opens_files_only_once_it_was_called_and_nobody_elses(intake: Intake) -> None:
    told, other = intake.register(), intake.register()
    id = put(intake, told)
    with pytest.raises(Refusal) as refusal:
        content(intake, told, id, HANDLER)
    assert refusal.value.status == 404
    intake.tell(facts.whistled(told["number"]))
    assert content(intake, told, id, HANDLER) == PNG
    with pytest.raises(Refusal):
        content(intake, other, id)


def test_the_wall_stands_before_the_files_of_an_accusation(intake: Intake) -> None:
    told = intake.register(purpose="accusation")
    id = put(intake, told)
    assert intake.names() == ["accusation_registered", "accusation_supplemented"]
    with pytest.raises(Refusal):
        content(intake, told, id, CLERK)
    assert content(intake, told, id, DISCIPLINE) == PNG
    assert intake.names()[-1] == "accusation_read"


def test_a_piece_that_was_moved_or_cut_off_does_not_open(intake: Intake) -> None:
    told = intake.register()
    id = put(intake, told, b"%PDF-" + b"x" * (2 * attach.PIECE))
    document = intake.store.get("attachment", id)
    assert document is not None
    body = document.body | {"key": intake.store.get("story", told["number"]).body["key"]}  # type: ignore[union-attr]
    address = {"key": body["key"], "address": f"{told['number']}/{body['digest']}"}
    sealed = b"".join(intake.store.blobs.open(body["blob"]))
    for spoilt in (sealed[attach.CHUNK :], sealed[: attach.CHUNK], sealed[:-1]):
        with pytest.raises(SealError):
            list(read_attachment.pieces(intake, address, iter([spoilt])))


def by_its_verdict(value: object) -> str:
    """Tests have names that do not hold the file: an archive has the time in it, and workers must agree on names."""
    return "file" if isinstance(value, bytes) else str(value)


@pytest.mark.parametrize(
    ("sent", "media"),
    [
        (b"\xff\xd8\xff\xe0 jpeg", "image/jpeg"),
        (PNG, "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.4", "application/pdf"),
        (b"ID3\x03 song", "audio/mpeg"),
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"\x00\x00\x00\x18ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (office("word/document.xml"), attached.OFFICE["word/document.xml"]),
        (office("xl/workbook.xml"), attached.OFFICE["xl/workbook.xml"]),
        ("一份说明".encode(), "text/plain"),
        (office("word/document.xml", "word/vbaProject.bin"), None),
        (office("evil.exe"), None),
        (b"PK\x03\x04 broken", None),
        (b"MZ\x90\x00", None),
        (b"\x7fELF", None),
        (b"<html><script>alert(1)</script>", None),
        (b"<svg onload=alert(1)>", None),
        (b"GIF89a\x00", None),
    ],
    ids=by_its_verdict,
)
def test_the_type_is_told_by_the_content(sent: bytes, media: str | None) -> None:
    assert attached.media_of(sent) == media


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (b"MZ\x90\x00\x00", 415, "wrong_type"),
        (b"", 422, "invalid_fields"),
        (b"%PDF-" + b"x" * (20 * attached.MIB), 413, "too_large"),
    ],
    ids=by_its_verdict,
)
def test_what_may_not_be_attached_is_refused_and_leaves_nothing(
    intake: Intake, sent: bytes, status: int, code: str
) -> None:
    told = intake.register()
    with pytest.raises(Refusal) as refusal:
        put(intake, told, sent)
    assert (refusal.value.status, refusal.value.code) == (status, code)
    assert intake.follow(told)["attachments"] == []
    assert intake.store.blobs.sweep(0) == 0


def test_a_matter_takes_so_many_files_and_no_more(intake: Intake) -> None:
    told = intake.register()
    for n in range(3):
        put(intake, told, PNG + bytes([n]))
    with pytest.raises(Refusal) as refusal:
        put(intake, told, PNG + b"one more")
    assert refusal.value.code == "too_many_attachments"


def test_a_small_file_may_come_inside_a_registration_and_a_wrong_one_registers_nothing(intake: Intake) -> None:
    said = [{"name": NAME, "content": base64.b64encode(PNG).decode()}]
    told = intake.register()
    context = Context("citizen", intake.clock.now(), "r-1")
    attach.attach_to(intake, told, context, attach.inline(intake.county, said))
    assert [each["name"] for each in intake.follow(told)["attachments"]] == [NAME]
    for content, code in (("no base64!", "not_base64"), (base64.b64encode(b"MZ\x90").decode(), "wrong_type")):
        with pytest.raises(Refusal) as refusal:
            attach.inline(intake.county, [{"name": "a", "content": content}])
        assert [each.code for each in refusal.value.errors] == [code]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("../../etc/passwd", "passwd.png"),
        ("C:\\temp\\照片.PNG", "照片.PNG"),
        ('a"b\r\nc.png', "a_bc.png"),
        ("evil.html", "evil.html.png"),
        ("", "file.png"),
    ],
)
def test_a_files_name_is_its_own_last_part_and_ends_like_what_it_is(said: str, kept: str) -> None:
    assert attached.name_for(said, "image/png") == kept
