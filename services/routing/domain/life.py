"""The state table of a matter after its registration: which step leads from where to where.

A matter that is recognised as an accusation leaves the table altogether (`use_cases/wall.py`): from every status, for
the wall must hold however late somebody sees it (信访工作条例 Art. 30).
"""

from __future__ import annotations

from enum import StrEnum

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Status

MOST_ROUNDS = 2
"""A matter is handled once, and once more after `dissatisfied` (二次办理)."""


class Step(StrEnum):
    """What may be done to a matter."""

    ACCEPT = "accept"
    DECLINE = "decline"
    REFER = "refer"
    ANSWER = "answer_on_the_spot"
    WHISTLE = "whistle"
    CHECK_IN = "check_in"
    OBJECT = "object"
    DECIDE = "decide_objection"
    REPLY = "reply"
    ALL_REPLIED = "all_replied"
    EXTEND = "extend"
    MEDIATE = "order_mediation"
    AGREE = "agree"
    RETURN = "return_from_mediation"
    CONCLUDE = "conclude"
    REOPEN = "reopen"
    CLOSE = "close"
    WITHDRAW = "withdraw"


NEXT: dict[tuple[Status, Step], Status] = {
    (Status.REGISTERED, Step.ACCEPT): Status.ACCEPTED,
    (Status.REGISTERED, Step.DECLINE): Status.DECLINED,
    (Status.REGISTERED, Step.REFER): Status.REFERRED,
    (Status.REGISTERED, Step.ANSWER): Status.CONCLUDED,
    (Status.REGISTERED, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.ACCEPTED, Step.ANSWER): Status.CONCLUDED,
    (Status.ACCEPTED, Step.WHISTLE): Status.WHISTLED,
    (Status.ACCEPTED, Step.MEDIATE): Status.MEDIATING,
    (Status.ACCEPTED, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.MEDIATING, Step.AGREE): Status.CONCLUDED,
    (Status.MEDIATING, Step.RETURN): Status.ACCEPTED,
    (Status.MEDIATING, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.WHISTLED, Step.CHECK_IN): Status.HANDLING,
    (Status.WHISTLED, Step.OBJECT): Status.WHISTLED,
    (Status.WHISTLED, Step.DECIDE): Status.WHISTLED,
    (Status.WHISTLED, Step.EXTEND): Status.WHISTLED,
    (Status.WHISTLED, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.HANDLING, Step.CHECK_IN): Status.HANDLING,
    (Status.HANDLING, Step.OBJECT): Status.HANDLING,
    (Status.HANDLING, Step.DECIDE): Status.HANDLING,
    (Status.HANDLING, Step.REPLY): Status.HANDLING,
    (Status.HANDLING, Step.EXTEND): Status.HANDLING,
    (Status.HANDLING, Step.ALL_REPLIED): Status.REPLIED,
    (Status.HANDLING, Step.CONCLUDE): Status.CONCLUDED,
    (Status.HANDLING, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.REPLIED, Step.CONCLUDE): Status.CONCLUDED,
    (Status.REPLIED, Step.EXTEND): Status.REPLIED,
    (Status.REPLIED, Step.WITHDRAW): Status.WITHDRAWN,
    (Status.CONCLUDED, Step.REOPEN): Status.ACCEPTED,
    (Status.CONCLUDED, Step.CLOSE): Status.CLOSED,
}

OVER = frozenset({Status.DECLINED, Status.REFERRED, Status.WITHDRAWN, Status.CLOSED})
"""Nothing leads on from here."""
FOLLOWING = (Step.ALL_REPLIED, Step.AGREE, Step.RETURN, Step.REOPEN, Step.CLOSE, Step.WITHDRAW)
"""Steps that follow from others, from what the citizen asks for, or from what the mediation body tells."""
COMMANDS = tuple(step for step in Step if step not in FOLLOWING)
"""What staff may do."""
_FROM = {status: tuple(step for at, step in NEXT if at is status and step in COMMANDS) for status in Status}


def steps_from(status: Status) -> tuple[Step, ...]:
    """The commands of the staff that a status allows, in the table's order."""
    return _FROM[status]


def after(status: Status, step: Step) -> Status:
    """The status that a step leads to. Raises Refusal `step_not_allowed` naming what is allowed here."""
    reached = NEXT.get((status, step))
    if reached is None:
        allowed = ", ".join(steps_from(status)) or "none"
        raise Refusal(
            "step_not_allowed", f"The matter is {status}: {step} is not allowed. Allowed by the staff now: {allowed}."
        )
    return reached
