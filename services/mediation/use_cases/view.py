"""A case as its readers see it: codes and times, no words."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.chassis.web.call import Answer
from services.county.instants import is_after
from services.mediation import store
from services.mediation.domain.case import Case
from services.mediation.domain.life import PENDING, State, steps_from
from services.mediation.store import Held


def kept(work: Work, held: Held, case: Case, status: int | None = None) -> Answer:
    """Keep the changed case and answer with it and its new version."""
    store.put(work, held, case)
    return Answer(case_view(case, work.context.now), status, version=held.version + 1)


def case_view(case: Case, now: str) -> dict[str, Any]:
    """One case for HTTP (`gives.CaseView`)."""
    body = store.body_of(case)
    del body["key"], body["texts"]
    body["sitting"] = case.sitting
    body["overdue"] = case.state in PENDING and is_after(now, case.limit_by)
    body["allowed"] = steps_from(State(case.state))
    return body
