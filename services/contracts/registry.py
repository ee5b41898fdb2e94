"""The registry of facts: from the type on the wire to the class, with the reason where there is none."""

from __future__ import annotations

from marshmallow import ValidationError

from services.contracts import events
from services.contracts.envelope import Envelope
from services.contracts.fact import FACTS, Fact
from services.contracts.topology import is_walled

__all__ = ["FACTS", "WALLED_STREAMS", "Unreadable", "events", "read"]


class Unreadable(Exception):
    """A message that no version of this code can read: `reason` is stable, `detail` names what is wrong."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


WALLED_STREAMS = tuple(sorted({f"{f.stream_kind}/" for f in FACTS.values() if is_walled(f.exchange)}))
"""How the streams behind the wall begin."""

_KNOWN = {(f.service, f.name) for f in FACTS.values()}


def read(envelope: Envelope) -> Fact:
    """The fact inside; raises `Unreadable` with `unknown_fact`, `unknown_version`, `forged` or `schema`."""
    cls = FACTS.get(envelope.type)
    if cls is None:
        _, service, name, version = envelope.type.split(".")
        if (service, name) in _KNOWN:
            raise Unreadable("unknown_version", f"{name} has no version {version} here")
        raise Unreadable("unknown_fact", f"{envelope.type} is not in the registry")
    if envelope.source != f"/countynet/{cls.service}":
        raise Unreadable("forged", f"{envelope.type} does not come from {envelope.source}")
    try:
        fact = cls.load(envelope.data)
    except ValidationError as error:
        raise Unreadable("schema", f"{envelope.type}: {sorted(error.messages_dict)}") from error
    if fact.stream != envelope.stream or fact.number != envelope.subject:
        raise Unreadable("forged", f"{envelope.type} tells of another stream than {envelope.stream}")
    return fact
