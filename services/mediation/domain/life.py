"""The state table of a mediation case: which step leads from where to where (人民调解法, chapters 4 and 5).

Nobody sits with the parties before all of them have consented (Art. 17), and nothing is agreed on outside a session, of
which there are minutes (Art. 27). A matter that is recognised as an accusation leaves the table altogether
(`use_cases/wall.py`).
"""

from __future__ import annotations

from enum import StrEnum

from services.contracts.refusals import Refusal


class State(StrEnum):
    """Where a mediation case stands."""

    OPENED = "opened"
    CONSENTED = "consented"
    ASSIGNED = "assigned"
    IN_SESSION = "in_session"
    AGREED = "agreed"
    CONFIRMED = "confirmed"
    FAILED = "failed"


class Step(StrEnum):
    """What may be done in a mediation case; `confirm` is the parties' application to the court (司法确认)."""

    NAME = "name_parties"
    CONSENT = "consent"
    ALL_CONSENTED = "all_consented"
    REFUSE = "refuse"
    DECLARE = "declare_interest"
    NOBODY_LEFT = "nobody_left"
    ASSIGN = "assign_mediator"
    EXTEND = "extend_limit"
    SIT = "hold_session"
    AGREE = "agree"
    FAIL = "fail"
    CONFIRM = "apply_for_confirmation"
    FOLLOW_UP = "follow_up"


PENDING = (State.OPENED, State.CONSENTED, State.ASSIGNED, State.IN_SESSION)
"""States in which the parties have not come to an end yet."""

NEXT: dict[tuple[State, Step], State] = {
    (State.OPENED, Step.NAME): State.OPENED,
    (State.OPENED, Step.CONSENT): State.OPENED,
    (State.OPENED, Step.ALL_CONSENTED): State.CONSENTED,
    (State.CONSENTED, Step.ASSIGN): State.ASSIGNED,
    (State.ASSIGNED, Step.ASSIGN): State.ASSIGNED,
    (State.ASSIGNED, Step.NOBODY_LEFT): State.CONSENTED,
    (State.ASSIGNED, Step.SIT): State.IN_SESSION,
    (State.IN_SESSION, Step.ASSIGN): State.IN_SESSION,
    (State.IN_SESSION, Step.NOBODY_LEFT): State.CONSENTED,
    (State.IN_SESSION, Step.SIT): State.IN_SESSION,
    (State.IN_SESSION, Step.AGREE): State.AGREED,
    (State.AGREED, Step.CONFIRM): State.CONFIRMED,
    (State.AGREED, Step.FOLLOW_UP): State.AGREED,
    (State.CONFIRMED, Step.FOLLOW_UP): State.CONFIRMED,
}
NEXT |= {(state, Step.DECLARE): state for state in PENDING}
NEXT |= {(state, Step.EXTEND): state for state in PENDING}
NEXT |= {(state, step): State.FAILED for state in PENDING for step in (Step.REFUSE, Step.FAIL)}

COMMANDS = tuple(step for step in Step if step not in (Step.ALL_CONSENTED, Step.NOBODY_LEFT))
"""What people may do; the other steps follow from these."""
_FROM = {state: tuple(step for step in COMMANDS if (state, step) in NEXT) for state in State}


def steps_from(state: State) -> tuple[Step, ...]:
    """The commands that a state allows."""
    return _FROM[state]


def after(state: State, step: Step) -> State:
    """The state that a step leads to. Raises Refusal `step_not_allowed` naming what is allowed here."""
    reached = NEXT.get((state, step))
    if reached is None:
        allowed = ", ".join(steps_from(state)) or "none"
        raise Refusal("step_not_allowed", f"The case is {state}: {step} is not allowed. Allowed now: {allowed}.")
    return reached
