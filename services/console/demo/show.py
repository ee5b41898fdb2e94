"""The day's ledger and the sign-ins, as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from services.console.demo.roles import Account
from services.console.demo.scene import DISPATCHER
from services.console.printing import show_pairs, show_table
from services.county.county import County

CHANNELS = {
    "letter": "信",
    "visit": "访",
    "web": "网",
    "phone": "电",
    "grid": "网格",
    "patrol": "走访",
    "sos": "一键呼叫",
    "import": "转送",
}
HEAD = ("", "registered", "concluded", "response", "solution", "satisfaction")


def show_ledger(told: Mapping[str, Any], county: County) -> None:
    """Tables by channel, town and department, then clocks, orders, mediation, messages, the wall and what was lost."""
    registered, rates = told["registered"], told["rates"]
    click.echo(f"\nLedger of {told['day']} · {county.places.root.name}\n")
    _rates("by channel", rates["channel"], registered["channel"], lambda code: f"{CHANNELS[code]} {code}")
    _rates("by town", rates["town"], registered["town"], lambda code: county.places.get(code).name)
    _rates("by department", rates["department"], {}, lambda code: _unit(county, code))
    among = f" ({told['others']} matters of others on this hub: theirs are among them)" if told["others"] else ""
    click.echo(f"Clocks that run, by light{among}")
    show_table([(clock, *lights.values()) for clock, lights in told["clocks"].items()], ("", "green", "yellow", "red"))
    click.echo()
    show_pairs(
        (
            ("status", _counts(told["status"])),
            ("what happened", _counts(told["happened"])),
            ("orders", _counts(told["orders"])),
            ("mediation", _counts(told["mediation"])),
            *((f"messages {channel}", _counts(counted)) for channel, counted in told["messages"].items()),
            ("accusations", _wall(told["wall"])),
            ("facts compared", told["facts"]),
            ("seconds", told["seconds"]),
        )
    )
    for failed in told["failed"]:
        click.echo(f"failed: {failed}")
    for each in told["differences"][:20]:
        click.echo(f"difference: {each['kind']} {each['number']} {each['field']}: {each['expected']} / {each['found']}")
    click.echo(f"\n{told['matters']} matters, {told['steps']} steps, failed {len(told['failed'])}", nl=False)
    click.echo(f", lost {told['lost']}, other differences {len(told['differences']) - told['lost']}")
    click.echo(f"{told['waiting']} more have come in just now, in real time, and wait for a dispatcher;", nl=False)
    click.echo(" on another one two departments have just been called\n")


def show_accounts(accounts: Iterable[Account], url: str) -> None:
    """Who may sign in where; the hub goes on running."""
    click.echo(f"The hub goes on at {url}   sign in at {url}/work/sign-in   (`make down` stops it)\n")
    rows = [(a.role, a.unit, a.username, a.password, _begins(a, url), _waits(a)) for a in accounts]
    show_table(rows, ("role", "department", "user name", "password", "begins at", "waiting there"))


def _begins(account: Account, url: str) -> str:
    if account.page is None:
        return "countynet, /ops"
    return f"{url}{account.page}" + (" (API only)" if account.is_api else "")


def _waits(account: Account) -> str | None:
    if account.waiting is None:
        return None
    return f"{account.waiting} to accept" if account.role == DISPATCHER else f"{account.waiting} to check in to"


def _rates(title: str, rates: Mapping[str, Any], registered: Mapping[str, int], name: Any) -> None:
    """One table; without the column `registered` where nobody counts what was registered by this."""
    rows = []
    for code in sorted({*rates["rows"], *registered}, key=lambda code: (-registered.get(code, 0), code)):
        row = rates["rows"].get(code, {})
        rows.append((name(code), registered.get(code), *_three(row)))
    rows.append(("all", sum(registered.values()), *_three(rates["total"])))
    if registered:
        show_table(rows, (title, *HEAD[1:]))
    else:
        show_table([(name, *rest) for name, _, *rest in rows], (title, *HEAD[2:]))
    click.echo()


def _three(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (row.get("concluded"), *(_percent(row.get(rate)) for rate in ("response", "solution", "satisfaction")))


def _percent(rate: float | None) -> str | None:
    return None if rate is None else f"{100 * rate:.1f} %"


def _unit(county: County, code: str) -> str:
    return county.units.get(code).name if county.units.exists(code) else code


def _counts(counts: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"


def _wall(wall: Mapping[str, int]) -> str:
    return (
        f"{wall['accusations']}, seen by discipline {wall['seen_by_discipline']},"
        f" found by others {wall['found_by_others']}, in lists {wall['listed']}"
    )
