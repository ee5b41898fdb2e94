"""Search by keyed words on SQLite: a full-text index of its own over each searchable collection.

`words_<collection>` numbers its documents in the order of their birth and keeps the words that each was entered with,
which the index (`found_<collection>`, FTS5 without content) needs to strike them out again. The index is written in
segments, so that the hundred words of a story cost few pages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from services.chassis.store.port import Scalar
from services.chassis.store.work import Key, Write

Hit = tuple[str, int, bytes, Scalar]


def create(connection: sqlite3.Connection, collection: str) -> None:
    """Create both tables where they are missing."""
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS words_{collection} (born INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
        "words TEXT NOT NULL)"
    )
    connection.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS found_{collection} "
        "USING fts5(words, content = '', detail = none, tokenize = 'ascii')"
    )


def enter(connection: sqlite3.Connection, entered: Mapping[Key, str], writes: Mapping[Key, Write]) -> None:
    """Enter documents with their words, in place of the words that they had."""
    for (collection, id), words in entered.items():
        write = writes[collection, id]
        if write.body is None:
            continue
        born = strike(connection, collection, id) if write.version > 1 else None
        row = connection.execute(
            f"INSERT INTO words_{collection} (born, id, words) VALUES (?, ?, ?)", (born, id, words)
        )
        connection.execute(
            f"INSERT INTO found_{collection} (rowid, words) VALUES (?, ?)", (born or row.lastrowid, words)
        )


def strike(connection: sqlite3.Connection, collection: str, id: str) -> int | None:
    """Strike a document's words out; returns its number, None where it was not entered."""
    row: tuple[int, str] | None = connection.execute(
        f"DELETE FROM words_{collection} WHERE id = ? RETURNING born, words", (id,)
    ).fetchone()
    if row is None:
        return None
    connection.execute(
        f"INSERT INTO found_{collection} (found_{collection}, rowid, words) VALUES ('delete', ?, ?)", row
    )
    return row[0]


def search(
    connection: sqlite3.Connection,
    collection: str,
    words: Sequence[str],
    equals: Mapping[str, Scalar],
    limit: int,
    before: int | None,
) -> list[Hit]:
    """Documents that were entered with all these words, as (id, version, body, number), the last born first."""
    where = ["found MATCH ?", *(f"d.f_{field} IS ?" for field in equals)]
    values: list[Scalar] = [" ".join(words), *equals.values()]
    if before is not None:
        where.append("found.rowid < ?")
        values.append(before)
    sql = (
        f"SELECT d.id, d.version, d.body, w.born FROM found_{collection} AS found "
        f"JOIN words_{collection} w ON w.born = found.rowid JOIN doc_{collection} d ON d.id = w.id "
        f"WHERE {' AND '.join(where)} ORDER BY found.rowid DESC LIMIT ?"
    )
    return connection.execute(sql.replace("found MATCH", f"found_{collection} MATCH"), (*values, limit)).fetchall()
