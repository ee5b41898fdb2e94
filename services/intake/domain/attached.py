"""What may be attached to a matter: told by its content, never by what it is called."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from io import BytesIO

from services.contracts.refusals import Refusal
from services.county.county import County
from services.county.ways import TYPES, Attachments

MIB = 1024 * 1024
MOST_BYTES = 20 * MIB
"""No county lets in more at once."""
ANYTHING = Attachments(most_mb=20, most=20, types=TYPES)
"""Where the county file says nothing."""
OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ENDINGS = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a",),
    "video/mp4": (".mp4",),
    "text/plain": (".txt",),
    OFFICE["word/document.xml"]: (".docx",),
    OFFICE["xl/workbook.xml"]: (".xlsx",),
}
LONGEST_NAME = 120
_AUDIO_BRANDS = frozenset({b"M4A ", b"M4B "})
_VIDEO_BRANDS = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V "})
_UNPRINTED = re.compile(r'[\\/:*?"<>|]')


def rules_of(county: County) -> Attachments:
    """What this county lets in."""
    return ANYTHING if county.attachments is None else county.attachments


def check(county: County, content: bytes, there_are: int) -> str:
    """The media type of a content that may be attached.

    Raises Refusal `too_large` (413), `wrong_type` (415), `too_many_attachments` (409), or 422 for an empty one.
    """
    rules = rules_of(county)
    most = min(rules.most_bytes, MOST_BYTES)
    if len(content) > most:
        raise Refusal("too_large", f"The file is too large; allowed: {most // MIB} MiB.", status=413)
    if not content:
        raise Refusal.of_field("file", "empty", "Allowed: a file that is not empty.")
    media = media_of(content)
    if media is None or media not in rules.types:
        endings = ", ".join(sorted(ENDINGS[each][0].removeprefix(".") for each in rules.types))
        detail = f"The file is of a type that is not taken; allowed: {endings}."
        raise Refusal.at("file", "wrong_type", detail, status=415)
    check_count(county, there_are)
    return media


def accepted(county: County) -> str:
    """What a browser's file dialogue offers: the endings of what this county lets in."""
    return ",".join(sorted(ending for media in rules_of(county).types for ending in ENDINGS[media]))


def told_limits(county: County) -> dict[str, int | str]:
    """`{accept most_mb most endings}` of this county, for forms."""
    rules = rules_of(county)
    endings = "、".join(sorted(ENDINGS[media][0].removeprefix(".") for media in rules.types))
    return {"accept": accepted(county), "most_mb": min(rules.most_mb, 20), "most": rules.most, "endings": endings}


def check_count(county: County, there_are: int) -> None:
    """Refuse (409 `too_many_attachments`) one more where a matter has all that the county allows."""
    most = rules_of(county).most
    if there_are >= most:
        raise Refusal("too_many_attachments", f"Allowed: {most} attachments a matter.")


def media_of(content: bytes) -> str | None:
    """The media type by the content's own signs; None for what is none of ours."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        return "audio/mp4" if brand in _AUDIO_BRANDS else "video/mp4" if brand in _VIDEO_BRANDS else None
    if content.startswith(b"ID3") or (len(content) > 1 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2):
        return "audio/mpeg"
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return "text/plain" if _is_text(content) else None


def _office(content: bytes) -> str | None:
    """A document or sheet of an office program without macros; nothing of it is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if "[Content_Types].xml" not in names or any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((media for part, media in OFFICE.items() if part in names), None)


def _is_text(content: bytes) -> bool:
    """Plain text in UTF-8: no control characters, and nothing that a browser would take for a page."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    signs = all(sign in "\t\r\n" or unicodedata.category(sign) != "Cc" for sign in text)
    return signs and not text.lstrip("\ufeff \t\r\n").startswith(("<", "#!"))


def name_for(said: str, media: str) -> str:
    """The name that a file is kept under: the last part of what was said, with the ending of what it is."""
    plain = "".join(sign for sign in said.replace("\\", "/").rpartition("/")[2] if unicodedata.category(sign)[0] != "C")
    stem = _UNPRINTED.sub("_", plain).strip(" .") or "file"
    ending = next((each for each in ENDINGS[media] if stem.lower().endswith(each)), None)
    return stem[-LONGEST_NAME:] if ending is not None else f"{stem[:LONGEST_NAME]}{ENDINGS[media][0]}"


def attachment_id(number: str, ordinal: int) -> str:
    """`<number>-a<n>`."""
    return f"{number}-a{ordinal}"
