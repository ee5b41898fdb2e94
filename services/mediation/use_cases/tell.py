"""Tell a step of a mediation case as a fact, with the matter's codes and the case it is about."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.contracts.events.matter import CODE_FIELDS
from services.contracts.events.mediation import MediationFact
from services.mediation.domain.case import Case


def tell(work: Work, case: Case, fact: type[MediationFact], **told: Any) -> str:
    """Record one fact of the matter's mediation stream; returns its id."""
    codes = {name: getattr(case, name) for name in CODE_FIELDS}
    return work.record(fact(**codes, case=case.id, body=case.body, direct=case.direct, **told))
