"""What routing tells mediation alone: a matter was sent to a body, and what became of that order.

A stream of its own (`order/<number>`), so that the county's other matters cost mediation nothing (ADR 0018).
"""

from __future__ import annotations

from dataclasses import dataclass

from services.contracts.events.matter import MatterFact
from services.contracts.fact import fact
from services.contracts.kinds import Code, Codes, Identifier

MEDIATION = "countynet.routing.mediation"


@fact("routing", "order", exchange=MEDIATION)
@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeSent(MatterFact):
    """A matter ordered to a body.

    `leads` are the units that have led whistles of the matter:
    who mediates must not be one of theirs.
    """

    order: Identifier
    body: Code
    leads: Codes = ()


@fact("routing", "order", exchange=MEDIATION)
@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeEnded(MatterFact):
    """Routing is done with an order, because of what mediation told or without it."""

    order: Identifier
    result: Code


@fact("routing", "order", exchange=MEDIATION, walled=True)
@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeWalled(MatterFact):
    """A matter that was once ordered to a body turned out to be an accusation (Art. 30)."""
