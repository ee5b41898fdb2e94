"""The store on SQLite: one file, one write connection, and reads that never wait for it."""

from __future__ import annotations

from collections.abc import Iterable

from services.chassis.store.documents import KEPT
from services.chassis.store.entry import Entry
from services.chassis.store.port import FactsListener, JournalRow, Observe
from services.chassis.store.sqlite import epochs
from services.chassis.store.sqlite.files import FileBlobs
from services.chassis.store.sqlite.opening import Opened
from services.chassis.store.works import Works


class SqliteStore(Works):
    """See `port.Store`."""

    def __init__(self, opened: Opened, observe: Observe | None) -> None:
        known = opened.writer.known
        entry = Entry(
            opened.turnstile, opened.numbering, opened.patience, opened.pace.sleep, known.documents, known.handled
        )
        super().__init__(opened.reader, opened.collections, observe, entry)
        self.service = opened.service
        self._opened = opened
        self._rows = opened.reader
        self._committer = opened.committer
        self._turnstile = opened.turnstile
        self.blobs = FileBlobs(opened.path, opened.pace.blocking, lambda id: self.get(KEPT.name, id) is not None)

    @property
    def epoch(self) -> int:
        """The current epoch of the journal."""
        return epochs.current(self._opened.read_connection())

    def unpublished(self, after_position: int = 0, limit: int = 500) -> list[JournalRow]:
        """Facts that the broker has not yet confirmed."""
        marked = self._committer.published
        rows = self._rows.unpublished(after_position, limit + len(marked))
        return [row for row in rows if row.position not in marked][:limit]

    def mark_published(self, positions: Iterable[int]) -> None:
        """The broker has confirmed these."""
        self._committer.mark(positions)
        self._turnstile.nudge()

    def outbox_pending(self) -> int:
        """How many facts the broker has not yet confirmed."""
        return self._rows.outbox(self._committer.published)

    def on_facts(self, callback: FactsListener) -> None:
        """Call with the new rows right after each commit."""
        self._committer.listeners.append(callback)

    def backup(self, path: str) -> None:
        """Write a consistent copy to a new file while work goes on."""
        self._opened.pace.blocking(lambda: self._copy(path))

    def _copy(self, path: str) -> None:
        epochs.backup(self._opened.path, path)
        self.blobs.copy_to(path)

    def restore_from(self, path: str) -> int:
        """Put a backup in place of the present state and open a new epoch."""
        opened = self._opened

        def restore() -> None:
            epochs.restore(opened.writer.connection, opened.path, path, self.service)
            self.blobs.copy_from(path)

        self._turnstile.alone(restore)
        opened.writer.known.forget()
        self._committer.published.clear()
        self._issued.clear()
        return self.epoch

    def close(self) -> None:
        """Commit what waits, then let go of the database."""
        self._turnstile.close()
        self._opened.close()
