"""The tables and indexes of the hub's own stores, so that the raw limit writes the rows that a life writes."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from services.console.exits import ConsoleError
from services.console.hub import Hub

WRITTEN = {
    "intake": ("matter", "story"),
    "routing": ("case", "desk", "rung", "remark", "reply"),
    "mediation": (),
    "oversight": ("docket", "block", "chain"),
    "notify": ("circle", "notice", "message"),
}
"""The documents that a life without a dispute writes, by role (counted in the stores of a hub)."""
OF_THE_BUS = ("stream", "journal", "outbox", "handled", "counter")


def layouts(hub: Hub) -> dict[str, list[str]]:
    """What each role's store is made of; raises ConsoleError where one is no SQLite file."""
    return {role: layout_of(hub.settings[role]["STORE_URI"], role) for role in WRITTEN}


def layout_of(store_uri: str, role: str) -> list[str]:
    """The CREATE statements of what the role writes; raises ConsoleError where its store is no SQLite file."""
    kind, _, path = store_uri.partition("://")
    if kind != "sqlite":
        raise ConsoleError(f"the raw limit writes what the hub's SQLite stores write, and {role} has a {kind} store")
    wanted = {*OF_THE_BUS}
    for collection in WRITTEN[role]:
        wanted |= {f"doc_{collection}", f"words_{collection}", f"found_{collection}"}
    with closing(sqlite3.connect(f"file:/{path.lstrip('/')}?mode=ro", uri=True)) as store:
        rows = store.execute(
            "SELECT tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC"
        ).fetchall()
    return [sql for table, sql in rows if table in wanted]
