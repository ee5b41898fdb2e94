"""The codes of its matter that every fact carries, so that a counter needs no other stream."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, Any

from services.contracts.fact import Fact
from services.contracts.kinds import Code, Flag, one_of
from services.contracts.vocabulary import Channel, Purpose, Tier, Urgency

ChannelCode = Annotated[str, one_of(Channel)]
PurposeCode = Annotated[str, one_of(Purpose)]
UrgencyCode = Annotated[str, one_of(Urgency)]
TierCode = Annotated[str, one_of(Tier)]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterFact(Fact):
    """A fact of one matter: its number and its codes as they stand when the fact happens."""

    place: Code
    channel: ChannelCode
    purpose: PurposeCode
    category: Code | None = None
    urgency: UrgencyCode | None = None
    tier: TierCode | None = None
    contactable: Flag = False


CODE_FIELDS = tuple(f.name for f in fields(MatterFact))
"""`number place channel purpose category urgency tier contactable`."""


def codes_of(source: Any) -> dict[str, Any]:
    """The matter codes of a fact, or of a document body that keeps them under the same names."""
    if isinstance(source, Fact):
        return {name: getattr(source, name) for name in CODE_FIELDS}
    return {name: source[name] for name in CODE_FIELDS if name in source}
