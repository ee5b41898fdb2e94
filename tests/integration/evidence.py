"""What a hub holds, read past its services: tables, journals, documents and files, as they lie on the disk."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from typing import Any

import requests

from tests.integration.hub_under_test import Hub

SERVICES = ("intake", "routing", "mediation", "oversight")
BY_THEMSELVES = frozenset(
    {"doc_lease", "doc_hub_lease", "doc_bus_state", "doc_hub_clock", "outbox", "meta"}
    | {"doc_entry", "doc_block", "doc_walled_entry", "doc_walled_block", "doc_chain"}
)
"""Tables that a hub at rest changes without anybody's doing."""


def database(hub: Hub, service: str, *, write: bool = False) -> sqlite3.Connection:
    """A service's database, opened beside the service."""
    path = hub.var / "data" / service / f"{service}.sqlite3"
    return sqlite3.connect(
        f"{path.as_uri()}?mode={'rw' if write else 'ro'}", uri=True, timeout=20, isolation_level=None
    )


def contents(hub: Hub) -> dict[str, str]:
    """A digest of each table of each service."""
    found = {}
    for service in SERVICES:
        with closing(database(hub, service)) as connection:
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for name in sorted(set(names) - BY_THEMSELVES):
                rows = sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
                found[f"{service}.{name}"] = f"{len(rows)} rows {sha256(repr(rows).encode()).hexdigest()}"
    return found


@contextmanager
def nothing_changes(hub: Hub) -> Iterator[None]:
    """Journals, documents, counters and answers of all services are the same afterwards, row by row."""
    hub.settle()
    before = contents(hub)
    yield
    hub.settle()
    after = contents(hub)
    changed = {name: (before.get(name), after.get(name)) for name in before | after}
    different = {name: both for name, both in changed.items() if both[0] != both[1]}
    assert not different, different


def journal(hub: Hub, service: str, number: str | None = None, fact: str | None = None) -> list[dict[str, Any]]:
    """The envelopes of a service's journal in the order of their commits; of one matter or one kind of fact."""
    with closing(database(hub, service)) as connection:
        rows = connection.execute("SELECT body FROM journal ORDER BY position").fetchall()
    told = [json.loads(body) for (body,) in rows]
    return [each for each in told if number in (None, each["subject"]) and fact in (None, each["type"].split(".")[2])]


def document(hub: Hub, service: str, collection: str, id_: str) -> dict[str, Any] | None:
    """The body of one document as it lies in the store; None when there is none."""
    with closing(database(hub, service)) as connection:
        row = connection.execute(f"SELECT body FROM doc_{collection} WHERE id = ?", (id_,)).fetchone()
    return None if row is None else dict(json.loads(row[0]))


def handled(hub: Hub, service: str, inbox: str, stream: str) -> int:
    """The last seq of a stream that an inbox has applied; 0 when none was."""
    with closing(database(hub, service)) as connection:
        row = connection.execute("SELECT seq FROM handled WHERE inbox = ? AND stream = ?", (inbox, stream)).fetchone()
    return 0 if row is None else int(row[0])


def assert_problem(answer: requests.Response, status: int, code: str, *fields: str) -> dict[str, Any]:
    """The answer is an RFC 9457 problem with this status and stable code, and names exactly these fields at fault."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail", "code", "errors"} <= told.keys(), told
    assert (told["status"], told["code"]) == (status, code), told
    assert told["type"] == f"urn:countynet:problem:{code}"
    assert told["detail"], "what is wrong, and what is allowed"
    assert [error["field"] for error in told["errors"]] == list(fields), told
    assert all(error["code"] and error["detail"] for error in told["errors"])
    return told
