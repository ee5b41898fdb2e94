"""The parties agree (调解协议), by word of mouth or in writing; later they may ask the court together to confirm it."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.mediation import AgreementReached, JudicialConfirmationApplied
from services.contracts.vocabulary import AgreementForm
from services.mediation.domain import agreement as rules
from services.mediation.domain.agreement import Signed
from services.mediation.use_cases.deps import Deps
from services.mediation.use_cases.rights import led
from services.mediation.use_cases.tally import count
from services.mediation.use_cases.tell import tell
from services.mediation.use_cases.view import kept
from services.mediation.use_cases.words import keep_agreement


def agree(work: Work, deps: Deps, call: Call) -> Answer:
    """Keep what was agreed on, sealed, and tell that and when it takes effect."""
    held = led(work, deps, call)
    body, now = call.body, work.context.now
    signed = body["signed"]
    if signed is not None:
        signed = Signed(signed["parties"], signed["mediators"], signed["seal"], signed["at"] or now)
    case = rules.agreed(
        deps.county, held.case, AgreementForm(body["form"]), signed, body["agreed_at"], body["perform_by"], now
    )
    case = keep_agreement(work, deps, case, body)
    if case.agreement is not None:
        told = {name: getattr(case.agreement, name) for name in ("form", "effective_at", "perform_by")}
        tell(work, case, AgreementReached, **told)
    count(work, deps.county, case)
    return kept(work, held, case)


def confirm(work: Work, deps: Deps, call: Call) -> Answer:
    """The parties asked the court together (司法确认), within 30 days of the agreement's effect."""
    held = led(work, deps, call)
    now = work.context.now
    applied_at = call.body["applied_at"] or now
    parties = call.body["parties"]
    everybody = [party.n for party in held.case.parties]
    case = rules.confirmed(held.case, everybody if parties is None else parties, applied_at, now)
    tell(work, case, JudicialConfirmationApplied, applied_at=applied_at)
    return kept(work, held, case)
