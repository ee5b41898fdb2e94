"""A matter was sent to a body: its mediation case is opened; and a matter that is over ends its case."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events.dispute import DisputeEnded, DisputeSent
from services.contracts.events.matter import codes_of
from services.contracts.events.mediation import MediationFailed, MediationOpened
from services.mediation import store
from services.mediation.domain import case as rules
from services.mediation.domain.case import Case
from services.mediation.domain.life import PENDING, State
from services.mediation.store import Held
from services.mediation.use_cases.deps import Deps
from services.mediation.use_cases.tally import count
from services.mediation.use_cases.tell import tell
from services.mediation.use_cases.wall import is_walled


def open_case(work: Work, deps: Deps, fact: DisputeSent, envelope: Envelope) -> None:
    """Open the case that routing has ordered; who the parties are, the body finds out and names."""
    if store.find(work, fact.order) is not None or is_walled(work, deps, fact.number):
        return
    case = Case(
        id=fact.order,
        **codes_of(fact),
        body=fact.body,
        direct=False,
        state=str(State.OPENED),
        opened_at=envelope.time,
        limit_by=rules.limit_of(deps.county, envelope.time),
        led_by=fact.leads,
    )
    tell(work, case, MediationOpened, parties=0)
    store.put(work, Held(case, 0), case)


def end_case(work: Work, deps: Deps, fact: DisputeEnded, envelope: Envelope) -> None:
    """The matter is withdrawn or over: if its mediation is still pending, it ends.

    After an agreement or a failure nothing is pending; then this is routing going on by itself. It also finds what a
    restored mediation has forgotten to have ended.
    """
    held = store.find(work, fact.order)
    if held is None or held.case.state not in PENDING:
        return
    case = rules.withdrawn(held.case, envelope.time)
    tell(work, case, MediationFailed, reason=case.reason, routes=case.routes)
    count(work, deps.county, case)
    store.put(work, held, case)
