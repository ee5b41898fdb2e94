"""Keep what is attached to a matter: sealed in pieces under the matter's key, beside its documents.

A file adds to the story, so it is told like a supplement. The same content comes in once, however often it is sent.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eventlet import tpool

from services.chassis.access import User
from services.chassis.seal import PIECE_OVERHEAD
from services.chassis.store import Work
from services.chassis.store.blobs import CHUNK, Blob
from services.chassis.web.answer import Answer
from services.chassis.web.multipart import Upload
from services.contracts.envelope import Context
from services.contracts.refusals import Refusal
from services.county.county import County
from services.intake import store
from services.intake.domain import attached, requests
from services.intake.store import Found, Reads
from services.intake.use_cases.citizen import opened_by
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.staff import opened_to
from services.intake.use_cases.supplement import supplemented
from services.intake.use_cases.tell import tell

PIECE = CHUNK - PIECE_OVERHEAD
"""So much of a content is sealed at once: a sealed piece is read back in one."""


def attach(deps: Deps, call: Asked, context: Context, files: Sequence[Upload]) -> Answer:
    """Keep each file; answers `{number, attachment, attachments[]}`, the first one's id and all of them.

    Raises Refusal `too_large` (413), `wrong_type` (415), `too_many_attachments` (409), or 422 without a file.
    """
    if not files:
        raise Refusal.of_field("file", "required", "Allowed: at least one file.")
    said = call.body.get("name")
    if said is not None and len(files) == 1:
        files = [Upload(said, files[0].content)]
    found = _opened(deps.store, deps, call)
    there_are = len(found.picture.get("attachments", ()))
    media = [attached.check(deps.county, file.content, there_are + n) for n, file in enumerate(files)]
    kept = [_keep(deps, call, context, file, kind) for file, kind in zip(files, media, strict=True)]
    body = {"number": call.path["number"], "attachment": kept[0]["id"], "attachments": kept}
    return Answer(body, counted=not found.walled)


def check_all(county: County, files: Sequence[Upload]) -> None:
    """Refuse, before anything is registered, files that could not be attached to it."""
    for n, file in enumerate(files):
        attached.check(county, file.content, n)


def inline(county: County, said: Sequence[Mapping[str, Any]]) -> list[Upload]:
    """The small files inside a registration, looked at before anything is registered.

    Raises Refusal (422) naming `attachments.<n>.content` where it is no base64, or what `attach` raises.
    """
    files = []
    for n, each in enumerate(said):
        try:
            content = base64.b64decode(each["content"], validate=True)
        except ValueError as error:
            raise Refusal.of_field(f"attachments.{n}.content", "not_base64", "Allowed: base64 of a file.") from error
        attached.check(county, content, n)
        files.append(Upload(each["name"], content))
    return files


@dataclass(slots=True)
class Registered:
    """Who has just registered a matter, in the shape of a call."""

    path: dict[str, str]
    body: dict[str, Any]
    query: dict[str, Any]
    user: User | None = None


def attach_to(deps: Deps, told: Mapping[str, Any], context: Context, files: Sequence[Upload]) -> Answer:
    """Attach files to the matter of a registration's answer, as its citizen."""
    call = Registered({"number": told["number"]}, {"query_code": told["query_code"]}, {})
    return attach(deps, call, context, files)


def _keep(deps: Deps, call: Asked, context: Context, file: Upload, media: str) -> dict[str, Any]:
    number, digest = call.path["number"], digest_of(deps, file.content)
    known = _known(_opened(deps.store, deps, call), digest)
    if known is not None:
        return _shown(known, attached.name_for(file.name, media))
    key = store.key_of(deps.store, number)
    own = {} if key is not None else {"key": deps.seal.new_key()}
    sealed = _sealed(deps, key or own["key"], f"{number}/{digest}", file.content)
    blob = deps.store.blobs.put(sealed, attached.MOST_BYTES + attached.MIB)
    body = {"media": media, "size": len(file.content), "digest": digest, "blob": blob.id, **own}
    name = attached.name_for(file.name, media)
    kept: dict[str, Any] = deps.store.run(context, _enter, deps, call, blob, body, name)
    return kept


def digest_of(deps: Deps, content: bytes) -> str:
    """The keyed digest that tells whether this very content is here; of a large one away from the hub's thread."""
    digest: str = tpool.execute(deps.seal.digest, content)
    return digest


def _enter(work: Work, deps: Deps, call: Asked, blob: Blob, body: dict[str, Any], name: str) -> dict[str, Any]:
    found = _opened(work, deps, call)
    number, listed = call.path["number"], found.picture.get("attachments", [])
    known = _known(found, body["digest"])
    if known is not None:
        return _shown(known, name)
    attached.check_count(deps.county, len(listed))
    id = attached.attachment_id(number, len(listed) + 1)
    key = store.key_of(work, number) or body["key"]
    named = store.seal_words(deps.seal, key, store.ATTACHMENT, id, {"name": name})
    work.attach(blob)
    work.put(store.ATTACHMENT, id, {"number": number, "at": work.context.now, **body, **named})
    ordinal = requests.next_supplement(found.picture["timeline"])
    told = {"id": id, "media": body["media"], "size": body["size"], "at": work.context.now, "supplement": ordinal}
    rows = [*found.picture["timeline"], tell(work, supplemented(found, ordinal))]
    after = found.picture | {"attachments": [*listed, told | {"digest": body["digest"]}], "timeline": rows}
    store.put_found(work, found, after)
    return _shown(told, name)


def _opened(reads: Reads, deps: Deps, call: Asked) -> Found:
    number, query_code = call.path["number"], call.body.get("query_code")
    if query_code is None:
        return opened_to(reads, deps, number, call.user)
    return opened_by(reads, deps, number, query_code)


def _known(found: Found, digest: str) -> dict[str, Any] | None:
    """The attachment with this very content, if the matter has it."""
    return next((each for each in found.picture.get("attachments", ()) if each["digest"] == digest), None)


def _shown(told: dict[str, Any], name: str) -> dict[str, Any]:
    return {"id": told["id"], "name": name, "type": told["media"], "size": told["size"], "at": told["at"]}


def _sealed(deps: Deps, key: str, address: str, content: bytes) -> Iterator[bytes]:
    opener = deps.seal.opener(key)
    pieces = range(0, len(content), PIECE)
    for position, start in enumerate(pieces):
        last = position == len(pieces) - 1
        yield opener.seal_piece(address, position, last, content[start : start + PIECE])
