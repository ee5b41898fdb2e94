"""Who sees what of accusations: the recipient's own view, the lists of everybody else, and the bare tables."""

from __future__ import annotations

from contextlib import closing

from tests.integration.evidence import database
from tests.integration.hub_under_test import Hub

RECIPIENT, UPPER = "ns-discipline", "ns-discipline-upper"
LISTS = (
    ("intake", "/api/intake/matters", ("clerk", "dispatcher", "grid_worker", "leader", "supervisor")),
    ("routing", "/api/routing/cases", ("clerk", "dispatcher", "leader", "supervisor")),
    ("routing", "/api/routing/whistles", ("clerk", "dispatcher", "leader", "supervisor")),
    ("oversight", "/api/oversight/clocks", ("clerk", "dispatcher", "leader", "supervisor")),
    ("oversight", "/api/oversight/orders", ("clerk", "dispatcher", "leader", "supervisor")),
)


def discipline(hub: Hub, unit: str = RECIPIENT) -> str:
    return hub.token("discipline", department=unit)


def shown(hub: Hub, unit: str = RECIPIENT) -> dict[str, str]:
    """Number and state of what the recipient's list shows."""
    rows = hub.ops("oversight", "/api/oversight/accusations?limit=200", discipline(hub, unit))["accusations"]
    return {row["number"]: row["state"] for row in rows}


def tables_with(hub: Hub, service: str, number: str) -> set[str]:
    """The tables of a service in which a number stands anywhere."""
    found = set()
    with closing(database(hub, service)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            for row in connection.execute(f'SELECT * FROM "{name}"'):
                if any(number.encode() in (cell if isinstance(cell, bytes) else str(cell).encode()) for cell in row):
                    found.add(name)
    return found
