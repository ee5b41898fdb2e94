"""Counters of how mediations end, `body|mediator/<code>/<how>`; what the wall hides later is taken back exactly."""

from __future__ import annotations

from collections.abc import Iterator

from services.chassis.store import Work
from services.contracts.vocabulary import AgreementForm, FailureReason
from services.county.county import County
from services.mediation.domain.case import Case
from services.mediation.domain.life import State

AGREED, FAILED, WITHDRAWN, REWARD = "agreed", "failed", "withdrawn", "reward"


def count(work: Work, county: County, case: Case, sign: int = 1) -> None:
    """Count a case that has just ended, or with `sign` -1 take it back; rewards in fen."""
    for key, amount in _moves(county, case):
        work.add(key, sign * amount)


def _moves(county: County, case: Case) -> Iterator[tuple[str, int]]:
    how = _how(case)
    if how is None:
        return
    yield f"body/{case.body}/{how}", 1
    if how == WITHDRAWN:
        return
    for code in case.sitting:
        yield f"mediator/{code}/{how}", 1
        reward = 0 if case.agreement is None else county.mediation.reward.get(AgreementForm(case.agreement.form), 0)
        if reward:
            yield f"mediator/{code}/{REWARD}", reward


def _how(case: Case) -> str | None:
    """How the case ended; one that was withdrawn is neither a success nor a failure of the body's."""
    if case.state in (State.AGREED, State.CONFIRMED):
        return AGREED
    if case.state != State.FAILED:
        return None
    return WITHDRAWN if case.reason == FailureReason.WITHDRAWN else FAILED
