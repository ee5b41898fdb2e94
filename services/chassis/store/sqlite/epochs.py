"""Backup, restore and the epochs that a restore opens.

The greatest epoch ever opened is kept beside the database too, in `<file>.epoch`, so that restoring one backup twice
never gives the same epoch twice. A backup is marked as such; a marked file that is opened as a store has been put in
place by hand, and opens a new epoch as well.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from services.contracts.refusals import Refusal

_SET = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


def current(connection: sqlite3.Connection) -> int:
    """The epoch that the database is in."""
    return int(_meta(connection, "epoch") or 1)


def settle(connection: sqlite3.Connection, path: str, service: str) -> None:
    """At opening, inside a write transaction: know the service, and go on in the greatest epoch known."""
    owner = _meta(connection, "service")
    if owner is not None and owner != service:
        raise ValueError(f"{path} is the store of {owner}, not of {service}")
    connection.execute(_SET, ("service", service))
    epoch = max(int(_meta(connection, "epoch") or 1), _beside(path))
    if _meta(connection, "backup") is not None:
        epoch += 1
        _keep_beside(path, epoch)
        connection.execute("DELETE FROM meta WHERE key = 'backup'")
    connection.execute(_SET, ("epoch", str(epoch)))


def backup(path: str, target: str) -> None:
    """Copy the committed state of a store to a new file, which is marked as a backup and complete when named."""
    if os.path.exists(target):
        raise Refusal.of_field("path", "exists", f"{target} exists already; allowed: a new file")
    unfinished = f"{target}.part"
    Path(unfinished).unlink(missing_ok=True)
    source = sqlite3.connect(path)
    copy = sqlite3.connect(unfinished, isolation_level=None)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("PRAGMA synchronous = FULL")
        copy.execute(_SET, ("backup", "1"))
    finally:
        copy.close()
        source.close()
    os.replace(unfinished, target)
    _sync_folder(target)


def restore(connection: sqlite3.Connection, path: str, source: str, service: str) -> None:
    """Overwrite the database with a backup of the same service, in the greatest known epoch + 1."""
    if not os.path.isfile(source):
        raise Refusal.of_field("path", "not_found", f"{source} is no file; allowed: a file that `backup` wrote")
    backup_file = sqlite3.connect(f"{Path(source).resolve().as_uri()}?mode=ro", uri=True)
    try:
        owner = _owner_of(backup_file, source)
        if owner != service:
            raise Refusal.of_field("path", "other_service", f"{source} is a backup of {owner}, not of {service}")
        epoch = max(current(connection), current(backup_file), _beside(path)) + 1
        _keep_beside(path, epoch)
        backup_file.backup(connection)
    finally:
        backup_file.close()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM meta WHERE key = 'backup'")
    connection.execute(_SET, ("epoch", str(epoch)))
    connection.execute("COMMIT")


def _owner_of(connection: sqlite3.Connection, source: str) -> str | None:
    try:
        return _meta(connection, "service")
    except sqlite3.DatabaseError as error:
        raise Refusal.of_field("path", "no_backup", f"{source} is no backup of a store") from error


def _meta(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _beside(path: str) -> int:
    file = Path(f"{path}.epoch")
    if not file.exists():
        return 1
    text = file.read_text().strip()
    if not text.isdigit() or int(text) < 1:
        raise ValueError(f"{file} holds {text!r}; allowed: the greatest epoch, a whole number from 1")
    return int(text)


def _keep_beside(path: str, epoch: int) -> None:
    unfinished = f"{path}.epoch.part"
    with open(unfinished, "w") as file:
        file.write(f"{epoch}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, f"{path}.epoch")
    _sync_folder(path)


def _sync_folder(path: str) -> None:
    folder = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
