"""Take down a party's answer: all must want to mediate; one that does not ends the case (人民调解法 Art. 17, 26)."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.mediation import ConsentGiven, ConsentRefused, MediationFailed
from services.mediation.domain import case as rules
from services.mediation.domain.life import State
from services.mediation.use_cases.deps import Deps
from services.mediation.use_cases.rights import led
from services.mediation.use_cases.tally import count
from services.mediation.use_cases.tell import tell
from services.mediation.use_cases.view import kept


def consent(work: Work, deps: Deps, call: Call) -> Answer:
    """Consent, or refuse at any time before the end; the refusal says where the parties may turn next."""
    held = led(work, deps, call)
    n, now = call.body["party"], work.context.now
    if call.body["consents"]:
        case = rules.consented(held.case, n, now)
        tell(work, case, ConsentGiven, party=n, complete=case.state == State.CONSENTED)
        return kept(work, held, case)
    case, reason = rules.refused(held.case, n, now)
    tell(work, case, ConsentRefused, party=n)
    tell(work, case, MediationFailed, reason=str(reason), routes=case.routes)
    count(work, deps.county, case)
    return kept(work, held, case)
