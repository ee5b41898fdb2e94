"""Blobs in GridFS (`blob.files`, `blob.chunks`): a content is there once its entry in `blob.files` is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import cast

from bson import ObjectId
from gridfs import GridFSBucket, GridOut
from gridfs.errors import NoFile

from services.chassis.store.blobs import CHUNK, KEPT_SECONDS, Blob, is_blob_id, metered, missing, new_blob_id
from services.chassis.store.mongo.connecting import Rows, told


class GridBlobs:
    """See `blobs.Blobs`; `kept` asks for the document that keeps a content."""

    def __init__(self, rows: Rows, kept: Callable[[str], bool]) -> None:
        self._rows = rows
        self._bucket = GridFSBucket(rows, bucket_name="blob", chunk_size_bytes=CHUNK - 1024)
        self._kept = kept

    def put(self, content: Iterable[bytes], limit: int) -> Blob:
        """Write a content as it comes in."""
        id = new_blob_id()
        with told():
            stream = self._bucket.open_upload_stream_with_id(id, id)
            try:
                size, digest = metered(content, limit, stream.write)
                stream.close()
            except BaseException:
                stream.abort()
                raise
        return Blob(id, size, digest)

    def open(self, id: str) -> Iterator[bytes]:
        """Read a content in pieces."""
        if not is_blob_id(id):
            raise missing()
        try:
            with told():
                return _pieces(self._bucket.open_download_stream(id))
        except NoFile:
            raise missing() from None

    def delete(self, id: str) -> None:
        """Delete a content now."""
        with told():
            try:
                self._bucket.delete(id)
            except NoFile:
                return

    def sweep(self, older_than: float = KEPT_SECONDS) -> int:
        """Delete what was written so many seconds ago and no document has kept."""
        before = datetime.now(UTC) - timedelta(seconds=older_than)
        with told():
            old = [cast(str, row["_id"]) for row in self._rows["blob.files"].find({"uploadDate": {"$lt": before}})]
        orphans = [id for id in old if not self._kept(id)]
        for id in orphans:
            self.delete(id)
        return len(orphans) + self._sweep_torn(before)

    def _sweep_torn(self, before: datetime) -> int:
        """Delete what a process wrote that ended before it was complete, looking two days back."""
        span = {"$lt": ObjectId.from_datetime(before), "$gt": ObjectId.from_datetime(before - timedelta(days=2))}
        with told():
            begun = {row["files_id"] for row in self._rows["blob.chunks"].find({"_id": span, "n": 0}, {"files_id": 1})}
            whole = {row["_id"] for row in self._rows["blob.files"].find({"_id": {"$in": sorted(begun)}}, {"_id": 1})}
            for id in begun - whole:
                self._rows["blob.chunks"].delete_many({"files_id": id})
        return len(begun - whole)


def _pieces(stream: GridOut) -> Iterator[bytes]:
    with stream:
        while piece := _read(stream):
            yield piece


def _read(stream: GridOut) -> bytes:
    with told():
        return stream.read(CHUNK)
