"""Tell a step of a case as a fact, with the matter's codes as they stand then."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.contracts.events.matter import MatterFact
from services.routing.domain.case import Case


def tell(work: Work, case: Case, fact: type[MatterFact], **told: Any) -> str:
    """Record one fact of the case's stream; returns its id."""
    return work.record(
        fact(
            number=case.number,
            place=case.place,
            channel=case.channel,
            purpose=case.purpose,
            category=case.category,
            urgency=case.urgency,
            tier=case.tier,
            contactable=case.contactable,
            **told,
        )
    )
