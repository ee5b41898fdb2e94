"""Hold a session (调解会): the minutes stay here, sealed (人民调解法 Art. 27)."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.mediation import SessionHeld
from services.mediation.domain import case as rules
from services.mediation.use_cases.deps import Deps
from services.mediation.use_cases.rights import led
from services.mediation.use_cases.tell import tell
from services.mediation.use_cases.view import kept
from services.mediation.use_cases.words import keep_word


def sit(work: Work, deps: Deps, call: Call) -> Answer:
    """Take down a session that was held, open or not as the parties wished (Art. 23)."""
    held = led(work, deps, call)
    body, now = call.body, work.context.now
    case = rules.sat(held.case, body["held_at"] or now, body["open"], tuple(body["present"]), now)
    session = case.sessions[-1]
    case = keep_word(work, deps, case, "minutes", body["minutes"], session.n)
    tell(work, case, SessionHeld, session=session.n, held_at=session.held_at, open=session.open)
    return kept(work, held, case)
