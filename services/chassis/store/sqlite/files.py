"""Blobs as files in `<database>.blobs`, spread over 256 folders; a file has its name only once it is complete."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import time
from typing import BinaryIO, TypeVar

from services.chassis.store.blobs import CHUNK, KEPT_SECONDS, Blob, is_blob_id, metered, missing, new_blob_id

T = TypeVar("T")
PART = ".part"


class FileBlobs:
    """See `blobs.Blobs`; `blocking` does something without stalling anybody else, `kept` asks for the document."""

    def __init__(
        self, database: str, blocking: Callable[[Callable[[], None]], None], kept: Callable[[str], bool]
    ) -> None:
        self._folder = Path(f"{database}.blobs")
        self._blocking = blocking
        self._kept = kept

    def put(self, content: Iterable[bytes], limit: int) -> Blob:
        """Write a content as it comes in."""
        id = new_blob_id()
        path = self._path(id)
        part = path.with_suffix(PART)
        file = self._away(lambda: _created(part))
        try:
            size, digest = metered(content, limit, lambda piece: self._away(lambda: file.write(piece)))
            self._blocking(lambda: _finish(file, part, path))
        except BaseException:
            file.close()
            part.unlink(missing_ok=True)
            raise
        return Blob(id, size, digest)

    def open(self, id: str) -> Iterator[bytes]:
        """Read a content in pieces."""
        if not is_blob_id(id):
            raise missing()
        try:
            file = self._away(lambda: self._path(id).open("rb"))
        except FileNotFoundError:
            raise missing() from None
        return self._pieces(file)

    def _pieces(self, file: BinaryIO) -> Iterator[bytes]:
        with file:
            while piece := self._away(lambda: file.read(CHUNK)):
                yield piece

    def delete(self, id: str) -> None:
        """Delete a content now."""
        if is_blob_id(id):
            self._blocking(lambda: _unlink([self._path(id)]))

    def sweep(self, older_than: float = KEPT_SECONDS) -> int:
        """Delete what was written so many seconds ago and no document has kept."""
        before = time() - older_than
        old = self._away(lambda: [path for path in self._files() if path.stat().st_mtime < before])
        orphans = [path for path in old if path.suffix == PART or not self._kept(path.name)]
        self._blocking(lambda: _unlink(orphans))
        return len(orphans)

    def copy_to(self, database: str) -> None:
        """Beside a backup: every complete file, by a link where that can be, since files never change."""
        for path in self._files():
            if path.suffix != PART:
                _link(path, Path(f"{database}.blobs", path.parent.name, path.name))

    def copy_from(self, database: str) -> None:
        """From beside a backup: every file that is not here."""
        for path in FileBlobs(database, self._blocking, self._kept)._files():
            _link(path, self._path(path.name))

    def _path(self, id: str) -> Path:
        return self._folder / id[:2] / id

    def _files(self) -> list[Path]:
        return [path for path in self._folder.glob("*/*") if is_blob_id(path.stem)]

    def _away(self, fn: Callable[[], T]) -> T:
        given: list[T] = []
        self._blocking(lambda: given.append(fn()))
        return given[0]


def _created(part: Path) -> BinaryIO:
    if not part.parent.exists():
        part.parent.mkdir(parents=True, exist_ok=True)
        _sync_folder(part.parent.parent)
    return open(part, "xb")


def _unlink(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _finish(file: BinaryIO, part: Path, path: Path) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()
    os.replace(part, path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _link(source: Path, target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
