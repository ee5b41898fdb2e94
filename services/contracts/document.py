"""Writes docs/events.md from the registry: `python -m services.contracts.document [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from marshmallow import fields, validate

from services.contracts.fact import Fact
from services.contracts.registry import FACTS
from services.contracts.topology import DELAYS_MS, EXCHANGES, INBOXES, requests_queue

PAGE = Path(__file__).resolve().parents[2] / "docs" / "events.md"

_HEAD = """# Facts on the bus

Generated from `services/contracts` by `python -m services.contracts.document`; `make check` fails when it is stale.

Body: CloudEvents 1.0, structured JSON (`application/cloudevents+json`). Beside the standard attributes each carries
`stream seq epoch` (its place), `after` (first fact of a stream after a restore: the last seq kept), `correlationid
causationid actor`. Routing key: `<fact>.v<N>`. Facts hold codes, never names, phone numbers, addresses or free text.
"""


def _allowed(field: fields.Field[Any]) -> str:
    inner = getattr(field, "inner", None)
    if inner is not None:
        return f"list of {_allowed(inner)}"
    for validator in field.validators:
        if isinstance(validator, validate.OneOf):
            return " \\| ".join(f"`{choice}`" for choice in validator.choices)
        if isinstance(validator, validate.Regexp):
            return str(validator.error).removeprefix("Allowed: ").removesuffix(".").replace("|", "\\|")
        if isinstance(validator, validate.Range):
            return f"{validator.min} to {validator.max}"
    return type(field).__name__.lower()


def _of_fact(cls: type[Fact]) -> list[str]:
    lines = [f"### `{cls.type_name()}`", "", " ".join((cls.__doc__ or "").split()), ""]
    lines += [f"Exchange `{cls.exchange}`, stream `{cls.stream_kind}/<number>`.", "", "| field | allowed | must |"]
    lines.append("| --- | --- | --- |")
    for name, field in cls.schema.load_fields.items():
        lines.append(f"| `{name}` | {_allowed(field)} | {'yes' if field.required else 'no'} |")
    return [*lines, ""]


def page() -> str:
    """The whole page."""
    lines = [_HEAD, "## Exchanges and queues", "", "| exchange | read by |", "| --- | --- |"]
    for exchange in EXCHANGES:
        readers = ", ".join(f"`{i.queue}`" for i in INBOXES.values() if exchange in i.exchanges)
        lines.append(f"| `{exchange}` (topic) | {readers} |")
    delays = ", ".join(str(d) for d in DELAYS_MS)
    lines += [
        "",
        f"Each inbox is a quorum queue with delay queues `<inbox>.delay.<ms>` ({delays}); a service is asked for",
    ]
    lines += [f"facts of its journal on its requests queue (`{requests_queue('intake')}`).", ""]
    for service in sorted({cls.service for cls in FACTS.values()}):
        lines += [f"## {service}", ""]
        for cls in FACTS.values():
            if cls.service == service:
                lines += _of_fact(cls)
    return "\n".join(lines).rstrip() + "\n"


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say whether it is fresh (exit 1 when not)."""
    fresh = page()
    if "--check" in arguments:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == fresh:
            return 0
        print("docs/events.md is stale; run: python -m services.contracts.document", file=sys.stderr)
        return 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
