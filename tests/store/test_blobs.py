"""Large contents: whole or not at all, kept by the commit of a document, gone when nobody keeps them."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.chassis.store import Blob, Conflict, Context, Store, Work
from services.contracts.refusals import Refusal

MANY = 3 * 1024 * 1024


def content(size: int) -> Iterator[bytes]:
    """The same bytes for the same size, in uneven pieces."""
    whole = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    for start in range(0, size, 70_001):
        yield whole[start : start + 70_001]


def whole(store: Store, id: str) -> bytes:
    return b"".join(store.blobs.open(id))


def keep(store: Store, context: Context, blob: Blob, name: str = "a") -> None:
    with store.work(context) as work:
        work.put("note", name, {"picture": blob.id})
        work.attach(blob)


@pytest.mark.parametrize("size", [0, 1, 255 * 1024, 256 * 1024, 256 * 1024 + 1, MANY])
def test_what_is_put_is_read_again_byte_for_byte(store: Store, size: int) -> None:
    blob = store.blobs.put(content(size), limit=size)
    read = whole(store, blob.id)
    assert read == b"".join(content(size))
    assert (blob.size, blob.sha256) == (size, hashlib.sha256(read).hexdigest())


def test_two_contents_never_share_an_id(store: Store) -> None:
    first, second = (store.blobs.put(content(10), limit=10) for _ in range(2))
    assert first.id != second.id


def test_a_content_beyond_the_limit_is_refused_and_leaves_nothing(store: Store) -> None:
    with pytest.raises(Refusal) as caught:
        store.blobs.put(content(MANY), limit=MANY - 1)
    assert (caught.value.code, caught.value.status) == ("too_large", 413)
    assert store.blobs.sweep(older_than=-60) == 0


def test_a_content_that_breaks_off_leaves_nothing(store: Store) -> None:
    def breaks_off() -> Iterator[bytes]:
        yield b"x" * 600_000
        raise OSError("the line is cut")

    with pytest.raises(OSError, match="the line is cut"):
        store.blobs.put(breaks_off(), limit=MANY)
    assert store.blobs.sweep(older_than=-60) == 0


@pytest.mark.parametrize("id", ["0" * 32, "", "..", "../../etc/passwd", "0" * 32 + "\n", "A" * 32])
def test_a_content_that_is_not_there_is_not_found(store: Store, id: str) -> None:
    with pytest.raises(Refusal) as caught:
        store.blobs.open(id)
    assert caught.value.status == 404
    store.blobs.delete(id)


def test_a_deleted_content_is_gone(store: Store) -> None:
    blob = store.blobs.put(content(10), limit=10)
    store.blobs.delete(blob.id)
    store.blobs.delete(blob.id)
    with pytest.raises(Refusal, match="blob"):
        store.blobs.open(blob.id)


def test_only_what_a_document_keeps_survives_the_sweep(store: Store, context: Context) -> None:
    kept, orphan = (store.blobs.put(content(10), limit=10) for _ in range(2))
    keep(store, context, kept)
    assert store.blobs.sweep() == 0
    assert store.blobs.sweep(older_than=-60) == 1
    assert len(whole(store, kept.id)) == 10
    with pytest.raises(Refusal):
        store.blobs.open(orphan.id)


def test_a_content_is_kept_in_the_same_commit_as_its_document(store: Store, context: Context) -> None:
    blob = store.blobs.put(content(10), limit=10)

    def fails(work: Work) -> None:
        work.put("note", "a", {"picture": blob.id})
        work.attach(blob)
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        store.run(context, fails)
    assert store.get("blob", blob.id) is None
    keep(store, context, blob)
    with pytest.raises(Conflict):
        keep(store, context, blob, "b")
    assert store.get("note", "b") is None


def test_a_content_that_is_given_up_goes_with_the_next_sweep(store: Store, context: Context) -> None:
    blob = store.blobs.put(content(10), limit=10)
    keep(store, context, blob)
    with store.work(context) as work:
        work.delete("note", "a", 1)
        work.detach(blob.id)
        work.detach("0" * 32)
    assert len(whole(store, blob.id)) == 10
    assert store.blobs.sweep(older_than=-60) == 1


def test_contents_put_at_once_do_not_disturb_each_other(adapter: Any) -> None:
    store = adapter.open()
    blobs = adapter.at_once(*[lambda n=n: store.blobs.put(content(200_000 + n), limit=MANY) for n in range(8)])
    assert [len(whole(store, blob.id)) for blob in blobs] == [200_000 + n for n in range(8)]


def test_a_half_written_file_is_swept(sqlite_adapter: Any) -> None:
    store = sqlite_adapter.open()
    folder = Path(f"{sqlite_adapter.path}.blobs", "ab")
    folder.mkdir(parents=True)
    (folder / f"{'ab' * 16}.part").write_bytes(b"torn")
    (folder / "foreign.txt").write_text("not ours")
    assert store.blobs.sweep(older_than=-60) == 1
    assert os.listdir(folder) == ["foreign.txt"]


def test_torn_pieces_in_gridfs_are_swept(mongo_adapter: Any) -> None:
    store = mongo_adapter.open()
    kept = store.blobs.put(content(10), limit=10)
    client, rows = mongo_adapter.client()
    with client:
        rows["blob.chunks"].insert_one({"files_id": "ab" * 16, "n": 0, "data": b"torn"})
        assert store.blobs._sweep_torn(datetime.now(UTC) + timedelta(seconds=60)) == 1
        assert [row["files_id"] for row in rows["blob.chunks"].find()] == [kept.id]


def test_a_backup_has_its_contents_beside_it_and_brings_them_back(
    sqlite_adapter: Any, context: Context, tmp_path: Path
) -> None:
    store = sqlite_adapter.open()
    blob = store.blobs.put(content(500_000), limit=MANY)
    keep(store, context, blob)
    (tmp_path / "kept").mkdir()
    store.backup(str(tmp_path / "kept" / "backup.db"))
    shutil.rmtree(f"{sqlite_adapter.path}.blobs")
    with pytest.raises(Refusal):
        store.blobs.open(blob.id)
    store.restore_from(str(tmp_path / "kept" / "backup.db"))
    assert hashlib.sha256(whole(store, blob.id)).hexdigest() == blob.sha256
